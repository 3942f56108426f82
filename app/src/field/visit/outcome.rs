//! The last screen: what came of it, when to come again, a note, what will be saved, what is still wrong; then one commit.

use super::desk::Desk;
use super::draft::VisitDraft;
use super::finish::{Checked, check, history, seen_after};
use super::page::{Saved, plain_button, warning};
use super::review::{findings, summary};
use super::slot::slots;
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::consent::frozen::{Frozen, Glance};
use crate::field::signal::*;
use crate::field::survey::ask::ask;
use crate::store::Op;
use crate::ui::button::action_bar;
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Typed, text_area, text_field};
use crate::ui::notice::Tone;
use crate::words::visit;
use domain::calendar::{plus_days, shanghai_day};
use domain::finding::Finding;
use domain::visit::{PastVisit, Visit, VisitOutcome, suggest_slot};

/// The page. `saved` is set when everything is kept.
pub fn outcome_page(desk: Desk, saved: Signal<Option<Saved>>) -> Node {
    let phone = desk.phone;
    let busy = Signal::new(false);
    let outcome = memo(move || desk.draft.with(|draft| draft.outcome));
    suggest(desk, outcome.get_untracked());
    let polite = move || {
        let refused = matches!(outcome.get(), Some(VisitOutcome::RefusedNow | VisitOutcome::RefusedFinal));
        refused.then(|| warning(phone, Tone::Good, visit::POLITE, visit::POLITE_TEXT))
    };
    let again = move || outcome.get().filter(|outcome| comes_again(*outcome)).map(|_| untrack(|| slots(desk)));
    let save = move || {
        if !busy.get_untracked() {
            busy.set(true);
            spawn_local(async move {
                save(desk, saved).await;
                busy.set(false);
            });
        }
    };
    let label = move || phone.say(if busy.get() { visit::SAVING } else { visit::SAVE }).to_owned();
    let quick = desk.draft.with_untracked(|draft| draft.quick);
    let back = phone.say(if quick { visit::UNDO } else { visit::PREVIOUS });
    let body = el("div")
        .class("stack ask-words")
        .attr("data-q", "outcome")
        .child(live(polite))
        .child(outcomes(desk))
        .child(live(again))
        .child(remarks(desk))
        .child(summary(desk))
        .child(findings(desk));
    let keep = el("button").attr("type", "button").class("button button-primary").text(label);
    let bar = action_bar()
        .child(plain_button("button", back).on_click(move || desk.undo()))
        .child(keep.flag("disabled", move || busy.get()).on_click(save));
    many([body, bar])
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
        desk.config.with_untracked(|config| {
            let rest = if outcome == VisitOutcome::RefusedNow { i64::from(config.retry_after_refusal_days) } else { 0 };
            let after = plus_days(desk.today(), (rest - 1).max(0));
            let mut tried = desk.behind(|behind| history(&behind.household));
            tried.push(PastVisit { outcome, at_ms: desk.phone.now_ms() });
            suggest_slot(&tried, after, config)
        })
    });
    if desk.draft.with_untracked(|draft| draft.next_slot != slot) {
        desk.change(|draft| draft.next_slot = slot);
    }
}

/// All twelve; folded away where one tap has chosen already (a refusal, nobody home), so that saving is the next thing.
fn outcomes(desk: Desk) -> Node {
    let phone = desk.phone;
    let is_chosen = desk.draft.with_untracked(|draft| draft.outcome.is_some());
    if !(is_chosen && desk.is_ended()) {
        return twelve(desk).into();
    }
    let chosen = move || {
        let outcome = desk.draft.with(|draft| draft.outcome);
        outcome.map_or_else(String::new, |outcome| phone.say(visit::outcome(outcome)).to_owned())
    };
    let others = el("details").child(el("summary").text(phone.say(visit::ANOTHER_OUTCOME))).child(twelve(desk));
    many([el("p").class("lead").text(chosen), others])
}

fn twelve(desk: Desk) -> Element {
    let phone = desk.phone;
    let suggested = desk.form.with_untracked(|form| desk.draft.with_untracked(|draft| draft.suggested_outcome(form)));
    let mut tiles = Vec::new();
    for outcome in VisitOutcome::ALL.iter().copied() {
        let hint = match visit::outcome_hint(outcome) {
            _ if suggested == Some(outcome) => ["← ", phone.say(visit::SUGGESTED)].concat(),
            Some(hint) => phone.say(hint).to_owned(),
            None => String::new(),
        };
        let (name, value) = ("outcome".to_owned(), outcome.name().to_owned());
        let tiled =
            Tiled { name, value, label: phone.say(visit::outcome(outcome)).to_owned(), hint, ..Tiled::default() };
        tiles.push(tile(tiled, move || desk.draft.with(|draft| draft.outcome == Some(outcome))));
    }
    let fault = desk.error("visit.outcome");
    tile_group(phone.say(visit::WHAT_CAME), Layout::Grid, "", fault, tiles).on("change", move |event| {
        let Some(outcome) = VisitOutcome::from_name(&browser::typed(event)) else { return };
        desk.forget_findings("visit.outcome");
        desk.change(|draft| draft.outcome = Some(outcome));
        suggest(desk, Some(outcome));
    })
}

