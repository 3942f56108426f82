//! The store in the browser: IndexedDB, one object store a table.

use super::idb::{self, READ, WRITE};
use super::{Guard, Later, Op, Store, StoreError, Table, Value};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{DomException, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbTransaction};

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
        let database = idb::open(name, VERSION, &Table::NAMES).await.map_err(failed)?;
        Ok(Self { database })
    }

    fn read(&self, table: Table) -> Result<IdbObjectStore, JsValue> {
        idb::transaction(&self.database, &Array::of1(&table.name().into()), READ, "default")?.object_store(table.name())
    }

    async fn value(&self, table: Table, key: &str) -> Result<Option<Value>, JsValue> {
        Ok(value_of(idb::answer(&self.read(table)?.get(&key.into())?).await?))
    }

    async fn rows(&self, table: Table, prefix: &str) -> Result<Vec<(String, Value)>, JsValue> {
        let (store, range) = (self.read(table)?, starting(prefix)?);
        // Both within one transaction: nobody writes in between.
        let keys: Array = idb::answer(&store.get_all_keys_with_key(&range)?).await?.unchecked_into();
        let values: Array = idb::answer(&store.get_all_with_key(&range)?).await?.unchecked_into();
        let row = |at| Some((keys.get(at).as_string()?, value_of(values.get(at))?));
        Ok((0..keys.length()).filter_map(row).collect())
    }

    async fn names(&self, table: Table, prefix: &str) -> Result<Vec<String>, JsValue> {
        let request = self.read(table)?.get_all_keys_with_key(&starting(prefix)?)?;
        let keys: Array = idb::answer(&request).await?.unchecked_into();
        Ok((0..keys.length()).filter_map(|at| keys.get(at).as_string()).collect())
    }

    /// One transaction over exactly the tables that are touched, so that the next keystroke does not wait for a download.
    async fn write_if(&self, guards: &[Guard], ops: Vec<Op>) -> Result<bool, JsValue> {
        let is_touched =
            |table: Table| ops.iter().any(|op| op.table() == table) || guards.iter().any(|guard| guard.table == table);
        let tables = Array::new();
        for table in Table::ALL.into_iter().filter(|table| is_touched(*table)) {
            tables.push(&table.name().into());
        }
        if tables.length() == 0 {
            return Ok(true);
        }
        // What a person made is flushed to the disk before it counts as saved; what can be fetched again is not.
        let durability = if is_touched(Table::Outbox) { "strict" } else { "relaxed" };
        let transaction = idb::transaction(&self.database, &tables, WRITE, durability)?;
        for guard in guards {
            let request = transaction.object_store(guard.table.name())?.get(&guard.key.as_str().into())?;
            if value_of(idb::answer(&request).await?) != guard.value {
                return Ok(false);
            }
        }
        if let Err(error) = write_all(&transaction, ops) {
            // Part of the batch may be queued already; nothing of it may stay.
            let _ = transaction.abort();
            return Err(error);
        }
        idb::committed(&transaction).await.map(|()| true)
    }
}

impl Store for IndexedStore {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(async move { self.value(table, key).await.map_err(failed) })
    }

    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(async move { self.rows(table, prefix).await.map_err(failed) })
    }

    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move { self.names(table, prefix).await.map_err(failed) })
    }

    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(async move { self.write_if(guards, ops).await.map_err(failed) })
    }
}

fn write_all(transaction: &IdbTransaction, ops: Vec<Op>) -> Result<(), JsValue> {
    for op in ops {
        let store = transaction.object_store(op.table().name())?;
        match op {
            Op::Put(_, key, value) => {
                let value = match value {
                    Value::Text(text) => text.into(),
                    Value::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
                };
                store.put_with_key(&value, &key.into())?
            }
            Op::Delete(_, key) => store.delete(&key.into())?,
            Op::DeletePrefix(_, prefix) => store.delete(&starting(&prefix)?)?,
        };
    }
    Ok(())
}

/// Every key with this prefix. Keys are short words, ids and numbers; none contains U+FFFF.
fn starting(prefix: &str) -> Result<JsValue, JsValue> {
    IdbKeyRange::bound(&prefix.into(), &[prefix, "\u{ffff}"].concat().into()).map(JsValue::from)
}

fn value_of(value: JsValue) -> Option<Value> {
    match value.as_string() {
        Some(text) => Some(Value::Text(text)),
        None => value.dyn_into::<Uint8Array>().ok().map(|bytes| Value::Bytes(bytes.to_vec())),
    }
}

/// By the exception's name.
fn failed(error: JsValue) -> StoreError {
    match error.dyn_ref().map(DomException::name) {
        Some(name) if name == "QuotaExceededError" => StoreError::Full,
        Some(name) => StoreError::Failed(name),
        None => StoreError::Failed("aborted".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{contract, formats};
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

    #[wasm_bindgen_test]
    async fn indexed_db_reads_every_earlier_format() {
        for (at, format) in formats::FORMATS.into_iter().enumerate() {
            let name = format!("format-{at}-{}", js_sys::Date::now());
            formats::check(&IndexedStore::open(&name).await.unwrap(), format).await;
        }
    }
}
