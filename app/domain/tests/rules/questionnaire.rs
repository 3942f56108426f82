//! The default survey, its skips, and the check of documents that staff bring.

use crate::world::config;
use domain::area::AreaC;
use domain::consent::Relation;
use domain::finding::Finding;
use domain::id::{HouseholdId, VisitId};
use domain::language::Language;
use domain::need::NeedIcon;
use domain::questionnaire::{Answer, Answers, Condition, Constraint, Kind, Questionnaire, SurveyResponse};
use domain::visit::VisitOutcome;

fn choice(code: &str) -> Answer {
    Answer::Choice(code.into())
}

fn choices(codes: &[&str]) -> Answer {
    Answer::Choices(codes.iter().map(|code| (*code).into()).collect())
}

fn answers(list: &[(&str, Answer)]) -> Answers {
    list.iter().map(|(code, answer)| ((*code).to_owned(), answer.clone())).collect()
}

fn short_answers() -> Answers {
    answers(&[
        ("Q00", choice("go_on")),
        ("Q01", choice("owner")),
        ("Q02", choice("own_use")),
        ("Q08", choices(&["safety", "cleaning"])),
        ("Q09", Answer::Text("三号楼前缺井盖".into())),
        ("Q10", Answer::YesNo(true)),
        ("Q10_place", Answer::Text("三号楼前".into())),
    ])
}

fn shown(form: &Questionnaire, answers: &Answers) -> Vec<String> {
    form.visible(answers).into_iter().map(|question| question.code.clone()).collect()
}

fn found(findings: Vec<Finding>) -> Vec<(String, String)> {
    findings.into_iter().map(|finding| (finding.code, finding.field)).collect()
}

