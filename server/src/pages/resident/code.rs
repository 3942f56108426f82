//! The two codes of a resident's form: the compound's in the address, the household's on the slip.

use crate::db::household_code::CodeOwner;
use crate::db::place::NamedCompound;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use crate::pages::document::{Reader, Sheet, document};
use crate::state::AppState;
use app::resident::invalid::{self, Invalid};
use app::resident::place::PlaceView;
use app::words::resident as words;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::finding::Finding;
use domain::household_code::HouseholdCode;
use domain::id::CompoundId;

const DAY_MS: i64 = 86_400_000;
/// A code that was right stays known at its address for a quarter, until the next rating.
const KNOWN_MS: i64 = 100 * DAY_MS;

/// The compound behind an address, or why there is none.
pub async fn compound_of(state: &AppState, tx: &mut Tx, text: &str) -> ApiResult<Result<NamedCompound, Invalid>> {
    let Some(code) = state.seal.read_public_segment(text) else { return Ok(Err(Invalid::Unknown)) };
    let found = db::place::compound_by_public_code(tx, code.as_str()).await?;
    Ok(match found {
        None => Err(Invalid::Unknown),
        Some(compound) if compound.revoked => Err(Invalid::Revoked),
        Some(compound) => Ok(compound),
    })
}

/// The head line of a compound's pages.
pub fn place_view(code: &str, compound: &NamedCompound) -> PlaceView {
    PlaceView {
        code: code.to_ascii_lowercase(),
        name: compound.name.clone(),
        within: format!("{} · {}", compound.street, compound.community),
    }
}

/// The page for a code that does not work.
pub fn refuse(state: &AppState, reader: Reader, why: Invalid, here: String) -> Response {
    let (status, title) = match why {
        Invalid::Unknown => (StatusCode::NOT_FOUND, words::CODE_UNKNOWN),
        Invalid::Revoked => (StatusCode::GONE, words::CODE_REVOKED),
        Invalid::NothingToRate => (StatusCode::NOT_FOUND, words::NOTHING_TO_RATE),
        Invalid::NoRequest => (StatusCode::NOT_FOUND, words::NUMBER_UNKNOWN),
    };
    let title = title.text(reader.0.language);
    (status, document(state, reader, Sheet::Resident, title, || invalid::page(why, reader.0, here))).into_response()
}

/// What became of the household code in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// Left empty.
    Absent,
    /// It is a household of this compound.
    Household(CodeOwner),
    /// Why it was not accepted.
    Wrong(Finding),
}

/// Checks a household code. A slip of the finger is found by the check character and costs nothing; a well-formed code that is
/// nobody's counts as a try, and after `household_code_tries` of them this address is locked for a day at this compound (content 7.4).
/// Whole houses share an address: so the same wrong code again is the same try, and a code that was right from here before stays right.
pub async fn check_household_code(
    state: &AppState,
    compound: CompoundId,
    address: &str,
    text: &str,
) -> ApiResult<Checked> {
    let wrong = |code: &str| Ok(Checked::Wrong(Finding::new(code, "household_code")));
    if text.is_empty() {
        return Ok(Checked::Absent);
    }
    let Ok(code) = text.parse::<HouseholdCode>() else { return wrong("code_wrong") };
    let now_ms = state.clock.now_ms();
    let key_of = |purpose: &str, what: &str| throttle_key(state, purpose, &compound.to_string(), what);
    let tries_key = key_of("household_code", address);
    let this_code = format!("{address} {}", code.plain());
    let [right_key, wrong_key] = ["household_code_right", "household_code_wrong"].map(|name| key_of(name, &this_code));
    let mut tx = state.db.write().await?;
    let was_right = db::throttle::barred_until(&mut tx, &right_key, now_ms).await?.is_some();
    if !was_right && db::throttle::barred_until(&mut tx, &tries_key, now_ms).await?.is_some() {
        return wrong("code_locked");
    }
    let owner = db::household_code::owner_of_code(&mut tx, code).await?;
    if let Some(owner) = owner.filter(|owner| owner.compound == compound) {
        if !was_right {
            db::throttle::remember(&mut tx, &right_key, now_ms, now_ms + KNOWN_MS).await?;
            tx.commit().await?;
        }
        return Ok(Checked::Household(owner));
    }
    if db::throttle::barred_until(&mut tx, &wrong_key, now_ms).await?.is_none() {
        let tries = i64::from(state.rules.on_ms(now_ms).household_code_tries);
        db::throttle::remember(&mut tx, &wrong_key, now_ms, now_ms + DAY_MS).await?;
        db::throttle::count_failure(&mut tx, &tries_key, now_ms, tries, DAY_MS, DAY_MS).await?;
        tx.commit().await?;
    }
    wrong(if owner.is_some() { "code_of_other_compound" } else { "code_wrong" })
}

/// A throttle's key; the address goes in as a keyed digest, so that nobody's address is kept.
pub fn throttle_key(state: &AppState, purpose: &str, object: &str, address: &str) -> String {
    let digest = state.seal.digest("address", address);
    format!("{purpose} {object} {}", domain::hash::Hash(digest))
}
