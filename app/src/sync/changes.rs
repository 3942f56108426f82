//! Fetching: what the server has new for this account replaces what the phone has. Drafts, outbox and blobs are never touched.

use super::push::check_protocol;
use super::round::{Party, Stop};
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Guard, Later, Op, Store, StoreError, Table, Value, key, pack};
use domain::id::AccountId;
use domain::json::{self, FromJson, Raw, ToJson};
use domain::sync::history::run_of;
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// How far an account has fetched.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct Pull {
    /// Cursor for the next call; 0 before the first.
    pub after: i64,
    /// Fingerprint of the scope that the cursor belongs to.
    pub scope: String,
    /// When the last fetch was complete, server time; 0: never.
    #[serde(default)]
    pub complete_at_ms: i64,
}

/// What the phone needs of a [`domain::sync::protocol::ChangesResponse`].
#[derive(FromJson)]
struct Changes {
    protocol: u32,
    scope: String,
    reset: bool,
    changes: Vec<Change>,
    next: i64,
    more: bool,
    server_time_ms: i64,
}

/// A [`domain::sync::protocol::Change`]; what it says is kept word for word.
#[derive(FromJson)]
struct Change {
    kind: String,
    id: String,
    #[serde(default)]
    body: Option<Raw>,
}

/// Where a household stands.
#[derive(FromJson)]
#[cfg_attr(test, derive(Debug, PartialEq, Serialize, Deserialize))]
struct Placed {
    compound: String,
}

/// A fetch that is on its way.
pub struct Begun<'a> {
    /// The cursor, word for word.
    stored: Option<Value>,
    from: Pull,
    asked: Later<'a, Result<Changes, Refusal>>,
}

/// Asks what is new since the last time.
pub async fn begin<'a>(party: &Party<'a>) -> Result<Begun<'a>, StoreError> {
    let stored = party.store.get(Table::Meta, &key::pull(party.account)).await?;
    let text = stored.as_ref().and_then(Value::as_text);
    let from: Pull = text.and_then(|text| json::read(text).ok()).unwrap_or_default();
    let asked = Box::pin(wire::ask(party.transport, after(&from)));
    Ok(Begun { stored, from, asked })
}

/// Whether an account has on this phone all that it works with.
pub async fn is_complete(store: &dyn Store, account: AccountId) -> Result<bool, StoreError> {
    let stored = store.get(Table::Meta, &key::pull(account)).await?;
    Ok(stored.and_then(|pull| pull.read()).is_some_and(|pull: Pull| pull.complete_at_ms > 0))
}

/// Fetches until there is no more; says whether anything came. Each answer is written with its cursor in one commit.
pub async fn pull(party: &Party<'_>, begun: Begun<'_>) -> Result<bool, Stop> {
    let mut any = false;
    let (pull_key, run_key) = (key::pull(party.account), key::run(party.account));
    let mut run = party.store.get(Table::Meta, &run_key).await?;
    let Begun { mut stored, mut from, mut asked } = begun;
    loop {
        let answer: Changes = asked.await?;
        check_protocol(answer.protocol)?;
        any |= answer.reset || !answer.changes.is_empty();
        let complete_at_ms = if answer.more { from.complete_at_ms } else { answer.server_time_ms };
        let to = Pull { after: answer.next, scope: answer.scope.clone(), complete_at_ms };
        // The server looks for the next ones while these are written.
        let next = answer.more.then(|| Box::pin(wire::ask(party.transport, after(&to))));
        let mut ops = ops_of(party.store, party.account, &answer).await?;
        let met = run_of(&answer.scope);
        if run.as_ref().and_then(Value::as_text) != Some(met) {
            // Another run of the server: perhaps it was restored from a backup.
            run = Some(Value::Text(met.to_owned()));
            ops.extend(run.clone().map(|run| Op::Put(Table::Meta, run_key.clone(), run)));
        }
        let cursor = Value::Text(json::write(&to));
        ops.push(Op::Put(Table::Meta, pull_key.clone(), cursor.clone()));
        ops.push(Op::Delete(Table::Meta, key::expired(party.account)));
        let guard = [Guard::new(Table::Meta, &pull_key, stored)];
        let is_ours = party.store.commit_if(&guard, ops).await?;
        let (true, Some(next)) = (is_ours, next) else { return Ok(any) };
        // The first doors are shown at once; the rest when all are here: a screen reads them all anew each time.
        if answer.reset || from.after == 0 {
            (party.progress)();
        }
        (asked, stored, from) = (next, Some(cursor), to);
    }
}

/// Asks for what comes after a cursor.
fn after(from: &Pull) -> Call {
    Call::get(format!("/api/v1/sync/changes?after={}&scope={}", from.after, from.scope))
}

