//! Compounds: the list, and one compound with its service, stages and doors.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, text};
use crate::db::compound_list::{CompoundDetail, CompoundFilter, CompoundLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::compound::{self as page, CompoundView};
use app::console::detail::FactView;
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{Word, console as words, console_step as step, console_value as value};
use axum::extract::Path;
use axum::response::Response;
use domain::calendar::Day;
use domain::id::CompoundId;
use domain::language::Language;
use domain::money::RateMill;
use domain::org::Role;
use domain::place::{ManagementMode, ZeroClearingState};
use domain::visit::DoorState;
use uuid::Uuid;

/// Who sees compounds.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CompanyManager, Role::CenterStaff];
/// Who sees doors.
const DOOR_ROLES: &[Role] = &[Role::CommunityClerk, Role::CenterStaff];

/// The filter of an address; the day is today unless another is asked for.
fn filter_of(desk: &Desk) -> CompoundFilter {
    let query = &desk.query;
    CompoundFilter {
        place: query.place(),
        baseline: query.flag("baseline"),
        on_day: query.parsed::<Day>("day").unwrap_or_else(|| desk.today()).to_string(),
        stage: query.known("stage", ZeroClearingState::from_name).or(query.one_of("stage", &["none"])),
        cleared: query.one_of("cleared", &["net", "gross"]),
        company: query.id("company"),
        management_mode: query.known("mode", ManagementMode::from_name),
    }
}

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query, chosen) = (desk.language(), desk.scopes(ROLES), &desk.query, filter_of(desk));
    let all = db::compound_list::count_listed_compounds(tx, &scopes, &chosen).await?;
    let lines = db::compound_list::list_compounds(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    filters.push(filter::wire(
        desk,
        "stage",
        words::STAGE,
        ZeroClearingState::ALL,
        ZeroClearingState::name,
        value::stage,
    ));
    filters.push(filter::wire(
        desk,
        "mode",
        words::MANAGEMENT,
        ManagementMode::ALL,
        ManagementMode::name,
        value::management,
    ));
    let only = vec![("1".to_owned(), words::YES.text(language).to_owned())];
    filters.push(filter::choice("baseline", words::BASELINE, query.text("baseline"), only, language));
    let cleared = [("net", words::CLEARED_NOW), ("gross", words::CLEARED_EVER)];
    let cleared = cleared.map(|(name, word)| (name.to_owned(), word.text(language).to_owned())).into();
    filters.push(filter::choice("cleared", words::CLEARED, query.text("cleared"), cleared, language));
    filters.push(filter::day(desk, "day", words::ON_DAY));
    filters.push(super::listing::hidden("company", query.text("company")));
    let heads = [
        words::COMPOUND,
        words::STREET,
        words::COMMUNITY,
        words::STAGE,
        words::COMPANY,
        words::LAST_FREE,
        words::MANAGEMENT,
        words::HOUSEHOLD_COUNT,
    ];
    let may_see_doors = desk.actor.has_any(DOOR_ROLES);
    let table = Table {
        label: words::COMPOUNDS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(|line| row(line, may_see_doors, language)).collect(),
        total: None,
    };
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table, all })
}

fn row(line: CompoundLine, may_see_doors: bool, language: Language) -> Vec<Cell> {
    let doors = Cell::number(line.households);
    let doors = if may_see_doors { doors.to(format!("/console/households?compound={}", line.id)) } else { doors };
    vec![
        Cell::text(line.name).to(format!("/console/compounds/{}", line.id)),
        Cell::text(line.street),
        Cell::text(line.community),
        stage(line.stage.as_deref(), language),
        Cell::text(line.company.unwrap_or_default()),
        Cell::text(line.last_free_on.unwrap_or_default()),
        Cell::text(value::of_name(ManagementMode::from_name, value::management, &line.management_mode, language)),
        doors,
    ]
}

