//! The import of rosters in the console: upload, preview, confirm or discard. Works with scripts off.
//!
//! Between upload and decision the file lies encrypted among the blobs; after the decision it is deleted. Reading and applying go on by
//! themselves; the page of the import says how far they are, and asks again by itself.

use crate::auth::guard::Who::Roles;
use crate::db::Tx;
use crate::db::roster::{Import, ImportStatus, count_imports, import_by_id, imports_of_page, set_import};
use crate::db::select::Page;
use crate::error::{ApiError, ApiResult};
use crate::pages::console::desk::{Audit, Desk, done};
use crate::pages::console::listing::{List, Loaded};
use crate::pages::document::{Reader, or_failure};
use crate::roster::job::{Importer, Noted};
use crate::roster::report;
use crate::roster::underway::Stage;
use crate::router::{Route, route};
use crate::state::AppState;
use anyhow::Context;
use app::console::imports::{self as view, ImportView, ImportsView};
use app::console::table::{Cell, Table};
use app::words::{console, roster as words};
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::calendar::shanghai_text;
use domain::hash::Hash;
use domain::id::ImportId;
use domain::language::Language;
use domain::org::Role;
use domain::roster::header::Column;
use domain::roster::remark::Remark;
use domain::roster::row::community_code;
use domain::roster::street::streets;
use serde_json::{Value, json};

mod kept;
mod remarks;
mod work;

use kept::{forget_file, receive};

/// Who imports rosters. The system's administrator sees no business data (model 2.3), so no doors either.
pub const ROLES: &[Role] = &[Role::CenterStaff];
/// 421,000 rows are 50 MB as CSV and 30 MB as XLSX.
const UPLOAD_BYTES: usize = 200 * 1024 * 1024;
const SHOWN_IMPORTS: i64 = 50;

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    let upload = post(upload_roster).layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    vec![
        route("GET", "/console/imports", Roles(ROLES), get(show_imports)),
        route("POST", "/console/imports", Roles(ROLES), upload),
        route("GET", "/console/imports/{id}", Roles(ROLES), get(show_import)),
        route("GET", "/console/imports/{id}/{report}", Roles(ROLES), get(show_report)),
        route("POST", "/console/imports/{id}/apply", Roles(ROLES), post(apply_import)),
        route("POST", "/console/imports/{id}/discard", Roles(ROLES), post(discard_import)),
    ]
}

/// The form and the earlier imports.
pub async fn show_imports(desk: Desk) -> Response {
    or_failure(&desk.state, list_page(&desk, None)).await
}

async fn list_page(desk: &Desk, error: Option<String>) -> ApiResult<Response> {
    let mut tx = desk.state.db.read().await?;
    let earlier = load(desk, &mut tx, Page { limit: SHOWN_IMPORTS, offset: 0 }).await?.table;
    let [_, csv, xlsx] = List::Imports.paths();
    let listed = ImportsView { language: desk.language(), error, earlier, csv: csv.to_owned(), xlsx: xlsx.to_owned() };
    Ok(desk.page(words::TITLE.text(desk.language()), vec![], move || view::imports(listed)))
}

/// A page of the list of imports, which leaves as a file, too.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let language = desk.language();
    let all = count_imports(tx).await?;
    let lines = imports_of_page(tx, page).await?;
    let number = |counts: &Value, part: &str, name: &str| {
        Cell::number(counts[part][name].as_u64().map_or_else(String::new, |number| number.to_string()))
    };
    let [rows, accepted, noted, review, _, errors, ..] = words::COUNTS;
    let [new_households, ..] = words::APPLIED;
    let heads = [words::FILE, words::STATUS, console::WHEN, rows, accepted, noted, review, errors, new_households];
    let row = |one: Import| {
        let counts = &one.counts.0;
        let found = ["rows", "accepted", "noted", "review", "error"].map(|name| number(counts, "preview", name));
        let mut cells = vec![
            Cell::text(one.file_name.clone()).to(format!("/console/imports/{}", one.id)),
            Cell::text(words::status(&one.status).text(language)),
            Cell::text(shanghai_text(one.created_at_ms)),
        ];
        cells.extend(found);
        cells.push(number(counts, "applied", "new_households"));
        cells
    };
    let table = Table {
        label: words::EARLIER.text(language).to_owned(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    };
    Ok(Loaded { note: None, filters: vec![], table, all })
}

