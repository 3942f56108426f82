//! Zero-clearing from dated stage events (calculation 3.5), and survey coverage (3.3).

use crate::world::day;
use domain::coverage::{StageEvent, SurveyCoverage, ZeroClearing, zero_clearing};
use domain::id::CompoundId;
use domain::place::ZeroClearingState::{self, *};

fn compound(n: u8) -> CompoundId {
    CompoundId::new(0, [n; 10])
}

fn event(n: u8, on: &str, state: ZeroClearingState) -> StageEvent {
    StageEvent { compound: compound(n), day: day(on), state }
}

#[test]
fn the_example_of_the_reference_comes_out() {
    let baseline: Vec<_> = (0..127).map(compound).collect();
    let mut events: Vec<_> = (0..96).map(|n| event(n, "2022-06-01", TrialRunning)).collect();
    events.extend((0..3).map(|n| event(n, "2022-09-01", Relapsed)));
    events.push(event(3, "2022-12-01", FeePhase));
    events.push(event(200, "2022-06-01", Stable));
    let counts = zero_clearing(&baseline, &events, day("2022-12-31"));
    assert_eq!(counts, ZeroClearing { baseline: 127, ever_cleared: 96, now_cleared: 93, stable: 0 });
    assert_eq!(counts.gross().unwrap().to_string(), "75.59 %");
    assert_eq!(counts.net().unwrap().to_string(), "73.23 %");
}

#[test]
fn the_state_of_a_day_counts_not_the_order_of_the_rows() {
    let baseline = [compound(1), compound(2)];
    let events = [
        event(1, "2022-12-01", FeePhase),
        event(1, "2022-06-01", TrialRunning),
        event(1, "2022-03-01", Allotted),
        event(1, "2023-06-01", Stable),
        event(2, "2022-06-15", Entered),
    ];
    let cases =
        [("2022-05-31", (0, 0, 0)), ("2022-06-01", (1, 1, 0)), ("2022-12-31", (1, 1, 0)), ("2023-06-01", (1, 1, 1))];
    for (on, (ever, now, stable)) in cases {
        let counts = zero_clearing(&baseline, &events, day(on));
        assert_eq!((counts.ever_cleared, counts.now_cleared, counts.stable), (ever, now, stable), "{on}");
    }
}

#[test]
fn vacant_flats_stay_in_the_completion_rate_and_leave_the_effective_one() {
    let coverage =
        SurveyCoverage { active: 500, vacant: 50, contacted: 300, accepted: 225, closed_refused: 30, attempts: 700 };
    let shown = |rate: Option<domain::coverage::Permyriad>| rate.unwrap().to_string();
    assert_eq!(shown(coverage.contact_rate()), "60.00 %");
    assert_eq!(shown(coverage.completion_rate()), "45.00 %");
    assert_eq!(shown(coverage.effective_rate()), "50.00 %");
    assert_eq!(shown(coverage.refusal_rate()), "10.00 %");
    assert_eq!(SurveyCoverage::default().contact_rate(), None);
}
