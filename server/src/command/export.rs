//! `server export …`: a list of the console as a file, with the rights of an account and an audit row like any other export.

use super::serve::open_state;
use crate::auth::Actor;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::db;
use crate::pages::console::desk::Desk;
use crate::pages::console::export::{Format, file};
use crate::pages::console::listing::List;
use crate::pages::console::query::Query;
use crate::pages::document::Reader;
use crate::state::AppState;
use anyhow::{Context, bail, ensure};
use app::ui::preference::Preference;
use domain::id::AccountId;
use std::path::PathBuf;

/// Write a list of the console to a CSV or XLSX file
#[derive(Debug, clap::Args)]
pub struct Export {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
    /// Which list, such as visits, needs, tasks, coverage
    list: String,
    /// Login of the account whose rights decide what the file holds
    #[arg(long = "as")]
    login: String,
    /// Filters as in the page's address, such as door_state=refused
    #[arg(long, default_value = "")]
    filter: String,
    /// The file to write; its ending (csv or xlsx) says the format
    #[arg(long)]
    out: PathBuf,
}

impl Export {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let list = List::ALL.into_iter().find(|list| list.name() == self.list).with_context(|| {
            format!("no list {}; one of {}", self.list, List::ALL.map(|list| list.name()).join(", "))
        })?;
        let format = match self.out.extension().and_then(|ending| ending.to_str()) {
            Some("csv") => Format::Csv,
            Some("xlsx") => Format::Xlsx,
            _ => bail!("the file must end in .csv or .xlsx"),
        };
        let state = open_state(&self.store, &self.listen, Clock::System).await?;
        let actor = actor(&state, &self.login).await?;
        ensure!(actor.has_any(list.roles()), "{} may not see the list {}", self.login, self.list);
        let desk = Desk {
            now_ms: state.clock.now_ms(),
            reader: Reader(Preference::default()),
            path: String::new(),
            query: Query::read(&self.filter),
            actor,
            state: state.clone(),
        };
        let made = file(list, format, &desk).await.map_err(anyhow::Error::new)?;
        std::fs::write(&self.out, made.bytes).with_context(|| format!("cannot write {}", self.out.display()))?;
        state.db.close().await;
        println!("written: {}", self.out.display());
        Ok(())
    }
}

/// The account with a login, with the rights it has now.
pub async fn actor(state: &AppState, login: &str) -> anyhow::Result<Actor> {
    let mut tx = state.db.read().await?;
    let account =
        db::account::account_by_login(&mut tx, login).await?.with_context(|| format!("no account {login}"))?;
    ensure!(account.locked_at_ms.is_none() && account.ended_at_ms.is_none(), "the account {login} is closed");
    let grants = db::account::grants_of(&mut tx, AccountId(account.id), state.clock.now_ms()).await?;
    Ok(Actor {
        account: AccountId(account.id),
        login: account.login,
        name: account.name,
        company: account.company_id.map(Into::into),
        must_change_password: account.must_change_password,
        grants,
        session: String::new(),
    })
}
