//! The fee consent page: the whole text on one scroll, the fee line large, nothing ticked beforehand, yes and not-yet of one size.

use super::event::{given, refused, say_day};
use super::frozen::Frozen;
use super::gate::Gate;
use super::sheet::{answer, missing, sheet};
use super::signer::signer;
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::read_aloud::{Reader, Reading, read_aloud};
use crate::field::signal::*;
use crate::field::visit::desk::Desk;
use crate::field::visit::draft::{FeeDecision, FeeDraft, VisitDraft};
use crate::field::visit::page::onward;
use crate::ui::button::action_bar;
use crate::ui::notice::{Tone, notice};
use crate::words::consent;
use domain::consent::{ConsentAction, ConsentKind, FeeTerms, shown_text};
use domain::evidence::Strokes;
use domain::language::Language;
use std::rc::Rc;

/// The page; where nothing may be asked it says why, and from when.
pub fn fee_page(desk: Desk) -> Node {
    let phone = desk.phone;
    match desk.gate() {
        Gate::Open(_) if desk.is_company() => {
            let text = el("p").text(phone.say(consent::COMPANY_MAY_NOT));
            notice(Tone::Warn, phone.say(consent::WHY_NOT), text).into()
        }
        Gate::Open(terms) => signing(desk, terms.into()),
        shut => why_not(phone, &shut).into(),
    }
}

/// Why a fee consent is not asked for here today.
pub fn why_not(phone: Phone, shut: &Gate) -> Element {
    let said = el("p").text(reason(shut, phone.language.get_untracked()));
    let free = el("p").text(phone.say(consent::TODAY_FREE));
    notice(Tone::Info, phone.say(consent::WHY_NOT), many([said, free]))
}

