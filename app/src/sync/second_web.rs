//! The second copy in the browser: a cache that no update clears, see `second.js`; words in the local storage.

use super::second::Second;
use crate::field::browser;
use crate::store::Later;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/sync/second.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn names(known: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = areKept)]
    async fn are_kept(names: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn keep(names: &str, contents: &Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn drop(list: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn lines(list: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn save(title: &str) -> Result<JsValue, JsValue>;
}

/// The browser's.
pub struct WebSecond;

/// Hands all envelopes to the phone's own "send to", or downloads them; says whether somebody took them.
pub async fn export(title: &str) -> bool {
    save(title).await.is_ok()
}

impl Second for WebSecond {
    fn names<'a>(&'a self, known: &'a str) -> Later<'a, Option<String>> {
        Box::pin(async move { names(known).await.ok()?.as_string() })
    }

    fn are_kept<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>> {
        Box::pin(async move { are_kept(names).await.ok()?.as_string() })
    }

    fn keep<'a>(&'a self, names: &'a str, contents: &'a [Vec<u8>]) -> Later<'a, bool> {
        Box::pin(async move {
            let copies = Array::new();
            for content in contents {
                copies.push(&Uint8Array::from(content.as_slice()));
            }
            keep(names, &copies).await.is_ok()
        })
    }

    fn drop_list<'a>(&'a self, list: &'a str) -> Later<'a, ()> {
        // One that stays is sent once more, and the server knows it.
        Box::pin(async move { std::mem::drop(drop(list).await) })
    }

    fn lines<'a>(&'a self, list: &'a str) -> Later<'a, Option<String>> {
        Box::pin(async move { lines(list).await.ok()?.as_string() })
    }

    fn word(&self, name: &str) -> Option<String> {
        browser::remembered(name)
    }

    fn set_word(&self, name: &str, text: Option<&str>) {
        browser::remember(name, text);
    }
}
