//! A first password has to be changed before anything else.

use super::context::Phone;
use super::login::message;
use super::route::Route;
use crate::sync::wire::Refusal;
use crate::ui::button::{ActionBar, Button};
use crate::ui::field::{Input, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::ui::top_bar::TopBar;
use crate::words::{Word, shell as words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn Password() -> impl IntoView {
    let phone = Phone::here();
    let [old, new, again] = [(); 3].map(|()| RwSignal::new(String::new()));
    let is_busy = RwSignal::new(false);
    let refusal = RwSignal::new(None::<Refusal>);
    let differs = RwSignal::new(false);
    let send = move || {
        differs.set(new.get_untracked() != again.get_untracked());
        if is_busy.get_untracked() || differs.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let result = phone.change_password(old.get_untracked(), new.get_untracked()).await;
            let _ = is_busy.try_set(false);
            match result {
                Err(why) => drop(refusal.try_set(Some(why))),
                Ok(()) => phone.replace(Route::Home),
            }
        });
    };
    let error = Signal::derive(move || differs.get().then(|| phone.say(words::PASSWORD_DIFFERS).to_owned()));
    let field = move |name: &'static str, label: Word, value: RwSignal<String>, autocomplete: &'static str| {
        let error = if name == "again" { error } else { Signal::derive(|| None) };
        view! {
            <TextField name label=phone.say(label) input=Input::Password value=Signal::derive(move || value.get()) autocomplete=autocomplete
                required=true error on:input=move |event| value.set(event_target_value(&event))/>
        }
    };
    view! {
        <TopBar title=phone.say(words::NEW_PASSWORD_TITLE)/>
        <main class="main">
            <form class="stack" on:submit=move |event| { event.prevent_default(); send() }>
                {move || refusal.get().map(|why| view! { <Notice tone=Tone::Warn>{message(phone, &why)}</Notice> })}
                    <p>{phone.say(words::NEW_PASSWORD_WHY)}</p>
                    {field("old", words::OLD_PASSWORD, old, "current-password")}
                    {field("new", words::NEW_PASSWORD, new, "new-password")}
                    {field("again", words::AGAIN_PASSWORD, again, "new-password")}
                <ActionBar>
                    <Button label=Signal::derive(move || phone.say(words::CHANGE).to_owned()) submit=true wide=true
                        disabled=Signal::derive(move || is_busy.get())/>
                </ActionBar>
            </form>
        </main>
    }
}
