//! The record: what a person made on a phone, as it is kept, chained, sent and stored, word for word.

use crate::hash::Hash;
use crate::id::{AccountId, DeviceId, RecordId};
use crate::json::{FromJson, ToJson};
use crate::org::wire_names;
use serde::{Deserialize, Serialize};

wire_names!(RecordKind {
    /// 走访: an attempt at a door (model 2.4).
    Visit = "visit",
    /// 答卷: answers to a questionnaire.
    SurveyResponse = "survey_response",
    /// 需求: something that has to be done.
    Need = "need",
    /// A consent event; only ever added (model 2.5).
    ConsentEvent = "consent_event",
    /// A step of a task by who does it.
    TaskEvent = "task_event",
    /// Facts of a household as somebody learned them (model 2.12).
    HouseholdFacts = "household_facts",
    /// A door that the register does not have.
    NewHousehold = "new_household",
});

/// A record. Its body is text: the server keeps exactly these bytes, fields it does not know included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Record {
    /// Made on the phone; the key to idempotence (INV-22).
    pub id: RecordId,
    /// What the body is.
    pub kind: RecordKind,
    /// The phone that made it.
    pub device: DeviceId,
    /// Number on that phone, from 1, without gaps.
    pub seq: u64,
    /// Who made it. A record is delivered under its author even when somebody else holds the phone.
    pub author: AccountId,
    /// The phone's clock when it was made, ms UTC.
    pub recorded_at_ms: i64,
    /// Server time minus phone time at the last contact before, ms; unknown before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset_ms: Option<i64>,
    /// Hash of the record with the number before; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prev_hash: Option<Hash>,
    /// The record that was set aside and that this one puts right: only one of the two ever counts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repairs: Option<RecordId>,
    /// JSON of the kind's type.
    pub body: String,
}

impl Record {
    /// The hash that receipts quote and the next record points to. Every field goes in.
    pub fn hash(&self) -> Hash {
        self.with_parts(Hash::of_parts)
    }

    /// The bytes that [`Record::hash`] is the SHA-256 of: each part with its length (8 bytes, big end first) before it. The body
    /// is the last part. What is sealed as evidence is exactly this.
    pub fn hashed_bytes(&self) -> Vec<u8> {
        self.with_parts(|parts| {
            let lengths = parts.iter().map(|part| (part.len() as u64).to_be_bytes());
            lengths.zip(parts).flat_map(|(length, part)| [length.as_slice(), part].concat()).collect()
        })
    }

    /// The body inside [`Record::hashed_bytes`]; `None` when they are not such bytes.
    pub fn body_in(hashed: &[u8]) -> Option<&str> {
        let mut rest = hashed;
        let mut last = None;
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk::<8>()?;
            let length = usize::try_from(u64::from_be_bytes(*length)).ok()?;
            let (part, after) = after.split_at_checked(length)?;
            (last, rest) = (Some(part), after);
        }
        std::str::from_utf8(last?).ok()
    }

    fn with_parts<T>(&self, then: impl FnOnce(&[&[u8]]) -> T) -> T {
        let prev = self.prev_hash.map(|hash| hash.0.to_vec()).unwrap_or_default();
        let offset = self.offset_ms.map(|offset| offset.to_be_bytes().to_vec()).unwrap_or_default();
        let (seq, recorded_at) = (self.seq.to_be_bytes(), self.recorded_at_ms.to_be_bytes());
        let mut parts: Vec<&[u8]> = vec![
            b"doorstep record 1",
            self.id.0.as_bytes(),
            self.kind.name().as_bytes(),
            self.device.0.as_bytes(),
            &seq,
            self.author.0.as_bytes(),
            &recorded_at,
            &offset,
            &prev,
        ];
        // Records without it keep the hash they always had.
        if let Some(repaired) = &self.repairs {
            parts.push(repaired.0.as_bytes());
        }
        parts.push(self.body.as_bytes());
        then(&parts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> Record {
        Record {
            id: RecordId::new(1, [1; 10]),
            kind: RecordKind::Visit,
            device: DeviceId::new(1, [2; 10]),
            seq: 1,
            author: AccountId::new(1, [3; 10]),
            recorded_at_ms: 1,
            offset_ms: None,
            prev_hash: None,
            repairs: None,
            body: "{}".into(),
        }
    }

    #[test]
    fn every_field_is_in_the_hash() {
        let plain = record();
        let changed = [
            Record { id: RecordId::new(2, [1; 10]), ..plain.clone() },
            Record { kind: RecordKind::Need, ..plain.clone() },
            Record { device: DeviceId::new(2, [2; 10]), ..plain.clone() },
            Record { seq: 2, ..plain.clone() },
            Record { author: AccountId::new(2, [3; 10]), ..plain.clone() },
            Record { recorded_at_ms: 2, ..plain.clone() },
            Record { offset_ms: Some(0), ..plain.clone() },
            Record { prev_hash: Some(Hash([0; 32])), ..plain.clone() },
            Record { repairs: Some(RecordId::new(3, [1; 10])), ..plain.clone() },
            Record { body: "{ }".into(), ..plain.clone() },
        ];
        for other in changed {
            assert_ne!(other.hash(), plain.hash(), "{other:?}");
        }
    }

    #[test]
    fn what_is_sealed_hashes_to_the_record_and_holds_its_body() {
        let one = Record { body: r#"{"signer_name":"王小明"}"#.into(), ..record() };
        assert_eq!(Hash::of(&one.hashed_bytes()), one.hash());
        assert_eq!(Record::body_in(&one.hashed_bytes()), Some(one.body.as_str()));
        assert_eq!(Record::body_in(b"short"), None);
        assert_eq!(Record::body_in(&[255; 40]), None);
    }

    #[test]
    fn a_record_survives_the_wire_unchanged() {
        let sent = Record { body: r#"{"note":"三\"楼","new_field":1}"#.into(), ..record() };
        let text = serde_json::to_string(&sent).unwrap();
        let got: Record = serde_json::from_str(&text).unwrap();
        assert_eq!(got, sent);
        assert_eq!(got.hash(), sent.hash());
    }
}
