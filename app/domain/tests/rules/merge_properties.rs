//! What must hold for every set of words about a fact, in every order of arrival (model 2.12).

use crate::merge::{response, roster, said, uuid};
use crate::world::account;
use domain::fact::FactSource;
use domain::id::DeviceId;
use domain::merge::fact::{Assertion, stand};
use domain::merge::response::{Piece, answers};
use domain::questionnaire::{Answer, SurveyResponse};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

const SOURCES: [FactSource; 4] =
    [FactSource::Roster, FactSource::Resident, FactSource::Community, FactSource::Certificate];

prop_compose! {
    fn any_assertion(n: u8)(
        value in 0_u8..4, base in prop::option::of(0_u8..4), source in prop::sample::select(SOURCES.as_slice()),
        who in 0_u8..3, seq in 1_u64..9, minute in 0_i64..6, settles in prop::collection::vec(0_u8..6, 0..2),
    ) -> Assertion {
        let named = |value: u8| char::from(b'A' + value).to_string();
        Assertion {
            id: uuid(n),
            value: named(value),
            base: base.map(named),
            source,
            author: Some(account(who)),
            device: (who > 0).then(|| (DeviceId::new(0, [who; 10]), seq)),
            at_ms: minute,
            settles: if source == FactSource::Community { settles.into_iter().map(uuid).collect() } else { vec![] },
        }
    }
}

fn any_words() -> impl Strategy<Value = Vec<Assertion>> {
    (1_u8..6).prop_flat_map(|count| (0..count).map(any_assertion).collect::<Vec<_>>())
}

/// What one sees of a standing: value that holds, contradicting ids, past ids.
fn seen(assertions: &[Assertion]) -> (Option<Uuid>, BTreeSet<Uuid>, BTreeSet<Uuid>) {
    let standing = stand(assertions);
    let ids = |list: &[&Assertion]| list.iter().map(|one| one.id).collect();
    (standing.current.map(|one| one.id), ids(&standing.contradicting), ids(&standing.past))
}

proptest! {
    #[test]
    fn the_order_of_arrival_changes_nothing(
        (words, shuffled) in any_words().prop_flat_map(|words| (Just(words.clone()), Just(words).prop_shuffle()))
    ) {
        prop_assert_eq!(seen(&shuffled), seen(&words));
    }

    #[test]
    fn what_arrives_twice_changes_nothing(words in any_words(), again in 0_usize..6) {
        let expected = seen(&words);
        let mut twice = words.clone();
        twice.push(words[again % words.len()].clone());
        prop_assert_eq!(seen(&twice), expected);
    }

    #[test]
    fn no_value_that_anybody_wrote_disappears(words in any_words()) {
        let (current, contradicting, past) = seen(&words);
        let kept: BTreeSet<Uuid> = current.into_iter().chain(contradicting.iter().copied()).chain(past.iter().copied()).collect();
        prop_assert_eq!(kept, words.iter().map(|one| one.id).collect::<BTreeSet<_>>());
        prop_assert!(current.is_some());
        prop_assert!(contradicting.is_disjoint(&past), "in contradiction or past, not both");
    }

    #[test]
    fn two_workers_who_did_not_see_each_other_are_never_merged_in_silence(a in 0_u8..4, b in 0_u8..4, base in 4_u8..6) {
        let name = |value: u8| char::from(b'A' + value).to_string();
        let base = name(base);
        let words = [
            roster(&base),
            said(1, FactSource::Resident, Some(&base), &name(a)),
            said(2, FactSource::Resident, Some(&base), &name(b)),
        ];
        prop_assert_eq!(stand(&words).contradicting.is_empty(), a == b);
    }

    #[test]
    fn a_clerks_decision_ends_what_was_before_the_clerks_eyes(words in any_words()) {
        let open: Vec<Uuid> = stand(&words).contradicting.iter().map(|one| one.id).collect();
        prop_assume!(!open.is_empty());
        let decision = Assertion { settles: open, at_ms: 99, device: None, ..said(200, FactSource::Community, None, "Z") };
        let all: Vec<Assertion> = words.iter().cloned().chain([decision]).collect();
        let standing = stand(&all);
        prop_assert_eq!(standing.agreed(), Some("Z"));
        prop_assert_eq!(standing.past.len(), words.len());
    }

    #[test]
    fn one_draft_is_one_whatever_the_order(list in prop::collection::vec(prop::collection::btree_map(0_u8..4, 0_u32..9, 0..4), 1..5)) {
        let parts: Vec<SurveyResponse> = list.iter().map(|part| {
            let mut one = response(&[]);
            one.answers = part.iter().map(|(code, number)| (format!("Q{code}"), Answer::Number(*number))).collect();
            one
        }).collect();
        let pieces: Vec<Piece<'_>> = (1..).zip(&parts).map(|(seq, response)| Piece { seq, response }).collect();
        let mut turned = pieces.clone();
        turned.reverse();
        prop_assert_eq!(answers(&pieces), answers(&turned));
    }
}
