//! How the field app starts: open the store, then show the page of the address. The shell's small script calls it.

use super::browser;
use super::context::Phone;
use super::route::Route;
use super::shell::Shell;
use leptos::ev;
use leptos::mount::mount_to_body;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the module's loader.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    spawn_local(async {
        match Phone::open().await {
            Ok(phone) => mount_to_body(move || {
                provide_context(phone);
                listen(phone);
                view! { <Shell/> }
            }),
            Err(error) => {
                mount_to_body(move || view! { <main class="main"><p role="alert">{error.to_string()}</p></main> })
            }
        }
    });
}

/// Links inside the app change the page without loading; the phone's back key does the same.
fn listen(phone: Phone) {
    let back = window_event_listener(ev::popstate, move |_| phone.route.set(Route::parse(&browser::path())));
    let links = window_event_listener(ev::click, move |event| {
        let Some(path) = link_of(&event) else { return };
        event.prevent_default();
        phone.navigate(Route::parse(&path));
    });
    on_cleanup(move || {
        back.remove();
        links.remove();
    });
}

/// The path of the link that was tapped, if it is one of ours and tapped plainly.
fn link_of(event: &web_sys::MouseEvent) -> Option<String> {
    if event.default_prevented() || event.button() != 0 || event.ctrl_key() || event.meta_key() || event.shift_key() {
        return None;
    }
    let target = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = target.closest("a[href]").ok()??;
    let path = link.get_attribute("href")?;
    (path.starts_with("/field") && !link.has_attribute("target") && !link.has_attribute("download")).then_some(path)
}
