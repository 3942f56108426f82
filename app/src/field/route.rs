//! Where one is in the field app: every address under `/field/` and back. A router of our own, a tenth of the size of a general one.

use domain::id::{CompoundId, HouseholdId, TaskId};

/// One page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Route {
    /// Today.
    #[default]
    Home,
    /// Logging in.
    Login,
    /// A first password has to be changed.
    Password,
    /// A compound's door board.
    Board(CompoundId),
    /// A door that the board of a compound does not have.
    NewDoor(CompoundId),
    /// A door: what is known, what was promised, what can be done.
    Door(HouseholdId),
    /// A door's facts, to be checked.
    Facts(HouseholdId),
    /// A visit at a door, at one of its parts.
    Visit(HouseholdId, VisitPart),
    /// What waits on this phone.
    Outbox,
    /// A record that was set aside, by its number.
    Repair(u64),
    /// A technician's tasks.
    Tasks,
    /// One task.
    Task(TaskId),
    /// Language, text size, account, version.
    Settings,
    /// No page has this address.
    Missing,
}

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident = $segment:literal),+ $(,)?) => {
        /// Part of a visit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub enum VisitPart { $($(#[$doc])* $name),+ }
        impl VisitPart {
            /// Every part, in the order of a visit.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];
            /// Its segment in the address.
            pub const fn segment(self) -> &'static str {
                match self { $(Self::$name => $segment),+ }
            }
            fn from_segment(segment: &str) -> Option<Self> {
                match segment { $($segment => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

parts! {
    /// What came of it.
    #[default]
    Outcome = "outcome",
    /// The questionnaire.
    Survey = "survey",
    /// Needs and hazards.
    Needs = "needs",
    /// Trial acknowledgement.
    Trial = "trial",
    /// Fee consent.
    Consent = "consent",
    /// Looking it over before it is recorded.
    Review = "review",
}

impl Route {
    /// The page of an address; query and trailing slashes do not matter.
    pub fn parse(path: &str) -> Self {
        let path = path.split('#').next().and_then(|path| path.split('?').next()).unwrap_or_default();
        let Some(rest) = path.strip_prefix("/field") else { return Self::Missing };
        let segments: Vec<&str> = rest.split('/').filter(|segment| !segment.is_empty()).collect();
        Self::of(&segments).unwrap_or(Self::Missing)
    }

    fn of(segments: &[&str]) -> Option<Self> {
        Some(match segments {
            [] => Self::Home,
            ["login"] => Self::Login,
            ["password"] => Self::Password,
            ["compounds", id] => Self::Board(id.parse().ok()?),
            ["compounds", id, "door"] => Self::NewDoor(id.parse().ok()?),
            ["doors", id] => Self::Door(id.parse().ok()?),
            ["doors", id, "facts"] => Self::Facts(id.parse().ok()?),
            ["doors", id, "visit"] => Self::Visit(id.parse().ok()?, VisitPart::Outcome),
            ["doors", id, "visit", part] => Self::Visit(id.parse().ok()?, VisitPart::from_segment(part)?),
            ["outbox"] => Self::Outbox,
            ["outbox", seq] => Self::Repair(seq.parse().ok()?),
            ["tasks"] => Self::Tasks,
            ["tasks", id] => Self::Task(id.parse().ok()?),
            ["settings"] => Self::Settings,
            _ => return None,
        })
    }

    /// Its address.
    pub fn path(self) -> String {
        match self {
            Self::Home | Self::Missing => "/field/".to_owned(),
            Self::Login => "/field/login".to_owned(),
            Self::Password => "/field/password".to_owned(),
            Self::Board(id) => format!("/field/compounds/{id}"),
            Self::NewDoor(id) => format!("/field/compounds/{id}/door"),
            Self::Door(id) => format!("/field/doors/{id}"),
            Self::Facts(id) => format!("/field/doors/{id}/facts"),
            Self::Visit(id, VisitPart::Outcome) => format!("/field/doors/{id}/visit"),
            Self::Visit(id, part) => format!("/field/doors/{id}/visit/{}", part.segment()),
            Self::Outbox => "/field/outbox".to_owned(),
            Self::Repair(seq) => format!("/field/outbox/{seq}"),
            Self::Tasks => "/field/tasks".to_owned(),
            Self::Task(id) => format!("/field/tasks/{id}"),
            Self::Settings => "/field/settings".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_page() {
        let id = HouseholdId::new(1, [1; 10]);
        let mut routes = vec![Route::Home, Route::Login, Route::Password, Route::Outbox, Route::Tasks, Route::Settings];
        routes.extend([
            Route::Board(CompoundId(id.0)),
            Route::NewDoor(CompoundId(id.0)),
            Route::Door(id),
            Route::Facts(id),
            Route::Task(TaskId(id.0)),
            Route::Repair(7),
        ]);
        routes.extend(VisitPart::ALL.iter().map(|part| Route::Visit(id, *part)));
        for route in routes {
            assert_eq!(Route::parse(&route.path()), route, "{}", route.path());
        }
    }

    #[test]
    fn an_address_of_hand_is_read_kindly_and_nonsense_is_missing() {
        let cases = [
            ("/field", Route::Home),
            ("/field/outbox/?from=badge#top", Route::Outbox),
            ("/field/doors/not-an-id", Route::Missing),
            ("/field/doors", Route::Missing),
            ("/console/tasks", Route::Missing),
            ("", Route::Missing),
        ];
        for (path, route) in cases {
            assert_eq!(Route::parse(path), route, "{path}");
        }
    }
}
