//! How a phone that was here before learns that the server has forgotten: a database restored from an older backup.
//!
//! A server that was restored cannot know it by itself. So each run of the server is an epoch with a name drawn by lot, noted with
//! the number of the last change before it. What a phone sends along with its cursor names the epoch of the answer that it stems
//! from, and the last change that there was then. A backup knows no epoch that began after it was made, and the epochs it knows end
//! where the next run began: an answer from beyond that end stems from a time that is lost. The cursor's own number would not do: in
//! the middle of a fetch it is low, and what moved behind it in the lost time would never be fetched.

/// One run of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Epoch {
    /// Its name, drawn by lot; no dots.
    pub name: String,
    /// Number of the last change before it began.
    pub from_seq: i64,
}

/// Where a phone goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Resumed {
    /// The cursor.
    pub after: i64,
    /// It has to forget what it downloaded.
    pub reset: bool,
}

/// Judges a phone's cursor. `reach` is the fingerprint of what its account may hold; `epochs` are all runs in their order.
pub fn resume(after: i64, scope: &str, reach: &str, epochs: &[Epoch]) -> Resumed {
    let mut parts = scope.split('.');
    let (old_reach, epoch, seen) = (parts.next(), parts.next(), parts.next().and_then(|seen| seen.parse::<i64>().ok()));
    let knows_time = match (epoch, seen) {
        (None, _) => epochs.is_empty(),
        (Some(name), Some(seen)) => end_of(name, epochs).is_some_and(|end| seen <= end),
        (Some(_), None) => false,
    };
    let is_kept = old_reach == Some(reach) && knows_time;
    Resumed { after: if is_kept { after.max(0) } else { 0 }, reset: !is_kept && after > 0 }
}

/// What a phone sends along next time. `last_seq` is the last change, read after everything that the answer holds.
pub fn scope_of(reach: &str, epochs: &[Epoch], last_seq: i64) -> String {
    match epochs.last() {
        Some(now) => format!("{reach}.{}.{last_seq}", now.name),
        None => reach.to_owned(),
    }
}

/// Rights and run that a scope names; when they change, the server may have forgotten what it had.
pub fn run_of(scope: &str) -> &str {
    scope.rsplit_once('.').map_or(scope, |(run, _)| run)
}

/// The last change that belongs to an epoch; none when no such epoch is known.
fn end_of(name: &str, epochs: &[Epoch]) -> Option<i64> {
    let at = epochs.iter().position(|epoch| epoch.name == name)?;
    Some(epochs.get(at + 1).map_or(i64::MAX, |next| next.from_seq))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn epoch(name: &str, from_seq: i64) -> Epoch {
        Epoch { name: name.into(), from_seq }
    }

    #[test]
    fn a_cursor_from_a_time_that_is_lost_starts_anew() {
        let known = [epoch("a", 0), epoch("b", 80)];
        let cases: [(&str, i64, &str, &[Epoch], i64, bool); 13] = [
            ("the first time", 0, "", &known, 0, false),
            ("the same run", 90, "r.b.95", &known, 90, false),
            ("a restart", 80, "r.a.80", &known, 80, false),
            ("a restart, behind", 7, "r.a.70", &known, 7, false),
            ("restored: it saw what is lost", 81, "r.a.81", &known, 0, true),
            ("restored: it saw some of what is lost, in the middle of a fetch", 7, "r.a.81", &known, 0, true),
            ("restored: its run is unknown", 60, "r.x.60", &known, 0, true),
            ("other rights", 90, "s.b.95", &known, 0, true),
            ("other rights, nothing fetched yet", 0, "s.b.95", &known, 0, false),
            ("from before epochs", 50, "r", &known, 0, true),
            ("no epochs at all", 50, "r", &[], 50, false),
            ("no epochs any more", 50, "r.a.50", &[], 0, true),
            ("nonsense", -5, "r.b.x", &known, 0, false),
        ];
        for (name, after, scope, epochs, expected, reset) in cases {
            assert_eq!(resume(after, scope, "r", epochs), Resumed { after: expected, reset }, "{name}");
        }
        assert_eq!(scope_of("r", &known, 95), "r.b.95");
        assert_eq!(run_of("r.b.95"), "r.b");
        assert_eq!(run_of("r"), "r");
    }
}
