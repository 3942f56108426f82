//! `/c/{code}`: who serves you, what is free until when, what was asked and done; rate, ask for help, follow a request.

use super::place::PlaceView;
use crate::ui::button::{ButtonLink, Kind};
use crate::ui::card::{CardLink, Fact, Tally};
use crate::ui::field::{Input, TextField};
use crate::ui::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::page::Preferences;
use crate::ui::preference::Preference;
use crate::words::{need, resident as words};
use domain::calendar::{Day, Period, day_en, day_zh};
use domain::language::Language;
use domain::need::NeedIcon;
use domain::trial::TrialPhase;
use leptos::prelude::*;

/// Everything on the page.
#[derive(Debug, Clone)]
pub struct CompoundView {
    pub place: PlaceView,
    pub service: Option<ServiceView>,
    /// Community's name and phone.
    pub community: String,
    pub community_phone: Option<String>,
    pub asked: AskedView,
    pub rating: Option<RatingView>,
    /// A thank-you after a rating, with its weight.
    pub thanks: Option<Thanks>,
}

/// Who serves the compound today, and what is free.
#[derive(Debug, Clone)]
pub struct ServiceView {
    pub company: String,
    pub phone: String,
    pub trial: Option<TrialView>,
}

/// The free months.
#[derive(Debug, Clone, Copy)]
pub struct TrialView {
    pub start: Day,
    pub last_free: Day,
    pub phase: TrialPhase,
    pub suspended: bool,
}

/// Counts of what was asked. `None` stands for a number from too few households (INV-13).
#[derive(Debug, Clone)]
pub struct AskedView {
    pub since: Day,
    /// Whether anything was asked at all.
    pub any: bool,
    pub asked: Option<u32>,
    pub done: Option<u32>,
    pub going: Option<u32>,
    /// Groups with enough households: asked and done.
    pub groups: Vec<(NeedIcon, u32, Option<u32>)>,
    /// What was done lately, out of those groups: category name and day, no place, no words.
    pub latest: Vec<(NeedIcon, Day)>,
    /// Fewer households than this are not shown.
    pub small_cell_k: u32,
}

/// The residents' rating of the last quarter with enough of them.
#[derive(Debug, Clone)]
pub struct RatingView {
    pub period: Period,
    /// Mean of 1 to 5 with two decimals, and how many households; `None` while there are too few.
    pub mean: Option<(String, u32)>,
    /// How many it takes.
    pub min_n: u32,
}

/// What to say after a rating.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thanks {
    Counted,
    Replaced,
    Kept,
}

/// A day in words.
pub fn day(day: Day, language: Language) -> String {
    match language {
        Language::Zh => day_zh(day),
        Language::En => day_en(day),
    }
}

/// A quarter in words.
pub fn quarter(period: Period, language: Language) -> String {
    words::QUARTER.fill(language, &[("year", &period.year.to_string()), ("quarter", &period.quarter.to_string())])
}

/// The page.
pub fn page(view: CompoundView, reader: Preference) -> impl IntoView {
    let language = reader.language;
    let CompoundView { place, service, community, community_phone, asked, rating, thanks } = view;
    let thanks = thanks.map(|thanks| match thanks {
        Thanks::Counted => words::RATED_COUNTED,
        Thanks::Replaced => words::RATED_REPLACED,
        Thanks::Kept => words::RATED_KEPT,
    });
    let can_rate = service.is_some();
    view! {
        <Preferences preference=reader back=place.href("")/>
        <main class="main stack">
            <header class="place-head"><h1>{place.name.clone()}</h1><p>{place.within.clone()}</p></header>
            {thanks.map(|word| view! { <Notice tone=Tone::Good>{word.text(language)}</Notice> })}
            {promise(service.as_ref(), language)}
            <Notice tone=Tone::Warn title=words::NO_CASH.text(language)>{words::NO_CASH_MORE.text(language)}</Notice>
            <div class="two">
                {can_rate.then(|| view! { <ButtonLink href=place.href("rate") label=words::RATE.text(language) glyph=icon::STAR wide=true/> })}
                <ButtonLink href=place.href("requests") label=words::ASK.text(language) glyph=icon::NEED_SAFETY
                    kind=if can_rate { Kind::Secondary } else { Kind::Primary } wide=true/>
            </div>
            {who(service, community, community_phone, language)}
            {asked_and_done(asked, language)}
            {rating.map(|rating| rated(rating, language))}
            <CardLink href=place.href("mine") title=words::HOME.text(language) glyph=icon::HOME/>
            {follow(&place, language)}
        </main>
    }
}

