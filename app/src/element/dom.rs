//! Elements as the browser knows them: the functions of `dom.js`, and listening to one.

use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, EventTarget, Node};

#[wasm_bindgen(module = "/src/element/dom.js")]
extern "C" {
    pub fn body() -> Element;
    pub fn element(tag: &str) -> Element;
    pub fn text(text: &str) -> Node;
    /// Says text anew.
    pub fn say(node: &Node, text: &str);
    /// Something that nobody sees, before which things can be put.
    pub fn mark() -> Node;
    /// Puts a node before another one, or at the end.
    pub fn insert(node: &Node, parent: &Node, before: Option<&Node>);
    /// What a node stands in, if anything.
    pub fn parent(node: &Node) -> Option<Node>;
    /// What stands after a node.
    pub fn next(node: &Node) -> Option<Node>;
    /// Takes out what stands between two marks.
    pub fn clear(start: &Node, end: &Node);
    /// The same, and the marks.
    pub fn remove(start: &Node, end: &Node);
    /// Moves two marks and what stands between them.
    #[wasm_bindgen(js_name = move)]
    pub fn move_before(start: &Node, end: &Node, before: &Node);
    /// Sets an attribute, or takes it away.
    pub fn attribute(dom: &Element, name: &str, value: Option<&str>);
    /// Sets a class, or takes it away.
    #[wasm_bindgen(js_name = styled)]
    pub fn class(dom: &Element, name: &str, is_on: bool);
    pub fn markup(dom: &Element, markup: &str);
    /// What a control shows; written only where it differs.
    pub fn property(dom: &Element, name: &str, value: &JsValue);
    #[wasm_bindgen(js_name = hear)]
    fn hear_it(target: Option<&EventTarget>, event: &str, act: &JsValue);
    fn unhear(target: Option<&EventTarget>, event: &str, act: &JsValue);
}

/// What is done on an event; see [`crate::signal::Read`] why it is no `FnMut`.
pub trait Hear {
    /// Does it.
    fn hear(&mut self, event: &Event);
}

impl<F: FnMut(&Event)> Hear for F {
    fn hear(&mut self, event: &Event) {
        self(event);
    }
}

/// Hears an event until it is dropped.
pub struct Hearing {
    target: Option<EventTarget>,
    event: &'static str,
    act: Closure<dyn FnMut(&Event)>,
}

/// Hears an event of an element, or of the window.
pub fn hear(target: Option<EventTarget>, event: &'static str, mut act: Box<dyn Hear>) -> Hearing {
    let act = Closure::wrap(Box::new(move |event: &Event| act.hear(event)) as Box<dyn FnMut(&Event)>);
    hear_it(target.as_ref(), event, act.as_ref());
    Hearing { target, event, act }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        unhear(self.target.as_ref(), self.event, self.act.as_ref());
    }
}
