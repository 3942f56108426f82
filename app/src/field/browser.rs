//! What only the browser can say: the time, chance, where the window is.

use crate::signal::keep;
use domain::id::uuid_v7;
use gloo::events::EventListener;
use gloo::timers::callback::Interval;
use uuid::Uuid;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::StorageEstimate;

/// The phone's clock, ms UTC.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Sixteen bytes from the browser's cryptographic random numbers.
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    let filled = window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    if filled.is_err() {
        // Every browser that runs WASM has them; if not, ids still must not repeat.
        bytes = std::array::from_fn(|_| (js_sys::Math::random() * 256.0) as u8);
    }
    bytes
}

/// A new id.
pub fn new_id() -> Uuid {
    let bytes = random();
    uuid_v7(now_ms(), std::array::from_fn(|at| bytes[at]))
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

/// Whether the phone believes it has a network. A `true` promises nothing.
pub fn is_online() -> bool {
    window().navigator().on_line()
}

/// Sets or takes an attribute of the document's root, where the style looks for it.
pub fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// An attribute of the document's root.
pub fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// Asks the browser to keep the storage when space runs out. The answer is read by [`is_persisted`].
pub fn ask_to_persist() {
    if let Ok(promise) = window().navigator().storage().persist() {
        wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(promise).await) });
    }
}

/// Whether the browser promised to keep the storage; none when it does not say.
pub async fn is_persisted() -> Option<bool> {
    JsFuture::from(window().navigator().storage().persisted().ok()?).await.ok()?.as_bool()
}

/// Bytes used by this app, and bytes it may still use; none when the browser does not say.
pub async fn space() -> Option<(f64, f64)> {
    let estimate = JsFuture::from(window().navigator().storage().estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    let (used, quota) = (estimate.get_usage()?, estimate.get_quota()?);
    Some((used, (quota - used).max(0.0)))
}

/// What stands in the control that an event came from.
pub fn typed(event: &web_sys::Event) -> String {
    let value = event.target().and_then(|target| js_sys::Reflect::get(&target, &JsValue::from_str("value")).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Whether the control that an event came from is ticked.
pub fn ticked(event: &web_sys::Event) -> bool {
    let ticked = event.target().and_then(|target| js_sys::Reflect::get(&target, &JsValue::from_str("checked")).ok());
    ticked.is_some_and(|ticked| ticked.is_truthy())
}

/// Runs `act` when the browser draws next: by then what was built stands in the document and has a size.
pub fn next_frame(act: impl FnOnce() + 'static) {
    let act = Closure::once_into_js(act);
    // Only a window without a document refuses.
    let _ = window().request_animation_frame(act.unchecked_ref());
}

/// Hears an event of the window for as long as the part of the page that asks is there.
pub fn on_window(event: &'static str, mut act: impl FnMut() + 'static) {
    keep(EventListener::new(&window(), event, move |_| act()));
}

/// Runs `act` again and again for as long as the part of the page that asks is there.
pub fn every(period_ms: u32, act: impl FnMut() + 'static) {
    keep(Interval::new(period_ms, act));
}

/// A short buzz, where the phone can: the tap was taken.
pub fn buzz() {
    let _ = window().navigator().vibrate_with_duration(30);
}

/// Whether the app was opened from the home screen rather than in a browser's tab.
pub fn is_installed() -> bool {
    window().match_media("(display-mode: standalone)").ok().flatten().is_some_and(|query| query.matches())
}

/// Whether `public/start.js` holds a new version back until no form is open.
pub fn is_update_waiting() -> bool {
    document().document_element().is_some_and(|root| root.has_attribute("data-update"))
}
