//! An item of the review list: what each side says, what was decided, and the step that ends it.

use super::detail::{FactView, Happening, facts, history, section};
use super::form::{Words, press, with_words};
use super::table::{Table, table};
use crate::ui::button::{Button, Kind};
use crate::ui::choice::{Layout, Tile, TileGroup};
use crate::ui::field::{Select, TextArea, TextField};
use crate::ui::notice::Notice;
use crate::words::{console as words, console_conflict as conflict, console_step as step};
use domain::language::Language;
use leptos::prelude::*;

/// The page.
#[derive(Debug, Clone)]
pub struct ReviewView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// What the file or the record said, field by field.
    pub content: Vec<FactView>,
    /// Both sides, with who, when and how it is known.
    pub sides: Option<Table>,
    pub decisions: Vec<Happening>,
    pub step: Step,
}

/// What the reader may do.
#[derive(Debug, Clone)]
pub enum Step {
    Nothing,
    /// Mark as settled; the address.
    Settle(String),
    Choose(Choose),
    Door(DoorStep),
    /// Note that a new signature was asked for; address and error.
    Ask(String, Option<String>),
}

/// Choose one side, or enter another value.
#[derive(Debug, Clone, Default)]
pub struct Choose {
    pub action: String,
    /// Key, value, and who said it.
    pub sides: Vec<(String, String, String)>,
    pub other: Option<Other>,
    pub reason: String,
    pub error: Option<String>,
}

/// A value that nobody has said yet.
#[derive(Debug, Clone, Default)]
pub struct Other {
    pub typed: String,
    /// Key and label; empty: typed freely.
    pub options: Vec<(String, String)>,
}

/// A door as it should be.
#[derive(Debug, Clone, Default)]
pub struct DoorStep {
    pub action: String,
    pub building: String,
    pub unit: String,
    pub floor: String,
    pub door: String,
    pub reason: String,
    pub error: Option<String>,
}

/// Draws it.
pub fn page(view: ReviewView) -> impl IntoView {
    let ReviewView { language, facts: list, content, sides, decisions, step: next } = view;
    view! {
        {facts(list, language)}
        {sides.map(|sides| section(conflict::SIDES.text(language).into(), table(sides).into_any()))}
        {(!content.is_empty()).then(|| section(step::ORIGINAL.text(language).into(), facts(content, language).into_any()))}
        {next_step(next, language)}
        {(!decisions.is_empty()).then(|| section(conflict::DECIDED.text(language).into(), history(decisions, language).into_any()))}
    }
}

fn next_step(next: Step, language: Language) -> AnyView {
    match next {
        Step::Nothing => ().into_any(),
        Step::Settle(action) => press(action, step::SETTLE.text(language).into(), Kind::Primary).into_any(),
        Step::Choose(choose) => choice(choose, language).into_any(),
        Step::Door(door) => door_form(door, language).into_any(),
        Step::Ask(action, error) => view! {
            <Notice>{conflict::CONSENT_HINT.text(language)}</Notice>
            {with_words(Words {
                action,
                name: "reason",
                label: step::NOTE.text(language).into(),
                error,
                max_length: 200,
                button: conflict::ASKED_AGAIN.text(language).into(),
                ..Words::default()
            })}
        }
        .into_any(),
    }
}

fn choice(choose: Choose, language: Language) -> impl IntoView {
    let Choose { action, sides, other, reason, error } = choose;
    let tiles = sides
        .into_iter()
        .map(|(key, value, said)| view! { <Tile name="choice" value=key label=value hint=said/> })
        .collect_view();
    let another = other.map(|Other { typed, options }| {
        let label = conflict::ANOTHER_VALUE.text(language);
        let field = if options.is_empty() {
            view! { <TextField name="value" label=label value=typed max_length=40/> }.into_any()
        } else {
            view! { <Select name="value" label=label options=options value=typed/> }.into_any()
        };
        view! { {field}<TextArea name="reason" label=conflict::WHY.text(language) value=reason max_length=200/> }
    });
    let other_tile =
        another.is_some().then(|| view! { <Tile name="choice" value="other" label=conflict::ANOTHER.text(language)/> });
    view! {
        <form class="card stack" method="post" action=action>
            <TileGroup label=conflict::CHOOSE.text(language) layout=Layout::List error=Signal::stored(error)>
                {tiles}{other_tile}
            </TileGroup>
            {another}
            <Button submit=true label=conflict::DECIDE.text(language)/>
        </form>
    }
}

fn door_form(door: DoorStep, language: Language) -> impl IntoView {
    let DoorStep { action, building, unit, floor, door, reason, error } = door;
    view! {
        <form class="card stack-small" method="post" action=action>
            <p>{conflict::DOOR_HINT.text(language)}</p>
            <TextField name="building" label=words::BUILDING.text(language) value=building max_length=40 required=true/>
            <TextField name="unit" label=words::UNIT.text(language) value=unit max_length=40/>
            <TextField name="floor" label=conflict::fact(domain::fact::FactKind::Floor).text(language) value=floor max_length=10/>
            <TextField name="door" label=words::DOOR.text(language) value=door max_length=40 required=true error=Signal::stored(error)/>
            <TextArea name="reason" label=step::NOTE_OPTIONAL.text(language) value=reason max_length=200/>
            <Button submit=true label=conflict::DECIDE.text(language)/>
        </form>
    }
}
