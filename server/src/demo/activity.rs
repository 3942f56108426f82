//! What happened in the demo district lately: visits, needs and tasks, taken in like records from phones, one after the other.

use super::Made;
use super::account::People;
use super::dice::Dice;
use super::stage::{Show, show_at};
use crate::auth::Actor;
use crate::db::{self, Tx};
use crate::intake::Intake;
use crate::intake::task::Step;
use crate::state::AppState;
use domain::hash::Hash;
use domain::id::{CompoundId, DeviceId, HouseholdId, NeedId, RecordId, TaskId};
use domain::need::Need;
use domain::org::Role;
use domain::sync::record::{Record, RecordKind};
use domain::task::{Actor as Mover, TaskAction, TaskEvent};
use domain::visit::{Visit, VisitChannel, VisitOutcome};
use serde::Serialize;

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 86_400_000;
/// Doors that each worker visited in each served compound.
const VISITS: usize = 9;

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

/// A phone with its chain of records.
struct Phone<'a> {
    actor: &'a Actor,
    device: DeviceId,
    seq: u64,
    prev: Option<Hash>,
}

impl<'a> Phone<'a> {
    fn of(state: &AppState, actor: &'a Actor) -> Self {
        Self { actor, device: DeviceId(state.clock.new_uuid()), seq: 0, prev: None }
    }

    fn record(
        &mut self,
        state: &AppState,
        kind: RecordKind,
        at_ms: i64,
        body: &impl Serialize,
    ) -> anyhow::Result<Record> {
        self.seq += 1;
        let record = Record {
            id: RecordId(state.clock.new_uuid()),
            kind,
            device: self.device,
            seq: self.seq,
            author: self.actor.account,
            recorded_at_ms: at_ms,
            offset_ms: Some(0),
            prev_hash: self.prev,
            body: serde_json::to_string(body)?,
        };
        self.prev = Some(record.hash());
        Ok(record)
    }
}

/// Lets every worker visit some doors of the compounds of its grid that are served.
pub async fn make(state: &AppState, dice: &mut Dice, made: &Made, people: &People) -> anyhow::Result<()> {
    let mut tx = state.db.write().await?;
    for (worker, _, grid) in &people.workers {
        let mut phone = Phone::of(state, worker);
        for (index, (compound, demo)) in made.compounds.iter().enumerate() {
            let served = matches!(show_at(index), Show::Running | Show::Window | Show::FeePhase);
            let doors = db::roster::households_of(&mut tx, *compound).await?;
            let mut doors = doors.into_iter().filter(|door| door.grid_id == Some(grid.0)).collect::<Vec<_>>();
            if !served || doors.is_empty() {
                continue;
            }
            doors.sort_by(|one, other| one.door_no.cmp(&other.door_no).then(one.unit_id.cmp(&other.unit_id)));
            let company = demo.company;
            let staff = &people.staff[company * 2 + index % 2];
            let clerk = people.clerks.iter().find(|(_, community)| *community == demo.community_code);
            for (step, door) in doors.iter().step_by((doors.len() / VISITS).max(1)).enumerate().take(VISITS) {
                let at_ms = state.clock.now_ms()
                    - i64::from(dice.between(2, 40)) * DAY_MS
                    - i64::from(dice.below(300)) * MINUTE_MS;
                let visited = Visited { compound: *compound, household: HouseholdId(door.id), at_ms };
                let need = visited.visit(state, &mut tx, dice, &mut phone).await?;
                if let (Some(need), Some((clerk, _))) = (need, clerk) {
                    work(state, &mut tx, dice.below(8) + u32::from(step == 0), need, staff, clerk, at_ms).await?;
                }
            }
        }
    }
    tx.commit().await?;
    Ok(())
}

struct Visited {
    compound: CompoundId,
    household: HouseholdId,
    at_ms: i64,
}

