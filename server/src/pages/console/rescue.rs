//! `/console/rescue`: a phone's rescue file is brought in, and the page says by record what became of it. Works with scripts off.

use super::desk::{Audit, Desk};
use super::text;
use crate::auth::guard::Who::Roles;
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::intake::rescue::{Outcome, take_envelopes};
use crate::pages::document::or_failure;
use crate::router::{Route, route};
use app::console::rescue::{self as page, RescueResult, RescueView};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{
    Word, console as console_words, console_finding, console_rescue as words, console_value as value,
    console_work as work,
};
use axum::extract::{DefaultBodyLimit, Multipart};
use axum::response::Response;
use axum::routing::{get, post};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::language::Language;
use domain::org::Role;
use domain::sync::envelope::Named;
use domain::sync::protocol::{Receipt, ReceiptState};
use domain::sync::record::Record;

/// Who brings files in. What is inside is closed to all of them; it goes where its author's push would have gone.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CenterStaff, Role::SysAdmin];
/// A hundred and fifty photos.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    let bring = post(bring_rescue_file).layer(DefaultBodyLimit::max(MOST_BYTES));
    vec![
        route("GET", "/console/rescue", Roles(ROLES), get(show_rescue)),
        route("POST", "/console/rescue", Roles(ROLES), bring),
    ]
}

/// The form.
pub async fn show_rescue(desk: Desk) -> Response {
    shown(&desk, None, None)
}

fn shown(desk: &Desk, error: Option<Word>, result: Option<RescueResult>) -> Response {
    let language = desk.language();
    let view = RescueView { language, error: error.map(|word| word.text(language).to_owned()), result };
    desk.page(words::RESCUE.text(language), vec![], move || page::page(view))
}

/// Takes a file in.
pub async fn bring_rescue_file(desk: Desk, form: Multipart) -> Response {
    or_failure(&desk.state, brought(&desk, form)).await
}

async fn brought(desk: &Desk, form: Multipart) -> ApiResult<Response> {
    let text = file_of(form).await?;
    if text.trim().is_empty() {
        return Ok(shown(desk, Some(words::FILE_MISSING), None));
    }
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    // A line that is no JSON is an envelope that nobody can open.
    let named = |line: &&str| {
        serde_json::from_str(line).unwrap_or_else(|_| Named { name: String::new(), envelope: String::new() })
    };
    let outcomes = take_envelopes(&desk.state, &desk.actor, lines.iter().map(named).collect()).await?;
    let mut tx = desk.state.db.write().await?;
    let id = Hash::of(text.as_bytes()).to_string();
    desk.audit(&mut tx, ROLES, Audit { action: "rescue_file", object: "rescue", id: &id, ..Audit::default() }).await?;
    tx.commit().await?;
    let result = result_of(desk, &outcomes).await?;
    Ok(shown(desk, None, Some(result)))
}

async fn file_of(mut form: Multipart) -> ApiResult<String> {
    let broken = |_| ApiError::invalid("upload_broken", "file");
    while let Some(field) = form.next_field().await.map_err(broken)? {
        if field.name() == Some("file") {
            let bytes = field.bytes().await.map_err(broken)?;
            return Ok(String::from_utf8_lossy(&bytes).into_owned());
        }
    }
    Ok(String::new())
}

async fn result_of(desk: &Desk, outcomes: &[Outcome]) -> ApiResult<RescueResult> {
    let language = desk.language();
    let (mut rows, mut unreadable, mut photos) = (Vec::new(), Vec::new(), 0);
    for (outcome, at) in outcomes.iter().zip(1..) {
        match (&outcome.record, &outcome.rescued.receipt, outcome.rescued.hash) {
            (Some(record), Some(receipt), _) => rows.push(row(desk, record, receipt).await?),
            (_, _, Some(_)) => photos += 1,
            (_, _, None) => unreadable.push(format!("{at}: {}", reasons(&outcome.rescued.findings, language))),
        }
    }
    let heads = [
        console_words::KIND,
        words::NUMBER,
        console_words::AUTHOR,
        console_words::WHEN,
        words::BECAME,
        console_words::REASON,
    ];
    let heads = heads.map(|head| head.text(language).to_owned()).into();
    let records = Table { label: words::BECAME.text(language).to_owned(), heads, rows, total: None };
    Ok(RescueResult { records, photos, unreadable })
}

async fn row(desk: &Desk, record: &Record, receipt: &Receipt) -> ApiResult<Vec<Cell>> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let author = db::account::account_by_id(&mut tx, record.author).await?;
    let mark = match receipt.state {
        ReceiptState::Accepted => Mark::Good,
        ReceiptState::Held => Mark::Waiting,
        ReceiptState::SetAside => Mark::Warn,
    };
    let said = match receipt.state {
        ReceiptState::Accepted => words::TAKEN.text(language).to_owned(),
        other => value::state_text(other.name(), language),
    };
    let mut why = reasons(&receipt.findings, language);
    if !receipt.missing_blobs.is_empty() {
        let count = receipt.missing_blobs.len().to_string();
        why = format!("{} {why}", words::PHOTOS_MISSING.fill(language, &[("count", &count)]));
    }
    Ok(vec![
        Cell::text(work::record_kind(record.kind).text(language)),
        Cell::number(record.seq),
        Cell::text(author.map(|account| account.name).unwrap_or_default()),
        Cell::text(text::at(record.recorded_at_ms)),
        Cell::badge(mark, said),
        Cell::text(why),
    ])
}

fn reasons(findings: &[Finding], language: Language) -> String {
    findings.iter().map(|one| console_finding::finding(&one.code).text(language)).collect::<Vec<_>>().join(" ")
}
