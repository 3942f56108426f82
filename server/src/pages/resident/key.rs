//! The key of a request, and what it opens.
//!
//! A number can be guessed (it counts up), so alone it shows only how far a request is. The key is a keyed digest of the number:
//! only this server can make it, nothing in the database gives it away, and ten wrong tries lock it for a day.

use super::code::throttle_key;
use crate::db::request::RequestRow;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::state::AppState;
use domain::finding::Finding;
use domain::household_code::{ALPHABET, HouseholdCode};
use domain::request::RequestNumber;

const DAY_MS: i64 = 86_400_000;
const KEY_LENGTH: usize = 6;

/// The key to a request: six characters that cannot be mistaken for others.
pub fn key_of(state: &AppState, number: RequestNumber) -> String {
    let digest = state.seal.digest("request_key", &number.to_string());
    let mut rest = digest.iter().take(8).fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    let mut key = String::with_capacity(KEY_LENGTH);
    for _ in 0..KEY_LENGTH {
        key.push(char::from(ALPHABET[(rest % 31) as usize]));
        rest /= 31;
    }
    key
}

/// Whether what was typed opens the details. Nothing typed opens nothing and costs nothing.
pub async fn open(
    state: &AppState,
    number: RequestNumber,
    row: &RequestRow,
    address: &str,
    typed: &str,
) -> ApiResult<Result<bool, Finding>> {
    if typed.is_empty() {
        return Ok(Ok(false));
    }
    let now_ms = state.clock.now_ms();
    let key = throttle_key(state, "request_key", &row.no, address);
    let mut tx = state.db.write().await?;
    if db::throttle::barred_until(&mut tx, &key, now_ms).await?.is_some() {
        return Ok(Err(Finding::new("key_locked", "key")));
    }
    let plain: String = typed.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_uppercase();
    if plain == key_of(state, number) || is_own_household(&mut tx, row, typed).await? {
        return Ok(Ok(true));
    }
    let tries = i64::from(state.rules.on_ms(now_ms).household_code_tries);
    db::throttle::count_failure(&mut tx, &key, now_ms, tries, DAY_MS, DAY_MS).await?;
    tx.commit().await?;
    Ok(Err(Finding::new("key_wrong", "key")))
}

async fn is_own_household(tx: &mut Tx, row: &RequestRow, typed: &str) -> ApiResult<bool> {
    let (Some(household), Ok(code)) = (row.household_id, typed.parse::<HouseholdCode>()) else { return Ok(false) };
    let owner = db::household_code::owner_of_code(tx, code).await?;
    // Who lives there now may not read what the family before asked for.
    Ok(owner.is_some_and(|owner| owner.household.0 == household && row.occupancy_seq == Some(owner.occupancy_seq)))
}
