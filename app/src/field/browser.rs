//! What only the browser can say or do: the time, chance, where the window is. Most of it is said in `browser.js`.

use crate::element::dom::hear;
use crate::signal::keep;
use domain::id::uuid_v7;
use js_sys::Array;
use uuid::Uuid;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

#[wasm_bindgen(module = "/src/field/browser.js")]
extern "C" {
    /// The address of the window, path only.
    pub fn path() -> String;
    /// Where the app came from, without the protocol.
    pub fn host() -> String;
    /// Puts an address into the history, after this one or in its place, without loading anything.
    pub fn push(path: &str, is_instead: bool);
    /// Scrolls to the top of the page.
    #[wasm_bindgen(js_name = toTop)]
    pub fn to_top();
    /// A setting of this phone that must be known before anything is drawn.
    pub fn remembered(key: &str) -> Option<String>;
    /// Remembers (or forgets) such a setting.
    pub fn remember(key: &str, value: Option<&str>);
    /// An attribute of the document's root.
    #[wasm_bindgen(js_name = rootAttribute)]
    pub fn root_attribute(name: &str) -> Option<String>;
    /// Sets or takes an attribute of the document's root, where the style looks for it.
    #[wasm_bindgen(js_name = setRootAttribute)]
    pub fn set_root_attribute(name: &str, value: Option<&str>);
    /// Whether the phone believes it has a network. A `true` promises nothing.
    #[wasm_bindgen(js_name = isOnline)]
    pub fn is_online() -> bool;
    /// Whether the app was opened from the home screen rather than in a browser's tab.
    #[wasm_bindgen(js_name = isInstalled)]
    pub fn is_installed() -> bool;
    /// Whether nobody sees the page: the phone is in the pocket, or another app in front.
    #[wasm_bindgen(js_name = isHidden)]
    pub fn is_hidden() -> bool;
    /// A short buzz, where the phone can: what was made is kept.
    pub fn buzz();
    /// Asks the browser to keep the storage when space runs out. The answer is read by [`is_persisted`].
    #[wasm_bindgen(js_name = persist)]
    pub fn ask_to_persist();
    /// What stands in the control that an event came from.
    pub fn typed(event: &Event) -> String;
    /// Whether the control that an event came from is ticked.
    #[wasm_bindgen(js_name = isTicked)]
    pub fn ticked(event: &Event) -> bool;
    /// Takes the tick back that the browser has set already.
    pub fn untick(event: &Event);
    /// Opens a dialog: nothing else can be used until it is closed.
    pub fn open(dialog: &Element);
    pub fn close(dialog: &Element);
    /// Scrolls to the first field with an error, once it is drawn, and puts the focus there.
    #[wasm_bindgen(js_name = toFirstError)]
    pub fn to_first_error();
    /// The path of the link that was tapped, if it is one of ours and tapped plainly: the browser does not load it.
    #[wasm_bindgen(js_name = ownLink)]
    pub fn own_link(event: &Event) -> Option<String>;

    #[wasm_bindgen(js_name = random)]
    fn fill(bytes: &mut [u8]);
    #[wasm_bindgen(js_name = nextFrame)]
    fn on_next_frame(act: &JsValue);
    fn begin(act: &JsValue, period_ms: u32) -> i32;
    fn end(clock: i32);
    #[wasm_bindgen(catch, js_name = isPersisted)]
    async fn persisted() -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = space)]
    async fn estimate() -> Result<JsValue, JsValue>;
}

/// The phone's clock, ms UTC.
pub fn now_ms() -> i64 {
    js_sys::Date::now() as i64
}

/// Sixteen bytes from the browser's cryptographic random numbers.
pub fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    fill(&mut bytes);
    bytes
}

/// A new id.
pub fn new_id() -> Uuid {
    let bytes = random();
    uuid_v7(now_ms(), std::array::from_fn(|at| bytes[at]))
}

/// Whether the browser promised to keep the storage; none when it does not say.
pub async fn is_persisted() -> Option<bool> {
    persisted().await.ok()?.as_bool()
}

/// Bytes used by this app, and bytes it may still use; none when the browser does not say.
pub async fn space() -> Option<(f64, f64)> {
    let estimate: Array = estimate().await.ok()?.unchecked_into();
    let (used, quota) = (estimate.get(0).as_f64()?, estimate.get(1).as_f64()?);
    Some((used, (quota - used).max(0.0)))
}

/// Runs `act` when the browser draws next: by then what was built stands in the document and has a size.
pub fn next_frame(act: impl FnOnce() + 'static) {
    on_next_frame(&once(Box::new(act)));
}

/// Something that the browser calls once.
pub fn once(act: Box<dyn FnOnce()>) -> JsValue {
    Closure::once_into_js(act)
}

/// Hears an event of the window for as long as the part of the page that asks is there.
pub fn on_window(event: &'static str, mut act: impl FnMut() + 'static) {
    keep(hear(None, event, Box::new(move |_: &Event| act())));
}

/// Runs `act` again and again for as long as the part of the page that asks is there.
pub fn every(period_ms: u32, act: impl FnMut() + 'static) {
    let act = Closure::wrap(Box::new(act) as Box<dyn FnMut()>);
    keep(Clock { number: begin(act.as_ref(), period_ms), _act: act });
}

/// Runs until it is dropped.
struct Clock {
    number: i32,
    _act: Closure<dyn FnMut()>,
}

impl Drop for Clock {
    fn drop(&mut self) {
        end(self.number);
    }
}

/// Whether `public/start.js` holds a new version back until no form is open.
pub fn is_update_waiting() -> bool {
    root_attribute("data-update").is_some()
}
