//! The page of one door.

use super::behind::{Behind, behind};
use super::slip::Slip;
use crate::field::board::cells::{look, place};
use crate::field::consent::event::say_day;
use crate::field::context::Phone;
use crate::field::loaded::{Loaded, loaded};
use crate::field::route::{Route, VisitPart};
use crate::field::top::Top;
use crate::field::visit::draft::{Step, VisitDraft};
use crate::field::visit::finish::history;
use crate::ui::badge::Badge;
use crate::ui::button::{ButtonLink, Kind};
use crate::ui::card::Fact;
use crate::ui::notice::{Notice, Tone};
use crate::ui::state::{State, StatePage};
use crate::words::{Word, door, need as need_words, task, theme, visit};
use domain::area::AreaC;
use domain::calendar::{shanghai_day, shanghai_text};
use domain::config::Config;
use domain::id::HouseholdId;
use domain::json;
use domain::need::NeedIcon;
use domain::visit::{PlanState, VisitOutcome, VisitPlan, is_quiet, plan_after};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page of one door.
#[component]
pub fn Door(household: HouseholdId) -> impl IntoView {
    let phone = Phone::here();
    let data = loaded(phone, move || async move {
        let draft = phone.draft(&VisitDraft::name(household)).await?;
        Ok((behind(phone, household).await?, draft.and_then(|draft| json::read::<VisitDraft>(&draft).ok())))
    });
    let drawn = StoredValue::new(0u32);
    let anew = move || {
        data.track();
        drawn.update_value(|drawn| *drawn += 1);
        [drawn.get_value()]
    };
    // Drawn anew, not changed in place: a button must never act for the door as it was read before.
    view! { <For each=anew key=|drawn| *drawn let:_drawn>{page(phone, data.get_untracked())}</For> }
}

type Read = (Option<Behind>, Option<VisitDraft>);

fn page(phone: Phone, data: Loaded<Read>) -> AnyView {
    match data {
        Loaded::Waiting => ().into_any(),
        Loaded::Failed(why) => {
            view! { <main class="main"><StatePage state=State::Error title=phone.say(theme::FAILED) text=why/></main> }.into_any()
        }
        Loaded::Here((None, _)) => view! {
            <Top title=Signal::derive(move || phone.say(door::HOUSEHOLD).to_owned()) back=Route::Home/>
            <main class="main"><StatePage state=State::Empty title=phone.say(door::NOT_HERE) text=phone.say(door::NOT_HERE_TEXT)/></main>
        }
        .into_any(),
        Loaded::Here((Some(behind), draft)) => view! { <Known behind draft/> }.into_any(),
    }
}

#[component]
fn Known(behind: Behind, draft: Option<VisitDraft>) -> impl IntoView {
    let phone = Phone::here();
    let language = phone.language.get_untracked();
    let Behind { household, compound } = behind.clone();
    let title = format!("{} {}", place(&household.building, &household.unit, language), household.door);
    let now_ms = phone.now_ms();
    let config = Config::shipped_on(shanghai_day(now_ms));
    let plan = plan_after(&history(&household), &config);
    let state = door::state(household.door_state);
    let begun = draft.is_some();
    view! {
        <Top title=Signal::derive(move || title.clone()) subtitle=compound.name.clone() back=Route::Board(compound.id)/>
        <main class="main">
            <div class="stack">
                <p class="row">
                    <span class=format!("{} door-sign", look(household.door_state).class()) aria-hidden="true"></span>
                    <span class="lead">{phone.say(state)}</span>
                </p>
                {begun.then(|| view! { <Notice tone=Tone::Warn title=phone.say(door::DRAFT_OPEN)>""</Notice> })}
                <Rules plan quiet=is_quiet(now_ms, &config)/>
                <Promises behind=behind.clone()/>
                <History behind=behind.clone()/>
                <Quick behind=behind.clone() draft=draft.clone()/>
                <Facts behind=behind.clone()/>
            </div>
            <Slip behind=behind.clone()/>
            <Start behind draft plan/>
        </main>
    }
}

