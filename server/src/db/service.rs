//! Who serves a compound, free until when, at what price.

use super::{DbResult, Tx, on};
use chrono::NaiveDate;
use domain::id::{CompanyId, CompoundId, ServiceAssignmentId};
use sqlx::FromRow;
use uuid::Uuid;

/// The open service assignment of a compound with its trial and the published fee.
#[derive(Debug, Clone, FromRow)]
pub struct ServiceRow {
    pub assignment_id: Uuid,
    pub company_id: Uuid,
    pub company_name: String,
    pub company_phone: String,
    pub trial_status: Option<String>,
    pub trial_start_on: Option<String>,
    pub trial_last_free_on: Option<String>,
    pub rate_mill: Option<i64>,
}

impl ServiceRow {
    /// The assignment.
    pub fn assignment(&self) -> ServiceAssignmentId {
        ServiceAssignmentId(self.assignment_id)
    }

    /// The company.
    pub fn company(&self) -> CompanyId {
        CompanyId(self.company_id)
    }

    /// First and last free day, when the trial has dates.
    pub fn trial_days(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((self.trial_start_on.as_ref()?.parse().ok()?, self.trial_last_free_on.as_ref()?.parse().ok()?))
    }

    /// The last free day as far as a fee may count on it: only while the trial runs or has ended in the regular way.
    pub fn last_free_day(&self) -> Option<NaiveDate> {
        let counts = matches!(self.trial_status.as_deref(), Some("running" | "ended"));
        self.trial_days().filter(|_| counts).map(|(_, last)| last)
    }
}

/// Who serves a compound on `today` (`YYYY-MM-DD`), with the fee that is published and in effect.
pub async fn service_of(tx: &mut Tx, compound: CompoundId, today: &str) -> DbResult<Option<ServiceRow>> {
    let sql = "select s.id as assignment_id, s.company_id, c.name as company_name, c.phone as company_phone,
                 t.status as trial_status, t.start_on as trial_start_on, t.last_free_on as trial_last_free_on,
                 (select f.rate_mill from fee_standards f where f.compound_id = s.compound_id and f.status = 'published'
                    order by f.effective_from desc limit 1) as rate_mill
               from service_assignments s join companies c on c.id = s.company_id
               left join trials t on t.assignment_id = s.id
               where s.compound_id = $1 and s.to_on is null and s.from_on <= $2";
    on!(tx, c => sqlx::query_as(sql).bind(compound.0).bind(today).fetch_optional(c).await)
}
