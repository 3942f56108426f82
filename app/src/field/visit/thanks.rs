//! After saving: thanks, what was signed and how to cancel it, and what to write on the slip.

use super::desk::Desk;
use super::page::Saved;
use crate::field::consent::event::say_day;
use crate::field::household::slip::Slip;
use crate::field::route::Route;
use crate::ui::button::{ButtonLink, Kind};
use crate::ui::notice::{Notice, Tone};
use crate::ui::state::{State, StatePage};
use crate::words::{consent, visit};
use domain::consent::{ConsentAction, ConsentKind, FeeTerms};
use leptos::prelude::*;

/// The page.
#[component]
pub fn Thanks(what: Saved) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let (compound, household) = desk.behind(|behind| (behind.compound.id, behind.household.id));
    let fee =
        what.consents.iter().find(|event| event.kind == ConsentKind::FeePaid && event.action == ConsentAction::Given);
    let signed = fee.and_then(|event| event.fee_terms.clone()).map(|terms| view! { <Signed terms/> });
    let behind = desk.behind(Clone::clone);
    view! {
        <StatePage state=State::Done title=phone.say(visit::THANKS) text=phone.say(visit::DONE)>
            <p class="quiet">{phone.say(visit::outcome(what.outcome))}" · "{phone.say(visit::DONE_TEXT)}</p>
        </StatePage>
        {signed}
        <Slip behind/>
        <div class="action-bar">
            <ButtonLink label=phone.say(visit::NEXT_DOOR) href=Route::Door(household).path() kind=Kind::Secondary/>
            <ButtonLink label=phone.say(visit::TO_BOARD) href=Route::Board(compound).path() kind=Kind::Primary/>
        </div>
    }
}

/// What was signed, that it still has to be confirmed, and how to take it back.
#[component]
fn Signed(terms: FeeTerms) -> impl IntoView {
    let phone = Desk::here().phone;
    let day = say_day(terms.earliest_fee_start, phone.language.get_untracked());
    let fee = terms.monthly_fen.to_string();
    view! {
        <Notice tone=Tone::Good title=phone.say(consent::SIGNED)>
            <p>{phone.fill(consent::SIGNED_TEXT, &[("no", &terms.text_no), ("fee", &fee), ("day", &day)])}</p>
            <p>{phone.fill(consent::HOW_TO_CANCEL, &[("tel", &terms.community_tel)])}</p>
        </Notice>
    }
}
