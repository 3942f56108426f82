//! `server verify-evidence`: whether consents are as they were recorded, in the database or in an exported file.

use crate::blob::Blobs;
use crate::config::Store;
use crate::db::Db;
use crate::evidence::check;
use crate::evidence::published::Published;
use crate::evidence::report::Report;
use crate::evidence::verify::{Books, NOT_EVIDENCE, verify};
use crate::seal::Seal;
use anyhow::{Context, ensure};
use std::path::PathBuf;

/// Say of each consent record: intact, changed, missing or out of order
#[derive(Debug, clap::Args)]
pub struct VerifyEvidence {
    #[command(flatten)]
    store: Store,
    /// Check an exported file instead of the database; nothing else is read
    #[arg(long)]
    file: Option<PathBuf>,
    /// Compare with what was published: the text of /evidence/digests.txt, as somebody outside kept it
    #[arg(long)]
    digests: Option<PathBuf>,
    /// Print the intact ones too
    #[arg(long)]
    all: bool,
}

impl VerifyEvidence {
    /// Runs it; fails when anything is not intact.
    pub async fn run(self) -> anyhow::Result<()> {
        let published = self.digests.as_ref().map(|path| {
            let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            Published::read(&text)
        });
        let published = published.transpose()?;
        let report = match &self.file {
            Some(path) => {
                let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                check::check(&bytes, published.as_ref())
            }
            None => {
                let url = &self.store.database_url;
                let db = Db::open_to_look(url).await.context("cannot open the database: check DATABASE_URL")?;
                ensure!(db.is_up_to_date().await, "the database is of another version: run `server migrate` first");
                let blobs = Blobs::there(&self.store.data.join("objects")).context("cannot open the blob folder")?;
                let seal = Seal::read(&self.store.data)?;
                let report = verify(Books { db: &db, blobs: &blobs, seal: &seal }, published.as_ref()).await?;
                db.close().await;
                report
            }
        };
        print(&report, self.file.is_some(), self.all);
        if self.file.is_none() {
            println!("not evidence, and not looked at: {}", NOT_EVIDENCE.join(", "));
        }
        if published.is_none() {
            println!("the digests and the server's keys were not compared with published ones: use --digests");
        }
        ensure!(report.is_clean(), "{} not intact", report.faults().count());
        let is_proven = self.file.is_none() || !report.covers_nothing();
        ensure!(is_proven, "nothing in this file is covered by a daily digest: all of it could be made up");
        Ok(())
    }
}

fn print(report: &Report, is_file: bool, all: bool) {
    if all {
        report.lines.iter().for_each(|line| println!("{line}"));
    } else {
        report.faults().chain(report.began_anew()).for_each(|line| println!("{line}"));
        if is_file {
            report.not_covered().for_each(|line| println!("{line}"));
        }
    }
    let counts: Vec<String> = report.counts().iter().map(|(verdict, count)| format!("{verdict} {count}")).collect();
    println!("{}; opened {}, erased {}", counts.join(", "), report.opened, report.erased);
    let later = report.not_covered().count();
    if later > 0 {
        println!("{later} of the intact are not yet covered by a daily digest");
    }
}
