//! A first password has to be changed before anything else.

use super::context::Phone;
use super::login::{message, typed};
use super::route::Route;
use super::signal::*;
use crate::element::{Node, el, live, many};
use crate::sync::wire::Refusal;
use crate::ui::button::{Kind, action_bar, submit};
use crate::ui::field::Input;
use crate::ui::notice::{Tone, notice};
use crate::ui::top_bar::top_bar;
use crate::words::shell as words;

/// The page.
pub fn password(phone: Phone) -> Node {
    let [old, new, again] = [(); 3].map(|()| Signal::new(String::new()));
    let is_busy = Signal::new(false);
    let refusal = Signal::new(None::<Refusal>);
    let differs = Signal::new(false);
    let send = move || {
        differs.set(new.get_untracked() != again.get_untracked());
        if is_busy.get_untracked() || differs.get_untracked() {
            return;
        }
        is_busy.set(true);
        spawn_local(async move {
            let result = phone.change_password(old.get_untracked(), new.get_untracked()).await;
            is_busy.set(false);
            match result {
                Err(why) => refusal.set(Some(why)),
                Ok(()) => phone.replace(Route::Home),
            }
        });
    };
    let differ = move || differs.get().then(|| phone.say(words::PASSWORD_DIFFERS).to_owned());
    let form = el("form")
        .class("stack")
        .on("submit", move |event| {
            event.prevent_default();
            send();
        })
        .child(live(move || refusal.get().map(|why| notice(Tone::Warn, "", message(phone, &why)))))
        .child(el("p").text(phone.say(words::NEW_PASSWORD_WHY)))
        .child(typed(phone, "old", words::OLD_PASSWORD, Input::Password, "current-password", old))
        .child(typed(phone, "new", words::NEW_PASSWORD, Input::Password, "new-password", new))
        .child(typed(phone, "again", words::AGAIN_PASSWORD, Input::Password, "new-password", again))
        .child(live(move || differ().map(|why| el("p").class("field-error").attr("role", "alert").text(why))))
        .child(
            action_bar().child(
                submit(Kind::Primary, None, phone.say(words::CHANGE))
                    .class_if("button-wide", true)
                    .flag("disabled", move || is_busy.get()),
            ),
        );
    many([top_bar(phone.say(words::NEW_PASSWORD_TITLE), "", None), el("main").class("main").child(form)])
}
