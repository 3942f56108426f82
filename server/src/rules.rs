//! The configuration that holds: versions with the day from which each holds, from the database or as shipped.

use crate::db::{self, Db};
use domain::calendar::{Day, shanghai_day};
use domain::config::{Config, Dated, Versioned, shipped};

/// Every version of the configuration.
#[derive(Debug, Clone)]
pub struct Rules {
    versions: Versioned<Config>,
}

impl Default for Rules {
    fn default() -> Self {
        Self { versions: shipped() }
    }
}

impl Rules {
    /// The activated versions, on top of the shipped ones.
    pub async fn load(db: &Db) -> anyhow::Result<Self> {
        let mut tx = db.read().await?;
        let mut versions = shipped();
        for (from, content) in db::rules::config_versions(&mut tx).await? {
            let effective_from: Day = from.parse()?;
            versions.0.push(Dated { effective_from, value: serde_json::from_value(content)? });
        }
        Ok(Self { versions })
    }

    /// The numbers of a day.
    pub fn on(&self, day: Day) -> Config {
        self.versions.on(day).cloned().unwrap_or_else(|| Config::shipped_on(day))
    }

    /// The numbers of the Shanghai day of an instant.
    pub fn on_ms(&self, at_ms: i64) -> Config {
        self.on(shanghai_day(at_ms))
    }
}
