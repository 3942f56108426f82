//! Something to be read out: the notice, an explanation. It waits until it was read; refusing never waits.

use crate::field::read_aloud::{ReadAloud, Reader, Reading};
use crate::field::visit::desk::Desk;
use crate::field::visit::draft::Step;
use crate::words::visit;
use domain::questionnaire::{Answer, Choice, Question};
use leptos::prelude::*;
use std::time::Duration;

/// A text with its ways to go on.
#[component]
pub fn Info(question: Question, seconds: u16) -> impl IntoView {
    let desk = Desk::here();
    let language = desk.phone.language.get_untracked();
    let text = desk.draft.with_untracked(|draft| question.prompt(&draft.answers).in_language(language).to_owned());
    let reader = Reader::new(language);
    let answered = desk.draft.with_untracked(|draft| draft.answers.contains_key(&question.code));
    let left = RwSignal::new(if answered { 0 } else { seconds });
    let clock = set_interval_with_handle(
        move || {
            let _ = left.try_update(|left| *left = left.saturating_sub(1));
        },
        Duration::from_secs(1),
    );
    on_cleanup(move || drop(clock.map(|clock| clock.clear())));
    let waits = Signal::derive(move || left.get() > 0 && reader.state.get() != Reading::Finished);
    let code = StoredValue::new(question.code);
    let ways = question.options.into_iter().map(|option| view! { <Way option code waits/> });
    view! {
        <h2 class="lead">{text.clone()}</h2>
        <ReadAloud reader text/>
        <p class="quiet" role="timer">
            {move || waits.get().then(|| desk.phone.fill(visit::WAIT, &[("n", &left.get().to_string())]))}
        </p>
        <div class="stack-small">{ways.collect_view()}</div>
    }
}

/// One way on. All of them have one size; the ways that end the interview are open from the first moment.
#[component]
fn Way(option: Choice, code: StoredValue<String>, waits: Signal<bool>) -> impl IntoView {
    let desk = Desk::here();
    let label = option.text.in_language(desk.phone.language.get_untracked()).to_owned();
    let ends = option.ends_with;
    let value = option.code;
    let chosen = {
        let value = value.clone();
        Memo::new(move |_| {
            desk.draft.with(|draft| draft.answers.get(&code.get_value()) == Some(&Answer::Choice(value.clone())))
        })
    };
    let choose = move |_| {
        desk.answer(&code.get_value(), Some(Answer::Choice(value.clone())));
        match ends {
            Some(outcome) => {
                desk.change(|draft| draft.outcome = Some(outcome));
                desk.go(Step::Finish);
            }
            None => desk.step(1),
        }
    };
    let class = if ends.is_some() { "button button-wide" } else { "button button-primary button-wide" };
    view! {
        <button type="button" class=class aria-pressed=move || chosen.get().to_string()
            disabled=move || ends.is_none() && waits.get() on:click=choose>{label}</button>
    }
}
