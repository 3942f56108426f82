//! Elements as HTML text, for pages that the server renders and for tests on any machine. Live parts are read once.

use super::{Element, Flag, Node, Text, Value};
use std::borrow::Cow;

/// Elements without an end tag.
const VOID: &[&str] =
    &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

impl Text {
    /// The text of this moment.
    pub fn now(&self) -> Cow<'_, str> {
        match self {
            Self::Fixed(text) => Cow::Borrowed(text),
            Self::Live(read) => Cow::Owned(read.read()),
        }
    }
}

impl Flag {
    fn now(&self) -> bool {
        match self {
            Self::Fixed(is_on) => *is_on,
            Self::Live(read) => read.read(),
        }
    }
}

impl Node {
    /// Its HTML.
    pub fn html(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        match self {
            Self::Nothing => {}
            Self::Text(text) => push_escaped(out, &text.now()),
            Self::Element(element) => element.write(out),
            Self::Many(nodes) => nodes.iter().for_each(|node| node.write(out)),
            Self::Live(make) => make.read().write(out),
            Self::Html(html) => out.push_str(html),
            #[cfg(all(feature = "field", target_arch = "wasm32"))]
            Self::Each(_) => {}
        }
    }
}

impl Element {
    /// Its HTML.
    pub fn html(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    fn write(&self, out: &mut String) {
        let parts = &self.0;
        out.push('<');
        out.push_str(parts.tag);
        let (mut classes, mut inside) = (String::new(), String::new());
        for (name, value) in &parts.values {
            match value {
                Value::Attribute(text) if *name == "class" => classes.insert_str(0, &text.now()),
                Value::Attribute(text) => push_attribute(out, name, &text.now()),
                Value::Maybe(read) => read.read().iter().for_each(|text| push_attribute(out, name, text)),
                Value::Present(flag) | Value::Ticked(flag) if flag.now() => push_attribute(out, name, ""),
                Value::Class(flag) if flag.now() => {
                    classes.push(' ');
                    classes.push_str(name);
                }
                Value::Present(_) | Value::Ticked(_) | Value::Class(_) => {}
                // A text area holds its text inside; a select is told by its options.
                Value::Typed(text) if parts.tag == "textarea" => push_escaped(&mut inside, &text.now()),
                Value::Typed(_) if parts.tag == "select" => {}
                Value::Typed(text) => push_attribute(out, name, &text.now()),
                Value::Inside(markup) => inside.push_str(markup),
            }
        }
        if !classes.is_empty() {
            push_attribute(out, "class", classes.trim_start());
        }
        out.push('>');
        if VOID.contains(&parts.tag) {
            return;
        }
        out.push_str(&inside);
        parts.children.iter().for_each(|child| child.write(out));
        out.push_str("</");
        out.push_str(parts.tag);
        out.push('>');
    }
}

fn push_attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    if !value.is_empty() {
        out.push_str("=\"");
        push_escaped(out, value);
        out.push('"');
    }
}

fn push_escaped(out: &mut String, text: &str) {
    out.push_str(&crate::ui::page::escape(text));
}

/// On a page of Leptos' an element is its HTML, finished.
#[cfg(feature = "pages")]
mod pages {
    use super::super::{Element, Node};
    use leptos::prelude::{IntoRender, RenderHtml};
    use leptos::tachys::html::InertElement;

    impl IntoRender for Element {
        type Output = InertElement;

        fn into_render(self) -> InertElement {
            InertElement::new(self.html())
        }
    }

    impl IntoRender for Node {
        type Output = InertElement;

        fn into_render(self) -> InertElement {
            InertElement::new(self.html())
        }
    }

    impl Node {
        /// A view of Leptos' inside an element, or a widget where a view is asked for.
        pub fn view<V: IntoRender<Output: RenderHtml>>(view: V) -> Self {
            Self::Html(view.into_render().to_html())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{el, live, many};
    use super::*;

    #[test]
    fn what_was_typed_cannot_become_markup_and_what_we_drew_can() {
        let bad = "<b a=\"1\">&'";
        let safe = "&lt;b a=&quot;1&quot;&gt;&amp;&#39;";
        let cases = [
            (el("p").text(bad), format!("<p>{safe}</p>")),
            (el("p").attr("title", bad), format!("<p title=\"{safe}\"></p>")),
            (el("textarea").value(bad), format!("<textarea>{safe}</textarea>")),
            (el("input").attr("name", "a").value(bad), format!("<input name=\"a\" value=\"{safe}\">")),
            (el("svg").inside("<path d=\"M1\"/>"), "<svg><path d=\"M1\"/></svg>".to_owned()),
        ];
        for (element, wanted) in cases {
            assert_eq!(element.html(), wanted);
        }
    }

    #[test]
    fn flags_classes_and_live_parts_are_read_once() {
        let element = el("label")
            .class_if("wrong", || true)
            .class("field")
            .class_if("right", false)
            .flag("hidden", false)
            .attr_maybe("id", None::<&str>)
            .attr_live("lang", || Some("en".to_owned()))
            .child(el("input").flag("required", true).checked(|| true))
            .child(live(|| el("b").text(|| format!("{}", 1 + 1))))
            .child(None::<Element>)
            .child(many(["x", "y"]));
        let html = "<label lang=\"en\" class=\"field wrong\"><input required checked><b>2</b>xy</label>";
        assert_eq!(element.html(), html);
    }
}
