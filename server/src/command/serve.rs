//! `server serve`

use crate::auth::proxy::Proxies;
use crate::blob::Blobs;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::db::Db;
use crate::intake::writer::Writer;
use crate::opening::Opener;
use crate::pages::site::Site;
use crate::receipt::ReceiptSigner;
use crate::router::router;
use crate::rules::Rules;
use crate::seal::Seal;
use crate::state::{AppState, Pages, Public};
use anyhow::Context;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

/// An import that is being applied when the program is told to stop has this long to end.
const IMPORT_GRACE: Duration = Duration::from_secs(60);

/// Serves until it is told to stop, then finishes the requests in flight.
#[derive(Debug, clap::Args)]
pub struct Serve {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
}

impl Serve {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        start_log();
        let state = open_state(&self.store, &self.listen, Clock::System).await?;
        let db = state.db.clone();
        let mut tx = db.write().await?;
        crate::db::history::begin_epoch(&mut tx, &state.clock.new_uuid().to_string(), state.clock.now_ms()).await?;
        tx.commit().await?;
        let addr = self.listen.addr;
        let listener = TcpListener::bind(addr).await.with_context(|| {
            format!("cannot listen on {addr}: is another program there? choose another with --addr")
        })?;
        tracing::info!(addr = %listener.local_addr()?, "listening");
        let jobs = tokio::spawn(crate::jobs::run(state.clone()));
        let imports = state.imports.clone();
        let service = router(state).into_make_service_with_connect_info::<SocketAddr>();
        axum::serve(listener, service).with_graceful_shutdown(told_to_stop()).await?;
        jobs.abort();
        imports.settle(IMPORT_GRACE).await;
        db.close().await;
        tracing::info!("stopped");
        Ok(())
    }
}

/// Opens everything that handlers need; the schema is brought up to date on the way.
pub async fn open_state(store: &Store, listen: &Listen, clock: Clock) -> anyhow::Result<AppState> {
    let db = Db::open(&store.database_url).await.context("cannot open the database: check DATABASE_URL")?;
    db.migrate().await.context("cannot bring the schema up to date")?;
    let seal = Arc::new(Seal::open(&store.data)?);
    for row in crate::evidence::backfill::link_old(&db, &seal, &clock).await?.refused {
        tracing::error!(row, "came in behind the chains and gets no link: run `server verify-evidence`");
    }
    crate::intake::open_no::find_open_noes(&db).await?;
    let rules = Arc::new(Rules::load(&db).await.context("cannot read the configuration")?);
    crate::intake::document::publish_shipped(&db).await?;
    let receipts = Arc::new(ReceiptSigner::open(&db, &seal, clock.now_ms()).await?);
    let opener = Arc::new(Opener::open(&db, &seal, clock.now_ms()).await?);
    Ok(AppState {
        db,
        rules,
        blobs: Blobs::in_folder(&store.data.join("objects")).context("cannot open the blob folder")?,
        clock,
        seal,
        receipts,
        opener,
        writer: Writer::default(),
        site: Arc::new(Site::open(&listen.site).context("cannot read the site folder")?),
        pages: Pages { first: listen.first_page, rest: listen.page },
        public: Arc::new(Public { url: listen.public_url.trim_end_matches('/').to_owned() }),
        imports: Arc::default(),
        proxies: Arc::new(Proxies(listen.trusted_proxies.clone())),
    })
}

fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info,sqlx=warn".into());
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();
}

async fn told_to_stop() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut signal) => signal.recv().await,
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
