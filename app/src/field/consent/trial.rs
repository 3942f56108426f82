//! The acknowledgement of the free months: a page of its own, to be skipped with a button of the same size.

use super::event::{printed_text, trial_ack};
use crate::field::read_aloud::{ReadAloud, Reader};
use crate::field::visit::desk::Desk;
use crate::words::consent;
use domain::consent::ConsentKind;
use domain::consent::text::trial_explained;
use leptos::prelude::*;

/// The page.
#[component]
pub fn TrialPage() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let Some((printed, capture)) = desk.trial_printed().zip(desk.capture(ConsentKind::TrialAck)) else {
        return ().into_any();
    };
    let text = printed_text(ConsentKind::TrialAck, capture, &printed).unwrap_or_default();
    let explained = trial_explained(language);
    let aloud = format!("{explained}\n{text}");
    let reader = Reader::new(language);
    let given = move || desk.draft.with(|draft| draft.trial.is_some());
    let know = move |_| {
        let Some(capture) = desk.capture(ConsentKind::TrialAck) else { return };
        desk.change(|draft| draft.trial = Some(Box::new(trial_ack(draft, capture, printed.clone()))));
        desk.step(1);
    };
    let skip = move |_| {
        desk.change(|draft| draft.trial = None);
        desk.step(1);
    };
    view! {
        <div class="stack" data-q="trial_ack">
            <p class="lead">{explained}</p>
            <article class="card stack-small">{super::paragraphs(&text, "")}</article>
            <ReadAloud reader text=aloud/>
        </div>
        <div class="action-bar">
            <button type="button" class="button" aria-pressed=move || given().to_string() on:click=know>{phone.say(consent::TRIAL_YES)}</button>
            <button type="button" class="button" on:click=skip>{phone.say(consent::TRIAL_SKIP)}</button>
        </div>
    }
    .into_any()
}
