//! The evidence chain: whatever is done to a link, to their order or to their number is found and named.

use domain::chain::digest::{DailyDigest, Head, Tree, climb};
use domain::chain::{Judged, Link, LinkKind, Reason, Verdict, judge, judge_digests};
use domain::hash::Hash;
use domain::id::HouseholdId;
use proptest::prelude::*;

fn household(n: u8) -> HouseholdId {
    HouseholdId::new(1, [n; 10])
}

fn chain(n: u8, length: u64) -> Vec<Link> {
    let mut links: Vec<Link> = vec![];
    for seq in 1..=length {
        let link = Link {
            household: household(n),
            seq,
            kind: LinkKind::Event,
            subject: format!("event {seq}"),
            district: "140403".into(),
            at_ms: seq as i64 * 1000,
            facts: format!(r#"{{"n":{seq}}}"#),
            record_hash: Some(Hash::of(&[seq as u8])),
            sealed_sha256: Some(Hash::of(&[seq as u8, 1])),
            prev_hash: links.last().map(|link| link.hash),
            hash: Hash([0; 32]),
        };
        links.push(link.closed());
    }
    links
}

/// The verdicts that are not "intact", as (number, verdict, reason).
fn faults(links: &[Link], told: &[Head]) -> Vec<(u64, Verdict, Reason)> {
    let bad = |one: &Judged| one.verdict != Verdict::Intact;
    judge(links, told).iter().filter(|one| bad(one)).map(|one| (one.seq, one.verdict, one.reason)).collect()
}

type Change = (&'static str, fn(&mut Link));

const CHANGES: [Change; 10] = [
    ("kind", |link| link.kind = LinkKind::Blob),
    ("subject", |link| link.subject.push('x')),
    ("district", |link| link.district.push('x')),
    ("server time", |link| link.at_ms += 1),
    ("facts", |link| link.facts.push(' ')),
    ("record hash", |link| link.record_hash = Some(Hash::of(b"x"))),
    ("record hash gone", |link| link.record_hash = None),
    ("sealed digest", |link| link.sealed_sha256 = Some(Hash::of(b"x"))),
    ("link before", |link| link.prev_hash = Some(Hash::of(b"x"))),
    ("hash", |link| link.hash = Hash::of(b"x")),
];

#[test]
fn a_chain_as_it_was_made_is_intact() {
    let links = [chain(1, 5), chain(2, 1)].concat();
    let told = [links[4].head(), links[1].head(), links[5].head()];
    assert_eq!(faults(&links, &told), []);
    assert_eq!(judge(&links, &told).len(), 6);
}

#[test]
fn a_change_of_any_field_of_any_link_is_found_at_that_link() {
    for at in 0..5 {
        for (name, change) in CHANGES {
            let mut links = chain(1, 5);
            change(&mut links[at]);
            let number = at as u64 + 1;
            let found = faults(&links, &[]);
            assert_eq!(found, [(number, Verdict::Changed, Reason::Content)], "{name} of {number}");
        }
    }
}

#[test]
fn who_changes_a_link_and_hashes_it_anew_is_told_on_by_the_next_and_by_the_digest() {
    for at in 0..5 {
        let mut links = chain(1, 5);
        let told = [links[4].head()];
        links[at].facts.push(' ');
        links[at] = links[at].clone().closed();
        let reason = if at == 4 { Reason::Digest } else { Reason::Successor };
        assert_eq!(faults(&links, &told), [(at as u64 + 1, Verdict::Changed, reason)]);
    }
    let mut links = chain(1, 5);
    let told = [links[4].head()];
    links[2].facts.push(' ');
    for at in 2..5 {
        links[at].prev_hash = Some(links[at - 1].hash);
        links[at] = links[at].clone().closed();
    }
    assert_eq!(faults(&links, &[]), [], "a chain written anew is whole in itself");
    assert_eq!(faults(&links, &told), [(5, Verdict::Changed, Reason::Digest)], "the published digest knows better");
}

#[test]
fn what_is_taken_away_is_missing_and_what_is_moved_is_out_of_order() {
    let cases: [(&[usize], &[(u64, Verdict, Reason)]); 6] = [
        (&[0, 1, 3, 4], &[(3, Verdict::Missing, Reason::Gap)]),
        (&[1, 2, 3, 4], &[(1, Verdict::Missing, Reason::Gap)]),
        (&[0, 1, 2], &[(4, Verdict::Missing, Reason::CutOff), (5, Verdict::Missing, Reason::CutOff)]),
        (&[0, 2, 1, 3, 4], &[(2, Verdict::OutOfOrder, Reason::Position)]),
        (&[0, 1, 2, 3, 4, 4], &[(5, Verdict::OutOfOrder, Reason::Position)]),
        (
            &[4, 3],
            &[
                (1, Verdict::Missing, Reason::Gap),
                (2, Verdict::Missing, Reason::Gap),
                (3, Verdict::Missing, Reason::Gap),
                (4, Verdict::OutOfOrder, Reason::Position),
            ],
        ),
    ];
    let whole = chain(1, 5);
    for (places, expected) in cases {
        let links: Vec<Link> = places.iter().map(|at| whole[*at].clone()).collect();
        assert_eq!(faults(&links, &[whole[4].head()]), expected, "{places:?}");
    }
    let gone = faults(&[], &[whole[1].head()]);
    assert_eq!(gone.len(), 2, "a household that a digest knows and nobody else");
}

#[test]
fn a_forged_number_or_a_clock_that_runs_back_is_found() {
    let mut links = chain(1, 3);
    links[2].seq = u64::MAX;
    assert!(faults(&links, &[]).contains(&(u64::MAX, Verdict::Changed, Reason::Content)));
    links[2] = links[2].clone().closed();
    assert!(faults(&links, &[]).iter().any(|one| one.1 == Verdict::Missing));
    let mut links = chain(1, 3);
    links[2].at_ms = 1;
    links[2] = links[2].clone().closed();
    assert_eq!(faults(&links, &[]), [(3, Verdict::OutOfOrder, Reason::Time)]);
}

#[test]
fn digests_of_days_stand_on_each_other() {
    let heads = [chain(1, 3)[2].head(), chain(2, 1)[0].head()];
    let mut days = vec![];
    for day in ["2026-03-02", "2026-03-03", "2026-03-04"] {
        let prev = days.last().map(|digest: &DailyDigest| digest.hash);
        days.push(DailyDigest::of("140403", day.parse().unwrap(), &heads, prev));
    }
    let intact = (Verdict::Intact, Reason::Nothing);
    assert_eq!(judge_digests(&days), [intact; 3]);
    assert_eq!((days[0].households, days[0].links), (2, 4));
    let mut changed = days.clone();
    changed[1].links += 1;
    assert_eq!(judge_digests(&changed), [intact, (Verdict::Changed, Reason::Content), intact]);
    let mut anew = days.clone();
    anew[1] = DailyDigest::of("140403", anew[1].day, &heads[..1], anew[1].prev_hash);
    assert_eq!(judge_digests(&anew), [intact, intact, (Verdict::Changed, Reason::Digest)]);
    let gap = [days[0].clone(), days[2].clone()];
    assert_eq!(judge_digests(&gap), [intact, (Verdict::Missing, Reason::Gap)]);
    let swapped = [days[1].clone(), days[0].clone()];
    assert_eq!(judge_digests(&swapped)[1].0, Verdict::OutOfOrder);
}

proptest! {
    #[test]
    fn every_head_climbs_to_the_root_and_no_other_does(count in 1_u8..40, at in 0_u8..40, other in any::<u64>()) {
        let heads: Vec<Head> = (0..count).map(|n| Head { household: household(n), seq: u64::from(n), hash: Hash::of(&[n]) }).collect();
        let (tree, head) = (Tree::new(&heads), heads[usize::from(at % count)]);
        let (found, way) = tree.path(head.household).unwrap();
        prop_assert_eq!((found, climb(&head, &way)), (head, tree.root()));
        let mut mixed = heads.clone();
        mixed.reverse();
        prop_assert_eq!(Tree::new(&mixed).root(), tree.root());
        let forged = Head { seq: other, ..head };
        prop_assert_eq!(climb(&forged, &way) == tree.root(), other == head.seq);
        prop_assert!(tree.path(household(99)).is_none());
    }

    #[test]
    fn nothing_but_the_whole_chain_in_its_order_is_intact(order in Just((0..6_usize).collect::<Vec<_>>()).prop_shuffle(), take in 0..=6_usize) {
        let whole = chain(1, 6);
        let links: Vec<Link> = order[..take].iter().map(|at| whole[*at].clone()).collect();
        let right = take == 6 && order.is_sorted();
        prop_assert_eq!(faults(&links, &[whole[5].head()]).is_empty(), right);
        prop_assert_eq!(judge(&links, &[whole[5].head()]).len(), 6);
    }
}
