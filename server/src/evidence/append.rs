//! Adding to a chain: the row, the sealed part and the link, all in the transaction of whoever records.
//!
//! Two transactions never link to the same link: each locks the household's row first, before the change log's counter, as every
//! writer does. The table's key (household, number) would refuse the second all the same.

use super::facts::{
    BlobFacts, CallbackFacts, ConfirmationFacts, Envelope, EventFacts, EventRow, NewLink, blob_subject,
};
use super::key::{FamilyKey, Sealed};
use crate::clock::Clock;
use crate::db::consent::Callback;
use crate::db::{self, Tx, evidence::StoredLink};
use crate::seal::Seal;
use anyhow::Context as _;
use domain::chain::{Link, LinkKind};
use domain::consent::{ConsentConfirmation, ConsentEvent};
use domain::hash::Hash;
use domain::id::{AccountId, CompoundId, HouseholdId};
use domain::sync::record::Record;
use uuid::Uuid;

/// What a sealed note begins with.
pub const SEALED_NOTE: &str = "sealed ";

/// Who writes on chains: the server's key and its clock (for ids).
#[derive(Clone, Copy)]
pub struct Notary<'a> {
    pub seal: &'a Seal,
    pub clock: &'a Clock,
}

/// The sealed part of a new link.
pub struct Part<'a> {
    /// Whose key.
    pub family: u32,
    pub plain: &'a [u8],
}

