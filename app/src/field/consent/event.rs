//! A consent event as it is frozen at the moment it is given: exactly the text that was shown, its hash, the terms, the evidence. Pure.

use crate::field::visit::draft::{FeeDraft, Seen, VisitDraft};
use crate::field::visit::meaning;
use domain::calendar::{Day, day_en, day_zh};
use domain::config::Config;
use domain::consent::{
    ConsentAction, ConsentContext, ConsentEvent, ConsentKind, ConsentMethod, Evidence, FeeTerms, Relation, Salt,
    shown_text,
};
use domain::finding::{Finding, Findings};
use domain::hash::Hash;
use domain::id::AccountId;
use domain::language::Language;
use domain::map::Map;
use domain::sync::view::{CompanyView, TrialView};

/// Who captures, when, in which language.
#[derive(Debug, Clone, Copy)]
pub struct Capture {
    /// The worker.
    pub account: AccountId,
    /// The worker belongs to a property company (and may not capture a fee consent).
    pub is_company: bool,
    /// The phone's clock.
    pub at_ms: i64,
    /// What was shown.
    pub language: Language,
    /// Version of the text.
    pub version: u16,
    /// Chance.
    pub salt: Salt,
}

/// What a text without fee terms prints, by placeholder.
pub type Printed = Map<String>;

/// What the acknowledgement of the free months prints.
pub fn trial_printed(company: &CompanyView, trial: &TrialView, language: Language) -> Printed {
    let day = say_day(trial.last_free_on, language);
    Map::from([("last_free_day".to_owned(), day), ("company".to_owned(), company.name.clone())])
}

/// A text as it is shown, or none when a value is missing.
pub fn printed_text(kind: ConsentKind, capture: Capture, printed: &Printed) -> Option<String> {
    shown_text(kind, capture.version, capture.language, &|name| printed.get(name).cloned())
}

fn event(
    kind: ConsentKind,
    action: ConsentAction,
    draft: &VisitDraft,
    capture: Capture,
    shown: Option<String>,
) -> ConsentEvent {
    ConsentEvent {
        kind,
        action,
        household: draft.household,
        occupancy_seq: draft.occupancy_seq,
        relation: draft.fee.relation.or(meaning::relation(&draft.answers)).unwrap_or(Relation::Other),
        signer_name: None,
        signer_account: None,
        text_version: capture.version,
        language: capture.language,
        // A text with a hole is never shown, so there is always one; zeros would be refused by the check.
        text_sha256: shown.map_or(Hash([0; 32]), |text| Hash::of(text.as_bytes())),
        fee_terms: None,
        printed: Map::new(),
        method: ConsentMethod::E0,
        evidence: Evidence::default(),
        share_with_company: None,
        captured_by: Some(capture.account),
        captured_at_ms: capture.at_ms,
        refers_to: None,
        seen: draft.consent_mark,
        salt: Some(capture.salt),
    }
}

/// A date in words.
pub fn say_day(day: Day, language: Language) -> String {
    match language {
        Language::Zh => day_zh(day),
        Language::En => day_en(day),
    }
}

/// 我知道了: the acknowledgement of the free months. No promise to pay anything.
pub fn trial_ack(draft: &VisitDraft, capture: Capture, printed: Printed) -> ConsentEvent {
    let shown = printed_text(ConsentKind::TrialAck, capture, &printed);
    ConsentEvent { printed, ..event(ConsentKind::TrialAck, ConsentAction::Given, draft, capture, shown) }
}

fn fee_event(action: ConsentAction, draft: &VisitDraft, capture: Capture, terms: &FeeTerms) -> ConsentEvent {
    let shown = shown_text(ConsentKind::FeePaid, capture.version, capture.language, &terms.fields(capture.language));
    ConsentEvent { fee_terms: Some(terms.clone()), ..event(ConsentKind::FeePaid, action, draft, capture, shown) }
}

