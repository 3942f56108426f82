//! After the storm: everything is allowed to come to rest, then the book is compared with the phones and the server.

use super::consents;
use super::ledger::Made;
use super::life;
use super::line;
use super::world::{World, at_once};
use crate::store::{Store, Table, key, pack};
use crate::sync::second;
use domain::id::{DeviceId, RecordId};
use domain::sync::body::{Body, Subject};
use domain::sync::device::missing;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::protocol::ReceiptState;
use domain::sync::record::Record;
use domain::sync::signature::SignatureState;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Rounds that each worker on each phone gets at most.
const ROUNDS: usize = 14;

/// The sky clears: late parcels arrive, the server is up, everybody logs in and syncs until nothing changes any more.
pub fn heal(world: &Rc<World>) {
    world.stormy.set(false);
    world.server_down_until.set(0);
    world.phones.iter().for_each(|phone| phone.disk.full_for.set(0));
    while !world.line.borrow().is_empty() {
        world.step.set(world.step.get() + 50);
        line::deliver(world);
    }
    for phone in 0..world.phones.len() {
        world.phones[phone].second.is_full.set(false);
        let (inside, store) = (world.clone(), world.store(phone));
        world.alone(Box::pin(async move { drop(second::wake(&store, &inside.phones[phone].second).await) }));
    }
    for pass in 0..ROUNDS {
        let before = state(world);
        for phone in 0..world.phones.len() {
            for worker in 0..world.phones[phone].workers.len() {
                world.log_in(phone, worker);
                let result = Rc::new(Cell::new(None));
                let (inside, out) = (world.clone(), result.clone());
                world.alone(Box::pin(async move { out.set(Some(life::sync(&inside, phone).await)) }));
                if let Some(Err(stop)) = result.take()
                    && pass + 1 == ROUNDS
                {
                    world.ledger.borrow_mut().breaks(format!("phone {phone} does not get through: {stop:?}"));
                }
            }
        }
        if pass > 1 && state(world) == before {
            return;
        }
    }
}

/// What may still change.
fn state(world: &World) -> (usize, i64, Vec<ReceiptState>, Vec<String>) {
    let server = world.server.borrow();
    let judged = server.records.values().map(|stored| stored.state).collect();
    let custody = |phone: usize| {
        let rows = world.read(phone, Table::Outbox);
        rows.iter().filter_map(|(_, value)| value.as_text().map(str::to_owned)).collect::<Vec<_>>()
    };
    (server.whole.len(), server.effects.last_seq, judged, (0..world.phones.len()).flat_map(custody).collect())
}

/// Every promise, in words.
///
/// # Errors
/// The first that was broken. Else: how many homes owe a fee in the end, each with good reason.
pub fn check(world: &World) -> Result<u64, String> {
    if let Some(broken) = &world.ledger.borrow().broken {
        return Err(broken.clone());
    }
    each_record_is_there_once_or_its_loss_is_named(world)?;
    phones_keep_what_is_not_proven(world)?;
    replicas_are_equal(world)?;
    consents::no_yes_stands_against_a_no(world)
}

fn each_record_is_there_once_or_its_loss_is_named(world: &World) -> Result<(), String> {
    let (ledger, server) = (world.ledger.borrow(), world.server.borrow());
    let mut lost: BTreeSet<(DeviceId, u64)> = BTreeSet::new();
    for (id, made) in &ledger.made {
        let Some(stored) = server.records.get(id) else {
            let may_be_lost = made.wiped || ((made.gone || made.evicted) && ledger.restores > 0);
            if !may_be_lost {
                return Err(format!("{id} of phone {} is not on the server", made.phone));
            }
            lost.insert((made.record.device, made.record.seq));
            continue;
        };
        if stored.record != made.record {
            return Err(format!("{id} was changed on its way"));
        }
        let counts = u32::from(stored.state == ReceiptState::Accepted);
        if stored.applied != counts {
            return Err(format!("{id} is {:?} and was used {} times", stored.state, stored.applied));
        }
        // Somebody else brought it before the server knew its author's key: it counts when its author brings it, who can judge it.
        let waits_for_author = stored.findings.iter().any(|finding| finding.code == "other_author");
        // The same, once another record took its place: then nothing waits any more.
        let is_replaced = made.evicted && stored.findings.iter().any(|finding| finding.code == "repaired");
        if stored.signature != SignatureState::Signed && !waits_for_author && !is_replaced {
            return Err(format!("{id} is {:?}, {:?} {:?}", stored.signature, stored.state, stored.findings));
        }
        let was_proven = made.gone || (made.evicted && ledger.restores > 0);
        if !made.wiped && !stored.blobs.iter().all(|hash| server.whole.contains(hash)) && !was_proven {
            return Err(format!("{id} is {:?} {:?} and lacks a blob on the server", stored.state, stored.findings));
        }
        let why: Vec<&str> = stored.findings.iter().map(|finding| finding.code.as_str()).collect();
        let expected = match stored.state {
            ReceiptState::Accepted => true,
            ReceiptState::Held => waits_in_earnest(world, &stored.record),
            ReceiptState::SetAside => why.iter().all(|code| match *code {
                "ends_before_start" | "repaired" | "repairs_accepted" | "repaired_already" => true,
                "office_only" | "too_long" | "own_household" => true,
                "other_author" => made.wiped || is_forgotten(world, made),
                "out_of_scope" => true,
                _ => false,
            }),
        };
        if !expected {
            return Err(format!("{id} is {:?} because of {why:?}", stored.state));
        }
    }
    if let Some(id) = server.records.keys().find(|id| !ledger.made.contains_key(id)) {
        return Err(format!("{id} is on the server and nobody made it"));
    }
    if !server.beside.is_empty() {
        return Err("two records under one id".into());
    }
    losses_are_named(world, &lost)
}

