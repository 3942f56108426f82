//! The daily digest: made for every day that is over, published as text.

use crate::db::server_key::Purpose;
use crate::db::{self, Tx};
use crate::state::AppState;
use domain::calendar::{Day, day_start_ms, plus_days, shanghai_day};
use domain::chain::DailyDigest;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How long after midnight a day's digest waits: a push that began before midnight has long committed by then.
const WAIT_MS: i64 = 3_600_000;

/// Makes the digests of every day that is over and has none; returns how many.
pub async fn make_due(state: &AppState) -> anyhow::Result<u64> {
    let now_ms = state.clock.now_ms();
    let last_over = plus_days(shanghai_day(now_ms - WAIT_MS), -1);
    let mut tx = state.db.write().await?;
    let mut count = 0;
    for (district, first_ms) in db::evidence_digest::districts(&mut tx).await? {
        let last = db::evidence_digest::last_digest(&mut tx, &district).await?;
        let first_day = first_ms.map(shanghai_day);
        let Some(mut day) = last.as_ref().map(|digest| plus_days(digest.day, 1)).or(first_day) else { continue };
        let mut prev_hash = last.map(|digest| digest.hash);
        while day <= last_over {
            let digest = computed(&mut tx, &district, day, prev_hash).await?;
            db::evidence_digest::insert_digest(&mut tx, &digest, now_ms).await?;
            (prev_hash, day, count) = (Some(digest.hash), plus_days(day, 1), count + 1);
        }
    }
    tx.commit().await?;
    Ok(count)
}

/// The digest of a day as the chains have it now.
pub async fn computed(
    tx: &mut Tx,
    district: &str,
    day: Day,
    prev_hash: Option<domain::hash::Hash>,
) -> db::DbResult<DailyDigest> {
    let heads = db::evidence_digest::heads_before(tx, district, day_end_ms(day)).await?;
    Ok(DailyDigest::of(district, day, &heads, prev_hash))
}

/// The first instant after a day.
pub fn day_end_ms(day: Day) -> i64 {
    day_start_ms(plus_days(day, 1))
}

/// Up to which instant the last digest of each district covers its chains. What came later is not covered yet.
pub async fn covered_until(tx: &mut Tx) -> db::DbResult<BTreeMap<String, i64>> {
    let mut covered = BTreeMap::new();
    for (district, _) in db::evidence_digest::districts(tx).await? {
        if let Some(last) = db::evidence_digest::last_digest(tx, &district).await? {
            covered.insert(district, day_end_ms(last.day));
        }
    }
    Ok(covered)
}

/// Every digest, or those of one day, one a line: district, day, households, links, root, digest of the day before, digest. Before
/// them the public keys with which the server signed receipts, so that nobody can put a key of their own in their place later.
pub async fn published(tx: &mut Tx, only: Option<Day>) -> db::DbResult<String> {
    let mut text = String::new();
    for key in db::server_key::server_keys(tx, Purpose::Receipt).await? {
        let _ = writeln!(text, "# receipt key {} {}", key.no, key.public_key);
    }
    text.push_str("# district day households links root digest_before digest\n");
    for (district, _) in db::evidence_digest::districts(tx).await? {
        for digest in db::evidence_digest::digests_of(tx, &district).await? {
            if only.is_none_or(|day| day == digest.day) {
                let before = digest.prev_hash.map_or("-".to_owned(), |hash| hash.to_string());
                let DailyDigest { district, day, households, links, root, hash, .. } = digest;
                let _ = writeln!(text, "{district} {day} {households} {links} {root} {before} {hash}");
            }
        }
    }
    Ok(text)
}
