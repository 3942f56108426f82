//! The phone's other store in memory, its envelopes closed for real: what a browser does by WebCrypto, the server's library does here.

use app::store::Later;
use app::sync::second::Second;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::sync::envelope::Inside;
use domain::sync::signature::OpeningKey;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Envelopes by name, words by name.
#[derive(Default)]
pub struct Shelf {
    pub envelopes: RefCell<BTreeMap<String, Vec<u8>>>,
    words: RefCell<BTreeMap<String, String>>,
}

impl Shelf {
    fn close(&self, name: &str, content: &[u8]) -> Option<Vec<u8>> {
        let word = self.word("opening-key")?;
        let (no, public) = word.split_once(' ')?;
        let key = OpeningKey { no: no.parse().ok()?, public: public.parse().ok()? };
        let inside = if name.starts_with('b') { Inside::Blob } else { Inside::Record };
        server::opening::close(inside, &key, content)
    }
}

impl Second for Shelf {
    fn names<'a>(&'a self, known: &'a str) -> Later<'a, Option<String>> {
        let is_strange = |name: &&String| !known.lines().any(|known| known == **name);
        let names = move || self.envelopes.borrow().keys().filter(is_strange).cloned().collect::<Vec<_>>().join("\n");
        Box::pin(async move { Some(names()) })
    }

    fn are_kept<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>> {
        let kept = |name| if self.envelopes.borrow().contains_key(name) { '1' } else { '0' };
        Box::pin(async move { Some(names.lines().map(kept).collect()) })
    }

    fn keep<'a>(&'a self, names: &'a str, contents: &'a [Vec<u8>]) -> Later<'a, bool> {
        Box::pin(async move {
            for (name, content) in names.lines().zip(contents) {
                let Some(closed) = self.close(name, content) else { return false };
                self.envelopes.borrow_mut().insert(name.to_owned(), closed);
            }
            true
        })
    }

    fn drop_list<'a>(&'a self, names: &'a str) -> Later<'a, ()> {
        Box::pin(async move { self.envelopes.borrow_mut().retain(|name, _| !names.lines().any(|gone| gone == name)) })
    }

    fn lines<'a>(&'a self, names: &'a str) -> Later<'a, Option<String>> {
        let envelopes = self.envelopes.borrow();
        let line = |name: &str| {
            let envelope = BASE64.encode(envelopes.get(name)?);
            Some(serde_json::json!({ "name": name, "envelope": envelope }).to_string())
        };
        let lines = names.lines().filter_map(line).collect::<Vec<_>>().join("\n");
        Box::pin(async move { Some(lines) })
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
