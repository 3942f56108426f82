//! Work on the demo's tasks: technicians record their steps on phones, clerks and residents take theirs at a desk or on a page.

use super::phone::Phones;
use super::scene::{MINUTE_MS, Scene};
use crate::db::{self, Tx};
use crate::intake::Intake;
use crate::intake::task::Step;
use domain::hash::Hash;
use domain::id::TaskId;
use domain::org::Role;
use domain::sync::record::RecordKind;
use domain::task::{Actor as Mover, TaskAction, TaskEvent};

/// Who takes a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Staff,
    Clerk,
    Resident,
}

/// How far a task came, step by step.
pub type Course = &'static [(TaskAction, By)];

/// From untouched to closed, with the detours.
pub const COURSES: [Course; 8] = {
    use By::{Clerk, Staff};
    use TaskAction::{Accept, Check, Comment, Confirm, Decline, Reopen, Start, Submit};
    [
        &[],
        &[(Accept, Staff)],
        &[(Accept, Staff), (Start, Staff)],
        &[(Accept, Staff), (Start, Staff), (Submit, Staff)],
        &[(Decline, Staff)],
        &[(Accept, Staff), (Start, Staff), (Submit, Staff), (Reopen, Clerk)],
        &[(Accept, Staff), (Comment, Staff), (Start, Staff), (Submit, Staff), (Check, Clerk)],
        &[(Accept, Staff), (Start, Staff), (Submit, Staff), (Confirm, Clerk)],
    ]
};

/// Photos of the finished work.
#[derive(Debug, Clone, Copy)]
pub struct Proof {
    pub before: Hash,
    pub after: Hash,
}

/// Lets a task go its course, if it is the company's.
pub async fn work(
    phones: &mut Phones<'_>,
    tx: &mut Tx,
    scene: &Scene<'_>,
    task: TaskId,
    course: Course,
    start_ms: i64,
    proof: Option<Proof>,
) -> anyhow::Result<()> {
    if db::task::task_row(tx, task).await?.is_none_or(|row| row.company_id.is_none()) {
        return Ok(());
    }
    for (number, (action, by)) in (1..).zip(course) {
        let at_ms = (start_ms + number * 90 * MINUTE_MS).min(phones.state.clock.now_ms() - 30 * MINUTE_MS);
        let event = event(task, *action, proof);
        if *by == By::Staff {
            phones.send(tx, scene.staff, RecordKind::TaskEvent, at_ms, &event).await?;
            continue;
        }
        let clerk = *by == By::Clerk;
        let step = Step {
            id: phones.state.clock.new_uuid(),
            event: &event,
            mover: if clerk { Mover::Staff(Role::CommunityClerk) } else { Mover::Resident },
            account: clerk.then_some(scene.clerk.account),
            recorded_at_ms: at_ms,
        };
        let now_ms = at_ms + 20 * MINUTE_MS;
        let intake = Intake::at(phones.state, now_ms);
        let moved = intake.move_task(tx, &step).await?;
        anyhow::ensure!(moved.is_ok(), "the demo made a step that is not right: {action}");
    }
    Ok(())
}

fn event(task: TaskId, action: TaskAction, proof: Option<Proof>) -> TaskEvent {
    let text = match action {
        TaskAction::Submit => "已处理，现场清理干净",
        TaskAction::Decline => "不在服务范围，需产权单位处理",
        TaskAction::Comment => "配件已订，明天到",
        TaskAction::Reopen => "又漏了，麻烦再看看",
        TaskAction::Confirm => "住户说解决了",
        _ => "",
    };
    let photos = |photo: fn(Proof) -> Hash| {
        proof.filter(|_| action == TaskAction::Submit).map(photo).into_iter().collect::<Vec<_>>()
    };
    TaskEvent {
        task,
        action,
        text: text.to_owned(),
        assignee: None,
        photos_before: photos(|proof| proof.before),
        photos_after: photos(|proof| proof.after),
    }
}
