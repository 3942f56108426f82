//! The second copy: every record that is not proven to be on the server lies, with its photos, also in another store, closed so that
//! nobody on the phone can read it ([`domain::sync::envelope`]). When the database is gone, or its owner cannot open it, the envelopes
//! are sent as they are, by whoever is logged in. Nothing here may fail what it stands behind: where there is no other store, or no
//! room in it, the record is in the outbox all the same.

use super::mark::{Loss, Mark, note};
use super::outbox::Head;
use super::round::{Party, Stop};
use super::seen::{Seen, look};
use super::session::Session;
use super::signing::{Verifier, check, is_true};
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Guard, Later, Op, Store, StoreError, Table, Value, key};
use domain::hash::Hash;
use domain::id::AccountId;
use domain::json::{self, FromJson};
use domain::sync::envelope::write_record;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::rescue::{Name, kept_digest};
use domain::sync::signature::{DeviceKey, OpeningKey, Proof, ReceiptKey};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// So many records go in one request; photos go one by one.
const RECORDS: usize = 20;

/// The other store, and a few words beside it that are there at once. Names and lists are texts, one name a line.
pub trait Second {
    /// Names of all envelopes but those that are known; none: there is no such store here.
    fn names<'a>(&'a self, known: &'a str) -> Later<'a, Option<String>>;
    /// Which of the names are there: a `1` or a `0` for each; none: there is no such store here.
    fn are_kept<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>>;
    /// Closes envelopes and keeps them, some at once; says whether it kept all.
    fn keep<'a>(&'a self, names: &'a str, contents: &'a [Vec<u8>]) -> Later<'a, bool>;
    /// Lets envelopes go.
    fn drop_list<'a>(&'a self, names: &'a str) -> Later<'a, ()>;
    /// Envelopes as lines of JSON, each a [`domain::sync::envelope::Named`].
    fn lines<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>>;
    /// A word beside the store.
    fn word(&self, name: &str) -> Option<String>;
    /// Keeps (or forgets) such a word.
    fn set_word(&self, name: &str, text: Option<&str>);
}

/// Word: what this phone holds, see [`Mark`].
pub const MARK: &str = "mark";
/// Word: what was found to be gone, until somebody has read it, see [`Loss`].
pub const LOSS: &str = "loss";
/// Word: device and last number of a database that is gone, until the server has heard of it.
const GONE: &str = "gone";
/// Word: number and public half of the key that envelopes are closed with.
const OPENING_KEY: &str = "opening-key";

/// Remembers the server's newest key.
pub fn take_key(second: &dyn Second, keys: &[OpeningKey]) {
    if let Some(newest) = keys.iter().max_by_key(|key| key.no) {
        second.set_word(OPENING_KEY, Some(&[&newest.no.to_string(), " ", &newest.public.to_string()].concat()));
    }
}

/// The name of a record's envelope.
pub fn name_of(entry: &Waiting) -> String {
    Name::Record(entry.record.author, entry.record.seq, entry.record.hash()).to_string()
}

/// The name of a photo's.
pub fn blob_name(hash: Hash) -> String {
    Name::Blob(hash).to_string()
}

/// Whether a record and all its photos lie in the other store; none: it need not.
pub fn is_kept(kept: &str, entry: &Waiting) -> Option<bool> {
    let is_here = |name: String| kept.lines().any(|kept| kept == name);
    let all = || is_here(name_of(entry)) && entry.blobs.iter().all(|hash| is_here(blob_name(*hash)));
    needs_one(entry).then(all)
}

fn needs_one(entry: &Waiting) -> bool {
    !matches!(entry.custody, Custody::VerifiedOnServer { .. })
}

/// Notes what is here, then makes the envelopes that are missing. What it has read comes back.
pub async fn complete(
    store: &dyn Store,
    second: &dyn Second,
    account: AccountId,
    key: Option<DeviceKey>,
) -> Result<Seen, StoreError> {
    let seen = look(store, account).await?;
    keep_all(store, second, account, key, &seen).await?;
    Ok(seen)
}

/// The same with what was read before.
pub async fn keep_all(
    store: &dyn Store,
    second: &dyn Second,
    account: AccountId,
    key: Option<DeviceKey>,
    seen: &Seen,
) -> Result<(), StoreError> {
    if let Some(head) = &seen.head {
        note(second, head, account, &seen.own);
    }
    let names = seen.names(&needs_one);
    if names.is_empty() {
        return Ok(());
    }
    let Some(kept) = second.are_kept(&names).await else { return Ok(()) };
    let key = key.map(|key| json::write(&key));
    let (mut records, mut contents) = (Vec::new(), Vec::new());
    let mut lacking = names.lines().zip(kept.bytes()).map(|(name, kept)| Some(name).filter(|_| kept == b'0'));
    for entry in seen.own.iter().filter(|entry| needs_one(entry)) {
        if let Some(Some(name)) = lacking.next() {
            records.push(name);
            contents.push(write_record(&json::write(entry), key.as_deref()));
        }
        for hash in &entry.blobs {
            if let Some(Some(name)) = lacking.next()
                && let Some(Value::Bytes(bytes)) = store.get(Table::Blobs, &key::blob(account, *hash)).await?
            {
                second.keep(name, &[bytes]).await;
            }
        }
    }
    if !records.is_empty() {
        second.keep(&records.join("\n"), &contents).await;
    }
    Ok(())
}

