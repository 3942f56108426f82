//! A consent event as a draft keeps it: the text that will be the record's body, word for word. What was given is never written anew,
//! and the phone needs no reader for whole events.

use domain::calendar::Day;
use domain::consent::{ConsentAction, ConsentEvent};
use domain::hash::Hash;
use domain::json::{FromJson, ToJson};
use domain::money::Fen;
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// An event, frozen when it was given or refused.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(transparent)]
pub struct Frozen {
    /// The record's body.
    pub body: String,
}

/// What of a frozen event is looked at again.
#[derive(Debug, FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct Glance {
    /// Given or refused.
    pub action: ConsentAction,
    #[serde(default)]
    fee_terms: Option<Agreed>,
    #[serde(default)]
    evidence: Proof,
}

/// What was agreed, as far as it is shown again.
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
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

#[derive(Debug, Default, FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
struct Proof {
    #[serde(default)]
    strokes_sha256: Option<Hash>,
    #[serde(default)]
    photo_sha256s: Vec<Hash>,
}

impl Frozen {
    /// Freezes an event.
    pub fn of(event: &ConsentEvent) -> Self {
        Self { body: domain::json::write(event) }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{HASH, ID, agree, agree_and_write};
    use serde_json::json;

    #[test]
    fn both_readers_agree() {
        agree_and_write::<Frozen>(&json!("{\"kind\":1}"));
        agree::<Glance>(&json!({"action": "given",
            "fee_terms": {"text_no": "FP-1", "community_tel": "0355", "monthly_fen": 3081, "earliest_fee_start": "2026-12-01"},
            "evidence": {"strokes_sha256": HASH, "photo_sha256s": [HASH]}}));
    }

    #[test]
    fn a_frozen_event_is_the_records_body_and_is_found_again_in_it() {
        let event = json!({"kind": "fee_paid", "action": "given", "household": ID, "occupancy_seq": 1, "relation": "owner",
            "signer_name": "王", "text_version": 1, "language": "zh-CN", "text_sha256": HASH,
            "fee_terms": {"text_no": "FP-1", "company": ID, "company_name": "n", "company_tel": "t", "community_name": "c",
                "community_tel": "0355", "area_c": 6847, "rate_mill": 450, "permille_off": 0, "monthly_fen": 3081,
                "trial_start": "2026-09-01", "last_free_day": "2026-11-30", "earliest_fee_start": "2026-12-01"},
            "method": "e1", "evidence": {"strokes_sha256": HASH, "photo_sha256s": [HASH], "read_aloud": true, "seconds_on_text": 20},
            "share_with_company": true, "captured_by": ID, "captured_at_ms": 5});
        let event: ConsentEvent = serde_json::from_value(event).unwrap();
        let frozen = Frozen::of(&event);
        assert_eq!(serde_json::from_str::<ConsentEvent>(&frozen.body).unwrap(), event);
        assert_eq!(frozen.blobs(), [HASH.parse().unwrap(); 2]);
        let agreed = frozen.glance().and_then(Glance::agreed).unwrap();
        assert_eq!((agreed.text_no.as_str(), agreed.monthly_fen), ("FP-1", Fen(3081)));
        let refused = Frozen::of(&ConsentEvent { action: ConsentAction::Refused, ..event });
        assert_eq!(refused.glance().and_then(Glance::agreed), None);
        assert_eq!(Frozen { body: "{".into() }.blobs(), []);
    }
}