/// Takes a file, looks at it, and shows what an import would do.
pub async fn upload_roster(desk: Desk, form: Multipart) -> Response {
    or_failure(&desk.state, upload(&desk, form)).await
}

async fn upload(desk: &Desk, form: Multipart) -> ApiResult<Response> {
    let (state, language) = (&desk.state, desk.language());
    let Some(sent) = receive(form).await? else {
        return list_page(desk, Some(words::FILE_MISSING.text(language).to_owned())).await;
    };
    if let Some(code) = &sent.community
        && community_code(&streets(), code).is_err()
    {
        let why = words::remark(Remark::CommunityCodeWrong).text(language);
        return list_page(desk, Some(format!("{}：{why}", words::COMMUNITY_CODE.text(language)))).await;
    }
    let bytes = tokio::fs::read(sent.path()).await.context("the upload vanished")?;
    let sha256 = Hash::of(&bytes);
    let blob = state.blobs.put(state.seal.seal_bytes(&bytes).into()).await.context("cannot keep the upload")?;
    let kept = json!({ "file_blob": blob, "community": sent.community });
    let file = Noted { file_name: &sent.name, sha256, account: Some(desk.actor.account) };
    let id = importer(state).note_upload(file, kept).await?;
    work::read(state, find(state, id).await?, Some(sent)).await?;
    Ok(Redirect::to(&format!("/console/imports/{id}")).into_response())
}

fn importer(state: &AppState) -> Importer {
    Importer { db: state.db.clone(), seal: state.seal.clone(), clock: state.clock.clone() }
}

async fn find(state: &AppState, id: ImportId) -> ApiResult<Import> {
    let mut tx = state.db.read().await?;
    import_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)
}

/// How far an import is; what it would do, or did.
pub async fn show_import(desk: Desk, Path(id): Path<ImportId>) -> Response {
    or_failure(&desk.state, async {
        let (state, language) = (&desk.state, desk.language());
        let mut import = find(state, id).await?;
        if import.status == ImportStatus::Reading.name() && state.imports.stage(id) != Stage::Failed {
            // Whoever read it has stopped, or is another server: nobody waits for a file that nobody reads.
            work::read(state, import, None).await?;
            import = find(state, id).await?;
        }
        let trail = vec![("/console/imports", words::TITLE.text(language))];
        let title = import.file_name.clone();
        let stage = state.imports.stage(id);
        if let Stage::AtWork(rows, permille) = stage {
            let waiting = view::Waiting { language, status: import.status, rows, permille };
            let page = desk.page(&title, trail, move || view::waiting(waiting));
            return Ok(([(header::REFRESH, "2")], page).into_response());
        }
        let remarks = remarks::kept(state, &import, language);
        let mut shown = import_view(&import, stage == Stage::Failed, remarks, language);
        shown.leads_on = desk.is(Role::CenterStaff);
        Ok(desk.page(&title, trail, move || view::import(shown)))
    })
    .await
}

fn import_view(import: &Import, has_failed: bool, remarks: Vec<[String; 4]>, language: Language) -> ImportView {
    let counts = &import.counts.0;
    let numbers =
        |of: &Value, names: &[&str]| names.iter().map(|name| of[*name].as_u64().unwrap_or(0)).collect::<Vec<_>>();
    let preview = &counts["preview"];
    let kinds = counts["by_remark"].as_object().into_iter().flatten();
    let kinds = kinds.filter_map(|(code, count)| {
        Some((words::remark(Remark::from_name(code)?).text(language).to_owned(), count.as_u64()?))
    });
    let names = ["rows", "accepted", "noted", "review", "duplicate", "error", "compounds", "buildings"];
    let taken = ["accepted", "noted", "review"].iter().any(|name| preview[*name].as_u64() > Some(0));
    let done = ["new_households", "new_compounds", "unchanged", "differing", "review_items"];
    ImportView {
        language,
        id: import.id.to_string(),
        status: import.status.clone(),
        has_failed,
        refused: refused(counts, language),
        is_applicable: preview["error"] == 0 && taken,
        counts: numbers(preview, &names),
        applied: counts.get("applied").map(|applied| numbers(applied, &done)),
        by_remark: kinds.collect(),
        remarks,
        read_as: read_as(&counts["read"], language),
        has_report: counts["report_blob"].is_string(),
        leads_on: false,
    }
}