impl Visited {
    /// One visit; half of the answered ones end with a need.
    async fn visit(
        &self,
        state: &AppState,
        tx: &mut Tx,
        dice: &mut Dice,
        phone: &mut Phone<'_>,
    ) -> anyhow::Result<Option<NeedId>> {
        use VisitOutcome::{Completed, NoAnswer, Partial, RefusedNow, Vacant};
        let outcome = *dice.pick(&[Completed, Completed, Completed, NoAnswer, NoAnswer, RefusedNow, Vacant, Partial]);
        let visit = Visit {
            household: self.household,
            outcome,
            channel: VisitChannel::Door,
            started_at_ms: self.at_ms,
            ended_at_ms: self.at_ms + i64::from(dice.between(2, 15)) * MINUTE_MS,
            companion: None,
            note: None,
            next_slot: None,
        };
        let record = phone.record(state, RecordKind::Visit, visit.ended_at_ms, &visit)?;
        take(state, tx, phone.actor, &record).await?;
        if outcome != Completed || dice.permille(500) {
            return Ok(None);
        }
        let (code, place, text) = *dice.pick(&NEEDS);
        let need = Need {
            visit: Some(record.id.0.into()),
            household: Some(self.household),
            compound: self.compound,
            code: code.to_owned(),
            place_text: place.to_owned(),
            text: text.to_owned(),
            photos: Vec::new(),
            hazard: code.starts_with("SAF"),
        };
        let record = phone.record(state, RecordKind::Need, visit.ended_at_ms, &need)?;
        take(state, tx, phone.actor, &record).await?;
        Ok(Some(NeedId(record.id.0)))
    }
}

/// Received a few minutes after it was recorded.
async fn take(state: &AppState, tx: &mut Tx, sender: &Actor, record: &Record) -> anyhow::Result<()> {
    let now_ms = record.recorded_at_ms + 20 * MINUTE_MS;
    let intake = Intake { state, now_ms, config: state.rules.on_ms(now_ms) };
    let receipt = intake.take(tx, sender, record).await?;
    anyhow::ensure!(receipt.findings.is_empty(), "the demo made a record that is not right: {:?}", receipt.findings);
    Ok(())
}

/// Moves the task of a need some steps on, so that tasks stand everywhere between assigned and closed.
async fn work(
    state: &AppState,
    tx: &mut Tx,
    steps: u32,
    need: NeedId,
    staff: &Actor,
    clerk: &Actor,
    at_ms: i64,
) -> anyhow::Result<()> {
    use TaskAction::{Accept, Check, Comment, Confirm, Decline, Reopen, Start, Submit};
    let Some(task) = db::task::task_of_need(tx, need).await? else { return Ok(()) };
    let row = db::task::task_row(tx, task).await?;
    if row.is_none_or(|row| row.company_id.is_none()) {
        return Ok(());
    }
    let path: &[TaskAction] = match steps {
        0 => &[],
        1 => &[Accept],
        2 => &[Accept, Start],
        3 => &[Accept, Start, Submit],
        4 => &[Decline],
        5 => &[Accept, Start, Submit, Reopen],
        6 => &[Accept, Comment, Start, Submit, Check],
        _ => &[Accept, Start, Submit, Confirm],
    };
    for (number, action) in (1..).zip(path) {
        let by_clerk = matches!(action, Check | Confirm | Reopen);
        let (actor, role) = if by_clerk { (clerk, Role::CommunityClerk) } else { (staff, Role::CompanyStaff) };
        let event = event(task, *action);
        let at_ms = at_ms + number * 90 * MINUTE_MS;
        let intake = Intake { state, now_ms: at_ms, config: state.rules.on_ms(at_ms) };
        let step = Step {
            id: state.clock.new_uuid(),
            event: &event,
            mover: Mover::Staff(role),
            account: Some(actor.account),
            recorded_at_ms: at_ms,
        };
        let moved = intake.move_task(tx, &step).await?;
        anyhow::ensure!(moved.is_ok(), "the demo made a step that is not right: {action}");
    }
    Ok(())
}

fn event(task: TaskId, action: TaskAction) -> TaskEvent {
    let text = match action {
        TaskAction::Submit => "已处理，现场清理干净",
        TaskAction::Decline => "不在服务范围，需产权单位处理",
        TaskAction::Comment => "配件已订，明天到",
        TaskAction::Reopen => "又漏了，麻烦再看看",
        TaskAction::Confirm => "电话回访，住户说解决了",
        _ => "",
    };
    TaskEvent {
        task,
        action,
        text: text.to_owned(),
        assignee: None,
        photos_before: Vec::new(),
        photos_after: Vec::new(),
    }
}
