//! A consent event as it lies in the log: who made it, when it came in, what its phone knew of; and what a no says of a yes.

use super::{ConsentAction, ConsentEvent, ConsentMethod, FeeTerms};
use crate::calendar::{Day, shanghai_day};
use crate::config::Config;
use crate::id::{AccountId, DeviceId, RecordId};
use crate::trial::in_consent_window;
use serde::{Deserialize, Serialize};

/// An event with its place in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredConsent {
    /// Its record.
    pub id: RecordId,
    /// The device that made it; `None` for the resident's own page or a desk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
    /// Its number on that device. A record that puts another right stands in that one's place, on its device and with its number: it
    /// says what was said then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u64>,
    /// Who made it; `None` for the resident's own page. Another worker on the same phone cannot see what this one recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<AccountId>,
    /// When the server took it; `None` while it is only on this phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received_at_ms: Option<i64>,
    /// Its link in the household's chain ([`crate::chain::mark`]); `None` while it is only on this phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<u32>,
    /// The event.
    pub event: ConsentEvent,
}

impl StoredConsent {
    /// The day the event counts from: captured, but never later than received.
    pub fn day(&self) -> Day {
        shanghai_day(self.received_at_ms.map_or(self.event.captured_at_ms, |at| at.min(self.event.captured_at_ms)))
    }

    /// The first day on which the event says anything: a doubtful one only since it came in.
    pub(super) fn speaks_from(&self, config: &Config) -> Day {
        let received = self.received_at_ms.filter(|_| self.is_doubtful(config));
        received.map_or(self.day(), shanghai_day)
    }

    /// Whether whoever made this event can have known of `other`. A phone says up to which link it had the household's chain, so
    /// that no clock decides; what was made at the server's own pages knows what the server had.
    fn knew_of(&self, other: &Self, log: &[Self]) -> bool {
        let place = |mark: u32| log.iter().position(|stored| stored.mark == Some(mark));
        match self.device {
            None => other.received_at_ms.is_some_and(|at| at <= self.event.captured_at_ms),
            Some(_) => {
                let upto = self.event.seen.and_then(place);
                upto.zip(other.mark.and_then(place)).is_some_and(|(upto, other)| other <= upto)
            }
        }
    }

    /// Whether neither of two events can have known of the other: made on different phones, or by different people on one.
    pub(super) fn is_concurrent_with(&self, other: &Self, log: &[Self]) -> bool {
        let linked = self.names(other) || other.names(self);
        let same_hand = (self.device, self.author) == (other.device, other.author);
        !same_hand && !linked && !self.knew_of(other, log) && !other.knew_of(self, log)
    }

    fn names(&self, other: &Self) -> bool {
        self.event.refers_to == Some(other.id)
    }

    /// What this no says of a yes, by when both were made, in whatever order they came in.
    pub(super) fn denial_of(&self, yes: &Self, log: &[Self]) -> Denial {
        let later = match yes.names(self) || yes.knew_of(self, log) {
            true => Denial::AnsweredSince,
            false => Denial::Unaware,
        };
        if self.names(yes) {
            return Denial::Ends;
        }
        if self.device.is_some() && self.device == yes.device {
            return match (self.is_made_before(yes, log), self.author == yes.author) {
                (false, _) => Denial::Ends,
                (true, true) => Denial::AnsweredSince,
                (true, false) => later,
            };
        }
        if self.knew_of(yes, log) { Denial::Ends } else { later }
    }

    /// Of two events of one device, which was made first: its own numbers say so; without them, the order in which they came in.
    fn is_made_before(&self, other: &Self, log: &[Self]) -> bool {
        let place = |id: RecordId| log.iter().position(|stored| stored.id == id);
        self.seq.zip(other.seq).map_or_else(|| place(self.id) < place(other.id), |(own, others)| own < others)
    }

    /// Whether two different people at the office put an event aside that never should have been: the one who proposed it stands in
    /// the event, the one who confirmed it made the record. No phone can.
    pub(super) fn voids(&self, id: RecordId) -> bool {
        let event = &self.event;
        let by_two = self.device.is_none()
            && self.author.is_some()
            && event.captured_by.is_some_and(|by| Some(by) != self.author);
        event.action == ConsentAction::Voided && event.refers_to == Some(id) && by_two
    }

    /// Whether somebody had a hand in it: made, captured or signed it (INV-10).
    pub fn involves(&self, account: AccountId) -> bool {
        [self.author, self.event.captured_by, self.event.signer_account].contains(&Some(account))
    }

    /// The terms of a fee consent that can bind at all: enough evidence, a relation that may sign, inside the window on `day`.
    pub(super) fn binding_terms(&self, day: Day, config: &Config) -> Option<&FeeTerms> {
        let event = &self.event;
        let terms = event.fee_terms.as_ref()?;
        let company_window = in_consent_window(day, terms.last_free_day, config.consent_window_days);
        let by_phone = self.device.is_none() || self.is_captured_soundly();
        let binds = event.method != ConsentMethod::E0 && event.relation.may_sign() && company_window && by_phone;
        binds.then_some(terms)
    }

    /// Whether whoever made it captured it, from somebody else, in a way in which a worker's phone can (INV-10).
    fn is_captured_soundly(&self) -> bool {
        let Some(author) = self.author else { return true };
        self.event.capture_findings(author).is_empty()
    }

    /// A yes that would bind had it been made when it came in, but whose own clock says another time: nobody knows when it was
    /// signed, so people look at it. It never counts by itself, and it does not vanish either.
    pub(super) fn is_doubtful(&self, config: &Config) -> bool {
        let received = self.received_at_ms.map(shanghai_day);
        self.binding_terms(self.day(), config).is_none()
            && received.is_some_and(|day| self.binding_terms(day, config).is_some())
    }
}

/// What a no says of a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denial {
    /// The yes was made before it, and whoever said no knew of it.
    Ends,
    /// The yes was made after it, by somebody who knew of it.
    AnsweredSince,
    /// Nobody knows: neither knew of the other.
    Unaware,
}
