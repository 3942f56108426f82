//! A row of a roster on the review list: what it said, opened for those who may see its place; what the register says instead; and the
//! door that it turns out to be. Names and phones are masked here as everywhere.

use super::decide::Decided;
use super::desk::Desk;
use super::text;
use crate::db::review_list::ReviewLine;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::roster::one::{self, OneRow, Settled};
use crate::seal::Seal;
use app::console::detail::FactView;
use app::console::review::DoorStep;
use app::console::table::{Cell, Table};
use app::words::{Word, console_conflict as conflict, console_value as value, roster};
use domain::id::{CompoundId, HouseholdId};
use domain::mask;
use domain::place::{Occupancy, Usage};
use domain::roster::header::Column;
use domain::roster::remark::Remark;
use serde::Deserialize;

/// The kind of an item that holds a row whose door nobody knows for sure.
pub const ROW: &str = "roster_row";
/// The kind of an item that says that the register knows otherwise.
pub const DIFFERS: &str = "register_differs";

/// A cell that the row had; no column for rows of older versions, which kept the texts alone.
type Said = (Option<Column>, String);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Content {
    cells_sealed: String,
    remarks: Vec<About>,
    differs: Vec<String>,
}

#[derive(Deserialize)]
struct About {
    code: Remark,
    column: Column,
    row_no: u32,
    #[serde(default)]
    other_row_no: Option<u32>,
}

fn content(line: &ReviewLine) -> Content {
    serde_json::from_str(&line.content).unwrap_or_default()
}

fn opened(seal: &Seal, content: &Content) -> Vec<Said> {
    let text = seal.open_text(&content.cells_sealed).unwrap_or_default();
    let is_identity = |cell: &str| cell.len() >= 15 && cell.bytes().filter(u8::is_ascii_digit).count() >= 14;
    serde_json::from_str(&text).unwrap_or_else(|_| {
        let cells = text.split('\u{1f}').map(str::trim).filter(|cell| !cell.is_empty() && !is_identity(cell));
        cells.map(|cell| (None, cell.to_owned())).collect()
    })
}

/// A cell as it may be shown: names and phones masked, and whatever looks like a phone in free text.
fn shown(column: Option<Column>, cell: &str) -> String {
    match column {
        Some(Column::Name) => mask::name(cell),
        Some(Column::Phone) => mask::phone(cell),
        Some(Column::Note | Column::Address) | None => without_numbers(cell),
        Some(_) => cell.to_owned(),
    }
}

/// Runs of seven digits and more are somebody's number.
fn without_numbers(text: &str) -> String {
    let (mut kept, mut run) = (String::new(), String::new());
    let close = |run: &mut String, kept: &mut String| {
        kept.push_str(&if run.len() < 7 { run.clone() } else { mask::phone(run) });
        run.clear();
    };
    for glyph in text.chars() {
        if glyph.is_ascii_digit() {
            run.push(glyph);
        } else {
            close(&mut run, &mut kept);
            kept.push(glyph);
        }
    }
    close(&mut run, &mut kept);
    kept
}

/// What the row said, column by column, and what is doubtful about it.
pub fn facts(desk: &Desk, line: &ReviewLine) -> Vec<FactView> {
    let (language, content) = (desk.language(), content(line));
    let label = |column: Option<Column>| column.map_or(conflict::CELL, roster::column).text(language).to_owned();
    let cells = opened(&desk.state.seal, &content).into_iter();
    let said = cells.map(|(column, cell)| (label(column), Cell::text(shown(column, &cell)))).collect::<Vec<_>>();
    let about = |about: About| {
        let places = [("row", about.row_no.to_string()), ("column", label(Some(about.column)))];
        let places = places.each_ref().map(|(name, value)| (*name, value.as_str()));
        let what = roster::remark(about.code).text(language);
        let other = about.other_row_no.map(|row| conflict::OTHER_ROW.fill(language, &[("row", &row.to_string())]));
        (conflict::ROW_AND_COLUMN.fill(language, &places), Cell::text(format!("{what}{}", other.unwrap_or_default())))
    };
    said.into_iter().chain(content.remarks.into_iter().map(about)).collect()
}