/// The server had proven to have it, the phone let go of it, and then a backup of before knew nothing of it: what a late parcel brings of
/// it waits for an author who has nothing to bring any more.
fn is_forgotten(world: &World, made: &Made) -> bool {
    let name = second::name_of(&Waiting::new(made.record.clone(), vec![]));
    let lies_there = world.phones.iter().any(|phone| phone.second.envelopes.borrow().contains_key(&name));
    (made.gone || made.evicted) && world.ledger.borrow().restores > 0 && !lies_there
}

/// A record waits only for a door or a task whose own record does not count: it was lost, waits too, or was set aside; that is judged there.
fn waits_in_earnest(world: &World, record: &Record) -> bool {
    let maker = match Body::of(record).map(|body| body.subject()) {
        Ok(Subject::Household(id)) => RecordId(id.0),
        Ok(Subject::Task(id)) => RecordId(id.0),
        _ => return false,
    };
    let server = world.server.borrow();
    world.ledger.borrow().made.contains_key(&maker)
        && server.records.get(&maker).is_none_or(|stored| stored.state != ReceiptState::Accepted)
}

/// The gaps that the server names are exactly what is lost, as far as the phone had ever told its number.
fn losses_are_named(world: &World, lost: &BTreeSet<(DeviceId, u64)>) -> Result<(), String> {
    let (ledger, server) = (world.ledger.borrow(), world.server.borrow());
    let devices: BTreeSet<DeviceId> = ledger.made.values().map(|made| made.record.device).collect();
    for device in devices {
        let facts = server.facts(device);
        let named: BTreeSet<u64> = missing(&facts).iter().flat_map(|range| range.from..=range.to).collect();
        let known_to = facts.highest_seq.max(facts.highest_held);
        let of_device = |(own, seq): &(DeviceId, u64)| (*own == device).then_some(*seq);
        let lost: BTreeSet<u64> = lost.iter().filter_map(of_device).collect();
        let nameable: BTreeSet<u64> = lost.iter().copied().filter(|seq| *seq <= known_to).collect();
        if named != nameable {
            return Err(format!("phone {device}: lost {nameable:?}, named {named:?}"));
        }
        let alive =
            ledger.made.values().any(|made| made.record.device == device && !made.wiped && !made.evicted && !made.gone);
        if alive && nameable != lost {
            return Err(format!("phone {device} lives and the server does not know of {lost:?}"));
        }
    }
    Ok(())
}

fn phones_keep_what_is_not_proven(world: &World) -> Result<(), String> {
    let ledger = world.ledger.borrow();
    let mut here: BTreeSet<RecordId> = BTreeSet::new();
    for phone in 0..world.phones.len() {
        let photos = world.read(phone, Table::Blobs);
        let rows = world.read(phone, Table::Outbox);
        let lying = at_once(world.phones[phone].disk.inside.borrow().keys(Table::Outbox, "")).unwrap_or_default();
        if lying.len() != rows.len() {
            return Err(format!("phone {phone}: a record that its author cannot open"));
        }
        for (_, value) in rows {
            let Some(entry) = super::ledger::entry(Some(&value)) else { return Err("unreadable entry".into()) };
            here.insert(entry.record.id);
            if matches!(entry.custody, Custody::OnThisPhoneOnly | Custody::CopyOnServer { .. }) {
                return Err(format!("{} rests as {:?}", entry.record.id, entry.custody));
            }
            says_what_the_server_says(world, &entry)?;
            for hash in &entry.blobs {
                if !photos.iter().any(|(name, _)| *name == key::blob(entry.record.author, *hash)) {
                    return Err(format!("{} has no blob on its phone", entry.record.id));
                }
            }
        }
    }
    let vanished =
        ledger.made.iter().find(|(id, made)| !made.wiped && !made.evicted && !made.gone && !here.contains(id));
    vanished.map_or(Ok(()), |(id, made)| Err(format!("{id} vanished from phone {}", made.phone)))
}

/// The phone's last word on a record is the server's: what was put right by another one is settled like what counts or waits; only what
/// nobody can use rests as set aside.
fn says_what_the_server_says(world: &World, entry: &Waiting) -> Result<(), String> {
    let server = world.server.borrow();
    let Some(stored) = server.records.get(&entry.record.id) else { return Ok(()) };
    let is_aside = stored.state == ReceiptState::SetAside && !stored.is_repaired();
    match (&entry.custody, is_aside) {
        (Custody::SetAside { .. }, true) | (Custody::VerifiedOnServer { .. }, false) => Ok(()),
        (custody, _) => Err(format!(
            "{} rests as {custody:?}, on the server as {:?} {:?}",
            entry.record.id, stored.state, stored.findings
        )),
    }
}

fn replicas_are_equal(world: &World) -> Result<(), String> {
    let server = world.server.borrow();
    for (at, phone) in world.phones.iter().enumerate() {
        for worker in &phone.workers {
            let own = key::of(*worker);
            let mut rows = pack::unpack(world.read(at, Table::Entities));
            rows.retain(|(name, _)| name.starts_with(&own));
            rows.sort_by(|one, other| one.0.cmp(&other.0));
            let here: Vec<(String, String)> = rows
                .iter()
                .map(|(name, value)| (name[own.len()..].to_owned(), value.as_text().unwrap_or_default().to_owned()))
                .collect();
            let grids = server.grids.get(worker).cloned().unwrap_or_default();
            let there: Vec<(String, String)> = server.effects.holdings(&grids, &server.config).into_iter().collect();
            if here != there {
                let differs = here.iter().zip(&there).find(|(one, other)| one != other);
                return Err(format!("phone {at}: {} things, the server has {}: {differs:?}", here.len(), there.len()));
            }
        }
    }
    Ok(())
}
