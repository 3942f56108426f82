//! What every page behind a QR code shows about the place: its name, and the way back to its page.

use crate::ui::icon::{self, Icon};
use crate::ui::page::Preferences;
use crate::ui::preference::Preference;
use crate::words::resident as words;
use leptos::prelude::*;

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

/// The toggles, the way back, and the title of a page below the compound's.
#[component]
pub fn SubHead(
    place: PlaceView,
    reader: Preference,
    #[prop(into)] here: String,
    #[prop(into)] title: String,
) -> impl IntoView {
    let language = reader.language;
    let up = place.href("");
    // What is spoken begins with what is seen, so that who speaks to the phone can say it.
    let spoken = format!("{} · {}", place.name, words::BACK_TO_COMPOUND.text(language));
    view! {
        <Preferences preference=reader back=here/>
        <header class="main main-head">
            <a class="back-link" href=up aria-label=spoken>
                <Icon of=icon::BACK/>{place.name}
            </a>
            <h1>{title}</h1>
        </header>
    }
}
