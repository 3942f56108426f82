//! The whole program in process, and a browser that keeps its cookie.

use super::base::Base;
use super::world::{NOW_MS, PASSWORD, World};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::auth::password;
use server::blob::Blobs;
use server::clock::Clock;
use server::db::Db;
use server::evidence::backfill::link_old;
use server::opening::Opener;
use server::pages::site::Site;
use server::receipt::ReceiptSigner;
use server::roster::underway::Underway;
use server::router::router;
use server::rules::Rules;
use server::seal::Seal;
use server::state::{AppState, Public};
use std::sync::Arc;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

/// The program, its world, and everything a test may look at behind its back.
pub struct TestApp {
    pub router: Router,
    pub state: AppState,
    pub world: World,
    _folder: tempfile::TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON of a type.
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {} {}", self.status, self.text()))
    }

    /// Where it sends the browser.
    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

async fn password_hash() -> &'static str {
    static HASH: OnceCell<String> = OnceCell::const_new();
    HASH.get_or_init(|| async { password::hash(PASSWORD.to_owned()).await.unwrap() }).await
}

impl TestApp {
    /// The program on a database of its own, with the world in it, at noon of [`NOW_MS`].
    pub async fn new(base: Base) -> Self {
        let app = Self::before_chains(base).await;
        link_old(&app.state.db, &app.state.seal, &app.state.clock).await.unwrap();
        app
    }

    /// The same before it started for the first time since there are chains.
    pub async fn before_chains(base: Base) -> Self {
        let (db, folder) = base.open().await;
        let seal = Arc::new(Seal::from_key([7; 32]));
        let world = World::make(&db, &seal, password_hash().await).await;
        server::intake::document::publish_shipped(&db).await.unwrap();
        let receipts = Arc::new(ReceiptSigner::open(&db, &seal, NOW_MS).await.unwrap());
        let opener = Arc::new(Opener::open(&db, &seal, NOW_MS).await.unwrap());
        let state = state(db, seal, (receipts, opener), folder.path());
        Self { router: router(state.clone()), state, world, _folder: folder }
    }

    /// Sends a request with an optional session cookie.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// `GET`, with a cookie or the empty text.
    pub async fn get(&self, path: &str, cookie: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookie).body(Body::empty()).unwrap()).await
    }

    /// `POST` of JSON.
    pub async fn post_json(&self, path: &str, cookie: &str, body: &impl Serialize) -> Answer {
        let request =
            Request::post(path).header(header::COOKIE, cookie).header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Body::from(serde_json::to_vec(body).unwrap())).unwrap()).await
    }

    /// `POST` of a form, as a page would send it.
    pub async fn post_form(&self, path: &str, cookie: &str, body: &str) -> Answer {
        let request = Request::post(path)
            .header(header::COOKIE, cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin");
        self.send(request.body(Body::from(body.to_owned())).unwrap()).await
    }

    /// Logs in and returns the cookie.
    pub async fn log_in(&self, login: &str) -> String {
        let body = serde_json::json!({ "login": login, "password": PASSWORD });
        let answer = self.post_json("/api/v1/session", "", &body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let cookie = answer.headers.get(header::SET_COOKIE).unwrap().to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }

    /// How long an answer waits for an import.
    pub fn let_imports_wait(&mut self, patience: std::time::Duration) {
        self.state.imports = Arc::new(Underway::with_patience(patience));
        self.router = router(self.state.clone());
    }

    /// Moves the one clock.
    pub fn set_clock(&self, at_ms: i64) {
        self.state.clock.set_ms(at_ms);
    }
}

type Keys = (Arc<ReceiptSigner>, Arc<Opener>);

fn state(db: Db, seal: Arc<Seal>, (receipts, opener): Keys, folder: &std::path::Path) -> AppState {
    AppState {
        db,
        blobs: Blobs::in_folder(&folder.join("objects")).unwrap(),
        clock: Clock::standing_at(NOW_MS),
        seal,
        rules: Arc::new(Rules::default()),
        site: Arc::new(Site::default()),
        receipts,
        opener,
        writer: Default::default(),
        pages: Default::default(),
        public: Arc::new(Public { url: "http://127.0.0.1:3000".to_owned() }),
        imports: Default::default(),
        proxies: Default::default(),
    }
}
