//! `/console/coverage`: how far the visits have come, by street, community, compound (calculation 3.3).

use super::table::{Cell, Table};
use crate::words::console as words;
use domain::coverage::{Permyriad, SurveyCoverage};
use domain::language::Language;

/// One area with its counts and the addresses of the rows behind them.
#[derive(Debug, Clone)]
pub struct AreaView {
    pub name: String,
    /// The same figures one level deeper.
    pub deeper: Option<String>,
    pub counts: SurveyCoverage,
    /// Query that narrows the lists to this area, such as `street=140403001`.
    pub narrow: String,
}

fn rate(share: Option<Permyriad>, language: Language) -> Cell {
    Cell {
        number: true,
        ..Cell::text(share.map_or_else(|| words::NONE.text(language).to_owned(), |share| share.to_string()))
    }
}

/// Attempts by accepted response, with two decimals, halves upwards.
pub fn mean_attempts(counts: &SurveyCoverage) -> Option<String> {
    (counts.accepted > 0).then(|| {
        let hundredths = (counts.attempts * 200 + counts.accepted) / (counts.accepted * 2);
        format!("{}.{:02}", hundredths / 100, hundredths % 100)
    })
}

/// The cells of an area.
pub fn row(area: &AreaView, language: Language) -> Vec<Cell> {
    let counts = &area.counts;
    let number = |count: u64, list: &str, more: &str| {
        let query: Vec<&str> = [area.narrow.as_str(), more].into_iter().filter(|part| !part.is_empty()).collect();
        Cell::number(count).to(format!("/console/{list}?{}", query.join("&")))
    };
    let name = Cell { href: area.deeper.clone(), ..Cell::text(area.name.clone()) };
    let mean = mean_attempts(counts).unwrap_or_else(|| words::NONE.text(language).to_owned());
    vec![
        name,
        number(counts.active, "households", ""),
        number(counts.contacted, "households", "survey=contacted"),
        number(counts.accepted, "households", "survey=accepted"),
        number(counts.vacant, "households", "survey=vacant"),
        number(counts.closed_refused, "households", "survey=refused"),
        number(counts.attempts, "visits", ""),
        rate(counts.contact_rate(), language),
        rate(counts.completion_rate(), language),
        rate(counts.effective_rate(), language),
        rate(counts.refusal_rate(), language),
        Cell { number: true, ..Cell::text(mean) },
    ]
}

/// The heads of the table; the first names the level.
pub fn heads(level: &str, language: Language) -> Vec<String> {
    let rest = [
        words::ACTIVE,
        words::CONTACTED,
        words::ACCEPTED,
        words::VACANT,
        words::REFUSED,
        words::ATTEMPTS,
        words::CONTACT_RATE,
        words::COMPLETION_RATE,
        words::EFFECTIVE_RATE,
        words::REFUSAL_RATE,
        words::MEAN_ATTEMPTS,
    ];
    [level.to_owned()].into_iter().chain(rest.map(|word| word.text(language).to_owned())).collect()
}

/// The sum of areas, as the closing row.
pub fn sum(areas: &[AreaView]) -> SurveyCoverage {
    areas.iter().fold(SurveyCoverage::default(), |sum, area| SurveyCoverage {
        active: sum.active + area.counts.active,
        vacant: sum.vacant + area.counts.vacant,
        contacted: sum.contacted + area.counts.contacted,
        accepted: sum.accepted + area.counts.accepted,
        closed_refused: sum.closed_refused + area.counts.closed_refused,
        attempts: sum.attempts + area.counts.attempts,
    })
}

/// The whole table.
pub fn table(level: &str, areas: &[AreaView], narrow: &str, language: Language) -> Table {
    let whole = AreaView {
        name: words::DISTRICT.text(language).into(),
        deeper: None,
        counts: sum(areas),
        narrow: narrow.to_owned(),
    };
    Table {
        label: words::COVERAGE.text(language).into(),
        heads: heads(level, language),
        rows: areas.iter().map(|area| row(area, language)).collect(),
        total: (!areas.is_empty()).then(|| row(&whole, language)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mean_attempts_are_rounded_half_up_and_need_a_response() {
        let counts = |attempts, accepted| SurveyCoverage { attempts, accepted, ..SurveyCoverage::default() };
        assert_eq!(mean_attempts(&counts(5, 0)), None);
        assert_eq!(mean_attempts(&counts(5, 2)).as_deref(), Some("2.50"));
        assert_eq!(mean_attempts(&counts(1, 8)).as_deref(), Some("0.13"), "0.125 goes up");
    }
}
