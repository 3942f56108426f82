//! `/c/{code}/requests`: ask for help. Twelve pictures, a place, a word; what endangers people is called in first.

use super::draft::FormDraft;
use super::form::{danger, household_code, line, lines, photo_field, send, wrong};
use super::place::{PlaceView, sub_head};
use crate::element::{Element, Node, el, many};
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Input, Typed, hidden};
use crate::ui::icon::NEED_GROUPS;
use crate::ui::preference::Preference;
use crate::words::{need, resident as words};
use domain::language::Language;
use domain::need::{Need, NeedIcon};

/// What the form needs to know.
#[derive(Debug, Clone)]
pub struct AskView {
    pub place: PlaceView,
    pub draft: FormDraft,
}

/// The page.
pub fn page(view: AskView, reader: Preference) -> Node {
    let language = reader.language;
    let AskView { place, draft } = view;
    let here = place.href("requests");
    let head = sub_head(&place, reader, &here, words::ASK_TITLE.text(language));
    let form = el("form")
        .class("stack")
        .attr("method", "post")
        .attr("action", here)
        .attr("enctype", "multipart/form-data")
        .child(hidden("form_id", draft.value("form_id").to_owned()))
        .child(wrong(&draft, language))
        .child(danger(language))
        .child(what(&draft, language))
        .child(hazard(&draft, language))
        .children(tell(&draft, language))
        .child(photo_field(&draft, Need::PHOTOS_MAX, language))
        .child(phone(&draft, language))
        .child(household_code(&draft, words::HOUSEHOLD_CODE_ASK_HINT, language))
        .child(send(words::SEND_REQUEST, language));
    many([head, el("main").class("main").child(form).into()])
}

fn what(draft: &FormDraft, language: Language) -> Element {
    let icons = NeedIcon::ALL.iter().zip(NEED_GROUPS).map(|(icon, glyph)| {
        let name = icon.name();
        let label = need::group(*icon).text(language).into();
        let one = Tiled { name: "icon".into(), value: name.into(), label, glyph: Some(glyph), ..Tiled::default() };
        tile(one, draft.value("icon") == name)
    });
    tile_group(words::WHAT.text(language), Layout::Grid, "", draft.error("icon", language), many(icons))
}

fn hazard(draft: &FormDraft, language: Language) -> Element {
    let answers = [("yes", words::HAZARD_YES), ("no", words::HAZARD_NO)].map(|(value, word)| {
        let label = word.text(language).into();
        let one = Tiled { name: "hazard".into(), value: value.into(), label, ..Tiled::default() };
        tile(one, draft.value("hazard") == value)
    });
    tile_group(words::HAZARD.text(language), Layout::Pair, "", draft.error("hazard", language), many(answers))
}

fn tell(draft: &FormDraft, language: Language) -> [Element; 2] {
    let place = Typed {
        name: "place".into(),
        label: words::WHERE.text(language).into(),
        hint: words::WHERE_HINT.text(language).into(),
        max_length: Some(Need::PLACE_MAX as u16),
        ..Typed::default()
    };
    let text = Typed {
        name: "text".into(),
        label: words::TELL.text(language).into(),
        hint: words::OPTIONAL_200.text(language).into(),
        max_length: Some(Need::TEXT_MAX as u16),
        ..Typed::default()
    };
    [line(draft, place, language), lines(draft, text, language)]
}

fn phone(draft: &FormDraft, language: Language) -> Element {
    let phone = Typed {
        name: "phone".into(),
        label: words::PHONE.text(language).into(),
        hint: words::PHONE_HINT.text(language).into(),
        input: Input::Phone,
        autocomplete: Some("tel"),
        max_length: Some(24),
        ..Typed::default()
    };
    line(draft, phone, language)
}
