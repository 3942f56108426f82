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

/// What came of linking.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Linked {
    /// Rows that got their link.
    pub rows: u64,
    /// Rows that were refused: they came in behind the program's back.
    pub refused: Vec<String>,
}

/// Links everything of before that has no link, consents and call-backs, each once.
pub async fn link_old(db: &Db, seal: &Seal, clock: &Clock) -> anyhow::Result<Linked> {
    let consents = link_consents(db, seal, clock).await?;
    let callbacks = link_callbacks(db, seal, clock).await?;
    Ok(Linked { rows: consents.rows + callbacks.rows, refused: [consents.refused, callbacks.refused].concat() })
}

/// The same for call-backs: their rows stay as they are.
async fn link_callbacks(db: &Db, seal: &Seal, clock: &Clock) -> anyhow::Result<Linked> {
    let mut tx = db.read().await?;
    if db::evidence_old::has_callbacks_started(&mut tx).await? {
        return Ok(Linked::default());
    }
    drop(tx);
    let notary = Notary { seal, clock };
    let mut tx = db.write().await?;
    if db::evidence_old::has_callbacks_started(&mut tx).await? {
        return Ok(Linked::default());
    }
    if !db::evidence_old::linked_callbacks(&mut tx).await?.is_empty() {
        return Ok(Linked { rows: 0, refused: unlinked_callbacks(&mut tx).await? });
    }
    let old = db::consent::list_callbacks(&mut tx).await?;
    for callback in &old {
        notary.link_callback(&mut tx, callback, clock.now_ms()).await?;
    }
    let rows = old.len() as u64;
    db::evidence_old::note_callback_start(&mut tx, clock.now_ms(), rows).await?;
    tx.commit().await?;
    Ok(Linked { rows, refused: vec![] })
}

async fn unlinked_callbacks(tx: &mut Tx) -> anyhow::Result<Vec<String>> {
    let linked = db::evidence_old::linked_callbacks(tx).await?;
    let all = db::consent::list_callbacks(tx).await?;
    let unlinked = all.into_iter().filter(|one| !linked.contains(&one.id.to_string()));
    Ok(unlinked.map(|one| format!("household {} callback {}", one.household, one.id)).collect())
}

/// Links what has no link, once, and all of it or nothing: with the first link there is nothing of before any more, and a row without
/// a link is a finding, not something to put right.
async fn link_consents(db: &Db, seal: &Seal, clock: &Clock) -> anyhow::Result<Linked> {
    let mut tx = db.read().await?;
    if db::evidence_old::has_started(&mut tx).await? {
        return Ok(Linked::default());
    }
    drop(tx);
    let notary = Notary { seal, clock };
    let mut tx = db.write().await?;
    if db::evidence_old::has_started(&mut tx).await? {
        return Ok(Linked::default());
    }
    if db::evidence_old::has_links(&mut tx).await? {
        let refused = unlinked(&mut tx).await?;
        return Ok(Linked { rows: 0, refused });
    }
    let mut rows = 0;
    let households = db::evidence_old::unlinked_households(&mut tx, i64::MAX).await?;
    if !households.is_empty() {
        let opened = db::evidence_old::allow_changes(&mut tx).await;
        let gate = opened.context("old consents have no chain yet: run `server migrate` as the database's owner")?;
        for household in households {
            rows += link_household(&mut tx, &notary, household).await?;
        }
        db::evidence_old::refuse_changes(&mut tx, gate).await?;
    }
    db::evidence_old::note_start(&mut tx, clock.now_ms(), rows).await?;
    tx.commit().await?;
    Ok(Linked { rows, refused: vec![] })
}

/// Rows of evidence that no link holds, by name.
pub async fn unlinked(tx: &mut Tx) -> anyhow::Result<Vec<String>> {
    let mut names = unlinked_callbacks(tx).await?;
    for household in db::evidence_old::unlinked_households(tx, i64::MAX).await? {
        names.extend(db::evidence_old::unlinked_rows(tx, household).await?.into_iter().map(|row| match row {
            OldRow::Event(old) => format!("household {household} event {}", old.id),
            OldRow::Confirmation(old) => format!("household {household} confirmation {}", old.id),
        }));
    }
    Ok(names)
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
                let came_ms = db::evidence_row::received_at(tx, old.id.into()).await?;
                let envelope = old.record.as_ref().map(|record| Envelope::of(record, signing.as_ref(), came_ms));
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
