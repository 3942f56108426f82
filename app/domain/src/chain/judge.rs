//! What is true of each link of a chain: intact, changed, missing, or out of order.

use super::Link;
use super::digest::{DailyDigest, Head};
use crate::calendar::plus_days;
use crate::hash::Hash;
use crate::id::HouseholdId;
use crate::org::wire_names;
use std::collections::{BTreeMap, BTreeSet};

wire_names!(Verdict {
    /// 完好: as it was written down.
    Intact = "intact",
    /// 被改动: some byte of it is not what it was.
    Changed = "changed",
    /// 缺失: there must be one, and it is not here.
    Missing = "missing",
    /// 顺序不对: it stands where it cannot have come to stand.
    OutOfOrder = "out_of_order",
});

wire_names!(Reason {
    /// Nothing speaks against it.
    Nothing = "nothing",
    /// Its own hash does not follow from its content.
    Content = "content",
    /// The next link, which is intact, remembers another hash.
    Successor = "successor",
    /// A digest remembers another hash.
    Digest = "digest",
    /// A number between others, or below the highest, is not there.
    Gap = "gap",
    /// A digest says that the chain was longer.
    CutOff = "cut_off",
    /// Comes after one with a higher number, or twice.
    Position = "position",
    /// Its server time lies before that of the link before.
    Time = "time",
    /// The sealed part is not the one that was linked, or it is gone.
    Sealed = "sealed",
    /// The sealed part opens, and is not the record that was linked.
    Record = "record",
    /// The row in the database, or the record, differs from what was linked.
    Row = "row",
    /// A row that no link holds.
    Unlinked = "unlinked",
    /// Not readable, or not written the one way it is written.
    Unreadable = "unreadable",
    /// The phone's signature does not fit the record, or it or its key is not the one that was linked.
    Signature = "signature",
    /// The server's signed receipt does not fit the record.
    Receipt = "receipt",
    /// Intact as far as it goes: it came after the last digest, and no digest vouches for it yet.
    NotCovered = "not_covered",
    /// A phone that lost its last numbers went on without the hash of the one before: honest phones do it after a rollback.
    BeganAnew = "began_anew",
});

/// The verdict on one link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Whose chain.
    pub household: HouseholdId,
    /// Number of the link.
    pub seq: u64,
    /// What is true of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
}

/// So many missing links are named one by one: a forged number must not fill the memory.
const MOST_NAMED: usize = 1000;

/// Judges links in the order given; `told` are heads that published digests vouch for. Each household's links come out by number.
pub fn judge(links: &[Link], told: &[Head]) -> Vec<Judged> {
    let mut chains: BTreeMap<HouseholdId, Chain<'_>> = BTreeMap::new();
    for link in links {
        chains.entry(link.household).or_default().links.push(link);
    }
    for head in told {
        chains.entry(head.household).or_default().told.push(*head);
    }
    chains.into_iter().flat_map(|(household, chain)| chain.judge(household)).collect()
}

#[derive(Default)]
struct Chain<'a> {
    links: Vec<&'a Link>,
    told: Vec<Head>,
}

impl Chain<'_> {
    fn judge(&self, household: HouseholdId) -> Vec<Judged> {
        let content = self.content();
        let position = self.position();
        let mut judged: Vec<Judged> = self.missing(household);
        for (at, link) in self.links.iter().enumerate() {
            let reason = content[at].or(position[at]).unwrap_or(Reason::Nothing);
            let verdict = match reason {
                Reason::Nothing => Verdict::Intact,
                Reason::Position | Reason::Time => Verdict::OutOfOrder,
                _ => Verdict::Changed,
            };
            judged.push(Judged { household, seq: link.seq, verdict, reason });
        }
        judged.sort_by_key(|one| one.seq);
        judged
    }

    /// From the last link to the first: each intact link is a witness of the one before it, a digest is a witness of its head.
    fn content(&self) -> Vec<Option<Reason>> {
        let mut found = vec![None; self.links.len()];
        let mut by_seq: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        for (at, link) in self.links.iter().enumerate() {
            by_seq.entry(link.seq).or_default().push(at);
        }
        let mut witness: Option<(u64, Option<Hash>)> = None;
        for (seq, places) in by_seq.iter().rev() {
            let said = witness.filter(|(next, _)| *next == seq + 1);
            let mut intact = None;
            for at in places {
                let link = self.links[*at];
                found[*at] = self.fault(link, said.map(|(_, hash)| hash));
                if found[*at].is_none() {
                    intact = Some((*seq, link.prev_hash));
                }
            }
            witness = intact;
        }
        found
    }

    fn fault(&self, link: &Link, said: Option<Option<Hash>>) -> Option<Reason> {
        let vouched = |head: &Head| head.seq != link.seq || head.hash == link.hash;
        if link.computed() != link.hash || link.prev_hash.is_none() != (link.seq == 1) || link.seq == 0 {
            Some(Reason::Content)
        } else if !self.told.iter().all(vouched) {
            Some(Reason::Digest)
        } else if said.is_some_and(|hash| hash != Some(link.hash)) {
            Some(Reason::Successor)
        } else {
            None
        }
    }

    fn position(&self) -> Vec<Option<Reason>> {
        let times: BTreeMap<u64, i64> = self.links.iter().map(|link| (link.seq, link.at_ms)).collect();
        let mut highest = 0;
        let place = |link: &&Link| {
            let follows = link.seq > highest;
            highest = highest.max(link.seq);
            let before = link.seq.checked_sub(1).and_then(|seq| times.get(&seq));
            match before {
                _ if !follows => Some(Reason::Position),
                Some(before) if *before > link.at_ms => Some(Reason::Time),
                _ => None,
            }
        };
        self.links.iter().map(place).collect()
    }

    fn missing(&self, household: HouseholdId) -> Vec<Judged> {
        let here: BTreeSet<u64> = self.links.iter().map(|link| link.seq).collect();
        let whole = self.links.iter().filter(|link| link.computed() == link.hash).map(|link| link.seq).max();
        let told = self.told.iter().map(|head| head.seq).max().unwrap_or(0);
        let highest = whole.unwrap_or(0).max(told);
        let gone = (1..=highest).filter(|seq| !here.contains(seq)).take(MOST_NAMED);
        let named = |seq| {
            let reason = if seq > whole.unwrap_or(0) { Reason::CutOff } else { Reason::Gap };
            Judged { household, seq, verdict: Verdict::Missing, reason }
        };
        gone.map(named).collect()
    }
}

/// Judges the digests of one district in the order given: each must follow from its own fields, stand on the one before, and be of
/// the next day. A missing day comes out as the verdict of the digest after it.
pub fn judge_digests(digests: &[DailyDigest]) -> Vec<(Verdict, Reason)> {
    let mut before: Option<&DailyDigest> = None;
    let mut found = vec![];
    for digest in digests {
        let (next_day, stands) = match before {
            Some(before) => (digest.day == plus_days(before.day, 1), digest.prev_hash == Some(before.hash)),
            None => (true, true),
        };
        found.push(match before {
            _ if digest.computed() != digest.hash => (Verdict::Changed, Reason::Content),
            Some(before) if digest.day <= before.day => (Verdict::OutOfOrder, Reason::Position),
            _ if !next_day => (Verdict::Missing, Reason::Gap),
            _ if !stands => (Verdict::Changed, Reason::Digest),
            _ => (Verdict::Intact, Reason::Nothing),
        });
        before = Some(digest);
    }
    found
}
