//! Questions that are typed: numbers, areas, words. What is typed is kept as typed; it is an answer as soon as it reads as one.

use super::ask::{Around, around, chip, is};
use crate::element::{Element, Node, el, many};
use crate::field::browser;
use crate::field::signal::*;
use crate::field::visit::desk::Desk;
use crate::ui::field::field;
use crate::words::{finding::finding, survey};
use domain::area::AreaC;
use domain::questionnaire::{Answer, Question, TextFormat};

/// Least and most; none for an area.
type Range = Option<(u32, u32)>;

/// A number or an area: typed, kept as typed, an answer as soon as it reads as one. Small numbers can be tapped.
pub(super) fn number(desk: Desk, question: &Question, mode: &'static str, range: Range) -> Node {
    let phone = desk.phone;
    let Around { prompt, hint, fault } = around(desk, question);
    let code = question.code.clone();
    let wrong = memo(move || {
        let text = now(desk, &code);
        if text.is_empty() { None } else { read(&text, range).err() }
    });
    let fault = move || wrong.get().map(|code| phone.say(finding(code)).to_owned()).or_else(|| fault.text());
    let hint = match range {
        _ if !hint.is_empty() => hint,
        Some((min, max)) => phone.fill(survey::NUMBER_RANGE, &[("min", &min.to_string()), ("max", &max.to_string())]),
        None => phone.say(survey::SQUARE_METRES).to_owned(),
    };
    let (shown, code) = (question.code.clone(), question.code.clone());
    let input = control("input", &question.code)
        .attr("type", "text")
        .attr("inputmode", mode)
        .attr("autocomplete", "off")
        .value(move || now(desk, &shown))
        .on("input", move |event| set(desk, &code, browser::typed(event), range));
    many([field(prompt, &hint, fault.into(), input).into(), quick(desk, question, range)])
}

/// A field that bears the question's code as its name.
fn control(tag: &'static str, code: &str) -> Element {
    el(tag).class("field-input").attr("name", code.to_owned())
}

/// What stands in the field of a question.
fn now(desk: Desk, code: &str) -> String {
    desk.draft.with(|draft| match (draft.typed.get(code), draft.answers.get(code)) {
        (Some(typed), _) => typed.clone(),
        (_, Some(Answer::Number(number))) => number.to_string(),
        (_, Some(Answer::Area(area))) => area.to_string(),
        _ => String::new(),
    })
}

/// The answer that was typed, or what is wrong with it.
fn read(text: &str, range: Range) -> Result<Answer, &'static str> {
    let Some((min, max)) = range else {
        return text.parse::<AreaC>().map(Answer::Area).map_err(|error| error.code());
    };
    match text.trim().parse::<u32>() {
        Ok(number) if (min..=max).contains(&number) => Ok(Answer::Number(number)),
        Ok(_) => Err("out_of_range"),
        Err(_) => Err("number_wanted"),
    }
}

fn set(desk: Desk, code: &str, text: String, range: Range) {
    let answer = read(&text, range).ok();
    desk.answer_typed(code, Some(text), answer);
}

/// The first numbers, where there are few.
fn quick(desk: Desk, question: &Question, range: Range) -> Node {
    let Some((min, max)) = range.filter(|(min, max)| max - min <= 30) else { return Node::Nothing };
    let mut chips = el("div").class("chips");
    for number in min..=max.min(min + 6) {
        let (code, number) = (question.code.clone(), number.to_string());
        let chip = chip(number.clone(), is(desk, &code, number.clone()));
        chips = chips.child(chip.on_click(move || set(desk, &code, number.clone(), range)));
    }
    chips.into()
}

/// One line or several.
pub(super) fn words(desk: Desk, question: &Question, max: u16, format: Option<TextFormat>) -> Element {
    let Around { prompt, hint, fault } = around(desk, question);
    let code = question.code.clone();
    let value = move || {
        desk.draft.with(|draft| match draft.answers.get(&code) {
            Some(Answer::Text(text)) => text.clone(),
            _ => String::new(),
        })
    };
    let control = match format {
        None if max > 40 => control("textarea", &question.code),
        None => control("input", &question.code).attr("type", "text").attr("autocomplete", "off"),
        Some(_) => control("input", &question.code).attr("type", "tel").attr("autocomplete", "off"),
    };
    let code = question.code.clone();
    let set = move |text: String| desk.answer(&code, (!text.is_empty()).then_some(Answer::Text(text)));
    let control = control.attr("maxlength", max.to_string()).value(value);
    field(prompt, &hint, fault, control.on("input", move |event| set(browser::typed(event))))
}
