//! The first remarks of a preview, kept with the import so that its page need not read the whole file again. What stood in the cells is
//! somebody's name or number: it is sealed, and goes with the file.

use crate::db::roster::Import;
use crate::roster::job::Looked;
use crate::seal::Seal;
use crate::state::AppState;
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
