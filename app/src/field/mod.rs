//! The field app: what a grid worker or a technician holds in the hand. Mounted into a static shell; works with no network.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Starts the app; the shell's small script calls it once the module is loaded.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <p>"…"</p> });
}
