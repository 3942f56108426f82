//! What came twice: under one id, under one number of a phone, or with the same words. Who brought it, from which phone, under which
//! number, with both hashes. Everything is kept.

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
        device::SAME,
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
    let (same, beside) = match line.what.as_str() {
        "id" => (device::SAME_ID, None),
        "number" => (device::SAME_NUMBER, Some(format!("/console/records/{}", line.id))),
        _ => (device::SAME_WORDS, Some(format!("/console/reviews/{}", line.id))),
    };
    let same = Cell::text(same.text(language));
    vec![
        Cell::text(text::at(line.received_at_ms)),
        match beside {
            Some(path) => same.to(path),
            None => same,
        },
        Cell::text(line.sender),
        Cell::text(line.device_id.map(|id| phone(&id.to_string(), "")).unwrap_or_default()),
        Cell::number(line.device_seq.map(|seq| seq.to_string()).unwrap_or_default()),
        Cell::text(line.kind.map_or_else(none, kind)),
        Cell::text(line.compound.unwrap_or_default()),
        Cell::text(line.kept_at_ms.map(text::at).unwrap_or_default()),
        Cell::text(line.kept_hash.as_deref().map(in_groups).unwrap_or_default()),
        Cell::text(line.hash.as_deref().map(in_groups).unwrap_or_default()),
    ]
}

/// A hash in four groups, so that two of them can be compared by eye and a narrow screen can break the line.
fn in_groups(hash: &str) -> String {
    let groups: Vec<&str> = hash.as_bytes().chunks(16).filter_map(|group| std::str::from_utf8(group).ok()).collect();
    groups.join(" ")
}