/// What an answer changes here. Doors that come by the hundred are packed.
async fn ops_of(store: &dyn Store, account: AccountId, answer: &Changes) -> Result<Vec<Op>, StoreError> {
    let mut ops = Vec::new();
    if answer.reset {
        ops.push(Op::DeletePrefix(Table::Entities, key::of(account)));
    }
    let (mut doors, mut gone): (Vec<(String, &str)>, Vec<&str>) = (Vec::new(), Vec::new());
    for change in &answer.changes {
        let is_door = change.kind == "household";
        match (&change.body, place(change)) {
            (Some(body), Some(place)) if is_door => {
                let door = (key::entity(account, &change.kind, place), &*body.0);
                // Most come in the order of their keys.
                doors.insert(doors.partition_point(|(key, _)| *key <= door.0), door);
            }
            (Some(body), Some(place)) => {
                ops.push(Op::put_text(Table::Entities, key::entity(account, &change.kind, place), &body.0))
            }
            (Some(_), None) => {}
            // A household may go without saying which compound it stood in.
            (None, _) if is_door => gone.extend(change.id.rsplit('/').next()),
            (None, _) => ops.push(Op::Delete(Table::Entities, key::entity(account, &change.kind, &change.id))),
        }
    }
    let mut keys = Vec::new();
    let are_needed = !gone.is_empty() || doors.len() >= pack::FROM;
    if are_needed && !answer.reset {
        keys = store.keys(Table::Entities, &key::kind(account, "household")).await?;
    }
    // First what goes: packs that are folded are written after it.
    ops.extend(take_out(store, &keys, &gone).await?);
    for of_compound in doors.chunk_by(|one, other| pack::compound(&one.0) == pack::compound(&other.0)) {
        ops.extend(bring_in(store, &keys, of_compound, &gone).await?);
    }
    Ok(ops)
}

/// Doors that are gone, out of their rows and packs.
async fn take_out(store: &dyn Store, keys: &[String], gone: &[&str]) -> Result<Vec<Op>, StoreError> {
    let mut ops = Vec::new();
    let mut packs: Vec<&str> = Vec::new();
    for holder in gone.iter().flat_map(|door| pack::holders(keys, door)) {
        if !pack::is_pack(holder) {
            ops.push(Op::Delete(Table::Entities, holder.to_owned()));
        } else if !packs.contains(&holder) {
            packs.push(holder);
        }
    }
    for pack in packs {
        if let Some(left) = store.get(Table::Entities, pack).await?.and_then(|row| pack::without(&row, gone)) {
            ops.push(Op::put_text(Table::Entities, pack, left));
        }
    }
    Ok(ops)
}

/// Doors of one compound, with their keys: a few as rows, many into its packs.
async fn bring_in(
    store: &dyn Store,
    keys: &[String],
    doors: &[(String, &str)],
    gone: &[&str],
) -> Result<Vec<Op>, StoreError> {
    if doors.len() < pack::FROM {
        return Ok(doors.iter().map(|(key, body)| Op::put_text(Table::Entities, key, *body)).collect());
    }
    let compound = pack::compound(&doors[0].0);
    let mut has_packs = false;
    let mut ops = Vec::new();
    for key in keys.iter().filter(|key| key.starts_with(compound)) {
        if pack::is_pack(key) {
            has_packs = true;
        } else if doors.binary_search_by(|(door, _)| door.cmp(key)).is_ok() {
            // A row of its own would count before the pack.
            ops.push(Op::Delete(Table::Entities, key.clone()));
        }
    }
    let packs = match has_packs {
        true => store.range(Table::Entities, &[compound, "~"].concat()).await?,
        false => Vec::new(),
    };
    let new: Vec<(&str, &str)> = doors.iter().map(|(key, body)| (&key[compound.len()..], *body)).collect();
    ops.extend(pack::fold(compound, &packs, &new, gone));
    Ok(ops)
}

/// Where a change belongs: under its id, a household under `compound/household`.
fn place(change: &Change) -> Option<String> {
    if change.kind != "household" || change.id.contains('/') {
        return Some(change.id.clone());
    }
    let placed: Placed = json::read(&change.body.as_ref()?.0).ok()?;
    Some(format!("{}/{}", placed.compound, change.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{agree, agree_and_write};
    use serde_json::json;

    #[test]
    fn both_readers_agree() {
        agree_and_write::<Pull>(&json!({"after": -5, "scope": "ab", "complete_at_ms": 7}));
        agree::<Placed>(&json!({"compound": "c"}));
    }

    #[test]
    fn what_the_server_changed_is_kept_word_for_word() {
        let text = r#"{"protocol":1,"scope":"ab","reset":true,"next":5,"more":false,"server_time_ms":1,"changes":[
            {"kind":"grid","id":"a"},{"kind":"task","id":"b","body":{"any":[1.50,null,"x"]}},{"kind":"task","id":"c","body":null}]}"#;
        let theirs: domain::sync::protocol::ChangesResponse = serde_json::from_str(text).unwrap();
        let ours: Changes = json::read(text).unwrap();
        assert_eq!((ours.protocol, ours.scope, ours.reset), (theirs.protocol, theirs.scope, theirs.reset));
        assert_eq!((ours.next, ours.more, ours.server_time_ms), (theirs.next, theirs.more, theirs.server_time_ms));
        let bodies = |change: &Change| change.body.as_ref().map(|body| body.0.clone());
        let same = |change: &domain::sync::protocol::Change| change.body.as_ref().map(|body| body.get().to_owned());
        assert_eq!(
            ours.changes.iter().map(bodies).collect::<Vec<_>>(),
            theirs.changes.iter().map(same).collect::<Vec<_>>()
        );
        assert_eq!(ours.changes.iter().map(|change| &*change.id).collect::<String>(), "abc");
    }
}
