//! `/c/{code}`: who serves you, what is free until when, what was asked and done; rate, ask for help, follow a request.

use super::draft::FormDraft;
use super::follow::number_field;
use super::place::PlaceView;
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, link};
use crate::ui::card::{card_link, fact, tally};
use crate::ui::field::hidden;
use crate::ui::icon;
use crate::ui::notice::{Tone, notice};
use crate::ui::page::preferences;
use crate::ui::preference::Preference;
use crate::words::{Word, need, resident as words};
use domain::calendar::{Day, Period, day_en, day_zh};
use domain::language::Language;
use domain::need::NeedIcon;
use domain::trial::TrialPhase;

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
pub fn page(view: CompoundView, reader: Preference) -> Node {
    let language = reader.language;
    let CompoundView { place, service, community, community_phone, asked, rating, thanks } = view;
    let thanks = thanks.map(|thanks| match thanks {
        Thanks::Counted => words::RATED_COUNTED,
        Thanks::Replaced => words::RATED_REPLACED,
        Thanks::Kept => words::RATED_KEPT,
    });
    let head = el("header").class("place-head").child(el("h1").text(place.name.clone()));
    let no_cash = notice(Tone::Warn, words::NO_CASH.text(language), words::NO_CASH_MORE.text(language));
    let main = el("main")
        .class("main stack")
        .child(head.child(el("p").text(place.within.clone())))
        .child(thanks.map(|word| notice(Tone::Good, "", word.text(language))))
        .child(promise(service.as_ref(), language))
        .child(no_cash)
        .child(ways(&place, service.is_some(), language))
        .child(who(service, community, community_phone, language))
        .child(asked_and_done(asked, language))
        .child(rating.map(|rating| rated(rating, language)))
        .child(card_link(
            Some(icon::HOME),
            place.href("mine"),
            words::HOME.text(language),
            words::HOME_HINT.text(language),
        ))
        .child(follow(&place, language));
    many([preferences(reader, place.href("")), main])
}

/// What can be done here: rate who serves, and ask for help.
fn ways(place: &PlaceView, can_rate: bool, language: Language) -> Element {
    let way = |kind, glyph, below: &str, label: Word| {
        link(kind, Some(glyph), place.href(below), label.text(language)).class_if("button-wide", true)
    };
    let ask = if can_rate { Kind::Secondary } else { Kind::Primary };
    el("div").class("two").child(can_rate.then(|| way(Kind::Primary, icon::STAR, "rate", words::RATE))).child(way(
        ask,
        icon::NEED_SAFETY,
        "requests",
        words::ASK,
    ))
}

fn promise(service: Option<&ServiceView>, language: Language) -> Element {
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
    el("section")
        .class("promise")
        .children(lines.into_iter().map(|line| el("p").class("lead").text(line)))
        .child(small.map(|word| el("p").text(word.text(language))))
        .child(paused.then(|| el("p").text(words::TRIAL_SUSPENDED.text(language))))
}

fn phone_link(phone: String) -> Element {
    el("a").attr("href", format!("tel:{phone}")).text(phone)
}

fn who(service: Option<ServiceView>, community: String, phone: Option<String>, language: Language) -> Element {
    let serves = service.map(|service| {
        let company = fact(words::WHO_SERVES.text(language), service.company);
        many([company, fact(words::COMPANY_PHONE.text(language), phone_link(service.phone))])
    });
    let supervises = words::AND_CENTER.fill(language, &[("community", &community)]);
    el("dl")
        .class("facts card")
        .child(serves)
        .child(fact(words::WHO_SUPERVISES.text(language), supervises))
        .child(phone.map(|phone| fact(words::COMMUNITY_PHONE.text(language), phone_link(phone))))
}

fn asked_and_done(asked: AskedView, language: Language) -> Element {
    let title = el("h2").text(words::ASKED_AND_DONE.text(language));
    let quiet = |text: String| el("p").class("quiet").text(text);
    if !asked.any {
        return el("section").class("section").child(title).child(quiet(words::NOTHING_ASKED.text(language).into()));
    }
    let figure = |label: Word, number: Option<u32>| {
        let number = number.map_or_else(|| words::HIDDEN.text(language).to_owned(), |n| n.to_string());
        tally(number, label.text(language), None)
    };
    let tallies = el("div")
        .class("tallies")
        .child(figure(words::ASKED, asked.asked))
        .child(figure(words::DONE, asked.done))
        .child(figure(words::GOING, asked.going));
    let k = asked.small_cell_k.to_string();
    el("section")
        .class("section stack-small")
        .child(title)
        .child(quiet(words::SINCE.fill(language, &[("day", &day(asked.since, language))])))
        .child(tallies)
        .child((!asked.groups.is_empty()).then(|| groups(&asked.groups, language)))
        .child((!asked.latest.is_empty()).then(|| latest(&asked.latest, language)))
        .child(el("p").class("quiet small").text(words::HIDDEN_WHY.fill(language, &[("k", &k)])))
}

fn groups(groups: &[(NeedIcon, u32, Option<u32>)], language: Language) -> Element {
    let groups = groups.iter().map(|(icon, number, done)| {
        let asked = number.to_string();
        let line = match done {
            Some(done) => words::GROUP_LINE.fill(language, &[("asked", &asked), ("done", &done.to_string())]),
            None => words::GROUP_ASKED.fill(language, &[("asked", &asked)]),
        };
        fact(need::group(*icon).text(language), line)
    });
    el("dl").class("facts card").children(groups)
}

fn latest(latest: &[(NeedIcon, Day)], language: Language) -> Node {
    let lines = latest
        .iter()
        .map(|(icon, on)| el("li").text(format!("{} · {}", need::group(*icon).text(language), day(*on, language))));
    many([el("h3").text(words::LATEST_DONE.text(language)), el("ul").class("plain").children(lines)])
}

fn rated(rating: RatingView, language: Language) -> Element {
    let text = match rating.mean {
        Some((mean, n)) => vec![
            words::RATING_MEAN.fill(language, &[("mean", &mean)]),
            words::RATING_N.fill(language, &[("period", &quarter(rating.period, language)), ("n", &n.to_string())]),
        ],
        None => vec![words::RATING_TOO_FEW.fill(language, &[("n", &rating.min_n.to_string())])],
    };
    el("section")
        .class("section stack-small")
        .child(el("h2").text(words::RATINGS.text(language)))
        .children(text.into_iter().map(|line| el("p").text(line)))
}

fn follow(place: &PlaceView, language: Language) -> Element {
    let form = el("form")
        .class("card stack-small")
        .attr("method", "get")
        .attr("action", "/r")
        .child(el("h2").text(words::FOLLOW.text(language)))
        .child(hidden("from", place.code.clone()))
        .child(number_field(&FormDraft::default(), language))
        .child(el("button").class("button button-wide").text(words::LOOK.text(language)));
    el("section").class("section").child(form)
}
