//! An item of the review list: what each side says, what was decided, and the step that ends it.

use super::detail::{FactView, Happening, facts, history, section};
use super::form::{Words, card, form, press, with_words};
use super::table::{Table, table};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, submit};
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Fault, Typed, select, text_area, text_field};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, console as words, console_conflict as conflict, console_step as step};
use domain::fact::FactKind;
use domain::language::Language;

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
    /// What two persons may do with one of the sides.
    pub void: Step,
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
    /// Propose to void one side.
    Propose(Choose),
    /// Somebody else proposed to void a side: confirm or refuse; address and what was proposed.
    Confirm(String, String),
    /// Nothing, and why.
    Told(Word),
}

/// Choose one side, or enter another value.
#[derive(Debug, Clone, Default)]
pub struct Choose {
    pub action: String,
    /// Key, value, and who said it.
    pub sides: Vec<(String, String, String)>,
    pub other: Option<Other>,
    /// The side that was chosen when something was wrong.
    pub chosen: String,
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
    /// What becomes of the door, where it is not one that a phone has found.
    pub hint: Option<Word>,
    /// The address at which the item is laid by without a door.
    pub settle: Option<String>,
}

/// Draws it.
pub fn page(view: ReviewView) -> Node {
    let ReviewView { language, facts: list, content, sides, decisions, step: next, void } = view;
    let sides = sides.map(|sides| section(conflict::SIDES.text(language), table(sides)));
    let content =
        (!content.is_empty()).then(|| section(conflict::ROSTER_SAID.text(language), facts(content, language)));
    let decisions =
        (!decisions.is_empty()).then(|| section(conflict::DECIDED.text(language), history(decisions, language)));
    many([
        facts(list, language).into(),
        Node::from(sides),
        Node::from(content),
        next_step(next, language),
        next_step(void, language),
        Node::from(decisions),
    ])
}

fn next_step(next: Step, language: Language) -> Node {
    match next {
        Step::Nothing => Node::Nothing,
        Step::Settle(action) => press(action, step::SETTLE.text(language).into(), Kind::Primary).into(),
        Step::Choose(choose) => choice(choose, language).into(),
        Step::Door(mut door) => {
            let settle =
                door.settle.take().map(|action| press(action, step::SETTLE.text(language).into(), Kind::Secondary));
            many([Node::from(door_form(door, language)), Node::from(settle)])
        }
        Step::Ask(action, error) => {
            let asked = with_words(Words {
                action,
                name: "reason",
                label: step::NOTE.text(language).into(),
                error,
                max_length: 200,
                button: conflict::ASKED_AGAIN.text(language).into(),
                ..Words::default()
            });
            many([notice(Tone::Info, "", conflict::CONSENT_HINT.text(language)), asked])
        }
        Step::Propose(choose) => section(conflict::VOID_TITLE.text(language), proposal(choose, language)).into(),
        Step::Told(why) => notice(Tone::Info, "", why.text(language)).into(),
        Step::Confirm(action, what) => {
            let answer = |result: &'static str, label: Word, button: Word, kind: Kind| {
                with_words(Words {
                    action: action.clone(),
                    hidden: Some(("result", result.into())),
                    name: "reason",
                    label: label.text(language).into(),
                    max_length: 200,
                    button: button.text(language).into(),
                    kind,
                    ..Words::default()
                })
            };
            let yes = answer("confirmed", step::NOTE_OPTIONAL, conflict::VOID_CONFIRM, Kind::Primary);
            let no = answer("refused", step::NOTE_OPTIONAL, conflict::VOID_REFUSE, Kind::Secondary);
            let hint = el("p").text(conflict::VOID_HINT.text(language));
            let proposal =
                el("div").class("card stack-small").child(el("p").child(el("strong").text(what))).child(hint);
            section(conflict::VOID_TITLE.text(language), many([proposal, yes, no])).into()
        }
    }
}

/// Name, label and greatest length of a field.
fn typed(name: &str, label: Word, max_length: u16, language: Language) -> Typed {
    Typed { name: name.into(), label: label.text(language).into(), max_length: Some(max_length), ..Typed::default() }
}

fn choice(choose: Choose, language: Language) -> Element {
    let Choose { action, sides, other, reason, error, .. } = choose;
    let one = |value: String, label: String, hint: String| {
        tile(Tiled { name: "choice".into(), value, label, hint, ..Tiled::default() }, false)
    };
    let mut tiles: Vec<Element> = sides.into_iter().map(|(key, value, said)| one(key, value, said)).collect();
    if other.is_some() {
        tiles.push(one("other".into(), conflict::ANOTHER.text(language).into(), String::new()));
    }
    let another = other.map(|Other { typed: value, options }| {
        let field = if options.is_empty() {
            text_field(typed("value", conflict::ANOTHER_VALUE, 40, language), value)
        } else {
            select("value", conflict::ANOTHER_VALUE.text(language), "", Fault::NONE, options, value)
        };
        many([field, text_area(typed("reason", conflict::WHY, 200, language), reason)])
    });
    form(action)
        .class("card stack")
        .child(tile_group(conflict::CHOOSE.text(language), Layout::List, "", error, tiles))
        .child(another)
        .child(submit(Kind::Primary, None, conflict::DECIDE.text(language)))
}

/// Which side, and why.
fn proposal(choose: Choose, language: Language) -> Element {
    let Choose { action, sides, chosen, reason, error, .. } = choose;
    let one = |(value, label, hint): (String, String, String)| {
        let checked = value == chosen;
        tile(Tiled { name: "choice".into(), value, label, hint, ..Tiled::default() }, checked)
    };
    // What is wrong stands where it has to be put right.
    let (of_side, of_reason) = if chosen.is_empty() { (error, None) } else { (None, error) };
    let why = Typed { fault: of_reason.into(), ..typed("reason", conflict::VOID_WHY, 200, language) };
    let tiles: Vec<Element> = sides.into_iter().map(one).collect();
    form(action)
        .class("card stack")
        .child(el("p").text(conflict::VOID_HINT.text(language)))
        .child(tile_group(conflict::VOID_WHICH.text(language), Layout::List, "", of_side, tiles))
        .child(text_area(why, reason))
        .child(submit(Kind::Primary, None, conflict::VOID_PROPOSE.text(language)))
}

fn door_form(door: DoorStep, language: Language) -> Element {
    let DoorStep { action, building, unit, floor, door: said, reason, error, hint, .. } = door;
    let line = |name: &str, label: Word, max_length: u16| typed(name, label, max_length, language);
    let building = text_field(Typed { required: true, ..line("building", words::BUILDING, 40) }, building);
    let door = Typed { required: true, fault: error.into(), ..line("door", words::DOOR, 40) };
    card(action)
        .child(el("p").text(hint.unwrap_or(conflict::DOOR_HINT).text(language)))
        .child(building)
        .child(text_field(line("unit", words::UNIT, 40), unit))
        .child(text_field(line("floor", conflict::fact(FactKind::Floor), 10), floor))
        .child(text_field(door, said))
        .child(text_area(line("reason", step::NOTE_OPTIONAL, 200), reason))
        .child(submit(Kind::Primary, None, conflict::DECIDE.text(language)))
}
