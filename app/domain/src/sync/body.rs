//! The body of a record by its kind, checked the same way on the phone and on the server.

use crate::config::Config;
use crate::consent::ConsentEvent;
use crate::fact::HouseholdFacts;
use crate::finding::Finding;
use crate::hash::Hash;
use crate::id::{CompoundId, HouseholdId, TaskId};
use crate::need::Need;
use crate::new_household::NewHousehold;
use crate::questionnaire::SurveyResponse;
use crate::sync::record::{Record, RecordKind};
use crate::task::TaskEvent;
use crate::visit::Visit;

/// What a record says, parsed.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// See [`Visit`].
    Visit(Visit),
    /// See [`SurveyResponse`].
    SurveyResponse(SurveyResponse),
    /// See [`Need`].
    Need(Need),
    /// See [`ConsentEvent`].
    ConsentEvent(Box<ConsentEvent>),
    /// See [`TaskEvent`].
    TaskEvent(TaskEvent),
    /// See [`HouseholdFacts`].
    HouseholdFacts(HouseholdFacts),
    /// See [`NewHousehold`].
    NewHousehold(NewHousehold),
}

/// The place or thing a record is about: what scope is checked against.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A household.
    Household(HouseholdId),
    /// A compound as a whole.
    Compound(CompoundId),
    /// A task.
    Task(TaskId),
}

/// A blob that a record refers to, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlobRef {
    /// Its name.
    pub sha256: Hash,
    /// `photo` or `strokes`.
    pub kind: &'static str,
}

impl Body {
    /// Reads the body of a record. Fields it does not know are left in the record's text.
    ///
    /// # Errors
    /// One finding `unreadable` when the text is not of the record's kind.
    pub fn of(record: &Record) -> Result<Self, Finding> {
        let text = record.body.as_str();
        let parsed = match record.kind {
            RecordKind::Visit => serde_json::from_str(text).map(Self::Visit),
            RecordKind::SurveyResponse => serde_json::from_str(text).map(Self::SurveyResponse),
            RecordKind::Need => serde_json::from_str(text).map(Self::Need),
            RecordKind::ConsentEvent => serde_json::from_str(text).map(|event| Self::ConsentEvent(Box::new(event))),
            RecordKind::TaskEvent => serde_json::from_str(text).map(Self::TaskEvent),
            RecordKind::HouseholdFacts => serde_json::from_str(text).map(Self::HouseholdFacts),
            RecordKind::NewHousehold => serde_json::from_str(text).map(Self::NewHousehold),
        };
        parsed.map_err(|_| Finding::new("unreadable", "body"))
    }

    /// What the record is about.
    pub fn subject(&self) -> Subject {
        match self {
            Self::Visit(visit) => Subject::Household(visit.household),
            Self::SurveyResponse(response) => Subject::Household(response.household),
            Self::Need(need) => need.household.map_or(Subject::Compound(need.compound), Subject::Household),
            Self::ConsentEvent(event) => Subject::Household(event.household),
            Self::TaskEvent(event) => Subject::Task(event.task),
            Self::HouseholdFacts(facts) => Subject::Household(facts.household),
            Self::NewHousehold(new) => Subject::Compound(new.compound),
        }
    }

    /// The household that the record names; a phone may have made its id itself, for a door it found.
    pub fn household_mut(&mut self) -> Option<&mut HouseholdId> {
        match self {
            Self::Visit(visit) => Some(&mut visit.household),
            Self::SurveyResponse(response) => Some(&mut response.household),
            Self::Need(need) => need.household.as_mut(),
            Self::ConsentEvent(event) => Some(&mut event.household),
            Self::HouseholdFacts(facts) => Some(&mut facts.household),
            Self::TaskEvent(_) | Self::NewHousehold(_) => None,
        }
    }

