//! What only the browser can say: the time, chance, where the window is.

use domain::id::uuid_v7;
use uuid::Uuid;
use wasm_bindgen::JsValue;

/// The phone's clock, ms UTC.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Ten bytes from the browser's cryptographic random numbers.
pub fn random() -> [u8; 10] {
    let mut bytes = [0; 10];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        // Every browser that runs WASM has them; if not, ids still must not repeat.
        bytes = std::array::from_fn(|_| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// A new id.
pub fn new_id() -> Uuid {
    uuid_v7(now_ms(), random())
}

/// The window. The field app runs nowhere else.
pub fn window() -> web_sys::Window {
    #[allow(clippy::expect_used)] // mounted by a document's script: there is a window
    web_sys::window().expect("the field app runs in a window")
}

/// The document.
pub fn document() -> web_sys::Document {
    #[allow(clippy::expect_used)] // as above
    window().document().expect("a window has a document")
}

/// The address of the window, path only.
pub fn path() -> String {
    window().location().pathname().unwrap_or_default()
}

/// Puts an address into the history without loading anything.
pub fn push(path: &str, replace: bool) {
    let Ok(history) = window().history() else { return };
    let _ = match replace {
        true => history.replace_state_with_url(&JsValue::NULL, "", Some(path)),
        false => history.push_state_with_url(&JsValue::NULL, "", Some(path)),
    };
}

/// A setting of this phone that must be known before anything is drawn.
pub fn remembered(key: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(key).ok().flatten()
}

/// Remembers (or forgets) such a setting.
pub fn remember(key: &str, value: Option<&str>) {
    let Some(storage) = window().local_storage().ok().flatten() else { return };
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
