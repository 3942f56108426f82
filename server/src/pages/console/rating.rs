//! Ratings: for a company manager the own compounds, for the centre the companies and their compounds, each score with its n;
//! and, for the centre, single ratings without household or person.

use super::desk::Desk;
use super::listing::{Loaded, hidden};
use super::{filter, text};
use crate::db::rating_list::{RatingFilter, RatingLine, SingleRating};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use app::console::rating as cells;
use app::console::table::{Cell, Table};
use app::words::{console as words, console_value as value, console_work as work, theme};
use domain::calendar::Period;
use domain::config::Config;
use domain::language::Language;
use domain::org::Role;
use domain::rating::{MeanMicro, Verification, company_mean, may_show_cell, prior_mean, shrunk_mean};
use std::collections::BTreeMap;
use uuid::Uuid;

const PERIODS: usize = 5;

fn periods(desk: &Desk) -> Vec<Period> {
    std::iter::successors(Some(Period::of(desk.today())), |period| Some(period.previous())).take(PERIODS).collect()
}

/// The quarter that is asked for, or this one.
fn period(desk: &Desk) -> Period {
    let wanted = desk.query.text("period");
    periods(desk).into_iter().find(|period| period.to_string() == wanted).unwrap_or_else(|| Period::of(desk.today()))
}

fn whole(number: i64) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

/// The prior: the district's verified mean of the last four quarters.
async fn prior(desk: &Desk, tx: &mut Tx, config: &Config) -> ApiResult<MeanMicro> {
    let names: Vec<String> = periods(desk).iter().take(4).map(Period::to_string).collect();
    let (sum, n) = db::rating_list::district_ratings(tx, &names).await?;
    Ok(prior_mean(u64::try_from(sum).unwrap_or_default(), whole(n), config))
}

fn r_hat(line: &RatingLine, prior: MeanMicro, config: &Config) -> MeanMicro {
    let n = whole(line.n);
    let mean = MeanMicro::of(u64::try_from(line.overall).unwrap_or_default(), n).unwrap_or(prior);
    shrunk_mean(mean, n, prior, config)
}

/// The list: companies for the centre, compounds for a manager or within one company.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, config, period) = (desk.language(), desk.config(), period(desk));
    let center = desk.is(Role::CenterStaff);
    let roles: &[Role] = if center { &[Role::CenterStaff] } else { &[Role::CompanyManager] };
    let own = desk.actor.company.map(|id| id.0).unwrap_or(Uuid::nil());
    let company = if center { desk.query.id("company") } else { Some(own) };
    let chosen = RatingFilter { period: period.to_string(), company, compound: desk.query.id("compound") };
    let lines = db::rating_list::rating_sums(tx, &desk.scopes(roles), &chosen).await?;
    let prior = prior(desk, tx, &config).await?;
    let mut table = match (center, company) {
        (true, None) => companies(&lines, prior, period, &config, language),
        _ => compounds(&lines, prior, period, center, &config, language),
    };
    let all = i64::try_from(table.rows.len()).unwrap_or(i64::MAX);
    table.rows = table.rows.into_iter().skip(usize::try_from(page.offset).unwrap_or(0)).collect();
    table.rows.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    let options = periods(desk).iter().map(|period| (period.to_string(), period.to_string())).collect();
    let mut quarter = filter::choice("period", words::PERIOD, period.to_string(), vec![], language);
    quarter.kind = app::console::list::FilterKind::Must(options);
    let filters = vec![quarter, hidden("company", desk.query.text("company"))];
    Ok(Loaded { note: Some(note(prior, &config, language)), filters, table, all })
}

