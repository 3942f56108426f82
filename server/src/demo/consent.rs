//! Signatures in the demo district: acknowledged trials, fee consents in every state, and a clerk who calls back.

use super::activity::{Call, Rounds};
use super::dice::Dice;
use super::paper::Paper;
use super::phone::Which;
use super::scene::{DAY_MS, Door, HOUR_MS, MINUTE_MS, Scene, at_work, days_ago};
use super::stage::Show;
use crate::db::{self, Tx, audit::NewAudit};
use crate::intake::Intake;
use domain::calendar::{plus_days, shanghai_day};
use domain::consent::{ConfirmationMethod, ConsentAction, ConsentConfirmation};
use domain::id::{HouseholdId, RecordId};
use domain::org::Role;
use domain::sync::record::RecordKind;
use domain::visit::VisitOutcome;

/// What a household did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Deed {
    /// Only acknowledged the free months.
    Acknowledged,
    /// Signed; nobody has called back yet.
    Waiting,
    /// Called back a few days ago.
    CoolingOff,
    /// Cooled off; the free months still run.
    Armed,
    /// Signed before the free months ended, called back.
    Signed,
    Refused,
    /// Signed, called back, and took it back.
    Withdrawn,
    /// A yes on one phone and a no on another that did not know of each other.
    Contradicted,
}

/// What happens in a compound, by how far it has come.
fn deeds(scene: &Scene<'_>) -> Vec<Deed> {
    use Deed::{Acknowledged, Armed, Contradicted, CoolingOff, Refused, Signed, Waiting, Withdrawn};
    let counts: &[(Deed, usize)] = match scene.show {
        Show::Window if scene.is_first() => &[
            (Acknowledged, 6),
            (Waiting, 5),
            (CoolingOff, 5),
            (Armed, 7),
            (Refused, 5),
            (Withdrawn, 1),
            (Contradicted, 1),
        ],
        Show::Window => &[(Acknowledged, 3), (Waiting, 2), (CoolingOff, 1), (Armed, 4), (Refused, 1)],
        Show::FeePhase => &[(Signed, 7), (Withdrawn, 1), (Refused, 1), (Waiting, 1)],
        Show::Running => &[(Acknowledged, 3)],
        Show::Allotted | Show::Entered | Show::Relapsed => &[],
    };
    counts.iter().flat_map(|(deed, count)| std::iter::repeat_n(*deed, *count)).collect()
}

impl Rounds<'_, '_> {
    /// Lets households of a compound decide.
    pub async fn decide(&mut self, tx: &mut Tx, dice: &mut Dice, scene: &Scene<'_>) -> anyhow::Result<()> {
        let Some(paper) = Paper::of(self.phones.state, tx, scene).await? else { return Ok(()) };
        let deeds = deeds(scene);
        let doors = scene.spread(1, deeds.len() * 2).filter(|door| Paper::area(door).is_some());
        for (deed, door) in deeds.iter().zip(doors) {
            Decision { rounds: self, paper: &paper, scene, door, deed: *deed }.make(tx, dice).await?;
        }
        Ok(())
    }
}

struct Decision<'r, 'p, 's, 'd> {
    rounds: &'r mut Rounds<'p, 's>,
    paper: &'r Paper,
    scene: &'r Scene<'d>,
    door: &'r Door<'d>,
    deed: Deed,
}

impl Decision<'_, '_, '_, '_> {
    async fn make(&mut self, tx: &mut Tx, dice: &mut Dice) -> anyhow::Result<()> {
        let at_ms = self.when(dice);
        let ended_at_ms = at_ms + 12 * MINUTE_MS;
        let call = Call { door: self.door, started_at_ms: at_ms - 10 * MINUTE_MS, ended_at_ms };
        let visit = self.rounds.visit(tx, call, VisitOutcome::Completed).await?;
        self.rounds.respond(tx, dice, call, visit).await?;
        let day = shanghai_day(at_ms);
        if day <= self.paper.last_free_day {
            let acknowledged = self.paper.acknowledged(self.door, at_ms);
            self.send(tx, at_ms, &acknowledged).await?;
        }
        match self.deed {
            Deed::Acknowledged => {}
            Deed::Refused => {
                let refused = self.paper.fee(self.rounds.phones.state, self.door, ConsentAction::Refused, at_ms)?;
                self.send(tx, at_ms, &refused).await?;
            }
            Deed::Contradicted => self.contradict(tx, dice, at_ms).await?,
            Deed::Waiting => {
                self.sign(tx, dice, at_ms).await?;
            }
            Deed::CoolingOff | Deed::Armed | Deed::Signed => {
                let signed = self.sign(tx, dice, at_ms).await?;
                self.call_back(tx, signed, at_ms + 2 * DAY_MS).await?;
            }
            Deed::Withdrawn => {
                let signed = self.sign(tx, dice, at_ms).await?;
                self.call_back(tx, signed, at_ms + DAY_MS).await?;
                let at_ms = at_ms + 9 * DAY_MS;
                let withdrawn = self.paper.withdrawn(self.rounds.phones.state, self.door, signed, at_ms)?;
                self.send(tx, at_ms, &withdrawn).await?;
            }
        }
        Ok(())
    }