impl Notary<'_> {
    /// Takes a consent event in: its clear part as a row, the record word for word sealed, and the link.
    pub async fn add_event(
        &self,
        tx: &mut Tx,
        record: &Record,
        event: &ConsentEvent,
        compound: CompoundId,
        received_at_ms: i64,
    ) -> anyhow::Result<()> {
        let content = serde_json::to_string(&event.clear_part())?;
        let new = db::consent::NewConsentEvent {
            id: record.id,
            event,
            content: &content,
            compound,
            author: Some(record.author),
            recorded_at_ms: record.recorded_at_ms,
            received_at_ms,
        };
        db::evidence::lock_household(tx, event.household).await?;
        db::consent::insert_event(tx, &new).await?;
        db::record::empty_body(tx, record.id).await?;
        // At a desk no phone makes the record, and none of the records is it.
        let signing = super::signed::signing_of(tx, record.id).await?;
        let came_ms = db::evidence_row::received_at(tx, record.id).await?;
        let envelope = signing.as_ref().map(|signing| Envelope::of(record, Some(signing), came_ms));
        let row = EventRow {
            compound,
            author: new.author,
            recorded_at_ms: new.recorded_at_ms,
            received_at_ms,
            content: &content,
        };
        let link = NewLink {
            household: event.household,
            kind: LinkKind::Event,
            subject: record.id.to_string(),
            facts: EventFacts::text(&row, envelope)?,
            record_hash: Some(record.hash()),
            at_ms: received_at_ms,
        };
        self.add(tx, link, Some(Part { family: event.occupancy_seq, plain: &record.hashed_bytes() })).await
    }

    /// Adds a confirmation: its row without the note, the note sealed, and the link.
    pub async fn add_confirmation(
        &self,
        tx: &mut Tx,
        id: Uuid,
        household: HouseholdId,
        confirmation: &ConsentConfirmation,
        note: &str,
    ) -> anyhow::Result<()> {
        db::evidence::lock_household(tx, household).await?;
        db::consent::insert_confirmation(tx, id, household, confirmation, "").await?;
        let link = NewLink {
            household,
            kind: LinkKind::Confirmation,
            subject: id.to_string(),
            facts: confirmation_facts(confirmation)?,
            record_hash: None,
            at_ms: confirmation.at_ms,
        };
        let family = db::consent::family_of(tx, confirmation.consent).await?.map_or(0, |(_, family)| family);
        self.add(tx, link, Some(Part { family, plain: note.as_bytes() })).await
    }

    /// Adds a call-back that confirmed nothing: its row with the note as [`Notary::seal_note`] sealed it, and the link.
    pub async fn add_callback(&self, tx: &mut Tx, callback: &Callback) -> anyhow::Result<()> {
        db::evidence::lock_household(tx, callback.household).await?;
        db::consent::insert_callback(tx, callback).await?;
        self.link_callback(tx, callback, callback.at_ms).await
    }

    /// Adds the link of a call-back.
    pub async fn link_callback(&self, tx: &mut Tx, callback: &Callback, at_ms: i64) -> anyhow::Result<()> {
        let link = NewLink {
            household: callback.household,
            kind: LinkKind::Callback,
            subject: callback.id.to_string(),
            facts: callback_facts(self.seal, callback)?,
            record_hash: None,
            at_ms,
        };
        self.add(tx, link, None).await
    }

    /// Seals a note about a family that stands on no chain, such as why a signer did not confirm. Opened by `open::note_text`.
    pub async fn seal_note(
        &self,
        tx: &mut Tx,
        (household, family): (HouseholdId, u32),
        subject: &str,
        note: &str,
        at_ms: i64,
    ) -> anyhow::Result<String> {
        db::evidence::lock_household(tx, household).await?;
        let (id, key) = self.key(tx, household, family, at_ms).await?;
        Ok(format!("{SEALED_NOTE}{id} {}", key.of_link(subject).seal(subject, note.as_bytes())?.to_text()))
    }

    /// Adds the link of a blob that was sealed with [`Notary::key`].
    pub async fn add_blob(
        &self,
        tx: &mut Tx,
        household: HouseholdId,
        blob: &BlobFacts,
        key: Uuid,
        sealed: &Sealed,
        at_ms: i64,
    ) -> anyhow::Result<()> {
        db::evidence::lock_household(tx, household).await?;
        let subject = blob_subject(blob.event, blob.sha256);
        let facts = serde_json::to_string(blob)?;
        let new = NewLink { household, kind: LinkKind::Blob, subject, facts, record_hash: None, at_ms };
        self.write(tx, new, Some(key), None, Some(sealed.sha256())).await
    }

    /// Adds a link with its part sealed inside it.
    pub async fn add(&self, tx: &mut Tx, new: NewLink, part: Option<Part<'_>>) -> anyhow::Result<()> {
        db::evidence::lock_household(tx, new.household).await?;
        let Some(part) = part else { return self.write(tx, new, None, None, None).await };
        let (id, key) = self.key(tx, new.household, part.family, new.at_ms).await?;
        let sealed = key.of_link(&new.subject).seal(&new.subject, part.plain)?;
        let sha256 = sealed.sha256();
        self.write(tx, new, Some(id), Some(sealed.to_text()), Some(sha256)).await
    }

    /// The key in use for a family; made when there is none. The caller holds the lock.
    pub async fn key(
        &self,
        tx: &mut Tx,
        household: HouseholdId,
        family: u32,
        at_ms: i64,
    ) -> anyhow::Result<(Uuid, FamilyKey)> {
        if let Some((id, wrapped)) = db::evidence::key_in_use(tx, household, family).await? {
            let key = FamilyKey::unwrap(self.seal, &wrapped).context("a key of the evidence is not of this server")?;
            return Ok((id, key));
        }
        let (id, key) = (self.clock.new_uuid(), FamilyKey::make());
        db::evidence::insert_key(tx, id, household, family, &key.wrapped(self.seal), at_ms).await?;
        Ok((id, key))
    }

    async fn write(
        &self,
        tx: &mut Tx,
        new: NewLink,
        key: Option<Uuid>,
        sealed: Option<String>,
        sealed_sha256: Option<Hash>,
    ) -> anyhow::Result<()> {
        let last = db::evidence::last_link(tx, new.household).await?.map(|stored| stored.link);
        let district = db::evidence::district_of(tx, new.household).await?;
        let link = Link {
            household: new.household,
            seq: last.as_ref().map_or(1, |link| link.seq + 1),
            kind: new.kind,
            subject: new.subject,
            district,
            // The server's clock may be set back; a chain never runs back.
            at_ms: last.as_ref().map_or(new.at_ms, |link| link.at_ms.max(new.at_ms)),
            facts: new.facts,
            record_hash: new.record_hash,
            sealed_sha256,
            prev_hash: last.map(|link| link.hash),
            hash: Hash([0; 32]),
        };
        db::evidence::insert_link(tx, &StoredLink { link: link.closed(), key, sealed }).await?;
        Ok(())
    }
}

/// The facts of a confirmation, as text.
pub fn confirmation_facts(confirmation: &ConsentConfirmation) -> serde_json::Result<String> {
    let account: Option<AccountId> = confirmation.confirmed_by;
    serde_json::to_string(&ConfirmationFacts {
        consent: confirmation.consent,
        method: confirmation.method.name().to_owned(),
        account,
        by_company: confirmation.by_company,
        confirmed_at_ms: confirmation.at_ms,
    })
}

/// The facts of a call-back, as text.
pub fn callback_facts(seal: &Seal, callback: &Callback) -> serde_json::Result<String> {
    serde_json::to_string(&CallbackFacts {
        consent: callback.consent,
        result: callback.result.clone(),
        account: callback.account,
        called_at_ms: callback.at_ms,
        note_mac: Hash(seal.digest("call-back note", &callback.note)),
    })
}
