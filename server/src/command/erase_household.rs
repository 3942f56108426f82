//! `server erase-household`: destroys what is personal in a household's consents, when the law asks for it (PIPL 47).

use super::export::actor;
use super::serve::open_state;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::evidence::erase::{Erasure, erase_household};
use anyhow::ensure;
use domain::id::HouseholdId;
use domain::org::Role;

/// Destroy the keys of a household's consents: names, notes and signatures become unreadable for good
#[derive(Debug, clap::Args)]
pub struct EraseHousehold {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
    /// The household's id
    #[arg(long)]
    household: HouseholdId,
    /// Only one family, by its number (居住轮次)
    #[arg(long)]
    family: Option<u32>,
    /// Login of who decided
    #[arg(long = "as")]
    login: String,
    /// File number of the request, never a name
    #[arg(long)]
    reason: String,
    /// It cannot be undone: without this nothing happens
    #[arg(long)]
    yes: bool,
}

impl EraseHousehold {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        ensure!(self.yes, "this cannot be undone: run again with --yes");
        let state = open_state(&self.store, &self.listen, Clock::System).await?;
        let actor = actor(&state, &self.login).await?;
        ensure!(actor.has_any(&[Role::CenterStaff]), "only the district centre decides about erasure");
        let erasure = Erasure {
            household: self.household,
            family: self.family,
            account: Some(actor.account),
            reason: &self.reason,
        };
        let keys = erase_household(&state, erasure).await?;
        state.db.close().await;
        println!("{keys} keys destroyed; the chain says so and still verifies");
        Ok(())
    }
}
