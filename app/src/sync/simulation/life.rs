//! What goes on in a window: somebody records, the driver syncs.

use super::bodies::{self, Door, Recorded, Scene};
use super::broken::Broken;
use super::disk::pause;
use super::line::SimLine;
use super::signer::{Checker, Pen, public};
use super::world::{GRACE_MS, Said, Task, World};
use crate::store::{Op, Store, StoreError, Table, Value, key, pack};
use crate::sync::outbox::{self, Making, NewRecord};
use crate::sync::round::{self, Party, Stop};
use crate::sync::second;
use domain::consent::{ConsentAction, ConsentEvent, Evidence};
use domain::hash::Hash;
use domain::id::{AccountId, DeviceId, RecordId, TaskId};
use domain::sync::outbox::Custody;
use domain::sync::record::RecordKind;
use domain::sync::signature::DeviceKey;
use std::rc::Rc;

/// Number of a worker's key.
fn key_of(world: &World, account: AccountId) -> u8 {
    let all = world.phones.iter().flat_map(|phone| &phone.workers);
    10 + all.take_while(|worker| **worker != account).count() as u8
}

/// A window, for as long as it lives.
pub fn window(world: &Rc<World>, phone: usize) -> Task {
    let world = world.clone();
    Box::pin(async move {
        let _ = second::wake(&world.store(phone), &world.phones[phone].second).await;
        loop {
            let what = world.dice.borrow_mut().below(10);
            match what {
                0..=2 => drop(record(&world, phone).await),
                3 => drop(repair(&world, phone).await),
                4..=7 => drop(sync(&world, phone).await),
                _ => pause().await,
            }
        }
    })
}

/// One round of the real code, as whoever is logged in.
pub async fn sync(world: &Rc<World>, phone: usize) -> Result<(), Stop> {
    let account = world.phones[phone].account.get();
    let fresh_device = DeviceId(world.dice.borrow_mut().id(world.clock_ms(phone)));
    let party = Party {
        store: &world.store(phone),
        transport: &SimLine { world: world.clone(), phone },
        account,
        app: "simulation",
        fresh_device,
        now_ms: &|| world.clock_ms(phone),
        progress: &|| {},
        second: &world.phones[phone].second,
        verifier: &Checker { believes_all: world.broken == Broken::BelievesEverybody },
        key: Some(DeviceKey { public: public(key_of(world, account)), first_seq: 1 }),
        signer: None,
        roster_days: 14,
        grace_ms: GRACE_MS,
    };
    round::run(&party).await.map(drop)
}

/// A visit: a draft with its photos first, then records, photos and the draft's end in one commit.
pub async fn record(world: &Rc<World>, phone: usize) -> Result<(), StoreError> {
    let store = world.store(phone);
    let author = world.phones[phone].account.get();
    let (doors, tasks) = on_screen(&store, author).await?;
    let compounds = world.server.borrow().compounds_of(author);
    if compounds.is_empty() {
        return Ok(());
    }
    let said: Vec<Said> = world.said.borrow().iter().filter(|one| one.1 == author).map(|one| one.2).collect();
    let spoken_at = world.said.borrow().iter().rfind(|one| one.0 == phone).map(|one| (one.2.0, one.1));
    let clock_ms = world.clock_ms(phone);
    let about_fees = world.about_fees;
    let scene = Scene {
        about_fees,
        author,
        clock_ms,
        compounds: &compounds,
        doors: &doors,
        tasks: &tasks,
        said: &said,
        spoken_at,
    };
    let all = bodies::record(&mut world.dice.borrow_mut(), &scene);
    for Recorded { new, .. } in all.iter().filter(|one| one.new.kind == RecordKind::ConsentEvent) {
        let event: ConsentEvent = serde_json::from_str(&new.body).unwrap();
        world.said.borrow_mut().push((phone, author, (event.household, event.action, new.id)));
    }
    let (new, blobs): (Vec<NewRecord>, Vec<Vec<Vec<u8>>>) =
        all.into_iter().map(|Recorded { new, blobs }| (new, blobs)).unzip();
    let put = |bytes: Vec<u8>| Op::Put(Table::Blobs, key::blob(author, Hash::of(&bytes)), Value::Bytes(bytes));
    let blobs: Vec<Op> = blobs.into_iter().flatten().map(put).collect();
    let draft = key::draft(author, &format!("visit/{phone}"));
    let mut also = vec![Op::Delete(Table::Drafts, draft.clone())];
    if world.dice.borrow_mut().chance(500) {
        let names: Vec<String> = new.iter().flat_map(|new| &new.blobs).map(Hash::to_string).collect();
        let mut ops = blobs;
        ops.push(Op::put_text(Table::Drafts, draft, names.join(" ")));
        store.commit(ops).await?;
    } else {
        also.extend(blobs);
    }
    outbox::record_all(&store, making(world, phone, author, &Pen(key_of(world, author))), &new, &also).await?;
    let key = DeviceKey { public: public(key_of(world, author)), first_seq: 1 };
    second::complete(&store, &world.phones[phone].second, author, Some(key)).await.map(drop)
}

