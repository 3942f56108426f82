//! A consent event as it lies in the log: who made it, when it came in, what its phone knew of.

use super::{ConsentEvent, ConsentMethod, FeeTerms};
use crate::calendar::{Day, shanghai_day};
use crate::config::Config;
use crate::id::{DeviceId, RecordId};
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

    /// Whether neither of two events can have known of the other.
    pub(super) fn is_concurrent_with(&self, other: &Self, log: &[Self]) -> bool {
        let linked = self.event.refers_to == Some(other.id) || other.event.refers_to == Some(self.id);
        self.device != other.device && !linked && !self.knew_of(other, log) && !other.knew_of(self, log)
    }

    /// The terms of a fee consent that can bind at all: enough evidence, a relation that may sign, inside the window on `day`.
    pub(super) fn binding_terms(&self, day: Day, config: &Config) -> Option<&FeeTerms> {
        let event = &self.event;
        let terms = event.fee_terms.as_ref()?;
        let company_window = in_consent_window(day, terms.last_free_day, config.consent_window_days);
        let binds = event.method != ConsentMethod::E0 && event.relation.may_sign() && company_window;
        binds.then_some(terms)
    }

    /// A yes that would bind had it been made when it came in, but whose own clock says another time: nobody knows when it was
    /// signed, so people look at it. It never counts by itself, and it does not vanish either.
    pub(super) fn is_doubtful(&self, config: &Config) -> bool {
        let received = self.received_at_ms.map(shanghai_day);
        self.binding_terms(self.day(), config).is_none()
            && received.is_some_and(|day| self.binding_terms(day, config).is_some())
    }
}
