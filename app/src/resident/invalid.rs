//! A code that does not work: forged, mistyped, or revoked. Says what to do, and shows nothing else.

use crate::element::{Node, el, many};
use crate::ui::page::preferences;
use crate::ui::preference::Preference;
use crate::ui::state::{State, state_page};
use crate::words::resident as words;

/// Why a code does not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// Not ours, or not intact. Which of the two is not told.
    Unknown,
    /// It was ours; the poster was replaced.
    Revoked,
    /// There is no such request.
    NoRequest,
    /// Nobody serves the compound.
    NothingToRate,
}

/// The page.
pub fn page(why: Invalid, reader: Preference, here: String) -> Node {
    let language = reader.language;
    let (title, text) = match why {
        Invalid::Unknown => (words::CODE_UNKNOWN, Some(words::CODE_UNKNOWN_TEXT)),
        Invalid::Revoked => (words::CODE_REVOKED, Some(words::CODE_REVOKED_TEXT)),
        Invalid::NothingToRate => (words::NOTHING_TO_RATE, None),
        Invalid::NoRequest => (words::NUMBER_UNKNOWN, None),
    };
    let text = text.map(|text| text.text(language)).unwrap_or_default();
    let told = el("main").class("main").child(state_page(State::Error, title.text(language), text));
    many([preferences(reader, here), told])
}
