//! `/c/{code}/requests`: ask for help. Twelve pictures, a place, a word; what endangers people is called in first.

use super::draft::FormDraft;
use super::place::{PlaceView, SubHead};
use super::rate::{PhotoField, Wrong};
use crate::ui::choice::{Layout, Tile, TileGroup};
use crate::ui::field::{Input, TextArea, TextField};
use crate::ui::icon::NEED_GROUPS;
use crate::ui::notice::{Notice, Tone};
use crate::ui::preference::Preference;
use crate::words::{need, resident as words};
use domain::language::Language;
use domain::need::{Need, NeedIcon};
use leptos::prelude::*;

/// What the form needs to know.
#[derive(Debug, Clone)]
pub struct AskView {
    pub place: PlaceView,
    pub draft: FormDraft,
}

/// The page.
pub fn page(view: AskView, reader: Preference) -> impl IntoView {
    let language = reader.language;
    let AskView { place, draft } = view;
    let here = place.href("requests");
    let icons = NeedIcon::ALL
        .iter()
        .zip(NEED_GROUPS)
        .map(|(icon, glyph)| {
            let chosen = draft.value("icon") == icon.name();
            view! { <Tile name="icon" value=icon.name() label=need::group(*icon).text(language) glyph=glyph checked=chosen/> }
        })
        .collect_view();
    let hazard = [("yes", words::HAZARD_YES), ("no", words::HAZARD_NO)].map(|(value, word)| {
        view! { <Tile name="hazard" value=value label=word.text(language) checked=draft.value("hazard") == value/> }
    });
    view! {
        <SubHead place=place.clone() reader=reader here=here.clone() title=words::ASK_TITLE.text(language)/>
        <main class="main">
            <form class="stack" method="post" action=here enctype="multipart/form-data">
                <input type="hidden" name="form_id" value=draft.value("form_id").to_owned()/>
                <Wrong draft=draft.clone() reader=reader/>
                <Danger language=language/>
                <TileGroup label=words::WHAT.text(language) error=draft.error("icon", language)>{icons}</TileGroup>
                <TileGroup label=words::HAZARD.text(language) layout=Layout::Pair error=draft.error("hazard", language)>{hazard}</TileGroup>
                <TextField name="place" label=words::WHERE.text(language) hint=words::WHERE_HINT.text(language)
                    value=draft.signal("place") error=draft.error("place", language) max_length=Need::PLACE_MAX as u16/>
                <TextArea name="text" label=words::TELL.text(language) hint=words::OPTIONAL_200.text(language)
                    value=draft.signal("text") error=draft.error("text", language) max_length=Need::TEXT_MAX as u16/>
                <PhotoField draft=draft.clone() reader=reader most=Need::PHOTOS_MAX/>
                <TextField name="phone" label=words::PHONE.text(language) hint=words::PHONE_HINT.text(language) input=Input::Phone
                    autocomplete="tel" value=draft.signal("phone") error=draft.error("phone", language) max_length=24/>
                <TextField name="household_code" label=words::HOUSEHOLD_CODE.text(language)
                    hint=words::HOUSEHOLD_CODE_ASK_HINT.text(language) placeholder=words::CODE_PLACEHOLDER.text(language)
                    input=Input::Code max_length=24 value=draft.signal("household_code")
                    error=draft.error("household_code", language)/>
                <div class="action-bar"><button class="button button-primary">{words::SEND_REQUEST.text(language)}</button></div>
            </form>
        </main>
    }
}

/// Whom to call before anything is typed.
#[component]
pub fn Danger(language: Language) -> impl IntoView {
    view! {
        <Notice tone=Tone::Danger title=words::DANGER_FIRST.text(language)>
            <p>{words::DANGER_TEXT.text(language)}</p>
            <p class="notice-calls">
                <a class="button button-danger" href="tel:119">{words::CALL_119.text(language)}</a>
                <a class="button button-danger" href="tel:110">{words::CALL_110.text(language)}</a>
            </p>
        </Notice>
    }
}
