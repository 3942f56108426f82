//! Parts of the forms: what is wrong on top, the household code, photos, and whom to call first.

use super::draft::FormDraft;
use crate::element::{Element, Node, el, many};
use crate::ui::field::{Input, Typed, field, hidden, text_area, text_field};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, resident as words};
use domain::language::Language;

/// One line of text: what was typed before, and what is wrong with it.
pub fn line(draft: &FormDraft, typed: Typed, language: Language) -> Element {
    let (fault, value) = (draft.error(&typed.name, language).into(), draft.value(&typed.name).to_owned());
    text_field(Typed { fault, ..typed }, value)
}

/// Several lines of text, likewise.
pub fn lines(draft: &FormDraft, typed: Typed, language: Language) -> Element {
    let (fault, value) = (draft.error(&typed.name, language).into(), draft.value(&typed.name).to_owned());
    text_area(Typed { fault, ..typed }, value)
}

/// The code on the household's slip of paper.
pub fn household_code(draft: &FormDraft, hint: Word, language: Language) -> Element {
    let typed = Typed {
        name: "household_code".into(),
        label: words::HOUSEHOLD_CODE.text(language).into(),
        hint: hint.text(language).into(),
        placeholder: words::CODE_PLACEHOLDER.text(language).into(),
        input: Input::Code,
        max_length: Some(24),
        ..Typed::default()
    };
    line(draft, typed, language)
}

/// The button at the end of a form.
pub fn send(label: Word, language: Language) -> Element {
    let button = el("button").class("button button-primary").text(label.text(language));
    el("div").class("action-bar").child(button)
}

/// The line on top of a form that came back.
pub fn wrong(draft: &FormDraft, language: Language) -> Node {
    let whole = draft.error("", language).unwrap_or_else(|| words::WRONG_TITLE.text(language).to_owned());
    (!draft.findings.is_empty()).then(|| notice(Tone::Danger, "", whole)).into()
}

/// File input for photos; those that were received before an error are kept and named.
pub fn photo_field(draft: &FormDraft, most: usize, language: Language) -> Node {
    let hint = if most == 1 { words::PHOTO_HINT_ONE } else { words::PHOTO_HINT };
    let kept = draft.photos.len();
    let hashes = draft.photos.iter().map(|hash| hidden("photo_kept", hash.clone()));
    let received = words::PHOTO_KEPT.fill(language, &[("n", &kept.to_string())]);
    let input = el("input")
        .class("field-input")
        .attr("type", "file")
        .attr("name", "photo")
        .attr("accept", "image/jpeg,image/png,image/webp")
        .flag("multiple", most > 1);
    let more = field(words::PHOTO.text(language), hint.text(language), draft.error("photo", language).into(), input);
    many([
        many(hashes),
        Node::from((kept > 0).then(|| notice(Tone::Good, "", received))),
        Node::from((kept < most).then_some(more)),
    ])
}

/// Whom to call before anything is typed.
pub fn danger(language: Language) -> Element {
    let call = |href: &'static str, label: Word| {
        el("a").class("button button-danger").attr("href", href).text(label.text(language))
    };
    let calls =
        el("p").class("notice-calls").child(call("tel:119", words::CALL_119)).child(call("tel:110", words::CALL_110));
    let text = el("p").text(words::DANGER_TEXT.text(language));
    notice(Tone::Danger, words::DANGER_FIRST.text(language), many([text, calls]))
}
