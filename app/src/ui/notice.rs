//! Something to know, to beware of, or to put right.

use super::icon::{self, Glyph, icon};
use crate::element::{Element, Node, el};

/// How much it matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    #[default]
    Info,
    Good,
    Warn,
    Danger,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Info => "notice",
            Self::Good => "notice notice-good",
            Self::Warn => "notice notice-warn",
            Self::Danger => "notice notice-danger",
        }
    }

    fn glyph(self) -> Glyph {
        match self {
            Self::Info => icon::INFO,
            Self::Good => icon::CHECK,
            Self::Warn => icon::WARNING,
            Self::Danger => icon::STOP,
        }
    }
}

/// A framed notice; `Warn` and `Danger` are read out at once. No `title`, no first line.
pub fn notice(tone: Tone, title: impl Into<String>, body: impl Into<Node>) -> Element {
    framed(tone, title.into(), body.into())
}

fn framed(tone: Tone, title: String, body: Node) -> Element {
    let title = (!title.is_empty()).then(|| el("strong").class("notice-title").text(title));
    el("div")
        .class(tone.class())
        .attr_maybe("role", matches!(tone, Tone::Warn | Tone::Danger).then_some("alert"))
        .child(icon(tone.glyph()))
        .child(el("div").class("notice-body").child(title).child(body))
}
