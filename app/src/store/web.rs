//! What the store asks of the browser: the functions of `web.js`, with what they take and give.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(module = "/src/store/web.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = openDatabase)]
    pub async fn open_database(name: &str, version: u32, tables: &Array) -> Result<JsValue, JsValue>;
    pub fn row(database: &JsValue, table: &str, key: &str) -> js_sys::Promise;
    #[wasm_bindgen(catch)]
    pub async fn rows(database: &JsValue, table: &str, prefix: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn names(database: &JsValue, table: &str, prefix: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn write(
        database: &JsValue,
        tables: &Array,
        durability: &str,
        guards: &Array,
        ops: &Array,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_name = workerKey)]
    pub async fn worker_key(account: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = makeWorkerKey)]
    pub async fn make_worker_key(account: &str, first_seq: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn sign(key: &JsValue, hash: &[u8]) -> Result<JsValue, JsValue>;
    pub fn verify(key: &str, hash: &[u8], signature: &[u8]) -> js_sys::Promise;

    pub fn able() -> bool;
    #[wasm_bindgen(catch)]
    pub async fn wrap(pin: &str, rounds: u32, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    pub async fn unwrap(pin: &str, salt: &str, rounds: u32, key: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = keepOpen)]
    pub async fn keep_open(account: &str, from_ms: f64, until_ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = stillOpen)]
    pub async fn still_open(account: &str, now_ms: f64) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = forgetOpen)]
    pub async fn forget_open(all: bool) -> Result<JsValue, JsValue>;
    pub fn seal(key: &JsValue, rows: &Array) -> js_sys::Promise;
    #[wasm_bindgen(catch)]
    pub async fn unseal(key: &JsValue, rows: &Array) -> Result<JsValue, JsValue>;
}
