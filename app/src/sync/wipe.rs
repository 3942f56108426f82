//! Remote wipe. It saves first: the round in which the order came sends everything; then what was downloaded, forms half filled in, the
//! logins and the keys go, and with them every record that is proven to be on the server or lies closed in the other store. A record
//! that is neither stays where it is, sealed, and its key is not on the phone any more.

use super::outbox;
use super::round::{Party, Stop};
use super::second::{self, MARK};
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Guard, Op, Store, StoreError, Table, Value, key};
use domain::hash::Hash;
use domain::id::WipeId;
use domain::json::Raw;
use domain::sync::outbox::Waiting;
use domain::text::holds;

/// Remembers an order. One that was carried out already, and that the server has not heard of, is none.
pub async fn take(party: &Party<'_>, order: WipeId) -> Result<(), StoreError> {
    let order = order.to_string();
    let done = party.store.get(Table::Meta, key::WIPED).await?;
    if done.as_ref().and_then(Value::as_text).is_some_and(|said| holds(said, &order)) {
        return Ok(());
    }
    party.store.commit(vec![Op::put_text(Table::Meta, key::WIPE, order)]).await
}

/// The order that this phone is under.
pub async fn order(store: &dyn Store) -> Result<Option<Value>, StoreError> {
    store.get(Table::Meta, key::WIPE).await
}

/// Carries an order out, at the end of a round; says whether there was one.
pub async fn carry_out(party: &Party<'_>) -> Result<bool, Stop> {
    let Some(Value::Text(order)) = order(party.store).await? else { return Ok(false) };
    let device = outbox::device(party.store, party.fresh_device).await?.to_string();
    loop {
        let head = party.store.get(Table::Meta, key::HEAD).await?;
        second::complete(party.store, party.second, party.account, party.key).await?;
        let unsent = outbox::unsent(party.store).await?.len().to_string();
        let drafts = party.store.keys(Table::Drafts, &key::of(party.account)).await?.len().to_string();
        let said = [
            "{\"wipe\":\"", &order, "\",\"device\":\"", &device, "\",\"unsent_count\":", &unsent, ",\"draft_count\":",
            &drafts, "}",
        ];
        let mut ops = vec![
            Op::DeletePrefix(Table::Entities, String::new()),
            Op::DeletePrefix(Table::Drafts, String::new()),
            Op::put_text(Table::Meta, key::WIPED, said.concat()),
        ];
        for gone in [key::WIPE, key::ACCOUNT, "session/", "lock/", key::PULL, "expired/"] {
            ops.push(Op::DeletePrefix(Table::Meta, gone.to_owned()));
        }
        // What another window makes meanwhile changes the head, and this one looks again.
        let mut guards = vec![Guard::new(Table::Meta, key::HEAD, head)];
        records(party, &mut guards, &mut ops).await?;
        party.second.set_word(MARK, None);
        if party.store.commit_if(&guards, ops).await? {
            break;
        }
    }
    // Whether or not word of it gets through: it is done.
    let _ = tell(party).await;
    Ok(true)
}

/// What of the outbox and its photos may go.
async fn records(party: &Party<'_>, guards: &mut Vec<Guard>, ops: &mut Vec<Op>) -> Result<(), StoreError> {
    let own = key::of(party.account);
    let kept = party.second.names().await.unwrap_or_default();
    let mut needed: Vec<Hash> = Vec::new();
    for (name, value) in party.store.range(Table::Outbox, &own).await? {
        let Some(entry) = value.read::<Waiting>() else { continue };
        if second::is_kept(&kept, &entry) == Some(false) {
            needed.extend(entry.blobs);
            continue;
        }
        ops.push(Op::Delete(Table::Meta, key::unsent(entry.record.seq)));
        ops.push(Op::Delete(Table::Outbox, name.clone()));
        guards.push(Guard::new(Table::Outbox, name, Some(value)));
    }
    for name in party.store.keys(Table::Blobs, &own).await? {
        if !needed.iter().any(|hash| name == key::blob(party.account, *hash)) {
            ops.push(Op::Delete(Table::Blobs, name));
        }
    }
    Ok(())
}

/// Tells the server what it has not heard yet, now or at a later login of anybody. A server that does not take it now is told again.
pub async fn tell(party: &Party<'_>) -> Result<(), Stop> {
    let Some(Value::Text(said)) = party.store.get(Table::Meta, key::WIPED).await? else { return Ok(()) };
    match wire::ask::<Raw>(party.transport, Call::json("POST", "/api/v1/sync/wiped", said)).await {
        // An order that the server does not know any more needs no answer.
        Ok(_) | Err(Refusal::Refused { status: 404, .. }) => {
            party.store.commit(vec![Op::Delete(Table::Meta, key::WIPED.to_owned())]).await.map_err(Stop::from)
        }
        Err(Refusal::Refused { .. }) => Ok(()),
        Err(refusal) => Err(refusal.into()),
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
#[path = "wipe_tests.rs"]
mod tests;
