//! The first remarks of a preview, kept with the import so that its page need not read the whole file again. What stood in the cells is
//! somebody's name or number: it is sealed, and goes with the file. The report stays, sealed too, for whoever has to correct the roster after the decision.

use crate::db::roster::Import;
use crate::error::{ApiError, ApiResult};
use crate::roster::job::Looked;
use crate::roster::report::Found;
use crate::seal::Seal;
use crate::state::AppState;
use anyhow::Context;
use app::words::roster as words;
use domain::language::Language;
use domain::roster::header::Column;
use domain::roster::remark::Remark;
use serde_json::{Value, json};

const SHOWN: usize = 50;

/// Row, column, what stood there, what is the matter.
type Line = (u32, String, String, String);

/// Puts the first remarks beside the counts.
pub(super) fn keep(seal: &Seal, looked: &Looked, found: &mut Value) {
    let first = looked.preview.remarks.iter().take(SHOWN);
    let lines = first.map(|remark| json!([remark.row_no, remark.column.name(), remark.cell, remark.remark.name()]));
    found["remarks_sealed"] = json!(seal.seal(&Value::Array(lines.collect()).to_string()));
}

/// How many remarks a report keeps; a file with more of them is not read to its end by anybody.
const REPORTED: usize = 200_000;

/// Keeps the whole report, sealed, under its own hash: it can be fetched after the decision, when the file is gone.
pub(super) async fn keep_report(state: &AppState, looked: &Looked) -> ApiResult<Value> {
    if looked.preview.remarks.is_empty() {
        return Ok(Value::Null);
    }
    let found = serde_json::to_vec(&looked.preview.found(REPORTED)).context("cannot write the report")?;
    let blob = state.blobs.put(state.seal.seal_bytes(&found).into()).await.context("cannot keep the report")?;
    Ok(json!(blob))
}

/// The report that was kept.
pub(super) async fn report(state: &AppState, import: &Import) -> ApiResult<Found<'static>> {
    let blob = import.counts.0["report_blob"].as_str().and_then(|text| text.parse().ok()).ok_or(ApiError::NotFound)?;
    let sealed = state.blobs.get(blob).await.context("cannot read the report")?.ok_or(ApiError::NotFound)?;
    let found = state.seal.open_bytes(&sealed).context("the report was changed")?;
    Ok(serde_json::from_slice(&found).context("the report was changed")?)
}

/// Drops them, when the file goes.
pub(super) fn forget(found: &mut Value) {
    if let Some(found) = found.as_object_mut() {
        found.remove("remarks_sealed");
    }
}

/// Row, column, cell and prose of each.
pub(super) fn kept(state: &AppState, import: &Import, language: Language) -> Vec<[String; 4]> {
    let sealed = import.counts.0["remarks_sealed"].as_str();
    let text = sealed.and_then(|sealed| state.seal.open_text(sealed)).unwrap_or_default();
    let lines: Vec<Line> = serde_json::from_str(&text).unwrap_or_default();
    let line = |(row_no, column, cell, remark): Line| {
        let (column, remark) = (Column::from_name(&column)?, Remark::from_name(&remark)?);
        let column = words::column(column).text(language).to_owned();
        Some([row_no.to_string(), column, cell, words::remark(remark).text(language).to_owned()])
    };
    lines.into_iter().filter_map(line).collect()
}
