//! Logging in. Needs the network once; what was made before waits on the phone and goes on after.

use super::context::Phone;
use super::route::Route;
use super::settings::Reading;
use crate::sync::outbox;
use crate::sync::wire::Refusal;
use crate::ui::button::{ActionBar, Button};
use crate::ui::field::{Input, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::ui::top_bar::TopBar;
use crate::words::{Word, shell as words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The login page.
#[component]
pub fn Login() -> impl IntoView {
    let phone = Phone::here();
    let known = phone.session.with_untracked(|session| session.as_ref().map(|session| session.login.clone()));
    let login = RwSignal::new(known.unwrap_or_default());
    let password = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let kept = RwSignal::new(0usize);
    spawn_local(async move {
        if let Ok(entries) = outbox::all(&phone.store()).await {
            let _ = kept.try_set(entries.iter().filter(|entry| entry.is_unsent()).count());
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
            let _ = is_busy.try_set(false);
            match result {
                Err(why) => drop(refusal.try_set(Some(why))),
                Ok(()) if phone.route.get_untracked() == Route::Login => phone.replace(Route::Home),
                Ok(()) => {}
            }
        });
    };
    let label = move || phone.say(if is_busy.get() { words::LOGGING_IN } else { words::LOGIN }).to_owned();
    view! {
        <TopBar title=phone.say(words::APP)/>
        <main class="main">
            <form class="stack" on:submit=move |event| { event.prevent_default(); send() }>
                {move || refusal.get().map(|why| view! { <Notice tone=Tone::Warn>{message(phone, &why)}</Notice> })}
                {move || Some(kept.get()).filter(|count| *count > 0).map(|count| {
                    view! { <Notice tone=Tone::Info>{phone.count(words::KEPT_WORK, count)}</Notice> }
                })}
                    <TextField name="login" label=phone.say(words::LOGIN_NAME) value=Signal::derive(move || login.get())
                        autocomplete="username" required=true on:input=move |event| login.set(event_target_value(&event))/>
                    <TextField name="password" label=phone.say(words::PASSWORD) input=Input::Password value=Signal::derive(move || password.get())
                        autocomplete="current-password" required=true on:input=move |event| password.set(event_target_value(&event))/>
                    <p class="quiet">{phone.say(words::LOGIN_HINT)}</p>
                <Reading/>
                <ActionBar>
                    <Button label=Signal::derive(label) submit=true wide=true disabled=Signal::derive(move || is_busy.get())/>
                </ActionBar>
            </form>
        </main>
    }
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
