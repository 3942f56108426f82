//! A phone's rescue file: the form, and by record what became of it.

use super::detail::{quiet, section};
use super::form::{file, form};
use super::table::{Table, table};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, submit};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, console_rescue as words};
use domain::language::Language;

/// What became of a file.
#[derive(Debug, Clone)]
pub struct RescueResult {
    /// By record.
    pub records: Table,
    /// How many photos and signatures arrived.
    pub photos: usize,
    /// Line and reason of what could not be opened.
    pub unreadable: Vec<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct RescueView {
    pub language: Language,
    pub error: Option<String>,
    pub result: Option<RescueResult>,
}

/// Draws it.
pub fn page(view: RescueView) -> Node {
    let RescueView { language, error, result } = view;
    let error = error.map(|error| notice(Tone::Danger, "", error));
    let result = result.map(|result| outcome(result, language));
    many([Node::from(error), Node::from(result), choose(language).into()])
}

fn outcome(result: RescueResult, language: Language) -> Node {
    let RescueResult { records, photos, unreadable } = result;
    let nothing =
        (records.rows.is_empty() && photos == 0).then(|| notice(Tone::Warn, "", words::NOTHING.text(language)));
    let records = (!records.rows.is_empty()).then(|| section(words::BECAME.text(language), table(records)));
    let photos = (photos > 0).then(|| quiet(words::PHOTOS_KEPT.fill(language, &[("count", &photos.to_string())])));
    let lines = unreadable.into_iter().map(|line| el("li").text(line));
    let lines: Vec<Element> = lines.collect();
    let unreadable =
        (!lines.is_empty()).then(|| notice(Tone::Warn, words::UNREADABLE.text(language), el("ul").children(lines)));
    many([Node::from(nothing), Node::from(records), Node::from(photos), Node::from(unreadable)])
}

fn choose(language: Language) -> Element {
    let text = move |word: Word| word.text(language);
    let file = file(text(words::CHOOSE), text(words::CHOOSE_HINT), ".txt,.jsonl,text/plain");
    form("/console/rescue").class("card stack").attr("enctype", "multipart/form-data").child(file).child(submit(
        Kind::Primary,
        None,
        text(words::BRING_IN),
    ))
}
