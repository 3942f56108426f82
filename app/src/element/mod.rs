//! What a screen is made of: elements as plain data. One reader writes them as HTML ([`html`]), one builds them in the browser
//! ([`mount`]), where [`crate::signal`] makes parts of them live. Typed views would make new machine code for every element of
//! every screen, which a cheap phone has to download: here a screen costs only what it says.

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub mod dom;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod each;
mod html;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
mod mount;

#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub use each::each;
#[cfg(all(feature = "field", target_arch = "wasm32"))]
pub use mount::{Slot, mount};

use crate::signal::Read;
use std::borrow::Cow;

/// A fixed text, or one that is read again whenever a signal in it changes.
pub enum Text {
    Fixed(Cow<'static, str>),
    Live(Box<dyn Read<String>>),
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::Fixed(Cow::Borrowed(text))
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::Fixed(Cow::Owned(text))
    }
}

impl<F: Fn() -> String + 'static> From<F> for Text {
    fn from(read: F) -> Self {
        Self::Live(Box::new(read))
    }
}

/// A fixed yes or no, or a live one.
pub enum Flag {
    Fixed(bool),
    Live(Box<dyn Read<bool>>),
}

impl From<bool> for Flag {
    fn from(is_on: bool) -> Self {
        Self::Fixed(is_on)
    }
}

impl<F: Fn() -> bool + 'static> From<F> for Flag {
    fn from(read: F) -> Self {
        Self::Live(Box::new(read))
    }
}

/// What is said of an element.
enum Value {
    /// An attribute.
    Attribute(Text),
    /// An attribute that is there or not (`disabled`).
    Present(Flag),
    /// An attribute that may be absent, live.
    Maybe(Box<dyn Read<Option<String>>>),
    /// A class beside the others.
    Class(Flag),
    /// What a control shows now (`value`); on the server its attribute.
    Typed(Text),
    /// Whether a control is ticked now; on the server its attribute.
    Ticked(Flag),
    /// Markup of our own making (icons, QR codes) as the inside.
    Inside(Cow<'static, str>),
}

#[cfg(all(feature = "field", target_arch = "wasm32"))]
type Listener = Box<dyn dom::Hear>;

/// What an element is made of.
struct Parts {
    tag: &'static str,
    values: Vec<(&'static str, Value)>,
    children: Vec<Node>,
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    listeners: Vec<(&'static str, Listener)>,
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    mounted: Vec<Box<dyn FnOnce(web_sys::Element)>>,
}

/// An element: made by [`el`], filled by its methods.
pub struct Element(Box<Parts>);

/// Anything that can stand inside an element.
pub enum Node {
    /// Nothing.
    Nothing,
    /// Text.
    Text(Text),
    /// An element.
    Element(Element),
    /// Several, one after the other.
    Many(Vec<Node>),
    /// A part that is made anew, always from nothing, whenever a signal read while making it changes.
    Live(Box<dyn Read<Node>>),
    /// Markup that was rendered elsewhere.
    Html(String),
    /// A list whose parts stay as long as their keys do.
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    Each(each::Items),
}

/// An element with this tag.
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts {
        tag,
        values: Vec::new(),
        children: Vec::new(),
        #[cfg(all(feature = "field", target_arch = "wasm32"))]
        listeners: Vec::new(),
        #[cfg(all(feature = "field", target_arch = "wasm32"))]
        mounted: Vec::new(),
    }))
}

/// A part that is made anew whenever a signal read in `make` changes.
pub fn live<N: Into<Node>>(make: impl Fn() -> N + 'static) -> Node {
    Node::Live(Box::new(move || make().into()))
}

/// Several things as one.
pub fn many<N: Into<Node>>(nodes: impl IntoIterator<Item = N>) -> Node {
    let mut list = Vec::new();
    for node in nodes {
        push(&mut list, node.into());
    }
    Node::Many(list)
}

/// Not generic, so that every list of every screen grows by the same code.
#[inline(never)]
fn push(list: &mut Vec<Node>, node: Node) {
    list.push(node);
}

impl Element {
    #[inline(never)]
    fn with(mut self, name: &'static str, value: Value) -> Self {
        self.0.values.push((name, value));
        self
    }

    /// An attribute, fixed or live.
    pub fn attr(self, name: &'static str, value: impl Into<Text>) -> Self {
        self.with(name, Value::Attribute(value.into()))
    }

    /// An attribute where there is a value.
    pub fn attr_maybe(self, name: &'static str, value: Option<impl Into<Text>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// An attribute that comes and goes.
    pub fn attr_live(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.with(name, Value::Maybe(Box::new(value)))
    }

    /// An attribute without a value (`disabled`, `required`).
    pub fn flag(self, name: &'static str, value: impl Into<Flag>) -> Self {
        self.with(name, Value::Present(value.into()))
    }

    /// The classes.
    pub fn class(self, names: impl Into<Text>) -> Self {
        self.attr("class", names)
    }

    /// One class more while `is_on`; comes after [`Self::class`].
    pub fn class_if(self, name: &'static str, is_on: impl Into<Flag>) -> Self {
        self.with(name, Value::Class(is_on.into()))
    }

    /// What a text field or a select shows.
    pub fn value(self, value: impl Into<Text>) -> Self {
        self.with("value", Value::Typed(value.into()))
    }

    /// Whether a radio button or a checkbox is chosen.
    pub fn checked(self, is_checked: impl Into<Flag>) -> Self {
        self.with("checked", Value::Ticked(is_checked.into()))
    }

    /// Markup of our own as the inside; never anything that a person typed.
    pub fn inside(self, markup: impl Into<Cow<'static, str>>) -> Self {
        self.with("", Value::Inside(markup.into()))
    }

    /// One thing more inside.
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        push(&mut self.0.children, child.into());
        self
    }

    /// Several things more inside.
    pub fn children<N: Into<Node>>(mut self, children: impl IntoIterator<Item = N>) -> Self {
        for child in children {
            push(&mut self.0.children, child.into());
        }
        self
    }

    /// Text more inside, fixed or live.
    pub fn text(self, text: impl Into<Text>) -> Self {
        self.child(Node::Text(text.into()))
    }

    /// What happens on an event. Events of what is inside bubble up to it.
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    pub fn on(self, event: &'static str, hear: impl FnMut(&web_sys::Event) + 'static) -> Self {
        self.hearing(event, Box::new(hear))
    }

    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    #[inline(never)]
    fn hearing(mut self, event: &'static str, hear: Listener) -> Self {
        self.0.listeners.push((event, hear));
        self
    }

    /// What happens on a tap.
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    pub fn on_click(self, mut act: impl FnMut() + 'static) -> Self {
        self.on("click", move |_| act())
    }

    /// What is done with the browser's element once it exists; it may not be in the document yet.
    #[cfg(all(feature = "field", target_arch = "wasm32"))]
    pub fn mounted(mut self, act: impl FnOnce(web_sys::Element) + 'static) -> Self {
        self.0.mounted.push(Box::new(act));
        self
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

impl From<&'static str> for Node {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<Text> for Node {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl<N: Into<Node>> From<Option<N>> for Node {
    fn from(node: Option<N>) -> Self {
        node.map_or(Self::Nothing, Into::into)
    }
}

impl<N: Into<Node>> From<Vec<N>> for Node {
    fn from(nodes: Vec<N>) -> Self {
        many(nodes)
    }
}
