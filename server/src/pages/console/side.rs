//! Both sides of an item on the review list, and the step that is possible with them.

use super::decide::Decided;
use super::desk::Desk;
use super::{consent, record, roster_item, text};
use crate::db::review::DecisionLine;
use crate::db::review_list::ReviewLine;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::intake::Intake;
use app::console::detail::Happening;
use app::console::review::{Choose, DoorStep, Other, Step};
use app::console::table::{Cell, Table};
use app::words::{
    Word, console as words, console_conflict as conflict, console_finding::finding, console_step,
    console_value as value,
};
use domain::area::AreaC;
use domain::consent::ConsentAction;
use domain::fact::FactKind;
use domain::id::{CompoundId, HouseholdId, RecordId};
use domain::language::Language;
use domain::mask;
use domain::merge::ReviewKind;
use domain::merge::fact::{Assertion, stand};
use domain::new_household::NewHousehold;
use domain::place::{Occupancy, Usage};
use serde_json::Value;
use uuid::Uuid;

/// What was typed before, and what is wrong with it.
type Tried<'a> = Option<(&'a Decided, &'a str)>;

/// Whether a reader may lay an item by without deciding anything: what only has to be looked at.
pub fn may_be_laid_by(line: &ReviewLine) -> bool {
    matches!(ReviewKind::from_name(&line.kind), None | Some(ReviewKind::LookAlike | ReviewKind::TwoResponses))
}

/// The sides and the step of an item.
pub async fn sides(desk: &Desk, tx: &mut Tx, line: &ReviewLine, tried: Tried<'_>) -> ApiResult<(Option<Table>, Step)> {
    match ReviewKind::from_name(&line.kind) {
        Some(ReviewKind::FactDiffers) => fact_sides(desk, tx, line, tried).await,
        Some(ReviewKind::NewDoor) => door_sides(desk, tx, line, tried).await,
        Some(ReviewKind::TwoResponses) => response_sides(desk, tx, line, tried).await,
        Some(ReviewKind::LookAlike) => Ok((Some(twins(line, desk.language())), Step::Settle(action(line, "settle")))),
        Some(ReviewKind::ConsentInReview) => consent_sides(desk, tx, line, tried).await,
        None => roster_sides(desk, tx, line, tried).await,
    }
}

/// A decision in the item's history; a side of a consent stands there by its id, `names` say what it is.
pub fn happening(line: DecisionLine, names: &[(String, String)], language: Language) -> Happening {
    let side = names.iter().find(|(id, _)| *id == line.value).map(|(_, name)| name.trim_end().to_owned());
    let note = [side.unwrap_or(line.value), line.reason]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    let what = conflict::decision(&line.action).text(language).into();
    Happening { at: text::at(line.at_ms), what, who: line.who.unwrap_or_default(), note, ..Happening::default() }
}

fn action(line: &ReviewLine, step: &str) -> String {
    format!("/console/reviews/{}/{step}", line.id)
}

fn said(tried: Tried<'_>, language: Language) -> Option<String> {
    tried.map(|(_, code)| finding(code).text(language).to_owned())
}

fn table(heads: &[Word], rows: Vec<Vec<Cell>>, language: Language) -> Table {
    let heads = heads.iter().map(|head| head.text(language).to_owned()).collect();
    Table { label: conflict::SIDES.text(language).into(), heads, rows, total: None }
}

/// The fact that an item is about.
pub fn fact_of(line: &ReviewLine) -> Option<(HouseholdId, FactKind)> {
    Some((HouseholdId(line.household_id?), FactKind::from_name(&line.reason)?))
}

/// A value as people read it; telephones masked.
pub fn shown_value(kind: FactKind, text: &str, language: Language) -> String {
    match kind {
        FactKind::Area => text.parse().map_or_else(|_| text.to_owned(), |area| AreaC(area).to_string()),
        FactKind::Floor => text.to_owned(),
        FactKind::Usage => value::of_name(Usage::from_name, value::usage, text, language),
        FactKind::Occupancy => value::of_name(Occupancy::from_name, value::occupancy, text, language),
        FactKind::Phone => mask::phone(text),
    }
}

