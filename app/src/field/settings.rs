//! Settings: language, text size, colours, who is logged in, version; and logging out, which deletes no work.

use super::browser;
use super::context::Phone;
use super::language;
use super::outbox::room;
use super::route::Route;
use super::signal::*;
use super::top::top;
use crate::element::{Element, Node, Slot, el, many};
use crate::store::{Store, Table, web};
use crate::sync::outbox::Head;
use crate::ui::button::{Kind, button};
use crate::ui::card::fact;
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::dialog::dialog;
use crate::ui::field::Fault;
use crate::ui::icon::{self, icon};
use crate::ui::notice::{Tone, notice};
use crate::ui::preference::{self, Elder, Theme};
use crate::words::{pin, shell as words, theme};
use domain::language::Language;

/// The page.
pub fn settings(phone: Phone) -> Node {
    let account = phone.session.with_untracked(|session| {
        session.as_ref().map(|session| format!("{}（{}）", session.name, session.login)).unwrap_or_default()
    });
    let device = Signal::new(String::new());
    spawn_local(async move {
        let stored = phone.store().get(Table::Meta, crate::store::key::HEAD).await;
        if let Some(head) = stored.ok().flatten().and_then(|head| head.read::<Head>()) {
            let name = head.device.to_string();
            device.set(format!("{} · {}", name.get(name.len() - 6..).unwrap_or_default(), head.seq));
        }
    });
    let facts = el("dl")
        .class("facts")
        .child(fact(phone.say(words::ACCOUNT), account))
        .child(fact(phone.say(words::DEVICE), el("span").class("number").text(move || device.get())))
        .child(fact(phone.say(words::VERSION), el("span").class("number").text(env!("CARGO_PKG_VERSION"))));
    let update = browser::is_update_waiting().then(|| notice(Tone::Info, "", phone.say(words::UPDATE_WAITS)));
    let install = (!browser::is_installed())
        .then(|| notice(Tone::Info, phone.say(words::INSTALL), el("p").text(phone.say(words::INSTALL_TEXT))));
    let main = el("main")
        .class("main stack")
        .child(languages(phone))
        .child(elders(phone))
        .child(colours(phone))
        .child(update)
        .child(install)
        .child(facts)
        .child(room(phone))
        .child(seal(phone))
        .child(leave(phone));
    many([top(phone, phone.say(words::SETTINGS), "", Some(Route::Home)), main])
}

fn choose_language(phone: Phone, language: Language) {
    spawn_local(language::choose(phone, language));
}

fn choose_elder(phone: Phone, elder: Elder) {
    browser::remember(preference::ELDER, elder.name());
    browser::set_root_attribute("data-elder", elder.name());
    phone.elder.set(elder);
}

/// Text size and language in two toggles, for pages before the settings can be reached.
pub fn reading(phone: Phone) -> Element {
    let next = move || {
        let word = match phone.elder.get().next() {
            Elder::Off => theme::ELDER_OFF,
            Elder::On => theme::ELDER_ON,
            Elder::Largest => theme::ELDER_LARGEST,
        };
        phone.say(word).to_owned()
    };
    let other = match phone.language.get_untracked() {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    let toggle = || el("button").attr("type", "button").class("toggle");
    let elder = toggle()
        .on_click(move || choose_elder(phone, phone.elder.get_untracked().next()))
        .child(icon(icon::LETTERS))
        .text(next);
    let language = toggle()
        .attr("lang", other.tag())
        .on_click(move || choose_language(phone, other))
        .text(phone.say(theme::OTHER_LANGUAGE));
    el("div").class("row").child(elder).child(language)
}

/// One choice of a setting; `is_chosen` follows the setting.
fn choice(
    name: &str,
    value: &str,
    label: &str,
    is_chosen: impl Fn() -> bool + 'static,
    choose: impl Fn() + 'static,
) -> Element {
    let tiled = Tiled { name: name.to_owned(), value: value.to_owned(), label: label.to_owned(), ..Tiled::default() };
    tile(tiled, is_chosen).on("change", move |_| choose())
}

fn languages(phone: Phone) -> Element {
    let tile = |language: Language, label| {
        let is_chosen = move || phone.language.get() == language;
        choice("language", language.tag(), label, is_chosen, move || choose_language(phone, language))
    };
    let tiles = many([tile(Language::Zh, "中文"), tile(Language::En, "English")]);
    tile_group(phone.say(words::LANGUAGE), Layout::Pair, "", Fault::NONE, tiles)
}

fn elders(phone: Phone) -> Element {
    let tile = |elder: Elder, label| {
        let is_chosen = move || phone.elder.get() == elder;
        let name = elder.name().unwrap_or("off");
        choice("elder", name, phone.say(label), is_chosen, move || choose_elder(phone, elder))
    };
    let tiles = [
        tile(Elder::Off, theme::ELDER_OFF),
        tile(Elder::On, theme::ELDER_ON),
        tile(Elder::Largest, theme::ELDER_LARGEST),
    ];
    tile_group(phone.say(words::TEXT_SIZE), Layout::Grid, "", Fault::NONE, many(tiles))
}

fn colours(phone: Phone) -> Element {
    let tile = |theme: Option<Theme>, label| {
        let name = theme.map(Theme::name);
        let choose = move || {
            browser::remember(preference::THEME, name);
            browser::set_root_attribute("data-theme", name);
            phone.theme.set(theme);
        };
        choice("theme", name.unwrap_or("system"), phone.say(label), move || phone.theme.get() == theme, choose)
    };
    let tiles = [
        tile(None, words::THEME_SYSTEM),
        tile(Some(Theme::Light), words::THEME_LIGHT),
        tile(Some(Theme::Dark), words::THEME_DARK),
    ];
    tile_group(phone.say(words::THEME), Layout::Grid, "", Fault::NONE, many(tiles))
}

/// Locks at once; or says that nothing is sealed here.
fn seal(phone: Phone) -> Option<Element> {
    if phone.store().unlocked().is_some() {
        let lock = button(Kind::Secondary, None, phone.say(pin::LOCK_NOW)).class_if("button-wide", true);
        return Some(lock.on_click(move || phone.lock()));
    }
    (!web::able()).then(|| notice(Tone::Warn, "", phone.say(pin::NOT_SEALED)))
}

/// Asks once, and says what becomes of what is not sent.
fn leave(phone: Phone) -> Node {
    let slot = Slot::new();
    let open = move || {
        if let Some(dialog) = slot.get() {
            browser::open(&dialog);
        }
    };
    let close = move || {
        if let Some(dialog) = slot.get() {
            browser::close(&dialog);
        }
    };
    let log_out = move || {
        close();
        spawn_local(async move { drop(phone.log_out().await) });
    };
    let text = move || match phone.standing.with(|standing| standing.counts.waiting()) {
        0 => phone.say(words::LOG_OUT_CLEAR).to_owned(),
        waiting => phone.count(words::LOG_OUT_UNSENT, waiting),
    };
    let actions = el("div")
        .class("dialog-actions")
        .child(button(Kind::Secondary, None, phone.say(words::STAY)).on_click(close))
        .child(button(Kind::Danger, None, phone.say(words::LOG_OUT)).on_click(log_out));
    let question = dialog(phone.say(words::LOG_OUT_QUESTION)).slot(slot).child(el("p").text(text)).child(actions);
    let ask = button(Kind::Quiet, None, phone.say(words::LOG_OUT)).class_if("button-wide", true).on_click(open);
    many([ask, question])
}
