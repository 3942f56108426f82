//! The store in the browser: IndexedDB, one object store a table.

use super::{Guard, Op, Store, StoreError, Table, Value};
use idb::{DatabaseEvent, Factory, KeyRange, Query, Transaction, TransactionResult};
use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, IdbDatabase, IdbTransaction};

/// Format of the database; a later one adds an upgrade step and a fixture of this one.
const VERSION: u32 = 1;

/// The phone's database in IndexedDB.
#[derive(Debug, Clone)]
pub struct IndexedStore {
    database: IdbDatabase,
}

impl IndexedStore {
    /// Opens (or makes) the database of this name.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let mut request = Factory::new().map_err(failed)?.open(name, Some(VERSION)).map_err(failed)?;
        request.on_upgrade_needed(|event| {
            let Ok(database) = event.database() else { return };
            let existing = database.store_names();
            for table in Table::ALL.iter().filter(|table| !existing.iter().any(|name| name == table.name())) {
                // A failure aborts the upgrade; opening then fails and says so.
                let _ = database.create_object_store(table.name(), idb::ObjectStoreParams::new());
            }
        });
        let mut database = request.await.map_err(failed)?;
        // A newer version in another window wants to change the format: let it.
        database.on_version_change(|event| {
            if let Ok(database) = event.database() {
                database.close();
            }
        });
        database.forget_callbacks();
        Ok(Self { database: database.into() })
    }

    fn read(&self, table: Table) -> Result<idb::ObjectStore, StoreError> {
        let transaction: Transaction = self.database.transaction_with_str(table.name()).map_err(thrown)?.into();
        transaction.object_store(table.name()).map_err(failed)
    }

    /// A transaction over exactly the tables that are touched, so that the next keystroke does not wait for a download.
    fn write(&self, tables: &[Table]) -> Result<IdbTransaction, StoreError> {
        let names: Array = tables.iter().map(|table| JsValue::from_str(table.name())).collect();
        // What a person made is flushed to the disk before it counts as saved; what can be fetched again is not.
        let is_precious = tables.contains(&Table::Outbox);
        let options = Object::new();
        let durability = if is_precious { "strict" } else { "relaxed" };
        Reflect::set(&options, &"durability".into(), &durability.into()).map_err(thrown)?;
        let database = &self.database;
        // Not in web-sys' stable part yet, so by name.
        let open: Function = Reflect::get(database, &"transaction".into()).map_err(thrown)?.unchecked_into();
        let transaction = open.call3(database, &names, &"readwrite".into(), &options).map_err(thrown)?;
        Ok(transaction.unchecked_into())
    }
}

impl Store for IndexedStore {
    async fn get(&self, table: Table, key: &str) -> Result<Option<Value>, StoreError> {
        let value = self.read(table)?.get(JsValue::from_str(key)).map_err(failed)?.await.map_err(failed)?;
        Ok(value.and_then(value_of))
    }

    async fn range(&self, table: Table, prefix: &str) -> Result<Vec<(String, Value)>, StoreError> {
        let store = self.read(table)?;
        let keys = store.get_all_keys(Some(starting(prefix)?), None).map_err(failed)?;
        let values = store.get_all(Some(starting(prefix)?), None).map_err(failed)?;
        let keys = keys.await.map_err(failed)?;
        let values = values.await.map_err(failed)?;
        let rows = keys.into_iter().zip(values).filter_map(|(key, value)| Some((key.as_string()?, value_of(value)?)));
        Ok(rows.collect())
    }

    async fn keys(&self, table: Table, prefix: &str) -> Result<Vec<String>, StoreError> {
        let keys = self.read(table)?.get_all_keys(Some(starting(prefix)?), None).map_err(failed)?;
        Ok(keys.await.map_err(failed)?.into_iter().filter_map(|key| key.as_string()).collect())
    }

