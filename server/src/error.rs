//! One error type for every handler, one envelope for every answer: `{"errors":[{"code","field"}]}`.

use crate::db;
use axum::Json;
use axum::extract::Request;
use axum::http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::finding::Finding;
use serde::{Deserialize, Serialize};

/// What a handler answers when it cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ApiError {
    /// No valid session.
    #[error("not logged in")]
    NotLoggedIn,
    /// A first password has to be changed before anything else.
    #[error("the password must be changed first")]
    PasswordMustChange,
    /// The role or the scope does not reach this.
    #[error("not allowed: {0}")]
    Forbidden(&'static str),
    /// There is no such thing (or it may not be seen).
    #[error("not found")]
    NotFound,
    /// The input is wrong; all findings at once.
    #[error("invalid input")]
    Invalid(Vec<Finding>),
    /// The state of the thing does not allow this step.
    #[error("conflict: {0}")]
    Conflict(&'static str),
    /// Too many tries; again after so many seconds.
    #[error("too many tries")]
    Throttled(i64),
    /// Too large for this route.
    #[error("too large")]
    TooLarge,
    /// The database or the disk is out of reach or full: nothing was taken, the same request may pass in a moment.
    #[error("out of reach: {0:#}")]
    OutOfReach(anyhow::Error),
    /// Our own failure: logged once, told without detail.
    #[error(transparent)]
    Internal(anyhow::Error),
}

/// When to come again after [`ApiError::OutOfReach`].
const AGAIN_SECONDS: i64 = 15;

/// Result of a handler.
pub type ApiResult<T> = Result<T, ApiError>;

/// The body of every error answer.
#[derive(Debug, Serialize, Deserialize)]
pub struct Envelope {
    /// At least one.
    pub errors: Vec<Finding>,
}

impl ApiError {
    /// One finding about one field.
    pub fn invalid(code: &str, field: &str) -> Self {
        Self::Invalid(vec![Finding::new(code, field)])
    }

    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotLoggedIn => StatusCode::UNAUTHORIZED,
            Self::PasswordMustChange | Self::Forbidden(_) => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::Throttled(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::OutOfReach(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The findings that the answer carries.
    pub fn findings(&self) -> Vec<Finding> {
        let code = match self {
            Self::Invalid(findings) => return findings.clone(),
            Self::NotLoggedIn => "not_logged_in",
            Self::PasswordMustChange => "password_must_change",
            Self::Forbidden(code) | Self::Conflict(code) => code,
            Self::NotFound => "not_found",
            Self::Throttled(_) => "too_many_tries",
            Self::TooLarge => "too_large",
            Self::OutOfReach(_) => "not_taken",
            Self::Internal(_) => "internal",
        };
        vec![Finding::new(code, "")]
    }

    /// Logs our own failures, once.
    pub fn log(&self) {
        match self {
            Self::Internal(error) => tracing::error!(error = format!("{error:#}"), "internal error"),
            Self::OutOfReach(error) => tracing::warn!(error = format!("{error:#}"), "not taken"),
            _ => {}
        }
    }

    /// Whether nothing but the moment was wrong: what stands beside it would fail too.
    pub fn is_out_of_reach(&self) -> bool {
        matches!(self, Self::OutOfReach(_))
    }

    /// Seconds after which to come again, where it helps.
    pub fn retry_after(&self) -> Option<i64> {
        match self {
            Self::Throttled(seconds) => Some(*seconds),
            Self::OutOfReach(_) => Some(AGAIN_SECONDS),
            _ => None,
        }
    }

    /// After too many tries: for how many minutes, the last one begun counted whole, nobody may try again.
    pub fn wait_minutes(&self) -> Option<i64> {
        if let Self::Throttled(seconds) = self { Some((seconds + 59) / 60) } else { None }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            other => anyhow::Error::from(other).into(),
        }
    }
}

impl From<anyhow::Error> for ApiError {
    fn from(error: anyhow::Error) -> Self {
        let gone = error
            .chain()
            .any(|cause| cause.downcast_ref().is_some_and(db::outage::is_outage) || cause.is::<object_store::Error>());
        if gone { Self::OutOfReach(error) } else { Self::Internal(error) }
    }
}

/// Every refusal of `/api/` in the same envelope, also of what never came to a handler: a phone takes anything else for a page of
/// somebody on the way, and offers the same again.
pub async fn in_envelope(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let answer = next.run(request).await;
    let status = answer.status();
    let is_json = answer.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == JSON);
    if !is_api || is_json || !(status.is_client_error() || status.is_server_error()) {
        return answer;
    }
    let code = match status {
        StatusCode::NOT_FOUND => "not_found",
        StatusCode::PAYLOAD_TOO_LARGE => "too_large",
        status if status.is_server_error() => "internal",
        _ => "request_unreadable",
    };
    let said = Json(Envelope { errors: vec![Finding::new(code, "")] }).into_response();
    let (mut parts, _) = answer.into_parts();
    for header in [CONTENT_LENGTH, CONTENT_ENCODING] {
        parts.headers.remove(header);
    }
    parts.headers.insert(CONTENT_TYPE, HeaderValue::from_static(JSON));
    Response::from_parts(parts, said.into_body())
}

const JSON: &str = "application/json";

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let mut answer = (self.status(), Json(Envelope { errors: self.findings() })).into_response();
        if let Some(seconds) = self.retry_after() {
            answer.headers_mut().insert("retry-after", seconds.into());
        }
        answer
    }
}
