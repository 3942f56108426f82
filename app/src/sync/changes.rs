//! Fetching: what the server has new for this account replaces what the phone has. Drafts, outbox and blobs are never touched.

use super::push::check_protocol;
use super::round::{Party, Stop};
use super::transport::Call;
use super::wire;
use crate::store::{Guard, Op, Store, StoreError, Table, Value, key};
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

/// Fetches until there is no more; says whether anything came. Each answer is written with its cursor in one commit.
pub async fn pull(party: &Party<'_>) -> Result<bool, Stop> {
    let mut any = false;
    let pull_key = key::pull(party.account);
    let mut stored = party.store.get(Table::Meta, &pull_key).await?;
    let text = stored.as_ref().and_then(Value::as_text);
    let mut from: Pull = text.and_then(|text| json::read(text).ok()).unwrap_or_default();
    let mut asked = wire::ask(party.transport, after(&from));
    loop {
        let answer: Changes = asked.await?;
        check_protocol(answer.protocol)?;
        any |= answer.reset || !answer.changes.is_empty();
        let complete_at_ms = if answer.more { from.complete_at_ms } else { answer.server_time_ms };
        let to = Pull { after: answer.next, scope: answer.scope.clone(), complete_at_ms };
        let mut ops = ops_of(party.store, party.account, &answer).await?;
        if run_of(&answer.scope) != run_of(&from.scope) {
            // Other rights, or another run of the server: perhaps one that was restored from a backup.
            ops.push(Op::put_text(Table::Meta, key::doubt(party.account), &answer.scope));
        }
        let cursor = Value::Text(json::write(&to));
        ops.push(Op::Put(Table::Meta, pull_key.clone(), cursor.clone()));
        ops.push(Op::Delete(Table::Meta, key::expired(party.account)));
        let guard = [Guard::new(Table::Meta, &pull_key, stored)];
        // The server looks for the next ones while these are written.
        let next = answer.more.then(|| wire::ask(party.transport, after(&to)));
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

async fn ops_of(store: &dyn Store, account: AccountId, answer: &Changes) -> Result<Vec<Op>, StoreError> {
    let mut ops = Vec::with_capacity(answer.changes.len() + 2);
    if answer.reset {
        ops.push(Op::DeletePrefix(Table::Entities, key::of(account)));
    }
    let mut gone = Vec::new();
    for change in &answer.changes {
        match (&change.body, place(change)) {
            (Some(body), Some(id)) => {
                ops.push(Op::put_text(Table::Entities, key::entity(account, &change.kind, id), &body.0))
            }
            (Some(_), None) => {}
            (None, Some(id)) => ops.push(Op::Delete(Table::Entities, key::entity(account, &change.kind, id))),
            // A household went without saying which compound it stood in.
            (None, None) => gone.push(format!("/{}", change.id)),
        }
    }
    if !gone.is_empty() && !answer.reset {
        let keys = store.keys(Table::Entities, &key::kind(account, "household")).await?;
        let is_gone = |key: &String| gone.iter().any(|end| key.ends_with(end));
        ops.extend(keys.into_iter().filter(is_gone).map(|key| Op::Delete(Table::Entities, key)));
    }
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
