//! The outbox: every record made here and where it is, what stopped, how much room is left, and a button to sync now.

use super::browser;
use super::context::Phone;
use super::glance::{AboutDoor, DoorBrief};
use super::loaded::{Loaded, failed, loaded};
use super::loss::rescue;
use super::order::in_order;
use super::route::Route;
use super::signal::*;
use super::standing::{Counts, Standing, custody};
use super::top::top;
use crate::element::{Element, Node, Text, el, live, many};
use crate::store::StoreError;
use crate::sync::outbox;
use crate::sync::round::Stop;
use crate::sync::second::{self, Second};
use crate::sync::second_web::WebSecond;
use crate::ui::badge::{Mark, badge};
use crate::ui::button::{Kind, action_bar, button, link};
use crate::ui::card::{fact, tally};
use crate::ui::icon;
use crate::ui::notice::{Tone, notice};
use crate::ui::state::{State, state_page};
use crate::words::{Word, sync as words};
use domain::calendar::shanghai_text;
use domain::finding::Finding;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::record::RecordKind;

/// More than this is not read by anybody; the numbers above count all.
const SHOWN_MAX: usize = 200;

/// One record with the door it is about, and whether it lies in the other store too; none: it need not, or there is none.
struct Line {
    entry: Waiting,
    door: String,
    second: Option<bool>,
}

