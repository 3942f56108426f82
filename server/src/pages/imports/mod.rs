//! The import of rosters in the console: upload, preview, confirm or discard. Works with scripts off.
//!
//! Between upload and decision the file lies encrypted among the blobs; after the decision it is deleted.

use crate::auth::guard::Who::Roles;
use crate::db::Tx;
use crate::db::roster::{Import, ImportStatus, import_by_id, list_imports, set_import};
use crate::error::{ApiError, ApiResult};
use crate::pages::console::desk::{Audit, Desk, done};
use crate::pages::document::{Reader, or_failure};
use crate::roster::apply::ApplyError;
use crate::roster::job::{Importer, Looked, context, look};
use crate::roster::report;
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
use domain::id::ImportId;
use domain::language::Language;
use domain::org::Role;
use domain::roster::remark::Remark;
use serde_json::{Value, json};

mod kept;

use kept::{forget_file, look_again, receive};

/// Who imports rosters.
pub const ROLES: &[Role] = &[Role::SysAdmin, Role::CenterStaff];
/// 421,000 rows are 50 MB as CSV and 30 MB as XLSX.
const UPLOAD_BYTES: usize = 200 * 1024 * 1024;
const SHOWN_REMARKS: usize = 50;
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
    let looked = match look(sent.path(), context(sent.community.clone()), |_, _| {}).await {
        Ok(looked) => looked,
        Err(error) => {
            let why = words::file_error(&error.to_string()).text(language);
            let text = format!("{}：{why} {}", words::FILE_REFUSED.text(language), error.detail());
            return list_page(desk, Some(text)).await;
        }
    };
    let bytes = tokio::fs::read(sent.path()).await.context("the upload vanished")?;
    let blob = state.blobs.put(state.seal.seal_bytes(&bytes).into()).await.context("cannot keep the upload")?;
    let kept = json!({ "file_blob": blob, "community": sent.community });
    let id = importer(state).note_preview(&looked, &sent.name, Some(desk.actor.account), kept).await?;
    Ok(Redirect::to(&format!("/console/imports/{id}")).into_response())
}

fn importer(state: &AppState) -> Importer {
    Importer { db: state.db.clone(), seal: state.seal.clone(), clock: state.clock.clone() }
}

async fn find(state: &AppState, id: ImportId) -> ApiResult<Import> {
    let mut tx = state.db.read().await?;
    import_by_id(&mut tx, id).await?.ok_or(ApiError::NotFound)
}

/// What an import would do, or did.
pub async fn show_import(desk: Desk, Path(id): Path<ImportId>) -> Response {
    or_failure(&desk.state, async {
        let (state, language) = (&desk.state, desk.language());
        let import = find(state, id).await?;
        let remarks = match look_again(state, &import).await {
            Ok((looked, _folder)) => shown_remarks(&looked, language),
            Err(_) => vec![],
        };
        let (shown, title) = (import_view(&import, remarks, language), import.file_name.clone());
        let trail = vec![("/console/imports", words::TITLE.text(language))];
        Ok(desk.page(&title, trail, move || view::import(shown)))
    })
    .await
}

fn shown_remarks(looked: &Looked, language: Language) -> Vec<[String; 4]> {
    let line = |remark: &domain::roster::row::RowRemark| {
        let (column, problem) = (words::column(remark.column), words::remark(remark.remark));
        [
            remark.row_no.to_string(),
            column.text(language).to_owned(),
            remark.cell.clone(),
            problem.text(language).to_owned(),
        ]
    };
    looked.preview.remarks.iter().take(SHOWN_REMARKS).map(line).collect()
}

fn import_view(import: &Import, remarks: Vec<[String; 4]>, language: Language) -> ImportView {
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
        is_applicable: preview["error"] == 0 && taken,
        counts: numbers(preview, &names),
        applied: counts.get("applied").map(|applied| numbers(applied, &done)),
        by_remark: kinds.collect(),
        remarks,
    }
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
                let (looked, _folder) = look_again(&state, &import).await?;
                let mut bytes = Vec::new();
                report::write_csv(&looked.preview, language, &mut bytes).context("cannot write the report")?;
                ("text/csv; charset=utf-8", bytes)
            }
            "report.xlsx" => {
                let (looked, _folder) = look_again(&state, &import).await?;
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
        let state = &desk.state;
        let import = find(state, id).await?;
        let (looked, _folder) = look_again(state, &import).await?;
        let mut tx = state.db.write().await?;
        match importer(state).apply_in(&mut tx, id, &looked, &mut |_, _| {}).await {
            Ok(_) => {}
            Err(ApplyError::Db(error)) => return Err(error.into()),
            Err(_) => return Err(ApiError::Conflict("import_not_applicable")),
        }
        audit(&desk, &mut tx, &import, ImportStatus::Applied).await?;
        tx.commit().await?;
        forget_file(state, &import).await?;
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
        let was_waiting = set_import(&mut tx, id, ImportStatus::Discarded, &import.counts.0, None).await?;
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
