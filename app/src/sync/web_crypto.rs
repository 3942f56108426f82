//! Signatures by the browser's WebCrypto, see `store/web.js`. A worker's private key is made there and cannot be exported.

use super::outbox::Head;
use super::signing::{Signer, Verifier};
use crate::store::{Later, Store, Table, key, web};
use domain::hash::Hash;
use domain::id::AccountId;
use domain::sync::signature::{DeviceKey, Hex, PublicKey, Signature};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    // Signals of the framework hold plain values; a key is a thing of the browser.
    static WORKER: RefCell<Option<Rc<WorkerKey>>> = const { RefCell::new(None) };
}

/// The key of a worker on this phone.
pub struct WorkerKey {
    account: AccountId,
    private: JsValue,
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
    let row: Array = web::worker_key(&account.to_string()).await.ok()?.dyn_into().ok()?;
    let announced = DeviceKey { public: row.get(1).as_string()?.parse().ok()?, first_seq: row.get(2).as_f64()? as u64 };
    let kept = Rc::new(WorkerKey { account, private: row.get(0), announced });
    WORKER.set(Some(kept.clone()));
    Some(kept)
}

/// The worker's key, made now if there is none. It signs every record from the next number on. None where the browser cannot.
pub async fn make_worker_key(store: &dyn Store, account: AccountId) -> Option<Rc<WorkerKey>> {
    if let Some(key) = worker_key(account).await {
        return Some(key);
    }
    let head = store.get(Table::Meta, key::HEAD).await.ok().flatten().and_then(|head| head.read());
    let first_seq = head.map_or(1, |head: Head| head.seq + 1);
    // Fails when another window was faster: then its key is the one.
    let _ = web::make_worker_key(&account.to_string(), first_seq as f64).await;
    worker_key(account).await
}

impl Signer for WorkerKey {
    fn sign<'a>(&'a self, hash: Hash) -> Later<'a, Option<Signature>> {
        Box::pin(async move {
            let signature = web::sign(&self.private, &hash.0).await.ok()?;
            signature.unchecked_into::<Uint8Array>().to_vec().try_into().ok().map(Hex)
        })
    }
}

impl Verifier for WebCrypto {
    fn verifies<'a>(&'a self, key: PublicKey, hash: Hash, signature: Signature) -> Later<'a, bool> {
        let verdict = JsFuture::from(web::verify(&key.to_string(), &hash.0, &signature.0));
        Box::pin(async move { verdict.await.is_ok_and(|verdict| verdict.is_truthy()) })
    }
}
