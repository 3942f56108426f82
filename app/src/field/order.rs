//! Order without a sort made anew for every kind of list: what a phone shows is short.

use std::cmp::Ordering;

/// The places `0..count` in the order of `compare`; equals stay as they were.
pub fn in_order(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(count);
    for place in 0..count {
        let at = order.partition_point(|before| compare(*before, place) != Ordering::Greater);
        order.insert(at, place);
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_stay_as_they_were() {
        let cases: [(&[u8], &[usize]); 4] =
            [(&[], &[]), (&[3, 1, 2], &[1, 2, 0]), (&[1, 0, 1, 0, 1], &[1, 3, 0, 2, 4]), (&[9, 9], &[0, 1])];
        for (list, order) in cases {
            assert_eq!(in_order(list.len(), &|left, right| list[left].cmp(&list[right])), order, "{list:?}");
        }
    }
}
