//! One round of sync: who am I to the server, send records, fetch changes (first, where nothing is to be sent), send photos, ask for
//! receipts, let old copies go.

use super::changes::Begun;
use super::second::Second;
use super::seen::Seen;
use super::session::Session;
use super::signing::{Signer, Verifier};
use super::transport::{Call, Transport};
use super::wire::Refusal;
use super::{blob, changes, expiry, outbox, push, receipts, second, wipe};
use crate::store::{Guard, Op, Store, StoreError, Table, key};
use domain::id::{AccountId, DeviceId};
use domain::sync::outbox::Waiting;
use domain::sync::signature::DeviceKey;
use domain::text::holds;

/// Who syncs what with whom.
pub struct Party<'a> {
    /// The phone's database.
    pub store: &'a dyn Store,
    /// The way to the server.
    pub transport: &'a dyn Transport,
    /// The account logged in on this phone.
    pub account: AccountId,
    /// Build of the app.
    pub app: &'a str,
    /// Name of this phone, should it have none yet.
    pub fresh_device: DeviceId,
    /// The phone's clock, ms UTC.
    pub now_ms: &'a dyn Fn() -> i64,
    /// Called whenever something has changed that a screen may show.
    pub progress: &'a dyn Fn(),
    /// The other store.
    pub second: &'a dyn Second,
    /// Checks the server's signatures.
    pub verifier: &'a dyn Verifier,
    /// The account's key on this phone, to be announced; none while there is none.
    pub key: Option<DeviceKey>,
    /// Signs with that key.
    pub signer: Option<&'a dyn Signer>,
    /// How long what was downloaded stays without a contact.
    pub roster_days: u16,
    /// How long a verified record stays on the phone, ms.
    pub grace_ms: i64,
}

/// Why a round ended before its end. Nothing is lost by it; the next round goes on where this one stopped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// No network, or no answer of our server.
    Unreachable,
    /// Log in again to send.
    LoggedOut,
    /// Change the first password, then it goes on.
    PasswordMustChange,
    /// The server speaks a protocol that this app does not know: update.
    UpdateNeeded,
    /// The server refused (throttled, no right): later.
    Refused(u16),
    /// A supervisor has ordered everything off this phone, and it is.
    Wiped,
    /// The phone's own storage failed.
    Storage(StoreError),
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Unreachable => Self::Unreachable,
            Refusal::NotLoggedIn => Self::LoggedOut,
            Refusal::PasswordMustChange => Self::PasswordMustChange,
            Refusal::Refused { status, .. } => Self::Refused(status),
        }
    }
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Storage(error)
    }
}

/// Runs one round. The session that the server sees comes back, with the rights of this moment.
pub async fn run(party: &Party<'_>) -> Result<Session, Stop> {
    // Also with no network.
    if expiry::expire(party.store, (party.now_ms)(), party.roster_days).await? {
        (party.progress)();
    }
    let mut noted = second::complete(party.store, party.second, party.account, party.key).await;
    let device = outbox::device(party.store, party.fresh_device).await?.to_string();
    // Where nothing waits to be sent, what is new is asked for at once, and is on the screen two ways to the server
    // sooner. It is taken in only when the session says that it is for this account, and that no order stands against it.
    let is_idle = noted.as_ref().is_ok_and(|seen| !seen.own.iter().any(Waiting::is_unsent));
    let begun = if is_idle { Some(changes::begin(party).await?) } else { None };
    let call = Call::get(["/api/v1/session?device=", &device].concat());
    let asked = Session::ask(party.transport, call).await;
    let order = wipe::order_in(&asked);
    let result = match &asked {
        Ok((session, text)) => exchange(party, session, text, (&mut noted, begun, order.is_some())).await,
        Err(refusal) => Err(refusal.clone().into()),
    };
    match order {
        // As long as the line breaks it is tried again: it saves first.
        Some(order) if result != Err(Stop::Unreachable) => {
            wipe::carry_out(party, (&order, &device), result.is_ok()).await?;
            return Err(Stop::Wiped);
        }
        _ => {}
    }
    result?;
    let ((session, _), mut seen) = (asked?, noted?);
    let_old_copies_go(party, &session, &mut seen).await?;
    second::keep_all(party.store, party.second, party.account, party.key, &seen).await?;
    Ok(session)
}

