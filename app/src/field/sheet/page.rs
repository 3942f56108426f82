//! The page of a sheet, read once: a form being typed into is not made anew.

use super::draft::Draft;
use super::fields::Sheet;
use crate::element::{Node, el, live, many};
use crate::field::board::cells::place;
use crate::field::context::Phone;
use crate::field::household::behind::behind;
use crate::field::loaded::failed;
use crate::field::photo::camera::Camera;
use crate::field::route::Route;
use crate::field::signal::*;
use crate::field::top::top;
use crate::store::StoreError;
use crate::ui::state::{State, state_page};
use crate::words::{Word, door as door_words, fact as fact_words, new_door as new_words};
use domain::id::{CompoundId, HouseholdId};
use domain::json;
use domain::sync::view::HouseholdView;

/// What a sheet is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum About {
    /// Facts of a household. The id may be one that a phone made.
    Facts(HouseholdId),
    /// A door that is not on the board of this compound.
    NewDoor(CompoundId),
}

impl About {
    /// The name that its draft is kept under: one sheet at a time.
    pub fn name(self) -> String {
        let (kind, id) = match self {
            Self::Facts(household) => ("facts/", household.0),
            Self::NewDoor(compound) => ("door/", compound.0),
        };
        [kind, &id.to_string()].concat()
    }

    fn title(self) -> Word {
        match self {
            Self::Facts(_) => fact_words::TITLE,
            Self::NewDoor(_) => new_words::TITLE,
        }
    }

    fn back(self) -> Route {
        match self {
            Self::Facts(household) => Route::Door(household),
            Self::NewDoor(compound) => Route::Board(compound),
        }
    }
}

/// The doors that it is about, one or all of a board, and what was written before.
type Begun = (Vec<HouseholdView>, Draft);

async fn begin(phone: Phone, about: About) -> Result<Option<Begun>, StoreError> {
    let (doors, occupancy_seq) = match about {
        About::NewDoor(compound) => (phone.households(compound).await?, 0),
        About::Facts(household) => match behind(phone, household).await? {
            Some(behind) => {
                let family = behind.household.occupancy_seq;
                (vec![behind.household], family)
            }
            None => return Ok(None),
        },
    };
    let kept = phone.draft(&about.name()).await?;
    let draft = kept.and_then(|kept| json::read(&kept).ok());
    Ok(Some((doors, draft.unwrap_or_else(|| Draft { occupancy_seq, ..Draft::default() }))))
}

/// The page.
pub fn sheet_page(phone: Phone, about: About) -> Node {
    let begun = Signal::new(None);
    spawn_local(async move { begun.set(Some(begin(phone, about).await)) });
    let name = phone.say(about.title());
    let place = move || {
        begun.with(|begun| match (about, begun) {
            (About::Facts(_), Some(Ok(Some((doors, _))))) => doors.first().map_or_else(String::new, |door| {
                let place = place(&door.building, &door.unit, phone.language.get_untracked());
                [&place, " ", &door.door].concat()
            }),
            _ => name.to_owned(),
        })
    };
    let body = move || {
        begun.with(|begun| match begun {
            None => Node::Nothing,
            Some(Err(error)) => failed(phone, &error.to_string()).into(),
            Some(Ok(None)) => {
                state_page(State::Empty, phone.say(door_words::NOT_HERE), phone.say(door_words::NOT_HERE_TEXT)).into()
            }
            Some(Ok(Some(begun))) => form(phone, about, begun),
        })
    };
    let below = if matches!(about, About::Facts(_)) { name } else { "" };
    let main = el("main").class("main stack").child(live(body));
    many([top(phone, place, below, Some(about.back())), main])
}

fn form(phone: Phone, about: About, (doors, draft): &Begun) -> Node {
    phone.hold_updates(true);
    on_cleanup(move || phone.hold_updates(false));
    let camera_was_at = draft.camera.clone();
    let sheet = Sheet::new(phone, about, doors.clone(), draft.clone());
    let camera = Camera::new(camera_was_at, move |place| {
        sheet.set_camera(place);
        sheet.keep()
    });
    sheet.drawn(camera)
}
