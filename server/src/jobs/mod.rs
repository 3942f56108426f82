//! What happens without anybody asking: states that ripen with the calendar, records that were waiting for their place.

use crate::intake;
use crate::state::AppState;
use std::time::Duration;

const EVERY: Duration = Duration::from_secs(15 * 60);

/// Runs the jobs now and then every quarter of an hour, until the program stops.
pub async fn run(state: AppState) {
    let mut ticks = tokio::time::interval(EVERY);
    loop {
        ticks.tick().await;
        match intake::household::ripen(&state).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "households ripened"),
            Err(error) => error.log(),
        }
        match intake::retry_held(&state).await {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "held records found their place"),
            Err(error) => error.log(),
        }
    }
}
