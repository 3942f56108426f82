//! The bar on top of a phone screen: way back, title, state of the connection.

use super::icon::{self, Glyph, icon};
use crate::element::{Element, Text, el, live};

/// How the phone's records stand with the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sync {
    /// Everything is on the server.
    #[default]
    Clear,
    /// Records wait on this phone.
    Waiting,
    /// Being sent.
    Busy,
    /// No network; work goes on.
    Offline,
    /// A record was set aside; somebody must look.
    Trouble,
}

impl Sync {
    fn class(self) -> &'static str {
        match self {
            Self::Clear => "sync-badge",
            Self::Waiting => "sync-badge sync-badge-waiting",
            Self::Busy => "sync-badge sync-badge-busy",
            Self::Offline => "sync-badge sync-badge-offline",
            Self::Trouble => "sync-badge sync-badge-trouble",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Clear => icon::CHECK,
            Self::Waiting => icon::OUTBOX,
            Self::Busy => icon::SYNC,
            Self::Offline => icon::OFFLINE,
            Self::Trouble => icon::WARNING,
        }
    }
}

/// The badge: sign and word. A button, because behind it lies the outbox.
pub fn sync_badge(state: impl Fn() -> Sync + Copy + 'static, label: impl Into<Text>) -> Element {
    el("button")
        .attr("type", "button")
        .class(move || state().class().to_owned())
        .attr("aria-live", "polite")
        .child(live(move || icon(state().glyph())))
        .child(el("span").text(label))
}

/// The bar: `back` is address and spoken name of the way back; the home page has none. What stands at its right end is added as child.
pub fn top_bar(title: impl Into<Text>, subtitle: impl Into<String>, back: Option<(String, String)>) -> Element {
    bar(title.into(), subtitle.into(), back)
}

fn bar(title: Text, subtitle: String, back: Option<(String, String)>) -> Element {
    let back = back.map(|(href, label)| {
        el("a").class("top-bar-back").attr("href", href).attr("aria-label", label).child(icon(icon::BACK))
    });
    let subtitle = (!subtitle.is_empty()).then(|| el("small").text(subtitle));
    el("header").class("top-bar").child(back).child(el("h1").class("top-bar-title").text(title).child(subtitle))
}
