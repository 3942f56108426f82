//! Logging in. Needs the network once; what was made before waits on the phone and goes on after.

use super::browser;
use super::context::Phone;
use super::loss::{loss, rescue};
use super::route::Route;
use super::settings::reading;
use super::signal::*;
use crate::element::{Element, Node, el, live, many};
use crate::sync::outbox;
use crate::sync::second::Second;
use crate::sync::second_web::WebSecond;
use crate::sync::wipe::WIPED;
use crate::sync::wire::Refusal;
use crate::ui::button::{Kind, action_bar, submit};
use crate::ui::field::{Input, Typed, text_field};
use crate::ui::notice::{Tone, notice};
use crate::ui::top_bar::top_bar;
use crate::words::{Word, shell as words};

/// The login page.
pub fn login(phone: Phone) -> Node {
    let known = phone.session.with_untracked(|session| session.as_ref().map(|session| session.login.clone()));
    let login = Signal::new(known.unwrap_or_default());
    let password = Signal::new(String::new());
    let is_busy = Signal::new(false);
    let refusal = Signal::new(None::<Refusal>);
    let kept = Signal::new(0usize);
    spawn_local(async move {
        if let Ok(unsent) = outbox::unsent(phone.store()).await {
            kept.set(unsent.len());
        }
    });
    let send = move || {
        if is_busy.get_untracked()
            || login.with_untracked(String::is_empty)
            || password.with_untracked(String::is_empty)
        {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let result = phone.log_in(login.get_untracked().trim().to_owned(), password.get_untracked()).await;
            is_busy.set(false);
            match result {
                Err(why) => refusal.set(Some(why)),
                Ok(()) if phone.route.get_untracked() == Route::Login => phone.replace(Route::Home),
                Ok(()) => {}
            }
        });
    };
    let label = move || phone.say(if is_busy.get() { words::LOGGING_IN } else { words::LOGIN }).to_owned();
    let kept_work = move || {
        let count = kept.get();
        (count > 0).then(|| notice(Tone::Info, "", phone.count(words::KEPT_WORK, count)))
    };
    let form = el("form")
        .class("stack")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(live(move || refusal.get().map(|why| notice(Tone::Warn, "", message(phone, &why)))))
        .child(loss(phone))
        .child(WebSecond.word(WIPED).map(|_| notice(Tone::Info, "", phone.say(words::WIPED))))
        .child(live(kept_work))
        .child(typed(phone, "login", words::LOGIN_NAME, Input::Text, "username", login))
        .child(typed(phone, "password", words::PASSWORD, Input::Password, "current-password", password))
        .child(el("p").class("quiet").text(phone.say(words::LOGIN_HINT)))
        .child(rescue(phone))
        .child(reading(phone))
        .child(action_bar().child(
            submit(Kind::Primary, None, label).class_if("button-wide", true).flag("disabled", move || is_busy.get()),
        ));
    many([top_bar(phone.say(words::APP), "", None), el("main").class("main").child(form)])
}

/// A required line of text that a signal follows.
pub(super) fn typed(
    phone: Phone,
    name: &str,
    label: Word,
    input: Input,
    autocomplete: &'static str,
    value: Signal<String>,
) -> Element {
    let typed = Typed {
        name: name.to_owned(),
        label: phone.say(label).to_owned(),
        input,
        required: true,
        autocomplete: Some(autocomplete),
        ..Typed::default()
    };
    text_field(typed, move || value.get()).on("input", move |event| value.set(browser::typed(event)))
}

/// What to say to a refusal.
pub(super) fn message(phone: Phone, why: &Refusal) -> String {
    let word = match why {
        Refusal::Unreachable => words::LOGIN_OFFLINE,
        Refusal::NotLoggedIn => words::LOGIN_WRONG,
        Refusal::PasswordMustChange => words::NEW_PASSWORD_TITLE,
        Refusal::Refused { status: 429, .. } => words::LOGIN_LATER,
        Refusal::Refused { findings, .. } => {
            let code = findings.first().map(|finding| finding.code.as_str()).unwrap_or_default();
            match word_of(code) {
                Some(word) => word,
                None => return phone.fill(words::NOT_DONE, &[("code", code)]),
            }
        }
    };
    phone.say(word).to_owned()
}

fn word_of(code: &str) -> Option<Word> {
    Some(match code {
        "wrong_login_or_password" | "wrong_password" | "not_logged_in" => words::LOGIN_WRONG,
        "account_closed" | "account_locked" => words::LOGIN_LOCKED,
        "password_too_short" => words::PASSWORD_SHORT,
        "password_unchanged" => words::PASSWORD_SAME,
        "password_has_login" => words::PASSWORD_LOGIN,
        _ => return None,
    })
}
