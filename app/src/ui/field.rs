//! Text fields, selects, and one line to tick. `on:input` on any of them hears the control inside; further attributes of the
//! control itself (autocomplete, pattern …) are given by [`Input`].

use super::page::escape;
use leptos::prelude::*;

/// What is typed, which decides the keyboard a phone shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Input {
    #[default]
    Text,
    /// A Chinese mobile number or landline.
    Phone,
    /// Digits only.
    Digits,
    /// A household code or a request number: capitals, no spelling help.
    Code,
    Password,
    Date,
}

impl Input {
    fn kind(self) -> &'static str {
        match self {
            Self::Text | Self::Digits | Self::Code => "text",
            Self::Phone => "tel",
            Self::Password => "password",
            Self::Date => "date",
        }
    }

    fn mode(self) -> Option<&'static str> {
        match self {
            Self::Digits => Some("numeric"),
            Self::Phone => Some("tel"),
            _ => None,
        }
    }
}

/// The label, the hint and the error around a control.
#[component]
pub fn Field(
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <label class="field" class:field-wrong=move || error.get().is_some()>
            <span class="field-label">{label}</span>
            {(!hint.is_empty()).then(|| view! { <span class="field-hint">{hint}</span> })}
            {children()}
            {move || error.get().map(|error| view! { <span class="field-error" role="alert">{error}</span> })}
        </label>
    }
}

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: Signal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] input: Input,
    #[prop(optional)] max_length: Option<u16>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] autocomplete: Option<&'static str>,
) -> impl IntoView {
    let class = if input == Input::Code { "field-input field-code" } else { "field-input" };
    view! {
        <Field label hint error>
            <input class=class type=input.kind() inputmode=input.mode() name=name maxlength=max_length.map(|n| n.to_string())
                autocapitalize=(input == Input::Code).then_some("characters")
                autocomplete=autocomplete.or((input == Input::Code).then_some("off"))
                placeholder=(!placeholder.is_empty()).then_some(placeholder)
                required=required aria-invalid=move || error.get().map(|_| "true")
                value=value.get_untracked() prop:value=move || value.get()/>
        </Field>
    }
}

/// Several lines of text. Always use this instead of a bare `<textarea>`: Leptos writes the text inside one unescaped.
#[component]
pub fn TextArea(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: Signal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] placeholder: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional)] max_length: Option<u16>,
) -> impl IntoView {
    view! {
        <Field label hint error>
            <textarea class="field-input" name=name maxlength=max_length.map(|n| n.to_string())
                placeholder=(!placeholder.is_empty()).then_some(placeholder)
                aria-invalid=move || error.get().map(|_| "true")
                prop:value=move || value.get() inner_html=escape(&value.get_untracked())></textarea>
        </Field>
    }
}

/// One of a list: `(value, label)`. An empty first value means "please choose".
#[component]
pub fn Select(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<(String, String)>,
    #[prop(optional, into)] value: Signal<String>,
    #[prop(optional, into)] hint: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
) -> impl IntoView {
    let options = options
        .into_iter()
        .map(|(key, label)| {
            let selected = key == value.get_untracked();
            view! { <option value=key selected=selected>{label}</option> }
        })
        .collect_view();
    view! {
        <Field label hint error>
            <select class="field-input" name=name prop:value=move || value.get()>{options}</select>
        </Field>
    }
}

/// One sentence to tick; never ticked beforehand by us.
#[component]
pub fn Check(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] checked: Signal<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" name=name value="1" checked=checked.get_untracked() prop:checked=move || checked.get()/>
            <span>{label}</span>
        </label>
    }
}
