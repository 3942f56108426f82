//! The fee consent page: the whole text on one scroll, the fee line large, nothing ticked beforehand, yes and not-yet of one size.

use super::event::{given, refused, say_day};
use super::gate::Gate;
use super::paragraphs;
use super::signer::Signer;
use crate::field::browser;
use crate::field::read_aloud::{ReadAloud, Reader, Reading};
use crate::field::visit::attention;
use crate::field::visit::desk::Desk;
use crate::field::visit::draft::{FeeDecision, FeeDraft, VisitDraft};
use crate::ui::notice::{Notice, Tone};
use crate::words::consent;
use domain::consent::{ConsentAction, ConsentKind, FeeTerms, shown_text};
use domain::language::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// The page; where nothing may be asked it says why, and from when.
#[component]
pub fn FeePage() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    match desk.gate() {
        Gate::Open(_) if desk.is_company() => {
            view! { <Notice tone=Tone::Warn title=phone.say(consent::WHY_NOT)><p>{phone.say(consent::COMPANY_MAY_NOT)}</p></Notice> }.into_any()
        }
        Gate::Open(terms) => view! { <Signing terms=*terms/> }.into_any(),
        shut => view! { <WhyNot shut/> }.into_any(),
    }
}

/// Why a fee consent is not asked for here today.
#[component]
pub fn WhyNot(shut: Gate) -> impl IntoView {
    let phone = crate::field::context::Phone::here();
    let said = why_not(&shut, phone.language.get_untracked());
    view! {
        <Notice title=phone.say(consent::WHY_NOT)>
            <p>{said}</p>
            <p>{phone.say(consent::TODAY_FREE)}</p>
        </Notice>
    }
}

fn why_not(shut: &Gate, language: Language) -> String {
    let word = match shut {
        Gate::NotYet { opens_on } => return consent::NOT_YET.fill(language, &[("day", &say_day(*opens_on, language))]),
        Gate::Open(_) => return String::new(),
        Gate::NoCompany => consent::NO_COMPANY,
        Gate::NoTrial => consent::NO_TRIAL,
        Gate::NoRate => consent::NO_RATE,
        Gate::NoArea => consent::NO_AREA,
        Gate::Signed => consent::SIGNED_BEFORE,
        Gate::Refused => consent::REFUSED_BEFORE,
        Gate::InReview => consent::IN_REVIEW,
    };
    word.text(language).to_owned()
}

#[component]
fn Signing(terms: FeeTerms) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let version = desk.capture(ConsentKind::FeePaid).map_or(1, |capture| capture.version);
    let text = shown_text(ConsentKind::FeePaid, version, language, &terms.fields(language)).unwrap_or_default();
    let reader = Reader::new(language);
    count_seconds(desk);
    Effect::new(move |_| {
        if reader.state.get() == Reading::Finished {
            desk.forget_findings("evidence.seconds_on_text");
            desk.change(|draft| draft.fee.read_aloud = true);
        }
    });
    let seconds = move || desk.draft.with(|draft| draft.fee.seconds).to_string();
    let read_error = desk.error("evidence.seconds_on_text");
    let decided =
        Memo::new(move |_| desk.draft.with(|draft| matches!(draft.fee.decision, Some(FeeDecision::Event(_)))));
    let big = format!("{} ", terms.monthly_fen);
    let day = say_day(terms.earliest_fee_start, language);
    let terms = StoredValue::new(terms);
    view! {
        <div class="stack consent ask-words" data-q="fee_paid">
            <p class="consent-free">{phone.say(consent::TODAY_FREE)}</p>
            <article class="card stack-small consent-text">{paragraphs(&text, &big)}</article>
            <div class="row">
                <ReadAloud reader text/>
                <span class="quiet" role="timer">{move || phone.fill(consent::SECONDS, &[("n", &seconds())])}</span>
            </div>
            {move || read_error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
            {move || match decided.get() {
                true => view! { <Decided/> }.into_any(),
                false => view! { <Signer day=day.clone()/><SaysNo terms/> }.into_any(),
            }}
        </div>
        {move || (!decided.get()).then(|| view! { <Answers terms/> })}
    }
}

