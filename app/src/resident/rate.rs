//! `/c/{code}/rate`: five taps and one, thirty seconds, nothing preselected (content 7.4).

use super::compound::{day, quarter};
use super::draft::FormDraft;
use super::place::{PlaceView, SubHead};
use crate::ui::choice::Scale5;
use crate::ui::field::{Field, Input, TextArea, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::ui::preference::Preference;
use crate::words::{Word, resident as words, theme};
use domain::calendar::Period;
use domain::rating::{Dimension, Rating};
use leptos::prelude::*;

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
pub fn page(view: RateView, reader: Preference) -> impl IntoView {
    let language = reader.language;
    let RateView { place, company, period, in_trial, draft } = view;
    let here = place.href("rate");
    let steps = theme::SCALE5.map(|word| word.text(language));
    let window = words::RATE_PERIOD.fill(
        language,
        &[
            ("quarter", &quarter(period, language)),
            ("from", &day(period.first_day(), language)),
            ("to", &day(period.last_day(), language)),
        ],
    );
    let scale = |name: &'static str, label: Word, hint: Option<Word>| {
        let hint = hint.map(|hint| hint.text(language)).unwrap_or_default();
        view! {
            <Scale5 name=name label=label.text(language) hint=hint words=steps chosen=draft.step(name)
                error=draft.error(name, language)/>
        }
    };
    let dimensions = Dimension::ALL
        .iter()
        .map(|dimension| {
            let (label, hint) = question(*dimension, in_trial);
            scale(dimension.name(), label, hint)
        })
        .collect_view();
    let overall = scale("overall", words::OVERALL, Some(words::OVERALL_HINT));
    view! {
        <SubHead place=place.clone() reader=reader here=here.clone() title=words::RATE_TITLE.fill(language, &[("company", &company)])/>
        <main class="main">
            <form class="stack" method="post" action=here enctype="multipart/form-data">
                <input type="hidden" name="form_id" value=draft.value("form_id").to_owned()/>
                <Wrong draft=draft.clone() reader=reader/>
                <p class="quiet">{window}" "{words::NO_REWARD.text(language)}</p>
                {dimensions}
                {overall}
                <TextField name="household_code" label=words::HOUSEHOLD_CODE.text(language)
                    hint=words::HOUSEHOLD_CODE_HINT.text(language) placeholder=words::CODE_PLACEHOLDER.text(language)
                    input=Input::Code max_length=24 value=draft.signal("household_code")
                    error=draft.error("household_code", language)/>
                <TextArea name="text" label=words::RATE_TEXT.text(language) hint=words::OPTIONAL_200.text(language)
                    value=draft.signal("text") error=draft.error("text", language) max_length=Rating::TEXT_MAX as u16/>
                <PhotoField draft=draft reader=reader most=1/>
                <div class="action-bar"><button class="button button-primary">{words::SEND_RATING.text(language)}</button></div>
            </form>
        </main>
    }
}

/// The line on top of a form that came back.
#[component]
pub fn Wrong(draft: FormDraft, reader: Preference) -> impl IntoView {
    let whole = draft.error("", reader.language);
    (!draft.findings.is_empty()).then(|| {
        let text = whole.unwrap_or_else(|| words::WRONG_TITLE.text(reader.language).to_owned());
        view! { <Notice tone=Tone::Danger>{text}</Notice> }
    })
}

/// File input for photos; those that were received before an error are kept and named.
#[component]
pub fn PhotoField(draft: FormDraft, reader: Preference, most: usize) -> impl IntoView {
    let language = reader.language;
    let hint = if most == 1 { words::PHOTO_HINT_ONE } else { words::PHOTO_HINT };
    let kept = draft.photos.len();
    let hashes = draft
        .photos
        .iter()
        .map(|hash| view! { <input type="hidden" name="photo_kept" value=hash.clone()/> })
        .collect_view();
    view! {
        {hashes}
        {(kept > 0).then(|| view! {
            <Notice tone=Tone::Good>{words::PHOTO_KEPT.fill(language, &[("n", &kept.to_string())])}</Notice>
        })}
        {(kept < most).then(|| view! {
            <Field label=words::PHOTO.text(language) hint=hint.text(language) error=draft.error("photo", language)>
                <input class="field-input" type="file" name="photo" accept="image/jpeg,image/png,image/webp" multiple={most > 1}/>
            </Field>
        })}
    }
}
