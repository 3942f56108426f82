//! Compounds and grids as phones hold them.

use super::places;
use crate::db::{DbResult, Tx, on};
use chrono::NaiveDate;
use domain::config::Config;
use domain::money::RateMill;
use domain::place::ZeroClearingState;
use domain::sync::view::{CompanyView, CompoundView, GridView, TrialView};
use domain::trial::consent_window_opens;
use sqlx::{AssertSqlSafe, FromRow};
use uuid::Uuid;

#[derive(FromRow)]
struct CompoundRow {
    id: Uuid,
    name: String,
    street_name: String,
    community_name: String,
    community_phone: Option<String>,
    stage: Option<String>,
    company_id: Option<Uuid>,
    company_name: Option<String>,
    company_phone: Option<String>,
    trial_status: Option<String>,
    start_on: Option<String>,
    last_free_on: Option<String>,
    rate_mill: Option<i64>,
    public_code: String,
}

/// Views of compounds; `path_of` makes the signed path of a public code.
pub async fn compound_views(
    tx: &mut Tx,
    ids: &[Uuid],
    config: &Config,
    path_of: impl Fn(&str) -> String,
) -> DbResult<Vec<CompoundView>> {
    let sql = AssertSqlSafe(format!(
        "select p.id, p.name, st.name as street_name, co.name as community_name, co.phone as community_phone,
           (select e.stage from stage_events e where e.compound_id = p.id order by e.on_day desc, e.recorded_at_ms desc
              limit 1) as stage,
           s.company_id, c.name as company_name, c.phone as company_phone, t.status as trial_status, t.start_on,
           t.last_free_on,
           (select f.rate_mill from fee_standards f where f.compound_id = p.id and f.status = 'published'
              order by f.effective_from desc limit 1) as rate_mill,
           p.public_code
         from compounds p join divisions st on st.code = p.street_code join divisions co on co.code = p.community_code
         left join service_assignments s on s.compound_id = p.id and s.to_on is null
         left join companies c on c.id = s.company_id left join trials t on t.assignment_id = s.id
         where p.id in ({})",
        places(1, ids.len())
    ));
    let rows: Vec<CompoundRow> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    Ok(rows.into_iter().map(|row| compound_view(row, config, &path_of)).collect())
}

fn compound_view(row: CompoundRow, config: &Config, path_of: &impl Fn(&str) -> String) -> CompoundView {
    let company = match (row.company_id, row.company_name, row.company_phone) {
        (Some(id), Some(name), Some(phone)) => Some(CompanyView { id: id.into(), name, phone }),
        _ => None,
    };
    let days = |text: Option<String>| text.and_then(|text| text.parse::<NaiveDate>().ok());
    let trial = match (row.trial_status, days(row.start_on), days(row.last_free_on)) {
        (Some(status), Some(start_on), Some(last_free_on)) => Some(TrialView {
            start_on,
            last_free_on,
            consent_opens_on: consent_window_opens(last_free_on, config.consent_window_days),
            status,
        }),
        _ => None,
    };
    let stage = row.stage.and_then(|name| ZeroClearingState::from_name(&name));
    CompoundView {
        id: row.id.into(),
        name: row.name,
        street_name: row.street_name,
        community_name: row.community_name,
        community_phone: row.community_phone.unwrap_or_default(),
        stage: stage.unwrap_or(ZeroClearingState::Identified),
        company,
        trial,
        rate_mill: row.rate_mill.and_then(|rate| u32::try_from(rate).ok()).map(RateMill),
        public_path: path_of(&row.public_code),
    }
}

/// Views of grids.
pub async fn grid_views(tx: &mut Tx, ids: &[Uuid]) -> DbResult<Vec<GridView>> {
    let sql = AssertSqlSafe(format!(
        "select g.id, g.code, g.name, d.name, d.phone from grids g join divisions d on d.code = g.community_code
         where g.id in ({})",
        places(1, ids.len())
    ));
    let rows: Vec<(Uuid, String, String, String, Option<String>)> = on!(tx, c => {
        let mut query = sqlx::query_as(sql);
        for id in ids {
            query = query.bind(*id);
        }
        query.fetch_all(c).await?
    });
    let view = |(id, code, name, community_name, phone): (Uuid, String, String, String, Option<String>)| GridView {
        id: id.into(),
        code,
        name,
        community_name,
        community_phone: phone.unwrap_or_default(),
    };
    Ok(rows.into_iter().map(view).collect())
}