    async fn commit_if(&self, guards: &[Guard], ops: Vec<Op>) -> Result<bool, StoreError> {
        let is_touched = |table: &Table| {
            ops.iter().any(|op| op.table() == *table) || guards.iter().any(|guard| guard.table == *table)
        };
        let tables: Vec<Table> = Table::ALL.into_iter().filter(is_touched).collect();
        if tables.is_empty() {
            return Ok(true);
        }
        let raw = self.write(&tables)?;
        let transaction: Transaction = raw.clone().into();
        for guard in guards {
            let store = transaction.object_store(guard.table.name()).map_err(failed)?;
            let found = store.get(JsValue::from_str(&guard.key)).map_err(failed)?.await.map_err(failed)?;
            if found.and_then(value_of) != guard.value {
                return Ok(false);
            }
        }
        if let Err(error) = write_all(&transaction, ops) {
            // Part of the batch may be queued already; nothing of it may stay.
            let _ = raw.abort();
            return Err(error);
        }
        match transaction.await {
            Ok(TransactionResult::Committed) => Ok(true),
            Ok(TransactionResult::Aborted) | Err(_) => Err(why(&raw)),
        }
    }
}

fn write_all(transaction: &Transaction, ops: Vec<Op>) -> Result<(), StoreError> {
    for op in ops {
        let store = transaction.object_store(op.table().name()).map_err(failed)?;
        match op {
            Op::Put(_, key, Value::Text(text)) => {
                store.put(&text.into(), Some(&key.into())).map_err(failed)?;
            }
            Op::Put(_, key, Value::Bytes(bytes)) => {
                store.put(&Uint8Array::from(bytes.as_slice()), Some(&key.into())).map_err(failed)?;
            }
            Op::Delete(_, key) => {
                store.delete(JsValue::from(key)).map_err(failed)?;
            }
            Op::DeletePrefix(_, prefix) => {
                store.delete(starting(&prefix)?).map_err(failed)?;
            }
        }
    }
    Ok(())
}

/// Every key with this prefix. Keys are short words, ids and numbers; none contains U+FFFF.
fn starting(prefix: &str) -> Result<Query, StoreError> {
    let last = format!("{prefix}\u{ffff}");
    let range = KeyRange::bound(&prefix.into(), &last.into(), Some(false), Some(false)).map_err(failed)?;
    Ok(range.into())
}

fn value_of(value: JsValue) -> Option<Value> {
    match value.as_string() {
        Some(text) => Some(Value::Text(text)),
        None => value.dyn_into::<Uint8Array>().ok().map(|bytes| Value::Bytes(bytes.to_vec())),
    }
}

/// Why a transaction did not go through.
fn why(transaction: &IdbTransaction) -> StoreError {
    match transaction.error() {
        Some(error) => named(&error),
        None => StoreError::Failed("aborted".to_owned()),
    }
}

/// By the exception's name: the texts of all of `idb`'s errors would weigh more than the store.
fn failed(error: idb::Error) -> StoreError {
    use idb::Error as E;
    match error {
        E::DomException(error) => named(&error),
        E::IndexedDbNotFound(error)
        | E::IndexedDbOpenFailed(error)
        | E::TransactionOpenFailed(error)
        | E::ObjectStoreNotFound(error)
        | E::KeyRangeCreateFailed(error)
        | E::GetFailed(error)
        | E::GetAllFailed(error)
        | E::GetAllKeysFailed(error)
        | E::UpdateFailed(error)
        | E::DeleteFailed(error) => thrown(error),
        _ => StoreError::Failed("IndexedDB".to_owned()),
    }
}

fn thrown(error: JsValue) -> StoreError {
    match error.dyn_ref::<DomException>() {
        Some(error) => named(error),
        None => StoreError::Failed("no IndexedDB".to_owned()),
    }
}

fn named(error: &DomException) -> StoreError {
    match error.name() {
        name if name == "QuotaExceededError" => StoreError::Full,
        name => StoreError::Failed(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract;
    use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

    wasm_bindgen_test_configure!(run_in_browser);

    #[wasm_bindgen_test]
    async fn indexed_db_keeps_the_contract() {
        let name = format!("contract-{}", js_sys::Date::now());
        contract::check(&IndexedStore::open(&name).await.unwrap()).await;
        let again = IndexedStore::open(&name).await.unwrap();
        assert_eq!(
            again.get(Table::Meta, "head").await,
            Ok(Some(Value::Text("4".into()))),
            "it is there after a restart"
        );
    }
}
