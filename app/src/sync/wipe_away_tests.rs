//! Orders to wipe a phone that nobody has open, or whose login has ended.

use super::tests::{lying, once_on_server, opened, ordered, round_of, said, signed, wiped};
use super::*;
use crate::store::contract::now;
use crate::store::memory::MemoryStore;
use crate::store::sealed::SealedStore;
use crate::sync::fake::Fake;
use crate::sync::tests::{sync_as, worker};
use domain::id::AccountId;

/// What the driver does while nobody has unlocked the app.
fn locked_round(inside: &MemoryStore, server: &Fake) -> Option<Stop> {
    sync_as(AccountId(uuid::Uuid::nil()), &SealedStore::new(inside.clone()), server).err()
}

#[test]
fn a_phone_that_waits_for_its_pin_hears_of_it_too() {
    for (is_logged_in, sent) in [(true, 2), (false, 0)] {
        let (inside, server) = ordered();
        let store = opened(inside.clone(), worker());
        now(second::complete(&store, &server.second, worker(), None)).unwrap();
        server.session.set(is_logged_in.then(worker));
        assert_eq!(locked_round(&inside, &server), Some(Stop::Wiped));
        assert_eq!(server.records.borrow().len(), sent);
        let left = lying(&inside);
        assert!(!left.iter().any(|name| name.contains("lock/") || name.contains("grid")), "{left:?}");
        assert_eq!(*server.wiped.borrow(), [said(2)], "as far as a locked phone can tell");
        server.session.set(Some(worker()));
        assert_eq!(round_of(&inside, &server), None);
        once_on_server(&server, 2);
    }
}

#[test]
fn a_phone_whose_login_has_ended_is_wiped_and_its_records_wait_for_a_new_one() {
    let (inside, server) = ordered();
    server.session.set(None);
    wiped(&inside, &server);
    assert!(!lying(&inside).contains(&key::lock(worker())));
    assert_eq!(*server.wiped.borrow(), [signed(2)], "its key is still there");
    server.session.set(Some(worker()));
    assert_eq!(round_of(&inside, &server), None);
    once_on_server(&server, 2);
}

#[test]
fn a_phone_without_an_order_stays_as_it_is() {
    let (inside, server) = ordered();
    server.wipe.set(None);
    let before = lying(&inside);
    assert!(matches!(locked_round(&inside, &server), Some(Stop::LoggedOut)));
    server.session.set(None);
    for stop in [locked_round(&inside, &server), round_of(&inside, &server)] {
        assert_eq!(stop, Some(Stop::LoggedOut));
    }
    assert_eq!(lying(&inside), before);
}

#[test]
fn a_server_that_did_not_hear_of_it_is_told_again() {
    let (inside, server) = ordered();
    server.deaf.set(true);
    wiped(&inside, &server);
    server.deaf.set(false);
    assert_eq!(locked_round(&inside, &server), Some(Stop::Wiped), "at the login page");
    assert_eq!(*server.wiped.borrow(), [said(0)]);
    assert_eq!(round_of(&inside, &server), None);
}