/// A stage as a badge.
pub fn stage(name: Option<&str>, language: Language) -> Cell {
    use ZeroClearingState as S;
    let Some(name) = name else { return Cell::text(words::NO_STAGE.text(language)) };
    let mark = match S::from_name(name) {
        Some(S::TrialRunning | S::FeePhase) => Mark::Going,
        Some(S::Stable) => Mark::Good,
        Some(S::Relapsed) => Mark::Danger,
        _ => Mark::Waiting,
    };
    Cell::badge(mark, value::of_name(S::from_name, value::stage, name, language))
}

/// `GET /console/compounds/{id}`
pub async fn show_compound(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id)).await
}

async fn shown(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let language = desk.language();
    let compound = CompoundId(id);
    let mut tx = desk.state.db.read().await?;
    desk.actor.compound(&mut tx, ROLES, compound).await?;
    let detail = db::compound_list::compound_detail(&mut tx, compound).await?.ok_or(ApiError::NotFound)?;
    let stages = db::compound_list::stages_of(&mut tx, compound).await?;
    let doors = db::household_list::count_doors_by_state(&mut tx, &desk.scopes(DOOR_ROLES), id).await?;
    drop(tx);
    let door = |(name, n): (String, i64)| {
        let label = value::of_name(DoorState::from_name, value::door, &name, language);
        (label, n, format!("/console/households?compound={id}&door_state={name}"))
    };
    let rows = stages
        .into_iter()
        .map(|one| vec![Cell::text(one.on_day), stage(Some(&one.stage), language), Cell::text(one.evidence)]);
    let heads = [words::WHEN, words::STAGE, words::SOURCE].map(|head| head.text(language).to_owned());
    let view = CompoundView {
        language,
        facts: facts(&detail, language),
        service: service(&detail, language),
        stages: Table {
            label: step::STAGES.text(language).into(),
            heads: heads.into(),
            rows: rows.collect(),
            total: None,
        },
        doors: doors.into_iter().map(door).collect(),
        public: desk.state.seal.public_path(&detail.public_code),
        poster: Some(format!("/console/compounds/{id}/poster")),
    };
    let trail = vec![("/console", words::HOME.text(language)), ("/console/compounds", words::COMPOUNDS.text(language))];
    Ok(desk.page(&detail.name, trail, move || page::page(view)))
}

fn facts(detail: &CompoundDetail, language: Language) -> Vec<FactView> {
    let fact = |label: Word, text: String| (label.text(language).to_owned(), Cell::text(text));
    let number = |number: Option<i64>| number.map(|number| number.to_string()).unwrap_or_default();
    let baseline = if detail.in_zero_clearing_baseline { words::YES } else { words::NO };
    let mode = value::of_name(ManagementMode::from_name, value::management, &detail.management_mode, language);
    vec![
        fact(words::CODE, detail.code.clone()),
        fact(words::STREET, detail.street.clone()),
        fact(words::COMMUNITY, detail.community.clone()),
        fact(words::MANAGEMENT, mode),
        fact(words::BASELINE, baseline.text(language).to_owned()),
        fact(step::BUILT, number(detail.built_year)),
        fact(words::AREA, detail.total_area_c.map(text::hundredths).unwrap_or_default()),
        fact(step::DECLARED, number(detail.household_count_declared)),
    ]
}

fn service(detail: &CompoundDetail, language: Language) -> Vec<FactView> {
    let fact = |label: Word, text: String| (label.text(language).to_owned(), Cell::text(text));
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    let rate = detail.rate_mill.and_then(|rate| u32::try_from(rate).ok()).map(|rate| RateMill(rate).to_string());
    let days = detail.start_on.as_ref().zip(detail.last_free_on.as_ref()).map(|(from, to)| format!("{from} – {to}"));
    let trial = detail.trial_status.as_deref().map(|status| value::state_text(status, language));
    vec![
        fact(words::COMPANY, own(&detail.company)),
        fact(step::PHONE, own(&detail.company_phone)),
        fact(words::ON_SITE, own(&detail.assigned_on)),
        fact(step::TRIAL, trial.unwrap_or_default()),
        fact(step::FREE_FROM_TO, days.unwrap_or_default()),
        fact(step::RATE, rate.unwrap_or_default()),
    ]
}
