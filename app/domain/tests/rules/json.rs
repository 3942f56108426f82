//! Everything that a phone reads: the light reader and `serde_json` agree on it, with every field, without it, and with nonsense in it.

use domain::consent::ConsentEvent;
use domain::json::{FromJson, ToJson, read, write};
use domain::need::Need;
use domain::questionnaire::{Questionnaire, SurveyResponse};
use domain::sync::outbox::Waiting;
use domain::sync::protocol::{
    BlobState, LoginRequest, PasswordRequest, PushRequest, PushResponse, ReceiptsRequest, ReceiptsResponse,
};
use domain::sync::view::{CompoundView, GridView, HouseholdView, TaskView};
use domain::task::TaskEvent;
use domain::visit::Visit;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const ID: &str = "018c2f3e-7b1a-7cde-8f00-0123456789ab";
const HASH: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// What both readers make of a text, as JSON again.
fn both<T: FromJson + DeserializeOwned + Serialize>(text: &str) -> Option<Value> {
    let again = |value: T| serde_json::to_value(&value).unwrap();
    let ours = read::<T>(text).ok().map(again);
    assert_eq!(ours, serde_json::from_str::<T>(text).ok().map(again), "{text}");
    ours
}

/// What the phone writes of it is what `serde_json` writes, byte for byte.
fn written<T: FromJson + ToJson + Serialize>(text: &str) {
    if let Ok(value) = read::<T>(text) {
        assert_eq!(write(&value), serde_json::to_string(&value).unwrap());
    }
}

/// Every value inside, by its path.
fn paths(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => {
            map.iter().map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value)).collect()
        }
        Value::Array(list) => list.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => vec![],
    };
    for (name, value) in inner {
        let path = format!("{at}/{name}");
        paths(value, &path, found);
        found.push(path);
    }
}

fn without(value: &Value, path: &str) -> Value {
    let mut value = value.clone();
    let (parent, name) = path.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(map) => drop(map.remove(&name.replace("~1", "/").replace("~0", "~"))),
        Value::Array(list) => drop(list.remove(name.parse().unwrap())),
        _ => unreachable!("only maps and lists hold something"),
    }
    value
}

/// `full` has every field; what a phone keeps and sends is read and written as it is, with each value left out, and with each replaced by
/// something else.
fn agree<T: FromJson + ToJson + DeserializeOwned + Serialize>(full: &Value) {
    agree_read::<T>(full);
    for text in variations(full) {
        written::<T>(&text);
    }
}

/// The same for what is only read.
fn agree_read<T: FromJson + DeserializeOwned + Serialize>(full: &Value) {
    assert_eq!(both::<T>(&full.to_string()).as_ref(), Some(full), "every field is known and is kept");
    for text in variations(full) {
        both::<T>(&text);
    }
}

fn variations(full: &Value) -> Vec<String> {
    let mut variations = vec![full.to_string(), serde_json::to_string_pretty(full).unwrap()];
    let mut all = vec![];
    paths(full, "", &mut all);
    for path in all {
        variations.push(without(full, &path).to_string());
        for other in [
            json!(null),
            json!("x"),
            json!(""),
            json!(-1),
            json!(300),
            json!(70_000),
            json!(1.5),
            json!(true),
            json!({"new": [1]}),
        ] {
            let mut changed = full.clone();
            *changed.pointer_mut(&path).unwrap() = other;
            variations.push(changed.to_string());
        }
    }
    variations
}

fn finding() -> Value {
    json!({"code": "too_long", "field": "answers.Q08"})
}

fn record() -> Value {
    json!({"id": ID, "kind": "visit", "device": ID, "seq": 7, "author": ID, "recorded_at_ms": -5, "offset_ms": 12, "prev_hash": HASH,
        "body": "{\"note\":\"三\\\"楼\"}"})
}

fn receipt() -> Value {
    json!({"proof": {"key": 2, "signature": "ab".repeat(64)}, "id": ID, "hash": HASH, "state": "set_aside", "missing_blobs": [HASH], "findings": [finding()], "received_at_ms": 9})
}

#[test]
fn what_the_server_answers() {
    agree::<PushResponse>(&json!({"protocol": 1, "server_time_ms": 1, "receipts": [receipt()]}));
    agree::<ReceiptsResponse>(&json!({"receipts": [receipt()]}));
    agree::<BlobState>(&json!({"chunks": [0, 3], "arrived": false, "findings": [finding()]}));
}

#[test]
fn what_the_phone_says() {
    agree::<LoginRequest>(&json!({"login": "wang", "password": "\\\"三"}));
    agree::<PasswordRequest>(&json!({"old_password": "a", "new_password": "b"}));
    agree::<ReceiptsRequest>(&json!({"ids": [ID, ID]}));
    agree::<PushRequest>(&json!({"protocol": 1, "device": ID, "app": "0.1.0", "device_time_ms": 5,
        "announcement": {"highest_seq": 9, "unsent_count": 2, "oldest_unsent_ms": -7}, "records": [record(), record()],
        "key": {"public": "04".repeat(65), "first_seq": 1}, "signatures": [null, "ab".repeat(64)], "one_proof": true}));
}

