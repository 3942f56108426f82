//! What a phone signs when it says that it was wiped.

use crate::hash::Hash;

/// More unsent records than this no phone can hold; a word of more is none.
pub const MOST_UNSENT: i64 = 100_000;

/// The hash of the word, over the order, the phone and what stays on it, each as it is said.
pub fn wiped_digest(order: &str, device: &str, unsent: &str) -> Hash {
    Hash::of_parts(&[b"doorstep wiped 1", order.as_bytes(), device.as_bytes(), unsent.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_of_the_word_counts() {
        let word = wiped_digest("a", "b", "1");
        for other in [wiped_digest("c", "b", "1"), wiped_digest("a", "c", "1"), wiped_digest("a", "b", "2")] {
            assert_ne!(word, other);
        }
    }
}