fn promise(service: Option<&ServiceView>, language: Language) -> impl IntoView + use<> {
    let lines: Vec<String> = match service.map(|service| service.trial) {
        None => vec![words::NO_SERVICE.text(language).into()],
        Some(None) => vec![words::SILENCE.text(language).into()],
        Some(Some(trial)) => {
            let last = day(trial.last_free, language);
            match trial.phase {
                TrialPhase::Before => vec![
                    words::FREE_TODAY.text(language).into(),
                    words::FREE_FROM.fill(language, &[("from", &day(trial.start, language)), ("day", &last)]),
                ],
                TrialPhase::Free | TrialPhase::WindowOpen => {
                    vec![words::FREE_TODAY.text(language).into(), words::FREE_UNTIL.fill(language, &[("day", &last)])]
                }
                TrialPhase::Over => vec![words::FREE_OVER.fill(language, &[("day", &last)])],
            }
        }
    };
    let trial = service.and_then(|service| service.trial);
    let small = match trial {
        Some(trial) if trial.phase == TrialPhase::Over => Some(words::SIGNED_MAY_STOP),
        Some(_) => Some(words::SILENCE),
        None => None,
    };
    let paused = trial.is_some_and(|trial| trial.suspended);
    view! {
        <section class="promise">
            {lines.into_iter().map(|line| view! { <p class="lead">{line}</p> }).collect_view()}
            {small.map(|word| view! { <p>{word.text(language)}</p> })}
            {paused.then(|| view! { <p>{words::TRIAL_SUSPENDED.text(language)}</p> })}
        </section>
    }
}

fn phone_link(phone: String) -> impl IntoView {
    view! { <a href=format!("tel:{phone}")>{phone.clone()}</a> }
}

fn who(service: Option<ServiceView>, community: String, phone: Option<String>, language: Language) -> impl IntoView {
    view! {
        <dl class="facts card">
            {service.map(|service| view! {
                <Fact label=words::WHO_SERVES.text(language)>{service.company}</Fact>
                <Fact label=words::COMPANY_PHONE.text(language)>{phone_link(service.phone)}</Fact>
            })}
            <Fact label=words::WHO_SUPERVISES.text(language)>
                {words::AND_CENTER.fill(language, &[("community", &community)])}
            </Fact>
            {phone.map(|phone| view! { <Fact label=words::COMMUNITY_PHONE.text(language)>{phone_link(phone)}</Fact> })}
        </dl>
    }
}

fn asked_and_done(asked: AskedView, language: Language) -> impl IntoView {
    if !asked.any {
        return view! {
            <section class="section"><h2>{words::ASKED_AND_DONE.text(language)}</h2>
                <p class="quiet">{words::NOTHING_ASKED.text(language)}</p></section>
        }
        .into_any();
    }
    let k = asked.small_cell_k.to_string();
    let cell = |number: Option<u32>| number.map_or_else(|| words::HIDDEN.text(language).to_owned(), |n| n.to_string());
    let groups = asked.groups.iter().map(|(icon, number, done)| {
        let asked = number.to_string();
        let line = match done {
            Some(done) => words::GROUP_LINE.fill(language, &[("asked", &asked), ("done", &done.to_string())]),
            None => words::GROUP_ASKED.fill(language, &[("asked", &asked)]),
        };
        view! { <Fact label=need::group(*icon).text(language)>{line}</Fact> }
    });
    let latest = asked.latest.iter().map(|(icon, on)| {
        view! { <li>{need::group(*icon).text(language)}" · "{day(*on, language)}</li> }
    });
    view! {
        <section class="section stack-small">
            <h2>{words::ASKED_AND_DONE.text(language)}</h2>
            <p class="quiet">{words::SINCE.fill(language, &[("day", &day(asked.since, language))])}</p>
            <div class="tallies">
                <Tally number=cell(asked.asked) label=words::ASKED.text(language)/>
                <Tally number=cell(asked.done) label=words::DONE.text(language)/>
                <Tally number=cell(asked.going) label=words::GOING.text(language)/>
            </div>
            {(!asked.groups.is_empty()).then(|| view! { <dl class="facts card">{groups.collect_view()}</dl> })}
            {(!asked.latest.is_empty()).then(|| view! {
                <h3>{words::LATEST_DONE.text(language)}</h3>
                <ul class="plain">{latest.collect_view()}</ul>
            })}
            <p class="quiet small">{words::HIDDEN_WHY.fill(language, &[("k", &k)])}</p>
        </section>
    }
    .into_any()
}

fn rated(rating: RatingView, language: Language) -> impl IntoView {
    let text = match rating.mean {
        Some((mean, n)) => vec![
            words::RATING_MEAN.fill(language, &[("mean", &mean)]),
            words::RATING_N.fill(language, &[("period", &quarter(rating.period, language)), ("n", &n.to_string())]),
        ],
        None => vec![words::RATING_TOO_FEW.fill(language, &[("n", &rating.min_n.to_string())])],
    };
    view! {
        <section class="section stack-small">
            <h2>{words::RATINGS.text(language)}</h2>
            {text.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </section>
    }
}

fn follow(place: &PlaceView, language: Language) -> impl IntoView + use<> {
    view! {
        <section class="section">
            <form class="card stack-small" method="get" action="/r">
                <h2>{words::FOLLOW.text(language)}</h2>
                <input type="hidden" name="from" value=place.code.clone()/>
                <TextField name="number" label=words::FOLLOW_NUMBER.text(language) hint=words::FOLLOW_HINT.text(language)
                    input=Input::Code max_length=40/>
                <button class="button button-wide">{words::LOOK.text(language)}</button>
            </form>
        </section>
    }
}
