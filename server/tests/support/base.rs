//! A database of a test's own, on SQLite or on the Postgres that the test run started.

use server::db::Db;
use std::sync::atomic::{AtomicU32, Ordering};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    Sqlite,
    Postgres,
}

static NEXT: AtomicU32 = AtomicU32::new(0);

impl Base {
    /// Where an empty database is; the folder lives as long as the test needs it.
    pub async fn address(self) -> (String, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let url = match self {
            Self::Sqlite => format!("sqlite://{}/test.db", folder.path().display()),
            Self::Postgres => new_postgres().await,
        };
        (url, folder)
    }

    /// An empty, migrated database; the folder lives as long as the test needs it.
    pub async fn open(self) -> (Db, tempfile::TempDir) {
        let (url, folder) = self.address().await;
        let db = Db::open(&url).await.unwrap();
        db.migrate().await.unwrap();
        (db, folder)
    }
}

/// A fresh database in the cluster named by `DOORSTEP_TEST_POSTGRES` (`postgres://…/postgres`).
async fn new_postgres() -> String {
    // `make bench` starts one of its own that writes to disk.
    let cluster = std::env::var("DOORSTEP_BENCH_POSTGRES")
        .or_else(|_| std::env::var("DOORSTEP_TEST_POSTGRES"))
        .expect("DOORSTEP_TEST_POSTGRES must name a Postgres that tests may fill: `make test` starts one");
    let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::SeqCst));
    let pool = sqlx::PgPool::connect(&cluster).await.unwrap();
    sqlx::query(sqlx::AssertSqlSafe(format!("create database {name}"))).execute(&pool).await.unwrap();
    pool.close().await;
    let (server, _) = cluster.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// The same story on both databases.
#[macro_export]
macro_rules! on_both {
    ($($story:ident),+ $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $story() { super::$story($crate::support::Base::Sqlite).await; })+
        }
        mod on_postgres {
            $(#[tokio::test]
            async fn $story() { super::$story($crate::support::Base::Postgres).await; })+
        }
    };
}
