//! Importing a roster: choose a file, see what an import would do, confirm or discard.

use super::form::press;
use super::table::{Cell, Table, table};
use crate::ui::button::{Button, ButtonLink, Kind};
use crate::ui::notice::{Notice, Tone};
use crate::words::roster as words;
use domain::language::Language;
use leptos::prelude::*;

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
pub fn imports(view: ImportsView) -> impl IntoView {
    let ImportsView { language, error, imports } = view;
    let text = move |word: crate::words::Word| word.text(language);
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
        heads: vec![
            text(words::FILE).to_owned(),
            text(words::STATUS).to_owned(),
            text(crate::words::console::WHEN).to_owned(),
        ],
        rows: rows.collect(),
        total: None,
    };
    let heading = (!earlier.rows.is_empty()).then(|| view! { <h2>{text(words::EARLIER)}</h2> });
    let list = (!earlier.rows.is_empty()).then(|| table(earlier));
    view! {
        {error.map(|error| view! { <Notice tone=Tone::Danger>{error}</Notice> })}
        <form class="card stack" method="post" action="/console/imports" enctype="multipart/form-data">
            <div class="field">
                <label for="file">{text(words::CHOOSE)}</label>
                <p class="quiet" id="file-hint">{text(words::CHOOSE_HINT)}</p>
                <input id="file" type="file" name="file" required accept=".xlsx,.csv,.txt,text/csv" aria-describedby="file-hint"/>
            </div>
            <div class="field">
                <label for="community">{text(words::COMMUNITY_CODE)}</label>
                <input id="community" class="input" name="community" inputmode="numeric" maxlength="12" autocomplete="off"/>
            </div>
            <Button submit=true kind=Kind::Primary label=text(words::LOOK).to_owned()/>
        </form>
        {heading}
        {list}
    }
}

/// The page of one import.
pub fn import(view: ImportView) -> impl IntoView {
    let ImportView { language, id, status, is_applicable, counts, applied, by_remark, remarks } = view;
    let text = move |word: crate::words::Word| word.text(language).to_owned();
    let waits = status == "previewed";
    let named = |label: String, names: &[crate::words::Word], numbers: Vec<u64>| Table {
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
        .then(|| view! { <h2>{first.clone()}</h2> {table(first_remarks(language, first, remarks))} });
    let steps = waits.then(|| {
        let confirm = is_applicable.then(|| press(format!("/console/imports/{id}/apply"), text(words::CONFIRM), Kind::Primary));
        view! { <div class="actions">{confirm}{press(format!("/console/imports/{id}/discard"), text(words::DISCARD), Kind::Secondary)}</div> }
    });
    let refused =
        (waits && !is_applicable).then(|| view! { <Notice tone=Tone::Danger>{text(words::NOT_APPLICABLE)}</Notice> });
    let downloads = waits.then(|| {
        view! {
            <div class="actions">
                <ButtonLink href=format!("/console/imports/{id}/report.csv") label=text(words::DOWNLOAD_CSV)/>
                <ButtonLink href=format!("/console/imports/{id}/report.xlsx") label=text(words::DOWNLOAD_XLSX)/>
            </div>
        }
    });
    view! { {refused} {applied} {counts} {steps} {downloads} {kinds} {found} }
}

fn kinds(language: Language, by_remark: Vec<(String, u64)>) -> Table {
    let text = move |word: crate::words::Word| word.text(language).to_owned();
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
