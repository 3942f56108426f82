//! Who asks for a page of the console, how they read, and the frame around what a handler loads.

use super::query::Query;
use crate::auth::Actor;
use crate::db::{self, Tx, audit::NewAudit};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::{Reader, Sheet, document};
use crate::state::AppState;
use app::console::frame::{self, Frame, Place};
use app::element::Node;
use app::ui::notice::Tone;
use app::words::{console as words, console_device as device, console_rescue as rescue, console_step as step};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use domain::calendar::{Day, shanghai_day};
use domain::config::Config;
use domain::language::Language;
use domain::org::{Role, Scope};

/// One request to the console.
#[derive(Clone)]
pub struct Desk {
    pub state: AppState,
    pub actor: Actor,
    pub reader: Reader,
    pub path: String,
    pub query: Query,
    pub now_ms: i64,
}

impl FromRequestParts<AppState> for Desk {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> ApiResult<Self> {
        let actor = Actor::from_request_parts(parts, state).await?;
        let Ok(reader) = Reader::from_request_parts(parts, state).await;
        let query = Query::read(parts.uri.query().unwrap_or_default());
        let path = parts.uri.path().to_owned();
        Ok(Self { actor, reader, query, path, now_ms: state.clock.now_ms(), state: state.clone() })
    }
}

impl Desk {
    /// The reader's language.
    pub fn language(&self) -> Language {
        self.reader.0.language
    }

    /// Today in Shanghai.
    pub fn today(&self) -> Day {
        shanghai_day(self.now_ms)
    }

    /// The numbers of today.
    pub fn config(&self) -> Config {
        self.state.rules.on(self.today())
    }

    /// Where the actor may act in one of these roles.
    pub fn scopes(&self, roles: &[Role]) -> Vec<Scope> {
        self.actor.grants_for(roles).into_iter().map(|grant| grant.scope).collect()
    }

    /// Whether the actor has a role anywhere.
    pub fn is(&self, role: Role) -> bool {
        self.actor.has_any(&[role])
    }

    /// The path and query of this page.
    fn back(&self) -> String {
        let filters = self.query.filters();
        if filters.is_empty() { self.path.clone() } else { format!("{}?{filters}", self.path) }
    }

    /// A page with its title and the pages above it.
    pub fn page<N: Into<Node>>(&self, title: &str, trail: Vec<(&str, &str)>, content: impl FnOnce() -> N) -> Response {
        let said =
            (self.query.get("said") == Some("done")).then(|| (Tone::Good, step::DONE.text(self.language()).to_owned()));
        let frame = Frame {
            preference: self.reader.0,
            name: Some(self.actor.name.clone()),
            places: if self.actor.must_change_password { vec![] } else { places(&self.actor) },
            back: self.back(),
            title: title.to_owned(),
            trail: trail.into_iter().map(|(href, label)| (href.to_owned(), label.to_owned())).collect(),
            said,
        };
        framed(&self.state, self.reader, frame, content().into())
    }

    /// Writes down what was done, in the role in which it may be done.
    pub async fn audit(&self, tx: &mut Tx, roles: &[Role], audit: Audit<'_>) -> ApiResult<()> {
        let role = self.actor.grants_for(roles).first().map_or("", |grant| grant.role.name());
        let Audit { action, object, id, from, to, reason } = audit;
        let new = NewAudit {
            id: self.state.clock.new_uuid(),
            at_ms: self.now_ms,
            account: Some(self.actor.account),
            role,
            action,
            object_kind: object,
            object_id: id,
            from,
            to,
            reason,
        };
        Ok(db::audit::insert_audit(tx, &new).await?)
    }
}

/// What was done to what.
#[derive(Debug, Clone, Copy, Default)]
pub struct Audit<'a> {
    pub action: &'a str,
    pub object: &'a str,
    pub id: &'a str,
    pub from: Option<&'a str>,
    pub to: Option<&'a str>,
    pub reason: Option<&'a str>,
}

/// The document around a frame.
pub fn framed(state: &AppState, reader: Reader, frame: Frame, content: Node) -> Response {
    let name = words::NAME.text(reader.0.language);
    let title = format!("{} · {name}", frame.title);
    document(state, reader, Sheet::Console, &title, || frame::body(frame, content)).into_response()
}

/// After something was done: back to a page, which says so.
pub fn done(path: &str) -> Response {
    let mark = if path.contains('?') { '&' } else { '?' };
    Redirect::to(&format!("{path}{mark}said=done")).into_response()
}

/// The places of a person's roles.
pub fn places(actor: &Actor) -> Vec<Place> {
    use Role::{CenterStaff, CommunityClerk, CommunityDirector, CompanyManager, StreetClerk, SysAdmin};
    let all: [(&'static str, app::words::Word, &[Role]); 18] = [
        ("/console", words::HOME, Role::ALL),
        ("/console/coverage", words::COVERAGE, &[CenterStaff]),
        ("/console/zero-clearing", words::ZERO_CLEARING, &[CenterStaff]),
        ("/console/compounds", words::COMPOUNDS, &[CommunityClerk, CompanyManager, CenterStaff]),
        ("/console/requests", words::REQUESTS, &[CommunityClerk]),
        ("/console/consents", words::CONSENTS, &[CommunityClerk]),
        ("/console/tasks", words::TASKS, &[CommunityClerk, CompanyManager, CenterStaff]),
        ("/console/visits", words::VISITS, &[CommunityClerk, CenterStaff]),
        ("/console/needs", words::NEEDS, &[CommunityClerk]),
        ("/console/ratings", words::RATINGS, &[CompanyManager, CenterStaff]),
        ("/console/records", words::RECORDS, &[CommunityClerk, CenterStaff]),
        ("/console/devices", device::DEVICES, &[CommunityClerk, CenterStaff, SysAdmin]),
        ("/console/rescue", rescue::RESCUE, &[CommunityClerk, CenterStaff, SysAdmin]),
        ("/console/reliability", device::RELIABILITY, &[CenterStaff, SysAdmin]),
        ("/console/reviews", words::REVIEWS, &[CommunityClerk, CommunityDirector, StreetClerk, CenterStaff]),
        ("/console/imports", words::IMPORT, &[CenterStaff]),
        ("/console/exports", words::EXPORTS, &[CenterStaff]),
        ("/console/accounts", words::ACCOUNTS, &[SysAdmin]),
    ];
    all.into_iter().filter(|(_, _, roles)| actor.has_any(roles)).map(|(href, label, _)| Place { href, label }).collect()
}
