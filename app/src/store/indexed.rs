//! The store in the browser: IndexedDB, one object store a table.

use super::{Guard, Later, Op, Store, StoreError, Table, Value, web};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::DomException;

/// Format of the database; a later one adds an upgrade step and a fixture of this one.
const VERSION: u32 = 1;

/// The phone's database in IndexedDB.
#[derive(Debug, Clone)]
pub struct IndexedStore {
    database: JsValue,
}

impl IndexedStore {
    /// Opens (or makes) the database of this name.
    pub async fn open(name: &str) -> Result<Self, StoreError> {
        let tables = Array::new();
        for table in Table::NAMES {
            tables.push(&table.into());
        }
        let database = web::open_database(name, VERSION, &tables).await.map_err(failed)?;
        Ok(Self { database })
    }

    /// One transaction over exactly the tables that are touched, so that the next keystroke does not wait for a download.
    async fn write_if(&self, guards: &[Guard], ops: Vec<Op>) -> Result<bool, JsValue> {
        let (tables, checked, written) = (Array::new(), Array::new(), Array::new());
        // What a person made is flushed to the disk before it counts as saved; what can be fetched again is not.
        let mut durability = "relaxed";
        for table in Table::ALL {
            if ops.iter().any(|op| op.table() == table) || guards.iter().any(|guard| guard.table == table) {
                tables.push(&table.name().into());
                if table == Table::Outbox {
                    durability = "strict";
                }
            }
        }
        if tables.length() == 0 {
            return Ok(true);
        }
        for guard in guards {
            add(&checked, guard.table, &guard.key, guard.value.as_ref().map_or(JsValue::UNDEFINED, script_value));
        }
        for op in &ops {
            match op {
                Op::Put(table, key, value) => add(&written, *table, key, script_value(value)),
                Op::Delete(table, key) => add(&written, *table, key, JsValue::UNDEFINED),
                Op::DeletePrefix(table, prefix) => add(&written, *table, prefix, JsValue::NULL),
            }
        }
        Ok(web::write(&self.database, &tables, durability, &checked, &written).await?.is_truthy())
    }
}

impl Store for IndexedStore {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        let row = JsFuture::from(web::row(&self.database, table.name(), key));
        Box::pin(async move { row.await.map(value_of).map_err(failed) })
    }

    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(async move {
            let list: Array = web::rows(&self.database, table.name(), prefix).await.map_err(failed)?.unchecked_into();
            let mut rows = Vec::new();
            for at in 0..list.length() / 2 {
                if let (Some(key), Some(value)) = (list.get(2 * at).as_string(), value_of(list.get(2 * at + 1))) {
                    rows.push((key, value));
                }
            }
            Ok(rows)
        })
    }

    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        Box::pin(async move {
            let list: Array = web::names(&self.database, table.name(), prefix).await.map_err(failed)?.unchecked_into();
            let mut names = Vec::new();
            for at in 0..list.length() {
                names.extend(list.get(at).as_string());
            }
            Ok(names)
        })
    }

    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(async move { self.write_if(guards, ops).await.map_err(failed) })
    }
}

fn add(list: &Array, table: Table, key: &str, value: JsValue) {
    list.push(&table.name().into());
    list.push(&key.into());
    list.push(&value);
}

fn script_value(value: &Value) -> JsValue {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Bytes(bytes) => Uint8Array::from(bytes.as_slice()).into(),
    }
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
