//! A phone that dies in the middle, for tests.

use crate::store::memory::MemoryStore;
use crate::store::{Guard, Later, Op, Store, StoreError, Table, Value};
use std::cell::Cell;

/// A phone that is killed after so many writes: the next write, and every one after, does not happen.
#[derive(Clone)]
pub struct Mortal {
    pub inside: MemoryStore,
    pub writes_left: std::rc::Rc<Cell<usize>>,
}

impl Mortal {
    pub fn new(inside: MemoryStore, writes: usize) -> Self {
        Self { inside, writes_left: std::rc::Rc::new(Cell::new(writes)) }
    }
}

impl Store for Mortal {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        self.inside.get(table, key)
    }
    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        self.inside.range(table, prefix)
    }
    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        self.inside.keys(table, prefix)
    }
    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(async move {
            let Some(left) = self.writes_left.get().checked_sub(1) else {
                return Err(StoreError::Failed("killed".into()));
            };
            self.writes_left.set(left);
            self.inside.commit_if(guards, ops).await
        })
    }
}
