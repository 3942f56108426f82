//! Consents on the server of the simulation, what its office does with them, and the question whether a yes stands that nobody may use.
//! Asked is what really happened: when and by whom each record was made, not what the phones say of it.

use super::broken::Broken;
use super::effects::{Effects, Home};
use super::ledger::{Ledger, Made};
use super::server::Server;
use super::world::{START_MS, World};
use domain::calendar::{Day, shanghai_day};
use domain::chain::mark;
use domain::config::Config;
use domain::consent::{
    ConfirmationMethod, ConsentAction, ConsentConfirmation, ConsentEvent, ConsentFacts, FeeConsentState, OpenNo,
    StoredConsent, fee_consent,
};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, HouseholdId, RecordId};
use domain::sync::body::Body;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::{Record, RecordKind};
use uuid::Uuid;

fn is_no(action: ConsentAction) -> bool {
    matches!(action, ConsentAction::Refused | ConsentAction::Withdrawn)
}

/// Long after every free month: what was agreed costs something by now.
fn later() -> Day {
    shanghai_day(START_MS + 400 * 86_400_000)
}

impl Effects {
    /// A consent that counts, under the device and the number that it was first made with.
    pub fn take_consent(&mut self, record: &Record, (device, seq): (DeviceId, u64), mut event: ConsentEvent) {
        let broken = self.broken;
        let by_phone = broken != Broken::PhonesMayVoid || event.action != ConsentAction::Voided;
        if !by_phone {
            event.captured_by = Some(AccountId(Uuid::nil()));
        }
        if broken == Broken::DropsWithdrawals && event.action == ConsentAction::Withdrawn {
            return;
        }
        let (device, seq) =
            if broken == Broken::RepairsTakeNewPlaces { (record.device, record.seq) } else { (device, seq) };
        let (id, household) = (record.id, event.household);
        let received_at_ms = self.now_ms;
        let stored = StoredConsent {
            id,
            device: by_phone.then_some(device),
            seq: (by_phone && broken != Broken::ArrivalDecides).then_some(seq),
            author: (broken != Broken::OneHandAPhone).then_some(record.author),
            received_at_ms: Some(received_at_ms),
            // As the link of a chain: taken in again after a restore it is another.
            mark: Some(mark(Hash::of_parts(&[&record.hash().0, &received_at_ms.to_be_bytes()]))),
            event,
        };
        self.at_home(household, |home| home.consents.push(stored));
        if broken == Broken::ConfirmsUnasked {
            self.call_back(household, id);
        }
    }

    /// A second person at the office hears a yes from the household itself.
    pub fn call_back(&mut self, household: HouseholdId, consent: RecordId) {
        let confirmation = ConsentConfirmation {
            consent,
            method: ConfirmationMethod::Callback,
            confirmed_by: Some(AccountId(Uuid::max())),
            by_company: false,
            at_ms: self.now_ms,
        };
        self.at_home(household, |home| home.confirmations.push(confirmation));
    }

    /// What a record says that does not count.
    pub fn keep_open(&mut self, record: &Record) {
        let Ok(Body::ConsentEvent(event)) = Body::of(record) else { return };
        if is_no(event.action) && self.broken != Broken::ForgetsOpenNoes {
            let day = shanghai_day(event.captured_at_ms.min(self.now_ms));
            let no = OpenNo { id: record.id, occupancy_seq: Some(event.occupancy_seq), day };
            self.open.insert(record.id, (event.household, no));
            self.at_home(self.known(event.household), |_| ());
        }
    }

    /// It counts by now, or another one stands in its place.
    pub fn settle_open(&mut self, id: RecordId) {
        if let Some((household, _)) = self.open.remove(&id) {
            self.at_home(self.known(household), |_| ());
        }
    }

    /// Where the fee consent of a home stands on a day, and on which event; without a day on that of the last event, so that the
    /// answer changes only with the log.
    pub fn consent<'a>(
        &self,
        id: HouseholdId,
        home: &'a Home,
        config: &Config,
        day: Option<Day>,
    ) -> (FeeConsentState, Option<&'a StoredConsent>) {
        if self.broken == Broken::LastWordCounts {
            let last = home.consents.last();
            return match last.map(|stored| stored.event.action) {
                None => (FeeConsentState::None, None),
                Some(ConsentAction::Given) => (FeeConsentState::PendingConfirmation, last),
                Some(_) => (FeeConsentState::Refused, last),
            };
        }
        let of_home = self.open.values().filter(|(named, _)| self.known(*named) == id);
        let open_noes: Vec<OpenNo> = of_home.map(|(_, no)| no.clone()).collect();
        let received = home.consents.iter().filter_map(|stored| stored.received_at_ms);
        let last_ms = received.chain(home.confirmations.iter().map(|one| one.at_ms)).max().unwrap_or(0);
        let last = open_noes.iter().map(|no| no.day).chain([shanghai_day(last_ms)]).max().unwrap_or_default();
        let facts =
            ConsentFacts { occupancy_seq: 1, last_free_day: "2026-03-31".parse().ok(), ended_on: None, open_noes };
        let current = fee_consent(&home.consents, &home.confirmations, &facts, config, day.unwrap_or(last));
        (current.state, current.consent)
    }
}

impl Server {
    /// What is wrong with a consent, beside what its body alone tells.
    pub fn consent_findings(&self, record: &Record, body: &Body) -> Vec<Finding> {
        let Body::ConsentEvent(event) = body else { return vec![] };
        let mut findings = match self.broken {
            Broken::PhonesMayVoid => vec![],
            _ => event.capture_findings(record.author),
        };
        if event.signer_name.as_ref().is_some_and(|name| name.chars().count() > 30) {
            findings.push(Finding::new("too_long", "signer_name"));
        }
        if self.closed.contains(&event.household) {
            findings.push(Finding::new("own_household", "household"));
        }
        findings
    }

