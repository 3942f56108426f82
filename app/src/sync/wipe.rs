//! Remote wipe. It saves first: the round in which the order came sends everything, what the server does not take as a record as an
//! envelope. Then everything goes that was downloaded, every login, every key, and every record that the server has proven to have. What
//! it has not proven, half-filled forms, and what other workers of this phone made stay where they are, sealed, and the keys are not on
//! the phone any more: with a password the server gives its author the key again.

use super::round::{self, Party, Stop};
use super::session::Session;
use super::transport::{Call, Transport};
use super::wire::{self, Refusal};
use super::{outbox, push, second};
use crate::store::{Op, Store, StoreError, Table, Value, key};
use domain::id::WipeId;
use domain::json::Raw;
use domain::sync::outbox::Waiting;
use domain::text::holds;

/// Word beside the store: this phone was wiped, until the next login.
pub const WIPED: &str = "wiped";

/// Remembers an order. One that was carried out already, and that the server has not heard of, is none.
pub async fn take(store: &dyn Store, order: WipeId) -> Result<(), StoreError> {
    let order = order.to_string();
    let done = store.get(Table::Meta, key::WIPED).await?;
    if done.as_ref().and_then(Value::as_text).is_some_and(|said| holds(said, &order)) {
        return Ok(());
    }
    store.commit(vec![Op::put_text(Table::Meta, key::WIPE, order)]).await
}

/// The order that this phone is under.
pub async fn order(store: &dyn Store) -> Result<Option<Value>, StoreError> {
    store.get(Table::Meta, key::WIPE).await
}

/// Asks for an order without a login: who was here may not have one any more.
pub async fn hear(party: &Party<'_>) -> Result<(), Stop> {
    let device = outbox::device(party.store, party.fresh_device).await?.to_string();
    let call = Call::get(["/api/v1/sync/wipe?device=", &device].concat());
    if let Some(order) = wire::ask::<Option<WipeId>>(party.transport, call).await? {
        take(party.store, order).await?;
    }
    Ok(())
}

/// The same for a phone that waits for a PIN; an order is carried out at once. Envelopes still go if the login of before is good for it.
pub async fn locked(party: &Party<'_>) -> Result<(), Stop> {
    if party.store.get(Table::Meta, key::ACCOUNT).await?.is_none() {
        return Ok(());
    }
    hear(party).await?;
    let Some(Value::Text(order)) = order(party.store).await? else { return Ok(()) };
    if let Ok((session, _)) = Session::ask(party.transport, Call::get("/api/v1/session")).await {
        let _ = second::send_strangers(party, &session, &[]).await;
    }
    carry_out(party, &order, None).await?;
    Err(Stop::Wiped)
}

/// Asks once more about everything and sends what the server has not proven to have as envelopes; the names of those that it has then
/// proven, one a line.
pub async fn save(party: &Party<'_>, session: &Session) -> Result<String, Stop> {
    let own = outbox::entries(party.store, party.account).await?;
    if !push::ask_about(party, &session.receipt_keys, &own).await? {
        return Err(Stop::Unreachable);
    }
    second::complete(party.store, party.second, party.account, party.key).await?;
    let mut proven = outbox::entries(party.store, party.account).await?;
    proven.retain(second::is_proven_here);
    second::send_strangers(party, session, &proven).await
}

/// Lets everything go but what is to stay. `proven`: the envelopes that the server has; none: it could not be asked, no record goes.
pub async fn carry_out(party: &Party<'_>, order: &str, proven: Option<String>) -> Result<(), StoreError> {
    let device = outbox::device(party.store, party.fresh_device).await?.to_string();
    let goes = |entry: &Waiting| proven.as_ref().is_some_and(|proven| second::is_kept(proven, entry) != Some(false));
    let unsent = match proven {
        Some(_) => outbox::entries(party.store, party.account).await?.iter().filter(|entry| !goes(entry)).count(),
        None => outbox::unsent(party.store).await?.len(),
    };
    let unsent = unsent.to_string();
    let said = ["{\"wipe\":\"", order, "\",\"device\":\"", &device, "\",\"unsent_count\":", &unsent, "}"];
    let mut ops =
        vec![Op::put_text(Table::Meta, key::WIPED, said.concat()), Op::DeletePrefix(Table::Entities, String::new())];
    for gone in [key::WIPE, key::ACCOUNT, "session/", "lock/", key::PULL, "expired/"] {
        ops.push(Op::DeletePrefix(Table::Meta, gone.to_owned()));
    }
    if proven.is_none() || !round::let_go(party, &goes, ops.clone()).await? {
        // Another window wrote just now: what it wrote about stays, too.
        party.store.commit(ops).await?;
    }
    party.second.set_word(WIPED, Some(""));
    // What stays is noted, unless it is locked.
    let _ = second::complete(party.store, party.second, party.account, party.key).await;
    Ok(())
}

/// Tells the server what it has not heard yet, now or at a later login of anybody. A server that does not take it now is told again.
pub async fn tell(store: &dyn Store, transport: &dyn Transport) -> Result<(), Stop> {
    let Some(Value::Text(said)) = store.get(Table::Meta, key::WIPED).await? else { return Ok(()) };
    match wire::ask::<Raw>(transport, Call::json("POST", "/api/v1/sync/wiped", said)).await {
        // An order that the server does not know any more needs no answer.
        Ok(_) | Err(Refusal::Refused { status: 404, .. }) => {
            Ok(store.commit(vec![Op::Delete(Table::Meta, key::WIPED.to_owned())]).await?)
        }
        Err(Refusal::Refused { .. }) => Ok(()),
        Err(refusal) => Err(refusal.into()),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
#[path = "wipe_tests.rs"]
mod tests;
