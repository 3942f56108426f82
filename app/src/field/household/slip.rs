//! The slip that is left at the door: household code, address of the compound's page, the community's phone.

use super::behind::Behind;
use crate::field::browser;
use crate::field::context::Phone;
use crate::ui::card::Fact;
use crate::words::door;
use leptos::prelude::*;

/// What to copy onto it.
#[component]
pub fn Slip(behind: Behind) -> impl IntoView {
    let phone = Phone::here();
    let Behind { household, compound } = behind;
    let code = household.household_code.unwrap_or_else(|| phone.say(door::CODE_NONE).to_owned());
    let origin = browser::window().location().host().unwrap_or_default();
    let address = format!("{origin}{}", compound.public_path);
    view! {
        <section class="card section">
            <h2>{phone.say(door::SLIP)}</h2>
            <p class="quiet">{phone.say(door::SLIP_TEXT)}</p>
            <dl class="facts">
                <Fact label=phone.say(door::CODE)><span class="lead number">{code}</span></Fact>
                <Fact label=phone.say(door::PUBLIC_PAGE)><span class="number">{address}</span></Fact>
                <Fact label=phone.say(door::COMMUNITY_PHONE)><span class="number">{compound.community_phone}</span></Fact>
            </dl>
        </section>
    }
}
