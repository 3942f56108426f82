//! Drawing attention: to the first thing to put right, and (with a buzz) to what was kept.

use crate::field::browser;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// Scrolls to the first field with an error, once it is drawn, and puts the focus there.
pub fn to_first_error() {
    browser::next_frame(|| {
        let found = browser::document().query_selector(".field-wrong, .field-error").ok().flatten();
        let Some(field) = found else { return };
        let options = ScrollIntoViewOptions::new();
        options.set_block(ScrollLogicalPosition::Center);
        field.scroll_into_view_with_scroll_into_view_options(&options);
        let control = field.query_selector("input, textarea, select, button").ok().flatten();
        if let Some(control) = control.and_then(|control| control.dyn_into::<HtmlElement>().ok()) {
            let _ = control.focus();
        }
    });
}

/// A short buzz: kept.
pub fn buzz() {
    let _ = browser::window().navigator().vibrate_with_duration(60);
}
