//! Reading sealed parts: for the console's pages, and for whoever may open evidence.

use super::append::SEALED_NOTE;
use super::facts::blob_subject;
use super::key::{FamilyKey, LinkKey, Sealed};
use crate::blob::Blobs;
use crate::db::{self, Tx, evidence::StoredLink};
use crate::seal::Seal;
use bytes::Bytes;
use domain::chain::LinkKind;
use domain::consent::ConsentEvent;
use domain::hash::Hash;
use domain::sync::record::Record;
use uuid::Uuid;

/// What became of opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened<T> {
    /// It opens.
    Whole(T),
    /// The key was destroyed: nobody can open it any more.
    Erased,
    /// Not as it was sealed, or there is nothing.
    Unreadable,
}

/// The key of a link, if it still exists.
pub async fn key_of_link(tx: &mut Tx, seal: &Seal, stored: &StoredLink) -> db::DbResult<Opened<LinkKey>> {
    let Some(id) = stored.key else { return Ok(Opened::Unreadable) };
    let Some(wrapped) = db::evidence::wrapped_key(tx, id).await? else { return Ok(Opened::Erased) };
    let key = FamilyKey::unwrap(seal, &wrapped).map(|key| key.of_link(&stored.link.subject));
    Ok(key.map_or(Opened::Unreadable, Opened::Whole))
}

/// The sealed part of a link.
pub async fn part_of(tx: &mut Tx, seal: &Seal, stored: &StoredLink) -> db::DbResult<Opened<Vec<u8>>> {
    let key = match key_of_link(tx, seal, stored).await? {
        Opened::Whole(key) => key,
        Opened::Erased => return Ok(Opened::Erased),
        Opened::Unreadable => return Ok(Opened::Unreadable),
    };
    let sealed = stored.sealed.as_deref().and_then(Sealed::from_text);
    let plain = sealed.and_then(|sealed| key.open(&stored.link.subject, &sealed));
    Ok(plain.map_or(Opened::Unreadable, Opened::Whole))
}

/// A consent event with its personal parts, as the phone recorded it.
pub async fn whole_event(tx: &mut Tx, seal: &Seal, id: Uuid) -> db::DbResult<Opened<ConsentEvent>> {
    let Some(stored) = db::evidence::link_about(tx, LinkKind::Event, &id.to_string()).await? else {
        return Ok(Opened::Unreadable);
    };
    Ok(match part_of(tx, seal, &stored).await? {
        Opened::Whole(plain) => event_in(&plain).map_or(Opened::Unreadable, Opened::Whole),
        Opened::Erased => Opened::Erased,
        Opened::Unreadable => Opened::Unreadable,
    })
}

/// The event inside the bytes that were sealed.
pub fn event_in(plain: &[u8]) -> Option<ConsentEvent> {
    serde_json::from_str(Record::body_in(plain)?).ok()
}

/// The note of a confirmation; empty when it is erased.
pub async fn note_of(tx: &mut Tx, seal: &Seal, confirmation: Uuid) -> db::DbResult<String> {
    let stored = db::evidence::link_about(tx, LinkKind::Confirmation, &confirmation.to_string()).await?;
    let Some(stored) = stored else { return Ok(String::new()) };
    Ok(match part_of(tx, seal, &stored).await? {
        Opened::Whole(plain) => String::from_utf8(plain).unwrap_or_default(),
        Opened::Erased | Opened::Unreadable => String::new(),
    })
}

/// A note as `Notary::seal_note` sealed it, or as it was written before; empty when it is erased.
pub async fn note_text(tx: &mut Tx, seal: &Seal, subject: &str, note: String) -> db::DbResult<String> {
    let Some((id, text)) = note.strip_prefix(SEALED_NOTE).and_then(|rest| rest.split_once(' ')) else {
        return Ok(note);
    };
    let Ok(id) = id.parse::<Uuid>() else { return Ok(note) };
    let wrapped = db::evidence::wrapped_key(tx, id).await?;
    let key = wrapped.and_then(|wrapped| FamilyKey::unwrap(seal, &wrapped)).map(|key| key.of_link(subject));
    let plain = key.zip(Sealed::from_text(text)).and_then(|(key, sealed)| key.open(subject, &sealed));
    Ok(plain.and_then(|plain| String::from_utf8(plain).ok()).unwrap_or_default())
}

/// A blob by the hash of its open bytes: as it lies there, or opened from where it was sealed.
pub async fn blob(tx: &mut Tx, seal: &Seal, blobs: &Blobs, hash: Hash) -> anyhow::Result<Option<Bytes>> {
    if let Some(bytes) = blobs.get(hash).await? {
        return Ok(Some(bytes));
    }
    for (event, digest) in db::evidence::sealed_blobs(tx, hash).await? {
        let subject = blob_subject(event, hash);
        let Some(stored) = db::evidence::link_about(tx, LinkKind::Blob, &subject).await? else { continue };
        let Opened::Whole(key) = key_of_link(tx, seal, &stored).await? else { continue };
        let Some(sealed) = blobs.get(digest).await? else { continue };
        if let Some(plain) = key.open(&subject, &Sealed(sealed.to_vec())) {
            return Ok(Some(plain.into()));
        }
    }
    Ok(None)
}
