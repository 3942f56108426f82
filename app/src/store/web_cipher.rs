//! Sealing by the browser's WebCrypto, see `seal.js`. A key that is at work cannot be exported.
//!
//! So that a page that the camera killed goes on where it was, the key lies for some minutes as a row of a database of its own, as
//! long as the app is open and not locked. Scripts cannot read it, but whoever copies the phone's memory in these minutes could.

use super::Later;
use super::lock::{DataKey, Lock, Locksmith};
use super::sealed::{Cipher, Row};
use crate::store::idb::{self, READ, WRITE};
use crate::sync::web_crypto::{KEYS, transaction};
use domain::id::AccountId;
use domain::pin::Pin;
use domain::sync::signature::Hex;
use js_sys::{Array, Promise, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::CryptoKey;

#[wasm_bindgen(module = "/src/store/seal.js")]
extern "C" {
    /// Whether this page may use WebCrypto at all: not where it came without TLS.
    pub fn able() -> bool;
    fn wrap(pin: &str, salt: &[u8], rounds: u32, raw: &[u8]) -> Promise;
    fn unwrap(pin: &str, salt: &[u8], rounds: u32, wrapped: &Uint8Array) -> Promise;
    fn seal(key: &CryptoKey, rows: &Array) -> Promise;
    fn open(key: &CryptoKey, rows: &Array) -> Promise;
}

/// Where the key of an open app lies.
const OPEN: &str = "open";

thread_local! {
    // The key at work, to be kept for the next page.
    static AT_WORK: RefCell<Option<CryptoKey>> = const { RefCell::new(None) };
}

/// A data key that the browser holds.
struct WebCipher(CryptoKey);

impl WebCipher {
    fn at_work(key: CryptoKey) -> Rc<dyn Cipher> {
        AT_WORK.set(Some(key.clone()));
        Rc::new(Self(key))
    }
}

impl Cipher for WebCipher {
    fn seal<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Vec<u8>>>> {
        // Asked now and not when somebody waits for it: this is what keeps the order.
        let sealed = seal(&self.0, &array(rows));
        Box::pin(async move { JsFuture::from(sealed).await.ok().map(|sealed| list(&sealed).map(bytes).collect()) })
    }

    fn open<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Vec<Option<Vec<u8>>>> {
        Box::pin(async move {
            let opened = JsFuture::from(open(&self.0, &array(rows))).await;
            let row = |row: JsValue| (!row.is_null()).then(|| bytes(row));
            opened.map(|opened| list(&opened).map(row).collect()).unwrap_or_default()
        })
    }
}

fn array(rows: Vec<Row>) -> Array {
    let array = Array::new();
    for row in rows {
        array.push(&row.place.into());
        array.push(&Uint8Array::from(row.bytes.as_slice()));
    }
    array
}

fn list(value: &JsValue) -> impl Iterator<Item = JsValue> {
    let array: Array = value.unchecked_ref::<Array>().clone();
    (0..array.length()).map(move |at| array.get(at))
}

fn bytes(value: JsValue) -> Vec<u8> {
    value.unchecked_into::<Uint8Array>().to_vec()
}

/// The browser as locksmith.
pub struct WebSmith;

impl Locksmith for WebSmith {
    fn wrap<'a>(&'a self, pin: &'a Pin, rounds: u32, key: DataKey) -> Later<'a, Option<Lock>> {
        Box::pin(async move {
            let mut salt = [0; 16];
            web_sys::window()?.crypto().ok()?.get_random_values_with_u8_array(&mut salt).ok()?;
            let wrapped = JsFuture::from(wrap(pin.digits(), &salt, rounds, &key.0)).await.ok()?;
            Some(Lock { salt: Hex(salt), rounds, key: Hex(bytes(wrapped).try_into().ok()?), wrong: 0, wrong_at_ms: 0 })
        })
    }

    fn unwrap<'a>(&'a self, pin: &'a Pin, lock: &'a Lock) -> Later<'a, Option<Rc<dyn Cipher>>> {
        Box::pin(async move {
            let wrapped = Uint8Array::from(&lock.key.0[..]);
            let key = JsFuture::from(unwrap(pin.digits(), &lock.salt.0, lock.rounds, &wrapped)).await.ok()?;
            Some(WebCipher::at_work(key.unchecked_into()))
        })
    }
}

/// Keeps the key at work for the next page of this phone.
pub async fn keep_open(account: AccountId, (from_ms, until_ms): (i64, i64)) -> Result<(), JsValue> {
    let Some(key) = AT_WORK.with_borrow(Option::clone) else { return Ok(()) };
    let row = Array::of4(&key, &account.to_string().into(), &(from_ms as f64).into(), &(until_ms as f64).into());
    let transaction = transaction(WRITE).await?;
    // It was locked while the database opened.
    if AT_WORK.with_borrow(Option::is_none) {
        return Ok(());
    }
    transaction.object_store(KEYS)?.put_with_key(&row, &OPEN.into())?;
    idb::committed(&transaction).await
}

/// The key that the page before has left, if it is this account's and its time is not over.
pub async fn still_open(account: AccountId, now_ms: i64) -> Option<Rc<dyn Cipher>> {
    let row = kept().await.ok()?.dyn_into::<Array>().ok()?;
    let is_now = row.get(2).as_f64()? <= now_ms as f64 && now_ms as f64 <= row.get(3).as_f64()?;
    if !is_now || row.get(1).as_string()? != account.to_string() {
        let _ = forget_open().await;
        return None;
    }
    Some(WebCipher::at_work(row.get(0).dyn_into().ok()?))
}

