//! What came of checking: a verdict for each record.

use domain::chain::{Judged, LinkKind, Reason, Verdict};
use std::collections::BTreeMap;
use std::fmt;

/// The verdict on one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What: a household and a number, a day, a line of a file.
    pub what: String,
    /// What is true of it.
    pub verdict: Verdict,
    /// Why.
    pub reason: Reason,
}

/// All verdicts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of checking.
    pub lines: Vec<Line>,
    /// How many links were looked at.
    pub links: u64,
    /// How many sealed parts were opened and compared.
    pub opened: u64,
    /// How many cannot be opened any more, because their key was destroyed.
    pub erased: u64,
}

impl Report {
    /// Adds a verdict.
    pub fn say(&mut self, what: impl Into<String>, verdict: Verdict, reason: Reason) {
        self.lines.push(Line { what: what.into(), verdict, reason });
    }

    /// Adds the verdict on a link.
    pub fn say_link(&mut self, judged: &Judged, kind: Option<(LinkKind, &str)>) {
        let about = kind.map(|(kind, subject)| format!(" {kind} {subject}")).unwrap_or_default();
        let what = format!("household {} link {}{about}", judged.household, judged.seq);
        self.links += 1;
        self.say(what, judged.verdict, judged.reason);
    }

    /// Whether everything is intact.
    pub fn is_clean(&self) -> bool {
        self.faults().next().is_none()
    }

    /// What is not intact.
    pub fn faults(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.verdict != Verdict::Intact)
    }

    /// What is intact but stands behind the last digest: nobody outside could say yet if it were cut off.
    pub fn not_covered(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.reason == Reason::NotCovered)
    }

    /// Phones that went on without the hash of the number before: intact, and to be asked why.
    pub fn began_anew(&self) -> impl Iterator<Item = &Line> {
        self.lines.iter().filter(|line| line.reason == Reason::BeganAnew)
    }

    /// Whether no link is covered by a digest: nothing outside could say if everything were made up.
    pub fn covers_nothing(&self) -> bool {
        self.not_covered().count() as u64 == self.links
    }

    /// How many of each verdict.
    pub fn counts(&self) -> BTreeMap<Verdict, usize> {
        let mut counts: BTreeMap<Verdict, usize> = Verdict::ALL.iter().map(|verdict| (*verdict, 0)).collect();
        for line in &self.lines {
            *counts.entry(line.verdict).or_default() += 1;
        }
        counts
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.reason {
            Reason::Nothing => write!(f, "{} {}", self.verdict, self.what),
            reason => write!(f, "{} {} ({reason})", self.verdict, self.what),
        }
    }
}
