//! Numbers that people chose, not laws of nature: each marked [A] in the model, each with the day it comes into effect.

use crate::calendar::Day;
use serde::{Deserialize, Serialize};

/// Every chosen number. Days are civil days, minutes are minutes of the Shanghai day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// The consent window opens this many days before the last free day (model 2.5; 0 to 180).
    pub consent_window_days: u16,
    /// Days after confirmation in which a consent can be cancelled without any trace of a fee.
    pub cooling_days: u16,
    /// A consent that nobody confirmed lapses after this many days.
    pub confirmation_lapse_days: u16,
    /// Least time on the consent text, unless it was read aloud.
    pub min_seconds_on_text: u32,
    /// One phone number confirms at most this many households.
    pub households_per_phone: u16,
    /// After "not now" the door rests this long (model 2.4).
    pub retry_after_refusal_days: u16,
    /// After a final refusal nobody asks again for this long.
    pub no_reask_days: u16,
    /// After a refused fee consent a new question needs this long and new facts.
    pub refused_consent_days: u16,
    /// A vacant flat is looked at again after this many days.
    pub vacant_recheck_days: u16,
    /// So many attempts with nobody there make a household unreachable.
    pub attempts_before_unreachable: u8,
    /// No door attempt is planned inside these spans (field conditions 5.2).
    pub quiet_hours: Vec<MinuteSpan>,
    /// Evening band on working days.
    pub evening: MinuteSpan,
    /// A full interview shorter than this is flagged.
    pub min_interview_seconds: u32,
    /// Longest edge of a stored photo, in pixels.
    pub photo_max_px: u32,
    /// Largest stored photo.
    pub photo_max_bytes: u64,
    /// Below this free space no new photo is taken; text always is.
    pub free_space_floor_bytes: u64,
    /// A phone's clock that is off by more is flagged, never refused.
    pub skew_flag_ms: i64,
    /// A phone whose oldest unsent record is older stands in the supervisor's list.
    #[serde(default = "day_hours")]
    pub unsent_flag_hours: u16,
    /// A phone that is known to hold unsent records and has been silent for longer stands there too.
    #[serde(default = "shift_hours")]
    pub silence_flag_hours: u16,
    /// A number that is neither here nor announced as unsent counts as lost after so many days.
    #[serde(default = "fortnight_days")]
    pub lost_after_days: u16,
    /// The downloaded roster expires this long after the last contact.
    pub roster_expiry_days: u16,
    /// Weight m of the prior in ratings (calculation 3.6).
    pub rating_prior_weight: u32,
    /// Prior mean μ in millionths while the district has too few ratings: 3.5 is 3500000.
    pub rating_prior_mean_micro: u64,
    /// The district's own mean serves as μ from this many ratings on.
    pub rating_district_min: u32,
    /// Fewer ratings of a compound show as 样本不足.
    pub rating_min_n: u32,
    /// No public or company view shows a cell of fewer households (INV-13).
    pub small_cell_k: u32,
    /// Wrong household codes before a day's lock (content 7.4).
    pub household_code_tries: u8,
    /// Phone numbers that one person may look up in a day (model 2.3).
    pub reveals_per_day: u16,
    /// How often a resident may reopen before the street takes over.
    pub reopen_max: u8,
    /// A technician's "done" needs a photo after the work or a written reason.
    pub submit_needs_photo_or_reason: bool,
    /// Working days without an answer after which a finished request closes by itself.
    pub auto_close_working_days: u8,
    /// Rounds of PBKDF2 between a worker's PIN and the key that opens the phone's data.
    #[serde(default = "pin_rounds")]
    pub pin_rounds: u32,
    /// From so many wrong PINs on the next try has to wait, each time twice as long.
    #[serde(default = "pin_wait_from")]
    pub pin_wait_from: u8,
    /// After so many wrong PINs the key leaves the phone; the next login with a network brings it back.
    #[serde(default = "pin_tries")]
    pub pin_tries: u8,
    /// The app locks itself when nobody has touched it for so many minutes.
    #[serde(default = "pin_lock_minutes")]
    pub pin_lock_minutes: u16,
    /// A page that was killed or loaded again within so many minutes goes on without the PIN.
    #[serde(default = "pin_resume_minutes")]
    pub pin_resume_minutes: u16,
}

// Versions activated before these numbers existed do not name them.
fn day_hours() -> u16 {
    24
}

fn shift_hours() -> u16 {
    8
}

fn fortnight_days() -> u16 {
    14
}

