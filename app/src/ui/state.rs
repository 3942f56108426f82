//! What a place shows when it has nothing, is fetching, has failed, or is offline.

use super::illustration::{self, Illustration};
use crate::element::{Element, el};

/// Which state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    Empty,
    Loading,
    Error,
    Offline,
    Done,
}

impl State {
    fn picture(self) -> Illustration {
        match self {
            Self::Empty => illustration::EMPTY,
            Self::Loading => illustration::LOADING,
            Self::Error => illustration::ERROR,
            Self::Offline => illustration::OFFLINE,
            Self::Done => illustration::DONE,
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Loading => "state state-loading",
            Self::Error => "state state-danger",
            Self::Empty | Self::Offline | Self::Done => "state",
        }
    }
}

/// A picture, a title, a sentence on what to do next; the button that does it is added as child.
pub fn state_page(state: State, title: impl Into<String>, text: impl Into<String>) -> Element {
    filled(state, title.into(), text.into())
}

fn filled(state: State, title: String, text: String) -> Element {
    let picture = el("svg")
        .class("state-picture")
        .attr("viewBox", "0 0 120 80")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "3")
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
        .attr("aria-hidden", "true")
        .attr("focusable", "false")
        .inside(state.picture().0);
    el("div")
        .class(state.class())
        .attr("role", if state == State::Error { "alert" } else { "status" })
        .child(picture)
        .child(el("p").class("state-title").text(title))
        .child((!text.is_empty()).then(|| el("p").class("quiet").text(text)))
}
