//! The small world in which consents are tested: one home whose free months end on 2022-11-30.

use domain::area::AreaC;
use domain::calendar::{Day, day_start_ms};
use domain::config::Config;
use domain::consent::{
    ConfirmationMethod, ConsentAction, ConsentConfirmation, ConsentEvent, ConsentFacts, ConsentKind, ConsentMethod,
    Evidence, FeeTerms, Relation, StoredConsent, shown_hash,
};
use domain::hash::Hash;
use domain::id::{AccountId, CompanyId, DeviceId, HouseholdId, RecordId};
use domain::language::Language;
use domain::money::{Fen, RateMill};

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// Ten in the morning in Shanghai.
pub fn morning(text: &str) -> i64 {
    day_start_ms(day(text)) + 10 * 3_600_000
}

pub fn config() -> Config {
    Config::shipped_on(day("2022-10-01"))
}

pub fn record(n: u8) -> RecordId {
    RecordId::new(0, [n; 10])
}

pub fn account(n: u8) -> AccountId {
    AccountId::new(0, [n; 10])
}

pub fn facts() -> ConsentFacts {
    ConsentFacts { occupancy_seq: 1, last_free_day: Some(day("2022-11-30")), ..ConsentFacts::default() }
}

pub fn terms() -> FeeTerms {
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
        trial_start: day("2022-06-01"),
        last_free_day: day("2022-11-30"),
        earliest_fee_start: day("2022-12-01"),
    }
}

/// A sound fee consent, captured by account 1 on a worker's phone.
pub fn given(on: &str) -> ConsentEvent {
    let terms = terms();
    let hash = shown_hash(ConsentKind::FeePaid, 1, Language::Zh, &terms.fields(Language::Zh)).unwrap();
    ConsentEvent {
        kind: ConsentKind::FeePaid,
        action: ConsentAction::Given,
        household: HouseholdId::new(0, [5; 10]),
        occupancy_seq: 1,
        relation: Relation::Owner,
        signer_name: Some("王小明".into()),
        signer_account: None,
        text_version: 1,
        language: Language::Zh,
        text_sha256: hash,
        fee_terms: Some(terms),
        printed: Default::default(),
        method: ConsentMethod::E1,
        evidence: Evidence { strokes_sha256: Some(Hash::of(b"strokes")), seconds_on_text: 25, ..Evidence::default() },
        share_with_company: Some(false),
        captured_by: Some(account(1)),
        captured_at_ms: morning(on),
        refers_to: None,
        seen: None,
        salt: None,
    }
}

pub fn with_action(action: ConsentAction, on: &str) -> ConsentEvent {
    ConsentEvent { action, fee_terms: None, evidence: Evidence::default(), ..given(on) }
}

/// Event `n`, made by account 1 on phone 1 under this number, and received within the minute; its link has the mark `n`.
pub fn stored(n: u8, event: ConsentEvent) -> StoredConsent {
    StoredConsent {
        id: record(n),
        device: Some(DeviceId::new(0, [1; 10])),
        seq: Some(n.into()),
        author: Some(account(1)),
        received_at_ms: Some(event.captured_at_ms + 60_000),
        mark: Some(u32::from(n)),
        event,
    }
}

/// Event `n`: two persons at the office void event `of`, account 2 proposes, account 3 confirms.
pub fn voided(n: u8, of: u8, on: &str) -> StoredConsent {
    let event = ConsentEvent {
        refers_to: Some(record(of)),
        captured_by: Some(account(2)),
        ..with_action(ConsentAction::Voided, on)
    };
    StoredConsent { device: None, seq: None, author: Some(account(3)), ..stored(n, event) }
}

pub fn callback(of: u8, on: &str) -> ConsentConfirmation {
    ConsentConfirmation {
        consent: record(of),
        method: ConfirmationMethod::Callback,
        confirmed_by: Some(account(2)),
        by_company: false,
        at_ms: morning(on),
    }
}
