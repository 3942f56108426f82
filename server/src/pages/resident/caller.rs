//! Whoever opens a page behind a poster: what every handler of `/c/{code}/…` needs, and what every form there does with what was sent.

use super::code::{Checked, check_household_code, compound_of, refuse, throttle_key};
use super::form::SentForm;
use crate::auth::address::Address;
use crate::db;
use crate::db::household_code::CodeOwner;
use crate::db::place::NamedCompound;
use crate::error::ApiResult;
use crate::pages::document::{Reader, Sheet, document};
use crate::state::AppState;
use app::element::Node;
use app::resident::draft::FormDraft;
use app::resident::invalid::Invalid;
use app::ui::preference::Preference;
use app::words::Word;
use axum::extract::rejection::PathRejection;
use axum::extract::{FromRequestParts, Path};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::CompoundId;

const HOUR_MS: i64 = 3_600_000;
/// Forms of one kind from one address at one compound in an hour: a staircase behind one line may send as many, a script may not send more.
const SENT_PER_HOUR: i64 = 120;

/// Who asks, for which compound, and in which words.
pub struct Caller {
    pub state: AppState,
    /// The compound's code, as it stands in the address.
    pub code: String,
    pub address: String,
    pub reader: Reader,
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = PathRejection;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, PathRejection> {
        let Path(code) = Path::from_request_parts(parts, state).await?;
        let Ok(Address(address)) = Address::from_request_parts(parts, state).await;
        let Ok(reader) = Reader::from_request_parts(parts, state).await;
        Ok(Self { state: state.clone(), code, address, reader })
    }
}

/// A form, read: what the page shows again if anything is wrong, and what came with it.
pub struct Sent {
    pub draft: FormDraft,
    pub photos: Vec<Hash>,
    /// The household whose code was typed.
    pub owner: Option<CodeOwner>,
}

impl Caller {
    /// The compound, or why there is none.
    pub async fn compound(&self) -> ApiResult<Result<NamedCompound, Invalid>> {
        let mut tx = self.state.db.read().await?;
        compound_of(&self.state, &mut tx, &self.code).await
    }

    /// The page for a code that does not work.
    pub fn refuse(&self, why: Invalid) -> Response {
        refuse(&self.state, self.reader, why, format!("/c/{}", self.code))
    }

    /// The page of a form: 422 while something in it is wrong.
    pub fn form(&self, title: Word, is_wrong: bool, page: impl FnOnce(Preference) -> Node) -> Response {
        form_page(&self.state, self.reader, title, is_wrong, page)
    }

    /// What became of a typed household code.
    pub async fn household(&self, compound: CompoundId, typed: &str) -> ApiResult<Checked> {
        check_household_code(&self.state, compound, &self.address, typed).await
    }

    /// Reads a form with an optional household code and photos; `judge` says what else is wrong. Only a form without any fault counts
    /// against the number of forms in an hour.
    pub async fn read(
        &self,
        (purpose, compound): (&str, CompoundId),
        sent: SentForm,
        most_photos: usize,
        judge: impl FnOnce(&FormDraft) -> Vec<Finding>,
    ) -> ApiResult<Sent> {
        let checked = self.household(compound, sent.value("household_code")).await?;
        let (mut draft, photos) = sent.keep_photos(&self.state, most_photos).await?;
        let found = judge(&draft);
        draft.findings.extend(found);
        let owner = match checked {
            Checked::Household(owner) => Some(owner),
            Checked::Absent => None,
            Checked::Wrong(finding) => {
                draft.findings.push(finding);
                None
            }
        };
        if draft.findings.is_empty() && self.sends_too_often(purpose, compound).await? {
            draft.findings.push(Finding::new("too_many_sent", ""));
        }
        Ok(Sent { draft, photos, owner })
    }

    /// Counts a form and says whether it is one too many.
    async fn sends_too_often(&self, purpose: &str, compound: CompoundId) -> ApiResult<bool> {
        let key = throttle_key(&self.state, purpose, &compound.to_string(), &self.address);
        let now_ms = self.state.clock.now_ms();
        let mut tx = self.state.db.write().await?;
        if db::throttle::barred_until(&mut tx, &key, now_ms).await?.is_some() {
            return Ok(true);
        }
        db::throttle::count_failure(&mut tx, &key, now_ms, SENT_PER_HOUR, HOUR_MS, HOUR_MS).await?;
        tx.commit().await?;
        Ok(false)
    }
}

/// The page of a form: 422 while something in it is wrong.
pub fn form_page(
    state: &AppState,
    reader: Reader,
    title: Word,
    is_wrong: bool,
    page: impl FnOnce(Preference) -> Node,
) -> Response {
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = title.text(reader.0.language);
    (status, document(state, reader, Sheet::Resident, title, || page(reader.0))).into_response()
}
