//! One household: facts, history, consents with their events; phones masked, revealed one by one with a purpose.

use super::detail::{FactView, Happening, columns, facts, history, quiet, section, stack};
use super::form::{card, press_with, with_choice};
use super::table::{Table, table};
use crate::element::{Element, Node, el, many};
use crate::ui::button::{Kind, submit};
use crate::ui::field::{Fault, Typed, select, text_area, text_field};
use crate::ui::notice::{Tone, notice};
use crate::words::{
    Word, console as words, console_conflict as conflict, console_step as step, console_value as value,
};
use domain::consent::Relation;
use domain::language::Language;

/// The page.
#[derive(Debug, Clone)]
pub struct HouseholdView {
    pub language: Language,
    pub facts: Vec<FactView>,
    /// Masked name, relation, masked phone.
    pub people: Table,
    /// Full numbers, only in the answer to a reveal: name, phone.
    pub revealed: Vec<(String, String)>,
    /// Where to reveal, how often still today; none when there is no phone or no right.
    pub reveal: Option<(String, i64)>,
    pub visits: Table,
    pub consents: Vec<Happening>,
    /// Where to record a withdrawal declared at the desk; none when nothing stands.
    pub withdraw: Option<String>,
    /// Whose own home it is; none for those who may not note it.
    pub own: Option<OwnView>,
}

/// Grid workers who declared this home as their own or a relative's, and who else could.
#[derive(Debug, Clone)]
pub struct OwnView {
    /// Where to note one; `/end` behind it ends one.
    pub action: String,
    pub homes: Vec<OwnHome>,
    /// Id and name.
    pub workers: Vec<(String, String)>,
}

/// A declaration that holds.
#[derive(Debug, Clone)]
pub struct OwnHome {
    pub worker: String,
    pub name: String,
    pub relation: String,
    pub since: String,
}

/// Draws it.
pub fn page(view: HouseholdView) -> Node {
    let HouseholdView { language, facts: list, people, revealed, reveal, visits, consents, withdraw, own } = view;
    let shown = (!revealed.is_empty()).then(|| {
        let lines = revealed.into_iter().map(|(name, phone)| {
            let call = el("a").attr("href", format!("tel:{phone}")).text(phone);
            el("p").class("lead number").text(name).text(" ").child(call)
        });
        notice(Tone::Warn, step::REVEALED.text(language), many(lines))
    });
    let ask = reveal.map(|(action, left)| {
        let options = step::PURPOSES.iter().map(|(value, word)| ((*value).to_owned(), word.text(language).to_owned()));
        let hint = step::REVEAL_HINT.fill(language, &[("n", &left.to_string())]);
        let label = step::PURPOSE.text(language).into();
        with_choice(
            action,
            "purpose",
            label,
            hint,
            options.collect(),
            step::REVEAL.text(language).into(),
            Kind::Secondary,
        )
    });
    let visits = (!visits.rows.is_empty()).then(|| section(words::VISITS.text(language), table(visits)));
    let consents =
        (!consents.is_empty()).then(|| section(step::CONSENT_EVENTS.text(language), history(consents, language)));
    let people = (!people.rows.is_empty()).then(|| section(step::PEOPLE.text(language), table(people)));
    let withdraw = withdraw.map(|action| withdrawal(action, language));
    let own = own.map(|own| section(step::OWN_TITLE.text(language), own_homes(own, language)));
    let told = stack().child(facts(list, language)).child(visits).child(consents);
    many([Node::from(shown), columns(told, stack().child(people).child(ask).child(withdraw).child(own)).into()])
}

/// Whose own home it is, and the form to note one more.
fn own_homes(own: OwnView, language: Language) -> Element {
    let OwnView { action, homes, workers } = own;
    let end = format!("{action}/end");
    let homes = homes.into_iter().map(|home| {
        let OwnHome { worker, name, relation, since } = home;
        let label = step::OWN_END.fill(language, &[("name", &name)]);
        el("div")
            .class("card stack-small")
            .child(el("p").text(format!("{name} · {relation} · {since}")))
            .child(press_with(end.clone(), vec![("worker", worker)], label, Kind::Quiet))
    });
    let relations =
        step::OWN_RELATIONS.iter().map(|(name, word)| ((*name).to_owned(), word.text(language).to_owned())).collect();
    let form = (!workers.is_empty()).then(|| {
        card(action)
            .child(select("worker", words::WORKER.text(language), "", Fault::NONE, workers, ""))
            .child(select("relation", step::OWN_RELATION.text(language), "", Fault::NONE, relations, ""))
            .child(submit(Kind::Secondary, None, step::OWN_DECLARE.text(language)))
    });
    stack().child(quiet(step::OWN_HINT.text(language))).children(homes).child(form)
}

/// What a household says at the desk; nothing but the press of a button is needed.
fn withdrawal(action: String, language: Language) -> Element {
    let relations =
        Relation::ALL.iter().map(|one| (one.name().to_owned(), value::relation(*one).text(language).to_owned()));
    let typed = |name: &str, label: Word, max_length: u16| Typed {
        name: name.into(),
        label: label.text(language).into(),
        max_length: Some(max_length),
        ..Typed::default()
    };
    card(action)
        .child(el("h2").text(conflict::WITHDRAW_TITLE.text(language)))
        .child(el("p").text(conflict::WITHDRAW_HINT.text(language)))
        .child(select("relation", conflict::WHO_SAYS.text(language), "", Fault::NONE, relations.collect(), ""))
        .child(text_field(typed("paper_no", conflict::PAPER_NO, 40), ""))
        .child(text_area(typed("note", step::NOTE_OPTIONAL, 200), ""))
        .child(submit(Kind::Secondary, None, conflict::WITHDRAW.text(language)))
}