fn note(prior: MeanMicro, config: &Config, language: Language) -> String {
    let values = [
        ("prior", prior.to_string()),
        ("m", config.rating_prior_weight.to_string()),
        ("min", config.rating_min_n.to_string()),
        ("k", config.small_cell_k.to_string()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words::PRIOR.fill(language, &values)
}

fn companies(lines: &[RatingLine], prior: MeanMicro, period: Period, config: &Config, language: Language) -> Table {
    let mut groups: BTreeMap<(&str, Uuid), Vec<&RatingLine>> = BTreeMap::new();
    for line in lines {
        groups.entry((line.company.as_str(), line.company_id)).or_default().push(line);
    }
    let row = |((name, id), lines): ((&str, Uuid), Vec<&RatingLine>)| {
        let deeper = format!("/console/ratings?period={period}&company={id}");
        let single = format!("/console/single-ratings?company={id}&period={period}");
        let n = whole(lines.iter().map(|line| line.n).sum());
        let means: Vec<(u32, MeanMicro)> =
            lines.iter().map(|line| (whole(line.households), r_hat(line, prior, config))).collect();
        let sum = lines.iter().map(|line| line.overall).sum();
        let [r_hat, score] = cells::shrunk(company_mean(&means), n, config, language);
        vec![
            Cell::text(name).to(deeper),
            Cell::number(lines.len()).to(format!("/console/compounds?company={id}")),
            Cell { href: may_show_cell(n, config).then_some(single), ..Cell::number(n) },
            cells::mean(sum, n, config, language),
            r_hat,
            score,
            cells::enough(n, config, language),
        ]
    };
    let heads = [words::COMPANY, words::COMPOUNDS, words::N, words::MEAN, words::R_HAT, words::SCORE, words::ENOUGH];
    Table {
        label: words::RATINGS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: groups.into_iter().map(row).collect(),
        total: None,
    }
}

fn compounds(
    lines: &[RatingLine],
    prior: MeanMicro,
    period: Period,
    center: bool,
    config: &Config,
    language: Language,
) -> Table {
    let row = |line: &RatingLine| {
        let n = whole(line.n);
        let single =
            |counted: &str| format!("/console/single-ratings?compound={}&period={period}{counted}", line.compound_id);
        let shown = center && may_show_cell(n, config);
        let number = Cell { href: shown.then(|| single("")), ..Cell::number(n) };
        let uncounted = Cell { href: center.then(|| single("&counted=0")), ..Cell::number(line.uncounted) };
        let [r_hat, score] = cells::shrunk(Some(r_hat(line, prior, config)), n, config, language);
        let dims = [
            (line.order_safety, line.order_safety_n),
            (line.cleanliness, line.cleanliness_n),
            (line.repair, line.repair_n),
            (line.attitude, line.attitude_n),
            (line.charging, line.charging_n),
            (line.overall, line.overall_n),
        ];
        let mut cells_of_row =
            vec![Cell::text(line.compound.clone()).to(format!("/console/compounds/{}", line.compound_id)), number];
        cells_of_row.extend(dims.map(|(sum, n)| cells::mean(sum, whole(n), config, language)));
        cells_of_row.extend([r_hat, score, uncounted, cells::enough(n, config, language)]);
        cells_of_row
    };
    let first = [words::COMPOUND, words::N].into_iter();
    let last = [words::OVERALL, words::R_HAT, words::SCORE, words::UNCOUNTED, words::ENOUGH];
    let heads = first.chain(words::DIMENSIONS).chain(last);
    Table {
        label: words::RATINGS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).collect(),
        rows: lines.iter().map(row).collect(),
        total: None,
    }
}

/// Single ratings of a compound: what was said, not by whom; nothing where too few were counted.
pub async fn load_single(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, config, period) = (desk.language(), desk.config(), period(desk));
    let counted = desk.query.get("counted") != Some("0");
    let scopes = desk.scopes(&[Role::CenterStaff]);
    let (compound, company) = (desk.query.id("compound"), desk.query.id("company"));
    let chosen = RatingFilter { period: period.to_string(), company, compound };
    let lines = db::rating_list::single_ratings(tx, &scopes, &chosen, counted).await?;
    let few = counted && !may_show_cell(u32::try_from(lines.len()).unwrap_or(u32::MAX), &config);
    let note = few.then(|| cells::hidden(&config, language).text);
    let lines = if few { vec![] } else { lines };
    let all = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let offset = usize::try_from(page.offset).unwrap_or(0);
    let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
    let heads =
        [words::WHEN, words::OVERALL].into_iter().chain(words::DIMENSIONS).chain([words::REMARK, words::VERIFICATION]);
    let table = Table {
        label: words::RATINGS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).collect(),
        rows: lines.into_iter().skip(offset).take(limit).map(|line| single(line, language)).collect(),
        total: None,
    };
    let filters = ["compound", "company", "period", "counted"].map(|name| hidden(name, desk.query.text(name))).into();
    let note = note.or(filter::narrowed(desk, tx).await?.map(|area| format!("{area} · {period}")));
    Ok(Loaded { note, filters, table, all })
}

fn single(line: SingleRating, language: Language) -> Vec<Cell> {
    let step = |step: i64| {
        let word = usize::try_from(step - 1).ok().and_then(|at| theme::SCALE5.get(at));
        Cell::text(word.map_or_else(String::new, |word| format!("{step} {}", word.text(language))))
    };
    vec![
        Cell::text(text::at(line.submitted_at_ms)),
        step(line.overall),
        step(line.order_safety),
        step(line.cleanliness),
        step(line.repair),
        step(line.attitude),
        step(line.charging),
        Cell::text(line.remark),
        Cell::text(value::of_name(Verification::from_name, work::verification, &line.verification, language)),
    ]
}
