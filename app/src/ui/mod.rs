//! Widgets that know labels and values, and no feature. All of them render on the server (`pages`) and in the browser
//! (`field`); how they look is in `style/`, one partial per widget.
//!
//! Events and further attributes are added where a widget is used (`<Button on:click=… attr:name=…/>`): they land on the widget's
//! outermost element, and what its control inside tells (input, change) bubbles up to it.

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