fn remarks(desk: Desk) -> Node {
    let wrong = memo(move || desk.draft.with(|draft| draft.outcome == Some(VisitOutcome::WrongDoor)));
    let quick = desk.draft.with_untracked(|draft| draft.quick);
    many([
        live(move || {
            let wrong = wrong.get();
            untrack(|| note(desk, wrong))
        }),
        if quick { Node::Nothing } else { by_worker(desk) },
    ])
}

fn note(desk: Desk, wrong: bool) -> Element {
    let (label, hint) =
        if wrong { (visit::NOTE_WRONG, visit::NOTE_WRONG_HINT) } else { (visit::NOTE, visit::NOTE_HINT) };
    let typed = Typed {
        name: "note".to_owned(),
        label: desk.phone.say(label).to_owned(),
        hint: desk.phone.say(hint).to_owned(),
        max_length: Some(Visit::NOTE_MAX as u16),
        fault: desk.error("visit.note"),
        ..Typed::default()
    };
    text_area(typed, move || desk.draft.with(|draft| draft.note.clone())).on("input", move |event| {
        desk.forget_findings("visit.note");
        desk.change(|draft| draft.note = browser::typed(event));
    })
}

/// What the worker fills in without asking aloud, and who came along.
fn by_worker(desk: Desk) -> Node {
    let phone = desk.phone;
    let mut questions = Vec::new();
    desk.form.with_untracked(|form| {
        for question in &form.questions {
            let elsewhere = [super::meaning::OUTCOME, super::meaning::NEXT_SLOT].contains(&question.code.as_str());
            if question.by_worker && !elsewhere {
                questions.push(ask(desk, question));
            }
        }
    });
    if questions.is_empty() {
        return Node::Nothing;
    }
    let companion = Typed {
        name: "companion".to_owned(),
        label: phone.say(visit::COMPANION).to_owned(),
        max_length: Some(Visit::COMPANION_MAX as u16),
        ..Typed::default()
    };
    let companion = text_field(companion, move || desk.draft.with(|draft| draft.companion.clone()))
        .on("input", move |event| desk.change(|draft| draft.companion = browser::typed(event)));
    el("details")
        .child(el("summary").text(phone.say(visit::WORKER)))
        .child(el("div").class("stack").children(questions))
        .child(companion)
        .into()
}

/// Checks with the server's own rules; then visit, answers, needs, consents, the door's new look and the draft's end in one commit.
async fn save(desk: Desk, saved: Signal<Option<Saved>>) {
    let now_ms = desk.phone.now_ms();
    let checked = desk.draft.with_untracked(|draft| {
        let checked = desk.form.with_untracked(|form| desk.config.with_untracked(|c| check(draft, form, now_ms, c)))?;
        let what = what_is_saved(&checked);
        let also = also(desk, draft, &checked, now_ms);
        Ok::<_, Vec<Finding>>((what, checked.into_records(draft, || desk.phone.new_id()), also))
    });
    let (what, records, also) = match checked {
        Ok(checked) => checked,
        Err(findings) => {
            desk.findings.set(findings);
            browser::to_first_error();
            return;
        }
    };
    desk.findings.set(Vec::new());
    if desk.phone.record_all(records, also).await.is_err() {
        desk.not_kept.set(true);
        return;
    }
    browser::buzz();
    desk.phone.hold_updates(false);
    saved.set(Some(what));
    browser::to_top();
}

fn what_is_saved(checked: &Checked) -> Saved {
    let fee = checked.fee.as_ref().and_then(Frozen::glance);
    Saved { outcome: checked.visit.outcome, signed: fee.and_then(Glance::agreed) }
}

fn also(desk: Desk, draft: &VisitDraft, checked: &Checked, now_ms: i64) -> Vec<Op> {
    let phone = desk.phone;
    let after = desk.behind(|behind| {
        let today = shanghai_day(now_ms);
        desk.config.with_untracked(|config| seen_after(&behind.household, checked, now_ms, today, config))
    });
    vec![
        phone.put_household(&after),
        phone.end_draft(&VisitDraft::name(draft.household)),
        phone.end_draft(&VisitDraft::form_name(draft.household)),
    ]
}
