//! Where the English of a word is: beside it on the server, in a fetched file on the phone.

pub use place::*;

#[cfg(not(target_arch = "wasm32"))]
mod place {
    /// The English of one word.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct English(&'static str);

    impl English {
        pub(in crate::words) const fn new(en: &'static str) -> Self {
            Self(en)
        }

        pub(in crate::words) const fn of(self, _zh: &'static str) -> &'static str {
            self.0
        }
    }
}

#[cfg(target_arch = "wasm32")]
mod place {
    use std::sync::OnceLock;

    /// The English of every word, in the order of the Chinese.
    static TEXTS: OnceLock<Vec<(&str, &str)>> = OnceLock::new();

    /// Stands for the English of one word, which is found by its Chinese.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct English;

    impl English {
        #[inline(always)]
        pub(in crate::words) const fn new(_en: &'static str) -> Self {
            Self
        }

        /// The Chinese itself as long as the English is not here.
        pub(in crate::words) fn of(self, zh: &'static str) -> &'static str {
            let texts = TEXTS.get().map_or(&[][..], Vec::as_slice);
            texts.binary_search_by(|(known, _)| (*known).cmp(zh)).map_or(zh, |at| texts[at].1)
        }
    }

    /// Whether the English is here.
    pub fn is_here() -> bool {
        TEXTS.get().is_some()
    }

    /// Takes the file in, once: a line of Chinese and a line of English in turn, as the bundler wrote them.
    pub fn take(file: String) {
        let mut lines = file.leak().split('\n');
        let mut texts = Vec::new();
        while let (Some(zh), Some(en)) = (lines.next(), lines.next()) {
            texts.push((zh, en));
        }
        let _ = TEXTS.set(texts);
    }
}
