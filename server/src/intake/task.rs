//! Tasks: made from needs by the taxonomy, moved by the state machine, whoever asks.

use super::Intake;
use crate::auth::Actor;
use crate::db::{self, Tx, change::Changed, task::TaskRow};
use crate::error::{ApiError, ApiResult};
use domain::finding::Finding;
use domain::id::{AccountId, HouseholdId, NeedId, TaskId};
use domain::merge::{Meeting, Merged, merge};
use domain::need::{Need, Party, Routing, route};
use domain::org::{Role, Whereabouts};
use domain::sync::record::Record;
use domain::task::{Actor as Mover, IllegalTransition, TaskAction, TaskEvent, TaskKind, TaskStatus, may};
use uuid::Uuid;

impl Intake<'_> {
    /// Makes the task of a need (content 7.2): its code says how urgent it is and who acts first.
    pub async fn task_from_need(&self, tx: &mut Tx, id: NeedId, need: &Need, place: &Whereabouts) -> ApiResult<()> {
        let Some(routing) = route(&need.code, need.hazard) else { return Ok(()) };
        let task = db::task::NewTask {
            id: TaskId(self.state.clock.new_uuid()),
            kind: TaskKind::Repair,
            need: Some(id),
            request: None,
            compound: place.compound,
            household: need.household,
            code: need.code.clone(),
            routing,
            company: None,
            place_text: need.place_text.clone(),
            description: need.text.clone(),
            photos: need.photos.clone(),
            status: TaskStatus::Created,
            at_ms: self.now_ms,
        };
        self.open_task(tx, task, place).await
    }

    /// Adds a task; what is the company's to do goes to the company that serves the compound, if one does.
    pub async fn open_task(&self, tx: &mut Tx, mut task: db::task::NewTask, place: &Whereabouts) -> ApiResult<()> {
        let company = place.company.filter(|_| task.routing.responsible == Party::Company);
        if company.is_some() {
            task.company = company;
            task.status = TaskStatus::Assigned;
        } else if task.routing.responsible == Party::Company {
            task.routing = Routing { responsible: Party::Community, ..task.routing };
        }
        if db::task::insert_task(tx, &task).await? {
            let changed = Changed {
                kind: "task",
                id: task.id.to_string(),
                compound: Some(task.compound),
                grid: None,
                company: task.company,
            };
            self.note(tx, changed).await?;
        }
        Ok(())
    }

    /// A step that a technician recorded. A step that comes too late is kept as a comment and told with its reason.
    pub(super) async fn move_task_by_record(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        record: &Record,
        event: &TaskEvent,
    ) -> ApiResult<Vec<Finding>> {
        let mover = staff_mover(sender, event.action);
        let step =
            Step { id: record.id.0, event, mover, account: Some(record.author), recorded_at_ms: record.recorded_at_ms };
        match merge(Meeting::Step(self.move_task(tx, &step).await?)) {
            Merged::Comment(refused) => Ok(vec![Finding::new(refused.code(), "action")]),
            _ => Ok(vec![]),
        }
    }

    /// Moves a task by whoever may; both outcomes are written down.
    pub async fn move_task(&self, tx: &mut Tx, step: &Step<'_>) -> ApiResult<Result<TaskStatus, IllegalTransition>> {
        let id = step.event.task;
        let row = db::task::task_row(tx, id).await?.ok_or(ApiError::NotFound)?;
        let from = row.state();
        let moved = from.apply(step.event.action, step.mover, &self.config);
        let written = db::task::NewTaskEvent {
            id: step.id,
            event: step.event,
            from: from.status,
            to: moved.ok().map(|state| state.status),
            refused_reason: moved.err().map(IllegalTransition::code),
            account: step.account,
            actor: mover_name(step.mover),
            recorded_at_ms: step.recorded_at_ms,
            received_at_ms: self.now_ms,
        };
        db::task::insert_task_event(tx, &written).await?;
        if let Ok(state) = moved {
            let takes = step.event.action == TaskAction::Accept && row.assignee_id.is_none();
            let assignee = step.event.assignee.or(step.account.filter(|_| takes));
            db::task::set_state(tx, id, state, assignee, self.now_ms).await?;
        }
        self.note_task(tx, &row).await?;
        Ok(moved.map(|state| state.status))
    }

    /// Tells phones that a task changed, and what was promised to its household with it.
    pub async fn note_task(&self, tx: &mut Tx, row: &TaskRow) -> ApiResult<()> {
        let changed = Changed {
            kind: "task",
            id: row.id.to_string(),
            compound: Some(row.compound_id.into()),
            grid: None,
            company: row.company_id.map(Into::into),
        };
        self.note(tx, changed).await?;
        if let Some(household) = row.household_id {
            self.note_household(tx, HouseholdId(household)).await?;
        }
        Ok(())
    }
}

/// One attempt to move a task.
pub struct Step<'a> {
    /// Id of the event.
    pub id: Uuid,
    /// What is asked.
    pub event: &'a TaskEvent,
    /// By whom, for the state machine.
    pub mover: Mover,
    /// By which account.
    pub account: Option<AccountId>,
    /// When it was done, by the clock of whoever did it.
    pub recorded_at_ms: i64,
}

/// The role in which somebody takes a step: one that may take it, if there is one.
pub fn staff_mover(actor: &Actor, action: TaskAction) -> Mover {
    let roles = actor.grants.iter().map(|grant| grant.role);
    let able = roles.clone().find(|role| may(action, Mover::Staff(*role)));
    Mover::Staff(able.or_else(|| roles.clone().next()).unwrap_or(Role::SysAdmin))
}

fn mover_name(mover: Mover) -> &'static str {
    match mover {
        Mover::Resident => "resident",
        Mover::Staff(role) => role.name(),
        Mover::System => "system",
    }
}
