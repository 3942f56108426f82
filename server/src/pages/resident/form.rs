//! What a resident's form carries: texts and photos, from a browser with or without script.

use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::photo::{self, FILE_MAX_BYTES};
use crate::state::AppState;
use app::resident::draft::FormDraft;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, RawForm, Request};
use axum::http::header;
use bytes::Bytes;
use domain::finding::Finding;
use domain::hash::Hash;

/// More than any of our forms sends.
const FIELDS_MAX: usize = 60;
/// Longest text that is kept to be shown again; what is too long for the field is refused by its own rule.
const TEXT_MAX_CHARS: usize = 2_000;

/// A form as it came: texts cleaned, files not yet looked at.
#[derive(Debug, Default)]
pub struct SentForm {
    values: Vec<(String, String)>,
    files: Vec<Bytes>,
    findings: Vec<Finding>,
}

impl FromRequest<AppState> for SentForm {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &AppState) -> ApiResult<Self> {
        let kind =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let mut form = Self::default();
        if !kind.starts_with("multipart/") {
            let RawForm(bytes) =
                RawForm::from_request(request, state).await.map_err(|_| ApiError::invalid("form_broken", ""))?;
            let pairs: Vec<(String, String)> =
                serde_urlencoded::from_bytes(&bytes).map_err(|_| ApiError::invalid("form_broken", ""))?;
            form.values = pairs.into_iter().take(FIELDS_MAX).map(|(name, value)| (name, clean(&value))).collect();
            return Ok(form);
        }
        let parts = Multipart::from_request(request, state).await;
        let mut parts = parts.map_err(|_| ApiError::invalid("form_broken", ""))?;
        for _ in 0..FIELDS_MAX {
            // A body that breaks off or is too large ends here: nothing of it is taken.
            let field = parts.next_field().await.map_err(|error| broken(&error))?;
            let Some(field) = field else { return Ok(form) };
            form.take(field).await?;
        }
        Err(ApiError::TooLarge)
    }
}

fn broken(error: &axum::extract::multipart::MultipartError) -> ApiError {
    if error.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        ApiError::TooLarge
    } else {
        ApiError::invalid("form_broken", "")
    }
}

impl SentForm {
    async fn take(&mut self, field: Field<'_>) -> ApiResult<()> {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(|error| broken(&error))?;
        if !is_file {
            self.values.push((name, clean(&String::from_utf8_lossy(&bytes))));
        } else if bytes.len() > FILE_MAX_BYTES {
            self.findings.push(Finding::new("photo_wrong", "photo"));
        } else if !bytes.is_empty() {
            self.files.push(bytes);
        }
        Ok(())
    }

    /// A field's text; empty when it was not sent.
    pub fn value(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// Keeps the form's photos, made small and anew, and turns the form into what the page shows again should anything be wrong.
    /// Photos that were received with an earlier, wrong form are named in it and still count.
    pub async fn keep_photos(mut self, state: &AppState, most: usize) -> ApiResult<(FormDraft, Vec<Hash>)> {
        let now_ms = state.clock.now_ms();
        let config = state.rules.on_ms(now_ms);
        let mut photos = self.photos_kept_before(state).await?;
        for file in std::mem::take(&mut self.files) {
            if photos.len() >= most {
                self.findings.push(Finding::new("too_many", "photo"));
                break;
            }
            match photo::shrink(file, config.photo_max_px, config.photo_max_bytes).await {
                Ok(small) => photos.push(keep(state, small, now_ms).await?),
                Err(photo::NotAPhoto) => self.findings.push(Finding::new("photo_wrong", "photo")),
            }
        }
        photos.truncate(most);
        let kept = photos.iter().map(Hash::to_string).collect();
        Ok((FormDraft { values: self.values, photos: kept, findings: self.findings }, photos))
    }

    async fn photos_kept_before(&self, state: &AppState) -> ApiResult<Vec<Hash>> {
        let named = self.values.iter().filter(|(name, _)| name == "photo_kept");
        let hashes: Vec<Hash> = named.filter_map(|(_, value)| value.parse().ok()).collect();
        let mut kept = Vec::new();
        if !hashes.is_empty() {
            let mut tx = state.db.read().await?;
            for hash in hashes {
                if is_photo(&mut tx, hash).await? && !kept.contains(&hash) {
                    kept.push(hash);
                }
            }
        }
        Ok(kept)
    }
}

/// Whether a photo is here.
async fn is_photo(tx: &mut Tx, hash: Hash) -> ApiResult<bool> {
    let facts = db::blob::blob_facts(tx, hash).await?;
    Ok(facts.is_some_and(|facts| facts.kind == "photo" && facts.arrived_at_ms.is_some()))
}

async fn keep(state: &AppState, photo: Bytes, now_ms: i64) -> ApiResult<Hash> {
    let size_bytes = photo.len() as i64;
    let hash = state.blobs.put(photo).await.map_err(|error| ApiError::from(anyhow::Error::from(error)))?;
    let mut tx = state.db.write().await?;
    db::blob::note_arrival(&mut tx, hash, size_bytes, "photo", &[], now_ms).await?;
    tx.commit().await?;
    Ok(hash)
}

/// Text without control characters, invisible marks that turn the writing direction, and space at the ends.
fn clean(text: &str) -> String {
    let invisible = |glyph: char| matches!(glyph, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let kept = text.chars().filter(|glyph| (*glyph == '\n' || !glyph.is_control()) && !invisible(*glyph));
    kept.take(TEXT_MAX_CHARS).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_keeps_its_lines_and_loses_its_tricks() {
        let cases = [
            ("  井盖\r\n坏了 ", "井盖\n坏了"),
            ("a\u{202e}b\u{0}c\u{200b}", "abc"),
            ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ];
        for (text, wanted) in cases {
            assert_eq!(clean(text), wanted);
        }
        assert_eq!(clean(&"长".repeat(10_000)).chars().count(), TEXT_MAX_CHARS);
    }
}