/// The two answers, one size, one row.
#[component]
fn Answers(terms: StoredValue<FeeTerms>) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let willing = move |_| sign(desk, terms);
    let not_now = move |_| {
        desk.findings.set(Vec::new());
        desk.change(|draft| draft.fee.decision = Some(FeeDecision::NotNow));
        desk.step(1);
    };
    view! {
        <div class="action-bar">
            <button type="button" class="button" on:click=willing>{phone.say(consent::I_WILL)}</button>
            <button type="button" class="button" on:click=not_now>{phone.say(consent::NOT_NOW)}</button>
        </div>
    }
}

/// Checks everything at once; keeps the strokes as a blob, then the event in the draft.
fn sign(desk: Desk, terms: StoredValue<FeeTerms>) {
    let Some(capture) = desk.capture(ConsentKind::FeePaid) else { return };
    let checked = desk.draft.with_untracked(|draft| {
        terms.with_value(|terms| desk.config.with_value(|config| given(draft, capture, terms, config)))
    });
    match checked {
        Err(findings) => {
            desk.findings.set(findings);
            attention::to_first_error();
        }
        Ok(event) => {
            desk.findings.set(Vec::new());
            let strokes =
                desk.draft.with_untracked(|draft| draft.fee.strokes.as_ref().map(domain::evidence::Strokes::to_bytes));
            spawn_local(async move {
                let kept = match strokes {
                    Some(strokes) => desk.phone.save_blob(strokes).await.is_ok(),
                    None => true,
                };
                if !kept {
                    desk.not_kept.set(true);
                    return;
                }
                desk.change(|draft| draft.fee.decision = Some(FeeDecision::Event(Box::new(event))));
                attention::buzz();
                desk.step(1);
            });
        }
    }
}

/// A resident who says no in so many words is noted, once and small; nobody is led here.
#[component]
fn SaysNo(terms: StoredValue<FeeTerms>) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let say_no = move |_| {
        let Some(capture) = desk.capture(ConsentKind::FeePaid) else { return };
        desk.findings.set(Vec::new());
        desk.change(|draft| {
            let event = terms.with_value(|terms| refused(draft, capture, terms));
            draft.fee.decision = Some(FeeDecision::Event(Box::new(event)));
        });
        desk.step(1);
    };
    view! {
        <p>
            <button type="button" class="button button-quiet" on:click=say_no>{phone.say(consent::SAYS_NO)}</button>
            <span class="quiet small">{phone.say(consent::SAYS_NO_HINT)}</span>
        </p>
    }
}

/// Coming back to a page that was decided: what stands, and the way to begin again.
#[component]
fn Decided() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let gave = desk.draft.with_untracked(|draft| match &draft.fee.decision {
        Some(FeeDecision::Event(event)) => event.action == ConsentAction::Given,
        _ => false,
    });
    let title = if gave { consent::SIGNED } else { consent::SAYS_NO };
    let again = move |_| desk.change(start_again);
    view! {
        <Notice tone=if gave { Tone::Good } else { Tone::Info } title=phone.say(title)>
            <button type="button" class="button" on:click=again>{phone.say(consent::SIGN_AGAIN)}</button>
        </Notice>
    }
}

fn start_again(draft: &mut VisitDraft) {
    let kept = std::mem::take(&mut draft.fee);
    draft.fee = FeeDraft { seconds: kept.seconds, read_aloud: kept.read_aloud, ..FeeDraft::default() };
}

/// Counts the seconds that the text is on the screen; a phone in the pocket does not read.
fn count_seconds(desk: Desk) {
    let tick = move || {
        if browser::document().hidden() || desk.draft.with_untracked(|draft| draft.fee.decision.is_some()) {
            return;
        }
        desk.change(|draft| draft.fee.seconds += 1);
    };
    let clock = set_interval_with_handle(tick, Duration::from_secs(1));
    on_cleanup(move || drop(clock.map(|clock| clock.clear())));
}
