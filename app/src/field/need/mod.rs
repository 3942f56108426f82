//! One need (需求): what kind, where, what is the matter, photos; a hazard says first whom to call.

use super::board::cells::place;
use super::photo::strip::PhotoStrip;
use super::survey::ask::need_glyph;
use super::visit::desk::Desk;
use super::visit::draft::NeedDraft;
use crate::ui::choice::{Layout, Tile, TileGroup};
use crate::ui::field::{TextArea, TextField};
use crate::ui::icon::Icon;
use crate::ui::notice::{Notice, Tone};
use crate::words::{Word, need};
use domain::language::Language;
use domain::need::{Category, Need, category};
use leptos::prelude::*;

/// The page of the need with this place in the draft.
#[component]
pub fn NeedPage(index: usize) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let Some(draft) = desk.draft.with_untracked(|draft| draft.needs.get(index).cloned()) else { return ().into_any() };
    let at = move |field: &str| desk.error(format!("needs.{index}.{field}"));
    let kept = move || desk.draft.with(|draft| draft.needs.get(index).cloned());
    let text = Signal::derive(move || kept().map(|need| need.text).unwrap_or_default());
    let photos = Signal::derive(move || kept().map(|need| need.photos).unwrap_or_default());
    let set_text = move |text: String| change(desk, index, "text", |need| need.text = text);
    let set_photos = Callback::new(move |photos| change(desk, index, "photos", |need| need.photos = photos));
    view! {
        <div class="stack" data-q=format!("need-{}", draft.icon.name())>
            <h2 class="row"><Icon of=need_glyph(draft.icon)/><span>{phone.say(need::group(draft.icon))}</span></h2>
            {draft.hazard.then(|| view! {
                <Notice tone=Tone::Danger title=phone.say(need::CALL_FIRST)><p>{phone.say(need::CALL_FIRST_TEXT)}</p></Notice>
            })}
            <Kinds index draft=draft.clone()/>
            <Place index/>
            <TextArea name="text" label=phone.say(need::TEXT) hint=phone.say(need::TEXT_HINT) value=text error=at("text")
                max_length=Need::TEXT_MAX as u16 on:input=move |event| set_text(event_target_value(&event))/>
            <PhotoStrip label=phone.say(need::PHOTO) photos max=Need::PHOTOS_MAX set=set_photos place=format!("needs.{index}.photos")/>
        </div>
    }
    .into_any()
}

fn change(desk: Desk, index: usize, field: &str, change: impl FnOnce(&mut NeedDraft)) {
    desk.forget_findings(&format!("needs.{index}.{field}"));
    desk.change(|draft| {
        if let Some(need) = draft.needs.get_mut(index) {
            change(need);
        }
    });
}

fn name(category: &Category, language: Language) -> &'static str {
    match language {
        Language::Zh => category.zh,
        Language::En => category.en,
    }
}

/// The worker picks the category behind the icon that the resident pointed at.
#[component]
fn Kinds(index: usize, draft: NeedDraft) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let chosen = Memo::new(move |_| desk.draft.with(|draft| draft.needs.get(index).and_then(|need| need.code.clone())));
    let tiles = draft.icon.categories().map(move |kind| {
        let checked = Signal::derive(move || chosen.with(|chosen| chosen.as_deref() == Some(kind.code)));
        view! {
            <Tile name=format!("code-{index}") value=kind.code label=name(kind, language) checked
                on:change=move |_| change(desk, index, "code", |need| need.code = Some(kind.code.to_owned()))/>
        }
    });
    let call = move || {
        let first = chosen.with(|code| code.as_deref().and_then(category).and_then(Category::call_first))?;
        let said = if first == "gas" {
            phone.say(need::CALL_GAS).to_owned()
        } else {
            phone.fill(need::CALL, &[("number", first)])
        };
        Some(view! { <Notice tone=Tone::Danger>{said}</Notice> })
    };
    view! {
        <TileGroup label=phone.say(need::KIND) layout=Layout::List error=desk.error(format!("needs.{index}.code"))>
            {tiles.collect_view()}
        </TileGroup>
        {call}
    }
}

/// Where: one tap for the usual places, typing for the rest.
#[component]
fn Place(index: usize) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let value = Signal::derive(move || {
        desk.draft.with(|draft| draft.needs.get(index).map(|need| need.place_text.clone())).unwrap_or_default()
    });
    let set = move |place: String| {
        desk.forget_findings(&format!("needs.{index}.place_text"));
        desk.change(|draft| draft.set_need_place(index, place));
    };
    let (building, unit) = desk.behind(|behind| {
        let household = &behind.household;
        (household.building.clone(), place("", &household.unit, language))
    });
    let chips = need::PLACES.map(|word: Word| {
        let place = word.fill(language, &[("building", &building), ("unit", unit.trim())]);
        let said = place.clone();
        view! { <button type="button" class="chip" on:click=move |_| set(place.clone())>{said}</button> }
    });
    view! {
        <div class="stack-small">
            <TextField name="place" label=phone.say(need::PLACE) hint=phone.say(need::PLACE_HINT) value max_length=Need::PLACE_MAX as u16
                error=desk.error(format!("needs.{index}.place_text")) on:input=move |event| set(event_target_value(&event))/>
            <div class="chips">{chips.into_iter().collect_view()}</div>
        </div>
    }
}
