//! The outbox: what a receipt makes of a record, and what goes into a push.

use super::ReceiptWorth::{Forged, Proven, Unsigned};
use super::*;
use crate::id::{AccountId, DeviceId, RecordId};
use crate::sync::record::RecordKind;

fn waiting() -> Waiting {
    let record = Record {
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
    };
    Waiting::new(record, vec![])
}

fn receipt(state: ReceiptState, missing_blobs: Vec<Hash>) -> Receipt {
    let record = waiting().record;
    Receipt {
        id: record.id,
        hash: record.hash(),
        state,
        missing_blobs,
        findings: vec![],
        received_at_ms: 9,
        proof: None,
    }
}

#[test]
fn a_record_is_verified_only_when_no_blob_is_missing() {
    let blob = Hash::of(b"photo");
    let copy = waiting().with_receipt(&receipt(ReceiptState::Accepted, vec![blob]), Proven);
    assert_eq!(copy.custody, Custody::CopyOnServer { missing_blobs: vec![blob], received_at_ms: 9 });
    let verified = copy.with_receipt(&receipt(ReceiptState::Accepted, vec![]), Proven);
    assert_eq!(verified.custody, Custody::VerifiedOnServer { received_at_ms: 9 });
}

#[test]
fn a_receipt_for_other_bytes_proves_nothing() {
    let forged = Receipt { hash: Hash::of(b"other"), ..receipt(ReceiptState::Accepted, vec![]) };
    assert!(waiting().with_receipt(&forged, Proven).is_unsent());
}

#[test]
fn only_a_signature_that_checks_makes_a_record_verified() {
    let copy = Custody::CopyOnServer { missing_blobs: vec![], received_at_ms: 9 };
    let cases = [
        (Proven, Custody::VerifiedOnServer { received_at_ms: 9 }),
        (Unsigned, copy),
        (Forged, Custody::OnThisPhoneOnly),
    ];
    for (worth, custody) in cases {
        assert_eq!(waiting().with_receipt(&receipt(ReceiptState::Accepted, vec![]), worth).custody, custody);
    }
    let aside = waiting().with_receipt(&receipt(ReceiptState::SetAside, vec![]), Forged);
    assert_eq!(aside, waiting(), "a forged refusal is no refusal");
}

#[test]
fn everything_a_receipt_promises_is_under_its_signature() {
    let plain = receipt(ReceiptState::Accepted, vec![]);
    let other = [
        Receipt { id: RecordId::new(2, [1; 10]), ..plain.clone() },
        Receipt { hash: Hash::of(b"other"), ..plain.clone() },
        Receipt { state: ReceiptState::Held, ..plain.clone() },
        Receipt { missing_blobs: vec![Hash::of(b"photo")], ..plain.clone() },
        Receipt { received_at_ms: 10, ..plain.clone() },
    ];
    for other in other {
        assert_ne!(other.digest(1), plain.digest(1), "{other:?}");
    }
    assert_ne!(plain.digest(1), plain.digest(2));
}

#[test]
fn what_is_set_aside_says_why() {
    let findings = vec![Finding::new("photo_too_large", "photos")];
    let receipt = Receipt { findings: findings.clone(), ..receipt(ReceiptState::SetAside, vec![]) };
    assert_eq!(waiting().with_receipt(&receipt, Proven).custody, Custody::SetAside { findings });
}

#[test]
fn photos_of_a_record_that_the_server_could_not_read_are_still_to_be_sent() {
    let (here, lacking) = (Hash::of(b"here"), Hash::of(b"lacking"));
    let entry = Waiting { blobs: vec![here, lacking], ..waiting() };
    for (code, expected) in
        [("unreadable", vec![here, lacking]), ("id_taken", vec![here, lacking]), ("out_of_scope", vec![lacking])]
    {
        let findings = vec![Finding::new(code, "body")];
        let missing_blobs = if code == "out_of_scope" { vec![lacking] } else { vec![] };
        let receipt = Receipt { findings, ..receipt(ReceiptState::SetAside, missing_blobs) };
        assert_eq!(entry.clone().with_receipt(&receipt, Proven).lacking, expected, "{code}");
    }
}

#[test]
fn what_was_said_about_an_accepted_record_is_kept_beside_it() {
    let said = vec![Finding::new("illegal_transition", "status")];
    let receipt = Receipt { findings: said.clone(), ..receipt(ReceiptState::Accepted, vec![]) };
    let entry = waiting().with_receipt(&receipt, Proven);
    assert_eq!(entry.custody, Custody::VerifiedOnServer { received_at_ms: 9 });
    assert_eq!(entry.remarks, said);
}

#[test]
fn a_local_copy_goes_only_when_verified_and_after_the_grace_time() {
    let verified = waiting().with_receipt(&receipt(ReceiptState::Accepted, vec![]), Proven);
    assert!(!verified.may_go(9 + 99, 100));
    assert!(verified.may_go(9 + 100, 100));
    assert!(!verified.may_go(-1, 100), "a clock that jumped back frees nothing");
    let copy = waiting().with_receipt(&receipt(ReceiptState::Accepted, vec![Hash::of(b"photo")]), Proven);
    let aside = waiting().with_receipt(&receipt(ReceiptState::SetAside, vec![]), Proven);
    for entry in [waiting(), copy, aside] {
        assert!(!entry.may_go(i64::MAX, 0), "{entry:?}");
    }
}

#[test]
fn what_the_server_cannot_use_yet_is_asked_about_until_it_can() {
    let said = |code: &str| {
        let findings = vec![Finding::new(code, "")];
        waiting().with_receipt(&Receipt { findings, ..receipt(ReceiptState::Held, vec![]) }, Proven)
    };
    for code in ["not_placed", "server_could_not_use_it"] {
        assert!(said(code).is_open(), "{code}");
        assert_eq!(said(code).custody, Custody::VerifiedOnServer { received_at_ms: 9 }, "its words are safe there");
    }
    assert!(!said("illegal_transition").is_open(), "a remark, and the last word");
    assert!(!waiting().with_receipt(&receipt(ReceiptState::Accepted, vec![]), Proven).is_open());
    assert!(!waiting().is_open(), "nothing to ask about: it is offered");
    assert!(waiting().with_receipt(&receipt(ReceiptState::SetAside, vec![]), Proven).is_open());
}

#[test]
fn a_push_stays_within_its_bounds() {
    let cases: [(Vec<usize>, usize); 6] = [
        (vec![], 0),
        (vec![10; 3], 3),
        (vec![10; 250], PUSH_RECORDS),
        (vec![PUSH_BYTES / 2; 3], 2),
        (vec![PUSH_BYTES * 3, 10], 1),
        (vec![10, usize::MAX, 10], 1),
    ];
    for (sizes, count) in cases {
        assert_eq!(batch_len(&sizes), count, "{} sizes", sizes.len());
    }
}

#[test]
fn a_phone_announces_what_only_it_has() {
    let announced = announce(7, &[(6, 70), (7, -5)]);
    assert_eq!(announced, Announcement { highest_seq: 7, unsent_count: 2, oldest_unsent_ms: Some(70) });
}
