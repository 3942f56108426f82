//! The step to make now: one primary action in the lower third, what it needs above it, everything typed kept at once.

use super::step::{TaskDraft, after, possible};
use crate::element::{Element, Node, live, many};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::photo::camera::Camera;
use crate::field::photo::strip::photo_strip;
use crate::field::signal::*;
use crate::store::Op;
use crate::sync::outbox::NewRecord;
use crate::sync::session::Session;
use crate::ui::button::{Kind, action_bar, button};
use crate::ui::field::{Fault, Typed, text_area};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, task as words, theme};
use domain::hash::Hash;
use domain::json;
use domain::org::Role;
use domain::sync::record::RecordKind;
use domain::sync::view::TaskView;
use domain::task::{TaskAction, TaskEvent};

/// What the person may do with the task now; nothing when it is not theirs to move.
pub fn work(phone: Phone, task: &TaskView) -> Node {
    let roles = phone.session.with_untracked(|session| session.as_ref().map(Session::roles).unwrap_or_default());
    let steps = phone.account().map(|me| possible(task, me, &roles, &phone.config())).unwrap_or_default();
    if steps.is_empty() {
        return Node::Nothing;
    }
    let bench = Bench {
        phone,
        task: Signal::new((task.clone(), roles)),
        draft: Signal::new(TaskDraft::default()),
        is_declining: Signal::new(false),
        trouble: Signal::new(None),
    };
    // What was half filled is read first; a strip of photos has to know whether the camera killed its page.
    let is_read = Signal::new(false);
    spawn_local(async move {
        if let Ok(Some(json)) = phone.draft(&bench.name()).await
            && let Ok(kept) = json::read(&json)
        {
            bench.draft.set(kept);
        }
        is_read.set(true);
    });
    live(move || is_read.get().then(|| bench.steps(steps.clone())))
}

/// Why the step was not made.
#[derive(Clone)]
enum Trouble {
    /// Something is missing.
    Wrong(Word),
    /// The storage refused it.
    NotKept(String),
}

/// The task being worked on and what was filled in so far.
#[derive(Clone, Copy)]
struct Bench {
    phone: Phone,
    /// With the roles of the person.
    task: Signal<(TaskView, Vec<Role>)>,
    draft: Signal<TaskDraft>,
    is_declining: Signal<bool>,
    trouble: Signal<Option<Trouble>>,
}

impl Bench {
    /// The name its draft is kept under.
    fn name(self) -> String {
        self.task.with_untracked(|(task, _)| format!("task/{}", task.id))
    }

    /// Changes the draft and saves it at once.
    fn change(self, edit: impl FnOnce(&mut TaskDraft)) {
        self.draft.update(edit);
        spawn_local(self.keep());
    }

    /// What is there now is what will be kept, should the page go in the meantime.
    fn keep(self) -> impl Future<Output = ()> + use<> {
        let (name, json) = (self.name(), self.draft.with_untracked(|draft| json::write(draft)));
        async move {
            // The next keystroke tries again.
            let _ = self.phone.save_draft(&name, json).await;
        }
    }

    /// Makes a step if nothing is missing. One commit: the record, how the task looks now, and the end of the draft.
    fn make(self, action: TaskAction) {
        let phone = self.phone;
        let event = self.task.with_untracked(|(task, _)| self.draft.with_untracked(|draft| draft.event(task, action)));
        if let Err(findings) = event.validate(&phone.config()) {
            self.trouble.set(findings.first().map(|found| Trouble::Wrong(why(&found.code))));
            return;
        }
        let (record, also) = self.task.with_untracked(|(task, roles)| self.record(&event, task, roles));
        spawn_local(async move {
            match phone.record_all(vec![record], also).await {
                Ok(()) => browser::buzz(),
                Err(why) => self.trouble.set(Some(Trouble::NotKept(why.to_string()))),
            }
        });
    }

