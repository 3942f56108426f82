//! What is checked before a consent event is taken (INV-08, INV-10), and the texts themselves.

use crate::world::{account, callback, config, day, facts, given, morning, stored, terms, with_action};
use domain::area::AreaC;
use domain::consent::text::{current_version, trial_explained};
use domain::consent::{
    ConsentAction, ConsentContext, ConsentEvent, ConsentKind, ConsentMethod, FeeConsentState, FeeTerms, Relation,
    fee_consent, fill, shown_hash, shown_text, template,
};
use domain::hash::Hash;
use domain::language::Language;
use domain::money::Fen;

fn codes_in(event: &ConsentEvent, change: impl FnOnce(&mut ConsentContext<'_>)) -> Vec<String> {
    let config = config();
    let mut context = ConsentContext {
        config: &config,
        now_ms: morning("2022-10-20"),
        occupancy_seq: 1,
        text_version: 1,
        captor_is_company: false,
        expected_terms: None,
        last_free_day: Some(day("2022-11-30")),
    };
    change(&mut context);
    event.validate(&context).err().into_iter().flatten().map(|finding| finding.code).collect()
}

fn codes(event: &ConsentEvent) -> Vec<String> {
    codes_in(event, |_| ())
}

/// The event with other terms, honestly shown.
fn with_terms(terms: FeeTerms) -> ConsentEvent {
    let hash = shown_hash(ConsentKind::FeePaid, 1, Language::Zh, &terms.fields(Language::Zh)).unwrap();
    ConsentEvent { text_sha256: hash, fee_terms: Some(terms), ..given("2022-10-20") }
}

#[test]
fn a_sound_consent_passes_in_both_languages() {
    assert_eq!(codes(&given("2022-10-20")), [""; 0]);
    let english = shown_hash(ConsentKind::FeePaid, 1, Language::En, &terms().fields(Language::En)).unwrap();
    let event = ConsentEvent { language: Language::En, text_sha256: english, ..given("2022-10-20") };
    assert_eq!(codes(&event), [""; 0]);
}

#[test]
fn every_fault_of_a_fee_consent_has_its_name() {
    let base = || given("2022-10-20");
    let evidence = base().evidence;
    let cases = [
        (ConsentEvent { text_sha256: Hash::of(b"other"), ..base() }, "not_what_was_shown"),
        (ConsentEvent { fee_terms: None, ..base() }, "terms_missing"),
        (ConsentEvent { relation: Relation::OwnerFamily, ..base() }, "relation_may_not_sign"),
        (ConsentEvent { relation: Relation::Other, ..base() }, "relation_may_not_sign"),
        (ConsentEvent { method: ConsentMethod::E0, ..base() }, "spoken_is_not_enough"),
        (ConsentEvent { method: ConsentMethod::E2, ..base() }, "otp_missing"),
        (ConsentEvent { method: ConsentMethod::Ep, ..base() }, "paper_missing"),
        (ConsentEvent { captured_by: None, ..base() }, "captor_missing"),
        (ConsentEvent { signer_account: Some(account(1)), ..base() }, "signer_is_captor"),
        (ConsentEvent { occupancy_seq: 2, ..base() }, "other_occupancy"),
        (ConsentEvent { text_version: 2, ..base() }, "text_unknown"),
        (ConsentEvent { captured_at_ms: morning("2022-10-21"), ..base() }, "future"),
        (ConsentEvent { captured_at_ms: morning("2022-09-30"), ..base() }, "window_not_open"),
        (ConsentEvent { signer_name: Some("长".repeat(31)), ..base() }, "too_long"),
        (
            ConsentEvent { evidence: domain::consent::Evidence { strokes_sha256: None, ..evidence.clone() }, ..base() },
            "strokes_missing",
        ),
        (
            ConsentEvent { evidence: domain::consent::Evidence { seconds_on_text: 19, ..evidence }, ..base() },
            "text_not_read",
        ),
        (with_terms(FeeTerms { monthly_fen: Fen(1540), ..terms() }), "fee_is_not_the_product"),
        (with_terms(FeeTerms { area_c: AreaC(499), ..terms() }), "area_out_of_range"),
        (with_terms(FeeTerms { permille_off: 1001, ..terms() }), "out_of_range"),
        (with_terms(FeeTerms { last_free_day: day("2022-11-29"), ..terms() }), "free_time_cut"),
        (with_terms(FeeTerms { earliest_fee_start: day("2022-11-30"), ..terms() }), "fee_too_early"),
    ];
    for (event, code) in cases {
        assert!(codes(&event).contains(&code.to_owned()), "{code}: {:?}", codes(&event));
    }
    assert!(
        codes_in(&base(), |context| context.captor_is_company = true).contains(&"company_may_not_capture".to_owned())
    );
    assert!(codes_in(&base(), |context| context.last_free_day = None).contains(&"trial_unknown".to_owned()));
}

#[test]
fn terms_that_the_server_would_print_otherwise_are_named() {
    let (same, other) = (terms(), FeeTerms { area_c: AreaC(6848), ..terms() });
    let found = |expected: &FeeTerms| -> Vec<String> {
        let config = config();
        let context = ConsentContext {
            config: &config,
            now_ms: morning("2022-10-20"),
            occupancy_seq: 1,
            text_version: 1,
            captor_is_company: false,
            expected_terms: Some(expected),
            last_free_day: Some(day("2022-11-30")),
        };
        let result = given("2022-10-20").validate(&context);
        result.err().into_iter().flatten().map(|finding| finding.code).collect()
    };
    assert_eq!(found(&same), [""; 0]);
    assert_eq!(found(&other), ["terms_differ"]);
}

#[test]
fn terms_are_priced_from_their_parts() {
    let bare = FeeTerms { monthly_fen: Fen(0), earliest_fee_start: day("2000-01-01"), ..terms() };
    assert_eq!(bare.clone().priced(day("2022-10-20"), &config()), terms());
    assert_eq!(bare.priced(day("2022-11-24"), &config()).earliest_fee_start, day("2023-01-01"));
}

#[test]
fn text_read_aloud_needs_no_seconds() {
    let mut event = given("2022-10-20");
    event.evidence.seconds_on_text = 0;
    event.evidence.read_aloud = true;
    assert_eq!(codes(&event), [""; 0]);
}

#[test]
fn changing_any_printed_value_changes_what_was_shown() {
    let changes: [fn(&mut FeeTerms); 10] = [
        |terms| terms.text_no.push('x'),
        |terms| terms.company_name.push('x'),
        |terms| terms.company_tel.push('1'),
        |terms| terms.community_name.push('x'),
        |terms| terms.community_tel.push('1'),
        |terms| terms.area_c.0 += 1,
        |terms| terms.rate_mill.0 += 1,
        |terms| terms.permille_off += 1,
        |terms| terms.monthly_fen.0 += 1,
        |terms| terms.last_free_day = domain::calendar::plus_days(terms.last_free_day, 1),
    ];
    for (index, change) in changes.into_iter().enumerate() {
        let mut event = given("2022-10-20");
        change(event.fee_terms.as_mut().unwrap());
        assert!(codes(&event).contains(&"not_what_was_shown".to_owned()), "change {index}");
    }
}

#[test]
fn withdrawing_and_refusing_ask_for_nothing() {
    for action in [ConsentAction::Withdrawn, ConsentAction::Refused] {
        let event = ConsentEvent { method: ConsentMethod::E0, captured_by: None, ..with_action(action, "2030-01-01") };
        assert_eq!(codes(&event), [""; 0], "{action}");
    }
    assert_eq!(codes(&with_action(ConsentAction::Voided, "2022-10-20")), ["refers_to_nothing"]);
}

#[test]
fn a_phone_records_what_its_author_captured_and_nothing_more() {
    use ConsentMethod::{E0, E1, E2, E3, Ep};
    let yes = || given("2022-10-20");
    let no = |action| with_action(action, "2022-10-20");
    let stranger = |event: ConsentEvent| ConsentEvent { captured_by: Some(account(4)), ..event };
    let nobody = |event: ConsentEvent| ConsentEvent { captured_by: None, ..event };
    let own = |event: ConsentEvent| ConsentEvent { signer_account: Some(account(1)), ..event };
    let by = |method, event: ConsentEvent| ConsentEvent { method, ..event };
    let cases = [
        ("a yes", yes(), vec![]),
        ("on paper", by(Ep, yes()), vec![]),
        ("spoken, where that is enough", by(E0, ConsentEvent { kind: ConsentKind::TrialAck, ..yes() }), vec![]),
        ("captured by somebody else", stranger(yes()), vec!["captor_is_not_author"]),
        ("captured by nobody", nobody(yes()), vec!["captor_is_not_author"]),
        ("signed by its own author", own(yes()), vec!["signer_is_captor"]),
        (
            "signed by its author, captured by another",
            own(stranger(yes())),
            vec!["captor_is_not_author", "signer_is_captor"],
        ),
        ("a resident's own phone", by(E2, yes()), vec!["method_not_from_phone"]),
        ("a certificate", by(E3, nobody(yes())), vec!["captor_is_not_author", "method_not_from_phone"]),
        ("a refusal, whoever is named", stranger(by(E3, no(ConsentAction::Refused))), vec![]),
        ("a withdrawal, whoever is named", nobody(by(E1, own(no(ConsentAction::Withdrawn)))), vec![]),
        ("a void", no(ConsentAction::Voided), vec!["office_only"]),
        ("a correction", no(ConsentAction::Corrected), vec!["office_only"]),
        ("an end", no(ConsentAction::Expired), vec!["office_only"]),
    ];
    for (name, event, expected) in cases {
        let found: Vec<String> = event.capture_findings(account(1)).into_iter().map(|found| found.code).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn every_text_fills_without_a_hole_in_both_languages() {
    let kinds = ConsentKind::ALL.iter().filter(|kind| current_version(**kind).is_some());
    assert_eq!(kinds.clone().count(), 5);
    for kind in kinds {
        for language in [Language::Zh, Language::En] {
            let text = shown_text(*kind, 1, language, &terms().fields(language)).unwrap();
            assert!(!text.contains(['{', '}']), "{kind} {language:?}");
        }
    }
    assert_eq!(template(ConsentKind::FeePaid, 2, Language::Zh), None);
}

#[test]
fn other_texts_carry_what_they_print_and_never_make_a_fee() {
    for kind in [ConsentKind::TrialAck, ConsentKind::ShareWithCompany, ConsentKind::NoticeProcessing] {
        let hash = shown_hash(kind, 1, Language::Zh, &terms().fields(Language::Zh)).unwrap();
        let event = ConsentEvent { kind, text_sha256: hash, method: ConsentMethod::E0, ..given("2022-06-10") };
        let context_day = |context: &mut ConsentContext<'_>| context.now_ms = morning("2022-06-10");
        assert_eq!(codes_in(&event, context_day), [""; 0], "{kind}");
        let events = [stored(1, event)];
        let state = fee_consent(&events, &[callback(1, "2022-06-11")], &facts(), &config(), day("2023-01-01")).state;
        assert_eq!(state, FeeConsentState::None, "{kind}");
    }
}

#[test]
fn the_notice_is_short() {
    for language in [Language::Zh, Language::En] {
        let body = template(ConsentKind::NoticeProcessing, 1, language).unwrap();
        assert!(body.trim().chars().count() <= 200, "{language:?}: {}", body.trim().chars().count());
        assert!(!trial_explained(language).contains('{'));
    }
}

#[test]
fn the_fee_text_prints_the_numbers_and_the_promises() {
    let text = shown_text(ConsentKind::FeePaid, 1, Language::Zh, &terms().fields(Language::Zh)).unwrap();
    let wanted = [
        "今天不收钱。",
        "您不表态、不签字，就是不交费。",
        "签了也能反悔。",
        "2022年6月1日 到 2022年11月30日",
        "68.47 平方米 × 每平方米每月 0.45 元 （优惠 50%） = 每月 15.41 元",
        "从哪天开始：2022年12月1日",
    ];
    for part in wanted {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn braces_in_a_value_stay_text() {
    let value = |name: &str| match name {
        "a" => Some("{b}".to_owned()),
        "b" => Some("2".to_owned()),
        _ => None,
    };
    assert_eq!(fill("{a}{b}", &value).unwrap(), "{b}2");
    assert_eq!(fill("{a} {c}", &value).unwrap_err().0, "c");
    assert_eq!(fill("no { hole", &value).unwrap(), "no { hole");
}
