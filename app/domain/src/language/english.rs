//! English on a phone: its module holds every text in Chinese, which nearly every phone shows, and fetches one file when it is to show
//! English. Everywhere else the English is compiled in.

use std::sync::OnceLock;

/// The English of every text by its key, in the order of the keys: the Chinese itself, or the name of a long text.
static TEXTS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();

/// The English of a text; none as long as the file is not here.
pub fn of(key: &str) -> Option<&'static str> {
    let texts = TEXTS.get().map_or(&[][..], Vec::as_slice);
    texts.binary_search_by(|(known, _)| (*known).cmp(key)).ok().map(|at| texts[at].1)
}

/// Whether the English is here.
pub fn is_here() -> bool {
    TEXTS.get().is_some()
}

/// Takes the file in, once: keys and texts in turn with a tab behind each, as the bundler wrote them.
pub fn take(file: String) {
    let mut parts = file.leak().split('\t');
    let mut texts = Vec::new();
    while let (Some(key), Some(text)) = (parts.next(), parts.next()) {
        texts.push((key, text));
    }
    let _ = TEXTS.set(texts);
}
