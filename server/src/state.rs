//! What every handler can reach: database, blobs, clock, key, site.

use crate::auth::proxy::Proxies;
use crate::blob::Blobs;
use crate::clock::Clock;
use crate::db::Db;
use crate::intake::writer::Writer;
use crate::opening::Opener;
use crate::pages::site::Site;
use crate::receipt::ReceiptSigner;
use crate::roster::underway::Underway;
use crate::rules::Rules;
use crate::seal::Seal;
use axum::extract::FromRef;
use std::sync::Arc;

/// Cheap to clone; one for the whole program.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// Records.
    pub db: Db,
    /// Photos, signatures, files.
    pub blobs: Blobs,
    /// The one clock.
    pub clock: Clock,
    /// The server's key.
    pub seal: Arc<Seal>,
    /// The server's word to phones.
    pub receipts: Arc<ReceiptSigner>,
    /// Opens what phones closed.
    pub opener: Arc<Opener>,
    /// The one writer of what phones send.
    pub writer: Writer,
    /// The configuration by day.
    pub rules: Arc<Rules>,
    /// The built site.
    pub site: Arc<Site>,
    /// How much phones get at once.
    pub pages: Pages,
    /// How the outside sees us.
    pub public: Arc<Public>,
    /// Rosters that are being read or applied.
    pub imports: Arc<Underway>,
    /// The proxies in front of us.
    pub proxies: Arc<Proxies>,
}

/// How many changes one answer to a phone carries.
#[derive(Debug, Clone, Copy)]
pub struct Pages {
    /// To a phone that holds nothing yet: few, so that the first doors are usable at once.
    pub first: i64,
    /// To every other: many, so that ten thousand doors come in few requests.
    pub rest: i64,
}

impl Default for Pages {
    fn default() -> Self {
        Self { first: 200, rest: 2_000 }
    }
}

/// How the outside sees us.
#[derive(Debug, Clone)]
pub struct Public {
    /// Scheme, host and port, without a slash at the end.
    pub url: String,
}

impl Public {
    /// Whether people reach us through TLS, so that cookies can be marked secure.
    pub fn is_secure(&self) -> bool {
        self.url.starts_with("https://")
    }
}
