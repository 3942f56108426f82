//! Forms of one step: post to one address, one or few fields, one button.

use crate::ui::button::{Button, Kind};
use crate::ui::field::{Select, TextArea};
use leptos::prelude::*;

/// A step that only needs a press.
pub fn press(action: String, label: String, kind: Kind) -> impl IntoView {
    view! { <form method="post" action=action><Button submit=true kind=kind label=label/></form> }
}

/// A step with hidden values.
pub fn press_with(action: String, values: Vec<(&'static str, String)>, label: String, kind: Kind) -> impl IntoView {
    let hidden =
        values.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! { <form method="post" action=action>{hidden}<Button submit=true kind=kind label=label/></form> }
}

/// One question with words as its answer.
#[derive(Debug, Clone, Default)]
pub struct Words {
    pub action: String,
    /// A value that says which step it is.
    pub hidden: Option<(&'static str, String)>,
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub error: Option<String>,
    pub max_length: u16,
    pub button: String,
    pub kind: Kind,
}

/// A step with words: a reason, a note.
pub fn with_words(form: Words) -> impl IntoView {
    let Words { action, hidden, name, label, hint, value, error, max_length, button, kind } = form;
    view! {
        <form class="card stack-small" method="post" action=action>
            {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })}
            <TextArea name=name label=label hint=hint value=value error=Signal::stored(error) max_length=max_length/>
            <Button submit=true kind=kind label=button/>
        </form>
    }
}

/// A step with a choice.
pub fn with_choice(
    action: String,
    name: &'static str,
    label: String,
    hint: String,
    options: Vec<(String, String)>,
    button: String,
    kind: Kind,
) -> impl IntoView {
    view! {
        <form class="card stack-small" method="post" action=action>
            <Select name=name label=label hint=hint options=options/>
            <Button submit=true kind=kind label=button/>
        </form>
    }
}
