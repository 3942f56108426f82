//! `server migrate`

use crate::config::Store;
use crate::db::Db;
use anyhow::Context;

/// Brings the database's schema up to date.
#[derive(Debug, clap::Args)]
pub struct Migrate {
    #[command(flatten)]
    store: Store,
}

impl Migrate {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let db = Db::open(&self.store.database_url).await.context("cannot open the database: check DATABASE_URL")?;
        db.migrate().await.context("cannot bring the schema up to date")?;
        db.close().await;
        println!("the database is up to date");
        Ok(())
    }
}
