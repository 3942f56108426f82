//! `server export-evidence`: the file that a court's expert checks with `end2end/verify-evidence.mjs`, which needs nothing of ours.

use super::export::actor;
use super::serve::open_state;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::db::{self, audit::NewAudit};
use crate::evidence::export::export;
use crate::state::AppState;
use anyhow::{Context, ensure};
use domain::id::{CompoundId, HouseholdId};
use domain::org::{Grant, Role, Scope, may};
use std::path::PathBuf;
use uuid::Uuid;

/// Who may hand evidence out, and who may hand it out opened.
const HAND_OUT: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];
const OPEN: &[Role] = &[Role::CommunityClerk];

/// Write consents as evidence to a file that can be checked without this program
#[derive(Debug, clap::Args)]
pub struct ExportEvidence {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
    /// The file to write
    #[arg(long)]
    out: PathBuf,
    /// One household, by its id; without this and --compound the whole district
    #[arg(long, conflicts_with = "compound")]
    household: Option<HouseholdId>,
    /// Every household of a compound, by the compound's id
    #[arg(long)]
    compound: Option<CompoundId>,
    /// Login of the account whose rights decide
    #[arg(long = "as")]
    login: String,
    /// What it is for, such as a file number; stands in the audit log
    #[arg(long)]
    reason: String,
    /// Add the keys, so that the reader of the file can open names, notes and signatures
    #[arg(long)]
    open: bool,
}

impl ExportEvidence {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let state = open_state(&self.store, &self.listen, Clock::System).await?;
        let households = self.households(&state).await?;
        let text = export(&state, &households, self.open).await?;
        self.write_down(&state).await?;
        std::fs::write(&self.out, text).with_context(|| format!("cannot write {}", self.out.display()))?;
        state.db.close().await;
        println!("written: {} ({} households)", self.out.display(), households.len());
        Ok(())
    }

    /// The households, if the account reaches every one of them.
    async fn households(&self, state: &AppState) -> anyhow::Result<Vec<HouseholdId>> {
        let actor = actor(state, &self.login).await?;
        let roles = if self.open { OPEN } else { HAND_OUT };
        let mut tx = state.db.read().await?;
        let place = match (self.household, self.compound) {
            (Some(id), _) => db::place::whereabouts_of_household(&mut tx, id).await?,
            (None, Some(id)) => db::place::whereabouts(&mut tx, id).await?,
            (None, None) => {
                let all = |grant: &Grant| roles.contains(&grant.role) && grant.scope == Scope::District;
                ensure!(actor.grants.iter().any(all), "{} may not hand out evidence of the district", self.login);
                return Ok(db::evidence::chained_households(&mut tx, Uuid::nil(), i64::MAX).await?);
            }
        };
        let place = place.context("no such household or compound")?;
        ensure!(may(&actor.grants, roles, &place), "{} may not hand out evidence of this place", self.login);
        Ok(match self.household {
            Some(id) => vec![id],
            None => db::evidence::chained_households_of(&mut tx, place.compound).await?,
        })
    }

    async fn write_down(&self, state: &AppState) -> anyhow::Result<()> {
        let actor = actor(state, &self.login).await?;
        let place = self.household.map(|id| id.to_string()).or(self.compound.map(|id| id.to_string()));
        let mut tx = state.db.write().await?;
        let audit = NewAudit {
            id: state.clock.new_uuid(),
            at_ms: state.clock.now_ms(),
            account: Some(actor.account),
            role: actor.grants.first().map_or("", |grant| grant.role.name()),
            action: "evidence_exported",
            object_kind: match (self.household, self.compound) {
                (Some(_), _) => "household",
                (None, Some(_)) => "compound",
                (None, None) => "district",
            },
            object_id: &place.unwrap_or_default(),
            from: None,
            to: self.open.then_some("opened"),
            reason: Some(&self.reason),
        };
        db::audit::insert_audit(&mut tx, &audit).await?;
        tx.commit().await?;
        Ok(())
    }
}
