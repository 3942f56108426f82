//! A consent event as a draft keeps it: the text that will be the record's body, word for word. What was given is never written anew,
//! and the phone needs no reader for whole events.

use domain::calendar::Day;
use domain::consent::{ConsentAction, ConsentEvent};
use domain::hash::Hash;
use domain::money::Fen;
use serde::{Deserialize, Serialize};

/// An event, frozen when it was given or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Frozen {
    /// The record's body.
    pub body: String,
}

/// What of a frozen event is looked at again.
#[derive(Debug, Deserialize)]
pub struct Glance {
    /// Given or refused.
    pub action: ConsentAction,
    #[serde(default)]
    fee_terms: Option<Agreed>,
    #[serde(default)]
    evidence: Proof,
}

/// What was agreed, as far as it is shown again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Agreed {
    /// Number of the text.
    pub text_no: String,
    /// Whom to call to cancel.
    pub community_tel: String,
    /// The monthly fee.
    pub monthly_fen: Fen,
    /// The earliest first day of a paid month.
    #[serde(with = "domain::calendar::iso")]
    pub earliest_fee_start: Day,
}

#[derive(Debug, Default, Deserialize)]
struct Proof {
    #[serde(default)]
    strokes_sha256: Option<Hash>,
    #[serde(default)]
    photo_sha256s: Vec<Hash>,
}

impl Frozen {
    /// Freezes an event.
    pub fn of(event: &ConsentEvent) -> Self {
        // The types of domain have string keys only: writing them cannot fail.
        Self { body: domain::json::write(event).unwrap_or_default() }
    }

    /// Looks at it again.
    pub fn glance(&self) -> Option<Glance> {
        domain::json::read(&self.body).ok()
    }

    /// Blobs that belong to it: strokes, then photos.
    pub fn blobs(&self) -> Vec<Hash> {
        let mut blobs = Vec::new();
        if let Some(glance) = self.glance() {
            blobs.extend(glance.evidence.strokes_sha256);
            blobs.extend(glance.evidence.photo_sha256s);
        }
        blobs
    }
}

impl Glance {
    /// What is to be paid from when, if it was given.
    pub fn agreed(self) -> Option<Agreed> {
        self.fee_terms.filter(|_| self.action == ConsentAction::Given)
    }
}
