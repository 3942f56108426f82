//! Settings: language, text size, colours, who is logged in, version; and logging out, which deletes no work.

use super::browser;
use super::context::Phone;
use super::route::Route;
use super::top::Top;
use crate::store::Table;
use crate::sync::outbox::{self, Head};
use crate::ui::button::{Button, Kind};
use crate::ui::card::Fact;
use crate::ui::choice::{Layout, Tile, TileGroup};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{self, Icon};
use crate::ui::notice::Notice;
use crate::ui::preference::{self, Elder, Theme};
use crate::words::{shell as words, theme};
use domain::language::Language;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The page.
#[component]
pub fn Settings() -> impl IntoView {
    let phone = Phone::here();
    let facts = phone.session.with_untracked(|session| {
        session.as_ref().map(|session| format!("{}（{}）", session.name, session.login)).unwrap_or_default()
    });
    let device = RwSignal::new(String::new());
    spawn_local(async move {
        if let Ok(Some(head)) = outbox::read::<_, Head>(&phone.store(), Table::Meta, crate::store::key::HEAD).await {
            let name = head.device.to_string();
            let _ = device.try_set(format!("{} · {}", &name[name.len() - 6..], head.seq));
        }
    });
    view! {
        <Top title=phone.say(words::SETTINGS) back=Route::Home/>
        <main class="main stack">
            {language(phone)}
            {elder(phone)}
            {colours(phone)}
            {browser::is_update_waiting().then(|| view! { <Notice>{phone.say(words::UPDATE_WAITS)}</Notice> })}
            {(!browser::is_installed()).then(|| view! {
                <Notice title=phone.say(words::INSTALL)><p>{phone.say(words::INSTALL_TEXT)}</p></Notice>
            })}
            <dl class="facts">
                <Fact label=phone.say(words::ACCOUNT)>{facts}</Fact>
                <Fact label=phone.say(words::DEVICE)><span class="number">{move || device.get()}</span></Fact>
                <Fact label=phone.say(words::VERSION)><span class="number">{env!("CARGO_PKG_VERSION")}</span></Fact>
            </dl>
            <LogOut/>
        </main>
    }
}

fn choose_language(phone: Phone, language: Language) {
    browser::remember(preference::LANGUAGE, Some(language.tag()));
    browser::set_root_attribute("lang", Some(language.tag()));
    phone.language.set(language);
}

fn choose_elder(phone: Phone, elder: Elder) {
    browser::remember(preference::ELDER, elder.name());
    browser::set_root_attribute("data-elder", elder.name());
    phone.elder.set(elder);
}

/// Text size and language in two toggles, for pages before the settings can be reached.
#[component]
pub fn Reading() -> impl IntoView {
    let phone = Phone::here();
    let next = move || match phone.elder.get().next() {
        Elder::Off => phone.say(theme::ELDER_OFF),
        Elder::On => phone.say(theme::ELDER_ON),
        Elder::Largest => phone.say(theme::ELDER_LARGEST),
    };
    let other = match phone.language.get_untracked() {
        Language::Zh => Language::En,
        Language::En => Language::Zh,
    };
    view! {
        <div class="row">
            <button type="button" class="toggle" on:click=move |_| choose_elder(phone, phone.elder.get_untracked().next())>
                <Icon of=icon::LETTERS/>{next}
            </button>
            <button type="button" class="toggle" lang=other.tag() on:click=move |_| choose_language(phone, other)>
                {phone.say(theme::OTHER_LANGUAGE)}
            </button>
        </div>
    }
}

fn language(phone: Phone) -> impl IntoView {
    let tile = move |language: Language, label: &'static str| {
        let choose = move |_| choose_language(phone, language);
        let checked = Signal::derive(move || phone.language.get() == language);
        view! { <Tile name="language" value=language.tag() label checked on:change=choose/> }
    };
    view! {
        <TileGroup label=phone.say(words::LANGUAGE) layout=Layout::Pair>
            {tile(Language::Zh, "中文")}{tile(Language::En, "English")}
        </TileGroup>
    }
}

fn elder(phone: Phone) -> impl IntoView {
    let tile = move |elder: Elder, label: &'static str| {
        let choose = move |_| choose_elder(phone, elder);
        let checked = Signal::derive(move || phone.elder.get() == elder);
        view! { <Tile name="elder" value=elder.name().unwrap_or("off") label checked on:change=choose/> }
    };
    view! {
        <TileGroup label=phone.say(words::TEXT_SIZE)>
            {tile(Elder::Off, phone.say(theme::ELDER_OFF))}
            {tile(Elder::On, phone.say(theme::ELDER_ON))}
            {tile(Elder::Largest, phone.say(theme::ELDER_LARGEST))}
        </TileGroup>
    }
}

fn colours(phone: Phone) -> impl IntoView {
    let tile = move |theme: Option<Theme>, label: &'static str| {
        let name = theme.map(Theme::name);
        let choose = move |_| {
            browser::remember(preference::THEME, name);
            browser::set_root_attribute("data-theme", name);
            phone.theme.set(theme);
        };
        let checked = Signal::derive(move || phone.theme.get() == theme);
        view! { <Tile name="theme" value=name.unwrap_or("system") label checked on:change=choose/> }
    };
    view! {
        <TileGroup label=phone.say(words::THEME)>
            {tile(None, phone.say(words::THEME_SYSTEM))}
            {tile(Some(Theme::Light), phone.say(words::THEME_LIGHT))}
            {tile(Some(Theme::Dark), phone.say(words::THEME_DARK))}
        </TileGroup>
    }
}

/// Asks once, and says what becomes of what is not sent.
#[component]
fn LogOut() -> impl IntoView {
    let phone = Phone::here();
    let dialog = NodeRef::<html::Dialog>::new();
    let open = move |_| {
        if let Some(dialog) = dialog.get_untracked() {
            // Already open is the only way this fails.
            let _ = dialog.show_modal();
        }
    };
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let leave = move |_| {
        close();
        spawn_local(async move { drop(phone.log_out().await) });
    };
    let text = move || match phone.standing.with(|standing| standing.counts.waiting()) {
        0 => phone.say(words::LOG_OUT_CLEAR).to_owned(),
        waiting => phone.count(words::LOG_OUT_UNSENT, waiting),
    };
    view! {
        <Button label=phone.say(words::LOG_OUT) kind=Kind::Quiet wide=true on:click=open/>
        <Dialog node=dialog title=phone.say(words::LOG_OUT_QUESTION)>
            <p>{text}</p>
            <div class="dialog-actions">
                <Button label=phone.say(words::STAY) kind=Kind::Secondary on:click=move |_| close()/>
                <Button label=phone.say(words::LOG_OUT) kind=Kind::Danger on:click=leave/>
            </div>
        </Dialog>
    }
}
