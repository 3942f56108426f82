//! Something to be read out: the notice, an explanation. It waits until it was read; refusing never waits.

use super::ask::is;
use crate::element::{Element, Node, el, many};
use crate::field::browser;
use crate::field::read_aloud::{Reader, Reading, read_aloud};
use crate::field::signal::*;
use crate::field::visit::desk::Desk;
use crate::field::visit::step::Step;
use crate::words::visit;
use domain::questionnaire::{Answer, Choice, Question};

/// A text with its ways to go on.
pub(super) fn info(desk: Desk, question: &Question, seconds: u16) -> Node {
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let (text, answered) = desk.draft.with_untracked(|draft| {
        let text = question.prompt(&draft.answers).in_language(language).to_owned();
        (text, draft.answers.contains_key(&question.code))
    });
    let reader = Reader::new(language);
    let left = Signal::new(if answered { 0 } else { seconds });
    // Its clock stops with the screen.
    browser::every(1_000, move || left.update(|left| *left = left.saturating_sub(1)));
    let waits = move || left.get() > 0 && reader.state.get() != Reading::Finished;
    let timer = move || match waits() {
        true => phone.fill(visit::WAIT, &[("n", &left.get().to_string())]),
        false => String::new(),
    };
    let mut ways = el("div").class("stack-small");
    for option in &question.options {
        let way = way(desk, &question.code, option);
        ways = ways.child(if option.ends_with.is_none() { way.flag("disabled", waits) } else { way });
    }
    many([
        el("h2").class("lead").text(text.clone()).into(),
        read_aloud(phone, reader, text),
        el("p").class("quiet").attr("role", "timer").text(timer).into(),
        ways.into(),
    ])
}

/// One way on. All of them have one size; the ways that end the interview are open from the first moment.
fn way(desk: Desk, code: &str, option: &Choice) -> Element {
    let label = option.text.in_language(desk.phone.language.get_untracked()).to_owned();
    let (code, value, ends) = (code.to_owned(), option.code.clone(), option.ends_with);
    let is_chosen = is(desk, &code, value.clone());
    let choose = move || {
        desk.answer(&code, Some(Answer::Choice(value.clone())));
        match ends {
            Some(outcome) => {
                desk.change(|draft| draft.outcome = Some(outcome));
                desk.go(Step::Finish);
            }
            None => desk.step(1),
        }
    };
    let class = if ends.is_some() { "button button-wide" } else { "button button-primary button-wide" };
    let pressed = move || if is_chosen() { "true" } else { "false" }.to_owned();
    el("button").attr("type", "button").class(class).attr("aria-pressed", pressed).text(label).on_click(choose)
}
