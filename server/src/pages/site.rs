//! The built site: the field app's shell and files, precompressed, with cache headers that suit their names.

use crate::error::ApiError;
use crate::state::AppState;
use anyhow::Context as _;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// The files that `site.json` lists, read once when the server starts (a few hundred kilobytes in all).
#[derive(Debug, Default)]
pub struct Site {
    by_url: HashMap<String, File>,
    urls: HashMap<String, String>,
}

#[derive(Debug)]
struct File {
    plain: Bytes,
    brotli: Option<Bytes>,
    content_type: HeaderValue,
    immutable: bool,
}

/// A line of `site.json`; the bundler's `main.rs` describes it.
#[derive(Debug, Deserialize)]
struct Asset {
    url: String,
    file: String,
    #[serde(rename = "type")]
    content_type: String,
    immutable: bool,
    brotli_bytes: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct List {
    #[serde(rename = "build")]
    _build: String,
    #[serde(flatten)]
    assets: HashMap<String, Asset>,
}

impl Site {
    /// Reads the folder; an empty site (for tests and for commands that serve nothing) when it is not there.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let mut site = Self::default();
        let Ok(text) = std::fs::read(folder.join("site.json")) else { return Ok(site) };
        let list: List = serde_json::from_slice(&text).context("site.json")?;
        let read = |name: &str| std::fs::read(folder.join(name)).map(Bytes::from).with_context(|| name.to_owned());
        for (name, asset) in list.assets {
            let brotli = asset.brotli_bytes.map(|_| read(&format!("{}.br", asset.file))).transpose()?;
            let content_type = HeaderValue::try_from(asset.content_type)?;
            let file = File { plain: read(&asset.file)?, brotli, content_type, immutable: asset.immutable };
            site.by_url.insert(asset.url.clone(), file);
            site.urls.insert(name, asset.url);
        }
        Ok(site)
    }

    /// The address of a file by its plain name, such as `resident.css`.
    pub fn address(&self, logical: &str) -> String {
        self.urls.get(logical).cloned().unwrap_or_else(|| format!("/pkg/{logical}"))
    }

    fn answer(&self, url: &str, headers: &HeaderMap) -> Response {
        let Some(file) = self.by_url.get(url) else { return ApiError::NotFound.into_response() };
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut answer = match &file.brotli {
            Some(brotli) if accepts.contains("br") => {
                let mut answer = brotli.clone().into_response();
                answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
                answer
            }
            _ => file.plain.clone().into_response(),
        };
        let cache = if file.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, file.content_type.clone());
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        answer
    }
}

/// The front door sends people to the console; residents come by their compound's code, workers by the app.
pub async fn front() -> Redirect {
    Redirect::to("/console")
}

/// Alive, and the database answers.
pub async fn health(State(state): State<AppState>) -> Result<&'static str, ApiError> {
    let mut tx = state.db.read().await?;
    crate::db::place::count_compounds(&mut tx).await?;
    Ok("ok")
}

/// The one shell of the field app, for every address under `/field`.
pub async fn shell(State(state): State<AppState>, headers: HeaderMap) -> Response {
    state.site.answer("/field/", &headers)
}

/// The service worker looks after `/field/` and what is below; without the slash nothing would work offline.
pub async fn field() -> Redirect {
    Redirect::permanent("/field/")
}

/// A file of the site.
pub async fn file(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Response {
    state.site.answer(uri.path(), &headers)
}