#[test]
fn what_was_downloaded() {
    agree::<GridView>(
        &json!({"id": ID, "code": "140403001001001", "name": "一", "community_name": "长治", "community_phone": "0355"}),
    );
    agree::<CompoundView>(
        &json!({"id": ID, "name": "n", "street_name": "s", "community_name": "c", "community_phone": "p",
        "stage": "trial_running", "company": {"id": ID, "name": "物业", "phone": "1"}, "rate_mill": 450, "public_path": "/c/x",
        "trial": {"start_on": "2026-09-01", "last_free_on": "2026-11-30", "consent_opens_on": "2026-10-01", "status": "running"}}),
    );
    agree::<HouseholdView>(
        &json!({"id": ID, "compound": ID, "building_id": ID, "building": "3号楼", "unit_id": ID, "unit": "1",
        "floor": -1, "door": "501", "area_c": 6847, "area_source": "roster", "usage": "residence", "occupancy": "owner",
        "occupancy_seq": 2, "name_masked": "王*", "household_code": "AB12", "door_state": "answered", "fee_consent": "cooling_off", "consent_mark": 4000000000u32,
        "visits": [{"at_ms": 1, "outcome": "completed", "note": "狗"}], "attempts": 1,
        "promises": [{"code": "WAT-01", "place_text": "p", "status": "working", "at_ms": 2}]}),
    );
    agree::<TaskView>(
        &json!({"id": ID, "compound": ID, "compound_name": "n", "code": "SAF-02", "priority": "p0", "status": "assigned",
        "place_text": "p", "description": "d", "photos": [HASH], "assignee": ID, "assignee_name": "李", "created_at_ms": 3,
        "reopen_count": 0, "last_note": "l"}),
    );
}

#[test]
fn what_the_phone_keeps() {
    let custodies = [
        json!({"is": "on_this_phone_only"}),
        json!({"is": "copy_on_server", "missing_blobs": [HASH], "received_at_ms": 4}),
        json!({"is": "verified_on_server", "received_at_ms": 4}),
        json!({"is": "set_aside", "findings": [finding()]}),
    ];
    for custody in custodies {
        agree::<Waiting>(
            &json!({"record": record(), "blobs": [HASH], "signature": "ab".repeat(64), "custody": custody, "offers": 1, "remarks": [finding()]}),
        );
    }
}

#[test]
fn what_records_say() {
    agree::<Visit>(
        &json!({"household": ID, "outcome": "no_answer", "channel": "door", "started_at_ms": 1, "ended_at_ms": 2,
        "companion": "c", "note": "n", "next_slot": {"day": "2026-11-23", "band": "weekend"}}),
    );
    agree::<Need>(
        &json!({"visit": ID, "household": ID, "compound": ID, "code": "SAF-02", "place_text": "p", "text": "t",
        "photos": [HASH], "hazard": true}),
    );
    agree::<TaskEvent>(
        &json!({"task": ID, "action": "submit", "text": "t", "assignee": ID, "photos_before": [HASH], "photos_after": [HASH]}),
    );
    agree::<SurveyResponse>(
        &json!({"visit": ID, "household": ID, "questionnaire": "HQ-01", "version": 1, "relation": "tenant",
        "answers": {"a": "declined", "b": {"choice": "x"}, "c": {"choices": ["x", "y"]}, "d": {"scale": 5}, "e": {"number": 7},
            "f": {"text": "三"}, "g": {"yes_no": true}, "h": {"photos": [HASH]}, "i": {"area": 6847}},
        "started_at_ms": 1, "ended_at_ms": 2}),
    );
    agree::<ConsentEvent>(
        &json!({"kind": "fee_paid", "action": "given", "household": ID, "occupancy_seq": 1, "relation": "owner",
        "signer_name": "王", "signer_account": ID, "text_version": 1, "language": "zh-CN", "text_sha256": HASH,
        "fee_terms": {"text_no": "FP-1", "company": ID, "company_name": "n", "company_tel": "t", "community_name": "c",
            "community_tel": "t", "area_c": 6847, "rate_mill": 450, "permille_off": 0, "concession_code": "c", "monthly_fen": 3081,
            "trial_start": "2026-09-01", "last_free_day": "2026-11-30", "earliest_fee_start": "2026-12-01"},
        "printed": {"company": "n"}, "method": "e1",
        "evidence": {"strokes_sha256": HASH, "photo_sha256s": [HASH], "otp_ref": "o", "paper_no": "p", "witness": "w", "reader": "r",
            "read_aloud": true, "seconds_on_text": 20},
        "share_with_company": true, "captured_by": ID, "captured_at_ms": 5, "refers_to": ID, "seen": 4000000000u32}),
    );
}

#[test]
fn what_is_asked_and_what_is_chosen() {
    let text = |zh: &str| json!({"zh": zh, "en": "e"});
    let question = |kind: Value| {
        json!({"code": "Q01", "text": text("问"), "hint": text("h"), "kind": kind, "required": true, "no_decline": true, "core": true,
            "short": true, "by_worker": true, "options": [{"code": "a", "text": text("甲"), "exclusive": true, "ends_with": "vacant"}],
            "text_if": {"when": {"answered": "Q00"}, "text": text("x")},
            "show_if": {"all": [{"any": [{"equals": ["Q00", "yes"]}]}, {"not": {"contains": ["Q00", "b"]}}]}})
    };
    let kinds = [
        json!({"type": "single"}),
        json!({"type": "multi", "max": 3}),
        json!({"type": "scale5"}),
        json!({"type": "int", "min": 0, "max": 9}),
        json!({"type": "text", "max": 300, "format": "mobile_phone"}),
        json!({"type": "yesno"}),
        json!({"type": "photo", "max": 2}),
        json!({"type": "area"}),
        json!({"type": "info", "seconds": 5}),
    ];
    let constraints = json!([{"rule": "sum_at_most", "code": "c", "sum": ["Q01"], "at_most": "Q02"},
        {"rule": "doubtful", "code": "d", "when": {"answered": "Q01"}, "field": "Q02"}]);
    for kind in kinds {
        let full = json!({"code": "X", "version": 1, "title": text("t"), "questions": [question(kind)], "constraints": constraints});
        agree_read::<Questionnaire>(&full);
    }
    assert!(both::<Questionnaire>(include_str!("../../content/hq-01.json")).is_some());
}
