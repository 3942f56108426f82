//! The subcommands. One file each; `main` only chooses.

use clap::{Parser, Subcommand};

pub mod demo;
pub mod digest;
pub mod erase_household;
pub mod export;
pub mod export_evidence;
pub mod import_roster;
pub mod keys;
pub mod migrate;
pub mod serve;
pub mod user;
pub mod verify_evidence;

/// 入户通 Doorstep: the server and its tools.
#[derive(Debug, Parser)]
#[command(name = "server", version, about)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the pages, the phones and the field app
    Serve(serve::Serve),
    /// Bring the database's schema up to date
    Migrate(migrate::Migrate),
    /// Fill an empty database with the demo district
    Demo(demo::Demo),
    /// Import a roster of households from XLSX or CSV
    ImportRoster(import_roster::ImportRoster),
    /// Write a list of the console to a CSV or XLSX file
    Export(export::Export),
    /// Say of each consent record: intact, changed, missing or out of order
    VerifyEvidence(verify_evidence::VerifyEvidence),
    /// Write consents as evidence to a file that can be checked without this program
    ExportEvidence(export_evidence::ExportEvidence),
    /// Print the daily digests of the evidence
    Digest(digest::Digest),
    /// Destroy what is personal in a household's consents
    EraseHousehold(erase_household::EraseHousehold),
    /// The server's own keys: list them, or begin a new one
    Keys(keys::Keys),
    /// Accounts: add, list, lock, unlock, end, set a first password
    User(user::User),
}

impl Cli {
    /// Runs the chosen subcommand.
    pub async fn run(self) -> anyhow::Result<()> {
        match self.command {
            Command::Serve(command) => command.run().await,
            Command::Migrate(command) => command.run().await,
            Command::Demo(command) => command.run().await,
            Command::ImportRoster(command) => command.run().await,
            Command::Export(command) => command.run().await,
            Command::VerifyEvidence(command) => command.run().await,
            Command::ExportEvidence(command) => command.run().await,
            Command::Digest(command) => command.run().await,
            Command::EraseHousehold(command) => command.run().await,
            Command::Keys(command) => command.run().await,
            Command::User(command) => command.run().await,
        }
    }
}
