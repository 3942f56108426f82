//! Coverage by street, by community of a street, by compound of a community (calculation 3.3).

use super::desk::Desk;
use super::filter;
use super::listing::{Loaded, hidden};
use crate::db::household_list::CoverageLine;
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use app::console::coverage::{AreaView, sum, table};
use app::words::{Word, console as words};
use domain::coverage::SurveyCoverage;
use domain::org::Role;

/// Who sees it.
pub const ROLES: &[Role] = &[Role::CenterStaff];

/// The level that an address asks for: one deeper than the area it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    Street,
    Community,
    Compound,
}

impl Level {
    fn word(self) -> Word {
        match self {
            Self::Street => words::STREET,
            Self::Community => words::COMMUNITY,
            Self::Compound => words::COMPOUND,
        }
    }

    /// Name of an area, the query that narrows to it, and the address one level deeper.
    fn area(self, line: &CoverageLine) -> (String, String, Option<String>) {
        let deeper = |query: String| Some(format!("/console/coverage?{query}"));
        match self {
            Self::Street => {
                let narrow = format!("street={}", line.street_code);
                (line.street.clone(), narrow.clone(), deeper(narrow))
            }
            Self::Community => {
                let narrow = format!("community={}", line.community_code);
                (line.community.clone(), narrow.clone(), deeper(narrow))
            }
            Self::Compound => {
                let narrow = format!("compound={}", line.compound_id);
                (line.compound.clone(), narrow, Some(format!("/console/compounds/{}", line.compound_id)))
            }
        }
    }
}

fn counts(line: &CoverageLine) -> SurveyCoverage {
    let count = |number: i64| u64::try_from(number).unwrap_or_default();
    SurveyCoverage {
        active: count(line.active),
        vacant: count(line.vacant),
        contacted: count(line.contacted),
        accepted: count(line.accepted),
        closed_refused: count(line.refused),
        attempts: count(line.attempts),
    }
}

/// Sums of compounds into areas, in the order of the lines.
fn areas(lines: &[CoverageLine], level: Level) -> Vec<AreaView> {
    let mut areas: Vec<AreaView> = Vec::new();
    for line in lines {
        let (name, narrow, deeper) = level.area(line);
        let one = AreaView { name, deeper, counts: counts(line), narrow };
        match areas.iter_mut().find(|area| area.narrow == one.narrow) {
            Some(area) => area.counts = sum(&[area.clone(), one]),
            None => areas.push(one),
        }
    }
    areas
}

/// The list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let language = desk.language();
    let place = desk.query.place();
    let level = match (&place.community, &place.street) {
        (Some(_), _) => Level::Compound,
        (None, Some(_)) => Level::Community,
        (None, None) => Level::Street,
    };
    let lines = db::household_list::coverage(tx, &desk.scopes(ROLES), &place).await?;
    let areas = areas(&lines, level);
    let narrow = match (&place.community, &place.street) {
        (Some(code), _) => format!("community={code}"),
        (None, Some(code)) => format!("street={code}"),
        (None, None) => String::new(),
    };
    let all = i64::try_from(areas.len()).unwrap_or(i64::MAX);
    let mut table = table(level.word().text(language), &areas, &narrow, language);
    table.rows = table.rows.into_iter().skip(usize::try_from(page.offset).unwrap_or(0)).collect();
    table.rows.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    let streets = db::compound_list::streets_within(tx, &desk.scopes(ROLES)).await?;
    let filters = vec![
        filter::choice("street", words::STREET, desk.query.text("street"), streets, language),
        hidden("community", desk.query.text("community")),
    ];
    let note = words::COVERAGE_NOTE.text(language);
    let note = filter::narrowed(desk, tx).await?.map_or_else(|| note.to_owned(), |area| format!("{area}。{note}"));
    Ok(Loaded { note: Some(note), filters, table, all })
}