    /// Inside the consent window, so that the deed has come as far as it should by now.
    fn when(&self, dice: &mut Dice) -> i64 {
        let state = self.rounds.phones.state;
        let ago = |low: i64, high: u32| low + i64::from(high);
        if matches!(self.deed, Deed::Signed | Deed::Withdrawn) && self.scene.show == Show::FeePhase {
            let before = i64::from(dice.between(10, 35));
            return at_work(dice, plus_days(self.paper.last_free_day, -before));
        }
        let days = match self.deed {
            Deed::Waiting | Deed::Contradicted => ago(1, dice.below(3)),
            Deed::CoolingOff => ago(4, dice.below(3)),
            Deed::Armed | Deed::Withdrawn | Deed::Signed => ago(12, dice.below(3)),
            Deed::Refused => ago(2, dice.below(9)),
            Deed::Acknowledged => ago(2, dice.below(7)),
        };
        days_ago(state, dice, days)
    }

    async fn sign(&mut self, tx: &mut Tx, dice: &mut Dice, at_ms: i64) -> anyhow::Result<RecordId> {
        let mut given = self.paper.fee(self.rounds.phones.state, self.door, ConsentAction::Given, at_ms)?;
        given.evidence.strokes_sha256 = Some(self.rounds.phones.sign(tx, dice, at_ms).await?);
        self.send(tx, at_ms, &given).await
    }

    async fn send(
        &mut self,
        tx: &mut Tx,
        at_ms: i64,
        event: &domain::consent::ConsentEvent,
    ) -> anyhow::Result<RecordId> {
        self.rounds.phones.send(tx, self.door.worker, RecordKind::ConsentEvent, at_ms, event).await
    }

    /// Both phones were without a network for some hours.
    async fn contradict(&mut self, tx: &mut Tx, dice: &mut Dice, at_ms: i64) -> anyhow::Result<()> {
        let phones = &mut *self.rounds.phones;
        let worker = self.door.worker;
        let mut yes = self.paper.fee(phones.state, self.door, ConsentAction::Given, at_ms)?;
        yes.evidence.strokes_sha256 = Some(phones.sign(tx, dice, at_ms).await?);
        let no = self.paper.fee(phones.state, self.door, ConsentAction::Refused, at_ms + HOUR_MS)?;
        let kind = RecordKind::ConsentEvent;
        let yes = phones.record((worker.account, Which::Own), kind, at_ms, &yes)?;
        let no = phones.record((worker.account, Which::Borrowed), kind, at_ms + HOUR_MS, &no)?;
        phones.receive(tx, worker, &yes, at_ms + 3 * HOUR_MS).await?;
        phones.receive(tx, worker, &no, at_ms + 4 * HOUR_MS).await?;
        Ok(())
    }

    /// The clerk calls the household back and writes it down.
    async fn call_back(&mut self, tx: &mut Tx, consent: RecordId, at_ms: i64) -> anyhow::Result<()> {
        let (state, clerk) = (self.rounds.phones.state, self.scene.clerk.account);
        let household = HouseholdId(self.door.home.id);
        let confirmation = ConsentConfirmation {
            consent,
            method: ConfirmationMethod::Callback,
            confirmed_by: Some(clerk),
            by_company: false,
            at_ms,
        };
        let note = "电话回访，本人确认知道金额和开始月份";
        let intake = Intake::at(state, at_ms);
        intake.notary().add_confirmation(tx, state.clock.new_uuid(), household, &confirmation, note).await?;
        intake.refresh_household(tx, household).await?;
        let audit = NewAudit {
            id: state.clock.new_uuid(),
            at_ms,
            account: Some(clerk),
            role: Role::CommunityClerk.name(),
            action: "consent_confirmed",
            object_kind: "consent_event",
            object_id: &consent.to_string(),
            from: None,
            to: None,
            reason: None,
        };
        Ok(db::audit::insert_audit(tx, &audit).await?)
    }
}
