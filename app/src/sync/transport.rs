//! How bytes get to the server and back: one call, one reply. Everything that can go wrong on the way is a reply that
//! [`super::wire`] does not take for an answer.

use crate::store::Later;

/// One request to the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// `GET`, `POST`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Path and query on our own server.
    pub path: String,
    /// What is sent along.
    pub body: Option<Body>,
}

/// What is sent along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// JSON; a transport may compress it.
    Json(String),
    /// JSON that [`Transport::pack`] has compressed.
    Packed(Vec<u8>),
    /// Part of a photo.
    Bytes(Vec<u8>),
}

/// What came back, from whomever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Media type, without parameters.
    pub content_type: String,
    /// The body, as far as it came.
    pub body: Vec<u8>,
}

/// No reply: no network, time over, connection cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoReply;

/// The way to the server.
pub trait Transport {
    /// Sends one request, now, and waits for the reply.
    fn call(&self, call: Call) -> Later<'_, Result<Reply, NoReply>>;

    /// Makes JSON ready to be sent, from now on: it is done while something else is waited for.
    fn pack(&self, json: String) -> Later<'_, Body> {
        Box::pin(async move { Body::Json(json) })
    }
}

impl Call {
    /// A request without a body.
    pub fn get(path: impl Into<String>) -> Self {
        Self { method: "GET", path: path.into(), body: None }
    }

    /// A request with JSON.
    pub fn json(method: &'static str, path: impl Into<String>, json: String) -> Self {
        Self { method, path: path.into(), body: Some(Body::Json(json)) }
    }
}
