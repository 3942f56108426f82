//! `/c/{code}/rate`: five taps and one, thirty seconds, nothing preselected (content 7.4).

use super::compound::{day, quarter};
use super::draft::FormDraft;
use super::form::{household_code, lines, photo_field, send, wrong};
use super::place::{PlaceView, sub_head};
use crate::element::{Element, Node, el, many};
use crate::ui::choice::scale5;
use crate::ui::field::{Typed, hidden};
use crate::ui::preference::Preference;
use crate::words::{Word, resident as words, theme};
use domain::calendar::Period;
use domain::language::Language;
use domain::rating::{Dimension, Rating};

/// What the form needs to know.
#[derive(Debug, Clone)]
pub struct RateView {
    pub place: PlaceView,
    pub company: String,
    pub period: Period,
    /// During the free months the fifth question is whether they were free.
    pub in_trial: bool,
    pub draft: FormDraft,
}

/// Question and hint of a dimension.
pub const fn question(dimension: Dimension, in_trial: bool) -> (Word, Option<Word>) {
    match dimension {
        Dimension::Order => (words::DIMENSION_ORDER, Some(words::DIMENSION_ORDER_HINT)),
        Dimension::Cleaning => (words::DIMENSION_CLEANING, None),
        Dimension::Repair => (words::DIMENSION_REPAIR, None),
        Dimension::Attitude => (words::DIMENSION_ATTITUDE, None),
        Dimension::Charging if in_trial => (words::DIMENSION_CHARGING_TRIAL, None),
        Dimension::Charging => (words::DIMENSION_CHARGING, None),
    }
}

/// The page.
pub fn page(view: RateView, reader: Preference) -> Node {
    let language = reader.language;
    let RateView { place, company, period, in_trial, draft } = view;
    let here = place.href("rate");
    let head = sub_head(&place, reader, &here, words::RATE_TITLE.fill(language, &[("company", &company)]));
    let dimensions = Dimension::ALL.iter().map(|dimension| {
        let (label, hint) = question(*dimension, in_trial);
        scale(&draft, dimension.name(), label, hint, language)
    });
    let text = Typed {
        name: "text".into(),
        label: words::RATE_TEXT.text(language).into(),
        hint: words::OPTIONAL_200.text(language).into(),
        max_length: Some(Rating::TEXT_MAX as u16),
        ..Typed::default()
    };
    let form = el("form")
        .class("stack")
        .attr("method", "post")
        .attr("action", here)
        .attr("enctype", "multipart/form-data")
        .child(hidden("form_id", draft.value("form_id").to_owned()))
        .child(wrong(&draft, language))
        .child(el("p").class("quiet").text(window(period, language)))
        .children(dimensions)
        .child(scale(&draft, "overall", words::OVERALL, Some(words::OVERALL_HINT), language))
        .child(household_code(&draft, words::HOUSEHOLD_CODE_HINT, language))
        .child(lines(&draft, text, language))
        .child(photo_field(&draft, 1, language))
        .child(send(words::SEND_RATING, language));
    many([head, el("main").class("main").child(form).into()])
}

/// Which quarter is rated, and that nobody is paid for it.
fn window(period: Period, language: Language) -> String {
    let (from, to) = (day(period.first_day(), language), day(period.last_day(), language));
    let values = [("quarter", quarter(period, language)), ("from", from), ("to", to)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    format!("{} {}", words::RATE_PERIOD.fill(language, &values), words::NO_REWARD.text(language))
}

fn scale(draft: &FormDraft, name: &str, label: Word, hint: Option<Word>, language: Language) -> Element {
    let hint = hint.map(|hint| hint.text(language)).unwrap_or_default();
    let steps = theme::SCALE5.map(|word| word.text(language).to_owned());
    let chosen = draft.step(name);
    scale5(name, label.text(language), steps, hint, draft.error(name, language), move || chosen)
}
