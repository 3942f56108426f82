//! What is run again when a signal changes, in which order, and what ends with its owner.

use super::*;
use std::cell::RefCell;

/// Counts how often something ran.
fn counter() -> (Rc<Cell<u32>>, impl Fn() + Clone + 'static) {
    let count = Rc::new(Cell::new(0));
    let counted = count.clone();
    (count, move || counted.set(counted.get() + 1))
}

#[test]
fn an_effect_runs_once_for_many_changes_and_only_for_what_it_read_last() {
    Owner::default().with(|| {
        let (which, left, right) = (Signal::new(true), Signal::new(1), Signal::new(2));
        let (runs, count) = counter();
        follow(Box::new(move || {
            count();
            let _ = if which.get() { left.get() } else { right.get() };
        }));
        assert_eq!(runs.get(), 1, "at once");
        right.set(3);
        settle();
        assert_eq!(runs.get(), 1, "not read");
        left.set(3);
        left.update(|left| *left += 1);
        which.set(false);
        settle();
        assert_eq!(runs.get(), 2, "once for three changes");
        left.set(0);
        settle();
        assert_eq!(runs.get(), 2, "read in an earlier run only");
        right.set(0);
        settle();
        assert_eq!(runs.get(), 3);
    });
}

#[test]
fn what_an_effect_made_ends_before_it_runs_again_and_the_outer_runs_first() {
    Owner::default().with(|| {
        let shown = Signal::new(Some(1));
        let (inner, count) = counter();
        let (ended, end) = counter();
        follow(Box::new(move || {
            let (count, end) = (count.clone(), end.clone());
            if shown.get().is_some() {
                on_cleanup(end);
                // Never finds nothing: the outer effect takes it away first.
                follow(Box::new(move || {
                    count();
                    assert!(shown.get().is_some());
                }));
            }
        }));
        shown.set(Some(2));
        settle();
        assert_eq!((inner.get(), ended.get()), (2, 1));
        shown.set(None);
        settle();
        assert_eq!((inner.get(), ended.get()), (2, 2));
    });
}

#[test]
fn a_late_answer_finds_no_page_and_does_not_touch_the_one_that_came_after() {
    let first = Owner::default();
    let late = first.with(|| Signal::new("first"));
    first.cleanup();
    let second = Owner::default().with(|| (Owner::current(), Signal::new("second")));
    late.set("late");
    late.update(|text| *text = "later");
    assert!(!late.is_here());
    assert_eq!(second.1.get_untracked(), "second");
}

#[test]
fn a_value_ends_with_its_page_even_while_it_is_being_changed() {
    let page = Owner::default();
    let held = Rc::new(());
    let value = page.with(|| Signal::new(held.clone()));
    value.update(|_| page.cleanup());
    assert!(!value.is_here());
    assert_eq!(Rc::strong_count(&held), 1);
}

#[test]
fn a_memo_tells_only_of_real_changes_and_untracked_reading_follows_nothing() {
    Owner::default().with(|| {
        let (number, other) = (Signal::new(2), Signal::new(0));
        let is_even = memo(move || number.get() % 2 == 0);
        let (runs, count) = counter();
        follow(Box::new(move || {
            count();
            let _ = (is_even.get(), other.get_untracked(), untrack(|| other.get()));
        }));
        for (value, wanted) in [(4, 1), (5, 2), (7, 2), (8, 3)] {
            number.set(value);
            other.set(value);
            settle();
            assert_eq!(runs.get(), wanted, "{value}");
        }
    });
}

#[test]
fn an_effect_that_waits_and_loses_its_page_does_not_run() {
    let page = Owner::default();
    let (runs, count) = counter();
    let value = Signal::new(0);
    Owner::default().with(|| {
        let outside = Signal::new(0);
        page.with(|| {
            follow(Box::new(move || {
                count();
                outside.track();
            }))
        });
        outside.set(1);
        page.cleanup();
        settle();
    });
    assert_eq!(runs.get(), 1);
    assert!(value.is_here(), "what has no owner stays");
}

#[test]
fn what_is_done_at_the_end_still_finds_the_values_made_before_it() {
    let page = Owner::default();
    let found = Rc::new(Cell::new(0));
    let last = found.clone();
    page.with(|| {
        let value = Signal::new(7);
        on_cleanup(move || last.set(value.get_untracked()));
    });
    page.cleanup();
    assert_eq!(found.get(), 7);
}

#[test]
fn the_outer_runs_first_whoever_has_left_the_line() {
    Owner::default().with(|| {
        let (first, second, page) = (Signal::new(0), Signal::new(0), Owner::default());
        let order = Rc::new(RefCell::new(Vec::new()));
        let note = |name: &'static str, read: Signal<i32>| {
            let order = order.clone();
            follow(Box::new(move || {
                read.track();
                order.borrow_mut().push(name);
            }));
        };
        note("outer", first);
        note("inner", second);
        page.with(|| note("gone", second));
        order.borrow_mut().clear();
        second.set(1);
        page.cleanup();
        first.set(1);
        settle();
        assert_eq!(*order.borrow(), ["outer", "inner"]);
    });
}