async fn fact_sides(desk: &Desk, tx: &mut Tx, line: &ReviewLine, tried: Tried<'_>) -> ApiResult<(Option<Table>, Step)> {
    let language = desk.language();
    let Some((household, kind)) = fact_of(line) else { return Ok((None, Step::Nothing)) };
    let Some(row) = db::household::household_row(tx, household).await? else { return Ok((None, Step::Nothing)) };
    let all = Intake::new(&desk.state).assertions(tx, &row, kind).await?;
    let assertions: Vec<Assertion> = all.iter().map(|(_, assertion)| assertion.clone()).collect();
    let standing = stand(&assertions);
    let is_open = |id: Uuid| standing.contradicting.iter().any(|one| one.id == id);
    let holds = |id: Uuid| standing.current.is_some_and(|one| one.id == id);
    let (mut rows, mut choices) = (Vec::new(), Vec::new());
    for (row, one) in &all {
        let value = shown_value(kind, &one.value, language);
        let who = row.who.clone().unwrap_or_default();
        let source = conflict::fact_source(one.source).text(language);
        let at = if one.at_ms == 0 { String::new() } else { text::at(one.at_ms) };
        let saw = one.base.as_deref().map(|base| shown_value(kind, base, language)).unwrap_or_default();
        let now = if holds(one.id) { conflict::HOLDS_NOW.text(language) } else { "" };
        if is_open(one.id) {
            choices.push((one.id.to_string(), value.clone(), format!("{source} {who} {at}")));
        }
        let cells = [value, source.to_owned(), who, at, saw, row.note.clone(), now.to_owned()];
        rows.push(cells.map(Cell::text).into());
    }
    let heads = [
        conflict::VALUE,
        words::SOURCE,
        conflict::WHO,
        words::WHEN,
        conflict::SAW,
        app::words::console_step::NOTE,
        words::STATE,
    ];
    let typed = tried.map(|(decided, _)| decided.clone()).unwrap_or_default();
    let other = Some(Other { typed: typed.value, options: options(kind, language) });
    let choose = Choose {
        action: action(line, "decide"),
        sides: choices,
        other,
        chosen: String::new(),
        reason: typed.reason,
        error: said(tried, language),
    };
    Ok((Some(table(&heads, rows, language)), Step::Choose(choose)))
}

fn options(kind: FactKind, language: Language) -> Vec<(String, String)> {
    let none = (String::new(), words::NONE.text(language).to_owned());
    let list: Vec<(String, String)> = match kind {
        FactKind::Usage => {
            Usage::ALL.iter().map(|one| (one.name().to_owned(), value::usage(*one).text(language).to_owned())).collect()
        }
        FactKind::Occupancy => Occupancy::ALL
            .iter()
            .map(|one| (one.name().to_owned(), value::occupancy(*one).text(language).to_owned()))
            .collect(),
        FactKind::Area | FactKind::Floor | FactKind::Phone => return vec![],
    };
    std::iter::once(none).chain(list).collect()
}

/// A row of a roster: the register's side where both differ, the door where nobody knows it; and that it may be laid by.
async fn roster_sides(
    desk: &Desk,
    tx: &mut Tx,
    line: &ReviewLine,
    tried: Tried<'_>,
) -> ApiResult<(Option<Table>, Step)> {
    let sides = roster_item::sides(desk, tx, line).await?;
    let settle = action(line, "settle");
    let Some(mut step) = roster_item::door_step(desk, line) else { return Ok((sides, Step::Settle(settle))) };
    if let Some((typed, _)) = tried {
        (step.building, step.unit, step.floor) = (typed.building.clone(), typed.unit.clone(), typed.floor.clone());
        (step.door, step.reason) = (typed.door.clone(), typed.reason.clone());
    }
    (step.action, step.error) = (action(line, "decide"), said(tried, desk.language()));
    step.settle = Some(settle);
    Ok((sides, Step::Door(step)))
}

/// Compound and key of the door that an item is about.
pub fn door_of(line: &ReviewLine) -> Option<(CompoundId, String)> {
    let (_, key) = line.source_ref.split_once('/')?;
    Some((CompoundId(line.compound_id?), key.to_owned()))
}

/// The photo of a door's plate, where one was taken.
async fn plate(tx: &mut Tx, door: Uuid, language: Language) -> ApiResult<Cell> {
    let record = db::record::record_by_id(tx, RecordId(door)).await?;
    let found = record.and_then(|record| serde_json::from_str::<NewHousehold>(&record.body).ok());
    Ok(match found.as_ref().and_then(|found| found.photos.first()) {
        Some(hash) => Cell::text(console_step::PHOTOS.text(language)).to(format!("/console/blobs/{hash}")),
        None => Cell::text(""),
    })
}

