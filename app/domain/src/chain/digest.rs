//! The daily digest of a district: one hash over the heads of all its chains, and the digest of the day before.
//!
//! Who has a published digest can prove that a chain was so long and so made on that day; a tail that is cut off later, or a chain
//! that is written anew, no longer fits. The tree lets one household prove its place without showing the others.

use crate::calendar::Day;
use crate::hash::Hash;
use crate::id::HouseholdId;

/// The last link of a chain at some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Head {
    /// Whose chain.
    pub household: HouseholdId,
    /// Number of the last link.
    pub seq: u64,
    /// Its hash.
    pub hash: Hash,
}

/// On which side of the climbing hash the other one stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Before it.
    Left,
    /// After it.
    Right,
}

/// One step of the way from a head up to the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Where the other hash stands.
    pub side: Side,
    /// The other hash.
    pub hash: Hash,
}

impl Head {
    fn leaf(&self) -> Hash {
        Hash::of_parts(&[b"doorstep leaf 1", self.household.0.as_bytes(), &self.seq.to_be_bytes(), &self.hash.0])
    }
}

fn node(left: Hash, right: Hash) -> Hash {
    Hash::of_parts(&[b"doorstep node 1", &left.0, &right.0])
}

/// Pairs from the left; the last one without a partner rises as it is.
fn level_above(level: &[Hash]) -> Vec<Hash> {
    let join = |pair: &[Hash]| match pair {
        [left, right] => node(*left, *right),
        rest => rest.first().copied().unwrap_or(Hash([0; 32])),
    };
    level.chunks(2).map(join).collect()
}

fn leaves(heads: &[Head]) -> (Vec<Head>, Vec<Hash>) {
    let mut sorted = heads.to_vec();
    sorted.sort_unstable();
    let level = sorted.iter().map(Head::leaf).collect();
    (sorted, level)
}

/// The root over all heads, in the order of the households' ids whatever the order given.
pub fn root(heads: &[Head]) -> Hash {
    let (_, mut level) = leaves(heads);
    while level.len() > 1 {
        level = level_above(&level);
    }
    level.first().copied().unwrap_or_else(|| Hash::of_parts(&[b"doorstep empty 1"]))
}

/// The way of one household's head up to the root; `None` when it has no head here.
pub fn path(heads: &[Head], household: HouseholdId) -> Option<Vec<Step>> {
    let (sorted, mut level) = leaves(heads);
    let mut at = sorted.iter().position(|head| head.household == household)?;
    let mut steps = vec![];
    while level.len() > 1 {
        let (side, other) = if at.is_multiple_of(2) { (Side::Right, at + 1) } else { (Side::Left, at - 1) };
        steps.extend(level.get(other).map(|hash| Step { side, hash: *hash }));
        level = level_above(&level);
        at /= 2;
    }
    Some(steps)
}

/// Where a head arrives by its way.
pub fn climb(head: &Head, path: &[Step]) -> Hash {
    path.iter().fold(head.leaf(), |hash, step| match step.side {
        Side::Left => node(step.hash, hash),
        Side::Right => node(hash, step.hash),
    })
}

/// The digest of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DailyDigest {
    /// Code of the district.
    pub district: String,
    /// The Shanghai day at whose end the heads stood so.
    pub day: Day,
    /// How many chains there were.
    pub households: u64,
    /// How many links they had together.
    pub links: u64,
    /// [`root`] over their heads.
    pub root: Hash,
    /// Digest of the day before; none for the district's first.
    pub prev_hash: Option<Hash>,
    /// The digest as it was written down.
    pub hash: Hash,
}

impl DailyDigest {
    /// The digest of a day from the heads at its end.
    pub fn of(district: &str, day: Day, heads: &[Head], prev_hash: Option<Hash>) -> Self {
        let open = Self {
            district: district.to_owned(),
            day,
            households: heads.len() as u64,
            links: heads.iter().map(|head| head.seq).sum(),
            root: root(heads),
            prev_hash,
            hash: Hash([0; 32]),
        };
        Self { hash: open.computed(), ..open }
    }

    /// The hash that follows from every other field.
    pub fn computed(&self) -> Hash {
        let prev = self.prev_hash.map(|hash| hash.0.to_vec()).unwrap_or_default();
        Hash::of_parts(&[
            b"doorstep digest 1",
            self.district.as_bytes(),
            self.day.to_string().as_bytes(),
            &self.households.to_be_bytes(),
            &self.links.to_be_bytes(),
            &self.root.0,
            &prev,
        ])
    }
}