/// Lets the envelopes of records go that the phone has let go.
pub async fn let_go(second: &dyn Second, going: &[Waiting], staying: &[Waiting]) {
    let mut names: Vec<String> = going.iter().map(name_of).collect();
    let goes = |hash: &&Hash| !staying.iter().any(|entry| entry.blobs.contains(hash));
    names.extend(going.iter().flat_map(|entry| &entry.blobs).filter(goes).map(|hash| blob_name(*hash)));
    second.drop_list(&names.join("\n")).await;
}

/// Looks, before anything is made, whether the database is still the one that was here. If it is gone, a new one takes another device
/// id, so that no number is ever given twice; if it has fallen behind, its numbers go on after the last one that was given.
pub async fn wake(store: &dyn Store, second: &dyn Second) -> Result<(), StoreError> {
    // The mark first: what another window makes meanwhile raises the head before it raises the mark.
    let mark = second.word(MARK).and_then(|text| Mark::read(&text)).unwrap_or_default();
    let stored = store.get(Table::Meta, key::HEAD).await?;
    let head: Option<Head> = stored.as_ref().and_then(Value::read);
    let is_other = |head: &Head| mark.device.is_some_and(|device| device != head.device);
    match (&stored, &head) {
        // Something is there that this version cannot read: it is not gone.
        (Some(_), None) => return Ok(()),
        (Some(_), Some(head)) if is_other(head) || head.seq >= mark.seq => return Ok(()),
        (Some(_), Some(head)) => {
            let after = json::write(&Head { device: head.device, seq: mark.seq, hash: None });
            let guard = Guard::new(Table::Meta, key::HEAD, stored);
            if !store.commit_if(&[guard], vec![Op::put_text(Table::Meta, key::HEAD, after)]).await? {
                return Ok(());
            }
        }
        (None, _) => {
            if let Some(device) = mark.device.filter(|_| mark.seq > 0) {
                second.set_word(GONE, Some(&[&device.to_string(), " ", &mark.seq.to_string()].concat()));
            }
        }
    }
    let kept = second.names("").await.unwrap_or_default();
    let loss = Loss::of(&mark, &kept);
    second.set_word(MARK, None);
    if mark.seq > 0 || loss.found > 0 {
        second.set_word(LOSS, Some(&loss.write()));
    }
    Ok(())
}

#[derive(FromJson)]
#[cfg_attr(test, derive(Deserialize, Serialize))]
struct Answer {
    rescued: Vec<Kept>,
}

#[derive(FromJson)]
#[cfg_attr(test, derive(Deserialize, Serialize))]
struct Kept {
    name: String,
    #[serde(default)]
    hash: Option<Hash>,
    #[serde(default)]
    proof: Option<Proof>,
}

/// Sends the envelopes that do not belong to one of `own`, entries that the account logged in sends itself, and tells the server of a database
/// that is gone. An envelope goes only for the server's signed word that it has what was inside.
/// Under an order to wipe the phone there is no `own`: what the server has as a record stays, everything else goes.
pub async fn send_strangers(party: &Party<'_>, session: &Session, own: Option<&Seen>) -> Result<(), Stop> {
    if session.opening_keys.is_empty() {
        return Ok(());
    }
    tell_what_is_gone(party, session).await?;
    if let Some(own) = own
        && party.second.names(&own.names(&|_| true)).await.is_none_or(|strangers| strangers.is_empty())
    {
        return Ok(());
    }
    let known = match look(party.store, party.account).await {
        Ok(mine) => mine.names(&|entry| own.is_some() || super::wipe::is_on_server(entry)),
        Err(_) if own.is_none() => String::new(),
        Err(error) => return Err(error.into()),
    };
    let Some(strangers) = party.second.names(&known).await else { return Ok(()) };
    let (records, blobs): (Vec<&str>, Vec<&str>) = strangers.lines().partition(|name| name.starts_with('r'));
    for some in records.chunks(RECORDS).chain(blobs.chunks(1)) {
        let Some(lines) = party.second.lines(&some.join("\n")).await else { continue };
        let json = ["{\"envelopes\":[", &lines.replace('\n', ","), "]}"].concat();
        match wire::ask::<Answer>(party.transport, Call::json("POST", "/api/v1/sync/rescue", json)).await {
            Ok(answer) => {
                let mut going: Vec<&str> = Vec::new();
                for kept in &answer.rescued {
                    if is_proven(party.verifier, &session.receipt_keys, kept).await {
                        going.push(&kept.name);
                    }
                }
                if !going.is_empty() {
                    party.second.drop_list(&going.join("\n")).await;
                }
            }
            // This one is more than the server can bear; the next may not be.
            Err(Refusal::Refused { .. }) => {}
            Err(refusal) => return Err(refusal.into()),
        }
    }
    Ok(())
}

async fn is_proven(verifier: &dyn Verifier, keys: &[ReceiptKey], kept: &Kept) -> bool {
    let Some(hash) = kept.hash else { return false };
    let is_inside = kept.name.ends_with(&hash.to_string());
    is_inside && is_true(check(verifier, keys, kept.proof, &|no| kept_digest(hash, no))).await
}

/// The numbers of a database that is gone are announced once more, so that the server can name those that never come.
async fn tell_what_is_gone(party: &Party<'_>, session: &Session) -> Result<(), Stop> {
    let Some(gone) = party.second.word(GONE) else { return Ok(()) };
    let said = gone.split_once(' ').and_then(|(device, seq)| Some((device.parse().ok()?, seq.parse().ok()?)));
    if let Some((device, highest_seq)) = said {
        super::push::announce_gone(party, session, device, highest_seq).await?;
    }
    party.second.set_word(GONE, None);
    Ok(())
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
#[path = "second_tests.rs"]
mod tests;
