//! The last screen: what came of it, when to come again, a note, what will be saved, what is still wrong; then one commit.

use super::attention::{buzz, to_first_error};
use super::desk::Desk;
use super::draft::VisitDraft;
use super::finish::{check, history, seen_after};
use super::review::{Findings, Summary};
use super::slot::Slots;
use crate::field::survey::ask::Ask;
use crate::field::visit::page::Saved;
use crate::store::{Op, StoreError};
use crate::ui::choice::{Tile, TileGroup};
use crate::ui::field::{TextArea, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::words::visit;
use domain::calendar::shanghai_day;
use domain::visit::{Visit, VisitOutcome, suggest_slot};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page. `saved` hears when everything is kept.
#[component]
pub fn OutcomePage(saved: Callback<Saved>) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let busy = RwSignal::new(false);
    let outcome = Memo::new(move |_| desk.draft.with(|draft| draft.outcome));
    suggest(desk, outcome.get_untracked());
    let refused = move || matches!(outcome.get(), Some(VisitOutcome::RefusedNow | VisitOutcome::RefusedFinal));
    let polite =
        move || {
            refused().then(|| view! {
        <Notice tone=Tone::Good title=phone.say(visit::POLITE)><p>{phone.say(visit::POLITE_TEXT)}</p></Notice>
    })
        };
    let again = move || outcome.get().filter(|outcome| comes_again(*outcome));
    let save = move |_| {
        if !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                save(desk, saved).await;
                let _ = busy.try_set(false);
            });
        }
    };
    let label = move || phone.say(if busy.get() { visit::SAVING } else { visit::SAVE });
    view! {
        <div class="stack ask-words" data-q="outcome">
            {polite}
            <Outcomes/>
            <For each=again key=|outcome| *outcome let:_outcome><Slots/></For>
            <Remarks/>
            <Summary/>
            <Findings/>
        </div>
        <div class="action-bar">
            <button type="button" class="button" on:click=move |_| desk.undo()>
                {move || phone.say(if desk.draft.with(|draft| draft.quick) { visit::UNDO } else { visit::PREVIOUS })}
            </button>
            <button type="button" class="button button-primary" disabled=move || busy.get() on:click=save>{label}</button>
        </div>
    }
}

/// Whether a next time is agreed after it.
fn comes_again(outcome: VisitOutcome) -> bool {
    use VisitOutcome as O;
    matches!(
        outcome,
        O::Partial | O::NoAnswer | O::NoEntry | O::RefusedNow | O::NotDecisionMaker | O::LanguageOrHearing | O::Unsafe
    )
}

/// Another band of the week for those who met nobody; the worker may change or drop it.
fn suggest(desk: Desk, outcome: Option<VisitOutcome>) {
    let chosen = desk.draft.with_untracked(|draft| draft.slot_chosen);
    if chosen {
        return;
    }
    let slot = outcome.filter(|outcome| comes_again(*outcome)).map(|outcome| {
        let today = desk.today();
        desk.config.with_value(|config| {
            let rest = if outcome == VisitOutcome::RefusedNow { i64::from(config.retry_after_refusal_days) } else { 0 };
            let after = domain::calendar::plus_days(today, (rest - 1).max(0));
            let mut tried = desk.behind(|behind| history(&behind.household));
            tried.push(domain::visit::PastVisit { outcome, at_ms: desk.phone.now_ms() });
            suggest_slot(&tried, after, config)
        })
    });
    if desk.draft.with_untracked(|draft| draft.next_slot != slot) {
        desk.change(|draft| draft.next_slot = slot);
    }
}

/// All twelve; folded away where one tap has chosen already (a refusal, nobody home), so that saving is the next thing.
#[component]
fn Outcomes() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let folded = desk.form.with_untracked(|form| {
        desk.draft
            .with_untracked(|draft| draft.outcome.is_some() && (draft.quick || form.ended(&draft.answers).is_some()))
    });
    if !folded {
        return view! { <Twelve/> }.into_any();
    }
    let chosen = move || desk.draft.with(|draft| draft.outcome).map(|outcome| phone.say(visit::outcome(outcome)));
    view! {
        <p class="lead">{chosen}</p>
        <details><summary>{phone.say(visit::ANOTHER_OUTCOME)}</summary><Twelve/></details>
    }
    .into_any()
}

