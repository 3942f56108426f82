//! Configuration: flags first, environment second, defaults that run on one machine.

use crate::auth::proxy::Network;
use crate::state::Pages;
use clap::Args;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Where the records and the blobs live. Every subcommand takes these.
#[derive(Debug, Clone, Args)]
pub struct Store {
    /// Database: `sqlite://FILE` or `postgres://…`
    #[arg(long, env = "DATABASE_URL", default_value = "sqlite://data/doorstep.db")]
    pub database_url: String,
    /// Folder of photos, signatures, reports and the server's key
    #[arg(long, env = "DOORSTEP_DATA", default_value = "data")]
    pub data: PathBuf,
}

/// How the server listens.
#[derive(Debug, Clone, Args)]
pub struct Listen {
    /// Address and port to listen on
    #[arg(long, env = "DOORSTEP_ADDR", default_value = "127.0.0.1:3000")]
    pub addr: SocketAddr,
    /// Address that people type and QR codes carry; `https://…` makes cookies secure
    #[arg(long, env = "DOORSTEP_PUBLIC_URL", default_value = "http://127.0.0.1:3000")]
    pub public_url: String,
    /// A proxy of ours in front of the server: its address, or a block such as 10.0.0.0/8; several with commas. Only what such a one
    /// says in X-Forwarded-For is believed when wrong passwords and wrong household codes are counted by address
    #[arg(long = "trusted-proxy", env = "DOORSTEP_TRUSTED_PROXY", value_delimiter = ',', value_name = "ADDRESS|CIDR")]
    pub trusted_proxies: Vec<Network>,
    /// Changes in the first answer to a phone that holds nothing yet
    #[arg(long, env = "DOORSTEP_FIRST_PAGE", default_value_t = Pages::default().first, value_parser = clap::value_parser!(i64).range(1..=5_000))]
    pub first_page: i64,
    /// Changes in every other answer to a phone
    #[arg(long, env = "DOORSTEP_PAGE", default_value_t = Pages::default().rest, value_parser = clap::value_parser!(i64).range(1..=5_000))]
    pub page: i64,
    /// Folder of the built site (field app, styles, icons)
    #[arg(long, env = "DOORSTEP_SITE", default_value = "target/site")]
    pub site: PathBuf,
}
