//! The import of rosters in the console: upload, preview, confirm or discard. Works with scripts off.
//!
//! Between upload and decision the file lies encrypted among the blobs; after the decision it is deleted. Reading and applying go on by
//! themselves; the page of the import says how far they are, and asks again by itself.

use crate::auth::guard::Who::Roles;
use crate::db::Tx;
use crate::db::roster::{Import, ImportStatus, import_by_id, list_imports, set_import};
use crate::error::{ApiError, ApiResult};
use crate::pages::console::desk::{Audit, Desk, done};
use crate::pages::document::{Reader, or_failure};
use crate::roster::job::{Importer, Noted};
use crate::roster::report;
use crate::roster::underway::Stage;
use crate::router::{Route, route};
use crate::state::AppState;
use anyhow::Context;
use app::console::imports::{self as view, ImportLine, ImportView, ImportsView};
use app::words::roster as words;
use axum::extract::{DefaultBodyLimit, Multipart, Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use domain::calendar::shanghai_text;
use domain::hash::Hash;
use domain::id::ImportId;
use domain::language::Language;
use domain::org::Role;
use domain::roster::remark::Remark;
use serde_json::{Value, json};

mod kept;
mod remarks;
mod work;

use kept::{forget_file, look_again, receive};

/// Who imports rosters.
pub const ROLES: &[Role] = &[Role::SysAdmin, Role::CenterStaff];
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
    let imports = list_imports(&mut tx, None, SHOWN_IMPORTS).await?;
    let lines = imports.into_iter().map(|one| ImportLine {
        id: one.id.to_string(),
        file_name: one.file_name,
        status: one.status,
        at: shanghai_text(one.created_at_ms),
    });
    let listed = ImportsView { language: desk.language(), error, imports: lines.collect() };
    Ok(desk.page(words::TITLE.text(desk.language()), vec![], move || view::imports(listed)))
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
        let shown = import_view(&import, stage == Stage::Failed, remarks, language);
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
    }
}

/// Why the file is no roster, if it is none.
fn refused(counts: &Value, language: Language) -> Option<String> {
    let why = words::file_error(counts["refused"].as_str()?).text(language);
    let detail = counts["detail"].as_str().unwrap_or_default();
    Some(format!("{}：{why} {detail}", words::FILE_REFUSED.text(language)))
}

/// All remarks as a file that Excel opens: `report.csv` or `report.xlsx`.
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
                let (looked, _folder) = look_again(&state, &import, |_, _| {}).await?;
                let mut bytes = Vec::new();
                report::write_csv(&looked.preview, language, &mut bytes).context("cannot write the report")?;
                ("text/csv; charset=utf-8", bytes)
            }
            "report.xlsx" => {
                let (looked, _folder) = look_again(&state, &import, |_, _| {}).await?;
                let bytes = report::write_xlsx(&looked.preview, language).context("cannot write the report")?;
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
