//! The slip that is left at the door: household code, address of the compound's page, the community's phone.

use super::behind::Behind;
use crate::element::{Element, el};
use crate::field::browser;
use crate::field::context::Phone;
use crate::ui::card::fact;
use crate::words::{Word, door};

/// What to copy onto it.
pub fn slip(phone: Phone, behind: &Behind) -> Element {
    let Behind { household, compound } = behind;
    let code = household.household_code.clone().unwrap_or_else(|| phone.say(door::CODE_NONE).to_owned());
    let mut address = browser::host();
    address.push_str(&compound.public_path);
    let line =
        |label: Word, class: &'static str, text: String| fact(phone.say(label), el("span").class(class).text(text));
    let facts = el("dl")
        .class("facts")
        .child(line(door::CODE, "lead number", code))
        .child(line(door::PUBLIC_PAGE, "number", address))
        .child(line(door::COMMUNITY_PHONE, "number", compound.community_phone.clone()));
    el("section")
        .class("card section")
        .child(el("h2").text(phone.say(door::SLIP)))
        .child(el("p").class("quiet").text(phone.say(door::SLIP_TEXT)))
        .child(facts)
}
