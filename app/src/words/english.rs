//! Where the English of a word is: beside it on the server, in a fetched file on the phone.

pub use place::English;

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
    use domain::language::english;

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
            english::of(zh).unwrap_or(zh)
        }
    }
}
