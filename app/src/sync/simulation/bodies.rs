//! What people record in the simulation: real bodies of every kind, some of them not usable.

use super::dice::Dice;
use super::world::Said;
use crate::sync::outbox::NewRecord;
use domain::area::AreaC;
use domain::calendar::Day;
use domain::consent::{
    ConsentAction, ConsentEvent, ConsentKind, ConsentMethod, Evidence, FeeTerms, Relation, shown_hash,
};
use domain::fact::{FactKind, FactSource, HouseholdFacts, Proposed};
use domain::hash::Hash;
use domain::id::{AccountId, CompanyId, CompoundId, HouseholdId, RecordId, TaskId};
use domain::language::Language;
use domain::money::{Fen, RateMill};
use domain::need::Need;
use domain::new_household::NewHousehold;
use domain::sync::record::RecordKind;
use domain::task::{TaskAction, TaskEvent};
use domain::visit::{Visit, VisitChannel, VisitOutcome};
use serde::Serialize;

/// Who records, when, and what the phone shows.
pub struct Scene<'a> {
    pub author: AccountId,
    /// The phone's clock.
    pub clock_ms: i64,
    pub compounds: &'a [CompoundId],
    /// Doors on the phone.
    pub doors: &'a [Door],
    pub tasks: &'a [TaskId],
    /// What this worker said about consents before.
    pub said: &'a [Said],
    /// Where somebody last spoke of a consent on this phone, and who: people go back there, and more so after a colleague.
    pub spoken_at: Option<(HouseholdId, AccountId)>,
    pub about_fees: bool,
}

/// A door as the phone has it.
#[derive(Clone)]
pub struct Door {
    pub household: HouseholdId,
    pub compound: CompoundId,
    /// The area shown.
    pub area: Option<String>,
    pub consent_mark: Option<u32>,
}

/// A record, with the bytes of its photos and strokes.
pub struct Recorded {
    pub new: NewRecord,
    pub blobs: Vec<Vec<u8>>,
}

/// A visit to a door and what comes with it, in one commit.
pub fn record(dice: &mut Dice, scene: &Scene<'_>) -> Vec<Recorded> {
    let mut all = Vec::new();
    let back = scene.spoken_at.filter(|(_, who)| dice.chance(if *who == scene.author { 300 } else { 800 }));
    let back = back.and_then(|(home, _)| scene.doors.iter().find(|door| door.household == home));
    let known = (!scene.doors.is_empty()).then(|| dice.pick(scene.doors));
    let door = match (back, known) {
        (Some(door), _) => door.clone(),
        (None, Some(door)) if !dice.chance(120) => door,
        _ => {
            let (found, compound) = new_door(dice, scene);
            let household = HouseholdId(found.new.id.0);
            all.push(found);
            Door { household, compound, area: None, consent_mark: None }
        }
    };
    all.push(visit(dice, scene, door.household));
    match if back.is_some() || scene.about_fees { 1 } else { dice.below(6) } {
        0 => all.push(need(dice, scene, door.household, door.compound)),
        1 | 2 => all.push(consent(dice, scene, &door)),
        3 => all.push(facts(dice, scene, door.household, door.area)),
        4 if !scene.tasks.is_empty() => all.push(step(dice, scene)),
        _ => {}
    }
    all
}

fn recorded<T: Serialize>(
    dice: &mut Dice,
    scene: &Scene<'_>,
    kind: RecordKind,
    body: &T,
    blobs: Vec<Vec<u8>>,
) -> Recorded {
    let id = RecordId(dice.id(scene.clock_ms));
    let hashes = blobs.iter().map(|bytes| Hash::of(bytes)).collect();
    let new = NewRecord { id, kind, body: serde_json::to_string(body).unwrap(), blobs: hashes };
    Recorded { new, blobs }
}

/// Mostly small; now and then of two or three chunks, and now and then one that was taken before.
fn photo(dice: &mut Dice) -> Vec<u8> {
    let size = if dice.chance(8) { 262_144 + dice.below(300_000) } else { 8 };
    let mut bytes = vec![0; size];
    bytes[..2].copy_from_slice(&[0xff, 0xd8]);
    let picture = if dice.chance(150) { 7 } else { dice.next() };
    bytes[2..8].copy_from_slice(&picture.to_be_bytes()[..6]);
    bytes
}

fn new_door(dice: &mut Dice, scene: &Scene<'_>) -> (Recorded, CompoundId) {
    let compound = dice.pick(scene.compounds);
    // A handful of doors, so that two phones often find the same one.
    let door = format!("{}0{}", 1 + dice.below(3), 1 + dice.below(2));
    let note = String::new();
    let plates: Vec<Vec<u8>> = (0..dice.below(2)).map(|_| photo(dice)).collect();
    let photos = plates.iter().map(|bytes| Hash::of(bytes)).collect();
    let body = NewHousehold {
        compound,
        building: "3".into(),
        unit: "1".into(),
        floor: String::new(),
        door,
        usage: None,
        occupancy: None,
        photos,
        note,
    };
    (recorded(dice, scene, RecordKind::NewHousehold, &body, plates), compound)
}

