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

/// Before the server tries a held record a second time, ms; doubles with each further try.
pub const FIRST_HOLD_MS: i64 = 60_000;
/// The longest wait of a held record, ms.
pub const LONGEST_HOLD_MS: i64 = 6 * 3_600_000;

/// How long a held record rests after so many tries, ms. `chance` is 0 to 999 and spreads the records out.
pub fn hold_ms(tries: i64, chance: u16) -> i64 {
    let doublings = u32::try_from(tries.clamp(0, 20)).unwrap_or(0);
    let longest = FIRST_HOLD_MS.saturating_mul(1 << doublings).min(LONGEST_HOLD_MS);
    longest / 2 + longest / 2 * i64::from(chance.min(999)) / 1_000
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

    #[test]
    fn a_held_record_is_tried_again_for_ever_and_less_and_less_often() {
        let cases = [(0, 0, 30_000), (0, 999, 59_970), (1, 0, 60_000), (2, 0, 120_000), (30, 0, LONGEST_HOLD_MS / 2)];
        for (tries, chance, expected) in cases {
            assert_eq!(hold_ms(tries, chance), expected, "{tries} tries, chance {chance}");
        }
        for tries in [-1, 0, 5, 100, i64::MAX] {
            assert!((1..=LONGEST_HOLD_MS).contains(&hold_ms(tries, 500)), "{tries}");
        }
    }
}
