//! The pages of the PIN: choosing it after the first login, entering it when the app opens or has locked itself.

use super::browser;
use super::context::Phone;
use super::route::Route;
use super::signal::*;
use crate::element::{Element, Node, el, live, many};
use crate::store::StoreError;
use crate::store::lock::Attempt;
use crate::ui::button::{Kind, action_bar, link, submit};
use crate::ui::field::{Input, Typed, text_field};
use crate::ui::notice::{Tone, notice};
use crate::ui::top_bar::top_bar;
use crate::words::{Word, pin as words, shell, sync};
use domain::pin::{DIGITS, Pin, PinFault};

const MINUTE_MS: i64 = 60_000;

/// Choosing it, twice; or entering it: then the sixth digit opens by itself.
pub fn pin_page(phone: Phone, is_new: bool) -> Node {
    let [first, again, said] = [(); 3].map(|()| Signal::new(String::new()));
    let is_busy = Signal::new(false);
    let send = move || {
        let pin = first.with_untracked(|first| match is_new {
            true => Pin::choose(first),
            false => Pin::read(first).ok_or(PinFault::NotSixDigits),
        });
        let word = match &pin {
            Err(PinFault::NotSixDigits) => Some(words::SIX_DIGITS),
            Err(PinFault::TooEasy) => Some(words::TOO_EASY),
            Ok(_) if is_new && first.get_untracked() != again.get_untracked() => Some(shell::PASSWORD_DIFFERS),
            Ok(_) => None,
        };
        said.set(word.map(|word| phone.say(word).to_owned()).unwrap_or_default());
        let (Ok(pin), None, false) = (pin, word, is_busy.get_untracked()) else { return };
        is_busy.set(true);
        spawn_local(async move {
            let done = match is_new {
                true => phone.choose_pin(pin).await.map(|()| String::new()),
                false => phone.unlock(pin).await.map(|attempt| answer(phone, &attempt)),
            };
            if !is_new {
                first.set(String::new());
            }
            is_busy.set(false);
            said.set(done.unwrap_or_else(|error| failed(phone, error)));
        });
    };
    let field = digits(phone, "pin", words::PIN, first).on("input", move |_| {
        if !is_new && first.with_untracked(|typed| typed.chars().count()) == DIGITS {
            send();
        }
    });
    let (title, why, done, other) = match is_new {
        true => (words::CHOOSE_TITLE, words::CHOOSE_WHY, words::CHOOSE, digits(phone, "again", words::AGAIN, again)),
        false => (words::ENTER, words::ENTER_WHY, words::OPEN, forgotten(phone)),
    };
    let button = submit(Kind::Primary, None, phone.say(done)).class_if("button-wide", true);
    let form = el("form")
        .class("pin stack")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(live(move || said.with(|said| (!said.is_empty()).then(|| notice(Tone::Warn, "", said.clone())))))
        .child(el("p").text(phone.say(why)))
        .child(field)
        .child(other)
        .child(action_bar().child(button.flag("disabled", move || is_busy.get())));
    many([top_bar(phone.say(title), "", None), el("main").class("main").child(form)])
}

fn forgotten(phone: Phone) -> Element {
    link(Kind::Quiet, None, Route::Login.path(), phone.say(words::FORGOTTEN)).class_if("button-wide", true)
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
