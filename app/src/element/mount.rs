//! Elements in the browser. Whatever lives (listeners, effects) belongs to the reactive owner under which it was built and ends with
//! it; a live part is taken out and made from nothing.

use super::dom::{self, attribute, hear, insert};
use super::{Element, Flag, Node, Text, Value};
use crate::signal::{Read, Signal, follow, keep, untrack};
use std::cell::RefCell;
use wasm_bindgen::JsValue;

/// Builds `node` at the end of the document; it lives until the owner of the moment is cleaned up.
pub fn mount(node: Node) {
    place(node, &dom::body(), None);
}

/// Where a screen finds an element that it built: a dialog to open, a canvas to draw on.
#[derive(Clone, Copy)]
pub struct Slot(Signal<Option<web_sys::Element>>);

impl Slot {
    /// Empty until an element is mounted into it.
    pub fn new() -> Self {
        Self(Signal::new(None))
    }

    /// The element, once it is built.
    pub fn get(self) -> Option<web_sys::Element> {
        if self.0.is_here() { self.0.get_untracked() } else { None }
    }
}

impl Default for Slot {
    fn default() -> Self {
        Self::new()
    }
}

impl Element {
    /// Remembers the browser's element in `slot`.
    pub fn slot(self, slot: Slot) -> Self {
        self.mounted(move |element| slot.0.set(Some(element)))
    }
}

/// Puts `node` into `parent`, before `before` or at the end.
pub(super) fn place(node: Node, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
    match node {
        Node::Nothing => {}
        Node::Text(text) => insert(&text_node(text), parent, before),
        Node::Element(element) => insert(&build(element), parent, before),
        Node::Many(nodes) => nodes.into_iter().for_each(|node| place(node, parent, before)),
        Node::Live(make) => place_live(make, parent, before),
        Node::Each(items) => items.place(parent, before),
        // Only the server renders such.
        Node::Html(_) => {}
    }
}

fn text_node(text: Text) -> web_sys::Node {
    match text {
        Text::Fixed(text) => dom::text(&text),
        Text::Live(read) => {
            let node = dom::text("");
            let shown = node.clone();
            on_change(read, Box::new(move |text| dom::say(&shown, text)));
            node
        }
    }
}

/// Reads a text and writes it where it differs from the one before.
fn on_change(read: Box<dyn Read<String>>, write: Box<dyn Fn(&str)>) {
    let last = RefCell::new(None);
    follow(Box::new(move || {
        let now = Some(read.read());
        if *last.borrow() != now {
            write(now.as_deref().unwrap_or_default());
            *last.borrow_mut() = now;
        }
    }));
}

/// Two marks in the document and everything between them.
#[derive(Clone)]
pub(super) struct Range {
    pub start: web_sys::Node,
    pub end: web_sys::Node,
}

impl Range {
    /// An empty one.
    pub fn new(parent: &web_sys::Node, before: Option<&web_sys::Node>) -> Self {
        let range = Self { start: dom::mark(), end: dom::mark() };
        insert(&range.start, parent, before);
        insert(&range.end, parent, before);
        range
    }

    /// Takes everything between the marks out.
    pub fn clear(&self) {
        dom::clear(&self.start, &self.end);
    }

    /// Takes the marks out, too.
    pub fn remove(&self) {
        dom::remove(&self.start, &self.end);
    }

    /// Moves everything, marks included, before `before`.
    pub fn move_before(&self, before: &web_sys::Node) {
        dom::move_before(&self.start, &self.end, before);
    }

    /// Builds a node between the marks, after what is there.
    pub fn fill(&self, node: Node) {
        if let Some(parent) = dom::parent(&self.end) {
            place(node, &parent, Some(&self.end));
        }
    }
}

fn place_live(make: Box<dyn Read<Node>>, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
    let range = Range::new(parent, before);
    follow(Box::new(move || {
        let node = make.read();
        range.clear();
        untrack(|| range.fill(node));
    }));
}

fn build(element: Element) -> web_sys::Element {
    let parts = *element.0;
    let dom = dom::element(parts.tag);
    // Inside first: what a select shows is one of its options.
    let mut controls = Vec::new();
    for (name, value) in parts.values {
        match value {
            Value::Typed(_) | Value::Ticked(_) => controls.push((name, value)),
            value => set(&dom, name, value),
        }
    }
    for child in parts.children {
        place(child, &dom, None);
    }
    for (name, value) in controls {
        set(&dom, name, value);
    }
    for (event, act) in parts.listeners {
        keep(hear(Some(dom.clone().into()), event, act));
    }
    for act in parts.mounted {
        act(dom.clone());
    }
    dom
}

fn set(dom: &web_sys::Element, name: &'static str, value: Value) {
    let dom = dom.clone();
    match value {
        Value::Attribute(Text::Fixed(text)) => attribute(&dom, name, Some(&text)),
        Value::Attribute(Text::Live(read)) => {
            on_change(read, Box::new(move |text| attribute(&dom, name, Some(text))));
        }
        Value::Maybe(read) => follow(Box::new(move || attribute(&dom, name, read.read().as_deref()))),
        Value::Present(flag) => on_flag(flag, Box::new(move |is_on| attribute(&dom, name, is_on.then_some("")))),
        Value::Class(flag) => on_flag(flag, Box::new(move |is_on| dom::class(&dom, name, is_on))),
        Value::Typed(Text::Fixed(text)) => dom::property(&dom, name, &JsValue::from_str(&text)),
        Value::Typed(Text::Live(read)) => {
            follow(Box::new(move || dom::property(&dom, name, &JsValue::from_str(&read.read()))));
        }
        Value::Ticked(flag) => {
            on_flag(flag, Box::new(move |is_on| dom::property(&dom, name, &JsValue::from_bool(is_on))))
        }
        Value::Inside(markup) => dom::markup(&dom, &markup),
    }
}

fn on_flag(flag: Flag, write: Box<dyn Fn(bool)>) {
    match flag {
        Flag::Fixed(is_on) => write(is_on),
        Flag::Live(read) => follow(Box::new(move || write(read.read()))),
    }
}
