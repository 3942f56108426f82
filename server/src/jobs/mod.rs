//! What happens without anybody asking: states that ripen with the calendar, records that were waiting for their place.

use crate::state::AppState;
use crate::{evidence, intake};
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(60);
/// States ripen with the days: every quarter of an hour is often enough.
const RIPEN_EVERY: u32 = 15;

/// Runs the jobs now and then every minute, until the program stops. Held records say themselves when they are due.
pub async fn run(state: AppState) {
    let mut ticks = tokio::time::interval(EVERY);
    let mut until_ripe = 0;
    loop {
        ticks.tick().await;
        if until_ripe == 0 {
            match intake::household::ripen(&state).await {
                Ok(0) => {}
                Ok(count) => tracing::info!(count, "households ripened"),
                Err(error) => error.log(),
            }
            evidence_due(&state).await;
        }
        until_ripe = (until_ripe + 1) % RIPEN_EVERY;
        match intake::retry_held(&state).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "held records found their place"),
            Err(error) => error.log(),
        }
    }
}

/// Seals signatures that nobody sealed at their arrival, and makes the digests of days that are over.
async fn evidence_due(state: &AppState) {
    match evidence::blob::seal_arrived(state, None).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "blobs of consents sealed"),
        Err(error) => tracing::error!(%error, "blobs of consents cannot be sealed"),
    }
    match evidence::digest::make_due(state).await {
        Ok(0) => {}
        Ok(count) => tracing::info!(count, "daily digests made"),
        Err(error) => tracing::error!(%error, "daily digests cannot be made"),
    }
}
