//! The built site: the field app's shell and files, precompressed, with cache headers that suit their names.

use crate::error::ApiError;
use crate::state::AppState;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Files under the site folder, read once when the server starts (a few hundred kilobytes in all).
#[derive(Debug, Default)]
pub struct Site {
    files: HashMap<String, File>,
    names: HashMap<String, String>,
}

#[derive(Debug)]
struct File {
    plain: Vec<u8>,
    brotli: Option<Vec<u8>>,
    mime: &'static str,
}

impl Site {
    /// Reads the folder; an empty site (for tests and for commands that serve nothing) when it is not there.
    pub fn open(folder: &Path) -> anyhow::Result<Self> {
        let mut site = Self::default();
        let mut open: Vec<PathBuf> = if folder.is_dir() { vec![folder.to_owned()] } else { vec![] };
        while let Some(path) = open.pop() {
            for entry in std::fs::read_dir(path)? {
                let path = entry?.path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    site.take(folder, &path)?;
                }
            }
        }
        Ok(site)
    }

    fn take(&mut self, folder: &Path, path: &Path) -> anyhow::Result<()> {
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        if name == "site.json" {
            let listed: HashMap<String, serde_json::Value> = serde_json::from_slice(&std::fs::read(path)?)?;
            let name_of = |value: &serde_json::Value| value.get("name").or(Some(value))?.as_str().map(str::to_owned);
            self.names = listed.iter().filter_map(|(key, value)| Some((key.clone(), name_of(value)?))).collect();
        } else if !name.ends_with(".br") {
            let brotli = std::fs::read(format!("{}.br", path.display())).ok();
            let file = File { plain: std::fs::read(path)?, brotli, mime: mime_of(&name) };
            self.files.insert(format!("/{name}"), file);
        }
        Ok(())
    }

    /// The address of a file whose name carries a hash, by its plain name, such as `resident.css`.
    pub fn address(&self, logical: &str) -> String {
        self.names.get(logical).cloned().unwrap_or_else(|| format!("/pkg/{logical}"))
    }

    fn answer(&self, path: &str, headers: &HeaderMap) -> Response {
        let Some(file) = self.files.get(path) else { return ApiError::NotFound.into_response() };
        let accepts = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let forever = path.starts_with("/pkg/");
        let cache = if forever { "public, max-age=31536000, immutable" } else { "no-cache" };
        let mut answer = match &file.brotli {
            Some(brotli) if accepts.contains("br") => {
                let mut answer = brotli.clone().into_response();
                answer.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
                answer
            }
            _ => file.plain.clone().into_response(),
        };
        let headers = answer.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(file.mime));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        answer
    }
}

fn mime_of(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "mp3" => "audio/mpeg",
        _ => "text/plain; charset=utf-8",
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
    state.site.answer("/field.html", &headers)
}

/// A file of the site.
pub async fn file(State(state): State<AppState>, uri: Uri, headers: HeaderMap) -> Response {
    state.site.answer(uri.path(), &headers)
}
