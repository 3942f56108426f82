//! One door of the door board, and the legend that explains its marks.

use crate::element::{Element, el};

/// How a door looks. Ground, border pattern and mark differ, so that it also reads without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum DoorLook {
    #[default]
    NotVisited,
    Nobody,
    Retry,
    Refused,
    Answered,
    Consented,
    /// Vacant, or closed for another reason.
    Closed,
}

impl DoorLook {
    /// Every look, in the legend's order.
    pub const ALL: [Self; 7] =
        [Self::NotVisited, Self::Nobody, Self::Retry, Self::Refused, Self::Answered, Self::Consented, Self::Closed];

    /// The classes of a door that looks like this.
    pub fn class(self) -> &'static str {
        match self {
            Self::NotVisited => "door",
            Self::Nobody => "door door-nobody",
            Self::Retry => "door door-retry",
            Self::Refused => "door door-refused",
            Self::Answered => "door door-answered",
            Self::Consented => "door door-consented",
            Self::Closed => "door door-closed",
        }
    }
}

/// The legend; `words` in the order of [`DoorLook::ALL`].
pub fn door_legend(words: [&'static str; 7]) -> Element {
    let items = DoorLook::ALL
        .into_iter()
        .zip(words)
        .map(|(look, word)| el("li").child(el("span").class(look.class()).attr("aria-hidden", "true")).text(word));
    el("ul").class("door-legend").children(items)
}