/// They said no in so many words. (先不签 is not this, and records nothing.)
pub fn refused(draft: &VisitDraft, capture: Capture, terms: &FeeTerms) -> ConsentEvent {
    fee_event(ConsentAction::Refused, draft, capture, terms)
}

/// The fee consent as signed, or everything that is missing, each at its field of the page.
///
/// # Errors
/// `may_not_decide`, `required` (relation, name, seen, reader, willing, witness), the codes of the signature and of
/// [`ConsentEvent::validate`].
pub fn given(
    draft: &VisitDraft,
    capture: Capture,
    terms: &FeeTerms,
    config: &Config,
) -> Result<ConsentEvent, Vec<Finding>> {
    let fee = &draft.fee;
    let mut findings = Findings::default();
    findings
        .when(fee.may_decide.is_none(), "required", "may_decide")
        .when(fee.may_decide == Some(false), "may_not_decide", "may_decide")
        .when(fee.relation.is_none(), "required", "relation")
        .when(fee.name.trim().is_empty(), "required", "signer_name")
        .when(fee.seen.is_none(), "required", "seen")
        .when(fee.seen == Some(Seen::ReadToMe) && fee.reader.trim().is_empty(), "required", "evidence.reader")
        .when(!fee.willing, "required", "willing")
        .when(fee.strokes.is_none(), "strokes_missing", "strokes");
    let mut found = findings.into_vec();
    found.extend(fee.strokes.as_ref().and_then(|strokes| strokes.validate().err()).unwrap_or_default());
    let event = signed(draft, capture, terms);
    let context = ConsentContext {
        config,
        now_ms: capture.at_ms,
        occupancy_seq: draft.occupancy_seq,
        text_version: capture.version,
        captor_is_company: capture.is_company,
        expected_terms: None,
        last_free_day: Some(terms.last_free_day),
    };
    for finding in event.validate(&context).err().unwrap_or_default() {
        let known = found.iter().any(|other| other.field == finding.field || finding.code == "strokes_missing");
        if !known {
            found.push(finding);
        }
    }
    if found.is_empty() { Ok(event) } else { Err(found) }
}

fn signed(draft: &VisitDraft, capture: Capture, terms: &FeeTerms) -> ConsentEvent {
    let fee = &draft.fee;
    let named = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let plain = fee_event(ConsentAction::Given, draft, capture, terms);
    ConsentEvent {
        signer_name: named(&fee.name),
        method: ConsentMethod::E1,
        evidence: evidence(fee, named),
        share_with_company: Some(fee.share),
        ..plain
    }
}

