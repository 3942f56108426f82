//! All SQL, one text for both databases. One file per aggregate; no file here knows a route or a page.
//!
//! A function takes `&mut Tx` and its query runs on whichever database the transaction belongs to: the macro `on!`
//! repeats the same body for both, so each text is type-checked twice. Ids are `uuid`/`blob`, instants `bigint` ms UTC,
//! days `text` `YYYY-MM-DD`, structured content `jsonb`/`text` through [`sqlx::types::Json`].

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection as _, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction};
use std::str::FromStr;
use std::time::Duration;

pub mod account;
pub mod account_list;
pub mod audit;
pub mod batch;
pub mod blob;
pub mod blob_list;
pub mod change;
pub mod clash_list;
pub mod compound_list;
pub mod consent;
pub mod consent_list;
pub mod device;
pub mod device_list;
pub mod document;
pub mod evidence;
pub mod evidence_digest;
pub mod evidence_old;
pub mod evidence_row;
pub mod fact;
pub mod history;
pub mod hold;
pub mod home;
pub mod household;
pub mod household_code;
pub mod household_list;
pub mod need;
pub mod need_list;
pub mod new_door;
pub mod onboarding;
pub mod open_no;
pub mod outage;
pub mod own_household;
pub mod person_list;
pub mod place;
pub mod rating;
pub mod rating_list;
pub mod record;
pub mod record_list;
pub mod reliability;
pub mod request;
pub mod request_list;
pub mod review;
pub mod review_list;
pub mod role;
pub mod roster;
pub mod rules;
pub mod secret;
pub mod select;
pub mod server_key;
pub mod service;
pub mod session;
pub mod survey;
pub mod task;
pub mod task_list;
pub mod throttle;
pub mod triage;
pub mod view;
pub mod visit;
pub mod visit_list;
pub mod wipe;
pub mod zero_clearing;

/// Prepared statements that a connection keeps: lists of ids come in a handful of lengths, see [`batch`].
const STATEMENTS: usize = 500;

/// So long a request waits for a connection, or for somebody else's lock on the file.
const ACQUIRE: Duration = Duration::from_secs(5);
/// A connection used so lately is not asked whether it is still there: the question costs a way to the database and back.
const TRUSTED: Duration = Duration::from_secs(1);

/// Result of every function in this folder.
pub type DbResult<T> = Result<T, sqlx::Error>;

/// The database, as the URL chose it.
#[derive(Clone)]
pub enum Db {
    /// Many readers, one writer, so that writers queue here instead of failing busy.
    Sqlite {
        /// Readers.
        read: SqlitePool,
        /// The one writer.
        write: SqlitePool,
    },
    /// Postgres.
    Postgres(PgPool),
}

/// A transaction on either database. Dropped without [`Tx::commit`], nothing happened.
pub enum Tx {
    /// SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// Postgres.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same expression on whichever database the transaction belongs to; `$c` is the connection.
macro_rules! on {
    ($tx:expr, $c:ident => $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $c = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $c = &mut **tx;
                $body
            }
        }
    };
}
pub(crate) use on;

/// Whether a connection still leads somewhere. After a restart of the database those of before lead nowhere.
async fn still_there(connection: &mut PgConnection, idle_for: Duration) -> DbResult<bool> {
    Ok(idle_for < TRUSTED || connection.ping().await.is_ok())
}

/// Whether a transaction has really ended. SQLite ends one by itself when the disk is full; the driver then thinks it is still open and
/// would begin no other, so such a connection is closed and opened anew.
async fn is_clean(connection: &mut SqliteConnection) -> DbResult<bool> {
    connection.ping().await?;
    Ok(!connection.is_in_transaction())
}

impl Db {
    /// Opens the database; creates the file when it is SQLite and not there.
    pub async fn open(url: &str) -> DbResult<Self> {
        if url.starts_with("postgres") {
            let options = PgConnectOptions::from_str(url)?.statement_cache_capacity(STATEMENTS);
            let pool = PgPoolOptions::new()
                .max_connections(16)
                .acquire_timeout(ACQUIRE)
                .test_before_acquire(false)
                .before_acquire(|connection, known| {
                    Box::pin(async move { still_there(connection, known.idle_for).await })
                });
            return Ok(Self::Postgres(pool.connect_with(options).await?));
        }
        let options = SqliteConnectOptions::from_str(url)?
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(ACQUIRE)
            .statement_cache_capacity(STATEMENTS)
            .pragma("temp_store", "memory")
            .pragma("cache_size", "-65536")
            .pragma("wal_autocheckpoint", "4000")
            .optimize_on_close(true, None);
        if let Some(folder) = options.get_filename().parent() {
            std::fs::create_dir_all(folder).map_err(sqlx::Error::Io)?;
        }
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(Duration::from_secs(60))
            .after_release(|connection, _| Box::pin(async move { is_clean(connection).await }))
            .connect_with(options.clone())
            .await?;
        let read = SqlitePoolOptions::new().max_connections(8).connect_with(options.read_only(true)).await?;
        Ok(Self::Sqlite { read, write })
    }

