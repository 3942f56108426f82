//! When the phone tries again: never at once, never all phones together, and never never.

/// Between two rounds when all went well, ms.
pub const CALM_MS: u32 = 3 * 60_000;
/// After the first failure, ms; doubles with each further one.
pub const FIRST_RETRY_MS: u32 = 2_000;
/// The longest wait, ms (condition 5.2: seen to hang for hours elsewhere; here never longer than this).
pub const LONGEST_RETRY_MS: u32 = 5 * 60_000;

/// How long to wait before the next round, ms, after so many failures in a row. `chance` is 0 to 999 and spreads the phones out
/// over the upper half of the wait.
pub fn wait_ms(failures: u32, chance: u16) -> u32 {
    if failures == 0 {
        return CALM_MS;
    }
    let doubled = FIRST_RETRY_MS.saturating_mul(1 << failures.saturating_sub(1).min(16));
    let longest = doubled.min(LONGEST_RETRY_MS);
    longest / 2 + (longest / 2) / 1_000 * u32::from(chance.min(999))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_bound_and_never_end() {
        let cases = [(0, 0, CALM_MS), (1, 0, 1_000), (1, 999, 1_999), (2, 0, 2_000), (3, 0, 4_000), (9, 0, 150_000)];
        for (failures, chance, expected) in cases {
            assert_eq!(wait_ms(failures, chance), expected, "{failures} failures, chance {chance}");
        }
        for failures in 1..200 {
            for chance in [0, 500, 999, u16::MAX] {
                let wait = wait_ms(failures, chance);
                assert!((1_000..=LONGEST_RETRY_MS).contains(&wait), "{failures}: {wait}");
            }
        }
        assert!(wait_ms(u32::MAX, 0) > 0);
    }
}
