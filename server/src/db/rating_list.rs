//! Ratings as the console reads them: sums by compound and company, and single ratings without household or person.

use super::select::{Page, Select, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use sqlx::FromRow;
use uuid::Uuid;

/// Which ratings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RatingFilter {
    /// Quarter, such as `2026Q4`.
    pub period: String,
    pub company: Option<Uuid>,
    pub compound: Option<Uuid>,
}

/// Counted ratings of one service assignment in one period.
#[derive(Debug, Clone, FromRow)]
pub struct RatingLine {
    pub compound_id: Uuid,
    pub compound: String,
    pub company_id: Uuid,
    pub company: String,
    pub households: i64,
    pub n: i64,
    /// Sum of the steps, and how many answered this question: a dimension may be left out.
    pub order_safety: i64,
    pub order_safety_n: i64,
    pub cleanliness: i64,
    pub cleanliness_n: i64,
    pub repair: i64,
    pub repair_n: i64,
    pub attitude: i64,
    pub attitude_n: i64,
    pub charging: i64,
    pub charging_n: i64,
    pub overall: i64,
    pub overall_n: i64,
    /// Kept, shown apart, weight 0.
    pub uncounted: i64,
}

const COUNTED: &str = "r.counted and r.excluded_reason is null";

/// Sums by assignment; an assignment without ratings has zeros.
pub async fn rating_sums(tx: &mut Tx, scopes: &[Scope], filter: &RatingFilter) -> DbResult<Vec<RatingLine>> {
    let mut select = Select::new(
        "from service_assignments s join compounds p on p.id = s.compound_id join companies cp on cp.id = s.company_id
         left join ratings r on r.assignment_id = s.id and r.superseded_by is null and r.period = ",
    );
    select.bind(filter.period.as_str()).push(" where s.to_on is null").within(scopes);
    select.and("s.company_id =", filter.company).and("p.id =", filter.compound);
    select.push(" group by p.id, p.name, cp.id, cp.name");
    let sum = |column: &str| {
        format!(
            "cast(coalesce(sum(r.{column}) filter (where {COUNTED}), 0) as bigint) as {column},
             count(*) filter (where {COUNTED} and r.{column} > 0) as {column}_n"
        )
    };
    let columns = format!(
        "p.id as compound_id, p.name as compound, cp.id as company_id, cp.name as company,
         (select count(*) from households h where h.compound_id = p.id and h.active) as households,
         count(*) filter (where {COUNTED}) as n, {}, {}, {}, {}, {}, {},
         count(*) filter (where not ({COUNTED})) as uncounted",
        sum("order_safety"),
        sum("cleanliness"),
        sum("repair"),
        sum("attitude"),
        sum("charging"),
        sum("overall")
    );
    rows!(tx, select, &columns, "cp.name, p.name, p.id", Page::ALL)
}

/// Sum and number of all counted ratings of the district in some periods: the prior's base.
pub async fn district_ratings(tx: &mut Tx, periods: &[String]) -> DbResult<(i64, i64)> {
    let mut select = Select::new(
        "from ratings r where r.counted and r.excluded_reason is null and r.superseded_by is null and r.period in (''",
    );
    for period in periods {
        select.push(", ").bind(period.as_str());
    }
    select.push(")");
    let sums: Vec<(i64, i64)> =
        rows!(tx, select, "cast(coalesce(sum(r.overall), 0) as bigint), count(*)", "1", Page { limit: 1, offset: 0 })?;
    Ok(sums.into_iter().next().unwrap_or_default())
}

/// One rating: what was said, not by whom.
#[derive(Debug, Clone, FromRow)]
pub struct SingleRating {
    pub id: Uuid,
    pub order_safety: i64,
    pub cleanliness: i64,
    pub repair: i64,
    pub attitude: i64,
    pub charging: i64,
    pub overall: i64,
    pub remark: String,
    pub verification: String,
    pub submitted_at_ms: i64,
}

/// The ratings of present assignments (of a compound, of a company) in a period, latest first; superseded versions are left out.
pub async fn single_ratings(
    tx: &mut Tx,
    scopes: &[Scope],
    filter: &RatingFilter,
    counted: bool,
) -> DbResult<Vec<SingleRating>> {
    let mut select = Select::new(
        "from ratings r join service_assignments s on s.id = r.assignment_id join compounds p on p.id = r.compound_id
         where s.to_on is null and r.superseded_by is null",
    );
    select.within(scopes).and("r.period =", Some(filter.period.as_str()));
    select.and("s.company_id =", filter.company).and("p.id =", filter.compound);
    select.push(if counted { " and " } else { " and not " }).push("(").push(COUNTED).push(")");
    let columns = "r.id, cast(coalesce(r.order_safety, 0) as bigint) as order_safety,
        cast(coalesce(r.cleanliness, 0) as bigint) as cleanliness, cast(coalesce(r.repair, 0) as bigint) as repair,
        cast(coalesce(r.attitude, 0) as bigint) as attitude, cast(coalesce(r.charging, 0) as bigint) as charging,
        cast(r.overall as bigint) as overall, r.remark, r.verification, r.submitted_at_ms";
    rows!(tx, select, columns, "r.submitted_at_ms desc, r.id", Page::ALL)
}
