//! Rounds of sync over a line that breaks at every point it can break.

use super::fake::{Fault, Mortal};
use super::round::Stop;
use super::tests::{assert_heals, entries, id, is_verified, make, photo, server, sync, worker};
use crate::store::memory::MemoryStore;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::protocol::{CHUNK_BYTES, PUSH_RECORDS};

#[test]
fn a_line_that_breaks_at_any_call_loses_and_doubles_nothing() {
    let calls = {
        let (store, server) = (MemoryStore::default(), server());
        make(&store, &server, 1, &[photo(1, CHUNK_BYTES + 1)]).unwrap();
        make(&store, &server, 2, &[]).unwrap();
        sync(&store, &server).unwrap();
        server.calls.borrow().len()
    };
    for fault in Fault::ALL {
        for first in 0..calls {
            for second in first..calls + 3 {
                let (store, server) = (MemoryStore::default(), server());
                make(&store, &server, 1, &[photo(1, CHUNK_BYTES + 1)]).unwrap();
                make(&store, &server, 2, &[]).unwrap();
                server.faults.borrow_mut().extend([(first, fault), (second, fault)]);
                let _ = sync(&store, &server);
                make(&store, &server, 3, &[]).unwrap();
                let _ = sync(&store, &server);
                server.faults.borrow_mut().clear();
                assert_heals(&store, &server, 3, &format!("{fault:?} at {first} and {second}"));
            }
        }
    }
}

#[test]
fn a_phone_killed_between_any_two_writes_loses_and_doubles_nothing() {
    for writes in 0..20 {
        let (inside, server) = (MemoryStore::default(), server());
        let mortal = Mortal::new(inside.clone(), writes);
        let made =
            (1..=3).take_while(|number| make(&mortal, &server, *number, &[photo(*number as u8, 9)]).is_ok()).count();
        let _ = sync(&mortal, &server);
        assert_eq!(
            entries(&inside).len(),
            made,
            "killed after {writes} writes: what was saved is there, the rest is not"
        );
        assert_heals(&inside, &server, made, &format!("killed after {writes} writes"));
    }
}

#[test]
fn a_portals_page_changes_nothing() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[]).unwrap();
    server.faults.borrow_mut().extend((0..50).map(|number| (number, Fault::Portal)));
    let before = entries(&store);
    assert_eq!(sync(&store, &server), Err(Stop::Unreachable));
    assert_eq!(entries(&store), before);
    assert!(server.records.borrow().is_empty());
}

#[test]
fn work_goes_on_after_the_session_is_over_and_is_sent_after_the_next_login() {
    let (store, server) = (MemoryStore::default(), server());
    server.session.set(None);
    make(&store, &server, 1, &[]).unwrap();
    assert_eq!(sync(&store, &server).err(), Some(Stop::LoggedOut));
    make(&store, &server, 2, &[]).unwrap();
    server.session.set(Some(worker()));
    assert_heals(&store, &server, 2, "logged in again");
}

#[test]
fn a_record_that_no_push_can_carry_never_stops_the_others() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=9 {
        make(&store, &server, number, &[]).unwrap();
    }
    server.poison.set(Some(id(4)));
    sync(&store, &server).unwrap();
    let entries = entries(&store);
    for entry in &entries {
        assert_eq!(is_verified(entry), entry.record.id != id(4), "{entry:?}");
    }
    assert_eq!(entries[3].offers, 1, "it says how often it was offered");
    server.poison.set(None);
    assert_heals(&store, &server, 9, "the server was mended");
}

#[test]
fn a_server_that_refuses_everything_is_not_asked_for_ever() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=100 {
        make(&store, &server, number, &[]).unwrap();
    }
    server.refuses_pushes.set(true);
    assert_eq!(sync(&store, &server).err(), Some(Stop::Refused(413)));
    assert!(server.calls.borrow().len() < 20, "{} calls", server.calls.borrow().len());
    server.refuses_pushes.set(false);
    assert_heals(&store, &server, 100, "the server was mended");
}

#[test]
fn a_record_that_something_on_the_way_does_not_let_through_never_stops_the_others() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=9 {
        make(&store, &server, number, &[]).unwrap();
    }
    server.walled.set(Some(id(1)));
    for _ in 0..6 {
        let _ = sync(&store, &server);
    }
    let others = |entries: Vec<Waiting>| entries.into_iter().skip(1).all(|entry| is_verified(&entry));
    assert!(others(entries(&store)), "{:?}", entries(&store));
    make(&store, &server, 10, &[]).unwrap();
    let _ = sync(&store, &server);
    assert!(others(entries(&store)), "what is made later goes at once");
    assert!(entries(&store)[0].is_unsent());
    server.walled.set(None);
    assert_heals(&store, &server, 10, "the wall is gone");
}

