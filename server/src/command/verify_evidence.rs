//! `server verify-evidence`: whether consents are as they were recorded, in the database or in an exported file.

use super::serve::open_state;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::evidence::{check, report::Report, verify};
use anyhow::{Context, ensure};
use std::path::PathBuf;

/// Say of each consent record: intact, changed, missing or out of order
#[derive(Debug, clap::Args)]
pub struct VerifyEvidence {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
    /// Check an exported file instead of the database; nothing else is read
    #[arg(long)]
    file: Option<PathBuf>,
    /// Print the intact ones too
    #[arg(long)]
    all: bool,
}

impl VerifyEvidence {
    /// Runs it; fails when anything is not intact.
    pub async fn run(self) -> anyhow::Result<()> {
        let report = match &self.file {
            Some(path) => {
                let bytes = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
                check::check(&bytes)
            }
            None => {
                let state = open_state(&self.store, &self.listen, Clock::System).await?;
                let report = verify::verify(&state).await?;
                state.db.close().await;
                report
            }
        };
        print(&report, self.file.is_some(), self.all);
        ensure!(report.is_clean(), "{} not intact", report.faults().count());
        Ok(())
    }
}

fn print(report: &Report, is_file: bool, all: bool) {
    if all {
        report.lines.iter().for_each(|line| println!("{line}"));
    } else {
        report.faults().for_each(|line| println!("{line}"));
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
