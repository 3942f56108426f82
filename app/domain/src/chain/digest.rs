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

/// The tree over all heads of a moment, built once for any number of ways.
#[derive(Debug, Clone)]
pub struct Tree {
    heads: Vec<Head>,
    /// From the leaves up; the last has one hash, or the first none.
    levels: Vec<Vec<Hash>>,
}

impl Tree {
    /// The tree, in the order of the households' ids whatever the order given.
    pub fn new(heads: &[Head]) -> Self {
        let mut heads = heads.to_vec();
        heads.sort_unstable();
        let mut levels = vec![heads.iter().map(Head::leaf).collect::<Vec<_>>()];
        while let Some(level) = levels.last().filter(|level| level.len() > 1) {
            levels.push(level_above(level));
        }
        Self { heads, levels }
    }

    /// The one hash over all heads.
    pub fn root(&self) -> Hash {
        let top = self.levels.last().and_then(|level| level.first());
        top.copied().unwrap_or_else(|| Hash::of_parts(&[b"doorstep empty 1"]))
    }

    /// The head of a household and its way up to the root; `None` when it has no head here.
    pub fn path(&self, household: HouseholdId) -> Option<(Head, Vec<Step>)> {
        let leaf = self.heads.binary_search_by_key(&household, |head| head.household).ok()?;
        let mut at = leaf;
        let mut steps = vec![];
        for level in &self.levels {
            let (side, other) = if at.is_multiple_of(2) { (Side::Right, at + 1) } else { (Side::Left, at - 1) };
            steps.extend(level.get(other).map(|hash| Step { side, hash: *hash }));
            at /= 2;
        }
        Some((self.heads[leaf], steps))
    }
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
    /// [`Tree::root`] over their heads.
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
            root: Tree::new(heads).root(),
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
