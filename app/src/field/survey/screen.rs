//! Which questions stand together on one screen: one where letters are large, else small groups. Pure.

use domain::questionnaire::{Answers, Kind, Question, Questionnaire};

/// A screen holds so much.
const ROOM: u32 = 4;

fn size(question: &Question) -> u32 {
    match question.kind {
        Kind::Info { .. } => ROOM,
        Kind::Multi { .. } if question.options.len() > 6 => ROOM,
        Kind::Multi { .. } => 3,
        Kind::Single if question.options.len() > 6 => 3,
        Kind::Single => 2,
        Kind::Photo { .. } | Kind::Int { .. } => 2,
        Kind::Scale5 | Kind::Text { .. } | Kind::Yesno | Kind::Area => 1,
    }
}

/// The screens of what is visible now, without what `skip` names and what the worker fills in at the end.
pub fn screens<'a>(
    form: &'a Questionnaire,
    answers: &Answers,
    skip: &[&str],
    one_each: bool,
) -> Vec<Vec<&'a Question>> {
    let asked = form.visible(answers).into_iter();
    let asked = asked.filter(|question| !question.by_worker && !skip.contains(&question.code.as_str()));
    let mut screens: Vec<Vec<&Question>> = Vec::new();
    let mut full = ROOM;
    for question in asked {
        // What a question opens stands below it: the answer shows why it is there.
        let follows = question.show_if.is_some() && question.code.contains('_') && !screens.is_empty();
        if !follows && (one_each || full + size(question) > ROOM) {
            screens.push(Vec::new());
            full = 0;
        }
        full += size(question);
        if let Some(screen) = screens.last_mut() {
            screen.push(question);
        }
    }
    screens
}

/// The screen that holds a question; the first one if it is hidden now.
pub fn screen_of(screens: &[Vec<&Question>], code: &str) -> usize {
    screens.iter().position(|screen| screen.iter().any(|question| question.code == code)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::visit::meaning;
    use domain::questionnaire::Answer;

    fn codes(answers: &Answers, one_each: bool) -> Vec<Vec<String>> {
        let form = meaning::short_form(Questionnaire::hq_01());
        let screens = screens(&form, answers, &meaning::ASKED_BY_NEEDS, one_each);
        screens.iter().map(|screen| screen.iter().map(|question| question.code.clone()).collect()).collect()
    }

    #[test]
    fn the_short_form_takes_four_screens() {
        let all = codes(&Answers::new(), false);
        assert_eq!(all, [vec!["Q00"], vec!["Q01", "Q02"], vec!["Q08"], vec!["Q10"]]);
        assert!(codes(&Answers::new(), true).iter().all(|screen| screen.len() == 1));
    }

    #[test]
    fn what_an_answer_opens_stands_below_it() {
        let answers = Answers::from([
            ("Q01".to_owned(), Answer::Choice("other".into())),
            ("Q10".to_owned(), Answer::YesNo(true)),
        ]);
        assert_eq!(
            codes(&answers, true),
            [vec!["Q00"], vec!["Q01", "Q01_other"], vec!["Q02"], vec!["Q08"], vec!["Q10", "Q10_place"]]
        );
    }

    #[test]
    fn a_vacant_home_is_asked_no_more() {
        let answers = Answers::from([("Q02".to_owned(), Answer::Choice("vacant".into()))]);
        assert_eq!(codes(&answers, false), [vec!["Q00"], vec!["Q01", "Q02"]]);
    }
}
