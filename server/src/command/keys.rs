//! `server keys …`: the server's own key pairs, seen and renewed.

use crate::clock::Clock;
use crate::config::Store;
use crate::db::server_key::{Purpose, server_keys};
use crate::db::{self, Db, audit::NewAudit};
use crate::key_ring;
use crate::seal::Seal;
use anyhow::Context;
use clap::{Subcommand, ValueEnum};

/// The server's own keys: list them, or begin a new one. Old ones stay: what they signed still checks, what was closed for them opens.
#[derive(Debug, clap::Args)]
pub struct Keys {
    #[command(flatten)]
    store: Store,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show every key's purpose, number, span and public half
    List,
    /// End the key of now and begin the next: after a leak, or by habit. Restart `serve` afterwards, so that it uses the new one
    Rotate {
        /// What the key is for
        purpose: Which,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// Signing receipts
    Receipt,
    /// Opening what phones closed
    Opening,
}

impl Which {
    const ALL: [Self; 2] = [Self::Receipt, Self::Opening];

    fn purpose(self) -> Purpose {
        match self {
            Self::Receipt => Purpose::Receipt,
            Self::Opening => Purpose::Opening,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Opening => "opening",
        }
    }
}

impl Keys {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        let db = Db::open(&self.store.database_url).await.context("cannot open the database: check DATABASE_URL")?;
        db.migrate().await.context("cannot bring the schema up to date")?;
        let done = match self.verb {
            Verb::List => list(&db).await,
            Verb::Rotate { purpose } => rotate(&db, &Seal::open(&self.store.data)?, purpose).await,
        };
        db.close().await;
        done
    }
}

async fn list(db: &Db) -> anyhow::Result<()> {
    let mut tx = db.read().await?;
    for which in Which::ALL {
        for key in server_keys(&mut tx, which.purpose()).await? {
            let until = key.to_ms.map_or("now".to_owned(), text_of);
            println!("{}\t{}\t{} – {until}\t{}", which.name(), key.no, text_of(key.from_ms), key.public_key);
        }
    }
    Ok(())
}

fn text_of(at_ms: i64) -> String {
    domain::calendar::shanghai_day(at_ms).to_string()
}

async fn rotate(db: &Db, seal: &Seal, which: Which) -> anyhow::Result<()> {
    let clock = Clock::System;
    let (before, now_ms) = (current(db, which).await?, clock.now_ms());
    key_ring::rotate(db, seal, which.purpose(), now_ms).await?;
    let after = current(db, which).await?;
    let mut tx = db.write().await?;
    let audit = NewAudit {
        id: clock.new_uuid(),
        at_ms: now_ms,
        account: None,
        role: "system",
        action: "key_rotated",
        object_kind: "server_key",
        object_id: which.name(),
        from: before.as_deref(),
        to: after.as_deref(),
        reason: None,
    };
    db::audit::insert_audit(&mut tx, &audit).await?;
    tx.commit().await?;
    let name = which.name();
    println!("{name}: number {} begins, {} has ended; restart `serve`", said(after), said(before));
    Ok(())
}

fn said(no: Option<String>) -> String {
    no.unwrap_or_else(|| "none".to_owned())
}

/// The number of the key of now.
async fn current(db: &Db, which: Which) -> anyhow::Result<Option<String>> {
    let mut tx = db.read().await?;
    let keys = server_keys(&mut tx, which.purpose()).await?;
    Ok(keys.iter().rev().find(|key| key.to_ms.is_none()).map(|key| key.no.to_string()))
}
