//! Zero-clearing of the baseline on any day, net first (calculation 3.5).

use super::compound;
use super::desk::Desk;
use super::listing::{List, Loaded};
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::pages::document::or_failure;
use app::console::table::{Cell, Table};
use app::console::zero_clearing::{self as page, ZeroClearingView};
use app::words::console as words;
use axum::response::Response;
use domain::calendar::Day;
use domain::coverage::{StageEvent, ZeroClearing, zero_clearing};
use domain::id::CompoundId;
use domain::org::Role;
use domain::place::ZeroClearingState;
use std::collections::BTreeMap;

/// Who sees it.
pub const ROLES: &[Role] = &[Role::CenterStaff];

/// `GET /console/zero-clearing`
pub async fn show_zero_clearing(desk: Desk) -> Response {
    or_failure(&desk.state, shown(&desk)).await
}

async fn shown(desk: &Desk) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let Baseline { day, counts, stages } = baseline(desk, &mut tx).await?;
    drop(tx);
    let [_, csv, xlsx] = List::ZeroClearing.paths().map(|path| format!("{path}?day={day}"));
    let view = ZeroClearingView { language, day: day.to_string(), counts, stages, csv, xlsx };
    let title = words::ZERO_CLEARING.text(language);
    Ok(desk.page(title, vec![("/console", words::HOME.text(language))], move || page::page(view)))
}

/// The same as a list that leaves as a file: the three figures, then the stages.
pub async fn load(desk: &Desk, tx: &mut Tx) -> ApiResult<Loaded> {
    let Baseline { day, counts, stages } = baseline(desk, tx).await?;
    let table = page::figures_and_stages(day, &counts, stages, desk.language());
    let all = i64::try_from(table.rows.len()).unwrap_or(i64::MAX);
    Ok(Loaded { note: None, filters: vec![], table, all })
}

/// The baseline on the day that the address asks for, or today.
struct Baseline {
    day: Day,
    counts: ZeroClearing,
    stages: Table,
}

async fn baseline(desk: &Desk, tx: &mut Tx) -> ApiResult<Baseline> {
    let day = desk.query.parsed::<Day>("day").unwrap_or_else(|| desk.today());
    let scopes = desk.scopes(ROLES);
    let baseline: Vec<CompoundId> =
        db::zero_clearing::baseline(tx, &scopes).await?.into_iter().map(CompoundId).collect();
    let rows = db::zero_clearing::baseline_stages(tx, &scopes).await?;
    let event = |(compound, on, stage): (uuid::Uuid, String, String)| {
        Some(StageEvent {
            compound: CompoundId(compound),
            day: on.parse().ok()?,
            state: ZeroClearingState::from_name(&stage)?,
        })
    };
    let events: Vec<StageEvent> = rows.into_iter().filter_map(event).collect();
    let stages = stages(&baseline, &events, day, desk.language());
    Ok(Baseline { day, counts: zero_clearing(&baseline, &events, day), stages })
}

/// How many compounds of the baseline stand in each stage on the day; each number leads to them.
fn stages(baseline: &[CompoundId], events: &[StageEvent], day: Day, language: domain::language::Language) -> Table {
    let mut latest: BTreeMap<CompoundId, Option<(Day, ZeroClearingState)>> =
        baseline.iter().map(|compound| (*compound, None)).collect();
    for event in events.iter().filter(|event| event.day <= day) {
        if let Some(state) = latest.get_mut(&event.compound)
            && state.is_none_or(|(since, _)| event.day >= since)
        {
            *state = Some((event.day, event.state));
        }
    }
    let count = |wanted: Option<ZeroClearingState>| {
        latest.values().filter(|state| state.map(|(_, state)| state) == wanted).count()
    };
    let row = |stage: Option<ZeroClearingState>| {
        let name = stage.map_or("none", ZeroClearingState::name);
        let href = format!("/console/compounds?baseline=1&stage={name}&day={day}");
        vec![compound::stage(stage.map(ZeroClearingState::name), language), Cell::number(count(stage)).to(href)]
    };
    let mut rows: Vec<Vec<Cell>> = ZeroClearingState::ALL.iter().map(|stage| row(Some(*stage))).collect();
    if count(None) > 0 {
        rows.insert(0, row(None));
    }
    let heads = [words::STAGE, words::COMPOUNDS].map(|head| head.text(language).to_owned());
    Table { label: words::BY_STAGE.text(language).into(), heads: heads.into(), rows, total: None }
}