/// What the rules say about knocking here now.
#[component]
fn Rules(plan: VisitPlan, quiet: bool) -> impl IntoView {
    let phone = Phone::here();
    let language = phone.language.get_untracked();
    let until = plan.not_before.map(|day| say_day(day, language)).unwrap_or_default();
    let rests = plan.not_before.is_some_and(|day| shanghai_day(phone.now_ms()) < day);
    let refused = plan.state == PlanState::ClosedRefused;
    view! {
        {refused.then(|| view! {
            <Notice tone=Tone::Warn title=phone.say(door::REFUSED_FINAL)><p>{phone.say(door::REFUSED_FINAL_TEXT)}</p></Notice>
        })}
        {(rests && !refused).then(|| view! {
            <Notice tone=Tone::Warn title=phone.say(door::RESTING)><p>{phone.fill(door::RESTING_TEXT, &[("day", &until)])}</p></Notice>
        })}
        {plan.in_twos.then(|| view! { <Notice tone=Tone::Warn>{phone.say(door::IN_TWOS)}</Notice> })}
        {quiet.then(|| view! { <Notice>{phone.say(door::QUIET_NOW)}</Notice> })}
    }
}

/// 答应过的事: so that "what about the manhole cover" has an answer.
#[component]
fn Promises(behind: Behind) -> impl IntoView {
    let phone = Phone::here();
    let language = phone.language.get_untracked();
    let lines = behind.household.promises.into_iter().map(|promise| {
        let kind = domain::need::category(&promise.code).map_or_else(
            || NeedIcon::of_code(&promise.code).map_or_else(String::new, |icon| need_words::group(icon).text(language).to_owned()),
            |kind| if language == domain::language::Language::Zh { kind.zh.to_owned() } else { kind.en.to_owned() },
        );
        let day = shanghai_day(promise.at_ms).to_string();
        view! {
            <li class="row row-between"><span class="grow">{kind}" · "{promise.place_text}<br/><small class="quiet number">{day}</small></span>
                <Badge label=phone.say(task::status(promise.status))/></li>
        }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| view! {
        <section class="card"><h2>{phone.say(door::PROMISES)}</h2><ul class="plain stack-small">{lines}</ul></section>
    })
}

#[component]
fn History(behind: Behind) -> impl IntoView {
    let phone = Phone::here();
    let household = behind.household;
    let none = household.visits.is_empty().then(|| view! { <p class="quiet">{phone.say(door::HISTORY_NONE)}</p> });
    let lines = household.visits.into_iter().map(|past| view! {
        <li><strong>{phone.say(visit::outcome(past.outcome))}</strong>" "<span class="quiet number">{shanghai_text(past.at_ms)}</span>
            {(!past.note.is_empty()).then(|| view! { <p>{past.note}</p> })}</li>
    });
    view! {
        <section class="card">
            <h2>{phone.say(door::HISTORY)}</h2>
            {none}
            <ul class="plain stack-small">{lines.collect_view()}</ul>
            <p class="quiet">{phone.fill(door::ATTEMPTS, &[("n", &household.attempts.to_string())])}</p>
        </section>
    }
}

#[component]
fn Facts(behind: Behind) -> impl IntoView {
    let phone = Phone::here();
    let household = behind.household;
    let source = household.area_source.map(|source| match visit::area_source(&source) {
        Some(word) => phone.say(word).to_owned(),
        None => source,
    });
    let area = match household.area_c {
        Some(area) => format!("{} m²{}", AreaC(area), source.map(|source| format!(" · {source}")).unwrap_or_default()),
        None => phone.say(door::AREA_UNKNOWN).to_owned(),
    };
    view! {
        <dl class="facts card">
            {household.name_masked.map(|name| view! { <Fact label=phone.say(door::NAME)>{name}</Fact> })}
            <Fact label=phone.say(door::AREA)>{area}</Fact>
            <Fact label=phone.say(door::USAGE)>{phone.say(visit::usage(household.usage))}</Fact>
            <Fact label=phone.say(door::OCCUPANCY)>{phone.say(visit::occupancy(household.occupancy))}</Fact>
            <Fact label=phone.say(door::FEE_STATE)>{phone.say(visit::fee_state(household.fee_consent))}</Fact>
        </dl>
    }
}

/// The outcomes without a talk: one tap each, then save or undo.
#[component]
fn Quick(behind: Behind, draft: Option<VisitDraft>) -> impl IntoView {
    use VisitOutcome as O;
    let phone = Phone::here();
    let household = behind.household.id;
    let outcomes = [
        O::NoAnswer,
        O::NoEntry,
        O::RefusedNow,
        O::RefusedFinal,
        O::Vacant,
        O::NotDecisionMaker,
        O::LanguageOrHearing,
        O::Unsafe,
        O::Demolished,
        O::WrongDoor,
    ];
    let draft = StoredValue::new(draft);
    let behind = StoredValue::new(behind);
    let choose = move |outcome: VisitOutcome| {
        let mut quick = draft.get_value().unwrap_or_else(|| {
            behind.with_value(|behind| VisitDraft::new(phone.new_id(), &behind.household, phone.now_ms()))
        });
        quick.outcome = Some(outcome);
        quick.quick = quick.answers.is_empty();
        quick.step = Step::Finish;
        open(phone, quick, Route::Visit(household, VisitPart::Review));
    };
    let buttons = outcomes.map(|outcome| {
        let word: Word = visit::outcome(outcome);
        view! { <button type="button" class="button" on:click=move |_| choose(outcome)>{phone.say(word)}</button> }
    });
    view! {
        <section class="card stack-small">
            <h2>{phone.say(door::QUICK)}</h2>
            <div class="quick-outcomes">{buttons.into_iter().collect_view()}</div>
        </section>
    }
}

/// The one primary action. After a final refusal only the residents themselves can open the door again.
#[component]
fn Start(behind: Behind, draft: Option<VisitDraft>, plan: VisitPlan) -> impl IntoView {
    let phone = Phone::here();
    let household = behind.household.id;
    let refused = plan.state == PlanState::ClosedRefused;
    if let Some(draft) = draft {
        let href = Route::Visit(household, part_of(&draft)).path();
        return view! { <div class="action-bar"><ButtonLink label=phone.say(door::CONTINUE) href kind=Kind::Primary/></div> }.into_any();
    }
    let behind = StoredValue::new(behind);
    let start = move |_| {
        let draft = behind.with_value(|behind| VisitDraft::new(phone.new_id(), &behind.household, phone.now_ms()));
        open(phone, draft, Route::Visit(household, VisitPart::Survey));
    };
    let start_bar = match refused {
        false => view! { <button type="button" class="button button-primary" on:click=start>{phone.say(door::START)}</button> }.into_any(),
        true => view! {
            <button type="button" class="button" disabled=true>{phone.say(door::START)}</button>
            <button type="button" class="button" on:click=start>{phone.say(door::RESIDENT_CAME)}</button>
        }
        .into_any(),
    };
    view! { <div class="action-bar">{start_bar}</div> }.into_any()
}

fn part_of(draft: &VisitDraft) -> VisitPart {
    match draft.step {
        Step::Ask(_) => VisitPart::Survey,
        Step::Need(_) => VisitPart::Needs,
        Step::Trial => VisitPart::Trial,
        Step::Fee => VisitPart::Consent,
        Step::Finish => VisitPart::Review,
    }
}

/// Keeps the draft first, then opens the visit.
fn open(phone: Phone, draft: VisitDraft, route: Route) {
    spawn_local(async move {
        let Ok(json) = json::write(&draft) else { return };
        // Should the storage refuse it, the visit page says so at its own first save.
        let _ = phone.save_draft(&VisitDraft::name(draft.household), json).await;
        phone.navigate(route);
    });
}
