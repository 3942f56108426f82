//! Elements in the browser. Whatever lives (listeners, effects) belongs to the reactive owner under which it was built and ends with
//! it; a live part is taken out and made from nothing.

use super::{Element, Flag, Node, Text, Value};
use crate::signal::{Signal, follow, keep, untrack};
use gloo::events::{EventListener, EventListenerOptions};
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

/// Builds `node` at the end of `parent`; it lives until the owner of the moment is cleaned up.
pub fn mount(parent: &web_sys::Node, node: Node) {
    place(node, parent, None);
}

/// Where a screen finds an element that it built: a dialog to open, a canvas to draw on.
#[derive(Clone, Copy)]
pub struct Slot(Signal<Option<web_sys::Element>>);

impl Slot {
    /// Empty until an element is mounted into it.
    pub fn new() -> Self {
        Self(Signal::new(None))
    }

    /// The element, if it was built and is of this kind.
    pub fn get<T: JsCast>(self) -> Option<T> {
        if self.0.is_here() { self.0.get_untracked()?.dyn_into().ok() } else { None }
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

pub(super) fn document() -> web_sys::Document {
    crate::field::browser::document()
}

/// Puts `node` into `parent`, before `before` or at the end. The browser refuses an insertion only for a node that cannot have
/// children, which no screen builds.
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

pub(super) fn insert(node: &web_sys::Node, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
    let _ = parent.insert_before(node, before);
}

fn text_node(text: Text) -> web_sys::Node {
    match text {
        Text::Fixed(text) => document().create_text_node(&text).into(),
        Text::Live(read) => {
            let node: web_sys::Node = document().create_text_node("").into();
            let shown = node.clone();
            on_change(read, Box::new(move |text| shown.set_node_value(Some(text))));
            node
        }
    }
}

/// Reads a text and writes it where it differs from the one before.
fn on_change(read: Box<dyn Fn() -> String>, write: Box<dyn Fn(&str)>) {
    let last = RefCell::new(None);
    follow(Box::new(move || {
        let now = Some(read());
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
        let mark = || -> web_sys::Node { document().create_comment("").into() };
        let range = Self { start: mark(), end: mark() };
        insert(&range.start, parent, before);
        insert(&range.end, parent, before);
        range
    }

    /// Takes everything between the marks out.
    pub fn clear(&self) {
        let Some(parent) = self.end.parent_node() else { return };
        while let Some(node) = self.start.next_sibling().filter(|node| *node != self.end) {
            let _ = parent.remove_child(&node);
        }
    }

    /// Builds a node between the marks, after what is there.
    pub fn fill(&self, node: Node) {
        if let Some(parent) = self.end.parent_node() {
            place(node, &parent, Some(&self.end));
        }
    }
}

fn place_live(make: Box<dyn Fn() -> Node>, parent: &web_sys::Node, before: Option<&web_sys::Node>) {
    let range = Range::new(parent, before);
    follow(Box::new(move || {
        let node = make();
        range.clear();
        untrack(|| range.fill(node));
    }));
}

fn build(element: Element) -> web_sys::Element {
    let parts = *element.0;
    let made = match parts.tag {
        "svg" => document().create_element_ns(Some("http://www.w3.org/2000/svg"), "svg"),
        tag => document().create_element(tag),
    };
    // A tag written in this program is never refused.
    let Ok(dom) = made else { wasm_bindgen::throw_str(parts.tag) };
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
    for (event, hear) in parts.listeners {
        let options = EventListenerOptions::enable_prevent_default();
        keep(EventListener::new_with_options(&dom, event, options, hear));
    }
    for act in parts.mounted {
        act(dom.clone());
    }
    dom
}

fn set(dom: &web_sys::Element, name: &'static str, value: Value) {
    let dom = dom.clone();
    match value {
        Value::Attribute(Text::Fixed(text)) => set_attribute(&dom, name, Some(&text)),
        Value::Attribute(Text::Live(read)) => {
            on_change(read, Box::new(move |text| set_attribute(&dom, name, Some(text))));
        }
        Value::Maybe(read) => follow(Box::new(move || set_attribute(&dom, name, read().as_deref()))),
        Value::Present(flag) => on_flag(flag, Box::new(move |is_on| set_attribute(&dom, name, is_on.then_some("")))),
        Value::Class(flag) => {
            on_flag(flag, Box::new(move |is_on| drop(dom.class_list().toggle_with_force(name, is_on))))
        }
        Value::Typed(Text::Fixed(text)) => set_property(&dom, name, &JsValue::from_str(&text)),
        Value::Typed(Text::Live(read)) => {
            follow(Box::new(move || set_property(&dom, name, &JsValue::from_str(&read()))));
        }
        Value::Ticked(flag) => {
            on_flag(flag, Box::new(move |is_on| set_property(&dom, name, &JsValue::from_bool(is_on))))
        }
        Value::Inside(markup) => dom.set_inner_html(&markup),
    }
}

fn on_flag(flag: Flag, write: Box<dyn Fn(bool)>) {
    match flag {
        Flag::Fixed(is_on) => write(is_on),
        Flag::Live(read) => follow(Box::new(move || write(read()))),
    }
}

fn set_attribute(dom: &web_sys::Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => dom.set_attribute(name, value),
        None => dom.remove_attribute(name),
    };
}

/// Written only where it differs: a field that is being typed in keeps its cursor.
fn set_property(dom: &web_sys::Element, name: &str, value: &JsValue) {
    let name = JsValue::from_str(name);
    if js_sys::Reflect::get(dom, &name).is_ok_and(|now| now == *value) {
        return;
    }
    let _ = js_sys::Reflect::set(dom, &name, value);
}
