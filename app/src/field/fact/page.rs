//! The page on which a household's facts are checked, read once: a form being typed into is not made anew.

use super::draft::FactsDraft;
use super::sheet::Sheet;
use crate::element::{Node, el, live, many};
use crate::field::board::cells::place;
use crate::field::context::Phone;
use crate::field::loaded::failed;
use crate::field::photo::camera::Camera;
use crate::field::route::Route;
use crate::field::signal::*;
use crate::field::top::top;
use crate::store::StoreError;
use crate::ui::state::{State, state_page};
use crate::words::{door as door_words, fact as words};
use domain::id::HouseholdId;
use domain::json;
use domain::sync::view::HouseholdView;

type Begun = (HouseholdView, FactsDraft);

async fn begin(phone: Phone, household: HouseholdId) -> Result<Option<Begun>, StoreError> {
    let Some(door) = phone.household(household).await? else { return Ok(None) };
    let kept = phone.draft(&FactsDraft::name(household)).await?;
    let draft = kept.and_then(|kept| json::read(&kept).ok()).unwrap_or_else(|| FactsDraft::new(&door));
    Ok(Some((door, draft)))
}

/// The page.
pub fn facts_page(phone: Phone, household: HouseholdId) -> Node {
    let begun = Signal::new(None);
    spawn_local(async move { begun.set(Some(begin(phone, household).await)) });
    let place = move || {
        begun.with(|begun| match begun {
            Some(Ok(Some((door, _)))) => {
                let place = place(&door.building, &door.unit, phone.language.get_untracked());
                [&place, " ", &door.door].concat()
            }
            _ => phone.say(words::TITLE).to_owned(),
        })
    };
    let body = move || {
        begun.with(|begun| match begun {
            None => Node::Nothing,
            Some(Err(error)) => failed(phone, &error.to_string()).into(),
            Some(Ok(None)) => {
                state_page(State::Empty, phone.say(door_words::NOT_HERE), phone.say(door_words::NOT_HERE_TEXT)).into()
            }
            Some(Ok(Some((door, draft)))) => form(phone, door, draft),
        })
    };
    let main = el("main").class("main stack").child(live(body));
    many([top(phone, place, phone.say(words::TITLE), Some(Route::Door(household))), main])
}

fn form(phone: Phone, door: &HouseholdView, draft: &FactsDraft) -> Node {
    phone.hold_updates(true);
    on_cleanup(move || phone.hold_updates(false));
    let camera_was_at = draft.camera.clone();
    let sheet = Sheet::new(phone, door.clone(), draft.clone());
    let camera = Camera::new(camera_was_at, move |place| {
        sheet.set_camera(place);
        sheet.keep()
    });
    sheet.drawn(camera)
}
