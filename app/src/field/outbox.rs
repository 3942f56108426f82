//! The outbox: every record made here and where it is, what stopped, how much room is left, and a button to sync now.

use super::browser;
use super::context::Phone;
use super::home::door_name;
use super::loaded::{Loaded, loaded};
use super::route::Route;
use super::standing::{Standing, custody};
use super::top::Top;
use crate::store::StoreError;
use crate::sync::outbox;
use crate::sync::round::Stop;
use crate::ui::badge::{Badge, Mark};
use crate::ui::button::{ActionBar, Button, ButtonLink};
use crate::ui::card::{Fact, Tally};
use crate::ui::icon;
use crate::ui::notice::{Notice, Tone};
use crate::ui::state::{State, StatePage};
use crate::words::{Word, sync as words, theme};
use domain::calendar::shanghai_text;
use domain::finding::Finding;
use domain::id::HouseholdId;
use domain::json;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::record::RecordKind;
use domain::sync::view::HouseholdView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use std::collections::BTreeMap;

/// More than this is not read by anybody; the numbers above count all.
const SHOWN_MAX: usize = 200;

/// One record with the door it is about.
#[derive(Clone)]
struct Line {
    entry: Waiting,
    door: String,
}

#[derive(Deserialize)]
struct AboutDoor {
    household: HouseholdId,
}

async fn lines(phone: Phone) -> Result<Vec<Line>, StoreError> {
    let Some(account) = phone.account() else { return Ok(vec![]) };
    let mut entries = outbox::entries(&phone.store(), account).await?;
    entries.sort_by_key(|entry| (urgency(&entry.custody), std::cmp::Reverse(entry.record.seq)));
    entries.truncate(SHOWN_MAX);
    let mut doors: BTreeMap<HouseholdId, String> = BTreeMap::new();
    if !entries.is_empty() {
        let all: Vec<HouseholdView> = phone.entities("household", "").await?;
        doors = all.iter().map(|door| (door.id, door_name(door))).collect();
    }
    let door = |entry: &Waiting| {
        let about: Option<AboutDoor> = json::read(&entry.record.body).ok();
        about.and_then(|about| doors.get(&about.household).cloned()).unwrap_or_default()
    };
    Ok(entries.into_iter().map(|entry| Line { door: door(&entry), entry }).collect())
}

/// What needs a hand first, what is safe last.
fn urgency(custody: &Custody) -> u8 {
    match custody {
        Custody::SetAside { .. } => 0,
        Custody::OnThisPhoneOnly => 1,
        Custody::CopyOnServer { .. } => 2,
        Custody::VerifiedOnServer { .. } => 3,
    }
}

/// The page.
#[component]
pub fn Outbox() -> impl IntoView {
    let phone = Phone::here();
    let data = loaded(phone, move || lines(phone));
    let list = move || {
        match data.get() {
        Loaded::Waiting => ().into_any(),
        Loaded::Failed(why) => view! { <StatePage state=State::Error title=phone.say(theme::FAILED) text=why/> }.into_any(),
        Loaded::Here(lines) if lines.is_empty() => {
            view! { <StatePage state=State::Done title=phone.say(words::NOTHING_MADE) text=phone.say(words::NOTHING_MADE_TEXT)/> }.into_any()
        }
        Loaded::Here(lines) => view! { <ul class="plain stack-small">{lines.into_iter().map(|line| row(phone, line)).collect_view()}</ul> }.into_any(),
    }
    };
    view! {
        <Top title=phone.say(words::OUTBOX) back=Route::Home/>
        <main class="main stack">
            {move || state(phone, phone.standing.get())}
            {move || tallies(phone, phone.standing.get())}
            <section class="section">{list}</section>
            <Room/>
            <ActionBar>
                <Button label=phone.say(words::SYNC_NOW) glyph=icon::SYNC wide=true on:click=move |_| phone.sync_now()/>
            </ActionBar>
        </main>
    }
}

/// One sentence on what is going on; nothing when all is well.
fn state(phone: Phone, standing: Standing) -> AnyView {
    let say = |tone: Tone, text: String| view! { <Notice tone>{text}</Notice> }.into_any();
    let plain = |tone: Tone, word: Word| say(tone, phone.say(word).to_owned());
    match standing.stop {
        Some(Stop::LoggedOut | Stop::PasswordMustChange) => view! {
            <Notice tone=Tone::Warn>
                <p>{phone.say(words::LOG_IN_TO_SEND)}</p>
                <ButtonLink label=phone.say(words::LOG_IN_AGAIN) href=Route::Login.path()/>
            </Notice>
        }
        .into_any(),
        Some(Stop::UpdateNeeded) => plain(Tone::Warn, words::STATE_UPDATE),
        Some(Stop::Storage(StoreError::Full)) => plain(Tone::Danger, words::STATE_FULL),
        Some(Stop::Storage(StoreError::Failed(why))) => {
            say(Tone::Danger, phone.fill(words::STATE_STORAGE, &[("why", &why)]))
        }
        _ if standing.is_offline => plain(Tone::Info, words::STATE_OFFLINE),
        Some(Stop::Unreachable) => plain(Tone::Info, words::STATE_UNREACHABLE),
        Some(Stop::Refused(status)) => {
            say(Tone::Info, phone.fill(words::STATE_REFUSED, &[("code", &status.to_string())]))
        }
        None => {
            let text = match standing.done_at_ms {
                Some(at_ms) => phone.fill(words::LAST_TIME, &[("when", &shanghai_text(at_ms))]),
                None => phone.say(words::NEVER_YET).to_owned(),
            };
            view! { <p class="quiet">{text}</p> }.into_any()
        }
    }
}