    /// The device and the number of the consent that this one, sent once more, stands for. If that is not here, a yes was said
    /// before every no of its phone.
    pub fn first_made(&self, record: &Record) -> (DeviceId, u64) {
        let mut first = record;
        while let Some(id) = first.repairs {
            let Some(earlier) = self.records.get(&id) else {
                let is_yes = !matches!(Body::of(record), Ok(Body::ConsentEvent(event)) if is_no(event.action));
                return if is_yes { (first.device, 0) } else { (record.device, record.seq) };
            };
            first = &earlier.record;
        }
        (first.device, first.seq)
    }
}

/// Something happens in the office: a call-back, a home declared as a worker's own or no longer, a record tried again.
pub fn office(world: &World) {
    let mut dice = world.dice.borrow_mut();
    let mut server = world.server.borrow_mut();
    server.effects.now_ms = world.now_ms.get();
    match dice.below(4) {
        0 | 1 => {
            let waits = |(id, home): (&HouseholdId, &Home)| {
                let (state, yes) = server.effects.consent(*id, home, &server.config, None);
                (state == FeeConsentState::PendingConfirmation).then(|| yes.map(|yes| (*id, yes.id))).flatten()
            };
            let waiting: Vec<_> = server.effects.homes.iter().filter_map(waits).collect();
            if !waiting.is_empty() {
                let (household, consent) = dice.pick(&waiting);
                server.effects.call_back(household, consent);
                world.ledger.borrow_mut().called.insert(consent);
            }
        }
        2 => {
            let said = world.said.borrow();
            let spoken = said.iter().rev().take(4).map(|(.., said)| said.0);
            let spoken: Vec<HouseholdId> = spoken.filter(|home| server.effects.is_of_register(*home)).collect();
            let opens: Vec<HouseholdId> = server.closed.iter().copied().collect();
            if !opens.is_empty() && dice.chance(500) {
                server.closed.remove(&dice.pick(&opens));
            } else if !spoken.is_empty() {
                server.closed.insert(dice.pick(&spoken));
            }
        }
        _ => {
            let by_another = |findings: &[Finding]| findings.iter().any(|finding| finding.code == "other_author");
            let aside = server.records.values().filter(|stored| {
                stored.record.kind == RecordKind::ConsentEvent
                    && stored.state == ReceiptState::SetAside
                    && !stored.is_repaired()
                    && !by_another(&stored.findings)
            });
            let aside: Vec<RecordId> = aside.map(|stored| stored.record.id).collect();
            if !aside.is_empty() {
                server.retry(dice.pick(&aside));
            }
        }
    }
}

/// When a consent was really said: sending it once more says nothing new.
fn said_ms(ledger: &Ledger, made: &Made) -> i64 {
    let mut first = made;
    while let Some(earlier) = first.record.repairs.and_then(|id| ledger.made.get(&id)) {
        first = earlier;
    }
    first.at_ms
}

/// Why a yes may not be used beside a no that the server has; `taken_at_ms`: since when the no counts.
fn objection(ledger: &Ledger, yes: &Made, no: &Made, taken_at_ms: Option<i64>) -> Option<&'static str> {
    let (said, denied) = (said_ms(ledger, yes), said_ms(ledger, no));
    let same_hand = (yes.record.device, yes.record.author) == (no.record.device, no.record.author);
    match taken_at_ms {
        None => Some("a no that does not count yet"),
        Some(_) if denied > said => Some("a no that was said after it"),
        Some(at) if !same_hand && at >= said => Some("a no that nobody there could know of"),
        Some(_) => None,
    }
}

/// A yes stands only if nobody said no since, and if whoever took it down knew of every no before it. And nothing costs anything
/// that no household was asked about once more. Says how many homes pay in the end.
pub fn no_yes_stands_against_a_no(world: &World) -> Result<u64, String> {
    let (ledger, server) = (world.ledger.borrow(), world.server.borrow());
    let effects = &server.effects;
    let consents = ledger.made.values().filter(|made| made.record.kind == RecordKind::ConsentEvent);
    let noes: Vec<(HouseholdId, &Made)> = consents
        .filter_map(|made| match Body::of(&made.record) {
            Ok(Body::ConsentEvent(event)) if is_no(event.action) => Some((effects.known(event.household), made)),
            _ => None,
        })
        .collect();
    let mut due = 0;
    for (id, home) in &effects.homes {
        for day in [None, Some(later())] {
            let (state, Some(yes)) = effects.consent(*id, home, &server.config, day) else { continue };
            if !state.is_signed() {
                continue;
            }
            due += u64::from(state == FeeConsentState::Active && day.is_some());
            let Some(made) = ledger.made.get(&yes.id) else { return Err(format!("household {id}: nobody said yes")) };
            let is_past = state != FeeConsentState::PendingConfirmation;
            if is_past && !ledger.called.contains(&yes.id) {
                return Err(format!("household {id} is {state} and nobody called it back"));
            }
            for (_, no) in noes.iter().filter(|(household, _)| household == id) {
                let Some(kept) = server.records.get(&no.record.id).filter(|stored| !stored.is_repaired()) else {
                    continue;
                };
                let link = home.consents.iter().find(|stored| stored.id == kept.record.id);
                if let Some(why) = objection(&ledger, made, no, link.and_then(|stored| stored.received_at_ms)) {
                    return Err(format!(
                        "household {id} is {state}: a yes stands against {why}: yes {} of {:?}, no {} of {:?}",
                        yes.id, made.record.author, no.record.id, no.record.author
                    ));
                }
            }
        }
    }
    Ok(due)
}
