//! The toggles on top of a page: text size, language, theme. Remembered in cookies; works with scripts off.

use crate::state::AppState;
use app::ui::preference::{ELDER, Elder, LANGUAGE, THEME, Theme};
use axum::Form;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::CookieJar;
use axum_extra::extract::cookie::{Cookie, SameSite};
use domain::language::Language;
use serde::Deserialize;

/// What was pressed, and the page to return to.
#[derive(Debug, Deserialize)]
pub struct Pressed {
    #[serde(default)]
    back: String,
    elder: Option<String>,
    language: Option<String>,
    theme: Option<String>,
}

/// Remembers what was pressed.
pub async fn set_preference(
    State(state): State<AppState>,
    mut jar: CookieJar,
    Form(pressed): Form<Pressed>,
) -> Response {
    let secure = state.public.is_secure();
    if let Some(elder) = &pressed.elder {
        jar = jar.add(cookie(ELDER, Elder::from_name(elder).name().unwrap_or("off"), secure));
    }
    if let Some(language) = &pressed.language {
        jar = jar.add(cookie(LANGUAGE, Language::from_tag(language).tag(), secure));
    }
    if let Some(theme) = &pressed.theme {
        jar = jar.add(cookie(THEME, Theme::from_name(theme).map_or("system", Theme::name), secure));
    }
    (jar, Redirect::to(own_path(&pressed.back))).into_response()
}

fn cookie(name: &'static str, value: &'static str, secure: bool) -> Cookie<'static> {
    Cookie::build((name, value)).path("/").same_site(SameSite::Lax).http_only(true).secure(secure).permanent().build()
}

/// Only a path of this site: never `//elsewhere` or `/\elsewhere`.
fn own_path(back: &str) -> &str {
    let own = back.starts_with('/') && !back[1..].starts_with(['/', '\\']) && !back.contains(char::is_control);
    if own { back } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_never_leaves_the_site() {
        let cases = [
            ("/c/abc", "/c/abc"),
            ("//evil.example", "/"),
            ("/\\evil", "/"),
            ("https://evil", "/"),
            ("", "/"),
            ("/a\r\nx", "/"),
        ];
        for (back, wanted) in cases {
            assert_eq!(own_path(back), wanted, "{back:?}");
        }
    }
}
