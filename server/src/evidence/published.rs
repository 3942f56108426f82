//! What the server published of its evidence, as somebody outside kept it: the digests and the public keys of receipts.

use super::digest::day_end_ms;
use super::report::Report;
use crate::db::server_key::Purpose;
use crate::db::{self, Tx};
use anyhow::Context as _;
use domain::calendar::Day;
use domain::chain::{DailyDigest, Reason, Verdict};
use domain::hash::Hash;
use std::collections::{BTreeMap, BTreeSet};

/// The text of `/evidence/digests.txt`, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Published {
    digests: BTreeMap<(String, Day), Hash>,
    keys: BTreeMap<u32, String>,
}

impl Published {
    /// Reads the text.
    ///
    /// # Errors
    /// When a line is none of it: better to say so than to compare with less.
    pub fn read(text: &str) -> anyhow::Result<Self> {
        let mut read = Self::default();
        for line in text.lines().filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split(' ').collect();
            match words[..] {
                ["#", "receipt", "key", no, key] => {
                    read.keys.insert(no.parse().with_context(|| format!("no key: {line}"))?, key.to_owned());
                }
                ["#", ..] => {}
                [district, day, _, _, _, _, hash] => {
                    let day = day.parse().ok().with_context(|| format!("no day: {line}"))?;
                    let hash = hash.parse().ok().with_context(|| format!("no digest: {line}"))?;
                    read.digests.insert((district.to_owned(), day), hash);
                }
                _ => anyhow::bail!("no line of published digests: {line}"),
            }
        }
        Ok(read)
    }

    /// Up to which instant each district is covered.
    pub fn covered_until(&self) -> BTreeMap<String, i64> {
        self.digests.keys().map(|(district, day)| (district.clone(), day_end_ms(*day))).collect()
    }

    /// What speaks against a digest. One of after the last that was published is nobody's word yet.
    pub fn fault(&self, digest: &DailyDigest) -> Option<(Verdict, Reason)> {
        match self.digests.get(&(digest.district.clone(), digest.day)) {
            Some(hash) if *hash == digest.hash => None,
            Some(_) => Some((Verdict::Changed, Reason::Digest)),
            None if self.last_day(&digest.district) < Some(digest.day) => None,
            None => Some((Verdict::Missing, Reason::Digest)),
        }
    }

    fn last_day(&self, district: &str) -> Option<Day> {
        self.digests.keys().filter(|(of, _)| of == district).map(|(_, day)| *day).max()
    }

    /// Every district and day, in order.
    pub fn all_days(&self) -> impl Iterator<Item = (&str, Day)> {
        self.digests.keys().map(|(district, day)| (district.as_str(), *day))
    }

    /// Days of a district that were published and are not among these.
    pub fn days_without(&self, district: &str, here: &[DailyDigest]) -> Vec<Day> {
        let here: BTreeSet<Day> = here.iter().map(|digest| digest.day).collect();
        self.all_days().filter(|(of, day)| *of == district && !here.contains(day)).map(|(_, day)| day).collect()
    }

    /// Whether a key of receipts is the one that was published under its number.
    pub fn is_key(&self, no: u32, key: &str) -> bool {
        self.keys.get(&no).is_some_and(|published| published == key)
    }

    /// Compares the keys of receipts in the database with those that were published.
    pub(super) async fn compare_keys(&self, tx: &mut Tx, report: &mut Report) -> anyhow::Result<()> {
        let keys = db::server_key::server_keys(tx, Purpose::Receipt).await?;
        for (no, published) in &self.keys {
            let here = keys.iter().find(|key| key.no == i64::from(*no));
            let verdict = match here {
                None => Verdict::Missing,
                Some(key) if key.public_key == *published => Verdict::Intact,
                Some(_) => Verdict::Changed,
            };
            let reason = if verdict == Verdict::Intact { Reason::Nothing } else { Reason::Receipt };
            report.say(format!("receipt key {no}"), verdict, reason);
        }
        Ok(())
    }
}