/// How the file was read, and what of it was not: what a column is called stays as the file calls it.
fn read_as(read: &Value, language: Language) -> Vec<(String, String)> {
    let texts = |name: &str| read[name].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    let column = |name: &&str| Some(words::column(Column::from_name(name)?).text(language));
    let lines = [
        (words::READ_AS, read["kind"].as_str().unwrap_or_default().to_owned()),
        (words::HEADER_ROW, read["header_row"].as_u64().map_or_else(String::new, |row| row.to_string())),
        (words::UNREAD_COLUMNS, texts("unread_columns").join("、")),
        (words::UNREAD_SHEETS, texts("unread_sheets").join("、")),
        (words::NOT_KEPT, texts("not_kept").iter().filter_map(column).collect::<Vec<_>>().join("、")),
    ];
    let said = lines.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(label, text)| (label.text(language).to_owned(), text)).collect()
}

/// Why the file is no roster, if it is none.
fn refused(counts: &Value, language: Language) -> Option<String> {
    let why = words::file_error(counts["refused"].as_str()?).text(language);
    let detail = words::detail(counts["detail"].as_str().unwrap_or_default(), language);
    Some(format!("{}：{why} {detail}", words::FILE_REFUSED.text(language)))
}

/// All remarks as a file that Excel opens: `report.csv` or `report.xlsx`; also after the decision.
pub async fn show_report(
    State(state): State<AppState>,
    reader: Reader,
    Path((id, name)): Path<(ImportId, String)>,
) -> Response {
    or_failure(&state, async {
        let import = find(&state, id).await?;
        let language = reader.0.language;
        let (mime, bytes) = match name.as_str() {
            "report.csv" => {
                let found = remarks::report(&state, &import).await?;
                let mut bytes = Vec::new();
                report::write_csv(&found, language, &mut bytes).context("cannot write the report")?;
                ("text/csv; charset=utf-8", bytes)
            }
            "report.xlsx" => {
                let found = remarks::report(&state, &import).await?;
                let bytes = report::write_xlsx(&found, language).context("cannot write the report")?;
                ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
            }
            _ => return Err(ApiError::NotFound),
        };
        let disposition = format!("attachment; filename=\"{name}\"");
        let headers = [(header::CONTENT_TYPE, mime.to_owned()), (header::CONTENT_DISPOSITION, disposition)];
        Ok((headers, bytes).into_response())
    })
    .await
}

/// Applies the file: all of it, or nothing.
pub async fn apply_import(desk: Desk, Path(id): Path<ImportId>) -> Response {
    or_failure(&desk.state, async {
        let import = find(&desk.state, id).await?;
        if import.status != ImportStatus::Previewed.name() {
            return Err(ApiError::Conflict("import_decided"));
        }
        work::apply(&desk, import).await?;
        Ok(done(&format!("/console/imports/{id}")))
    })
    .await
}

/// Throws the file away.
pub async fn discard_import(desk: Desk, Path(id): Path<ImportId>) -> Response {
    or_failure(&desk.state, async {
        let state = &desk.state;
        let import = find(state, id).await?;
        let mut tx = state.db.write().await?;
        let mut counts = import.counts.0.clone();
        remarks::forget(&mut counts);
        let step = [ImportStatus::Previewed, ImportStatus::Discarded];
        let was_waiting = set_import(&mut tx, id, step, &counts, None).await?;
        if !was_waiting {
            return Err(ApiError::Conflict("import_decided"));
        }
        audit(&desk, &mut tx, &import, ImportStatus::Discarded).await?;
        tx.commit().await?;
        forget_file(state, &import).await?;
        Ok(done("/console/imports"))
    })
    .await
}

/// Who decided about which file; the file's fingerprint stays when the file is gone.
async fn audit(desk: &Desk, tx: &mut Tx, import: &Import, to: ImportStatus) -> ApiResult<()> {
    let action = if to == ImportStatus::Applied { "import_applied" } else { "import_discarded" };
    let id = import.id.to_string();
    let audit = Audit {
        action,
        object: "import",
        id: &id,
        from: Some(ImportStatus::Previewed.name()),
        to: Some(to.name()),
        reason: Some(&import.file_sha256),
    };
    desk.audit(tx, ROLES, audit).await
}
