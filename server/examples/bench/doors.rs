//! Doors for the phones to visit, and the records they make there.

use crate::support::world::{Bind, NOW_MS, run};
use crate::support::{Phone, TestApp};
use domain::area::AreaC;
use domain::hash::Hash;
use domain::id::{HouseholdId, VisitId};
use domain::questionnaire::{Answer, Answers, Kind, Question, Questionnaire, SurveyResponse};
use domain::sync::protocol::PushRequest;
use domain::sync::record::{Record, RecordKind};
use domain::sync::signature::{DeviceKey, Hex};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::json;

/// Bytes of a survey, as the peers' benches have them.
const SURVEY_BYTES: usize = 2_000;

/// Makes so many more doors on side A.
pub async fn make(app: &TestApp, count: usize) -> Vec<HouseholdId> {
    let mut tx = app.state.db.write().await.expect("a database that writes");
    let mut doors = Vec::with_capacity(count);
    for n in 0..count {
        let id = HouseholdId(app.state.clock.new_uuid());
        let sql =
            "insert into households (id, compound_id, grid_id, building_id, unit_id, door_no, door_raw, floor, area_c,
              area_source, usage, occupancy, occupancy_seq, active, door_state, fee_consent_state)
            select $1, compound_id, grid_id, building_id, unit_id, $2, $2, floor, area_c, area_source, usage, occupancy,
              occupancy_seq, active, door_state, fee_consent_state from households where id = $3";
        let door = format!("x{n}");
        run(&mut tx, sql, &[Bind::Id(id.0), Bind::Text(&door), Bind::Id(app.world.a.households[0].0)]).await;
        doors.push(id);
    }
    tx.commit().await.expect("a database that commits");
    doors
}

/// A filled-in questionnaire of 2 kB; with a photo or without.
pub fn survey(phone: &Phone, door: HouseholdId, photo: Option<Hash>) -> Record {
    let form = Questionnaire::hq_01();
    let mut answers = Answers::default();
    loop {
        let visible = form.visible(&answers);
        let Some(next) = visible.into_iter().find(|question| !answers.contains_key(&question.code)) else { break };
        let (code, answer) = (next.code.clone(), answer(next, photo));
        answers.insert(code, answer);
    }
    let mut response = SurveyResponse {
        visit: VisitId::new(NOW_MS, [3; 10]),
        household: door,
        questionnaire: form.code.clone(),
        version: form.version,
        relation: None,
        answers,
        started_at_ms: NOW_MS - 600_000,
        ended_at_ms: NOW_MS,
    };
    let bytes = serde_json::to_string(&response).map_or(0, |text| text.len());
    let words = Answer::Text("楼".repeat(SURVEY_BYTES.saturating_sub(bytes) / 3));
    response.answers.insert("Q28".into(), words);
    phone.record(RecordKind::SurveyResponse, &response)
}

/// Something to be done at a door.
pub fn need(app: &TestApp, phone: &Phone, door: HouseholdId) -> Record {
    let body = json!({ "visit": VisitId::new(NOW_MS, [3; 10]), "household": door, "compound": app.world.a.compound,
        "code": "CLN-01", "place_text": "楼道", "text": door.to_string() });
    phone.record(RecordKind::Need, &body)
}

fn answer(question: &Question, photo: Option<Hash>) -> Answer {
    let codes: Vec<String> = question.options.iter().map(|option| option.code.clone()).collect();
    let first = || codes.first().cloned().map_or(Answer::Declined, Answer::Choice);
    match &question.kind {
        Kind::Multi { .. } => Answer::Choices(codes.into_iter().take(1).collect()),
        Kind::Scale5 => Answer::Scale(4),
        // A household of three, so that the counts of its old people and children fit in.
        Kind::Int { max, .. } if question.code == "Q03" => Answer::Number((*max).min(3)),
        Kind::Int { .. } => Answer::Number(1),
        Kind::Yesno => Answer::YesNo(true),
        Kind::Text { .. } if question.code.ends_with("phone") => Answer::Text("13812341234".into()),
        Kind::Text { .. } => Answer::Text("二单元门口".into()),
        Kind::Photo { .. } => Answer::Photos(photo.into_iter().collect()),
        Kind::Area => Answer::Area(AreaC(8_000)),
        Kind::Single | Kind::Info { .. } => first(),
    }
}

/// The request for some records, signed as phones sign.
pub fn signed(phone: &Phone, records: &[Record], key: &SigningKey) -> PushRequest {
    let public = key.verifying_key().to_sec1_point(false);
    let public = Hex(public.as_bytes().try_into().expect("an uncompressed point has 65 bytes"));
    let sign = |record: &Record| {
        let signature: Signature = key.sign(&record.hash().0);
        Some(Hex(signature.to_bytes().into()))
    };
    PushRequest {
        key: Some(DeviceKey { public, first_seq: 1 }),
        signatures: records.iter().map(sign).collect(),
        ..phone.request(records)
    }
}

/// A photo of 200 kB that is like no other.
pub fn photo(seed: u64) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(64, 48).write_to(&mut bytes, image::ImageFormat::Jpeg).expect("a picture in memory");
    let mut bytes = bytes.into_inner();
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while bytes.len() < 200_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend_from_slice(&state.to_be_bytes());
    }
    bytes
}
