//! The store in memory, for tests and simulation.

use super::{Op, Store, StoreError, Table, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A store that lives as long as its last clone: a "restarted" phone gets a clone of the same one.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    rows: Rc<RefCell<BTreeMap<(Table, String), Value>>>,
}

impl Store for MemoryStore {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Value>, StoreError> {
        Ok(self.rows.borrow().get(&(table, key.to_owned())).cloned())
    }

    async fn range(&self, table: Table, prefix: &str) -> Result<Vec<(String, Value)>, StoreError> {
        let rows = self.rows.borrow();
        let from = (table, prefix.to_owned());
        let inside = |(key_table, key): &(Table, String)| *key_table == table && key.starts_with(prefix);
        let hits = rows.range(from..).take_while(|(key, _)| inside(key));
        Ok(hits.map(|((_, key), value)| (key.clone(), value.clone())).collect())
    }

    async fn commit(&self, ops: Vec<Op>) -> Result<(), StoreError> {
        let mut rows = self.rows.borrow_mut();
        for op in ops {
            match op {
                Op::Put(table, key, value) => drop(rows.insert((table, key), value)),
                Op::Delete(table, key) => drop(rows.remove(&(table, key))),
                Op::DeletePrefix(table, prefix) => rows.retain(|(t, key), _| *t != table || !key.starts_with(&prefix)),
            }
        }
        Ok(())
    }
}