fn pair(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

#[test]
fn the_shipped_survey_is_sound_and_complete() {
    let form = Questionnaire::hq_01();
    assert_eq!(form.check(), []);
    assert_eq!(form.short_form().check(), []);
    for number in (0..=28).filter(|number| *number != 24) {
        assert!(form.question(&format!("Q{number:02}")).is_some(), "Q{number:02}");
    }
    for code in ["Q24a", "Q24b", "Q24c", "Q24d", "Q24e", "W1", "W2"] {
        assert!(form.question(code).is_some(), "{code}");
    }
    let core: Vec<_> =
        form.questions.iter().filter(|question| question.core).map(|question| question.code.as_str()).collect();
    assert_eq!(core, ["Q01", "Q02", "Q03", "Q07", "Q08", "Q10", "Q12", "Q14", "Q18", "Q19", "Q20", "Q26"]);
    for question in &form.questions {
        assert!(!question.text.in_language(Language::En).is_empty(), "{}", question.code);
    }
}

#[test]
fn the_survey_speaks_the_words_of_the_core() {
    let form = Questionnaire::hq_01();
    let codes =
        |code: &str| form.question(code).unwrap().options.iter().map(|option| option.code.clone()).collect::<Vec<_>>();
    let icons: Vec<_> = NeedIcon::ALL.iter().map(|icon| icon.name().to_owned()).chain(["nothing".to_owned()]).collect();
    assert_eq!(codes("Q08"), icons);
    assert_eq!(codes("Q01"), Relation::ALL.iter().map(|relation| relation.name().to_owned()).collect::<Vec<_>>());
    assert_eq!(codes("W1"), VisitOutcome::ALL.iter().map(|outcome| outcome.name().to_owned()).collect::<Vec<_>>());
}

#[test]
fn the_short_form_asks_six_things_with_their_follow_ups() {
    let form = Questionnaire::hq_01().short_form();
    assert_eq!(shown(&form, &Answers::new()), ["Q00", "Q01", "Q02", "Q08", "Q10"]);
    assert_eq!(shown(&form, &short_answers()), ["Q00", "Q01", "Q02", "Q08", "Q09", "Q09_photo", "Q10", "Q10_place"]);
    assert_eq!(form.validate(&short_answers()), []);
}

#[test]
fn skips_follow_the_answers() {
    let form = Questionnaire::hq_01();
    let with = |list: &[(&str, Answer)]| shown(&form, &answers(list));
    let has = |list: &[(&str, Answer)], code: &str| with(list).contains(&code.to_owned());
    assert_eq!(
        with(&[("Q00", choice("go_on")), ("Q02", choice("vacant"))]),
        ["Q00", "Q01", "Q02", "Q26", "Q27", "W1", "W1_present", "W1_own_words", "W1_read_aloud", "W2"]
    );
    type Case<'a> = (&'a [(&'a str, Answer)], &'a str, bool);
    let cases: [Case<'_>; 11] = [
        (&[("Q01", choice("tenant"))], "Q07", false),
        (&[("Q01", choice("owner"))], "Q07", true),
        (&[("Q01", choice("other"))], "Q01_other", true),
        (&[("Q06", choice("wrong"))], "Q06_area", true),
        (&[("Q06", choice("right"))], "Q06_area", false),
        (&[("Q08", choices(&["nothing"]))], "Q09", false),
        (&[("Q08", Answer::Declined)], "Q09", false),
        (&[("Q20", choice("unwilling"))], "Q22", false),
        (&[("Q20", choice("see_service"))], "Q22", true),
        (&[("@early_phase", choice("open"))], "Q11", true),
        (&[], "Q11", false),
    ];
    for (list, code, expected) in cases {
        assert_eq!(has(list, code), expected, "{list:?} {code}");
    }
}

#[test]
fn not_now_and_unwilling_end_the_interview_with_their_outcome() {
    let form = Questionnaire::hq_01().short_form();
    for (code, outcome) in [("not_now", VisitOutcome::RefusedNow), ("unwilling", VisitOutcome::RefusedFinal)] {
        let mut list = short_answers();
        list.insert("Q00".into(), choice(code));
        assert_eq!(form.ended(&list), Some(outcome));
        assert_eq!(shown(&form, &list), ["Q00"]);
        assert_eq!(form.prune(&list), answers(&[("Q00", choice(code))]));
        assert_eq!(form.validate(&form.prune(&list)), []);
    }
    assert_eq!(form.ended(&short_answers()), None);
}

#[test]
fn a_hidden_answer_hides_what_hangs_on_it_and_does_not_travel() {
    let form = Questionnaire::hq_01();
    let mut list = short_answers();
    list.insert("Q02".into(), choice("vacant"));
    list.insert("@early_phase".into(), choice("open"));
    let kept = form.prune(&list);
    assert_eq!(kept.keys().collect::<Vec<_>>(), ["Q00", "Q01", "Q02"]);
    let hidden = found(form.validate(&list));
    for code in ["Q08", "Q09", "Q10", "Q10_place"] {
        assert!(hidden.contains(&pair("hidden_question", code)), "{code}");
    }
}

#[test]
fn every_fault_of_an_answer_has_its_name() {
    let form = Questionnaire::hq_01();
    let cases: [(&str, Answer, &str); 20] = [
        ("Q01", choice("minor"), "unknown_option"),
        ("Q01", Answer::Declined, "may_not_decline"),
        ("Q02", Answer::YesNo(true), "wrong_kind"),
        ("Q03", Answer::Number(21), "out_of_range"),
        ("Q08", choices(&[]), "empty"),
        ("Q08", choices(&["safety", "water", "power", "green"]), "too_many"),
        ("Q08", choices(&["safety", "nothing"]), "exclusive"),
        ("Q08", choices(&["safety", "safety"]), "twice"),
        ("Q08", choices(&["dragons"]), "unknown_option"),
        ("Q12", Answer::Scale(0), "out_of_range"),
        ("Q12", Answer::Scale(6), "out_of_range"),
        ("Q28", Answer::Text("字".repeat(301)), "too_long"),
        ("Q28", Answer::Text("  ".into()), "empty"),
        ("Q09_photo", Answer::Photos(vec![domain::hash::Hash::of(b"a"); 3]), "too_many"),
        ("Q06_area", Answer::Area(AreaC(499)), "out_of_range"),
        ("Q26_phone", Answer::Text("12345".into()), "not_a_phone"),
        ("Q26_phone", Answer::Text("12012345678".into()), "not_a_phone"),
        ("Q26_phone", Answer::Text("１３８12345678".into()), "not_a_phone"),
        ("Q99", Answer::YesNo(true), "unknown_question"),
        ("Q10", choice("yes"), "wrong_kind"),
    ];
    for (code, answer, fault) in cases {
        let mut list = short_answers();
        list.insert("Q06".into(), choice("wrong"));
        list.insert("Q26".into(), choice("phone"));
        list.insert(code.into(), answer);
        let findings = found(form.validate(&list));
        assert!(findings.contains(&pair(fault, code)), "{code} {fault}: {findings:?}");
    }
}

#[test]
fn required_questions_may_be_declined_but_not_left_open() {
    let form = Questionnaire::hq_01().short_form();
    let mut list = short_answers();
    list.insert("Q10".into(), Answer::Declined);
    list.remove("Q10_place");
    assert_eq!(form.validate(&list), []);
    list.remove("Q10");
    assert_eq!(found(form.validate(&list)), [pair("unanswered", "Q10")]);
    list.insert("Q10".into(), Answer::YesNo(true));
    assert_eq!(found(form.validate(&list)), [pair("unanswered", "Q10_place")], "a hazard needs its place");
}

#[test]
fn more_old_and_young_than_people_is_refused_and_nobody_at_home_doubted() {
    let form = Questionnaire::hq_01();
    let mut list = short_answers();
    let numbers = |list: &mut Answers, people, old, young| {
        for (code, number) in [("Q03", people), ("Q04", old), ("Q05", young)] {
            list.insert(code.into(), Answer::Number(number));
        }
    };
    numbers(&mut list, 3, 2, 2);
    assert!(found(form.validate(&list)).contains(&pair("more_than_household", "Q05")));
    numbers(&mut list, 4, 2, 2);
    assert!(!found(form.validate(&list)).contains(&pair("more_than_household", "Q05")));
    assert_eq!(form.warnings(&list), []);
    numbers(&mut list, 0, 0, 0);
    assert_eq!(found(form.warnings(&list)), [pair("nobody_lives_there", "Q03")]);
}

#[test]
fn tenants_are_asked_about_the_area_they_rent() {
    let form = Questionnaire::hq_01();
    let question = form.question("Q06").unwrap();
    assert!(question.prompt(&answers(&[("Q01", choice("tenant"))])).zh.contains("您租的面积"));
    assert!(!question.prompt(&answers(&[("Q01", choice("owner"))])).zh.contains("您租的面积"));
}

#[test]
fn a_bad_document_is_not_published() {
    let form = Questionnaire::hq_01();
    let broken = |change: &dyn Fn(&mut Questionnaire)| {
        let mut form = form.clone();
        change(&mut form);
        found(form.check()).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let ask = |code: &str| Some(Condition::Answered(code.into()));
    type Case<'a> = (&'a str, &'a dyn Fn(&mut Questionnaire));
    let cases: [Case<'_>; 11] = [
        ("no_questions", &|form| form.questions.clear()),
        ("code_twice", &|form| form.questions[3].code = "Q01".into()),
        ("bad_code", &|form| form.questions[44].code = "W 2".into()),
        ("no_text", &|form| form.questions[1].text.zh.clear()),
        ("no_options", &|form| form.questions[1].options.clear()),
        ("option_twice", &|form| form.questions[1].options[1].code = "owner".into()),
        ("bad_bounds", &|form| form.questions[4].kind = Kind::Int { min: 2, max: 1 }),
        ("refers_forward", &|form| form.questions[1].show_if = ask("Q02")),
        ("refers_forward", &|form| form.questions[1].show_if = ask("Q01")),
        ("unknown_question", &|form| form.questions[1].show_if = ask("Q77")),
        ("unknown_option", &|form| {
            form.questions[2].show_if =
                Some(Condition::Not(Box::new(Condition::Equals("Q01".into(), "dragon".into()))));
        }),
    ];
    for (code, change) in cases {
        assert!(broken(change).contains(&code.to_owned()), "{code}: {:?}", broken(change));
    }
    let sum = Constraint::SumAtMost { code: "x".into(), sum: vec!["Q77".into()], at_most: "Q03".into() };
    assert_eq!(broken(&|form| form.constraints.push(sum.clone())), ["unknown_question"]);
}

#[test]
fn answers_have_a_stable_form_on_the_wire() {
    let text = serde_json::to_string(&short_answers()).unwrap();
    let wanted = concat!(
        r#"{"Q00":{"choice":"go_on"},"Q01":{"choice":"owner"},"Q02":{"choice":"own_use"},"#,
        r#""Q08":{"choices":["safety","cleaning"]},"Q09":{"text":"三号楼前缺井盖"},"Q10":{"yes_no":true},"Q10_place":{"text":"三号楼前"}}"#
    );
    assert_eq!(text, wanted);
    assert_eq!(serde_json::from_str::<Answers>(r#"{"Q20":"declined"}"#).unwrap().get("Q20"), Some(&Answer::Declined));
}

#[test]
fn a_response_is_checked_against_its_own_document() {
    let form = Questionnaire::hq_01().short_form();
    let response = SurveyResponse {
        visit: VisitId::new(0, [1; 10]),
        household: HouseholdId::new(0, [2; 10]),
        questionnaire: "HQ-01".into(),
        version: 1,
        relation: Some(Relation::Owner),
        answers: short_answers(),
        started_at_ms: 0,
        ended_at_ms: 60_000,
    };
    assert_eq!(response.validate(&form, true), Ok(()));
    assert_eq!(response.quality_flags(false, &config()), []);
    assert_eq!(found(response.quality_flags(true, &config())), [pair("too_fast", "ended_at_ms")]);
    let other = SurveyResponse { version: 2, ended_at_ms: -1, ..response.clone() };
    let faults = found(other.validate(&form, true).unwrap_err());
    assert_eq!(faults, [pair("other_questionnaire", "questionnaire"), pair("ends_before_start", "ended_at_ms")]);
    let mut partial = response;
    partial.answers.remove("Q10");
    partial.answers.remove("Q10_place");
    assert_eq!(partial.validate(&form, false), Ok(()));
    assert_eq!(found(partial.validate(&form, true).unwrap_err()), [pair("unanswered", "answers.Q10")]);
}