fn pin_rounds() -> u32 {
    600_000
}

fn pin_wait_from() -> u8 {
    5
}

fn pin_tries() -> u8 {
    10
}

fn pin_lock_minutes() -> u16 {
    10
}

fn pin_resume_minutes() -> u16 {
    5
}

/// A span of the day in minutes, `from` included, `to` not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinuteSpan {
    /// First minute inside.
    pub from: u16,
    /// First minute outside again.
    pub to: u16,
}

impl MinuteSpan {
    /// Whether a minute of the day lies inside.
    pub fn contains(self, minute: u16) -> bool {
        (self.from..self.to).contains(&minute)
    }
}

/// One version of something and the day it comes into effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated<T> {
    /// First day on which this version holds.
    #[serde(with = "crate::calendar::iso")]
    pub effective_from: Day,
    /// What holds.
    pub value: T,
}

/// All versions of something; running cases keep the version of their day (INV-18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Versioned<T>(pub Vec<Dated<T>>);

impl<T> Versioned<T> {
    /// The version that holds on a day; the earliest one before any came into effect; `None` only when there is none.
    pub fn on(&self, day: Day) -> Option<&T> {
        let in_effect =
            self.0.iter().filter(|dated| dated.effective_from <= day).max_by_key(|dated| dated.effective_from);
        in_effect.or_else(|| self.0.iter().min_by_key(|dated| dated.effective_from)).map(|dated| &dated.value)
    }
}

/// The numbers that the demo district starts with: `content/config.json`, in the program itself, so that the phone need not read it.
pub fn shipped() -> Versioned<Config> {
    Versioned(vec![Dated { effective_from: Day::from_ymd_opt(2022, 1, 1).unwrap_or_default(), value: since_2022() }])
}

fn since_2022() -> Config {
    let span = |from, to| MinuteSpan { from, to };
    Config {
        consent_window_days: 60,
        cooling_days: 7,
        confirmation_lapse_days: 14,
        min_seconds_on_text: 20,
        households_per_phone: 3,
        retry_after_refusal_days: 14,
        no_reask_days: 180,
        refused_consent_days: 90,
        vacant_recheck_days: 180,
        attempts_before_unreachable: 3,
        quiet_hours: vec![span(0, 480), span(720, 840), span(1230, 1440)],
        evening: span(1080, 1230),
        min_interview_seconds: 90,
        photo_max_px: 1280,
        photo_max_bytes: 250_000,
        free_space_floor_bytes: 200_000_000,
        skew_flag_ms: 600_000,
        unsent_flag_hours: day_hours(),
        silence_flag_hours: shift_hours(),
        lost_after_days: fortnight_days(),
        roster_expiry_days: 14,
        rating_prior_weight: 30,
        rating_prior_mean_micro: 3_500_000,
        rating_district_min: 200,
        rating_min_n: 10,
        small_cell_k: 5,
        household_code_tries: 10,
        reveals_per_day: 60,
        reopen_max: 2,
        submit_needs_photo_or_reason: true,
        auto_close_working_days: 3,
        pin_rounds: pin_rounds(),
        pin_wait_from: pin_wait_from(),
        pin_tries: pin_tries(),
        pin_lock_minutes: pin_lock_minutes(),
        pin_resume_minutes: pin_resume_minutes(),
    }
}

impl Config {
    /// The shipped numbers that hold on a day.
    pub fn shipped_on(day: Day) -> Self {
        shipped().on(day).cloned().unwrap_or_else(since_2022)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_numbers_are_those_of_the_content() {
        assert_eq!(crate::json::read(include_str!("../content/config.json")), Ok(shipped()));
        let day: Day = "2026-11-22".parse().unwrap();
        let config = shipped().on(day).cloned().unwrap();
        assert_eq!((config.consent_window_days, config.cooling_days), (60, 7));
        assert_eq!(Config::shipped_on(day), config);
    }

    #[test]
    fn a_day_gets_the_version_of_its_time() {
        let dated = |from: &str, value| Dated { effective_from: from.parse().unwrap(), value };
        let versions = Versioned(vec![dated("2022-01-01", 1), dated("2023-01-01", 2)]);
        let cases = [("2021-12-31", 1), ("2022-12-31", 1), ("2023-01-01", 2), ("2030-01-01", 2)];
        for (day, value) in cases {
            assert_eq!(versions.on(day.parse().unwrap()), Some(&value), "{day}");
        }
    }
}
