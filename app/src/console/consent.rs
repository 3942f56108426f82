//! One signed fee consent: exactly what was shown and signed, and the call-back of the second person (INV-10).

use super::detail::{FactView, Happening, columns, facts, history, photos, quiet, section, stack};
use super::form::{Words, with_words};
use crate::element::{Element, Node, el, many};
use crate::ui::button::Kind;
use crate::ui::notice::{Tone, notice};
use crate::words::console_step as step;
use domain::evidence::Strokes;
use domain::language::Language;

/// The page.
#[derive(Debug, Clone)]
pub struct ConsentView {
    pub language: Language,
    /// Who, when, how, in which state now.
    pub facts: Vec<FactView>,
    pub terms: Vec<FactView>,
    /// The text as shown, and whether its digest is the signed one.
    pub shown: Option<(String, bool)>,
    pub strokes: Option<Strokes>,
    pub photos: Vec<String>,
    pub history: Vec<Happening>,
    pub confirm: Confirm,
}

/// What the reader may do.
#[derive(Debug, Clone)]
pub enum Confirm {
    /// Call and say what came of it; address, words typed, error.
    Call { action: String, typed: String, error: Option<String> },
    /// Captured by the reader: somebody else has to.
    SamePerson,
    /// Nothing waits.
    Nothing,
}

/// Draws it.
pub fn page(view: ConsentView) -> Element {
    let ConsentView { language, facts: list, terms, shown, strokes, photos: addresses, history: past, confirm } = view;
    let text = shown.map(|(text, intact)| {
        let (tone, word) = if intact { (Tone::Good, step::TEXT_INTACT) } else { (Tone::Danger, step::TEXT_CHANGED) };
        let content = [notice(tone, "", word.text(language)), el("div").class("card shown-text").text(text)];
        section(step::WHAT_WAS_SHOWN.text(language), many(content))
    });
    let terms = (!terms.is_empty()).then(|| section(step::TERMS.text(language), facts(terms, language)));
    let photos = (!addresses.is_empty()).then(|| section(step::PHOTOS.text(language), photos(addresses, language)));
    let past = (!past.is_empty()).then(|| section(step::CALLBACKS.text(language), history(past, language)));
    let told = stack().child(facts(list, language)).child(terms).child(text);
    let signed = stack()
        .child(section(step::SIGNATURE.text(language), signature(strokes, language)))
        .child(photos)
        .child(call_back(confirm, language))
        .child(past);
    columns(told, signed)
}

/// The strokes as lines.
fn signature(strokes: Option<Strokes>, language: Language) -> Element {
    let Some(drawn) = strokes else { return quiet(step::NO_SIGNATURE.text(language)) };
    let lines = drawn.strokes.iter().map(|stroke| {
        let points: Vec<String> = stroke.iter().map(|point| format!("{},{}", point.x, point.y)).collect();
        el("polyline").attr("points", points.join(" "))
    });
    el("svg")
        .class("card strokes")
        .attr("viewBox", format!("0 0 {} {}", drawn.width, drawn.height))
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "3")
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
        .attr("role", "img")
        .attr("aria-label", step::SIGNATURE.text(language))
        .children(lines)
}

fn call_back(confirm: Confirm, language: Language) -> Node {
    match confirm {
        Confirm::Nothing => Node::Nothing,
        Confirm::SamePerson => notice(Tone::Warn, "", step::SECOND_PERSON.text(language)).into(),
        Confirm::Call { action, typed, error } => {
            let yes = Words {
                action: action.clone(),
                hidden: Some(("result", "confirmed".into())),
                name: "note",
                label: step::NOTE_OPTIONAL.text(language).into(),
                max_length: 200,
                button: step::CONFIRMED.text(language).into(),
                ..Words::default()
            };
            let no = Words {
                action,
                hidden: Some(("result", "not_confirmed".into())),
                name: "note",
                label: step::NOTE.text(language).into(),
                hint: step::NOT_CONFIRMED_HINT.text(language).into(),
                value: typed,
                error,
                max_length: 200,
                button: step::NOT_CONFIRMED.text(language).into(),
                kind: Kind::Secondary,
            };
            let hint = el("p").text(step::CONFIRM_HINT.text(language));
            section(step::CONFIRM_TITLE.text(language), many([hint, with_words(yes), with_words(no)])).into()
        }
    }
}
