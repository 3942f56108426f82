//! One compound with a company, two households with their codes, and the router in front of it.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::household_code::HouseholdCode;
use domain::public_code::PublicCode;
use http_body_util::BodyExt;
use server::blob::Blobs;
use server::clock::Clock;
use server::db::{Db, Tx};
use server::pages::site::Site;
use server::receipt::ReceiptSigner;
use server::router::router;
use server::seal::Seal;
use server::state::{AppState, Public};
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;

/// 2026-11-22, 10:00 in Shanghai.
pub const NOW_MS: i64 = 1_795_363_200_000 - 14 * 3_600_000;

macro_rules! run {
    ($tx:expr, $sql:expr $(, $value:expr)*) => {
        match &mut $tx {
            Tx::Sqlite(tx) => { sqlx::query($sql)$(.bind($value))*.execute(&mut **tx).await.unwrap(); }
            Tx::Postgres(tx) => { sqlx::query($sql)$(.bind($value))*.execute(&mut **tx).await.unwrap(); }
        }
    };
}
pub(crate) use run;

macro_rules! one {
    ($state:expr, $type:ty, $sql:expr $(, $value:expr)*) => {{
        let row: $type = match &mut $state.db.read().await.unwrap() {
            Tx::Sqlite(tx) => sqlx::query_as($sql)$(.bind($value))*.fetch_one(&mut **tx).await.unwrap(),
            Tx::Postgres(tx) => sqlx::query_as($sql)$(.bind($value))*.fetch_one(&mut **tx).await.unwrap(),
        };
        row
    }};
}
pub(crate) use one;

pub struct House {
    pub state: AppState,
    router: Router,
    /// The twenty characters behind the poster, and those of a compound elsewhere.
    pub code: String,
    pub other_code: String,
    pub compound: Uuid,
    pub company: Uuid,
    pub slip: HouseholdCode,
    pub neighbour_slip: HouseholdCode,
    _folder: TempDir,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: String,
    pub cookies: Vec<String>,
    pub body: String,
}

pub fn id(n: u8) -> Uuid {
    Uuid::from_bytes([n; 16])
}