    /// Opens a database that is there for looking at it: nothing can be written, not even by mistake.
    pub async fn open_to_look(url: &str) -> DbResult<Self> {
        if url.starts_with("postgres") {
            let options = PgConnectOptions::from_str(url)?.options([("default_transaction_read_only", "on")]);
            return Ok(Self::Postgres(PgPoolOptions::new().max_connections(2).connect_with(options).await?));
        }
        let options = SqliteConnectOptions::from_str(url)?.read_only(true).busy_timeout(ACQUIRE);
        let read = SqlitePoolOptions::new().max_connections(2).connect_with(options).await?;
        Ok(Self::Sqlite { write: read.clone(), read })
    }

    fn migrator(&self) -> sqlx::migrate::Migrator {
        match self {
            Self::Sqlite { .. } => sqlx::migrate!("migrations/sqlite"),
            Self::Postgres(_) => sqlx::migrate!("migrations/postgres"),
        }
    }

    /// Whether the schema is the one that this program knows.
    pub async fn is_up_to_date(&self) -> bool {
        self.is_at(&self.migrator()).await
    }

    /// Brings the schema up to date.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        let migrator = self.migrator();
        if self.is_at(&migrator).await {
            return Ok(());
        }
        match self {
            Self::Sqlite { write, .. } => migrator.run(write).await,
            Self::Postgres(pool) => migrator.run(pool).await,
        }
    }

    /// Whether nothing is left to do; the role that serves may look, but not change the schema.
    async fn is_at(&self, migrator: &sqlx::migrate::Migrator) -> bool {
        let sql = "select version, checksum from _sqlx_migrations where success order by version";
        let done: DbResult<Vec<(i64, Vec<u8>)>> = match self {
            Self::Sqlite { write, .. } => sqlx::query_as(sql).fetch_all(write).await,
            Self::Postgres(pool) => sqlx::query_as(sql).fetch_all(pool).await,
        };
        let ours: Vec<_> = migrator.iter().map(|one| (one.version, one.checksum.to_vec())).collect();
        done.is_ok_and(|done| done == ours)
    }

    /// A transaction that only reads.
    pub async fn read(&self) -> DbResult<Tx> {
        match self {
            Self::Sqlite { read, .. } => read.begin().await.map(Tx::Sqlite),
            Self::Postgres(pool) => pool.begin().await.map(Tx::Postgres),
        }
    }

    /// A transaction that writes. On SQLite it holds the write lock from its first moment.
    pub async fn write(&self) -> DbResult<Tx> {
        match self {
            Self::Sqlite { write, .. } => write.begin_with("begin immediate").await.map(Tx::Sqlite),
            Self::Postgres(pool) => pool.begin().await.map(Tx::Postgres),
        }
    }

    /// Closes every connection after the queries in flight.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes it durable.
    pub async fn commit(self) -> DbResult<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }

    /// Undoes it.
    pub async fn rollback(self) -> DbResult<()> {
        match self {
            Self::Sqlite(tx) => tx.rollback().await,
            Self::Postgres(tx) => tx.rollback().await,
        }
    }

    /// Marks a point to come back to. Points nest: the latest is meant.
    pub async fn savepoint(&mut self) -> DbResult<()> {
        on!(self, c => sqlx::query("savepoint step").execute(c).await.map(|_| ()))
    }

    /// Keeps what was done since the latest point.
    pub async fn release_savepoint(&mut self) -> DbResult<()> {
        on!(self, c => sqlx::query("release savepoint step").execute(c).await.map(|_| ()))
    }

    /// Undoes what was done since the latest point; the transaction goes on.
    pub async fn rollback_to_savepoint(&mut self) -> DbResult<()> {
        on!(self, c => sqlx::query("rollback to savepoint step").execute(c).await?.rows_affected());
        self.release_savepoint().await
    }
}
