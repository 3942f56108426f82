//! Questions that are typed: numbers, areas, words. What is typed is kept as typed; it is an answer as soon as it reads as one.

use super::ask::{Around, answer_of, around};
use crate::field::visit::desk::Desk;
use crate::ui::field::Field;
use crate::words::{finding::finding, survey};
use domain::area::AreaC;
use domain::questionnaire::{Answer, Question, TextFormat};
use leptos::prelude::*;

/// A number or an area: typed, kept as typed, an answer as soon as it reads as one. Small numbers can be tapped.
#[component]
pub fn Typed(question: Question, inputmode: &'static str, range: Option<(u32, u32)>) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let Around { prompt, hint, error } = around(&question);
    let hint = match (hint.is_empty(), range) {
        (false, _) => hint,
        (true, Some((min, max))) => {
            phone.fill(survey::NUMBER_RANGE, &[("min", &min.to_string()), ("max", &max.to_string())])
        }
        (true, None) => phone.say(survey::SQUARE_METRES).to_owned(),
    };
    let chosen = answer_of(&question.code);
    let code = StoredValue::new(question.code);
    let typed = Memo::new(move |_| {
        let kept = desk.draft.with(|draft| draft.typed.get(&code.get_value()).cloned());
        kept.or_else(|| {
            chosen.with(|chosen| match chosen {
                Some(Answer::Number(number)) => Some(number.to_string()),
                Some(Answer::Area(area)) => Some(area.to_string()),
                _ => None,
            })
        })
        .unwrap_or_default()
    });
    let set = move |text: String| {
        let answer = match range {
            Some((min, max)) => text.trim().parse().ok().filter(|n| (min..=max).contains(n)).map(Answer::Number),
            None => text.parse::<AreaC>().ok().map(Answer::Area),
        };
        desk.change(|draft| drop(draft.typed.insert(code.get_value(), text)));
        desk.answer(&code.get_value(), answer);
    };
    let unreadable = Signal::derive(move || {
        let text = typed.get();
        let area = || text.parse::<AreaC>().err().map(|error| error.code());
        let number = |(min, max): (u32, u32)| match text.trim().parse::<u32>() {
            Ok(number) if (min..=max).contains(&number) => None,
            Ok(_) => Some("out_of_range"),
            Err(_) => Some("number_wanted"),
        };
        let code = if text.is_empty() { None } else { range.map_or_else(area, number) };
        code.map(|code| phone.say(finding(code)).to_owned()).or_else(|| error.get())
    });
    let quick = range.filter(|(min, max)| max - min <= 30).map(|(min, max)| {
        let chips = (min..=max.min(min + 6)).map(|number| {
            let on = move || chosen.with(|chosen| *chosen == Some(Answer::Number(number)));
            view! {
                <button type="button" class="chip" aria-pressed=move || on().to_string() on:click=move |_| set(number.to_string())>{number}</button>
            }
        });
        view! { <div class="chips">{chips.collect_view()}</div> }
    });
    view! {
        <Field label=prompt hint error=unreadable>
            <input class="field-input" type="text" inputmode=inputmode autocomplete="off" name=code.get_value()
                prop:value=move || typed.get() on:input:target=move |event| set(event.target().value())/>
        </Field>
        {quick}
    }
}

#[component]
pub fn Words(question: Question, max: u16, format: Option<TextFormat>) -> impl IntoView {
    let desk = Desk::here();
    let Around { prompt, hint, error } = around(&question);
    let chosen = answer_of(&question.code);
    let code = StoredValue::new(question.code);
    let value = move || {
        chosen.with(|chosen| match chosen {
            Some(Answer::Text(text)) => text.clone(),
            _ => String::new(),
        })
    };
    let set = move |text: String| desk.answer(&code.get_value(), (!text.is_empty()).then_some(Answer::Text(text)));
    let limit = max.to_string();
    let control = if max > 40 && format.is_none() {
        view! {
            <textarea class="field-input" name=code.get_value() maxlength=limit prop:value=value
                on:input:target=move |event| set(event.target().value())>{untrack(value)}</textarea>
        }
        .into_any()
    } else {
        let kind = if format.is_some() { "tel" } else { "text" };
        view! {
            <input class="field-input" type=kind name=code.get_value() maxlength=limit autocomplete="off" prop:value=value
                on:input:target=move |event| set(event.target().value())/>
        }
        .into_any()
    };
    view! { <Field label=prompt hint error>{control}</Field> }
}
