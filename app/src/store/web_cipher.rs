//! Sealing by the browser's WebCrypto, see `web.js`. A key that is at work cannot be exported.

use super::lock::{Lock, Locksmith};
use super::sealed::{Cipher, Row};
use super::{Later, web};
use domain::pin::Pin;
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// A data key that the browser holds.
struct WebCipher(JsValue);

impl Cipher for WebCipher {
    fn seal<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>> {
        // Asked now and not when somebody waits for it: this is what keeps the order.
        let sealed = web::seal(&self.0, &array(rows));
        Box::pin(async move { JsFuture::from(sealed).await.ok().map(list) })
    }

    fn open<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>> {
        Box::pin(async move { web::unseal(&self.0, &array(rows)).await.ok().map(list) })
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

fn list(answer: JsValue) -> Vec<Option<Vec<u8>>> {
    let array: Array = answer.unchecked_into();
    let mut list = Vec::new();
    for at in 0..array.length() {
        list.push(array.get(at).dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec()));
    }
    list
}

/// The browser as locksmith.
pub struct WebSmith;

impl Locksmith for WebSmith {
    fn wrap<'a>(&'a self, pin: &'a Pin, rounds: u32, key: &'a str) -> Later<'a, Option<Lock>> {
        Box::pin(async move {
            let wrapped: Array = web::wrap(pin.digits(), rounds, key).await.ok()?.unchecked_into();
            let (salt, key) = (wrapped.get(0).as_string()?, wrapped.get(1).as_string()?);
            Some(Lock { salt, rounds, key, wrong: 0, wrong_at_ms: 0 })
        })
    }

    fn unwrap<'a>(&'a self, pin: &'a Pin, lock: &'a Lock) -> Later<'a, Option<Rc<dyn Cipher>>> {
        Box::pin(async move { cipher(web::unwrap(pin.digits(), &lock.salt, lock.rounds, &lock.key).await) })
    }
}

/// A key that the browser has given, at work.
pub fn cipher(key: Result<JsValue, JsValue>) -> Option<Rc<dyn Cipher>> {
    let key = key.ok().filter(JsValue::is_object)?;
    Some(Rc::new(WebCipher(key)))
}

#[cfg(test)]
mod tests {
    use super::cipher as cipher_of;
    use super::*;
    use crate::store::indexed::IndexedStore;
    use crate::store::sealed::SealedStore;
    use crate::store::{Op, Store, Table, Value, key};
    use domain::id::AccountId;
    use js_sys::Promise;
    use std::cell::RefCell;
    use wasm_bindgen_test::wasm_bindgen_test;

    async fn cipher() -> Rc<dyn Cipher> {
        let pin = Pin::choose("246802").ok().unwrap();
        let lock = WebSmith.wrap(&pin, 1_000, &"07".repeat(32)).await.unwrap();
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
            web::keep_open(&account.to_string(), 100.0, 200.0).await.unwrap();
        };
        let still_open = async |account: AccountId, now_ms: i64| {
            cipher_of(web::still_open(&account.to_string(), now_ms as f64).await)
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
        web::forget_open(false).await.unwrap();
        assert!(still_open(account, 150).await.is_none());
    }
}
