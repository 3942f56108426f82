//! The little of the browser's IndexedDB that the phone needs: opening a database, waiting for an answer, waiting for the end.

use gloo::events::EventListener;
use js_sys::{Array, Function, Object, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, IdbDatabase, IdbFactory, IdbRequest, IdbTransaction};

/// A transaction that only reads.
pub const READ: &str = "readonly";
/// A transaction that writes.
pub const WRITE: &str = "readwrite";

/// Opens (or makes) a database with these tables. A higher version adds the tables that are missing.
pub async fn open(name: &str, version: u32, tables: &'static [&'static str]) -> Result<IdbDatabase, JsValue> {
    let factory: IdbFactory = Reflect::get(&js_sys::global(), &"indexedDB".into())?.dyn_into()?;
    let request = factory.open_with_u32(name, version)?;
    let opening = request.clone();
    let _upgrade = EventListener::once(&request, "upgradeneeded", move |_| {
        let Ok(database) = opening.result().map(IdbDatabase::unchecked_from_js) else { return };
        for table in tables {
            // One that is there already is refused. Any other failure aborts the upgrade; opening then fails and says so.
            let _ = database.create_object_store(table);
        }
    });
    let database: IdbDatabase = answer(&request).await?.unchecked_into();
    // A newer version in another window wants to change the format: let it.
    let held = database.clone();
    EventListener::new(&database, "versionchange", move |_| held.close()).forget();
    Ok(database)
}

/// A transaction over these tables. By name, because `durability` is not in web-sys' stable part yet.
pub fn transaction(
    database: &IdbDatabase,
    tables: &Array,
    mode: &str,
    durability: &str,
) -> Result<IdbTransaction, JsValue> {
    let options = Object::new();
    Reflect::set(&options, &"durability".into(), &durability.into())?;
    let begin: Function = Reflect::get(database, &"transaction".into())?.unchecked_into();
    begin.call3(database, tables, &mode.into(), &options).map(JsValue::unchecked_into)
}

/// What a request brings. Its transaction stays open while the answer is being taken.
pub async fn answer(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let heard = Promise::new(&mut |heard, failed| {
        request.set_onsuccess(Some(&heard));
        request.set_onerror(Some(&failed));
    });
    match JsFuture::from(heard).await {
        Ok(_) => request.result(),
        Err(_) => Err(thrown(request.error()?)),
    }
}

/// Waits until a transaction is durable, or has left no trace.
pub async fn committed(transaction: &IdbTransaction) -> Result<(), JsValue> {
    let heard = Promise::new(&mut |committed, aborted| {
        transaction.set_oncomplete(Some(&committed));
        transaction.set_onabort(Some(&aborted));
    });
    match JsFuture::from(heard).await {
        Ok(_) => Ok(()),
        Err(_) => Err(thrown(transaction.error())),
    }
}

fn thrown(error: Option<DomException>) -> JsValue {
    error.map_or(JsValue::NULL, JsValue::from)
}
