//! After saving: thanks, what was signed and how to cancel it, and what to write on the slip.

use super::desk::Desk;
use super::page::Saved;
use crate::element::{Element, Node, el, many};
use crate::field::consent::event::say_day;
use crate::field::consent::frozen::Agreed;
use crate::field::household::slip::slip;
use crate::field::route::Route;
use crate::ui::button::{Kind, action_bar, link};
use crate::ui::notice::{Tone, notice};
use crate::ui::state::{State, state_page};
use crate::words::{consent, visit};

/// The page.
pub fn thanks(desk: Desk, what: Saved) -> Node {
    let phone = desk.phone;
    let (compound, household) = desk.behind(|behind| (behind.compound.id, behind.household.id));
    let outcome = [phone.say(visit::outcome(what.outcome)), " · ", phone.say(visit::DONE_TEXT)].concat();
    let done = state_page(State::Done, phone.say(visit::THANKS), phone.say(visit::DONE));
    let bar = action_bar()
        .child(link(Kind::Secondary, None, Route::Door(household).path(), phone.say(visit::NEXT_DOOR)))
        .child(link(Kind::Primary, None, Route::Board(compound).path(), phone.say(visit::TO_BOARD)));
    many([
        done.child(el("p").class("quiet").text(outcome)).into(),
        what.signed.map(|terms| signed(desk, &terms)).into(),
        desk.behind(|behind| slip(phone, behind)).into(),
        Node::from(bar),
    ])
}

/// What was signed, that it still has to be confirmed, and how to take it back.
fn signed(desk: Desk, terms: &Agreed) -> Element {
    let phone = desk.phone;
    let day = say_day(terms.earliest_fee_start, phone.language.get_untracked());
    let fee = terms.monthly_fen.to_string();
    let text = phone.fill(consent::SIGNED_TEXT, &[("no", &terms.text_no), ("fee", &fee), ("day", &day)]);
    let cancel = phone.fill(consent::HOW_TO_CANCEL, &[("tel", &terms.community_tel)]);
    notice(Tone::Good, phone.say(consent::SIGNED), many([el("p").text(text), el("p").text(cancel)]))
}
