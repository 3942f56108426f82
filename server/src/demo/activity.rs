//! What happened in the demo district lately: visits, answers, needs and tasks, taken in like records from phones.

use super::dice::Dice;
use super::phone::Phones;
use super::scene::{DAY_MS, Door, MINUTE_MS, Scene};
use super::survey::answers;
use super::work::{COURSES, Proof, work};
use crate::db::{self, Tx};
use domain::consent::Relation;
use domain::hash::Hash;
use domain::id::{HouseholdId, NeedId, RecordId};
use domain::need::Need;
use domain::questionnaire::{Questionnaire, SurveyResponse};
use domain::sync::record::RecordKind;
use domain::visit::{Visit, VisitChannel, VisitOutcome};

/// Doors that were visited in each served compound, besides those where somebody signed.
const VISITS: usize = 14;

const NEEDS: [(&str, &str, &str); 9] = [
    ("WAT-03", "单元门口", "下水道返水，一下雨就溢出来"),
    ("WAT-02", "三层楼道", "公共水管漏水，墙皮都湿了"),
    ("FIR-04", "二单元楼道", "楼道堆着旧家具，走不过去"),
    ("FIR-02", "车棚", "电动车飞线充电"),
    ("SAF-02", "大门内侧", "井盖破了一角"),
    ("WAT-04", "院子西北角", "化粪池该清了，味道很大"),
    ("FIR-03", "一单元", "灭火器箱是空的"),
    ("SAF-03", "南墙", "空调架松动"),
    ("WAT-01", "五楼", "晚上水压低"),
];

/// Time spent at a door.
#[derive(Clone, Copy)]
pub struct Call<'d> {
    pub door: &'d Door<'d>,
    pub started_at_ms: i64,
    pub ended_at_ms: i64,
}

/// The rounds of the workers.
pub struct Rounds<'p, 's> {
    pub phones: &'p mut Phones<'s>,
    pub form: Questionnaire,
}

impl Rounds<'_, '_> {
    /// Lets the workers visit some doors of a compound.
    pub async fn make(&mut self, tx: &mut Tx, dice: &mut Dice, scene: &Scene<'_>) -> anyhow::Result<()> {
        let proof = match scene.is_first() {
            true => Some(self.photos(tx).await?),
            false => None,
        };
        for (number, door) in scene.spread(0, VISITS).enumerate() {
            let now_ms = self.phones.state.clock.now_ms();
            let at_ms = now_ms - i64::from(dice.between(2, 40)) * DAY_MS - i64::from(dice.below(300)) * MINUTE_MS;
            // In the first compound something is told at once and finished, with photos.
            let told = number == 0 && scene.is_first();
            let outcome = if told { VisitOutcome::Completed } else { outcome(dice) };
            let ended_ms = at_ms + i64::from(dice.between(4, 15)) * MINUTE_MS;
            let call = Call { door, started_at_ms: at_ms, ended_at_ms: ended_ms };
            let visit = self.visit(tx, call, outcome).await?;
            if outcome != VisitOutcome::Completed {
                continue;
            }
            self.respond(tx, dice, call, visit).await?;
            let proof = proof.filter(|_| told);
            if told || dice.permille(500) {
                let course = if told { 7 } else { dice.below(8) as usize };
                let photos = proof.map(|proof| proof.before).into_iter().collect();
                let need = self.need(tx, dice, scene, call, visit, photos).await?;
                if let Some(task) = db::task::task_of_need(tx, need).await? {
                    work(self.phones, tx, scene, task, COURSES[course], ended_ms, proof).await?;
                }
            }
        }
        Ok(())
    }

    /// Photos from before and after some work.
    pub async fn photos(&self, tx: &mut Tx) -> anyhow::Result<Proof> {
        let now_ms = self.phones.state.clock.now_ms();
        Ok(Proof {
            before: self.phones.photograph(tx, true, now_ms).await?,
            after: self.phones.photograph(tx, false, now_ms).await?,
        })
    }

    /// One visit.
    pub async fn visit(&mut self, tx: &mut Tx, call: Call<'_>, outcome: VisitOutcome) -> anyhow::Result<RecordId> {
        let Call { door, started_at_ms, ended_at_ms } = call;
        let visit = Visit {
            household: HouseholdId(door.home.id),
            outcome,
            channel: VisitChannel::Door,
            started_at_ms,
            ended_at_ms,
            companion: None,
            note: None,
            next_slot: None,
        };
        self.phones.send(tx, door.worker, RecordKind::Visit, ended_at_ms, &visit).await
    }

    /// The short form, filled in by the owner during a visit.
    pub async fn respond(
        &mut self,
        tx: &mut Tx,
        dice: &mut Dice,
        call: Call<'_>,
        visit: RecordId,
    ) -> anyhow::Result<()> {
        let Call { door, started_at_ms, ended_at_ms } = call;
        let relation = Relation::Owner;
        let response = SurveyResponse {
            visit: visit.0.into(),
            household: HouseholdId(door.home.id),
            questionnaire: self.form.code.clone(),
            version: self.form.version,
            relation: Some(relation),
            answers: answers(dice, &self.form, relation),
            started_at_ms,
            ended_at_ms,
        };
        self.phones.send(tx, door.worker, RecordKind::SurveyResponse, ended_at_ms, &response).await.map(|_| ())
    }

    async fn need(
        &mut self,
        tx: &mut Tx,
        dice: &mut Dice,
        scene: &Scene<'_>,
        call: Call<'_>,
        visit: RecordId,
        photos: Vec<Hash>,
    ) -> anyhow::Result<NeedId> {
        let Call { door, ended_at_ms: at_ms, .. } = call;
        // What the photo shows.
        let (code, place, text) = if photos.is_empty() { *dice.pick(&NEEDS) } else { NEEDS[1] };
        let need = Need {
            visit: Some(visit.0.into()),
            household: Some(HouseholdId(door.home.id)),
            compound: scene.id,
            code: code.to_owned(),
            place_text: place.to_owned(),
            text: text.to_owned(),
            photos,
            hazard: code.starts_with("SAF"),
        };
        let record = self.phones.send(tx, door.worker, RecordKind::Need, at_ms, &need).await?;
        Ok(NeedId(record.0))
    }
}

fn outcome(dice: &mut Dice) -> VisitOutcome {
    use VisitOutcome::{Completed, NoAnswer, Partial, RefusedNow, Vacant};
    *dice.pick(&[Completed, Completed, Completed, NoAnswer, NoAnswer, RefusedNow, Vacant, Partial])
}
