//! `server user …`: accounts from the command line, for the first administrator and for emergencies.

use crate::auth::password;
use crate::clock::Clock;
use crate::config::Store;
use crate::db::{self, Db, account::NewAccount};
use anyhow::{Context, bail, ensure};
use clap::Subcommand;
use domain::id::{AccountId, CompanyId};
use domain::org::{Grant, Role, Scope};

/// Accounts: add, list, lock, unlock, end, set a first password.
#[derive(Debug, clap::Args)]
pub struct User {
    #[command(flatten)]
    store: Store,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Open an account with a first password that must be changed (read from standard input)
    Add {
        login: String,
        name: String,
        /// One of the role names, such as community_clerk
        #[arg(long)]
        role: String,
        /// district, street:CODE, community:CODE, grid:ID, compound:ID or company:ID
        #[arg(long, default_value = "district")]
        scope: String,
    },
    /// Show every account
    List,
    /// Lock an account; its sessions end at once
    Lock { login: String },
    /// Unlock an account and forget its failed logins
    Unlock { login: String },
    /// End an account for good; its sessions end at once
    End { login: String },
    /// Set a first password (read from standard input) that must be changed
    Password { login: String },
}

impl User {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let db = Db::open(&self.store.database_url).await.context("cannot open the database: check DATABASE_URL")?;
        db.migrate().await?;
        let done = self.verb.run(&db, &Clock::System).await;
        db.close().await;
        done
    }
}

impl Verb {
    async fn run(self, db: &Db, clock: &Clock) -> anyhow::Result<()> {
        match self {
            Self::Add { login, name, role, scope } => add(db, clock, &login, &name, &role, &scope).await,
            Self::List => list(db).await,
            Self::Lock { login } => set_lock(db, clock, &login, true).await,
            Self::Unlock { login } => set_lock(db, clock, &login, false).await,
            Self::End { login } => end(db, clock, &login).await,
            Self::Password { login } => first_password(db, &login).await,
        }
    }
}

async fn add(db: &Db, clock: &Clock, login: &str, name: &str, role: &str, scope: &str) -> anyhow::Result<()> {
    let role = Role::from_name(role).with_context(|| {
        format!(
            "no such role: {role}; one of {}",
            Role::ALL.iter().map(|role| role.name()).collect::<Vec<_>>().join(", ")
        )
    })?;
    let scope = read_scope(scope)?;
    let company = if let Scope::Company(id) = &scope { Some(*id) } else { None };
    let new = NewAccount {
        id: AccountId(clock.new_uuid()),
        login: login.trim().to_lowercase(),
        name: name.to_owned(),
        company,
        password_hash: password::hash(read_password(login)?).await?,
        must_change_password: true,
        at_ms: clock.now_ms(),
    };
    let mut tx = db.write().await?;
    ensure!(db::account::insert_account(&mut tx, &new).await?, "the login {login} is taken");
    db::account::give_grant(&mut tx, new.id, &Grant { role, scope }, new.at_ms).await?;
    tx.commit().await?;
    println!("{login} may log in; the password must be changed at the first login");
    Ok(())
}

fn read_scope(text: &str) -> anyhow::Result<Scope> {
    Ok(match text.split_once(':').unwrap_or((text, "")) {
        ("district", "") => Scope::District,
        ("street", code) => Scope::Street(code.to_owned()),
        ("community", code) => Scope::Community(code.to_owned()),
        ("grid", id) => Scope::Grid(id.parse()?),
        ("compound", id) => Scope::Compound(id.parse()?),
        ("company", id) => Scope::Company(id.parse::<CompanyId>()?),
        _ => bail!("no such scope: {text}"),
    })
}

fn read_password(login: &str) -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let password = line.trim_end_matches(['\r', '\n']).to_owned();
    let findings = password::check_new(login, "", &password);
    ensure!(findings.is_empty(), "the password is too weak: at least 8 characters and without the login in it");
    Ok(password)
}

async fn id_of(db: &Db, login: &str) -> anyhow::Result<AccountId> {
    let mut tx = db.read().await?;
    let account = db::account::account_by_login(&mut tx, login).await?;
    Ok(AccountId(account.with_context(|| format!("no account {login}"))?.id))
}

async fn list(db: &Db) -> anyhow::Result<()> {
    let mut tx = db.read().await?;
    for account in db::account::list_accounts(&mut tx).await? {
        let state = match (account.ended_at_ms, account.locked_at_ms) {
            (Some(_), _) => "ended",
            (None, Some(_)) => "locked",
            (None, None) => "open",
        };
        println!("{}\t{}\t{state}", account.login, account.name);
    }
    Ok(())
}

async fn set_lock(db: &Db, clock: &Clock, login: &str, lock: bool) -> anyhow::Result<()> {
    let id = id_of(db, login).await?;
    let mut tx = db.write().await?;
    db::account::set_locked(&mut tx, id, lock.then(|| clock.now_ms())).await?;
    if lock {
        db::session::delete_sessions_of(&mut tx, id).await?;
    } else {
        db::throttle::clear_failures(&mut tx, &format!("login {login}")).await?;
    }
    tx.commit().await?;
    println!("{login} is {}", if lock { "locked" } else { "open" });
    Ok(())
}

async fn end(db: &Db, clock: &Clock, login: &str) -> anyhow::Result<()> {
    let id = id_of(db, login).await?;
    let mut tx = db.write().await?;
    db::account::end_account(&mut tx, id, clock.now_ms()).await?;
    db::session::delete_sessions_of(&mut tx, id).await?;
    tx.commit().await?;
    println!("{login} has ended");
    Ok(())
}

async fn first_password(db: &Db, login: &str) -> anyhow::Result<()> {
    let id = id_of(db, login).await?;
    let hash = password::hash(read_password(login)?).await?;
    let mut tx = db.write().await?;
    db::account::set_password(&mut tx, id, &hash, true).await?;
    db::session::delete_sessions_of(&mut tx, id).await?;
    tx.commit().await?;
    println!("{login} has a first password");
    Ok(())
}
