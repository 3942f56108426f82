//! How far each demo compound has come, with the evidence rows that say so; all days count from today.

use super::Made;
use super::account::People;
use super::dice::Dice;
use super::district::DemoCompound;
use crate::clock::Clock;
use crate::db::onboarding::{
    CompoundFacts, NewAssignment, NewTrial, insert_assignment, insert_fee_standard, insert_stage_event, insert_trial,
    set_compound_facts,
};
use crate::db::{DbResult, Tx};
use crate::state::AppState;
use domain::calendar::{Day, day_start_ms, plus_days, shanghai_day};
use domain::id::{CompoundId, ServiceAssignmentId};
use domain::place::{ManagementMode, ZeroClearingState as Stage};
use domain::trial::{Rule, last_free_day};

/// What a compound is to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    Allotted,
    Entered,
    /// The trial runs and nobody may ask for a consent yet.
    Running,
    /// The trial's last sixty days.
    Window,
    FeePhase,
    Relapsed,
}

/// By position; the first compound is in its consent window, so that the whole loop can be walked in it.
const PATTERN: [Show; 25] = {
    use Show::{Allotted, Entered, FeePhase, Relapsed, Running, Window};
    [
        Window, FeePhase, Running, Entered, Running, Window, FeePhase, Allotted, Running, FeePhase, Running, Entered,
        Window, FeePhase, Running, Allotted, Running, FeePhase, Window, Running, Entered, FeePhase, Running, Allotted,
        Relapsed,
    ]
};

/// What the compound at this position shows.
pub fn show_at(index: usize) -> Show {
    PATTERN[index % PATTERN.len()]
}

struct Staging<'a> {
    tx: &'a mut Tx,
    clock: &'a Clock,
    today: Day,
}

/// Brings every compound to its stage.
pub async fn make(state: &AppState, dice: &mut Dice, made: &Made, people: &People) -> anyhow::Result<()> {
    let mut tx = state.db.write().await?;
    let today = shanghai_day(state.clock.now_ms());
    let mut staging = Staging { tx: &mut tx, clock: &state.clock, today };
    for (index, (id, demo)) in made.compounds.iter().enumerate() {
        staging.compound(dice, *id, demo, people, show_at(index)).await?;
    }
    tx.commit().await?;
    Ok(())
}

impl Staging<'_> {
    async fn compound(
        &mut self,
        dice: &mut Dice,
        id: CompoundId,
        demo: &DemoCompound,
        people: &People,
        show: Show,
    ) -> DbResult<()> {
        let served = matches!(show, Show::Running | Show::Window | Show::FeePhase);
        let facts = CompoundFacts {
            management_mode: if served { ManagementMode::Professional } else { ManagementMode::Unmanaged },
            origin_kind: dice.pick::<&'static str>(&["unit_funded", "welfare", "housing_reform", "self_built"]),
            built_year: demo.built_year,
            household_count_declared: i64::try_from(demo.doors.len()).unwrap_or(0),
            is_three_none: true,
            in_zero_clearing_baseline: true,
        };
        set_compound_facts(self.tx, id, &facts).await?;
        let start = self.trial_start(dice, show);
        let entered = plus_days(start, -i64::from(dice.between(12, 30)));
        let allotted = plus_days(entered, -i64::from(dice.between(20, 60)));
        self.stage(id, Stage::Identified, plus_days(allotted, -90), "列入底数清单").await?;
        self.stage(id, Stage::Allotted, allotted, "片区统一划定").await?;
        let assignment = ServiceAssignmentId(self.clock.new_uuid());
        let ended = plus_days(self.today, -20);
        let to_on = (show == Show::Relapsed).then(|| ended.to_string());
        let company = people.companies[demo.company];
        insert_assignment(
            self.tx,
            &NewAssignment { id: assignment, compound: id, company, from_on: allotted.to_string(), to_on },
        )
        .await?;
        if show == Show::Allotted {
            return Ok(());
        }
        self.stage(id, Stage::Entered, entered, "承接查验").await?;
        if show == Show::Entered {
            return Ok(());
        }
        self.trial(id, assignment, start, show, dice).await?;
        if show == Show::Relapsed {
            self.stage(id, Stage::Relapsed, ended, "物业撤出").await?;
        }
        Ok(())
    }

    /// The first free day; for compounds without a trial, the day it would have been.
    fn trial_start(&self, dice: &mut Dice, show: Show) -> Day {
        let before = match show {
            Show::Allotted => 0,
            Show::Entered => dice.below(4),
            Show::Running => dice.between(10, 110),
            Show::Window => dice.between(140, 175),
            Show::FeePhase => dice.between(200, 330),
            Show::Relapsed => dice.between(60, 150),
        };
        plus_days(self.today, -i64::from(before))
    }

    async fn trial(
        &mut self,
        id: CompoundId,
        assignment: ServiceAssignmentId,
        start: Day,
        show: Show,
        dice: &mut Dice,
    ) -> DbResult<()> {
        let last_free = last_free_day(start, Rule::Printed);
        let status = match show {
            Show::FeePhase => "ended",
            Show::Relapsed => "aborted",
            _ => "running",
        };
        let (start_on, last_free_on) = (start.to_string(), last_free.to_string());
        insert_trial(self.tx, &NewTrial { id: self.clock.new_uuid(), assignment, status, start_on, last_free_on })
            .await?;
        let rate_mill = i64::from(*dice.pick(&[350_u32, 400, 450, 450, 500]));
        insert_fee_standard(self.tx, self.clock.new_uuid(), id, rate_mill, &plus_days(start, -7).to_string()).await?;
        self.stage(id, Stage::TrialRunning, start, "免费服务开始").await?;
        if show == Show::FeePhase {
            self.stage(id, Stage::FeePhase, plus_days(last_free, 1), "免费期满").await?;
        }
        Ok(())
    }

    async fn stage(&mut self, id: CompoundId, stage: Stage, on: Day, evidence: &str) -> DbResult<()> {
        insert_stage_event(self.tx, self.clock.new_uuid(), id, stage, &on.to_string(), evidence, day_start_ms(on)).await
    }
}
