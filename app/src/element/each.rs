//! A list whose parts stay in the document as long as their keys do: what is typed or open in one is not disturbed by another.

use super::Node;
use super::dom;
use super::mount::Range;
use crate::signal::{Owner, Read, follow, untrack};
use std::cell::RefCell;

/// The parts of the moment: keys in order, each with what makes its part should it be new.
type Now = Vec<(String, Box<dyn FnOnce() -> Node>)>;

/// A keyed list.
pub struct Items(Box<dyn Read<Now>>);

/// Follows `read`; `key` names a part for good, `make` makes it when it is new.
pub fn each<T: 'static, N: Into<Node>>(
    read: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> String + 'static,
    make: impl Fn(T) -> N + Clone + 'static,
) -> Node {
    Node::Each(Items(Box::new(move || {
        let part = |item: T| -> (String, Box<dyn FnOnce() -> Node>) {
            let make = make.clone();
            (key(&item), Box::new(move || make(item).into()))
        };
        read().into_iter().map(part).collect()
    })))
}

struct Part {
    key: String,
    owner: Owner,
    range: Range,
}

impl Part {
    fn remove(self) {
        self.owner.cleanup();
        self.range.remove();
    }
}

impl Items {
    pub(super) fn place(self, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
        let range = Range::new(parent, before);
        let parts = RefCell::new(Vec::new());
        follow(Box::new(move || {
            let now = self.0.read();
            untrack(|| arrange(&range, &mut parts.borrow_mut(), now));
        }));
    }
}

fn arrange(range: &Range, parts: &mut Vec<Part>, now: Now) {
    let Some(parent) = dom::parent(&range.end) else { return };
    let mut before: Vec<Option<Part>> = parts.drain(..).map(Some).collect();
    let mut at = dom::next(&range.start);
    for (key, make) in now {
        let kept =
            before.iter_mut().find(|part| part.as_ref().is_some_and(|part| part.key == key)).and_then(Option::take);
        let part = match kept {
            Some(part) => part,
            None => {
                let part = Part { key, owner: Owner::default(), range: Range::new(&parent, at.as_ref()) };
                part.owner.with(|| part.range.fill(make()));
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
    before.into_iter().flatten().for_each(Part::remove);
}
