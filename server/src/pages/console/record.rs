//! Records of phones that wait for a person: the list, and one record with its reason and the original.

use super::desk::{Audit, Desk, done};
use super::listing::Loaded;
use super::{filter, secret, text};
use crate::db::need_list::SECRET_CODES;
use crate::db::record_list::{RecordFilter, RecordLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::pages::document::or_failure;
use app::console::record::{self as page, RecordView};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{
    Word, console as words, console_conflict as conflict, console_finding, console_value as value, console_work as work,
};
use axum::extract::Path;
use axum::response::Response;
use domain::finding::Finding;
use domain::language::Language;
use domain::org::{Role, Scope};
use domain::sync::protocol::ReceiptState;
use domain::sync::record::RecordKind;
use uuid::Uuid;

/// Who looks at them.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];

/// In which role somebody reads records, which decides what of them: a clerk those of the community, word for word, but for what
/// others are named for; the centre those of the district without a word of them, and none that only named handlers see.
async fn reach(desk: &Desk, tx: &mut Tx) -> ApiResult<(Vec<Scope>, RecordFilter)> {
    if desk.is(Role::CommunityClerk) {
        let hides = secret::hidden_from(desk, tx).await?;
        return Ok((desk.scopes(&[Role::CommunityClerk]), RecordFilter { hides, ..RecordFilter::default() }));
    }
    let filter = RecordFilter { hides: SECRET_CODES.into(), rows_only: true, ..RecordFilter::default() };
    Ok((desk.scopes(&[Role::CenterStaff]), filter))
}

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, query) = (desk.language(), &desk.query);
    let (scopes, reach) = reach(desk, tx).await?;
    let chosen = RecordFilter {
        status: query.one_of("status", &["held", "set_aside", "repaired"]),
        kind: query.known("kind", RecordKind::from_name),
        author: query.id("author"),
        ..reach
    };
    let all = db::record_list::count_listed_records(tx, &scopes, &chosen).await?;
    let lines = db::record_list::list_records(tx, &scopes, &chosen, page).await?;
    let states =
        ["set_aside", "held", "repaired"].map(|name| (name.to_owned(), value::state_text(name, language))).into();
    let filters = vec![
        filter::choice("status", words::STATE, query.text("status"), states, language),
        filter::wire(desk, "kind", words::KIND, RecordKind::ALL, RecordKind::name, work::record_kind),
        super::listing::hidden("author", query.text("author")),
    ];
    let heads = [words::RECEIVED, words::KIND, words::AUTHOR, words::COMPOUND, words::STATE, words::REASON];
    let row = |line: RecordLine| {
        let reasons = reasons(&line.findings, language).join(" ");
        vec![
            Cell::text(text::at(line.received_at_ms)).to(format!("/console/records/{}", line.id)),
            Cell::text(kind(&line.kind, language)),
            Cell::text(line.author),
            Cell::text(line.compound.unwrap_or_default()),
            state(&line.status, language),
            Cell::text(reasons),
        ]
    };
    let table = Table {
        label: words::RECORDS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    };
    Ok(Loaded { note: None, filters, table, all })
}

fn kind(name: &str, language: Language) -> String {
    value::of_name(RecordKind::from_name, work::record_kind, name, language)
}

fn state(name: &str, language: Language) -> Cell {
    let mark = match name {
        "held" => Mark::Waiting,
        "repaired" => Mark::Good,
        _ => Mark::Warn,
    };
    Cell::badge(mark, value::state_text(name, language))
}

/// The findings in plain words; never none.
fn reasons(findings: &str, language: Language) -> Vec<String> {
    let findings: Vec<Finding> = serde_json::from_str(findings).unwrap_or_default();
    let say = |code: &str| console_finding::finding(code).text(language).to_owned();
    if findings.is_empty() { vec![say("not_placed")] } else { findings.iter().map(|one| say(&one.code)).collect() }
}

/// `GET /console/records/{id}`
pub async fn show_record(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id)).await
}

async fn shown(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let (scopes, reach) = reach(desk, &mut tx).await?;
    let line = db::record_list::record_within(&mut tx, &scopes, &reach, id).await?.ok_or(ApiError::NotFound)?;
    let tries = db::hold::tries_of(&mut tx, id.into()).await?;
    let repaired_by = db::record::repair_of(&mut tx, id.into()).await?;
    let repairs = db::record::fate_of(&mut tx, id.into()).await?.and_then(|(_, _, repairs)| repairs);
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let mut facts = vec![
        fact(words::STATE, state(&line.status, language)),
        fact(words::AUTHOR, Cell::text(line.author)),
        fact(words::COMPOUND, Cell::text(line.compound.unwrap_or_default())),
        fact(words::WHEN, Cell::text(text::at(line.recorded_at_ms))),
        fact(words::RECEIVED, Cell::text(text::at(line.received_at_ms))),
        fact(words::NUMBER, Cell::text(format!("{} · {}", line.device_id, line.device_seq))),
    ];
    let to = |id: domain::id::RecordId| Cell::text(id.to_string()).to(format!("/console/records/{id}"));
    facts.extend(repairs.map(|id| fact(conflict::REPAIRS, to(id))));
    facts.extend(repaired_by.map(|id| fact(conflict::REPAIRED_BY, Cell::text(id.to_string()))));
    if let Some((count, next_at_ms)) = tries {
        facts.push(fact(conflict::TRIES, Cell::text(count.to_string())));
        facts.push(fact(conflict::NEXT_TRY, Cell::text(text::at(next_at_ms))));
    }
    let open = line.status == "held" || line.status == "set_aside";
    let retry = (open && !reach.rows_only).then(|| format!("/console/records/{id}/retry"));
    let body = if reach.rows_only { String::new() } else { line.body };
    let reasons = match line.status.as_str() {
        "repaired" => vec![console_finding::finding("repaired").text(language).to_owned()],
        _ => reasons(&line.findings, language),
    };
    let view = RecordView { language, facts, reasons, body, retry };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/records", words::RECORDS.text(language))];
    Ok(desk.page(&kind(&line.kind, language), trail, move || page::page(view)))
}

/// `POST /console/records/{id}/retry`
pub async fn retry_record(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, retried(&desk, id)).await
}

async fn retried(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let clerk = &[Role::CommunityClerk];
    let mut tx = desk.state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let (scopes, reach) = reach(desk, &mut tx).await?;
    let line = db::record_list::record_within(&mut tx, &scopes, &reach, id).await?.ok_or(ApiError::NotFound)?;
    let record = db::record::record_by_id(&mut tx, id.into()).await?.ok_or(ApiError::NotFound)?;
    let findings: Vec<Finding> = serde_json::from_str(&line.findings).unwrap_or_default();
    // Whoever brought it was not its author, or not on its phone: only the author can say that it is right, from there.
    let is_foreign = |finding: &Finding| finding.code == "other_author" || finding.code == "other_device";
    if line.status == "repaired" || findings.iter().any(is_foreign) {
        return Err(ApiError::Conflict("illegal_transition"));
    }
    let state = Intake::new(&desk.state).retry(&mut tx, &record).await?;
    let audit = Audit {
        action: "retry_record",
        object: "record",
        id: &id.to_string(),
        from: Some(&line.status),
        to: Some(state.name()),
        reason: None,
    };
    desk.audit(&mut tx, clerk, audit).await?;
    tx.commit().await?;
    let to =
        if state == ReceiptState::Accepted { "/console/records".to_owned() } else { format!("/console/records/{id}") };
    Ok(done(&to))
}
