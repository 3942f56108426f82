//! One need: where, what, photos, and the task made of it.

use super::detail::{FactView, facts, photos, section};
use crate::element::{Node, many};
use crate::words::console_step as step;
use domain::language::Language;

/// The page.
#[derive(Debug, Clone)]
pub struct NeedView {
    pub language: Language,
    pub facts: Vec<FactView>,
    pub photos: Vec<String>,
}

/// Draws it.
pub fn page(view: NeedView) -> Node {
    let NeedView { language, facts: list, photos: addresses } = view;
    many([facts(list, language), section(step::PHOTOS.text(language), photos(addresses, language))])
}
