//! Text fields, selects, and one line to tick. A listener on any of them hears the control inside.

use crate::element::{Element, Flag, Node, Text, el, live};
use crate::signal::Read;
use std::rc::Rc;

/// What is typed, which decides the keyboard a phone shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Input {
    #[default]
    Text,
    /// A Chinese mobile number or landline.
    Phone,
    /// Digits only.
    Digits,
    /// A number that may have a point.
    Decimal,
    /// A household code or a request number: capitals, no spelling help.
    Code,
    Password,
    /// Digits that nobody else shall see.
    Pin,
    Date,
}

impl Input {
    fn kind(self) -> &'static str {
        match self {
            Self::Text | Self::Digits | Self::Decimal | Self::Code => "text",
            Self::Phone => "tel",
            Self::Password | Self::Pin => "password",
            Self::Date => "date",
        }
    }

    fn mode(self) -> Option<&'static str> {
        match self {
            Self::Digits | Self::Pin => Some("numeric"),
            Self::Decimal => Some("decimal"),
            Self::Phone => Some("tel"),
            _ => None,
        }
    }
}

/// What is wrong with a field, if anything; live on a phone.
#[derive(Clone, Default)]
pub struct Fault(Option<Rc<dyn Read<Option<String>>>>);

impl Fault {
    /// Nothing is ever wrong with it.
    pub const NONE: Self = Self(None);

    /// What is wrong now.
    pub fn text(&self) -> Option<String> {
        self.0.as_ref().and_then(|read| read.read())
    }

    /// Whether anything is.
    pub fn is_there(&self) -> impl Fn() -> bool + 'static {
        let fault = self.clone();
        move || fault.text().is_some()
    }
}

impl From<Option<String>> for Fault {
    fn from(text: Option<String>) -> Self {
        Self(text.map(|text| Rc::new(move || Some(text.clone())) as Rc<dyn Read<Option<String>>>))
    }
}

impl<F: Fn() -> Option<String> + 'static> From<F> for Fault {
    fn from(read: F) -> Self {
        Self(Some(Rc::new(read)))
    }
}

/// The label, the hint and the error around a control.
pub fn field(label: impl Into<Text>, hint: &str, fault: Fault, control: impl Into<Node>) -> Element {
    around(label.into(), hint, fault, control.into())
}

fn around(label: Text, hint: &str, fault: Fault, control: Node) -> Element {
    el("label")
        .class("field")
        .class_if("field-wrong", fault.is_there())
        .child(el("span").class("field-label").text(label))
        .child((!hint.is_empty()).then(|| el("span").class("field-hint").text(hint.to_owned())))
        .child(control)
        .child(live(move || {
            fault.text().map(|fault| el("span").class("field-error").attr("role", "alert").text(fault))
        }))
}

/// A text field: what it is called and what may be typed.
#[derive(Default)]
pub struct Typed {
    pub name: String,
    pub label: String,
    pub hint: String,
    pub placeholder: String,
    pub input: Input,
    pub max_length: Option<u16>,
    pub required: bool,
    pub autocomplete: Option<&'static str>,
    pub fault: Fault,
}

impl Typed {
    /// What one line and several lines have in common.
    fn control(&self, tag: &'static str) -> Element {
        el(tag)
            .attr("name", self.name.clone())
            .attr_maybe("maxlength", self.max_length.map(|length| length.to_string()))
            .attr_maybe("placeholder", (!self.placeholder.is_empty()).then(|| self.placeholder.clone()))
            .flag("required", self.required)
            .attr_live("aria-invalid", {
                let fault = self.fault.clone();
                move || fault.text().map(|_| "true".to_owned())
            })
    }
}

/// One line of text.
pub fn text_field(typed: Typed, value: impl Into<Text>) -> Element {
    line(typed, value.into())
}

fn line(typed: Typed, value: Text) -> Element {
    let is_code = typed.input == Input::Code;
    let control = typed
        .control("input")
        .class(if is_code { "field-input field-code" } else { "field-input" })
        .attr("type", typed.input.kind())
        .attr_maybe("inputmode", typed.input.mode())
        .attr_maybe("autocapitalize", is_code.then_some("characters"))
        .attr_maybe("autocomplete", typed.autocomplete.or(is_code.then_some("off")))
        .value(value);
    field(typed.label, &typed.hint, typed.fault, control)
}

/// Several lines of text.
pub fn text_area(typed: Typed, value: impl Into<Text>) -> Element {
    lines(typed, value.into())
}

fn lines(typed: Typed, value: Text) -> Element {
    let control = typed.control("textarea").class("field-input").value(value);
    field(typed.label, &typed.hint, typed.fault, control)
}

/// One of a list: `(value, label)`. An empty first value means "please choose".
pub fn select(
    name: &str,
    label: impl Into<Text>,
    hint: &str,
    fault: Fault,
    options: Vec<(String, String)>,
    value: impl Into<Text>,
) -> Element {
    let value = value.into();
    let now = value.now().into_owned();
    let options = options.into_iter().map(|(key, label)| {
        let is_now = key == now;
        el("option").attr("value", key).flag("selected", is_now).text(label)
    });
    let control = el("select").class("field-input").attr("name", name.to_owned()).children(options).value(value);
    field(label, hint, fault, control)
}

/// A value that goes along with a form.
pub fn hidden(name: &'static str, value: impl Into<Text>) -> Element {
    el("input").attr("type", "hidden").attr("name", name).attr("value", value)
}

/// One sentence to tick; never ticked beforehand by us.
pub fn check(name: &'static str, label: impl Into<Text>, checked: impl Into<Flag>) -> Element {
    ticked(name, label.into(), checked.into())
}

fn ticked(name: &'static str, label: Text, checked: Flag) -> Element {
    let input = el("input").attr("type", "checkbox").attr("name", name).attr("value", "1").checked(checked);
    el("label").class("check").child(input).child(el("span").text(label))
}
