//! The way through a visit: which steps there are now, and which comes before and after. Pure.

use super::draft::{Form, Step, VisitDraft};
use super::meaning;
use crate::field::survey::screen::screens;
use domain::questionnaire::{Question, Questionnaire};

/// What the place allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Offer {
    /// One question a screen (长辈版).
    pub one_each: bool,
    /// Free months to speak of.
    pub trial: bool,
    /// The fee consent may be asked for.
    pub fee: bool,
}

/// The form that is asked: the whole document, or its short form.
pub fn form_of(document: &Questionnaire, form: Form) -> Questionnaire {
    match form {
        Form::Short => meaning::short_form(document),
        Form::Full => document.clone(),
    }
}

/// The screens of questions of now.
pub fn question_screens<'a>(draft: &VisitDraft, form: &'a Questionnaire, offer: Offer) -> Vec<Vec<&'a Question>> {
    // A hazard's own step asks for its kind; the place is asked at once.
    screens(form, &draft.answers, &meaning::ASKED_BY_NEEDS, offer.one_each)
}

/// Every step of now, in order. A refusal leads straight to the end.
pub fn steps(draft: &VisitDraft, form: &Questionnaire, offer: Offer) -> Vec<Step> {
    if draft.quick {
        return vec![Step::Finish];
    }
    let screens = question_screens(draft, form, offer);
    let mut steps: Vec<Step> =
        screens.iter().filter_map(|screen| Some(Step::Ask(screen.first()?.code.clone()))).collect();
    if form.ended(&draft.answers).is_none() {
        steps.extend((0..draft.shown_needs().len()).map(Step::Need));
        steps.extend(offer.trial.then_some(Step::Trial));
        steps.extend(offer.fee.then_some(Step::Fee));
    }
    steps.push(Step::Finish);
    steps
}

/// Where the draft's step is among the steps of now; what has gone leads to the nearest one that is left.
pub fn position(draft: &VisitDraft, form: &Questionnaire, offer: Offer) -> usize {
    let steps = steps(draft, form, offer);
    let last = steps.len().saturating_sub(1);
    match &draft.step {
        Step::Ask(code) => {
            let screens = question_screens(draft, form, offer);
            screens.iter().position(|screen| screen.iter().any(|question| question.code == *code)).unwrap_or(0)
        }
        Step::Need(_) => {
            let of_needs = |step: &Step| matches!(step, Step::Need(_));
            let exact = steps.iter().position(|step| *step == draft.step);
            exact.or_else(|| steps.iter().rposition(of_needs)).unwrap_or(last)
        }
        step => steps.iter().position(|other| other == step).unwrap_or(last),
    }
}

/// The step where a finding of the last check is put right.
pub fn step_of(field: &str, draft: &VisitDraft) -> Step {
    let mut parts = field.split('.');
    match (parts.next(), parts.next()) {
        (Some("answers"), Some(code)) if !code.starts_with('W') => Step::Ask(code.to_owned()),
        (Some("needs"), Some(index)) => {
            let index: usize = index.parse().unwrap_or(0);
            Step::Need(draft.shown_needs().iter().position(|shown| *shown == index).unwrap_or(0))
        }
        (Some("fee"), _) => Step::Fee,
        _ => Step::Finish,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::visit::draft::tests::draft;
    use domain::questionnaire::Answer;

    fn form() -> Questionnaire {
        form_of(&Questionnaire::hq_01(), Form::Short)
    }

    #[test]
    fn a_visit_has_at_most_six_steps_when_nothing_is_wrong() {
        let offer = Offer { trial: true, fee: true, one_each: false };
        let asked = steps(&draft(), &form(), offer);
        assert_eq!(asked.len(), 7, "notice, four screens of which one is the notice, trial, fee, end: {asked:?}");
        assert_eq!(asked.last(), Some(&Step::Finish));
    }

    #[test]
    fn a_refusal_leads_to_the_end_and_past_every_question() {
        let mut draft = draft();
        draft.answer("Q00", Some(Answer::Choice("unwilling".into())));
        let offer = Offer { trial: true, fee: true, one_each: false };
        assert_eq!(steps(&draft, &form(), offer), [Step::Ask("Q00".into()), Step::Finish]);
    }

    #[test]
    fn every_trouble_gets_a_step_and_a_step_that_has_gone_leads_nearby() {
        let mut draft = draft();
        draft.answer("Q08", Some(Answer::Choices(vec!["water".into(), "power".into()])));
        draft.answer("Q10", Some(Answer::YesNo(true)));
        let needs = |draft: &VisitDraft| {
            steps(draft, &form(), Offer::default()).iter().filter(|step| matches!(step, Step::Need(_))).count()
        };
        assert_eq!(needs(&draft), 3);
        draft.step = Step::Need(2);
        draft.answer("Q10", Some(Answer::YesNo(false)));
        let at = position(&draft, &form(), Offer::default());
        assert_eq!(steps(&draft, &form(), Offer::default())[at], Step::Need(1));
    }

    #[test]
    fn a_draft_comes_back_to_the_very_question() {
        let mut draft = draft();
        draft.step = Step::Ask("Q02".into());
        assert_eq!(position(&draft, &form(), Offer::default()), 1);
    }

    #[test]
    fn a_finding_leads_to_its_step() {
        let mut draft = draft();
        draft.answer("Q08", Some(Answer::Choices(vec!["water".into()])));
        draft.answer("Q10", Some(Answer::YesNo(true)));
        assert_eq!(step_of("answers.Q02", &draft), Step::Ask("Q02".into()));
        assert_eq!(step_of("needs.0.code", &draft), Step::Need(1));
        assert_eq!(step_of("needs.1.place_text", &draft), Step::Need(0));
        assert_eq!(step_of("visit.note", &draft), Step::Finish);
    }
}
