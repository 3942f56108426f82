//! What some questions of HQ-01 mean to the program. A form without these codes is asked like any other; it only makes no needs.

use domain::consent::Relation;
use domain::need::NeedIcon;
use domain::questionnaire::{Answer, Answers, Questionnaire};

/// The notice that comes first.
pub const NOTICE: &str = "Q00";
/// The choice that goes on after the notice.
pub const GO_ON: &str = "go_on";
/// Who the person is to this home.
pub const RELATION: &str = "Q01";
/// What troubles people most: each choice is an icon and becomes a need.
pub const TROUBLE: &str = "Q08";
/// Asked by the needs themselves, so not asked twice.
pub const ASKED_BY_NEEDS: [&str; 2] = ["Q09", "Q09_photo"];
/// Is there danger?
pub const HAZARD: &str = "Q10";
/// Where the danger is.
pub const HAZARD_PLACE: &str = "Q10_place";
/// The outcome, as the worker's question.
pub const OUTCOME: &str = "W1";
/// When to come again, as the worker's question.
pub const NEXT_SLOT: &str = "W2";

/// The short form (◆) with what the worker fills in. Rules between answers stay: one about questions that are not asked finds nothing.
pub fn short_form(mut document: Questionnaire) -> Questionnaire {
    document.questions.retain(|question| question.short || question.by_worker);
    document
}

/// The needs that the answers name: the icons chosen, and whether there is a hazard.
pub fn troubles(answers: &Answers) -> (Vec<NeedIcon>, bool) {
    let icons = match answers.get(TROUBLE) {
        Some(Answer::Choices(codes)) => codes.iter().filter_map(|code| NeedIcon::from_name(code)).collect(),
        _ => Vec::new(),
    };
    (icons, answers.get(HAZARD) == Some(&Answer::YesNo(true)))
}

/// The respondent's relation to the home.
pub fn relation(answers: &Answers) -> Option<Relation> {
    match answers.get(RELATION) {
        Some(Answer::Choice(code)) => Relation::from_name(code),
        _ => None,
    }
}
