//! Widgets that know labels and values, and no feature: functions that return an [`Element`](crate::element::Element). The server
//! writes them as HTML, the phone builds them in the browser; how they look is in `style/`, one partial per widget.
//!
//! Listeners and further attributes are added where a widget is used (`button(…).on_click(…).attr("name", …)`): they land on the
//! widget's outermost element, and what its control inside tells (input, change) bubbles up to it. In a `view!` of Leptos' a widget
//! stands in braces: `{notice(Tone::Good, "", text)}`.

pub mod badge;
pub mod button;
pub mod card;
pub mod choice;
pub mod dialog;
pub mod door_cell;
pub mod field;
pub mod icon;
pub mod illustration;
pub mod navigation;
pub mod notice;
pub mod page;
pub mod photo;
pub mod preference;
pub mod progress;
pub mod qr;
pub mod signature;
pub mod state;
pub mod steps;
pub mod top_bar;
