//! When the phone's storage was cleared: what was found again and what may be lost, said until somebody has read it; and the rescue
//! file, which needs no login.

use super::browser;
use super::context::Phone;
use super::signal::*;
use crate::element::{Node, el, live, many};
use crate::sync::mark::Loss;
use crate::sync::second::{LOSS, Second};
use crate::sync::second_web::{WebSecond, export};
use crate::ui::button::{Kind, button};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, sync as words};
use domain::calendar::{iso, shanghai_day};

/// The notice, as long as nobody has read it.
pub(super) fn loss(phone: Phone) -> Node {
    let kept = Signal::new(WebSecond.word(LOSS));
    let read = move || {
        WebSecond.set_word(LOSS, None);
        kept.set(None);
    };
    let said = move || {
        let Loss { found, missing } = Loss::read(&kept.get()?);
        let (tone, lost) = match missing.is_empty() {
            true => (Tone::Info, phone.say(words::GONE_NOTHING).to_owned()),
            false => (Tone::Danger, phone.fill(words::GONE_LOST, &[("numbers", &missing)])),
        };
        let found = (found > 0).then(|| el("p").text(phone.count(words::GONE_FOUND, found)));
        let drafts = el("p").text(phone.say(words::GONE_DRAFTS));
        let done = button(Kind::Secondary, None, phone.say(words::READ_IT)).on_click(read);
        let body = many([found, Some(el("p").text(lost)), Some(drafts), Some(done)]);
        Some(notice(tone, phone.say(words::GONE_TITLE), body))
    };
    live(said)
}

/// The way to the rescue file, where there is anything to rescue.
pub(super) fn rescue(phone: Phone) -> Node {
    let is_any = Signal::new(false);
    let failed = Signal::new(None::<Word>);
    spawn_local(async move {
        is_any.set(WebSecond.names("").await.is_some_and(|names| !names.is_empty()));
    });
    let send = move || {
        spawn_local(async move {
            let day = iso::text(shanghai_day(browser::now_ms()));
            let is_done = export(&["doorstep-rescue-", &day, ".txt"].concat()).await;
            failed.set((!is_done).then_some(words::EXPORT_FAILED));
        });
    };
    live(move || {
        is_any.get().then(|| {
            el("section")
                .class("section stack-small")
                .child(
                    button(Kind::Secondary, None, phone.say(words::EXPORT))
                        .class_if("button-wide", true)
                        .on_click(send),
                )
                .child(el("p").class("quiet").text(phone.say(words::EXPORT_WHY)))
                .child(live(move || failed.get().map(|word| notice(Tone::Warn, "", phone.say(word)))))
        })
    })
}
