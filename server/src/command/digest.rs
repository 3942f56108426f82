//! `server digest`: makes the daily digests that are due and prints them for publication.

use super::serve::open_state;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::evidence::digest::{make_due, published};
use anyhow::ensure;
use domain::calendar::Day;

/// Print the daily digests of the evidence, to be published where nobody can take them back
#[derive(Debug, clap::Args)]
pub struct Digest {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
    /// Only this day, such as 2026-03-02
    #[arg(long)]
    day: Option<Day>,
}

impl Digest {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let state = open_state(&self.store, &self.listen, Clock::System).await?;
        make_due(&state).await?;
        let mut tx = state.db.read().await?;
        let text = published(&mut tx, self.day).await?;
        drop(tx);
        state.db.close().await;
        ensure!(
            self.day.is_none() || text.lines().any(|line| !line.starts_with('#')),
            "no digest of that day: it is not over, or there was no chain"
        );
        print!("{text}");
        Ok(())
    }
}
