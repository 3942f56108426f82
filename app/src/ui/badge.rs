//! The state of a thing: shape, word and colour together.

use crate::element::{Element, Text, el};

/// What kind of state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mark {
    /// Nothing has happened yet.
    #[default]
    Waiting,
    /// Somebody is at it.
    Going,
    /// It went well.
    Good,
    /// Look at it.
    Warn,
    /// Danger, late, refused.
    Danger,
    /// Over, without a judgement.
    Closed,
}

impl Mark {
    /// The classes of a badge with this mark.
    pub fn class(self) -> &'static str {
        match self {
            Self::Waiting => "badge",
            Self::Going => "badge badge-going",
            Self::Good => "badge badge-good",
            Self::Warn => "badge badge-warn",
            Self::Danger => "badge badge-danger",
            Self::Closed => "badge badge-closed",
        }
    }
}

/// A badge.
pub fn badge(mark: Mark, label: impl Into<Text>) -> Element {
    el("span").class(mark.class()).text(label)
}
