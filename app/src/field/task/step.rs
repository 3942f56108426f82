//! What a technician may do with a task now, and how the task looks right after.

use domain::config::Config;
use domain::id::AccountId;
use domain::json::{FromJson, ToJson};
use domain::org::Role;
use domain::sync::view::TaskView;
use domain::task::{Actor, TaskAction, TaskEvent, TaskState};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// The steps a phone offers, in the order of the work.
pub const OFFERED: [TaskAction; 4] = [TaskAction::Accept, TaskAction::Start, TaskAction::Submit, TaskAction::Decline];

/// A task event half filled: kept on every keystroke.
#[derive(Debug, Clone, Default, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(default)]
pub struct TaskDraft {
    /// Reason or note.
    pub text: String,
    /// Blobs of photos from before the work.
    pub photos_before: Vec<domain::hash::Hash>,
    /// Blobs of photos from after it.
    pub photos_after: Vec<domain::hash::Hash>,
    /// Where the camera is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub camera: Option<String>,
}

impl TaskDraft {
    /// The event it becomes. Declining takes the reason along, accepting and starting take nothing but what they are.
    pub fn event(&self, task: &TaskView, action: TaskAction) -> TaskEvent {
        let tells = matches!(action, TaskAction::Submit | TaskAction::Decline);
        let shows = action == TaskAction::Submit;
        TaskEvent {
            task: task.id,
            action,
            text: if tells { self.text.trim().to_owned() } else { String::new() },
            assignee: None,
            photos_before: if shows { self.photos_before.clone() } else { vec![] },
            photos_after: if shows { self.photos_after.clone() } else { vec![] },
        }
    }
}

fn state(task: &TaskView) -> TaskState {
    TaskState { status: task.status, reopen_count: u8::try_from(task.reopen_count).unwrap_or(u8::MAX) }
}

/// The steps that the state machine would take from this person now. A task assigned to a colleague is only looked at.
pub fn possible(task: &TaskView, me: AccountId, roles: &[Role], config: &Config) -> Vec<TaskAction> {
    if task.assignee.is_some_and(|assignee| assignee != me) {
        return vec![];
    }
    let may =
        |action: &TaskAction| roles.iter().any(|role| state(task).apply(*action, Actor::Staff(*role), config).is_ok());
    OFFERED.into_iter().filter(may).collect()
}

/// The task as it will look once the server has taken the step.
pub fn after(task: &TaskView, action: TaskAction, roles: &[Role], config: &Config) -> TaskView {
    let next = roles.iter().find_map(|role| state(task).apply(action, Actor::Staff(*role), config).ok());
    TaskView { status: next.map_or(task.status, |next| next.status), ..task.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::shanghai_day;
    use domain::id::{CompoundId, TaskId};
    use domain::need::Priority;
    use domain::task::TaskStatus as S;

    #[test]
    fn both_readers_agree_on_a_draft() {
        use crate::reading::{HASH, agree_and_write};
        agree_and_write::<TaskDraft>(
            &serde_json::json!({"text": "t", "photos_before": [HASH], "photos_after": [HASH, HASH], "camera": "before"}),
        );
    }

    fn me() -> AccountId {
        AccountId::new(1, [1; 10])
    }

    fn task(status: S) -> TaskView {
        TaskView {
            id: TaskId::new(1, [2; 10]),
            compound: CompoundId::new(1, [3; 10]),
            compound_name: "松园小区".into(),
            code: "WAT-03".into(),
            priority: Priority::P1,
            status,
            place_text: "3号楼".into(),
            description: String::new(),
            photos: vec![],
            assignee: Some(me()),
            assignee_name: None,
            created_at_ms: 0,
            reopen_count: 0,
            last_note: String::new(),
        }
    }

    #[test]
    fn a_technician_is_offered_what_the_machine_would_take() {
        use TaskAction as A;
        let config = Config::shipped_on(shanghai_day(1_767_225_600_000));
        let cases: [(S, &[A]); 6] = [
            (S::Assigned, &[A::Accept, A::Decline]),
            (S::Accepted, &[A::Start, A::Decline]),
            (S::Working, &[A::Submit]),
            (S::Returned, &[A::Start]),
            (S::Submitted, &[]),
            (S::Closed, &[]),
        ];
        for (status, actions) in cases {
            assert_eq!(possible(&task(status), me(), &[Role::CompanyStaff], &config), actions, "{status:?}");
            assert_eq!(possible(&task(status), AccountId::new(9, [9; 10]), &[Role::CompanyStaff], &config), []);
        }
        assert_eq!(after(&task(S::Assigned), A::Accept, &[Role::CompanyStaff], &config).status, S::Accepted);
        assert_eq!(after(&task(S::Closed), A::Accept, &[Role::CompanyStaff], &config).status, S::Closed);
    }

    #[test]
    fn photos_go_with_the_work_that_is_done_and_not_with_a_decline() {
        let draft = TaskDraft {
            text: " 没有配件 ".into(),
            photos_after: vec![domain::hash::Hash::of(b"p")],
            ..TaskDraft::default()
        };
        let declined = draft.event(&task(S::Assigned), TaskAction::Decline);
        assert_eq!((declined.text.as_str(), declined.photos_after.len()), ("没有配件", 0));
        assert_eq!(draft.event(&task(S::Working), TaskAction::Submit).photos_after.len(), 1);
        assert_eq!(draft.event(&task(S::Assigned), TaskAction::Accept).text, "");
    }
}
