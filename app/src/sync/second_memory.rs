//! The other store in memory. Nothing is closed here: the server's arithmetic is tested with the server's.

use super::second::Second;
use super::simulation::disk::pause;
use crate::store::Later;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// Envelopes by name, words by name.
#[derive(Debug, Default)]
pub struct MemorySecond {
    pub envelopes: RefCell<BTreeMap<String, Vec<u8>>>,
    pub words: RefCell<BTreeMap<String, String>>,
    /// There is no room.
    pub is_full: Cell<bool>,
    /// Every write is a place to be killed at.
    pub is_slow: Cell<bool>,
    /// There is no such store.
    pub is_missing: Cell<bool>,
}

impl Second for MemorySecond {
    fn names<'a>(&'a self, known: &'a str) -> Later<'a, Option<String>> {
        let is_strange = |name: &&String| !known.lines().any(|known| known == **name);
        let names = move || self.envelopes.borrow().keys().filter(is_strange).cloned().collect::<Vec<_>>().join("\n");
        Box::pin(async move { (!self.is_missing.get()).then(names) })
    }

    fn are_kept<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>> {
        let kept = |name| if self.envelopes.borrow().contains_key(name) { '1' } else { '0' };
        Box::pin(async move { (!self.is_missing.get()).then(|| names.lines().map(kept).collect()) })
    }

    fn keep<'a>(&'a self, names: &'a str, contents: &'a [Vec<u8>]) -> Later<'a, bool> {
        Box::pin(async move {
            assert_eq!(names.lines().count(), contents.len());
            for (name, content) in names.lines().zip(contents) {
                self.rest().await;
                if self.is_full.get() || self.is_missing.get() {
                    return false;
                }
                self.envelopes.borrow_mut().insert(name.to_owned(), content.clone());
            }
            true
        })
    }

    fn drop_list<'a>(&'a self, names: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            for gone in names.lines() {
                self.rest().await;
                self.envelopes.borrow_mut().remove(gone);
            }
        })
    }

    fn lines<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>> {
        Box::pin(async move {
            let envelopes = self.envelopes.borrow();
            let line = |name: &str| {
                let envelope = BASE64.encode(envelopes.get(name)?);
                Some(serde_json::json!({ "name": name, "envelope": envelope }).to_string())
            };
            Some(names.lines().filter_map(line).collect::<Vec<_>>().join("\n"))
        })
    }

    fn word(&self, name: &str) -> Option<String> {
        self.words.borrow().get(name).cloned()
    }

    fn set_word(&self, name: &str, text: Option<&str>) {
        let mut words = self.words.borrow_mut();
        match text {
            Some(text) => drop(words.insert(name.to_owned(), text.to_owned())),
            None => drop(words.remove(name)),
        }
    }
}

impl MemorySecond {
    async fn rest(&self) {
        if self.is_slow.get() {
            pause().await;
        }
    }

    /// Everything in it is gone.
    pub fn clear(&self) {
        self.envelopes.borrow_mut().clear();
        self.words.borrow_mut().clear();
    }
}
