//! What the two consent pages are made of: the sheet with the text, answers of one size, and what is missing.

use crate::element::{Element, Node, el, live};
use crate::field::context::Phone;
use crate::ui::field::Fault;
use crate::words::Word;
use domain::text::holds;

/// A consent text on its sheet, its first line as heading; the lines that hold `big` in large letters.
pub fn sheet(class: &'static str, text: &str, big: &str) -> Element {
    let mut sheet = el("article").class(class);
    let mut tag = "h2";
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        let is_big = tag == "p" && !big.is_empty() && holds(line, big);
        sheet = sheet.child(el(tag).attr_maybe("class", is_big.then_some("consent-fee")).text(line.to_owned()));
        tag = "p";
    }
    sheet
}

/// One of the answers; all are of one size.
pub fn answer(phone: Phone, word: Word, act: impl Fn() + 'static) -> Element {
    el("button").attr("type", "button").class("button").on_click(act).text(phone.say(word))
}

/// What is wrong, read out at once.
pub fn missing(tag: &'static str, fault: Fault) -> Node {
    live(move || fault.text().map(|text| el(tag).class("field-error").attr("role", "alert").text(text)))
}