    fn record(self, event: &TaskEvent, task: &TaskView, roles: &[Role]) -> (NewRecord, Vec<Op>) {
        let phone = self.phone;
        let shown = after(task, event.action, roles, &phone.config());
        let blobs: Vec<Hash> = event.photos_before.iter().chain(&event.photos_after).copied().collect();
        let new = NewRecord { id: phone.new_id(), kind: RecordKind::TaskEvent, body: json::write(event), blobs };
        let shown = phone.put_entity("task", &task.id.to_string(), json::write(&shown));
        (new, vec![shown, phone.end_draft(&self.name())])
    }

    fn steps(self, steps: Vec<TaskAction>) -> Node {
        let Self { phone, draft, is_declining, trouble, .. } = self;
        let camera = Camera::new(draft.with_untracked(|draft| draft.camera.clone()), move |place| {
            draft.update(|draft| draft.camera = place);
            self.keep()
        });
        phone.hold_updates(true);
        on_cleanup(move || phone.hold_updates(false));
        let submits = steps.contains(&TaskAction::Submit);
        let failed = move || match trouble.get() {
            Some(Trouble::NotKept(why)) => Some(notice(Tone::Danger, "", why)),
            _ => None,
        };
        many([
            submits.then(|| self.photos(camera)).into(),
            live(move || (submits || is_declining.get()).then(|| self.note(submits))),
            live(failed),
            action_bar().child(live(move || self.buttons(&steps))).into(),
        ])
    }

    /// Photos of the place before and after the work.
    fn photos(self, camera: Camera) -> Node {
        type Read = fn(&TaskDraft) -> &Vec<Hash>;
        type Write = fn(&mut TaskDraft, Vec<Hash>);
        let strip = |label: Word, place: &str, read: Read, write: Write| {
            let photos = move || self.draft.with(|draft| read(draft).clone());
            let set = move |photos| self.change(|draft| write(draft, photos));
            let label = self.phone.say(label);
            photo_strip(self.phone, camera, label, photos, TaskEvent::PHOTOS_MAX, set, place.to_owned())
        };
        many([
            strip(words::PHOTOS_BEFORE, "before", |draft| &draft.photos_before, |draft, all| draft.photos_before = all),
            strip(words::PHOTOS_AFTER, "after", |draft| &draft.photos_after, |draft, all| draft.photos_after = all),
        ])
    }

    /// What was done, or why the work is declined.
    fn note(self, submits: bool) -> Element {
        let Self { phone, draft, trouble, .. } = self;
        let wrong = move || match trouble.get() {
            Some(Trouble::Wrong(word)) => Some(phone.say(word).to_owned()),
            _ => None,
        };
        let typed = Typed {
            name: "text".to_owned(),
            label: phone.say(if submits { words::NOTE } else { words::DECLINE_WHY }).to_owned(),
            hint: if submits { phone.say(words::NOTE_HINT).to_owned() } else { String::new() },
            max_length: Some(300),
            fault: Fault::from(wrong),
            ..Typed::default()
        };
        text_area(typed, move || draft.with(|draft| draft.text.clone()))
            .on("input", move |event| self.change(|draft| draft.text = browser::typed(event)))
    }

    /// Declining asks for its reason first; the other step stands beside it in the same size.
    fn buttons(self, steps: &[TaskAction]) -> Node {
        let Self { phone, is_declining, .. } = self;
        if is_declining.get() {
            let back = button(Kind::Quiet, None, phone.say(theme::BACK)).on_click(move || is_declining.set(false));
            return many([back, self.button(TaskAction::Decline, true)]);
        }
        many(steps.iter().rev().map(|action| self.button(*action, false)))
    }

    fn button(self, action: TaskAction, is_declining: bool) -> Element {
        let is_decline = action == TaskAction::Decline;
        let kind = if is_decline { Kind::Secondary } else { Kind::Primary };
        button(kind, None, self.phone.say(words::action(action))).on_click(move || match is_decline && !is_declining {
            true => self.is_declining.set(true),
            false => self.make(action),
        })
    }
}

fn why(code: &str) -> Word {
    match code {
        "reason_missing" => words::REASON_MISSING,
        "photo_or_reason_missing" => words::PROOF_MISSING,
        _ => words::TOO_LONG,
    }
}
