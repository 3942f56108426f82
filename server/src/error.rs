//! One error type for every handler, one envelope for every answer: `{"errors":[{"code","field"}]}`.

use axum::Json;
use axum::http::StatusCode;
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
    /// Our own failure: logged once, told without detail.
    #[error(transparent)]
    Internal(#[from] anyhow::Error),
}

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
            Self::Internal(_) => "internal",
        };
        vec![Finding::new(code, "")]
    }

    /// Logs our own failures, once.
    pub fn log(&self) {
        if let Self::Internal(error) = self {
            tracing::error!(error = format!("{error:#}"), "internal error");
        }
    }
}

impl From<sqlx::Error> for ApiError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::RowNotFound => Self::NotFound,
            other => Self::Internal(other.into()),
        }
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        self.log();
        let mut answer = (self.status(), Json(Envelope { errors: self.findings() })).into_response();
        if let Self::Throttled(seconds) = self {
            answer.headers_mut().insert("retry-after", seconds.into());
        }
        answer
    }
}
