//! The pages of the PIN: choosing it after the first login, entering it when the app opens or has locked itself.

use super::browser;
use super::context::Phone;
use super::route::Route;
use super::signal::*;
use crate::element::{Element, Node, Text, el, live, many};
use crate::store::StoreError;
use crate::store::lock::Attempt;
use crate::ui::button::{Kind, action_bar, link, submit};
use crate::ui::field::{Input, Typed, text_field};
use crate::ui::notice::{Tone, notice};
use crate::ui::top_bar::top_bar;
use crate::words::{Word, pin as words, shell, sync};
use domain::pin::{DIGITS, Pin, PinFault};

const MINUTE_MS: i64 = 60_000;

/// Entering it. The sixth digit opens by itself.
pub fn enter_pin(phone: Phone) -> Node {
    let typed = Signal::new(String::new());
    let said = Signal::new(String::new());
    let is_busy = Signal::new(false);
    let send = move || {
        let Some(pin) = Pin::read(&typed.get_untracked()) else {
            said.set(phone.say(words::SIX_DIGITS).to_owned());
            return;
        };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let attempt = phone.unlock(pin).await;
            typed.set(String::new());
            is_busy.set(false);
            said.set(attempt.map_or_else(|error| failed(phone, error), |attempt| answer(phone, &attempt)));
        });
    };
    let field = digits(phone, "pin", words::PIN, typed).on("input", move |_| {
        if typed.with_untracked(|typed| typed.chars().count()) == DIGITS {
            send();
        }
    });
    let other = link(Kind::Quiet, None, Route::Login.path(), phone.say(words::FORGOTTEN)).class_if("button-wide", true);
    page(phone, (words::ENTER, words::ENTER_WHY, words::OPEN), said, is_busy, send, many([field, other]))
}

fn answer(phone: Phone, attempt: &Attempt) -> String {
    let minutes =
        |wait_ms: i64| phone.count(words::WAIT, usize::try_from((wait_ms + MINUTE_MS - 1) / MINUTE_MS).unwrap_or(1));
    match attempt {
        Attempt::Open(_) => String::new(),
        Attempt::Wrong { left, wait_ms } => {
            let mut said = phone.count(words::WRONG, usize::from(*left));
            if *wait_ms > 0 {
                said.push_str(&minutes(*wait_ms));
            }
            said
        }
        Attempt::Wait(wait_ms) => minutes(*wait_ms),
        Attempt::Gone => phone.say(words::GONE).to_owned(),
    }
}

/// Choosing it, twice.
pub fn choose_pin(phone: Phone) -> Node {
    let [first, again] = [(); 2].map(|()| Signal::new(String::new()));
    let said = Signal::new(String::new());
    let is_busy = Signal::new(false);
    let send = move || {
        let chosen = first.with_untracked(|first| Pin::choose(first));
        let word = match &chosen {
            Err(PinFault::NotSixDigits) => Some(words::SIX_DIGITS),
            Err(PinFault::TooEasy) => Some(words::TOO_EASY),
            Ok(_) if first.get_untracked() != again.get_untracked() => Some(shell::PASSWORD_DIFFERS),
            Ok(_) => None,
        };
        said.set(word.map(|word| phone.say(word).to_owned()).unwrap_or_default());
        let (Ok(pin), None) = (chosen, word) else { return };
        if is_busy.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            if let Err(error) = phone.choose_pin(pin).await {
                said.set(failed(phone, error));
            }
            is_busy.set(false);
        });
    };
    let fields = many([digits(phone, "pin", words::PIN, first), digits(phone, "again", words::AGAIN, again)]);
    page(phone, (words::CHOOSE_TITLE, words::CHOOSE_WHY, words::CHOOSE), said, is_busy, send, fields)
}

fn failed(phone: Phone, error: StoreError) -> String {
    match error {
        StoreError::Full => phone.say(sync::STATE_FULL).to_owned(),
        StoreError::Failed(why) => phone.fill(sync::STATE_STORAGE, &[("why", &why)]),
    }
}

fn digits(phone: Phone, name: &str, label: Word, value: Signal<String>) -> Element {
    let typed = Typed {
        name: name.to_owned(),
        label: phone.say(label).to_owned(),
        input: Input::Pin,
        max_length: Some(DIGITS as u16),
        required: true,
        autocomplete: Some("off"),
        ..Typed::default()
    };
    text_field(typed, move || value.get()).on("input", move |event| value.set(browser::typed(event)))
}

fn page(
    phone: Phone,
    (title, why, done): (Word, Word, Word),
    said: Signal<String>,
    is_busy: Signal<bool>,
    send: impl Fn() + 'static,
    fields: Node,
) -> Node {
    let button = submit(Kind::Primary, None, Text::from(phone.say(done)));
    let form = el("form")
        .class("pin stack")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(live(move || said.with(|said| (!said.is_empty()).then(|| notice(Tone::Warn, "", said.clone())))))
        .child(el("p").text(phone.say(why)))
        .child(fields)
        .child(action_bar().child(button.class_if("button-wide", true).flag("disabled", move || is_busy.get())));
    many([top_bar(phone.say(title), "", None), el("main").class("main").child(form)])
}
