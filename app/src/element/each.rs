//! A list whose parts stay in the document as long as their keys do: what is typed or open in one is not disturbed by another.

use super::Node;
use super::dom;
use super::mount::Range;
use crate::signal::{Owner, Read, follow, untrack};

/// A keyed list.
pub struct Items {
    keys: Box<dyn Read<Vec<String>>>,
    make: Box<dyn Fn(&str) -> Node>,
}

/// Follows `keys`; `make` makes the part of a key that is new.
pub fn each<N: Into<Node>>(keys: impl Fn() -> Vec<String> + 'static, make: impl Fn(&str) -> N + 'static) -> Node {
    Node::Each(Items { keys: Box::new(keys), make: Box::new(move |key| make(key).into()) })
}

struct Part {
    key: String,
    owner: Owner,
    range: Range,
}

impl Items {
    pub(super) fn place(self, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
        let range = Range::new(parent, before);
        let mut parts = Vec::new();
        follow(Box::new(move || {
            let keys = self.keys.read();
            untrack(|| arrange(&range, &mut parts, keys, &*self.make));
        }));
    }
}

fn arrange(range: &Range, parts: &mut Vec<Part>, keys: Vec<String>, make: &dyn Fn(&str) -> Node) {
    let Some(parent) = dom::parent(&range.end) else { return };
    let mut before = std::mem::take(parts);
    let mut at = dom::next(&range.start);
    for key in keys {
        let part = match before.iter().position(|part| part.key == key) {
            Some(place) => before.remove(place),
            None => {
                let part = Part { key, owner: Owner::default(), range: Range::new(&parent, at.as_ref()) };
                part.owner.with(|| part.range.fill(make(&part.key)));
                parts.push(part);
                continue;
            }
        };
        if at.as_ref() == Some(&part.range.start) {
            at = dom::next(&part.range.end);
        } else {
            part.range.move_before(at.as_ref().unwrap_or(&range.end));
        }
        parts.push(part);
    }
    for part in before {
        part.owner.cleanup();
        part.range.remove();
    }
}
