//! The immutable baseline of the zero-clearing action and every stage its compounds went through.

use super::select::{Page, Select, rows};
use super::{DbResult, Tx};
use domain::org::Scope;
use uuid::Uuid;

/// Compounds of the baseline within the scopes.
pub async fn baseline(tx: &mut Tx, scopes: &[Scope]) -> DbResult<Vec<Uuid>> {
    let mut select = Select::new("from compounds p where p.in_zero_clearing_baseline");
    select.within(scopes);
    let ids: Vec<(Uuid,)> = rows!(tx, select, "p.id", "p.id", Page::ALL)?;
    Ok(ids.into_iter().map(|(id,)| id).collect())
}

/// Stage events of the baseline, oldest first: `(compound, day, stage)`.
pub async fn baseline_stages(tx: &mut Tx, scopes: &[Scope]) -> DbResult<Vec<(Uuid, String, String)>> {
    let mut select =
        Select::new("from stage_events e join compounds p on p.id = e.compound_id where p.in_zero_clearing_baseline");
    select.within(scopes);
    rows!(tx, select, "e.compound_id, e.on_day, e.stage", "e.on_day, e.recorded_at_ms, e.id", Page::ALL)
}
