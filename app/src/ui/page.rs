//! The HTML document around a page that the server renders. No inline script, no inline style: the content security policy
//! refuses both.

use super::field::hidden;
use super::icon::{self, icon};
use super::preference::{Elder, Preference};
use crate::element::{Element, Text, el};
use crate::words::theme;
use domain::language::Language;

/// One whole document.
#[derive(Debug, Clone)]
pub struct Page<'a> {
    /// Plain text; escaped here.
    pub title: &'a str,
    /// How the person reads.
    pub preference: Preference,
    /// Addresses of the style sheets (hashed names come from the site's list).
    pub css: &'a [&'a str],
    /// Address of the icon in the tab.
    pub icon: &'a str,
    /// Class of `<body>`: empty for residents, `console` for the office.
    pub body_class: &'a str,
    /// Whether search engines may list it; only public pages say yes.
    pub indexed: bool,
    /// What a view rendered.
    pub body: String,
}

impl Page<'_> {
    /// The document's text.
    pub fn html(&self) -> String {
        let Preference { language, elder, theme } = self.preference;
        let mut html = String::with_capacity(self.body.len() + 900);
        html.push_str("<!DOCTYPE html><html lang=\"");
        html.push_str(language.tag());
        html.push('"');
        if let Some(elder) = elder.name() {
            html.push_str(&format!(" data-elder=\"{elder}\""));
        }
        if let Some(theme) = theme {
            html.push_str(&format!(" data-theme=\"{}\"", theme.name()));
        }
        html.push_str("><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1,viewport-fit=cover\">");
        html.push_str("<meta name=\"format-detection\" content=\"telephone=no\">");
        if !self.indexed {
            html.push_str("<meta name=\"robots\" content=\"noindex\">");
        }
        html.push_str(&format!("<title>{}</title>", escape(self.title)));
        for href in self.css {
            html.push_str(&format!("<link rel=\"stylesheet\" href=\"{}\">", escape(href)));
        }
        html.push_str(&format!(
            "<link rel=\"icon\" href=\"{}\" type=\"image/svg+xml\"></head><body",
            escape(self.icon)
        ));
        if !self.body_class.is_empty() {
            html.push_str(&format!(" class=\"{}\"", escape(self.body_class)));
        }
        html.push('>');
        html.push_str(&self.body);
        html.push_str("</body></html>");
        html
    }
}

/// Text made safe for HTML text and double-quoted attributes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// The two toggles on top of a page, 长辈版 and the other language: a form of their own that posts to `/preferences` and comes
/// back to `back`.
pub fn preferences(preference: Preference, back: impl Into<Text>) -> Element {
    let language = preference.language;
    let next = preference.elder.next();
    let elder = match next {
        Elder::On => theme::ELDER_ON,
        Elder::Largest => theme::ELDER_LARGEST,
        Elder::Off => theme::ELDER_OFF,
    };
    let other = match language {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    let toggle =
        |name: &'static str, value: &'static str| el("button").class("toggle").attr("name", name).attr("value", value);
    let letters = toggle("elder", next.name().unwrap_or("off")).child(icon(icon::LETTERS)).text(elder.text(language));
    let language_toggle = toggle("language", other.tag()).attr("lang", other.tag());
    el("form")
        .class("preferences")
        .attr("method", "post")
        .attr("action", "/preferences")
        .attr("aria-label", theme::READING.text(language))
        .child(hidden("back", back))
        .child(letters)
        .child(language_toggle.text(theme::OTHER_LANGUAGE.text(language)))
}

#[cfg(test)]
mod tests {
    use super::super::preference::Theme;
    use super::*;

    #[test]
    fn a_title_cannot_break_out_and_preferences_reach_the_root() {
        let page = Page {
            title: "</title><script>x",
            preference: Preference { elder: Elder::On, theme: Some(Theme::Dark), ..Preference::default() },
            css: &["/assets/resident.css"],
            icon: "/assets/app.svg",
            body_class: "",
            indexed: false,
            body: "<main></main>".into(),
        };
        let html = page.html();
        assert!(
            html.starts_with("<!DOCTYPE html><html lang=\"zh-CN\" data-elder=\"on\" data-theme=\"dark\">"),
            "{html}"
        );
        assert!(html.contains("<title>&lt;/title&gt;&lt;script&gt;x</title>"), "{html}");
        assert!(!html.contains("<script") && !html.contains("style=\""), "{html}");
    }
}