impl House {
    pub async fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("test.db").display());
        Self::on(&url, folder).await
    }

    /// On a database of its own in the cluster that the tests were given; without one the test fails and says so.
    pub async fn on_postgres() -> Self {
        let url = std::env::var("DOORSTEP_TEST_POSTGRES")
            .expect("DOORSTEP_TEST_POSTGRES must name a Postgres that tests may fill: `make test` starts one");
        let name = format!("resident_{}", Uuid::new_v4().simple());
        let pool = sqlx::PgPool::connect(&url).await.unwrap();
        sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await.unwrap();
        let (server, _) = url.rsplit_once('/').unwrap();
        Self::on(&format!("{server}/{name}"), tempfile::tempdir().unwrap()).await
    }

    async fn on(url: &str, folder: TempDir) -> Self {
        let db = Db::open(url).await.unwrap();
        db.migrate().await.unwrap();
        let seal = Arc::new(Seal::from_key([7; 32]));
        let (mine, other) = (PublicCode::make([1; 9]), PublicCode::make([2; 9]));
        let segment = |code: &PublicCode| seal.public_path(code.as_str()).replace("/c/", "");
        let receipts = Arc::new(ReceiptSigner::open(&db, &seal, NOW_MS).await.unwrap());
        let opener = Arc::new(server::opening::Opener::open(&db, &seal, NOW_MS).await.unwrap());
        let state = AppState {
            db,
            blobs: Blobs::in_folder(&folder.path().join("objects")).unwrap(),
            clock: Clock::standing_at(NOW_MS),
            seal: seal.clone(),
            rules: Arc::default(),
            site: Arc::new(Site::default()),
            receipts,
            opener,
            writer: Default::default(),
            pages: Default::default(),
            public: Arc::new(Public { url: "http://127.0.0.1:3000".into() }),
            imports: Default::default(),
            proxies: Default::default(),
        };
        let house = Self {
            router: router(state.clone()),
            state,
            code: segment(&mine),
            other_code: segment(&other),
            compound: id(10),
            company: id(1),
            slip: HouseholdCode::make(1234),
            neighbour_slip: HouseholdCode::make(5678),
            _folder: folder,
        };
        house.build([mine.as_str(), other.as_str()]).await;
        house
    }

    async fn build(&self, codes: [&str; 2]) {
        let mut tx = self.state.db.write().await.unwrap();
        run!(
            tx,
            "insert into companies (id, uscc, name, phone, status) values ($1, 'U1', '安居试验物业', '0355-2000001', 'active')",
            self.company
        );
        for (code, parent, level, name) in [
            ("140403", "", "district", "潞州区"),
            ("140403001", "140403", "street", "太行街道"),
            ("140403001001", "140403001", "community", "试验社区"),
        ] {
            run!(
                tx,
                "insert into divisions (code, parent_code, level, name, phone, hidden) values ($1, $2, $3, $4, '0355-3000001', $5)",
                code,
                parent,
                level,
                name,
                false
            );
        }
        for (n, code) in [10u8, 11].into_iter().zip(codes) {
            run!(tx, "insert into compounds (id, code, name, street_code, community_code, management_mode, has_no_company, has_no_right_unit, has_no_self_management, in_zero_clearing_baseline, public_code)
                 values ($1, $2, '试验小区', '140403001', '140403001001', 'professional', $3, $3, $3, $3, $4)", id(n), code, true, code);
        }
        run!(
            tx,
            "insert into service_assignments (id, compound_id, company_id, kind, from_on) values ($1, $2, $3, 'red_property', '2026-09-01')",
            id(20),
            self.compound,
            self.company
        );
        run!(
            tx,
            "insert into trials (id, assignment_id, status, rule, start_on, last_free_on) values ($1, $2, 'running', 'printed', '2026-09-01', '2027-02-28')",
            id(21),
            id(20)
        );
        run!(
            tx,
            "insert into buildings (id, compound_id, no_raw, no_norm) values ($1, $2, '1', '1')",
            id(30),
            self.compound
        );
        run!(tx, "insert into units (id, building_id, no_norm) values ($1, $2, '1')", id(31), id(30));
        for (n, door, slip) in [(40u8, "101", self.slip), (41, "102", self.neighbour_slip)] {
            run!(tx, "insert into households (id, compound_id, building_id, unit_id, door_no, door_raw, usage, occupancy, occupancy_seq, active, door_state, fee_consent_state)
                 values ($1, $2, $3, $4, $5, $5, 'residence', 'owner', 1, $6, 'not_visited', 'none')", id(n), self.compound, id(30), id(31), door, true);
            run!(
                tx,
                "insert into household_codes (code, household_id, occupancy_seq) values ($1, $2, 1)",
                slip.plain(),
                id(n)
            );
        }
        tx.commit().await.unwrap();
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Posts a form as a browser without script does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = serde_urlencoded::to_string(fields).unwrap();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.header("sec-fetch-site", "same-origin").body(Body::from(body)).unwrap()).await
    }

    /// Posts texts and files.
    pub async fn post_files(&self, path: &str, fields: &[(&str, &str)], files: &[(&str, Vec<u8>)]) -> Answer {
        let mut body = Vec::new();
        for (name, value) in fields {
            body.extend(
                format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").into_bytes(),
            );
        }
        for (name, bytes) in files {
            body.extend(
                format!("--B\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"a.jpg\"\r\n\r\n")
                    .into_bytes(),
            );
            body.extend_from_slice(bytes);
            body.extend(b"\r\n");
        }
        body.extend(b"--B--\r\n");
        let request = Request::post(path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=B");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let answer = self.router.clone().oneshot(request).await.unwrap();
        let text = |value: Option<&axum::http::HeaderValue>| {
            value.and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
        };
        let location = text(answer.headers().get(header::LOCATION));
        let cookies = answer.headers().get_all(header::SET_COOKIE).iter().map(|value| text(Some(value))).collect();
        let status = answer.status();
        let bytes = answer.into_body().collect().await.unwrap().to_bytes();
        Answer { status, location, cookies, body: String::from_utf8_lossy(&bytes).into_owned() }
    }
}