fn evidence(fee: &FeeDraft, named: impl Fn(&str) -> Option<String>) -> Evidence {
    let read_to = fee.seen == Some(Seen::ReadToMe);
    Evidence {
        strokes_sha256: fee.strokes.as_ref().map(domain::evidence::Strokes::sha256),
        photo_sha256s: fee.photos.clone(),
        witness: named(&fee.witness),
        reader: read_to.then(|| named(&fee.reader)).flatten(),
        read_aloud: fee.read_aloud || (read_to && named(&fee.reader).is_some()),
        seconds_on_text: fee.seconds,
        ..Evidence::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::visit::draft::tests::draft;
    use domain::area::AreaC;
    use domain::evidence::{Point, Strokes};
    use domain::id::CompanyId;
    use domain::money::{Fen, RateMill};
    use domain::sync::signature::Hex;

    const AT_MS: i64 = 1_793_500_000_000; // 2026-11-01

    fn terms() -> FeeTerms {
        FeeTerms {
            text_no: "FP-1".into(),
            company: CompanyId::new(1, [2; 10]),
            company_name: "晨光物业".into(),
            company_tel: "0355-5550202".into(),
            community_name: "槐荫社区".into(),
            community_tel: "0355-5550101".into(),
            area_c: AreaC(6847),
            rate_mill: RateMill(450),
            permille_off: 0,
            concession_code: None,
            monthly_fen: Fen(3081),
            trial_start: "2026-06-01".parse().unwrap(),
            last_free_day: "2026-11-30".parse().unwrap(),
            earliest_fee_start: "2026-12-01".parse().unwrap(),
        }
    }

    fn capture() -> Capture {
        let account = AccountId::new(1, [9; 10]);
        Capture { account, is_company: false, at_ms: AT_MS, language: Language::Zh, version: 1, salt: Hex([7; 16]) }
    }

    fn strokes() -> Strokes {
        let point = |i: i32| Point { x: 10 + i * 5, y: 50 + (i % 5) * 20, t_ms: i as u32 * 16 };
        Strokes { width: 320, height: 200, strokes: vec![(0..30).map(point).collect()] }
    }

    fn signed_draft() -> VisitDraft {
        let mut draft = draft();
        draft.fee = FeeDraft {
            may_decide: Some(true),
            relation: Some(Relation::Owner),
            name: " 王秀兰 ".into(),
            seen: Some(Seen::Myself),
            willing: true,
            seconds: 25,
            strokes: Some(strokes()),
            ..FeeDraft::default()
        };
        draft
    }

    fn codes(draft: &VisitDraft) -> Vec<(String, String)> {
        let config = Config::shipped_on("2026-11-01".parse().unwrap());
        let found = given(draft, capture(), &terms(), &config).err().unwrap_or_default();
        found.into_iter().map(|finding| (finding.field, finding.code)).collect()
    }

    #[test]
    fn what_is_recorded_is_what_was_shown() {
        let config = Config::shipped_on("2026-11-01".parse().unwrap());
        let event = given(&signed_draft(), capture(), &terms(), &config).unwrap();
        let shown =
            domain::consent::shown_text(ConsentKind::FeePaid, 1, Language::Zh, &terms().fields(Language::Zh)).unwrap();
        assert_eq!(event.text_sha256, Hash::of(shown.as_bytes()));
        assert_eq!(event.evidence.strokes_sha256, Some(strokes().sha256()));
        assert_eq!((event.share_with_company, event.signer_name.as_deref()), (Some(false), Some("王秀兰")));
    }

    #[test]
    fn an_empty_page_says_everything_at_once_and_nothing_was_ticked_for_anybody() {
        let found = codes(&draft());
        let fields: Vec<&str> = found.iter().map(|(field, _)| field.as_str()).collect();
        for field in ["may_decide", "relation", "signer_name", "seen", "willing", "strokes", "evidence.seconds_on_text"]
        {
            assert!(fields.contains(&field), "{field} is missing in {fields:?}");
        }
    }

    #[test]
    fn each_doubt_stops_the_signature_at_its_field() {
        let with = |change: fn(&mut FeeDraft)| {
            let mut draft = signed_draft();
            change(&mut draft.fee);
            codes(&draft)
        };
        let cases: [(fn(&mut FeeDraft), &str, &str); 7] = [
            (|fee| fee.may_decide = Some(false), "may_decide", "may_not_decide"),
            (|fee| fee.relation = Some(Relation::OwnerFamily), "relation", "relation_may_not_sign"),
            (|fee| fee.seconds = 5, "evidence.seconds_on_text", "text_not_read"),
            (|fee| fee.willing = false, "willing", "required"),
            (|fee| fee.seen = Some(Seen::ReadToMe), "evidence.reader", "required"),
            (|fee| fee.strokes = None, "strokes", "strokes_missing"),
            (|fee| fee.name = "王".repeat(31), "signer_name", "too_long"),
        ];
        for (change, field, code) in cases {
            assert_eq!(with(change), [(field.to_owned(), code.to_owned())]);
        }
        assert!(codes(&signed_draft()).is_empty());
    }

    #[test]
    fn a_text_read_aloud_needs_no_waiting() {
        let mut draft = signed_draft();
        draft.fee.seconds = 3;
        draft.fee.seen = Some(Seen::ReadToMe);
        draft.fee.reader = "网格员".into();
        assert!(codes(&draft).is_empty());
    }
}
