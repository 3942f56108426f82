//! Two different records under one id: who brought them, from which phone, under which number, with both hashes. Both are kept; one counts.

use super::desk::Desk;
use super::device::phone;
use super::listing::{List, Loaded};
use super::text;
use crate::db::Tx;
use crate::db::clash_list::{ClashLine, count_listed_clashes, list_clashes};
use crate::db::select::Page;
use crate::error::ApiResult;
use app::console::table::{Cell, Table};
use app::words::{console as words, console_device as device, console_value as value, console_work as work};
use domain::language::Language;
use domain::sync::record::RecordKind;

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes) = (desk.language(), desk.scopes(List::Clashes.roles()));
    let all = count_listed_clashes(tx, &scopes).await?;
    let lines = list_clashes(tx, &scopes, page).await?;
    let heads = [
        words::RECEIVED,
        device::SENDER,
        device::DEVICE,
        words::NUMBER,
        words::KIND,
        words::COMPOUND,
        device::KEPT_AT,
        device::KEPT_HASH,
        device::BESIDE_HASH,
    ];
    let table = Table {
        label: device::CLASHES.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(|line| row(line, language)).collect(),
        total: None,
    };
    Ok(Loaded { note: Some(device::CLASHES_NOTE.text(language).into()), filters: vec![], table, all })
}

fn row(line: ClashLine, language: Language) -> Vec<Cell> {
    let kind = |name: String| value::of_name(RecordKind::from_name, work::record_kind, &name, language);
    let none = || device::NO_RECORD.text(language).to_owned();
    vec![
        Cell::text(text::at(line.received_at_ms)),
        Cell::text(line.sender),
        Cell::text(line.device_id.map(|id| phone(&id.to_string(), "")).unwrap_or_default()),
        Cell::number(line.device_seq.map(|seq| seq.to_string()).unwrap_or_default()),
        Cell::text(line.kind.map_or_else(none, kind)),
        Cell::text(line.compound.unwrap_or_default()),
        Cell::text(line.kept_at_ms.map(text::at).unwrap_or_default()),
        Cell::text(line.kept_hash.as_deref().map(in_groups).unwrap_or_default()),
        Cell::text(in_groups(&line.hash)),
    ]
}

/// A hash in four groups, so that two of them can be compared by eye and a narrow screen can break the line.
fn in_groups(hash: &str) -> String {
    let groups: Vec<&str> = hash.as_bytes().chunks(16).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(" ")
}
