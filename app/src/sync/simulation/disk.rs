//! A phone's storage: the memory store, where every step is a place to be killed at.

use super::broken::Broken;
use super::world::World;
use crate::store::memory::MemoryStore;
use crate::store::{Guard, Later, Op, Store, StoreError, Table, Value, key};
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

/// Gives way once: whoever else runs goes first, and whoever is killed is killed here.
pub struct Pause(pub bool);

impl Future for Pause {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        if std::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Gives way.
pub async fn pause() {
    Pause(false).await;
}

/// What survives the death of a phone's windows.
#[derive(Default)]
pub struct Disk {
    pub inside: RefCell<MemoryStore>,
    /// The next so many writes find no room.
    pub full_for: Cell<u32>,
    /// What a broken phone forgets with its death.
    pub volatile_head: RefCell<Option<Option<Value>>>,
}

/// A window's way to the storage of its phone.
#[derive(Clone)]
pub struct SimStore {
    pub world: Rc<World>,
    pub phone: usize,
}

impl SimStore {
    fn disk(&self) -> &Disk {
        &self.world.phones[self.phone].disk
    }

    fn inside(&self) -> MemoryStore {
        self.disk().inside.borrow().clone()
    }

    async fn write(&self, guards: &[Guard], ops: Vec<Op>) -> Result<bool, StoreError> {
        let inside = self.inside();
        let guards = if self.world.broken == Broken::NoGuards { &[] } else { guards };
        let is_judged = ops.iter().any(|op| matches!(op.table(), Table::Outbox | Table::Blobs));
        let before = if is_judged { self.world.read(self.phone, Table::Outbox) } else { vec![] };
        let head = inside.get(Table::Meta, key::HEAD).await?;
        if !inside.commit_if(guards, ops.clone()).await? {
            return Ok(false);
        }
        if self.world.broken == Broken::ForgetsNumbers && ops.iter().any(is_head) {
            self.disk().volatile_head.replace(Some(head));
        } else {
            self.disk().volatile_head.take();
        }
        if !is_judged {
            return Ok(true);
        }
        let after = self.world.read(self.phone, Table::Outbox);
        // The book reads what was written as its author reads it.
        let open = |op: Op| match op {
            Op::Put(Table::Outbox, name, sealed) => {
                let value = after.iter().find(|(key, _)| *key == name).map(|(_, value)| value.clone());
                Op::Put(Table::Outbox, name, value.unwrap_or(sealed))
            }
            other => other,
        };
        let ops: Vec<Op> = ops.into_iter().map(open).collect();
        let mut ledger = self.world.ledger.borrow_mut();
        let old = |wanted: &str| before.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.clone());
        ledger.judge(self.phone, self.world.now_ms.get(), &ops, old);
        if ops.iter().any(|op| matches!(op, Op::Delete(Table::Blobs, _))) {
            ledger.judge_blobs(self.phone, &ops, &after);
        }
        Ok(true)
    }
}

fn is_head(op: &Op) -> bool {
    matches!(op, Op::Put(Table::Meta, key, _) if key == key::HEAD)
}

impl Store for SimStore {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(async move {
            pause().await;
            self.inside().get(table, key).await
        })
    }

    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(async move {
            pause().await;
            self.inside().range(table, prefix).await
        })
    }

    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move {
            pause().await;
            self.inside().keys(table, prefix).await
        })
    }

    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(self.put(guards, ops))
    }
}

impl SimStore {
    async fn put(&self, guards: &[Guard], ops: Vec<Op>) -> Result<bool, StoreError> {
        pause().await;
        if self.disk().full_for.get() > 0 {
            self.disk().full_for.set(self.disk().full_for.get() - 1);
            return Err(StoreError::Full);
        }
        let mut done = true;
        if self.world.broken == Broken::TornCommits {
            for (at, op) in ops.into_iter().enumerate() {
                done &= self.write(if at == 0 { guards } else { &[] }, vec![op]).await?;
                pause().await;
                if !done {
                    break;
                }
            }
        } else {
            done = self.write(guards, ops).await?;
        }
        // Durable, and the phone dies before it learns so.
        pause().await;
        Ok(done)
    }
}
