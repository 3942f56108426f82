//! Proofs: that a household's chain stood so in the digest of a day.

use super::digest::day_end_ms;
use crate::db::{self, Tx};
use domain::chain::digest::Tree;
use domain::chain::{DailyDigest, Head, Side, Step};
use domain::hash::Hash;
use domain::id::HouseholdId;

/// A head and its way up to the root.
#[derive(Debug, Clone)]
pub struct Proof {
    pub head: Head,
    pub path: Vec<Step>,
}

/// The proofs of some households for a digest; a household whose chain is younger has none.
pub async fn proofs(tx: &mut Tx, digest: &DailyDigest, households: &[HouseholdId]) -> db::DbResult<Vec<Proof>> {
    let heads = db::evidence_digest::heads_before(tx, &digest.district, day_end_ms(digest.day)).await?;
    let tree = Tree::new(&heads);
    let proof = |(head, path)| Proof { head, path };
    Ok(households.iter().filter_map(|household| tree.path(*household).map(proof)).collect())
}

/// A step as text: the side and the other hash.
pub fn step_text(step: &Step) -> String {
    let side = match step.side {
        Side::Left => "left",
        Side::Right => "right",
    };
    format!("{side} {}", step.hash)
}

/// A step from text.
pub fn step_of(text: &str) -> Option<Step> {
    let (side, hash) = text.split_once(' ')?;
    let side = match side {
        "left" => Side::Left,
        "right" => Side::Right,
        _ => return None,
    };
    Some(Step { side, hash: hash.parse::<Hash>().ok()? })
}
