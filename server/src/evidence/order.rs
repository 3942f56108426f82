//! Lines that belong to links come in the order of the links, once: what stands elsewhere was moved or put in.

use std::collections::BTreeMap;

/// Says of each line, in the order of the file, whether it is moved. A line has a group, in which alone the order counts, and the name
/// of its link; `links` are the names of the links in their order. A name that no link has is judged elsewhere.
pub fn moved<G: Ord, N: Ord>(links: impl Iterator<Item = N>, lines: impl Iterator<Item = (G, N)>) -> Vec<bool> {
    let mut places: BTreeMap<N, usize> = BTreeMap::new();
    for name in links {
        let next = places.len();
        places.entry(name).or_insert(next);
    }
    let mut highest: BTreeMap<G, usize> = BTreeMap::new();
    lines
        .map(|(group, name)| {
            let Some(place) = places.get(&name) else { return false };
            // One more than the place: none is none yet.
            let before = highest.entry(group).or_insert(0);
            let is_moved = *place < *before;
            *before = (*place + 1).max(*before);
            is_moved
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_swapped_or_doubled_is_moved() {
        let cases: [(&[(char, u8)], &[bool]); 5] = [
            (&[('a', 1), ('b', 1), ('a', 3), ('b', 2)], &[false; 4]),
            (&[('a', 2), ('a', 1), ('a', 3)], &[false, true, false]),
            (&[('a', 1), ('a', 1)], &[false, true]),
            (&[('a', 9), ('a', 1), ('a', 9)], &[false; 3]),
            (&[('a', 3), ('b', 1), ('a', 3)], &[false, false, true]),
        ];
        for (lines, expected) in cases {
            assert_eq!(moved([1u8, 2, 3].into_iter(), lines.iter().copied()), expected, "{lines:?}");
        }
    }
}
