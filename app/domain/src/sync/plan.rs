//! What the server does with an incoming record: one decision, made before anything is written.

use crate::finding::Finding;
use crate::hash::Hash;

/// What is known when a record comes in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// The record's own hash.
    pub hash: Hash,
    /// Hash of the record already stored under this id.
    pub stored: Option<Hash>,
    /// The record's author is the account that sends it.
    pub own: bool,
    /// What the shared validation found.
    pub findings: Vec<Finding>,
    /// What the record refers to is here.
    pub placed: bool,
    /// The author's rights reach the place.
    pub in_scope: bool,
    /// An accepted record already stands in its place.
    pub is_repaired: bool,
    /// What it puts right, if it says so.
    pub repairs: Option<Repaired>,
}

/// The fate of the record that a newcomer wants to put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repaired {
    /// Not here (yet): should it come, it will not count.
    Unknown,
    /// Set aside or held: it may be put right.
    Open,
    /// It was used after all; a second one would double it.
    Accepted,
    /// Another record stands in its place already.
    Already,
    /// Somebody else made it.
    Foreign,
}

impl Repaired {
    /// Why it cannot be put right by this record.
    pub const fn objection(self) -> Option<&'static str> {
        match self {
            Self::Unknown | Self::Open => None,
            Self::Accepted => Some("repairs_accepted"),
            Self::Already => Some("repaired_already"),
            Self::Foreign => Some("other_author"),
        }
    }
}

/// What to do with it. In every case but the first two the record itself is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Incoming {
    /// The very same record is here: answer as the first time.
    Repeat,
    /// Another record has this id: keep the newcomer beside it, mix nothing.
    Clash,
    /// Store it and make it part of the whole.
    Insert,
    /// Store it; what it refers to is not here yet.
    Hold(Finding),
    /// Store it; it cannot be used as it is.
    SetAside(Vec<Finding>),
    /// Store it; another record stands in its place.
    Repaired,
}

/// Decides. The order of the questions is the policy.
pub fn plan(arrival: Arrival) -> Incoming {
    match arrival.stored {
        Some(stored) if stored == arrival.hash => return Incoming::Repeat,
        Some(_) => return Incoming::Clash,
        None => {}
    }
    if !arrival.own {
        return Incoming::SetAside(vec![Finding::new("other_author", "author")]);
    }
    if arrival.is_repaired {
        return Incoming::Repaired;
    }
    if let Some(code) = arrival.repairs.and_then(Repaired::objection) {
        return Incoming::SetAside(vec![Finding::new(code, "repairs")]);
    }
    if !arrival.findings.is_empty() {
        return Incoming::SetAside(arrival.findings);
    }
    if !arrival.placed {
        return Incoming::Hold(Finding::new("not_placed", ""));
    }
    if !arrival.in_scope {
        return Incoming::SetAside(vec![Finding::new("out_of_scope", "")]);
    }
    Incoming::Insert
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good() -> Arrival {
        Arrival {
            hash: Hash::of(b"a"),
            stored: None,
            own: true,
            findings: vec![],
            placed: true,
            in_scope: true,
            is_repaired: false,
            repairs: None,
        }
    }

    #[test]
    fn each_question_has_its_answer() {
        let finding = Finding::new("required", "outcome");
        let cases = [
            (good(), Incoming::Insert),
            (Arrival { stored: Some(Hash::of(b"a")), ..good() }, Incoming::Repeat),
            (Arrival { stored: Some(Hash::of(b"a")), findings: vec![finding.clone()], ..good() }, Incoming::Repeat),
            (Arrival { stored: Some(Hash::of(b"b")), ..good() }, Incoming::Clash),
            (Arrival { placed: false, ..good() }, Incoming::Hold(Finding::new("not_placed", ""))),
            (Arrival { in_scope: false, ..good() }, Incoming::SetAside(vec![Finding::new("out_of_scope", "")])),
            (Arrival { own: false, ..good() }, Incoming::SetAside(vec![Finding::new("other_author", "author")])),
            (
                Arrival { findings: vec![finding.clone()], is_repaired: true, ..good() },
                Incoming::Repaired, // what was wrong with it matters no more
            ),
            (Arrival { repairs: Some(Repaired::Unknown), ..good() }, Incoming::Insert),
            (Arrival { repairs: Some(Repaired::Open), ..good() }, Incoming::Insert),
            (
                Arrival { repairs: Some(Repaired::Accepted), ..good() },
                Incoming::SetAside(vec![Finding::new("repairs_accepted", "repairs")]),
            ),
            (
                Arrival { repairs: Some(Repaired::Already), ..good() },
                Incoming::SetAside(vec![Finding::new("repaired_already", "repairs")]),
            ),
            (
                Arrival { repairs: Some(Repaired::Foreign), ..good() },
                Incoming::SetAside(vec![Finding::new("other_author", "repairs")]),
            ),
            (Arrival { findings: vec![finding.clone()], ..good() }, Incoming::SetAside(vec![finding])),
        ];
        for (arrival, expected) in cases {
            assert_eq!(plan(arrival.clone()), expected, "{arrival:?}");
        }
    }
}