fn visit(dice: &mut Dice, scene: &Scene<'_>, household: HouseholdId) -> Recorded {
    let outcome = dice.pick(&[VisitOutcome::Completed, VisitOutcome::NoAnswer, VisitOutcome::RefusedNow]);
    let ended_at_ms = if dice.chance(40) { scene.clock_ms - 9 } else { scene.clock_ms };
    let body = Visit {
        household,
        outcome,
        channel: VisitChannel::Door,
        started_at_ms: scene.clock_ms - 5,
        ended_at_ms,
        companion: None,
        note: None,
        next_slot: None,
    };
    recorded(dice, scene, RecordKind::Visit, &body, vec![])
}

fn need(dice: &mut Dice, scene: &Scene<'_>, household: HouseholdId, compound: CompoundId) -> Recorded {
    let photos: Vec<Vec<u8>> = (0..dice.below(3)).map(|_| photo(dice)).collect();
    let body = Need {
        visit: None,
        household: Some(household),
        compound,
        code: "CLN-01".into(),
        place_text: "楼道".into(),
        text: "\"脏\"\\".into(),
        photos: photos.iter().map(|bytes| Hash::of(bytes)).collect(),
        hazard: false,
    };
    recorded(dice, scene, RecordKind::Need, &body, photos)
}

/// The printed terms; free months end on 2026-03-31.
fn terms() -> FeeTerms {
    let day = |text: &str| -> Day { text.parse().unwrap() };
    FeeTerms {
        text_no: "FP-1".into(),
        company: CompanyId::new(0, [9; 10]),
        company_name: "和谐物业".into(),
        company_tel: "0355-1234567".into(),
        community_name: "槐荫社区".into(),
        community_tel: "0355-7654321".into(),
        area_c: AreaC(6847),
        rate_mill: RateMill(450),
        permille_off: 500,
        concession_code: Some("C1".into()),
        monthly_fen: Fen(1541),
        trial_start: day("2025-10-01"),
        last_free_day: day("2026-03-31"),
        earliest_fee_start: day("2026-04-01"),
    }
}

thread_local! {
    static SHOWN: Hash =
        shown_hash(ConsentKind::FeePaid, 1, Language::Zh, &terms().fields(Language::Zh)).unwrap();
}

fn consent(dice: &mut Dice, scene: &Scene<'_>, door: &Door) -> Recorded {
    let before = |wanted: fn(ConsentAction) -> bool| {
        let of = |(at, action, _): &&Said| *at == door.household && wanted(*action);
        scene.said.iter().rev().find(of).map(|(_, _, record)| *record)
    };
    let (action, refers_to) = match dice.below(20) {
        0..=9 => (ConsentAction::Given, None),
        10..=14 => (ConsentAction::Refused, None),
        15 | 16 => (ConsentAction::Withdrawn, None),
        17 | 18 => (ConsentAction::Withdrawn, before(|action| action == ConsentAction::Given)),
        _ => match before(|action| action != ConsentAction::Given) {
            None => (ConsentAction::Refused, None),
            no => (ConsentAction::Voided, no),
        },
    };
    let given = action == ConsentAction::Given;
    let name = if !given && dice.chance(80) { "王".repeat(31) } else { "王小明".to_owned() };
    let mut blobs = Vec::new();
    if given {
        blobs.push(format!("[{}]", dice.next()).into_bytes());
        blobs.extend((0..dice.below(2)).map(|_| photo(dice)));
    }
    let hashes: Vec<Hash> = blobs.iter().map(|bytes| Hash::of(bytes)).collect();
    let evidence = Evidence {
        strokes_sha256: hashes.first().copied(),
        photo_sha256s: hashes.iter().skip(1).copied().collect(),
        seconds_on_text: 25,
        ..Evidence::default()
    };
    let body = ConsentEvent {
        kind: ConsentKind::FeePaid,
        action,
        household: door.household,
        occupancy_seq: 1,
        relation: Relation::Owner,
        signer_name: Some(name),
        signer_account: None,
        text_version: 1,
        language: Language::Zh,
        text_sha256: SHOWN.with(|hash| *hash),
        fee_terms: given.then(terms),
        printed: Default::default(),
        method: ConsentMethod::E1,
        evidence,
        share_with_company: Some(false),
        captured_by: Some(scene.author),
        captured_at_ms: scene.clock_ms,
        refers_to,
        seen: door.consent_mark,
        salt: None,
    };
    recorded(dice, scene, RecordKind::ConsentEvent, &body, blobs)
}

fn facts(dice: &mut Dice, scene: &Scene<'_>, household: HouseholdId, shown: Option<String>) -> Recorded {
    let proposed = Proposed { base: shown, value: dice.pick(&["6847", "7000", "9010"]).into() };
    let body = HouseholdFacts {
        household,
        occupancy_seq: 1,
        source: FactSource::Resident,
        facts: [(FactKind::Area, proposed)].into_iter().collect(),
        photos: vec![],
        visit: None,
        note: String::new(),
    };
    recorded(dice, scene, RecordKind::HouseholdFacts, &body, vec![])
}

fn step(dice: &mut Dice, scene: &Scene<'_>) -> Recorded {
    let action = dice.pick(&[TaskAction::Accept, TaskAction::Start, TaskAction::Submit, TaskAction::Comment]);
    let body = TaskEvent {
        task: dice.pick(scene.tasks),
        action,
        text: "说明".into(),
        assignee: None,
        photos_before: vec![],
        photos_after: vec![],
    };
    recorded(dice, scene, RecordKind::TaskEvent, &body, vec![])
}