fn tallies(phone: Phone, standing: Standing) -> impl IntoView {
    let counts = standing.counts;
    let tally = move |word: Word, number: usize| view! { <Tally number=number.to_string() label=phone.say(word)/> };
    view! {
        <div class="tallies">
            {tally(words::ON_THIS_PHONE_ONLY, counts.unsent)}
            {tally(words::COPY_ON_SERVER, counts.copies)}
            {tally(words::VERIFIED_ON_SERVER, counts.verified)}
            {tally(words::SET_ASIDE, counts.aside)}
        </div>
    }
}

/// One record: what, where, when, and where it is.
fn row(phone: Phone, line: Line) -> impl IntoView {
    let Line { entry, door } = line;
    let why = match &entry.custody {
        Custody::SetAside { findings } => reasons(phone, findings),
        Custody::CopyOnServer { missing_blobs, .. } => vec![phone.count(words::PHOTOS_MISSING, missing_blobs.len())],
        Custody::OnThisPhoneOnly if entry.offers > 0 => vec![phone.count(words::OFFERED, entry.offers as usize)],
        _ => reasons(phone, &entry.remarks),
    };
    view! {
        <li class="card">
            <div class="row row-between">
                <span class="card-title">{phone.say(kind(entry.record.kind))}" "{door}</span>
                <Badge mark=mark(&entry.custody) label=phone.say(custody(&entry.custody))/>
            </div>
            <p class="quiet small number">{shanghai_text(entry.record.recorded_at_ms)}" · "{entry.record.seq}</p>
            {why.into_iter().map(|why| view! { <p>{why}</p> }).collect_view()}
        </li>
    }
}

pub(super) fn reasons(phone: Phone, findings: &[Finding]) -> Vec<String> {
    let said = |found: &Finding| {
        let why = words::reason(&found.code).map_or_else(|| found.code.clone(), |word| phone.say(word).to_owned());
        phone.fill(words::SERVER_SAID, &[("why", &why)])
    };
    findings.iter().map(said).collect()
}

fn mark(custody: &Custody) -> Mark {
    match custody {
        Custody::OnThisPhoneOnly => Mark::Waiting,
        Custody::CopyOnServer { .. } => Mark::Going,
        Custody::VerifiedOnServer { .. } => Mark::Good,
        Custody::SetAside { .. } => Mark::Warn,
    }
}

fn kind(kind: RecordKind) -> Word {
    match kind {
        RecordKind::Visit => words::KIND_VISIT,
        RecordKind::SurveyResponse => words::KIND_SURVEY,
        RecordKind::Need => words::KIND_NEED,
        RecordKind::ConsentEvent => words::KIND_CONSENT,
        RecordKind::TaskEvent => words::KIND_TASK,
        RecordKind::HouseholdFacts => words::KIND_FACTS,
        RecordKind::NewHousehold => words::KIND_NEW_HOUSEHOLD,
    }
}

/// How much room the phone has, and whether the browser promised to keep what is here.
#[component]
fn Room() -> impl IntoView {
    let phone = Phone::here();
    let space = RwSignal::new(None::<(f64, f64)>);
    let kept = RwSignal::new(None::<bool>);
    spawn_local(async move {
        let _ = space.try_set(browser::space().await);
        let _ = kept.try_set(browser::is_persisted().await);
    });
    let unknown = move || phone.say(words::UNKNOWN).to_owned();
    let kept_word = move || match kept.get() {
        Some(true) => phone.say(words::PERSISTED_YES).to_owned(),
        Some(false) => phone.say(words::PERSISTED_NO).to_owned(),
        None => unknown(),
    };
    view! {
        <dl class="facts section">
            <Fact label=phone.say(words::SPACE_FREE)>{move || space.get().map_or_else(unknown, |(_, free)| megabytes(free))}</Fact>
            <Fact label=phone.say(words::SPACE_USED)>{move || space.get().map_or_else(unknown, |(used, _)| megabytes(used))}</Fact>
            <Fact label=phone.say(words::PERSISTED)>{kept_word}</Fact>
        </dl>
    }
}

fn megabytes(bytes: f64) -> String {
    let tenths = (bytes / 104_857.6) as u64;
    if tenths < 1_000 { format!("{}.{} MB", tenths / 10, tenths % 10) } else { format!("{} MB", tenths / 10) }
}
