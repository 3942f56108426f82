//! The pages behind a compound's QR code: load, render, redirect. Anyone may ask; nothing here looks at a session.

use crate::auth::guard::Who::Anyone;
use crate::photo::FILE_MAX_BYTES;
use crate::router::{Route, route};
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};

pub mod answer;
pub mod ask;
pub mod asked;
pub mod caller;
pub mod code;
pub mod compound;
pub mod follow;
pub mod form;
pub mod home;
pub mod key;
pub mod rate;
pub mod withdraw;

/// Two photos of the largest size and the texts around them.
const FORM_MAX_BYTES: usize = 2 * FILE_MAX_BYTES + 256 * 1024;

/// Every page for residents.
pub fn routes() -> Vec<Route> {
    let limit = || DefaultBodyLimit::max(FORM_MAX_BYTES);
    vec![
        route("GET", "/c/{code}", Anyone, get(compound::show_compound)),
        route("GET", "/c/{code}/rate", Anyone, get(rate::show_rating_form)),
        route("POST", "/c/{code}/rate", Anyone, post(rate::send_rating).layer(limit())),
        route("GET", "/c/{code}/requests", Anyone, get(ask::show_request_form)),
        route("POST", "/c/{code}/requests", Anyone, post(ask::send_request).layer(limit())),
        route("GET", "/c/{code}/mine", Anyone, get(home::show_home_form)),
        route("POST", "/c/{code}/mine", Anyone, post(home::show_home)),
        route("POST", "/c/{code}/mine/answer", Anyone, post(home::answer_task)),
        route("POST", "/c/{code}/mine/withdraw", Anyone, post(home::take_consent_back)),
        route("GET", "/r", Anyone, get(follow::find_request)),
        route("GET", "/r/{number}", Anyone, get(follow::show_request)),
        route("POST", "/r/{number}", Anyone, post(follow::open_request)),
        route("POST", "/r/{number}/answer", Anyone, post(answer::answer_request)),
        route("GET", "/r/{number}/photos/{hash}", Anyone, get(follow::show_photo)),
    ]
}
