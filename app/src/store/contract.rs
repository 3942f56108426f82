//! What every store must do. The same cases run on the memory store (host) and on IndexedDB (in a real browser).

use super::{Guard, Op, Store, Table, Value};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// Runs a future that never really waits, as those of the memory store.
pub fn now<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn put(table: Table, key: &str, value: &str) -> Op {
    Op::put_text(table, key, value)
}

/// All cases, on an empty store.
pub async fn check<S: Store>(store: &S) {
    keys_and_values_come_back(store).await;
    a_range_is_one_prefix_in_key_order(store).await;
    a_batch_with_a_broken_guard_writes_nothing(store).await;
    a_prefix_is_deleted_and_nothing_else(store).await;
}

async fn keys_and_values_come_back<S: Store>(store: &S) {
    assert_eq!(store.get(Table::Meta, "missing").await, Ok(None));
    let bytes = Value::Bytes((0..=255).collect());
    let ops = vec![
        put(Table::Drafts, "a/门", "三\u{1F3E0}楼\u{0}"),
        put(Table::Drafts, "a/empty", ""),
        Op::Put(Table::Blobs, "b".into(), bytes.clone()),
        Op::Put(Table::Blobs, "none".into(), Value::Bytes(vec![])),
    ];
    assert_eq!(store.commit(ops).await, Ok(()));
    assert_eq!(store.get(Table::Drafts, "a/门").await, Ok(Some(text("三\u{1F3E0}楼\u{0}"))));
    assert_eq!(store.get(Table::Drafts, "a/empty").await, Ok(Some(text(""))));
    assert_eq!(store.get(Table::Blobs, "b").await, Ok(Some(bytes)));
    assert_eq!(store.get(Table::Blobs, "none").await, Ok(Some(Value::Bytes(vec![]))));
    assert_eq!(store.get(Table::Meta, "b").await, Ok(None), "tables are apart");
    assert_eq!(
        store.commit(vec![Op::Delete(Table::Blobs, "b".into()), Op::Delete(Table::Blobs, "b".into())]).await,
        Ok(())
    );
    assert_eq!(store.get(Table::Blobs, "b").await, Ok(None));
}

async fn a_range_is_one_prefix_in_key_order<S: Store>(store: &S) {
    let ops = ["x/2", "x/1", "x/10", "x0", "w/9", "x/"].map(|key| put(Table::Entities, key, key)).to_vec();
    assert_eq!(store.commit(ops).await, Ok(()));
    let rows = store.range(Table::Entities, "x/").await.unwrap_or_default();
    assert_eq!(rows, ["x/", "x/1", "x/10", "x/2"].map(|key| (key.to_owned(), text(key))));
    assert_eq!(
        store.keys(Table::Entities, "x").await,
        Ok(["x/", "x/1", "x/10", "x/2", "x0"].map(String::from).to_vec())
    );
    assert_eq!(store.range(Table::Entities, "").await.map(|rows| rows.len()), Ok(6));
    assert_eq!(store.range(Table::Entities, "y").await, Ok(vec![]));
}

async fn a_batch_with_a_broken_guard_writes_nothing<S: Store>(store: &S) {
    let guard = |value: Option<&str>| Guard::new(Table::Meta, "head", value.map(text));
    let ops = |value: &str| vec![put(Table::Meta, "head", value), put(Table::Outbox, &format!("o/{value}"), value)];
    assert_eq!(store.commit_if(&[guard(None)], ops("1")).await, Ok(true));
    assert_eq!(store.commit_if(&[guard(None)], ops("2")).await, Ok(false), "another window was faster");
    assert_eq!(
        store.commit_if(&[guard(Some("1")), Guard::new(Table::Meta, "no", Some(text("")))], ops("3")).await,
        Ok(false)
    );
    assert_eq!(store.commit_if(&[guard(Some("1"))], ops("4")).await, Ok(true));
    assert_eq!(store.keys(Table::Outbox, "o/").await, Ok(vec!["o/1".to_owned(), "o/4".to_owned()]));
    assert_eq!(store.get(Table::Meta, "head").await, Ok(Some(text("4"))));
}

async fn a_prefix_is_deleted_and_nothing_else<S: Store>(store: &S) {
    let forget = Op::DeletePrefix(Table::Entities, "x/".into());
    assert_eq!(store.commit(vec![forget, put(Table::Entities, "x/new", "n")]).await, Ok(()), "in the order given");
    assert_eq!(store.keys(Table::Entities, "").await, Ok(["w/9", "x/new", "x0"].map(String::from).to_vec()));
    assert_eq!(store.keys(Table::Outbox, "o/").await.map(|keys| keys.len()), Ok(2));
}