async fn door_sides(desk: &Desk, tx: &mut Tx, line: &ReviewLine, tried: Tried<'_>) -> ApiResult<(Option<Table>, Step)> {
    let language = desk.language();
    let Some((compound, key)) = door_of(line) else { return Ok((None, Step::Nothing)) };
    let doors = db::new_door::doors_of_key(tx, compound, &key).await?;
    let mut rows = Vec::new();
    for door in &doors {
        let texts = [&door.building, &door.unit, &door.floor, &door.door, &door.who];
        let mut cells: Vec<Cell> = texts.map(|text| Cell::text(text.clone())).into();
        cells.push(Cell::text(text::at(door.received_at_ms)));
        cells.push(Cell::text(door.note.clone()));
        cells.push(plate(tx, door.id, language).await?);
        rows.push(cells);
    }
    let heads = [
        words::BUILDING,
        words::UNIT,
        conflict::fact(FactKind::Floor),
        words::DOOR,
        conflict::WHO,
        words::RECEIVED,
        console_step::NOTE,
        console_step::PHOTOS,
    ];
    let mut step = DoorStep { action: action(line, "decide"), error: said(tried, language), ..DoorStep::default() };
    if let Some((typed, _)) = tried {
        (step.building, step.unit, step.floor) = (typed.building.clone(), typed.unit.clone(), typed.floor.clone());
        (step.door, step.reason) = (typed.door.clone(), typed.reason.clone());
    } else if let Some(first) = doors.first() {
        (step.building, step.unit, step.floor) = (first.building.clone(), first.unit.clone(), first.floor.clone());
        step.door = first.door.clone();
    }
    Ok((Some(table(&heads, rows, language)), Step::Door(step)))
}

/// The two ids that an item compares.
pub fn ids_of(line: &ReviewLine) -> Vec<Uuid> {
    let content: Value = serde_json::from_str(&line.content).unwrap_or_default();
    let ids = content.get("ids").and_then(Value::as_array).cloned().unwrap_or_default();
    ids.iter().filter_map(|id| id.as_str()?.parse().ok()).collect()
}

fn twins(line: &ReviewLine, language: Language) -> Table {
    let place = match line.reason.as_str() {
        "need" => "needs",
        "consent" => "consents",
        _ => "visits",
    };
    let row = |id: Uuid| vec![Cell::text(words::SHOW.text(language)).to(format!("/console/{place}/{id}"))];
    table(&[words::KIND], ids_of(line).into_iter().map(row).collect(), language)
}

async fn response_sides(
    desk: &Desk,
    tx: &mut Tx,
    line: &ReviewLine,
    tried: Tried<'_>,
) -> ApiResult<(Option<Table>, Step)> {
    let language = desk.language();
    let (mut rows, mut choices) = (Vec::new(), Vec::new());
    for id in ids_of(line) {
        let Some((visit, who, status, at_ms)) = db::survey::response_line(tx, id).await? else { continue };
        choices.push((id.to_string(), who.clone(), text::at(at_ms)));
        rows.push(vec![
            Cell::text(text::at(at_ms)).to(format!("/console/visits/{visit}")),
            Cell::text(who),
            Cell::text(value::state_text(&status, language)),
        ]);
    }
    let choose =
        Choose { action: action(line, "decide"), sides: choices, error: said(tried, language), ..Choose::default() };
    Ok((Some(table(&[words::RECEIVED, conflict::WHO, words::STATE], rows, language)), Step::Choose(choose)))
}

async fn consent_sides(
    desk: &Desk,
    tx: &mut Tx,
    line: &ReviewLine,
    tried: Tried<'_>,
) -> ApiResult<(Option<Table>, Step)> {
    let language = desk.language();
    let Some(household) = line.household_id else { return Ok((None, Step::Nothing)) };
    let lines = db::consent_list::consent_history(tx, household).await?;
    let gone: Vec<Uuid> = lines.iter().filter(|one| one.action == "voided").filter_map(|one| one.refers_to).collect();
    let fee = lines.into_iter().filter(|one| one.kind == "fee_paid");
    let reads = desk.actor.has_any(consent::READERS);
    let row = |one: db::consent_list::ConsentEventLine| {
        let at = Cell::text(text::at(one.received_at_ms));
        let said = value::of_name(ConsentAction::from_name, value::consent_action, &one.action, language);
        vec![
            if reads { at.to(format!("/console/consents/{}", one.id)) } else { at },
            Cell::text(if gone.contains(&one.id) { conflict::VOIDED.fill(language, &[("what", &said)]) } else { said }),
            Cell::text(one.who.unwrap_or_default()),
            Cell::text(text::at(one.recorded_at_ms)),
        ]
    };
    let heads = [words::RECEIVED, words::OUTCOME, conflict::WHO, words::WHEN];
    let mut rows: Vec<Vec<Cell>> = fee.map(row).collect();
    // What does not count has no page among the consents: its record says why, and may be tried again.
    for no in db::open_no::open_noes_of(tx, HouseholdId(household)).await? {
        let opens = desk.actor.has_any(record::ROLES);
        let at = Cell::text(no.day.to_string());
        let at = if opens { at.to(format!("/console/records/{}", no.id)) } else { at };
        let what = if opens { conflict::NO_OPEN } else { conflict::OPEN_NO }.text(language).to_owned();
        let voided = gone.contains(&no.id.0);
        let what = if voided { conflict::VOIDED.fill(language, &[("what", &what)]) } else { what };
        rows.push(vec![at, Cell::text(what), Cell::default(), Cell::default()]);
    }
    let ask = Step::Ask(action(line, "decide"), said(tried, language));
    Ok((Some(table(&heads, rows, language)), ask))
}
