//! Rows of before there were chains: each gets its link, and its personal parts are sealed. Runs once, when the schema is brought up
//! to date, as the owner of the database: it is the only moment at which rows of evidence are rewritten.

use super::append::{Notary, Part, confirmation_facts};
use super::facts::{Envelope, EventFacts, EventRow, NewLink};
use crate::clock::Clock;
use crate::db::{self, Db, Tx, evidence_old::OldRow};
use crate::seal::Seal;
use anyhow::Context as _;
use domain::chain::LinkKind;
use domain::consent::ConsentEvent;
use domain::id::HouseholdId;

const BATCH: i64 = 100;

/// Links what has no link, unless that was done before: a row without a link is then a finding, not something to put right.
/// Returns how many.
pub async fn link_old(db: &Db, seal: &Seal, clock: &Clock) -> anyhow::Result<u64> {
    let notary = Notary { seal, clock };
    let mut count = 0;
    loop {
        let mut tx = db.read().await?;
        if db::evidence_old::has_started(&mut tx).await? {
            return Ok(count);
        }
        let households = db::evidence_old::unlinked_households(&mut tx, BATCH).await?;
        drop(tx);
        let mut tx = db.write().await?;
        if households.is_empty() {
            db::evidence_old::note_start(&mut tx, clock.now_ms(), count).await?;
            tx.commit().await?;
            return Ok(count);
        }
        let opened = db::evidence_old::allow_changes(&mut tx).await;
        let gate = opened.context("old consents have no chain yet: run `server migrate` as the database's owner")?;
        for household in households {
            count += link_household(&mut tx, &notary, household).await?;
        }
        db::evidence_old::refuse_changes(&mut tx, gate).await?;
        tx.commit().await?;
    }
}

async fn link_household(tx: &mut Tx, notary: &Notary<'_>, household: HouseholdId) -> anyhow::Result<u64> {
    let rows = db::evidence_old::unlinked_rows(tx, household).await?;
    let count = rows.len() as u64;
    for row in rows {
        match row {
            OldRow::Event(old) => {
                let event: Option<ConsentEvent> = serde_json::from_str(&old.content).ok();
                let clear = event.map(|event| serde_json::to_string(&event.clear_part())).transpose()?;
                let content = clear.unwrap_or_else(|| old.content.clone());
                let signing = super::signed::signing_of(tx, old.id.into()).await?;
                let envelope = old.record.as_ref().map(|record| Envelope::of(record, signing.as_ref()));
                let row = EventRow {
                    compound: old.compound,
                    author: old.author,
                    recorded_at_ms: old.recorded_at_ms,
                    received_at_ms: old.received_at_ms,
                    content: &content,
                };
                let link = NewLink {
                    household,
                    kind: LinkKind::Event,
                    subject: old.id.to_string(),
                    facts: EventFacts::text(&row, envelope)?,
                    record_hash: old.record.as_ref().map(domain::sync::record::Record::hash),
                    at_ms: notary.clock.now_ms(),
                };
                let plain = old.record.as_ref().map(|record| record.hashed_bytes());
                let plain = plain.unwrap_or_else(|| old.content.clone().into_bytes());
                notary.add(tx, link, Some(Part { family: old.family, plain: &plain })).await?;
                db::evidence_old::set_content(tx, old.id, &content).await?;
                db::record::empty_body(tx, old.id.into()).await?;
            }
            OldRow::Confirmation(old) => {
                let link = NewLink {
                    household,
                    kind: LinkKind::Confirmation,
                    subject: old.id.to_string(),
                    facts: confirmation_facts(&old.confirmation)?,
                    record_hash: None,
                    at_ms: notary.clock.now_ms(),
                };
                notary.add(tx, link, Some(Part { family: old.family, plain: old.note.as_bytes() })).await?;
                db::evidence_old::set_note(tx, old.id, "").await?;
            }
        }
    }
    Ok(count)
}
