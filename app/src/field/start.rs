//! How the field app starts: open the store, then show the page of the address. The shell's small script calls it.

use super::browser;
use super::context::Phone;
use super::language;
use super::route::Route;
use super::shell::shell;
use super::signal::*;
use crate::element::dom::hear;
use crate::element::{Element, el, mount};
use crate::store::StoreError;
use crate::words::shell as words;
use domain::language::Language;
use rlsf::{GlobalTlsf, GlobalTlsfOptions};
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
    std::panic::set_hook(Box::new(|panic| {
        console_error_panic_hook::hook(panic);
        // So that a story can tell our own mistake from one of the browser.
        let _ = js_sys::Reflect::set(&js_sys::global(), &"panicked".into(), &panic.to_string().into());
    }));
    let owner = Owner::default();
    owner.set();
    // The app lives as long as its window.
    std::mem::forget(owner);
    wasm_bindgen_futures::spawn_local(async {
        match Phone::open().await {
            Ok(phone) => {
                listen(phone);
                mount(shell(phone).into());
            }
            Err(error) => mount(store_failed(&error, language::remembered().await).into()),
        }
    });
}

/// Links inside the app change the page without loading; the phone's back key does the same.
fn listen(phone: Phone) {
    phone.start_driver();
    phone.watch_idleness();
    browser::on_window("online", move || phone.network_changed(true));
    browser::on_window("offline", move || phone.network_changed(false));
    // Taken in the hand again: what waits is sent.
    browser::on_window("focus", move || {
        phone.recount();
        phone.sync_now();
    });
    browser::on_window("popstate", move || phone.route.set(Route::parse(&browser::path())));
    let follow = move |event: &Event| {
        if let Some(path) = browser::own_link(event) {
            phone.navigate(Route::parse(&path));
        }
    };
    keep(hear(None, "click", Box::new(follow)));
}

/// Nothing can be kept: say so instead of losing what would be typed.
fn store_failed(error: &StoreError, language: Language) -> Element {
    let text = format!("{} ({error})", words::STORE_FAILED.text(language));
    el("main").class("main").child(el("p").attr("role", "alert").text(text))
}