#[component]
fn Twelve() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let suggested = Memo::new(move |_| desk.form.with(|form| desk.draft.with(|draft| draft.suggested_outcome(form))));
    let tiles = VisitOutcome::ALL.iter().map(move |outcome| {
        let outcome = *outcome;
        let checked = Signal::derive(move || desk.draft.with(|draft| draft.outcome == Some(outcome)));
        let hint = match (suggested.get_untracked() == Some(outcome), visit::outcome_hint(outcome)) {
            (true, _) => format!("← {}", phone.say(visit::SUGGESTED)),
            (false, Some(hint)) => phone.say(hint).to_owned(),
            (false, None) => String::new(),
        };
        view! {
            <Tile name="outcome" value=outcome.name() label=phone.say(visit::outcome(outcome)) hint checked
                on:change=move |_| {
                    desk.forget_findings("visit.outcome");
                    desk.change(|draft| draft.outcome = Some(outcome));
                    suggest(desk, Some(outcome));
                }/>
        }
    });
    view! { <TileGroup label=phone.say(visit::WHAT_CAME) error=desk.error("visit.outcome")>{tiles.collect_view()}</TileGroup> }
}

#[component]
fn Remarks() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let note = Signal::derive(move || desk.draft.with(|draft| draft.note.clone()));
    let companion = Signal::derive(move || desk.draft.with(|draft| draft.companion.clone()));
    let wrong = Memo::new(move |_| desk.draft.with(|draft| draft.outcome == Some(VisitOutcome::WrongDoor)));
    let set_note = move |text: String| {
        desk.forget_findings("visit.note");
        desk.change(|draft| draft.note = text);
    };
    let field = move || {
        let (label, hint) =
            if wrong.get() { (visit::NOTE_WRONG, visit::NOTE_WRONG_HINT) } else { (visit::NOTE, visit::NOTE_HINT) };
        view! {
            <TextArea name="note" label=phone.say(label) hint=phone.say(hint) value=note max_length=Visit::NOTE_MAX as u16
                error=desk.error("visit.note") on:input=move |event| set_note(event_target_value(&event))/>
        }
    };
    let by_worker = move || {
        let quick = desk.draft.with(|draft| draft.quick);
        let own = |code: &str| code != super::meaning::OUTCOME && code != super::meaning::NEXT_SLOT;
        let questions = desk
            .form
            .with(|form| form.questions.iter().filter(|q| q.by_worker && own(&q.code)).cloned().collect::<Vec<_>>());
        (!quick && !questions.is_empty()).then(|| view! {
            <details><summary>{phone.say(visit::WORKER)}</summary>
                <div class="stack">{questions.into_iter().map(|question| view! { <Ask question/> }).collect_view()}</div>
                <TextField name="companion" label=phone.say(visit::COMPANION) value=companion max_length=Visit::COMPANION_MAX as u16
                    on:input=move |event| desk.change(|draft| draft.companion = event_target_value(&event))/>
            </details>
        })
    };
    let quick = Memo::new(move |_| desk.draft.with(|draft| draft.quick));
    view! { {field} {move || { quick.track(); untrack(by_worker) }} }
}

/// Checks with the server's own rules; then visit, answers, needs, consents, the door's new look and the draft's end in one commit.
async fn save(desk: Desk, saved: Callback<Saved>) {
    let now_ms = desk.phone.now_ms();
    let draft = desk.draft.get_untracked();
    let checked = desk.form.with_untracked(|form| desk.config.with_value(|config| check(&draft, form, now_ms, config)));
    let checked = match checked {
        Ok(checked) => checked,
        Err(findings) => {
            desk.findings.set(findings);
            to_first_error();
            return;
        }
    };
    desk.findings.set(Vec::new());
    let today = shanghai_day(now_ms);
    let after = desk.behind(|behind| {
        desk.config.with_value(|config| seen_after(&behind.household, &checked, now_ms, today, config))
    });
    let what = Saved { outcome: checked.visit.outcome, consents: checked.consents.clone() };
    let kept = match also(desk, &draft, &after) {
        Ok(also) => desk.phone.record_all(checked.into_records(&draft, || desk.phone.new_id()), also).await,
        Err(error) => Err(error),
    };
    match kept {
        Ok(()) => {
            buzz();
            saved.run(what);
        }
        Err(_) => desk.not_kept.set(true),
    }
}

fn also(desk: Desk, draft: &VisitDraft, after: &domain::sync::view::HouseholdView) -> Result<Vec<Op>, StoreError> {
    let phone = desk.phone;
    let view = crate::sync::outbox::to_json(after)?;
    Ok(vec![
        phone.put_entity("household", &format!("{}/{}", after.compound, after.id), view)?,
        phone.end_draft(&VisitDraft::name(draft.household))?,
        phone.end_draft(&VisitDraft::form_name(draft.household))?,
    ])
}
