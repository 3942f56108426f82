//! The order of a visit: which steps there are now, and which of them the draft is at. Pure.

use super::draft::VisitDraft;
use super::meaning;
use super::step::{Form, Step};
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
pub fn form_of(document: Questionnaire, form: Form) -> Questionnaire {
    match form {
        Form::Short => meaning::short_form(document),
        Form::Full => document,
    }
}

/// The screens of questions of now.
pub fn question_screens<'a>(draft: &VisitDraft, form: &'a Questionnaire, offer: Offer) -> Vec<Vec<&'a Question>> {
    // A hazard's own step asks for its kind; the place is asked at once.
    screens(form, &draft.answers, &meaning::ASKED_BY_NEEDS, offer.one_each)
}

/// Every step of now, in order. A refusal leads straight to the end.
pub fn steps(draft: &VisitDraft, form: &Questionnaire, offer: Offer) -> Vec<Step> {
    place(draft, form, offer).1
}

/// Where the draft's step is among the steps of now, and all of them; what has gone leads to the nearest one that is left.
pub fn place(draft: &VisitDraft, form: &Questionnaire, offer: Offer) -> (usize, Vec<Step>) {
    if draft.quick {
        return (0, vec![Step::Finish]);
    }
    let (mut steps, mut at) = (Vec::new(), None);
    for screen in question_screens(draft, form, offer) {
        let holds = |code: &String| screen.iter().any(|question| question.code == *code);
        if at.is_none() && matches!(&draft.step, Step::Ask(code) if holds(code)) {
            at = Some(steps.len());
        }
        steps.extend(screen.first().map(|first| Step::Ask(first.code.clone())));
    }
    if steps.is_empty() {
        // Nothing to ask: said in the place of the first screen.
        steps.push(Step::Ask(meaning::NOTICE.to_owned()));
    }
    if form.ended(&draft.answers).is_none() {
        steps.extend((0..draft.shown_needs().len()).map(Step::Need));
        steps.extend(offer.trial.then_some(Step::Trial));
        steps.extend(offer.fee.then_some(Step::Fee));
    }
    steps.push(Step::Finish);
    let at = at.or_else(|| nearest(&draft.step, &steps));
    (at.unwrap_or(steps.len() - 1), steps)
}

fn nearest(step: &Step, steps: &[Step]) -> Option<usize> {
    match step {
        Step::Ask(_) => Some(0),
        Step::Need(_) => {
            let exact = steps.iter().position(|other| other == step);
            exact.or_else(|| steps.iter().rposition(|other| matches!(other, Step::Need(_))))
        }
        step => steps.iter().position(|other| other == step),
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
        form_of(Questionnaire::hq_01(), Form::Short)
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
        let (at, steps) = place(&draft, &form(), Offer::default());
        assert_eq!(steps[at], Step::Need(1));
    }

    #[test]
    fn a_draft_comes_back_to_the_very_question() {
        let mut draft = draft();
        draft.step = Step::Ask("Q02".into());
        assert_eq!(place(&draft, &form(), Offer::default()).0, 1);
    }

    #[test]
    fn a_form_that_has_not_come_is_spoken_of_before_the_end() {
        let form = Questionnaire { questions: vec![], ..Questionnaire::hq_01() };
        assert_eq!(place(&draft(), &form, Offer::default()), (0, vec![Step::Ask("Q00".into()), Step::Finish]));
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
