//! How the field app starts: open the store, then show the page of the address. The shell's small script calls it.

use super::browser;
use super::context::Phone;
use super::language;
use super::route::Route;
use super::shell::shell;
use super::signal::*;
use crate::element::{Element, el, mount};
use crate::store::StoreError;
use crate::words::shell as words;
use domain::language::Language;
use gloo::events::{EventListener, EventListenerOptions};
use rlsf::{GlobalTlsf, GlobalTlsfOptions};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Event;

/// A fifth of the weight of the standard library's allocator, and every request takes the same short time.
#[global_allocator]
static MEMORY: GlobalTlsf<Pools> = GlobalTlsf::new();

/// What is asked of the browser in turn becomes one piece, so that something large finds room in what was small.
struct Pools;

impl GlobalTlsfOptions for Pools {
    const COALESCE_POOLS: bool = true;
    const ENABLE_REALLOCATION: bool = false;
}

/// Called by the module's loader.
#[wasm_bindgen(start)]
pub fn start() {
    // What is shipped says nothing about a panic but that there was one: see `public/start.js`.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let owner = Owner::default();
    owner.set();
    // The app lives as long as its window.
    std::mem::forget(owner);
    wasm_bindgen_futures::spawn_local(async {
        match Phone::open().await {
            Ok(phone) => {
                listen(phone);
                show(shell(phone));
            }
            Err(error) => show(store_failed(&error, language::remembered().await)),
        }
    });
}

/// Links inside the app change the page without loading; the phone's back key does the same.
fn listen(phone: Phone) {
    phone.start_driver();
    phone.watch_idleness();
    hear("online", move |_| phone.network_changed(true));
    hear("offline", move |_| phone.network_changed(false));
    // Taken in the hand again: what waits is sent.
    hear("focus", move |_| {
        phone.recount();
        phone.sync_now();
    });
    hear("popstate", move |_| phone.route.set(Route::parse(&browser::path())));
    let options = EventListenerOptions::enable_prevent_default();
    let follow = move |event: &Event| {
        let Some(path) = event.dyn_ref().and_then(link_of) else { return };
        event.prevent_default();
        phone.navigate(Route::parse(&path));
    };
    EventListener::new_with_options(&browser::window(), "click", options, follow).forget();
}

/// Hears an event of the window for as long as there is one.
fn hear(event: &'static str, act: impl FnMut(&Event) + 'static) {
    EventListener::new(&browser::window(), event, act).forget();
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

/// Nothing can be kept: say so instead of losing what would be typed.
fn store_failed(error: &StoreError, language: Language) -> Element {
    let text = format!("{} ({error})", words::STORE_FAILED.text(language));
    el("main").class("main").child(el("p").attr("role", "alert").text(text))
}

fn show(element: Element) {
    if let Some(body) = browser::document().body() {
        mount(&body, element.into());
    }
}
