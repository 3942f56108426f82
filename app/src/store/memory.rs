//! The store in memory, for tests and simulation.

use super::{Guard, Later, Op, Store, StoreError, Table, Value};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// A store that lives as long as its last clone: a "restarted" phone gets a clone of the same one.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    rows: Rc<RefCell<BTreeMap<(Table, String), Value>>>,
}

impl Store for MemoryStore {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(async move { Ok(self.rows.borrow().get(&(table, key.to_owned())).cloned()) })
    }

    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(async move { Ok(self.starting(table, prefix)) })
    }

    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move { Ok(self.starting(table, prefix).into_iter().map(|(key, _)| key).collect()) })
    }

    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(async move { Ok(self.write_if(guards, ops)) })
    }
}

impl MemoryStore {
    fn starting(&self, table: Table, prefix: &str) -> Vec<(String, Value)> {
        let rows = self.rows.borrow();
        let from = (table, prefix.to_owned());
        let inside = |(key_table, key): &(Table, String)| *key_table == table && key.starts_with(prefix);
        let hits = rows.range(from..).take_while(|(key, _)| inside(key));
        hits.map(|((_, key), value)| (key.clone(), value.clone())).collect()
    }

    fn write_if(&self, guards: &[Guard], ops: Vec<Op>) -> bool {
        let mut rows = self.rows.borrow_mut();
        let holds = |guard: &Guard| rows.get(&(guard.table, guard.key.clone())) == guard.value.as_ref();
        if !guards.iter().all(holds) {
            return false;
        }
        for op in ops {
            match op {
                Op::Put(table, key, value) => drop(rows.insert((table, key), value)),
                Op::Delete(table, key) => drop(rows.remove(&(table, key))),
                Op::DeletePrefix(table, prefix) => rows.retain(|(t, key), _| *t != table || !key.starts_with(&prefix)),
            }
        }
        true
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
