//! Importing a roster: choose a file, see what an import would do, confirm or discard.

use super::detail::facts;
use super::form::{file, form, press};
use super::list::exports;
use super::table::{Cell, Table, table};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, link, submit};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, roster as words};
use domain::language::Language;

/// A file that is being read or applied.
#[derive(Debug, Clone)]
pub struct Waiting {
    pub language: Language,
    pub status: String,
    pub rows: u32,
    /// How much of 1,000 is done.
    pub permille: u32,
}

/// The page with the form.
#[derive(Debug, Clone)]
pub struct ImportsView {
    pub language: Language,
    pub error: Option<String>,
    pub earlier: Table,
    /// Where the list leaves as a file.
    pub csv: String,
    pub xlsx: String,
}

/// What an import would do, or did.
#[derive(Debug, Clone)]
pub struct ImportView {
    pub language: Language,
    pub id: String,
    pub status: String,
    /// The last work on it broke off.
    pub has_failed: bool,
    /// Why the file is no roster.
    pub refused: Option<String>,
    pub is_applicable: bool,
    pub counts: Vec<u64>,
    pub applied: Option<Vec<u64>>,
    /// Prose and how often.
    pub by_remark: Vec<(String, u64)>,
    /// Row, column, cell, prose.
    pub remarks: Vec<[String; 4]>,
    /// How the file was read and what of it was not.
    pub read_as: Vec<(String, String)>,
    /// The report can be fetched.
    pub has_report: bool,
    /// The reader may see the review list.
    pub leads_on: bool,
}

/// The page with the form and the earlier imports.
pub fn imports(view: ImportsView) -> Node {
    let ImportsView { language, error, earlier, csv, xlsx } = view;
    let text = move |word: Word| word.text(language);
    let earlier = (!earlier.rows.is_empty())
        .then(|| many([el("h2").text(text(words::EARLIER)), table(earlier), exports(csv, xlsx, language)]));
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

/// The page of an import while somebody waits for it. It comes again by itself.
pub fn waiting(view: Waiting) -> Node {
    let Waiting { language, status, rows, permille } = view;
    let what = if status == "previewed" { words::APPLYING } else { words::READING };
    let (rows, percent) = (rows.to_string(), (permille / 10).to_string());
    let far = words::HOW_FAR.fill(language, &[("rows", &rows), ("percent", &percent)]);
    let bar = el("progress").class("progress-bar").attr("max", "1000").attr("value", permille.to_string());
    let numbers =
        el("span").class("progress-numbers").child(el("span").text(what.text(language))).child(el("span").text(far));
    let card = el("div")
        .class("card stack")
        .child(el("label").class("progress").child(numbers).child(bar))
        .child(el("p").class("quiet").text(words::MAY_LEAVE.text(language)));
    many([card, link(Kind::Secondary, None, "", words::LOOK_NOW.text(language))])
}

/// Which rows of the review list each of [`words::COUNTS`] has become.
const COUNT_LEADS: [&str; 8] = ["", "", "kind=roster_cell", "kind=roster_row", "", "", "", ""];
/// The same for [`words::APPLIED`].
const APPLIED_LEADS: [&str; 5] = ["", "", "", "kind=register_differs", "status=open"];

/// The page of one import.
pub fn import(view: ImportView) -> Node {
    let ImportView {
        language,
        id,
        status,
        has_failed,
        refused,
        is_applicable,
        counts,
        applied,
        by_remark,
        remarks,
        ..
    } = view;
    let (read_as, has_report, leads_on) = (view.read_as, view.has_report, view.leads_on);
    let text = move |word: Word| word.text(language).to_owned();
    let waits = status == "previewed";
    let leads_on = leads_on && status == "applied";
    let named = |label: String, names: &[Word], leads: &[&str], numbers: Vec<u64>| Table {
        label,
        heads: vec![text(words::WHAT), text(words::COUNT)],
        rows: names
            .iter()
            .zip(leads)
            .zip(numbers)
            .map(|((name, kind), number)| {
                let cell = Cell::number(number);
                let leads = leads_on && number > 0 && !kind.is_empty();
                let cell = if leads { cell.to(format!("/console/reviews?{kind}")) } else { cell };
                vec![Cell::text(text(*name)), cell]
            })
            .collect(),
        total: None,
    };
    let again = |why: String| {
        let back = link(Kind::Primary, None, "/console/imports", text(words::UPLOAD_AGAIN));
        many([Node::from(notice(Tone::Danger, "", why)), back.into()])
    };
    if let Some(why) = refused {
        return again(why);
    }
    if status == "reading" {
        return again(text(words::NOT_READ));
    }
    let broken = has_failed.then(|| notice(Tone::Danger, "", text(words::NOT_APPLIED)));
    let counts = table(named(text(words::PREVIEW), &words::COUNTS, &COUNT_LEADS, counts));
    let applied =
        applied.map(|numbers| table(named(text(words::status("applied")), &words::APPLIED, &APPLIED_LEADS, numbers)));
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
    let wrong = (waits && !is_applicable).then(|| notice(Tone::Danger, "", text(words::NOT_APPLICABLE)));
    let downloads = has_report.then(|| {
        el("div")
            .class("actions")
            .child(link(Kind::Secondary, None, address("report.csv"), text(words::DOWNLOAD_CSV)))
            .child(link(Kind::Secondary, None, address("report.xlsx"), text(words::DOWNLOAD_XLSX)))
    });
    let read = read_as.into_iter().map(|(label, text)| (label, Cell::text(text))).collect::<Vec<_>>();
    let read = (!read.is_empty()).then(|| facts(read, language));
    let tables = [broken, wrong, applied, Some(counts), steps, downloads, read, kinds];
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