    /// Every blob that has to arrive before the record is complete.
    pub fn blobs(&self) -> Vec<BlobRef> {
        let photo = |sha256: &Hash| BlobRef { sha256: *sha256, kind: "photo" };
        match self {
            Self::Visit(_) => vec![],
            Self::NewHousehold(new) => new.photos.iter().map(photo).collect(),
            Self::HouseholdFacts(facts) => facts.photos.iter().map(photo).collect(),
            Self::SurveyResponse(response) => response.photos().iter().map(photo).collect(),
            Self::Need(need) => need.photos.iter().map(photo).collect(),
            Self::TaskEvent(event) => event.photos_before.iter().chain(&event.photos_after).map(photo).collect(),
            Self::ConsentEvent(event) => {
                let strokes = event.evidence.strokes_sha256.map(|sha256| BlobRef { sha256, kind: "strokes" });
                strokes.into_iter().chain(event.evidence.photo_sha256s.iter().map(photo)).collect()
            }
        }
    }

    /// What can be checked without knowing the world. Survey answers and consents need their document and their
    /// situation; who has those checks further.
    pub fn findings(&self, config: &Config, now_ms: i64) -> Vec<Finding> {
        let checked = match self {
            Self::Visit(visit) => visit.validate(now_ms, config.skew_flag_ms),
            Self::Need(need) => need.validate(),
            Self::TaskEvent(event) => event.validate(config),
            Self::HouseholdFacts(facts) => facts.validate(false),
            Self::NewHousehold(new) => new.validate(),
            Self::SurveyResponse(_) | Self::ConsentEvent(_) => Ok(()),
        };
        let mut findings = checked.err().unwrap_or_default();
        findings.retain(|finding| !CLOCK_FINDINGS.contains(&finding.code.as_str()));
        findings
    }
}

/// Phones wake up in 1970 or 2036: a wrong clock is flagged, never a reason to set a record aside (model 2.12).
pub const CLOCK_FINDINGS: [&str; 2] = ["before_2020", "future"];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, DeviceId, RecordId};

    fn record(kind: RecordKind, body: &str) -> Record {
        Record {
            id: RecordId::new(1, [1; 10]),
            kind,
            device: DeviceId::new(1, [2; 10]),
            seq: 1,
            author: AccountId::new(1, [3; 10]),
            recorded_at_ms: 1,
            offset_ms: None,
            prev_hash: None,
            repairs: None,
            body: body.into(),
        }
    }

    #[test]
    fn a_body_of_another_kind_is_unreadable() {
        for kind in RecordKind::ALL {
            let finding = Body::of(&record(*kind, "{}")).unwrap_err();
            assert_eq!(finding, Finding::new("unreadable", "body"), "{kind}");
        }
    }

    #[test]
    fn a_photo_in_an_answer_has_to_arrive_too() {
        let sha256 = Hash::of(b"photo");
        let ids = (crate::id::VisitId::new(1, [8; 10]), HouseholdId::new(1, [9; 10]));
        let text = format!(
            r#"{{"visit":"{}","household":"{}","questionnaire":"Q","version":1,"started_at_ms":1,"ended_at_ms":2,
                "answers":{{"Q1":{{"photos":["{sha256}"]}},"Q2":{{"text":"x"}}}}}}"#,
            ids.0, ids.1
        );
        let body = Body::of(&record(RecordKind::SurveyResponse, &text)).unwrap();
        assert_eq!(body.blobs(), [BlobRef { sha256, kind: "photo" }]);
    }

    #[test]
    fn fields_of_a_newer_phone_do_not_stop_an_older_server() {
        let id = HouseholdId::new(1, [9; 10]);
        let text = format!(
            r#"{{"household":"{id}","outcome":"no_answer","channel":"door","started_at_ms":1767225600000,
                "ended_at_ms":1767225660000,"mood":"rainy"}}"#
        );
        let body = Body::of(&record(RecordKind::Visit, &text)).unwrap();
        assert_eq!(body.subject(), Subject::Household(id));
        assert!(body.blobs().is_empty());
    }
}
