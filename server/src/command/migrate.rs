//! `server migrate`

use crate::clock::Clock;
use crate::config::Store;
use crate::db::{Db, role};
use crate::evidence::backfill;
use crate::seal::Seal;
use anyhow::{Context, ensure};

/// Brings the database's schema up to date. On Postgres run it as the owner and `serve` as another role
#[derive(Debug, clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    store: Store,
    /// Postgres role that `serve` connects as: made when it is not there, without the right to change evidence
    #[arg(long)]
    app_role: Option<String>,
}

impl Migrate {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let db = Db::open(&self.store.database_url).await.context("cannot open the database: check DATABASE_URL")?;
        db.migrate().await.context("cannot bring the schema up to date")?;
        let linked = backfill::link_old(&db, &Seal::open(&self.store.data)?, &Clock::System).await?;
        crate::intake::open_no::find_open_noes(&db).await?;
        if let Some(name) = &self.app_role {
            role::grant_app_role(&db, name).await.context("cannot set up the role")?;
            println!("{name} may add to the evidence and read it, and change the rest");
        }
        db.close().await;
        if linked.rows > 0 {
            println!("{} consents of before got their place on a chain", linked.rows);
        }
        linked.refused.iter().for_each(|row| println!("missing {row} (unlinked)"));
        println!("the database is up to date");
        let refused = linked.refused.len();
        ensure!(refused == 0, "{refused} rows came in behind the chains and get no link: see `server verify-evidence`");
        Ok(())
    }
}