async fn lines(phone: Phone) -> Result<Vec<Line>, StoreError> {
    let Some(account) = phone.account() else { return Ok(vec![]) };
    let mut entries = outbox::entries(phone.store(), account).await?;
    if entries.is_empty() {
        return Ok(vec![]);
    }
    let doors: Vec<DoorBrief> = phone.rows("household", "").await?.read();
    let door = |entry: &Waiting| {
        let about: AboutDoor = domain::json::read(&entry.record.body).ok()?;
        Some(DoorBrief::name_of(&doors, about.household))
    };
    // The latest first, before that what needs a hand.
    entries.reverse();
    let order =
        in_order(entries.len(), &|left, right| urgency(&entries[left].custody).cmp(&urgency(&entries[right].custody)));
    let kept = WebSecond.names("").await;
    let mut lines = Vec::new();
    for place in order.into_iter().take(SHOWN_MAX) {
        let entry = entries[place].clone();
        let second = kept.as_deref().and_then(|kept| second::is_kept(kept, &entry));
        lines.push(Line { door: door(&entry).unwrap_or_default(), entry, second });
    }
    Ok(lines)
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
pub fn outbox(phone: Phone) -> Node {
    let data = loaded(phone, move || {
        // Second copies are made in rounds, also by another window, and change nothing in the store.
        phone.rounds.track();
        lines(phone)
    });
    let list = move || {
        data.with(|data| match data {
            Loaded::Waiting => Node::Nothing,
            Loaded::Failed(why) => failed(phone, why).into(),
            Loaded::Here(lines) if lines.is_empty() => {
                state_page(State::Done, phone.say(words::NOTHING_MADE), phone.say(words::NOTHING_MADE_TEXT)).into()
            }
            Loaded::Here(lines) => {
                el("ul").class("plain stack-small").children(lines.iter().map(|line| row(phone, line))).into()
            }
        })
    };
    let sync = button(Kind::Primary, Some(icon::SYNC), phone.say(words::SYNC_NOW)).class_if("button-wide", true);
    let main = el("main")
        .class("main stack")
        .child(live(move || phone.standing.with(|standing| state(phone, standing))))
        .child(tallies(phone))
        .child(el("section").class("section").child(live(list)))
        .child(rescue(phone))
        .child(room(phone))
        .child(action_bar().child(sync.on_click(move || phone.sync_now())));
    many([top(phone, phone.say(words::OUTBOX), "", Some(Route::Home)), main])
}

/// One sentence on what is going on; nothing when all is well.
fn state(phone: Phone, standing: &Standing) -> Element {
    let plain = |tone: Tone, word: Word| notice(tone, "", phone.say(word));
    match &standing.stop {
        Some(Stop::LoggedOut | Stop::PasswordMustChange | Stop::Wiped) => {
            let log_in = link(Kind::Primary, None, Route::Login.path(), phone.say(words::LOG_IN_AGAIN));
            notice(Tone::Warn, "", many([el("p").text(phone.say(words::LOG_IN_TO_SEND)), log_in]))
        }
        Some(Stop::UpdateNeeded) => plain(Tone::Warn, words::STATE_UPDATE),
        Some(Stop::Storage(StoreError::Full)) => plain(Tone::Danger, words::STATE_FULL),
        Some(Stop::Storage(StoreError::Failed(why))) => {
            notice(Tone::Danger, "", phone.fill(words::STATE_STORAGE, &[("why", why)]))
        }
        _ if standing.is_offline => plain(Tone::Info, words::STATE_OFFLINE),
        Some(Stop::Unreachable) => plain(Tone::Info, words::STATE_UNREACHABLE),
        Some(Stop::Refused(status)) => {
            notice(Tone::Info, "", phone.fill(words::STATE_REFUSED, &[("code", &status.to_string())]))
        }
        None => el("p").class("quiet").text(match standing.done_at_ms {
            Some(at_ms) => phone.fill(words::LAST_TIME, &[("when", &shanghai_text(at_ms))]),
            None => phone.say(words::NEVER_YET).to_owned(),
        }),
    }
}

fn tallies(phone: Phone) -> Element {
    let number = |word: Word, count: fn(&Counts) -> usize| {
        tally(move || phone.standing.with(|standing| count(&standing.counts).to_string()), phone.say(word), None)
    };
    el("div").class("tallies").children([
        number(words::ON_THIS_PHONE_ONLY, |counts| counts.unsent),
        number(words::COPY_ON_SERVER, |counts| counts.copies),
        number(words::VERIFIED_ON_SERVER, |counts| counts.verified),
        number(words::SET_ASIDE, |counts| counts.aside),
    ])
}

/// One record: what, where, when, and where it is.
fn row(phone: Phone, line: &Line) -> Element {
    let Line { entry, door, second } = line;
    let why = match &entry.custody {
        Custody::SetAside { findings } => reasons(phone, findings),
        Custody::CopyOnServer { missing_blobs, .. } => vec![phone.count(words::PHOTOS_MISSING, missing_blobs.len())],
        Custody::OnThisPhoneOnly if entry.offers > 0 => vec![phone.count(words::OFFERED, entry.offers as usize)],
        _ => reasons(phone, &entry.remarks),
    };
    let record = &entry.record;
    let head = el("div")
        .class("row row-between")
        .child(el("span").class("card-title").text(format!("{} {door}", phone.say(kind(record.kind)))))
        .child(badge(mark(&entry.custody), phone.say(custody(&entry.custody))));
    let mut when = format!("{} · {}", shanghai_text(record.recorded_at_ms), record.seq);
    if let Some(has_second) = second {
        when.push_str(" · ");
        when.push_str(phone.say(if *has_second { words::SECOND_YES } else { words::SECOND_NO }));
    }
    let needs_a_hand = matches!(entry.custody, Custody::SetAside { .. });
    let repair = || link(Kind::Secondary, None, Route::Repair(record.seq).path(), phone.say(words::REPAIR_THIS));
    el("li")
        .class("card")
        .child(head)
        .child(el("p").class("quiet small number").text(when))
        .children(why.into_iter().map(|why| el("p").text(why)))
        .child(needs_a_hand.then(repair))
}

pub(super) fn reasons(phone: Phone, findings: &[Finding]) -> Vec<String> {
    let mut said = Vec::new();
    for found in findings {
        let why = words::reason(&found.code).map_or(found.code.as_str(), |word| phone.say(word));
        said.push(phone.fill(words::SERVER_SAID, &[("why", why)]));
    }
    said
}

fn mark(custody: &Custody) -> Mark {
    match custody {
        Custody::OnThisPhoneOnly => Mark::Waiting,
        Custody::CopyOnServer { .. } => Mark::Going,
        Custody::VerifiedOnServer { .. } => Mark::Good,
        Custody::SetAside { .. } => Mark::Warn,
    }
}

pub(super) fn kind(kind: RecordKind) -> Word {
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
pub(super) fn room(phone: Phone) -> Element {
    let unknown = phone.say(words::UNKNOWN);
    let said = Signal::new([unknown.to_owned(), unknown.to_owned(), unknown.to_owned()]);
    spawn_local(async move {
        let space = browser::space().await;
        let kept = browser::is_persisted().await;
        said.update(|[free, used, persisted]| {
            if let Some((used_bytes, free_bytes)) = space {
                (*free, *used) = (megabytes(free_bytes), megabytes(used_bytes));
            }
            if let Some(kept) = kept {
                *persisted = phone.say(if kept { words::PERSISTED_YES } else { words::PERSISTED_NO }).to_owned();
            }
        });
    });
    let mut facts = el("dl").class("facts section");
    for (at, label) in [words::SPACE_FREE, words::SPACE_USED, words::PERSISTED].into_iter().enumerate() {
        facts = facts.child(fact(phone.say(label), Text::from(move || said.with(|said| said[at].clone()))));
    }
    facts
}

fn megabytes(bytes: f64) -> String {
    let tenths = (bytes / 104_857.6) as u64;
    if tenths < 1_000 { format!("{}.{} MB", tenths / 10, tenths % 10) } else { format!("{} MB", tenths / 10) }
}
