//! The mark: what the phone holds, in a few words outside of its database, so that the next start can tell when the database is gone.
//!
//! First line: device and last number. Then a line for each account: its id and the numbers that are not sent.

use super::outbox::Head;
use super::second::{MARK, Second};
use domain::id::{AccountId, DeviceId};
use domain::sync::outbox::Waiting;

/// What was here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mark {
    /// This phone; none: nothing was ever noted.
    pub device: Option<DeviceId>,
    /// Its last number.
    pub seq: u64,
    /// A line for each account.
    pub accounts: Vec<String>,
}

impl Mark {
    /// Reads one.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let (device, seq) = lines.next()?.split_once(' ')?;
        let accounts = lines.map(str::to_owned).collect();
        Some(Self { device: Some(device.parse().ok()?), seq: seq.parse().ok()?, accounts })
    }

    fn write(&self) -> Option<String> {
        let head = [&self.device?.to_string(), " ", &self.seq.to_string()].concat();
        Some([head].into_iter().chain(self.accounts.iter().cloned()).collect::<Vec<_>>().join("\n"))
    }
}

/// Notes the head and what an account has not sent. Another account's line stays; a number never falls, and what was noted of numbers
/// behind this head stays: `own` may be older.
pub fn note(second: &dyn Second, head: &Head, account: AccountId, own: &[Waiting]) {
    let before = second.word(MARK).and_then(|text| Mark::read(&text)).filter(|mark| mark.device == Some(head.device));
    let mut mark = before.unwrap_or_default();
    let mut line = account.to_string();
    let at = mark.accounts.iter().position(|noted| noted.starts_with(&line));
    let noted = at.map(|at| mark.accounts.remove(at)).unwrap_or_default();
    let mut add = |seq: &str| {
        line.push(' ');
        line.push_str(seq);
    };
    for entry in own.iter().filter(|entry| entry.is_unsent() && entry.record.device == head.device) {
        add(&entry.record.seq.to_string());
    }
    for seq in noted.split(' ').skip(1) {
        if seq.parse().is_ok_and(|seq: u64| seq > head.seq) {
            add(seq);
        }
    }
    if line.contains(' ') {
        mark.accounts.push(line);
    }
    (mark.device, mark.seq) = (Some(head.device), mark.seq.max(head.seq));
    second.set_word(MARK, mark.write().as_deref());
}

/// What a start found to be gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Loss {
    /// Records whose envelopes are there.
    pub found: usize,
    /// Numbers that were not sent and of which there is no envelope.
    pub missing: String,
}

impl Loss {
    /// Compares what was here with the envelopes.
    pub fn of(mark: &Mark, kept: &str) -> Self {
        let mut missing = String::new();
        for line in &mark.accounts {
            let mut words = line.split(' ');
            let account = words.next().unwrap_or_default();
            for seq in words {
                let start = ["r/", account, "/", seq, "/"].concat();
                if !kept.lines().any(|name| name.starts_with(&start)) {
                    if !missing.is_empty() {
                        missing.push_str(", ");
                    }
                    missing.push_str(seq);
                }
            }
        }
        Self { found: kept.lines().filter(|name| name.starts_with('r')).count(), missing }
    }

    /// As it is kept until somebody has read it.
    pub fn write(&self) -> String {
        [&self.found.to_string(), " ", &self.missing].concat()
    }

    /// Reads what [`Loss::write`] wrote.
    pub fn read(text: &str) -> Self {
        let (found, missing) = text.split_once(' ').unwrap_or((text, ""));
        Self { found: found.parse().unwrap_or(0), missing: missing.to_owned() }
    }
}
