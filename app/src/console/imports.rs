//! Importing a roster: choose a file, see what an import would do, confirm or discard.

use super::form::{file, form, press};
use super::table::{Cell, Table, table};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, link, submit};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, console, roster as words};
use domain::language::Language;

/// One earlier import.
#[derive(Debug, Clone)]
pub struct ImportLine {
    pub id: String,
    pub file_name: String,
    pub status: String,
    pub at: String,
}

/// The page with the form.
#[derive(Debug, Clone)]
pub struct ImportsView {
    pub language: Language,
    pub error: Option<String>,
    pub imports: Vec<ImportLine>,
}

/// What an import would do, or did.
#[derive(Debug, Clone)]
pub struct ImportView {
    pub language: Language,
    pub id: String,
    pub status: String,
    pub is_applicable: bool,
    pub counts: Vec<u64>,
    pub applied: Option<Vec<u64>>,
    /// Prose and how often.
    pub by_remark: Vec<(String, u64)>,
    /// Row, column, cell, prose.
    pub remarks: Vec<[String; 4]>,
}

/// The page with the form and the earlier imports.
pub fn imports(view: ImportsView) -> Node {
    let ImportsView { language, error, imports } = view;
    let text = move |word: Word| word.text(language);
    let rows = imports.into_iter().map(|line| {
        let status = words::status(&line.status).text(language);
        vec![
            Cell::text(line.file_name).to(format!("/console/imports/{}", line.id)),
            Cell::text(status),
            Cell::text(line.at),
        ]
    });
    let earlier = Table {
        label: text(words::EARLIER).to_owned(),
        heads: vec![text(words::FILE).to_owned(), text(words::STATUS).to_owned(), text(console::WHEN).to_owned()],
        rows: rows.collect(),
        total: None,
    };
    let earlier = (!earlier.rows.is_empty()).then(|| many([el("h2").text(text(words::EARLIER)), table(earlier)]));
    many([Node::from(error.map(|error| notice(Tone::Danger, "", error))), choose(text).into(), Node::from(earlier)])
}

fn choose(text: impl Fn(Word) -> &'static str) -> Element {
    let file = file(text(words::CHOOSE), text(words::CHOOSE_HINT), ".xlsx,.csv,.txt,text/csv");
    let community = el("input")
        .class("input")
        .attr("id", "community")
        .attr("name", "community")
        .attr("inputmode", "numeric")
        .attr("maxlength", "12")
        .attr("autocomplete", "off");
    let label = el("label").attr("for", "community").text(text(words::COMMUNITY_CODE));
    form("/console/imports")
        .class("card stack")
        .attr("enctype", "multipart/form-data")
        .child(file)
        .child(el("div").class("field").child(label).child(community))
        .child(submit(Kind::Primary, None, text(words::LOOK)))
}

/// The page of one import.
pub fn import(view: ImportView) -> Node {
    let ImportView { language, id, status, is_applicable, counts, applied, by_remark, remarks } = view;
    let text = move |word: Word| word.text(language).to_owned();
    let waits = status == "previewed";
    let named = |label: String, names: &[Word], numbers: Vec<u64>| Table {
        label,
        heads: vec![text(words::WHAT), text(words::COUNT)],
        rows: names
            .iter()
            .zip(numbers)
            .map(|(name, number)| vec![Cell::text(text(*name)), Cell::number(number)])
            .collect(),
        total: None,
    };
    let counts = table(named(text(words::PREVIEW), &words::COUNTS, counts));
    let applied = applied.map(|numbers| table(named(text(words::status("applied")), &words::APPLIED, numbers)));
    let kinds = (!by_remark.is_empty()).then(|| table(kinds(language, by_remark)));
    let first = words::FIRST_REMARKS.fill(language, &[("count", &remarks.len().to_string())]);
    let found = (!remarks.is_empty())
        .then(|| many([el("h2").text(first.clone()), table(first_remarks(language, first, remarks))]));
    let address = |step: &str| format!("/console/imports/{id}/{step}");
    let steps = waits.then(|| {
        let confirm = is_applicable.then(|| press(address("apply"), text(words::CONFIRM), Kind::Primary));
        let discard = press(address("discard"), text(words::DISCARD), Kind::Secondary);
        el("div").class("actions").child(confirm).child(discard)
    });
    let refused = (waits && !is_applicable).then(|| notice(Tone::Danger, "", text(words::NOT_APPLICABLE)));
    let downloads = waits.then(|| {
        el("div")
            .class("actions")
            .child(link(Kind::Primary, None, address("report.csv"), text(words::DOWNLOAD_CSV)))
            .child(link(Kind::Primary, None, address("report.xlsx"), text(words::DOWNLOAD_XLSX)))
    });
    let tables = [refused, applied, Some(counts), steps, downloads, kinds];
    many(tables.map(Node::from).into_iter().chain([Node::from(found)]))
}

fn kinds(language: Language, by_remark: Vec<(String, u64)>) -> Table {
    let text = move |word: Word| word.text(language).to_owned();
    Table {
        label: text(words::BY_REMARK),
        heads: vec![text(words::BY_REMARK), text(words::COUNT)],
        rows: by_remark.into_iter().map(|(name, count)| vec![Cell::text(name), Cell::number(count)]).collect(),
        total: None,
    }
}

fn first_remarks(language: Language, label: String, remarks: Vec<[String; 4]>) -> Table {
    let [row, _, column, cell, problem, ..] = words::REPORT_HEADER.map(|word| word.text(language).to_owned());
    let rows = remarks.into_iter().map(|line| line.into_iter().map(Cell::text).collect());
    Table { label, heads: vec![row, column, cell, problem], rows: rows.collect(), total: None }
}
