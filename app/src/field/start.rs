//! How the field app starts: open the store, then show the page of the address. The shell's small script calls it.

use super::browser;
use super::context::Phone;
use super::route::Route;
use super::shell::shell;
use crate::element::{Element, el, mount};
use crate::store::StoreError;
use crate::words::shell as words;
use leptos::ev;
use leptos::leptos_dom::helpers::WindowListenerHandle;
use leptos::prelude::*;
use leptos::task::Executor;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the module's loader.
#[wasm_bindgen(start)]
pub fn start() {
    console_error_panic_hook::set_once();
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new_root(None);
    owner.set();
    // The app lives as long as its window.
    std::mem::forget(owner);
    wasm_bindgen_futures::spawn_local(async {
        match Phone::open().await {
            Ok(phone) => {
                provide_context(phone);
                listen(phone);
                show(shell(phone));
            }
            Err(error) => show(store_failed(&error)),
        }
    });
}

/// Links inside the app change the page without loading; the phone's back key does the same.
fn listen(phone: Phone) {
    phone.start_driver();
    let online = window_event_listener(ev::online, move |_| phone.network_changed(true));
    let offline = window_event_listener(ev::offline, move |_| phone.network_changed(false));
    let seen = document_visible(phone);
    let back = window_event_listener(ev::popstate, move |_| phone.route.set(Route::parse(&browser::path())));
    let links = window_event_listener(ev::click, move |event| {
        let Some(path) = link_of(&event) else { return };
        event.prevent_default();
        phone.navigate(Route::parse(&path));
    });
    on_cleanup(move || {
        for handle in [back, links, online, offline, seen] {
            handle.remove();
        }
    });
}

/// Taken in the hand again: what waits is sent.
fn document_visible(phone: Phone) -> WindowListenerHandle {
    window_event_listener(ev::focus, move |_| {
        phone.recount();
        phone.sync_now();
    })
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
fn store_failed(error: &StoreError) -> Element {
    let text = format!("{} {} ({error})", words::STORE_FAILED.zh, words::STORE_FAILED.en);
    el("main").class("main").child(el("p").attr("role", "alert").text(text))
}

fn show(element: Element) {
    if let Some(body) = browser::document().body() {
        mount(&body, element.into());
    }
}