fn reason(shut: &Gate, language: Language) -> String {
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

fn signing(desk: Desk, terms: Rc<FeeTerms>) -> Node {
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let version = desk.capture(ConsentKind::FeePaid).map_or(1, |capture| capture.version);
    let text = shown_text(ConsentKind::FeePaid, version, language, &terms.fields(language)).unwrap_or_default();
    let mut big = terms.monthly_fen.to_string();
    big.push(' ');
    let reader = Reader::new(language);
    note_reading(desk, reader);
    count_seconds(desk);
    let is_decided = memo(move || desk.draft.with(|draft| matches!(draft.fee.decision, Some(FeeDecision::Event(_)))));
    let answered = terms.clone();
    let form = move || match is_decided.get() {
        true => decided(desk).into(),
        false => {
            let day = say_day(answered.earliest_fee_start, language);
            many([signer(desk, day), says_no(desk, answered.clone()).into()])
        }
    };
    let article = sheet("card stack-small consent-text", &text, &big);
    let reading = el("div").class("row").child(read_aloud(phone, reader, text)).child(timer(desk));
    let page = el("div")
        .class("stack consent ask-words")
        .attr("data-q", "fee_paid")
        .child(el("p").class("consent-free").text(phone.say(consent::TODAY_FREE)))
        .child(article)
        .child(reading)
        .child(missing("p", desk.error("evidence.seconds_on_text")))
        .child(live(form));
    // Who comes back to what was decided, or was killed right after it, finds the way on.
    let bar = move || if is_decided.get() { onward(desk) } else { answers(desk, terms.clone()) };
    many([page.into(), live(bar)])
}

/// How long the text has been on the screen.
fn timer(desk: Desk) -> Element {
    let seconds = move || {
        let seconds = desk.draft.with(|draft| draft.fee.seconds);
        desk.phone.fill(consent::SECONDS, &[("n", &seconds.to_string())])
    };
    el("span").class("quiet").attr("role", "timer").text(seconds)
}

/// What was read aloud to its end needs no waiting.
fn note_reading(desk: Desk, reader: Reader) {
    follow(Box::new(move || {
        if reader.state.get() == Reading::Finished {
            desk.forget_findings("evidence.seconds_on_text");
            desk.change(|draft| draft.fee.read_aloud = true);
        }
    }));
}

/// The two answers, one size, one row.
fn answers(desk: Desk, terms: Rc<FeeTerms>) -> Element {
    let not_now = move || {
        desk.findings.set(Vec::new());
        desk.change(|draft| draft.fee.decision = Some(FeeDecision::NotNow));
        desk.step(1);
    };
    action_bar().child(answer(desk.phone, consent::I_WILL, move || sign(desk, &terms))).child(answer(
        desk.phone,
        consent::NOT_NOW,
        not_now,
    ))
}

/// Checks everything at once; keeps the strokes as a blob, then the event in the draft.
fn sign(desk: Desk, terms: &FeeTerms) {
    let Some(capture) = desk.capture(ConsentKind::FeePaid) else { return };
    let checked =
        desk.draft.with_untracked(|draft| desk.config.with_untracked(|config| given(draft, capture, terms, config)));
    match checked {
        Err(findings) => {
            desk.findings.set(findings);
            browser::to_first_error();
        }
        Ok(event) => {
            desk.findings.set(Vec::new());
            let strokes = desk.draft.with_untracked(|draft| draft.fee.strokes.as_ref().map(Strokes::to_bytes));
            spawn_local(keep(desk, strokes, Frozen::of(&event)));
        }
    }
}

async fn keep(desk: Desk, strokes: Option<Vec<u8>>, event: Frozen) {
    if let Some(strokes) = strokes
        && desk.phone.save_blob(strokes).await.is_err()
    {
        desk.not_kept.set(true);
        return;
    }
    // A page that was left at once has its signature in the draft, and nothing was decided.
    if !desk.draft.is_here() {
        return;
    }
    desk.change(|draft| draft.fee.decision = Some(FeeDecision::Event(event)));
    browser::buzz();
    desk.step(1);
}

/// A resident who says no in so many words is noted, once and small; nobody is led here.
fn says_no(desk: Desk, terms: Rc<FeeTerms>) -> Element {
    let say_no = move || {
        let Some(capture) = desk.capture(ConsentKind::FeePaid) else { return };
        desk.findings.set(Vec::new());
        desk.change(|draft| {
            let event = Frozen::of(&refused(draft, capture, &terms));
            draft.fee.decision = Some(FeeDecision::Event(event));
        });
        desk.step(1);
    };
    el("p")
        .child(answer(desk.phone, consent::SAYS_NO, say_no).class_if("button-quiet", true))
        .child(el("span").class("quiet small").text(desk.phone.say(consent::SAYS_NO_HINT)))
}

/// Coming back to a page that was decided: what stands, and the way to begin again.
fn decided(desk: Desk) -> Element {
    let phone = desk.phone;
    let gave = desk.draft.with_untracked(|draft| match &draft.fee.decision {
        Some(FeeDecision::Event(event)) => event.glance().is_some_and(|glance| glance.action == ConsentAction::Given),
        _ => false,
    });
    let (tone, title) = if gave { (Tone::Good, consent::SIGNED) } else { (Tone::Info, consent::SAYS_NO) };
    notice(tone, phone.say(title), answer(phone, consent::SIGN_AGAIN, move || desk.change(start_again)))
}

fn start_again(draft: &mut VisitDraft) {
    let kept = std::mem::take(&mut draft.fee);
    draft.fee = FeeDraft { seconds: kept.seconds, read_aloud: kept.read_aloud, ..FeeDraft::default() };
}

/// Counts the seconds that the text is on the screen; a phone in the pocket does not read.
fn count_seconds(desk: Desk) {
    let tick = move || {
        if browser::is_hidden() || desk.draft.with_untracked(|draft| draft.fee.decision.is_some()) {
            return;
        }
        desk.change(|draft| draft.fee.seconds += 1);
    };
    browser::every(1000, tick);
}