#[test]
fn records_that_the_server_cannot_take_keep_no_photo_and_no_news_waiting() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, 9)]).unwrap();
    // Calls: session, push, changes, blob state: the photo does not get through.
    server.faults.borrow_mut().insert(3, Fault::Dropped);
    assert_eq!(sync(&store, &server).err(), Some(Stop::Unreachable));
    for number in 2..=9 {
        make(&store, &server, number, &[]).unwrap();
    }
    server.refuses_pushes.set(true);
    server.calls.borrow_mut().clear();
    assert_eq!(sync(&store, &server).err(), Some(Stop::Refused(413)));
    assert!(is_verified(&entries(&store)[0]), "{:?}", entries(&store)[0]);
    assert!(server.calls.borrow().iter().any(|call| call.ends_with("/sync/changes")));
    // Each of them has its turn, not the same five again and again.
    let _ = sync(&store, &server);
    let offers: Vec<u32> = entries(&store)[1..].iter().map(|entry| entry.offers).collect();
    assert!(offers.iter().all(|offers| *offers >= 1), "{offers:?}");
    server.refuses_pushes.set(false);
    assert_heals(&store, &server, 9, "the server was mended");
}

#[test]
fn a_proxy_that_resets_or_refuses_large_bodies_only_slows_the_pushes_down() {
    for resets in [true, false] {
        let (store, server) = (MemoryStore::default(), server());
        for number in 1..=60 {
            make(&store, &server, number, &[]).unwrap();
        }
        let proxy = if resets { &server.resets_above } else { &server.cuts_above };
        proxy.set(Some(10));
        let rounds = (0..12).take_while(|_| sync(&store, &server).is_err()).count();
        assert!(rounds < 12, "it gets through");
        assert!(server.pushes.borrow().iter().all(|count| *count <= 10));
        assert!(entries(&store).iter().all(is_verified), "resets: {resets}");
        proxy.set(None);
        for number in 61..=160 {
            make(&store, &server, number, &[]).unwrap();
        }
        assert_heals(&store, &server, 160, "the proxy is gone");
    }
}

#[test]
fn many_records_go_in_order_and_in_bounded_pushes() {
    let (store, server) = (MemoryStore::default(), server());
    for number in 1..=250 {
        make(&store, &server, number, &[]).unwrap();
    }
    sync(&store, &server).unwrap();
    assert_eq!(*server.pushes.borrow(), [PUSH_RECORDS, PUSH_RECORDS, 50]);
    assert_heals(&store, &server, 250, "many");
}

#[test]
fn a_photo_goes_on_at_the_chunk_where_the_line_broke() {
    let (store, server) = (MemoryStore::default(), server());
    make(&store, &server, 1, &[photo(1, CHUNK_BYTES * 3)]).unwrap();
    // Calls: session, push, changes, blob state, chunk 0, chunk 1: the last one is lost.
    server.faults.borrow_mut().insert(5, Fault::Dropped);
    assert_eq!(sync(&store, &server).err(), Some(Stop::Unreachable));
    assert!(matches!(entries(&store)[0].custody, Custody::CopyOnServer { .. }));
    sync(&store, &server).unwrap();
    let puts: Vec<String> = server.calls.borrow().iter().filter(|call| call.starts_with("PUT")).cloned().collect();
    let last: Vec<&str> = puts.iter().filter_map(|call| call.rsplit('/').next()).collect();
    assert_eq!(last, ["0", "1", "2"], "no chunk twice");
    assert!(is_verified(&entries(&store)[0]));
}

#[test]
fn seeded_weather_on_the_line_loses_and_doubles_nothing() {
    for seed in 1..400u64 {
        let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut chance = move |of: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % of
        };
        let (store, server) = (MemoryStore::default(), server());
        let mut made = 0;
        for step in 0..6 {
            for _ in 0..chance(3) {
                made += 1;
                let photos: Vec<Vec<u8>> = (0..chance(3)).map(|n| photo(n as u8, 9 + step)).collect();
                make(&store, &server, made, &photos).unwrap();
            }
            server.faults.borrow_mut().clear();
            for ahead in 0..20 {
                if chance(4) == 0 {
                    server.faults.borrow_mut().insert(server.sent.get() + ahead, Fault::ALL[chance(6) as usize]);
                }
            }
            server.session.set((chance(5) > 0).then(worker));
            let _ = sync(&store, &server);
        }
        server.session.set(Some(worker()));
        server.faults.borrow_mut().clear();
        assert_heals(&store, &server, made as usize, &format!("seed {seed}"));
    }
}
