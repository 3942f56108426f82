//! Before saving: what will be kept, in words, and everything that is still wrong, each with the way to its place.

use super::attention::to_first_error;
use super::desk::Desk;
use super::draft::{FeeDecision, VisitDraft};
use super::flow::step_of;
use crate::field::consent::fee::WhyNot;
use crate::field::consent::gate::Gate;
use crate::ui::notice::{Notice, Tone};
use crate::words::{consent, finding::finding, visit};
use domain::consent::ConsentAction;
use leptos::prelude::*;

/// What will be saved, in words.
#[component]
pub fn Summary() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let lines = move || desk.draft.with(|draft| if draft.quick { Vec::new() } else { summary(desk, draft) });
    let gate = desk.gate();
    // Who has just said no hears nothing of fees.
    let ended = desk
        .form
        .with_untracked(|form| desk.draft.with_untracked(|draft| draft.quick || form.ended(&draft.answers).is_some()));
    let shut = (!ended && !matches!(gate, Gate::Open(_))).then(|| view! { <WhyNot shut=gate/> });
    view! {
        {move || {
            let lines = lines();
            (!lines.is_empty()).then(|| view! {
                <section class="card">
                    <h2>{phone.say(visit::SUMMARY)}</h2>
                    <ul class="visit-summary">{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
                </section>
            })
        }}
        {shut}
    }
}

fn summary(desk: Desk, draft: &VisitDraft) -> Vec<String> {
    let phone = desk.phone;
    let count = |word, n: usize| (n > 0).then(|| phone.fill(word, &[("n", &n.to_string())]));
    let answers = desk.form.with(|form| form.prune(&draft.answers).len().saturating_sub(1));
    let needs = draft.shown_needs();
    let photos = needs.iter().map(|index| draft.needs[*index].photos.len()).sum();
    let urgent = needs.iter().any(|index| draft.needs[*index].hazard);
    let fee = match &draft.fee.decision {
        Some(FeeDecision::Event(event)) if event.action == ConsentAction::Given => {
            let fee = event.fee_terms.as_ref().map(|terms| terms.monthly_fen.to_string()).unwrap_or_default();
            Some(phone.fill(visit::FEE_GIVEN, &[("fee", &fee)]))
        }
        Some(FeeDecision::Event(_)) => Some(phone.say(visit::FEE_REFUSED).to_owned()),
        Some(FeeDecision::NotNow) => Some(phone.say(visit::FEE_NONE).to_owned()),
        None => None,
    };
    [
        count(visit::ANSWERS, answers),
        count(visit::NEEDS, needs.len()),
        urgent.then(|| phone.say(visit::NEEDS_URGENT).to_owned()),
        count(visit::PHOTOS, photos),
        draft.trial.is_some().then(|| phone.say(visit::TRIAL_GIVEN).to_owned()),
        fee,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Everything that is still wrong, each with the way to its place.
#[component]
pub fn Findings() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let elsewhere = move || {
        desk.findings.with(|found| found.iter().filter(|f| !f.field.starts_with("visit.")).cloned().collect::<Vec<_>>())
    };
    let line = move |code: String, field: String| {
        let title = title_of(desk, &field);
        let go = move |_| {
            let step = desk.draft.with_untracked(|draft| step_of(&field, draft));
            desk.go(step);
            to_first_error();
        };
        view! {
            <li class="stack-small"><span><strong>{title}</strong>" "{phone.say(finding(&code))}</span>
                <button type="button" class="button" on:click=go>{phone.say(visit::GO_THERE)}</button></li>
        }
    };
    view! {
        <div aria-live="assertive">
            {move || {
                let all = desk.findings.with(Vec::len);
                (all > 0).then(|| view! {
                    <Notice tone=Tone::Danger title=phone.fill(visit::PUT_RIGHT, &[("n", &all.to_string())])>
                        <ul class="plain stack-small">
                            {elsewhere().into_iter().map(|found| line(found.code, found.field)).collect_view()}
                        </ul>
                    </Notice>
                })
            }}
        </div>
    }
}

/// What a finding is about: the question, or the need.
fn title_of(desk: Desk, field: &str) -> String {
    let language = desk.phone.language.get_untracked();
    let code = field.split('.').nth(1).unwrap_or_default();
    let question =
        desk.form.with_untracked(|form| form.question(code).map(|q| q.text.in_language(language).to_owned()));
    let need = code
        .parse::<usize>()
        .ok()
        .and_then(|index| desk.draft.with_untracked(|draft| draft.needs.get(index).map(|n| n.icon)));
    let need = need.map(|icon| crate::words::need::group(icon).text(language).to_owned());
    question.or(need).unwrap_or_else(|| consent::FEE.text(language).to_owned())
}
