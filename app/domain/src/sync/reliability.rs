//! How reliable the way from phone to server is, by week: from what phones announced and what arrived.

use crate::sync::device::SeqRange;

/// Missing numbers of a phone, and when the server could first know that they are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// The numbers.
    pub range: SeqRange,
    /// Server time: arrival of the number after them, or the contact that first announced the highest.
    pub known_at_ms: i64,
}

/// What became of missing numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Missing {
    /// Still on a phone, or so young that they may be.
    pub on_the_way: u64,
    /// Neither here nor announced as unsent, for too long; with the time at which each gap became known.
    pub lost: Vec<(i64, u64)>,
}

/// Sorts a phone's gaps. What it announced as unsent is taken from the youngest numbers: a phone sends in order.
pub fn sort_out(gaps: &[Gap], unsent_count: u64, lost_before_ms: i64) -> Missing {
    let mut left = unsent_count;
    let mut sorted = Missing::default();
    for gap in gaps.iter().rev() {
        let count = gap.range.count();
        let unsent = count.min(left);
        left -= unsent;
        let rest = count - unsent;
        sorted.on_the_way += unsent;
        if rest > 0 && gap.known_at_ms < lost_before_ms {
            sorted.lost.push((gap.known_at_ms, rest));
        } else {
            sorted.on_the_way += rest;
        }
    }
    sorted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_a_phone_or_young_is_not_lost() {
        let gap = |from, to, known_at_ms| Gap { range: SeqRange { from, to }, known_at_ms };
        let cases: [(&[Gap], u64, u64, &[(i64, u64)]); 6] = [
            (&[], 3, 0, &[]),
            (&[gap(1, 3, 10)], 0, 0, &[(10, 3)]),
            (&[gap(1, 3, 10)], 3, 3, &[]),
            (&[gap(1, 3, 99)], 0, 3, &[]),
            (&[gap(1, 3, 10), gap(8, 9, 20)], 2, 2, &[(10, 3)]),
            (&[gap(1, 3, 10), gap(8, 9, 20)], 3, 3, &[(10, 2)]),
        ];
        for (gaps, unsent, on_the_way, lost) in cases {
            let sorted = sort_out(gaps, unsent, 50);
            assert_eq!((sorted.on_the_way, sorted.lost.as_slice()), (on_the_way, lost), "{gaps:?} {unsent}");
        }
    }
}
