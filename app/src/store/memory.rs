//! The store in memory, for tests and simulation.

use super::{Guard, Op, Store, StoreError, Table, Value};
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

    async fn keys(&self, table: Table, prefix: &str) -> Result<Vec<String>, StoreError> {
        Ok(self.range(table, prefix).await?.into_iter().map(|(key, _)| key).collect())
    }

    async fn commit_if(&self, guards: &[Guard], ops: Vec<Op>) -> Result<bool, StoreError> {
        let mut rows = self.rows.borrow_mut();
        let holds = |guard: &Guard| rows.get(&(guard.table, guard.key.clone())) == guard.value.as_ref();
        if !guards.iter().all(holds) {
            return Ok(false);
        }
        for op in ops {
            match op {
                Op::Put(table, key, value) => drop(rows.insert((table, key), value)),
                Op::Delete(table, key) => drop(rows.remove(&(table, key))),
                Op::DeletePrefix(table, prefix) => rows.retain(|(t, key), _| *t != table || !key.starts_with(&prefix)),
            }
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract;

    #[test]
    fn the_memory_store_keeps_the_contract() {
        contract::now(contract::check(&MemoryStore::default()));
    }
}