/// The roster's side and the register's, for each fact that differs.
pub async fn sides(desk: &Desk, tx: &mut Tx, line: &ReviewLine) -> ApiResult<Option<Table>> {
    let language = desk.language();
    let Some(household) = line.household_id.filter(|_| line.kind == DIFFERS) else { return Ok(None) };
    let Some(known) = db::roster::registered(tx, HouseholdId(household)).await? else { return Ok(None) };
    let content = content(line);
    let said = opened(&desk.state.seal, &content);
    let open =
        |sealed: Option<&String>| sealed.and_then(|sealed| desk.state.seal.open_text(sealed)).unwrap_or_default();
    let row = |fact: &String| {
        let (column, register) = match fact.as_str() {
            "area" => (Column::Area, known.area_c.map(text::hundredths).unwrap_or_default()),
            "usage" => (Column::Usage, value::of_name(Usage::from_name, value::usage, &known.usage, language)),
            "occupancy" => {
                (Column::Occupancy, value::of_name(Occupancy::from_name, value::occupancy, &known.occupancy, language))
            }
            "grid" => (Column::Grid, known.grid.clone().unwrap_or_default()),
            "name" => (Column::Name, mask::name(&open(known.name_sealed.as_ref()))),
            "phone" => {
                (Column::Phone, known.phone_sealed.as_ref().map(|it| mask::phone(&open(Some(it)))).unwrap_or_default())
            }
            "moved_in" => (Column::MovedIn, known.from_on.clone().unwrap_or_default()),
            _ => return None,
        };
        let of_roster = said.iter().find(|(said, _)| *said == Some(column));
        let of_roster = of_roster.map(|(column, cell)| shown(*column, cell)).unwrap_or_default();
        Some([roster::column(column).text(language).to_owned(), of_roster, register].map(Cell::text).into())
    };
    let heads: [Word; 3] = [roster::WHAT, conflict::OF_ROSTER, conflict::OF_REGISTER];
    Ok(Some(Table {
        label: conflict::SIDES.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: content.differs.iter().filter_map(row).collect(),
        total: None,
    }))
}

/// The form for the door that a row turns out to be, filled with what the row said; none where no compound is known.
pub fn door_step(desk: &Desk, line: &ReviewLine) -> Option<DoorStep> {
    line.compound_id.filter(|_| line.kind == ROW)?;
    let said = opened(&desk.state.seal, &content(line));
    let cell =
        |column: Column| said.iter().find(|(said, _)| *said == Some(column)).map_or("", |(_, cell)| cell.as_str());
    let short = |text: &str, glyphs: usize| text.chars().take(glyphs).collect::<String>();
    let door = [cell(Column::Door), cell(Column::Address)].into_iter().find(|cell| !cell.is_empty()).unwrap_or("");
    Some(DoorStep {
        building: short(cell(Column::Building), 40),
        unit: short(cell(Column::Unit), 40),
        floor: short(cell(Column::Floor), 10),
        door: short(door, 40),
        hint: Some(conflict::ROSTER_DOOR_HINT),
        ..DoorStep::default()
    })
}

/// Enters the household that the row turns out to be: a new one with what the row said of it, or the one that is there already.
///
/// # Errors
/// The code of what is wrong with the door as typed, or a failure.
pub async fn enter(
    desk: &Desk,
    tx: &mut Tx,
    line: &ReviewLine,
    decided: &Decided,
) -> ApiResult<Result<String, &'static str>> {
    let compound =
        CompoundId(line.compound_id.filter(|_| line.kind == ROW).ok_or(ApiError::Conflict("nothing_to_decide"))?);
    let said = opened(&desk.state.seal, &content(line));
    let cells = said.into_iter().filter_map(|(column, cell)| Some((column?, cell))).collect();
    let typed = [&decided.building, &decided.unit, &decided.floor, &decided.door].map(|text| text.trim().to_owned());
    let row = OneRow { compound, cells, typed };
    match one::enter(tx, &desk.state.seal, &desk.state.clock, row).await? {
        Settled::Entered(household, norm) | Settled::Known(household, norm) => {
            db::review_list::link_review(tx, line.id, household).await?;
            Ok(Ok(norm))
        }
        Settled::Unclear(Remark::UnitMissing) => Ok(Err("unit_missing")),
        Settled::Unclear(_) => Ok(Err("door_unclear")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_number_of_a_person_is_shown_in_free_text() {
        let cases = [
            ("有狗", "有狗"),
            ("3-2-501", "3-2-501"),
            ("他儿子13800000001", "他儿子138****0001"),
            ("13800000001/13900000002", "138****0001/139****0002"),
        ];
        for (text, masked) in cases {
            assert_eq!(without_numbers(text), masked);
        }
    }

    #[test]
    fn rows_of_older_versions_show_their_texts_without_identity_numbers() {
        let seal = Seal::from_key([7; 32]);
        let old = "东街\u{1f}丁院\u{1f}11010519491231002X\u{1f}\u{1f}501,502";
        let content = Content { cells_sealed: seal.seal(old), ..Content::default() };
        let said = opened(&seal, &content).into_iter().map(|(_, cell)| cell).collect::<Vec<_>>();
        assert_eq!(said, ["东街", "丁院", "501,502"]);
    }
}