/// What goes on between the phone and a server that knows who is there. Under an order to wipe the phone nothing new is taken in, the server is
/// asked about every record, and what it does not have goes as an envelope, too.
async fn exchange(
    party: &Party<'_>,
    session: &Session,
    text: &str,
    (noted, begun, is_ordered): (&mut Result<Seen, StoreError>, Option<Begun<'_>>, bool),
) -> Result<(), Stop> {
    // Somebody else logged in on this browser: what is here must not go out under that name.
    if session.account != party.account {
        if is_ordered {
            second::send_strangers(party, session, None).await?;
        }
        return Err(Stop::LoggedOut);
    }
    if session.must_change_password {
        return Err(Stop::PasswordMustChange);
    }
    push::take_offset(party, session.server_time_ms).await?;
    party.store.commit(vec![Op::put_text(Table::Meta, key::session(party.account), text)]).await?;
    second::take_key(party.second, &session.opening_keys);
    // What is read of the outbox once serves the whole round: who makes a record meanwhile wants another one, and nothing is written
    // in the place of an entry that is not as it was read.
    let seen = noted.as_mut().map_err(|error| error.clone())?;
    let pulled = match begun {
        Some(begun) if !is_ordered => Some(fetch(party, begun).await),
        _ => None,
    };
    let pushed = push::push(party, session, seen).await;
    // Records that the server cannot take keep nothing else from being done.
    if pushed.is_err() {
        (party.progress)();
    }
    if !matches!(pushed, Err(Stop::Refused(_))) {
        pushed.clone()?;
    }
    match pulled {
        Some(result) => result?,
        None if is_ordered => {}
        None => fetch(party, changes::begin(party).await?).await?,
    }
    blob::send_missing(party, &seen.own).await?;
    receipts::ask_receipts(party, &session.receipt_keys, seen, is_ordered).await?;
    second::send_strangers(party, session, (!is_ordered).then_some(seen)).await?;
    pushed
}

/// Takes in what is new.
async fn fetch(party: &Party<'_>, begun: Begun<'_>) -> Result<(), Stop> {
    if changes::pull(party, begun).await? {
        (party.progress)();
    }
    Ok(())
}

/// Drops records that are verified and past their grace time, and blobs that nothing on the phone refers to any more. The server is
/// asked once more before: it may have been restored from a backup of before.
async fn let_old_copies_go(party: &Party<'_>, session: &Session, seen: &mut Seen) -> Result<(), Stop> {
    let may_go = |entry: &Waiting| entry.may_go(session.server_time_ms, party.grace_ms);
    let due = seen.places(&may_go);
    if due.is_empty() || !receipts::ask_about(party, &session.receipt_keys, seen, &due).await? {
        return Ok(());
    }
    // What another window makes from here on changes the head, and this one writes nothing.
    let head = party.store.get(Table::Meta, key::HEAD).await?;
    let mut guards = vec![Guard::new(Table::Meta, key::HEAD, head)];
    let (going, staying): (Vec<Waiting>, Vec<Waiting>) = outbox::entries(party.store, party.account)
        .await?
        .into_iter()
        .partition(|entry| may_go(entry) && due.iter().any(|at| seen.own[*at] == *entry));
    let drafts = party.store.range(Table::Drafts, &key::of(party.account)).await?;
    let in_a_draft = |name: &str| drafts.iter().any(|(_, value)| value.as_text().is_some_and(|text| holds(text, name)));
    let mut ops = Vec::new();
    for entry in &going {
        let name = key::outbox(party.account, entry.record.seq);
        let [Op::Put(_, _, value), _] = outbox::put(party.account, entry) else { continue };
        guards.push(Guard::new(Table::Outbox, &name, Some(value)));
        ops.push(Op::Delete(Table::Outbox, name));
    }
    for hash in going.iter().flat_map(|entry| &entry.blobs) {
        if !staying.iter().any(|entry| entry.blobs.contains(hash)) && !in_a_draft(&hash.to_string()) {
            ops.push(Op::Delete(Table::Blobs, key::blob(party.account, *hash)));
        }
    }
    if !ops.is_empty() && party.store.commit_if(&guards, ops).await? {
        second::let_go(party.second, &going, &staying).await;
        (party.progress)();
    }
    Ok(())
}