async fn kept() -> Result<JsValue, JsValue> {
    let transaction = transaction(READ).await?;
    idb::answer(&transaction.object_store(KEYS)?.get(&OPEN.into())?).await
}

/// Lets the key go, here and for the next page.
pub async fn forget_open() -> Result<(), JsValue> {
    AT_WORK.set(None);
    let transaction = transaction(WRITE).await?;
    transaction.object_store(KEYS)?.delete(&OPEN.into())?;
    idb::committed(&transaction).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::indexed::IndexedStore;
    use crate::store::sealed::SealedStore;
    use crate::store::{Op, Store, Table, Value, key};
    use wasm_bindgen_test::wasm_bindgen_test;

    async fn cipher() -> Rc<dyn Cipher> {
        let pin = Pin::choose("246802").ok().unwrap();
        let lock = WebSmith.wrap(&pin, 1_000, Hex([7; 32])).await.unwrap();
        assert!(WebSmith.unwrap(&Pin::choose("246803").ok().unwrap(), &lock).await.is_none(), "another PIN");
        WebSmith.unwrap(&pin, &lock).await.unwrap()
    }

    async fn store(who: u8) -> (SealedStore, AccountId) {
        let name = format!("sealed-{who}-{}", js_sys::Date::now());
        let store = SealedStore::new(IndexedStore::open(&name).await.unwrap());
        let account = AccountId::new(1, [who; 10]);
        store.open(account, cipher().await);
        (store, account)
    }

    #[wasm_bindgen_test]
    async fn what_the_browser_seals_it_opens_and_nobody_else_reads() {
        let (store, account) = store(1).await;
        let name = key::draft(account, "visit/1");
        store.commit(vec![Op::put_text(Table::Drafts, &name, "三楼")]).await.unwrap();
        assert_eq!(store.get(Table::Drafts, &name).await, Ok(Some(Value::Text("三楼".into()))));
        let lying = store.inside().get(Table::Drafts, &name).await.unwrap().unwrap();
        assert!(crate::store::sealed::is_sealed(&lying));
    }

    #[wasm_bindgen_test]
    async fn the_last_keystroke_wins_and_is_read_also_when_nobody_waited() {
        let (store, account) = store(2).await;
        let name = key::draft(account, "visit/1");
        for round in 0..30 {
            for stroke in 0..20 {
                let (store, name) = (store.clone(), name.clone());
                // Long and short ones in turn: one that takes longer must not come later.
                let text = format!("{round}-{stroke}-{}", "x".repeat(if stroke % 2 == 0 { 200_000 } else { 1 }));
                wasm_bindgen_futures::spawn_local(async move {
                    store.commit(vec![Op::put_text(Table::Drafts, name, text)]).await.unwrap();
                });
            }
            // Begins after the writes began, as a page that opens after the last keystroke.
            let (done, read) = (store.clone(), name.clone());
            let said = Rc::new(RefCell::new(None));
            let says = said.clone();
            wasm_bindgen_futures::spawn_local(async move {
                *says.borrow_mut() = Some(done.get(Table::Drafts, &read).await.unwrap());
            });
            while said.borrow().is_none() {
                let wait = Promise::new(&mut |done, _| {
                    web_sys::window().unwrap().set_timeout_with_callback_and_timeout_and_arguments_0(&done, 5).unwrap();
                });
                JsFuture::from(wait).await.unwrap();
            }
            let Some(Some(Value::Text(text))) = said.borrow().clone() else { panic!("no draft") };
            assert!(text.starts_with(&format!("{round}-19-")), "{round}: {}", &text[..8]);
        }
    }

    #[wasm_bindgen_test]
    async fn many_rows_open_fast() {
        let (store, account) = store(3).await;
        let doors: Vec<String> =
            (0..3_000).map(|door| key::entity(account, "household", format!("c/{door:05}"))).collect();
        let started = js_sys::Date::now();
        for some in doors.chunks(500) {
            let ops = some.iter().map(|name| Op::put_text(Table::Entities, name, "王".repeat(200))).collect();
            store.commit(ops).await.unwrap();
        }
        let written = js_sys::Date::now();
        let rows = store.range(Table::Entities, &key::of(account)).await.unwrap();
        let read = js_sys::Date::now();
        store.inside().range(Table::Entities, &key::of(account)).await.unwrap();
        let plain = js_sys::Date::now();
        assert_eq!(rows.len(), 3_000);
        let said = [written - started, read - written, plain - read];
        wasm_bindgen_test::console_log!("3000 rows: written, opened, read closed in ms: {said:?}");
    }

    #[wasm_bindgen_test]
    async fn a_page_that_was_killed_goes_on_within_its_time_only() {
        let account = AccountId::new(1, [4; 10]);
        let other = AccountId::new(1, [5; 10]);
        let keep = async || {
            cipher().await;
            keep_open(account, (100, 200)).await.unwrap();
        };
        keep().await;
        assert!(still_open(account, 150).await.is_some());
        assert!(still_open(account, 201).await.is_none(), "its time is over");
        assert!(still_open(account, 150).await.is_none(), "and it is gone");
        for (who, at_ms) in [(other, 150), (account, 99)] {
            keep().await;
            assert!(still_open(who, at_ms).await.is_none(), "{at_ms}");
        }
        keep().await;
        forget_open().await.unwrap();
        assert!(still_open(account, 150).await.is_none());
    }
}
