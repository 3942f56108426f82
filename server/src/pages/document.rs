//! A page as an answer: who reads it and how, and the document around what a view drew.

use crate::error::ApiResult;
use crate::pages::failure;
use crate::state::AppState;
use app::element::Node;
use app::ui::page::Page;
use app::ui::preference::Preference;
use axum::extract::FromRequestParts;
use axum::http::{header, request::Parts};
use axum::response::{Html, Response};
use domain::language::Language;
use leptos::prelude::{IntoRender, RenderHtml};
use std::convert::Infallible;
use std::future::Future;

/// How the person reads: from the cookies; the browser's language on the first visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader(pub Preference);

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let text = |name| parts.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let cookies = text(header::COOKIE);
        let mut preference = Preference::from_cookies(cookies);
        let chosen = cookies.split(';').any(|pair| pair.trim().starts_with("language="));
        if !chosen {
            preference.language = Language::from_tag(text(header::ACCEPT_LANGUAGE));
        }
        Ok(Self(preference))
    }
}

/// Which style a page wears.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheet {
    /// The resident's: small.
    Resident,
    /// The office's.
    Console,
}

/// Draws a view and puts the document around it.
pub fn document<V: IntoRender<Output: RenderHtml>>(
    state: &AppState,
    reader: Reader,
    sheet: Sheet,
    title: &str,
    view: impl FnOnce() -> V,
) -> Html<String> {
    let (css, body_class) = match sheet {
        Sheet::Resident => (state.site.address("resident.css"), ""),
        Sheet::Console => (state.site.address("console.css"), "console"),
    };
    // A resident's page is two requests, not three: web views inside other apps show no tab icon anyway.
    let icon = match sheet {
        Sheet::Resident => "data:,".to_owned(),
        Sheet::Console => state.site.address("icons/app.svg"),
    };
    let body = Node::view(view()).html();
    Html(Page { title, preference: reader.0, css: &[&css], icon: &icon, body_class, indexed: false, body }.html())
}

/// Answers with the page for an error when the work fails.
pub async fn or_failure(state: &AppState, work: impl Future<Output = ApiResult<Response>>) -> Response {
    work.await.unwrap_or_else(|error| failure::answer(state, &error))
}