fn making<'a>(world: &World, phone: usize, author: AccountId, pen: &'a Pen) -> Making<'a> {
    let at_ms = world.clock_ms(phone);
    let fresh_device = DeviceId(world.dice.borrow_mut().id(at_ms));
    Making { author, at_ms, fresh_device, signer: Some(pen) }
}

/// Puts right what the server set aside: a visit is corrected, a consent is only ever sent once more as it is.
async fn repair(world: &Rc<World>, phone: usize) -> Result<(), StoreError> {
    let store = world.store(phone);
    let author = world.phones[phone].account.get();
    let entries = outbox::entries(&store, author).await?;
    let broken = entries.iter().find(|entry| {
        let Custody::SetAside { findings } = &entry.custody else { return false };
        let is_first = entry.record.repairs.is_none();
        findings.iter().any(|found| found.code == "ends_before_start" || (found.code == "own_household" && is_first))
    });
    let Some(broken) = broken else { return Ok(()) };
    let mut body = broken.record.body.clone();
    if broken.record.kind == RecordKind::Visit {
        let Ok(mut visit) = serde_json::from_str::<domain::visit::Visit>(&body) else { return Ok(()) };
        visit.ended_at_ms = visit.started_at_ms;
        body = serde_json::to_string(&visit).unwrap();
    }
    let pen = Pen(key_of(world, author));
    if broken.record.kind == RecordKind::ConsentEvent && world.dice.borrow_mut().chance(500) {
        // Asked once more they say no; the first goes out again all the same.
        let Ok(mut event) = serde_json::from_str::<ConsentEvent>(&body) else { return Ok(()) };
        (event.action, event.fee_terms, event.evidence) = (ConsentAction::Refused, None, Evidence::default());
        event.captured_at_ms = world.clock_ms(phone);
        let id = RecordId(world.dice.borrow_mut().id(world.clock_ms(phone)));
        let body = serde_json::to_string(&event).unwrap();
        let no = NewRecord { id, kind: broken.record.kind, body, blobs: vec![] };
        outbox::record_as(&store, making(world, phone, author, &pen), None, &[no], &[]).await?;
    }
    let id = RecordId(world.dice.borrow_mut().id(world.clock_ms(phone)));
    let new = NewRecord { id, kind: broken.record.kind, body, blobs: broken.blobs.clone() };
    outbox::record_as(&store, making(world, phone, author, &pen), Some(broken.record.id), &[new], &[]).await.map(drop)
}

/// What was downloaded.
async fn on_screen(store: &dyn Store, account: AccountId) -> Result<(Vec<Door>, Vec<TaskId>), StoreError> {
    let mut doors = Vec::new();
    for (name, value) in pack::unpack(store.range(Table::Entities, &key::kind(account, "household")).await?) {
        let mut parts = name.rsplit('/');
        let (Some(id), Some(compound)) = (parts.next(), parts.next()) else { continue };
        let view: serde_json::Value =
            value.as_text().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let (Ok(household), Ok(compound)) = (id.parse(), compound.parse()) else { continue };
        let area = view["area"].as_str().map(str::to_owned);
        let consent_mark = view["consent_mark"].as_u64().map(|mark| mark as u32);
        doors.push(Door { household, compound, area, consent_mark });
    }
    let names = store.keys(Table::Entities, &key::kind(account, "task")).await?;
    Ok((doors, names.iter().filter_map(|name| name.rsplit('/').next()?.parse().ok()).collect()))
}
