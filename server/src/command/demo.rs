//! `server demo`: the demo district in an empty database; `--json` says how to get in.

use super::serve::open_state;
use crate::clock::Clock;
use crate::config::{Listen, Store};
use crate::demo::{self, Shown, Size};
use std::path::PathBuf;

/// Fill an empty database with the demo district, or only write a trial roster
#[derive(Debug, clap::Args)]
pub struct Demo {
    #[command(flatten)]
    store: Store,
    #[command(flatten)]
    listen: Listen,
    /// Print accounts and codes as JSON
    #[arg(long)]
    json: bool,
    /// The same seed gives the same district
    #[arg(long, default_value_t = 127)]
    seed: u64,
    /// Only a corner of the district, made in seconds
    #[arg(long, hide = true)]
    small: bool,
    /// Only write a roster file for trials of the importer
    #[arg(long, hide = true)]
    trial_roster: Option<PathBuf>,
    /// Households of the trial roster
    #[arg(long, hide = true, default_value_t = 421_000)]
    households: usize,
}

impl Demo {
    /// Runs it.
    pub async fn run(self) -> anyhow::Result<()> {
        if let Some(path) = &self.trial_roster {
            let doors = demo::write_trial_roster(path, self.seed, self.households)?;
            println!("{}: {doors} doors", path.display());
            return Ok(());
        }
        let state = open_state(&self.store, &self.listen, Clock::System).await?;
        let size = if self.small { Size::SMALL } else { Size::PROGRAMME };
        let shown = demo::load_once(&state, size, self.seed, tell).await?;
        state.db.close().await;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&shown)?)
        } else {
            print(&shown)
        }
        Ok(())
    }
}

/// Progress goes to the error stream, so that the JSON stays alone.
#[allow(clippy::print_stderr)]
fn tell(step: &str) {
    eprintln!("demo: {step}");
}

fn print(shown: &Shown) {
    println!("the demo district: {} compounds, {} households", shown.compounds, shown.households);
    println!("password of every demo account: {}", shown.password);
    for account in &shown.accounts {
        println!("  {:10} {:16} {} · {}", account.login, account.role, account.name, account.place);
    }
    println!("public page of {}: {}", shown.compound_name, shown.compound_path);
    println!("a household code there: {}", shown.household_code);
}
