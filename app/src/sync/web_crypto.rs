//! Signatures by the browser's WebCrypto. A worker's private key is made here, cannot be exported, and lies in a database of its own,
//! so that no upgrade of the records' database can touch it.

use super::outbox::Head;
use super::signing::{Signer, Verifier};
use crate::store::idb::{self, READ, WRITE};
use crate::store::{Later, Store, Table, key};
use domain::hash::Hash;
use domain::id::AccountId;
use domain::sync::signature::{DeviceKey, Hex, PublicKey, Signature};
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, IdbDatabase, IdbTransaction, SubtleCrypto};

const DATABASE: &str = "doorstep-keys";
/// Its only table.
pub const KEYS: &str = "keys";

thread_local! {
    // Signals of the framework hold plain values; a key is a thing of the browser.
    static WORKER: RefCell<Option<Rc<WorkerKey>>> = const { RefCell::new(None) };
    static IMPORTED: RefCell<Option<(PublicKey, CryptoKey)>> = const { RefCell::new(None) };
    static OPENED: RefCell<Option<IdbDatabase>> = const { RefCell::new(None) };
}

/// The key of a worker on this phone.
pub struct WorkerKey {
    account: AccountId,
    private: CryptoKey,
    /// What the server hears of it.
    pub announced: DeviceKey,
}

/// The browser as the one who checks.
pub struct WebCrypto;

/// The worker's key, if there is one by now.
pub async fn worker_key(account: AccountId) -> Option<Rc<WorkerKey>> {
    let held = WORKER.with_borrow(|held| held.clone()).filter(|held| held.account == account);
    if held.is_some() {
        return held;
    }
    let kept = Rc::new(kept(account).await.ok()?);
    WORKER.set(Some(kept.clone()));
    Some(kept)
}

/// The worker's key, made now if there is none. It signs every record from the next number on. None where the browser cannot.
pub async fn make_worker_key(store: &dyn Store, account: AccountId) -> Option<Rc<WorkerKey>> {
    if let Some(key) = worker_key(account).await {
        return Some(key);
    }
    // Fails when another window was faster: then its key is the one.
    let _ = make(store, account).await;
    worker_key(account).await
}

async fn make(store: &dyn Store, account: AccountId) -> Result<(), JsValue> {
    let usages = Array::of2(&"sign".into(), &"verify".into());
    let pair = done(subtle()?.generate_key_with_object(&curve()?, false, &usages)?).await?;
    let public = Reflect::get(&pair, &"publicKey".into())?.unchecked_into();
    let public = done(subtle()?.export_key("raw", &public)?).await?;
    let public: PublicKey = sized(&public).ok_or(JsValue::NULL)?;
    let head = store.get(Table::Meta, key::HEAD).await.ok().flatten().and_then(|head| head.read());
    let first_seq = head.map_or(1, |head: Head| head.seq + 1);
    let row = Array::of3(
        &Reflect::get(&pair, &"privateKey".into())?,
        &public.to_string().into(),
        &JsValue::from_f64(first_seq as f64),
    );
    let transaction = transaction(WRITE).await?;
    transaction.object_store(KEYS)?.add_with_key(&row, &account.to_string().into())?;
    idb::committed(&transaction).await
}

/// A transaction over the keys of this phone.
pub async fn transaction(mode: &str) -> Result<IdbTransaction, JsValue> {
    let opened = OPENED.with_borrow(Option::clone);
    let database = match opened {
        Some(database) => database,
        None => idb::open(DATABASE, 1, &[KEYS]).await?,
    };
    OPENED.set(Some(database.clone()));
    let begun = idb::transaction(&database, &Array::of1(&KEYS.into()), mode, "strict");
    if begun.is_err() {
        // Closed by the browser, or for another window: the next time opens it again.
        OPENED.take();
    }
    begun
}

async fn kept(account: AccountId) -> Result<WorkerKey, JsValue> {
    let keys = transaction(READ).await?.object_store(KEYS)?;
    let row = idb::answer(&keys.get(&account.to_string().into())?).await?;
    key_of(account, row).ok_or(JsValue::NULL)
}

fn key_of(account: AccountId, row: JsValue) -> Option<WorkerKey> {
    let row: Array = row.dyn_into().ok()?;
    let private = row.get(0).dyn_into().ok()?;
    let public = row.get(1).as_string()?.parse().ok()?;
    let first_seq = row.get(2).as_f64()? as u64;
    Some(WorkerKey { account, private, announced: DeviceKey { public, first_seq } })
}

impl Signer for WorkerKey {
    fn sign<'a>(&'a self, hash: Hash) -> Later<'a, Option<Signature>> {
        Box::pin(async move {
            let promise = subtle().and_then(|subtle| {
                subtle.sign_with_object_and_js_u8_array(&digest()?, &self.private, &Uint8Array::from(&hash.0[..]))
            });
            sized(&done(promise.ok()?).await.ok()?)
        })
    }
}

impl Verifier for WebCrypto {
    fn verifies<'a>(&'a self, key: PublicKey, hash: Hash, signature: Signature) -> Later<'a, bool> {
        Box::pin(async move { verified(key, hash, signature).await.is_ok_and(|verdict| verdict.is_truthy()) })
    }
}

async fn verified(public: PublicKey, hash: Hash, signature: Signature) -> Result<JsValue, JsValue> {
    let held = IMPORTED.with_borrow(|held| held.clone()).filter(|(held, _)| *held == public);
    let key = match held {
        Some((_, key)) => key,
        None => {
            let (bytes, usages) = (Uint8Array::from(&public.0[..]), Array::of1(&"verify".into()));
            let key = subtle()?.import_key_with_object("raw", &bytes, &curve()?, true, &usages)?;
            let key: CryptoKey = done(key).await?.unchecked_into();
            IMPORTED.set(Some((public, key.clone())));
            key
        }
    };
    let (signature, data) = (Uint8Array::from(&signature.0[..]), Uint8Array::from(&hash.0[..]));
    done(subtle()?.verify_with_object_and_js_u8_array_and_js_u8_array(&digest()?, &key, &signature, &data)?).await
}

/// Missing where the page did not come over TLS (or from this very machine).
fn subtle() -> Result<SubtleCrypto, JsValue> {
    let subtle = web_sys::window().ok_or(JsValue::NULL)?.crypto()?.subtle();
    if subtle.is_undefined() { Err(JsValue::NULL) } else { Ok(subtle) }
}

fn curve() -> Result<Object, JsValue> {
    let curve = digest()?;
    Reflect::set(&curve, &"namedCurve".into(), &"P-256".into())?;
    Ok(curve)
}

fn digest() -> Result<Object, JsValue> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"ECDSA".into())?;
    Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into())?;
    Ok(algorithm)
}

async fn done(promise: Promise) -> Result<JsValue, JsValue> {
    JsFuture::from(promise).await
}

fn sized<const N: usize>(buffer: &JsValue) -> Option<Hex<N>> {
    Uint8Array::new(buffer).to_vec().try_into().ok().map(Hex)
}
