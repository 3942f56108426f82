//! Session tokens and their cookie.

use crate::state::Public;
use axum_extra::extract::cookie::{Cookie, SameSite};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::hash::Hash;

/// Name of the session cookie.
pub const COOKIE: &str = "doorstep_session";

/// How long a session of each kind lives: a phone for a working day, a desk for half of one (rules 4.5).
pub fn lifetime_ms(kind: &str) -> i64 {
    const HOUR_MS: i64 = 3_600_000;
    if kind == "phone" { 12 * HOUR_MS } else { 8 * HOUR_MS }
}

/// 256 random bits for a cookie, and the hash that the database keeps.
pub fn new_token() -> (String, String) {
    let bytes: [u8; 32] = rand::random();
    let token = URL_SAFE_NO_PAD.encode(bytes);
    let sha256 = token_sha256(&token);
    (token, sha256)
}

/// What the database knows a token by.
pub fn token_sha256(token: &str) -> String {
    Hash::of(token.as_bytes()).to_string()
}

/// The cookie that carries a token: no script reads it, no other site sends it along with a form.
pub fn cookie(token: String, public: &Public) -> Cookie<'static> {
    Cookie::build((COOKIE, token)).path("/").http_only(true).same_site(SameSite::Lax).secure(public.is_secure()).build()
}

/// The same for a phone: it outlives a browser that the phone kills. How long the session lives, the server decides.
pub fn lasting_cookie(token: String, public: &Public) -> Cookie<'static> {
    let mut cookie = cookie(token, public);
    cookie.make_permanent();
    cookie
}

/// The cookie that takes it back.
pub fn removal() -> Cookie<'static> {
    Cookie::build((COOKIE, "")).path("/").build()
}
