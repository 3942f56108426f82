//! What every page behind a QR code shows about the place: its name, and the way back to its page.

use crate::element::{Node, el, many};
use crate::ui::icon::{self, icon};
use crate::ui::page::preferences;
use crate::ui::preference::Preference;
use crate::words::resident as words;

/// A compound, as far as a head line needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceView {
    /// The twenty characters of the URL.
    pub code: String,
    /// Name of the compound.
    pub name: String,
    /// Street and community, `太东街道 · 桃园社区`.
    pub within: String,
}

impl PlaceView {
    /// Address of the compound's page, or of a page below it.
    pub fn href(&self, below: &str) -> String {
        if below.is_empty() { format!("/c/{}", self.code) } else { format!("/c/{}/{below}", self.code) }
    }
}

/// The toggles, the way back, and the title of a page below the compound's, which is `here`.
pub fn sub_head(place: &PlaceView, reader: Preference, here: &str, title: impl Into<String>) -> Node {
    // What is spoken begins with what is seen, so that who speaks to the phone can say it.
    let spoken = format!("{} · {}", place.name, words::BACK_TO_COMPOUND.text(reader.language));
    let back = el("a")
        .class("back-link")
        .attr("href", place.href(""))
        .attr("aria-label", spoken)
        .child(icon(icon::BACK))
        .text(place.name.clone());
    let head = el("header").class("main main-head").child(back).child(el("h1").text(title.into()));
    many([preferences(reader, here.to_owned()), head])
}
