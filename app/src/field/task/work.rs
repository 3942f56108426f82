//! The step to make now: one primary action in the lower third, what it needs above it, everything typed kept at once.

use super::step::{TaskDraft, after, possible};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::photo::camera::Camera;
use crate::field::photo::strip::PhotoStrip;
use crate::store::StoreError;
use crate::sync::outbox::{NewRecord, to_json};
use crate::ui::button::{ActionBar, Button, Kind};
use crate::ui::field::TextArea;
use crate::ui::notice::{Notice, Tone};
use crate::words::{Word, task as words};
use domain::finding::Finding;
use domain::hash::Hash;
use domain::json;
use domain::org::Role;
use domain::sync::record::RecordKind;
use domain::sync::view::TaskView;
use domain::task::{TaskAction, TaskEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What the person may do with the task now; nothing when it is not theirs to move.
#[component]
pub fn Work(task: TaskView) -> impl IntoView {
    let phone = Phone::here();
    let roles = phone.session.with_untracked(|session| {
        session.iter().flat_map(|session| session.grants.iter().map(|grant| grant.role)).collect::<Vec<Role>>()
    });
    let steps = phone.account().map(|me| possible(&task, me, &roles, &phone.config())).unwrap_or_default();
    if steps.is_empty() {
        return ().into_any();
    }
    let bench = Bench {
        task: StoredValue::new(task),
        roles: StoredValue::new(roles),
        draft: RwSignal::new(TaskDraft::default()),
    };
    // What was half filled is read first; a strip of photos has to know whether the camera killed its page.
    let is_read = RwSignal::new(false);
    spawn_local(async move {
        if let Ok(Some(json)) = phone.draft(&bench.name()).await
            && let Ok(kept) = json::read(&json)
        {
            let _ = bench.draft.try_set(kept);
        }
        let _ = is_read.try_set(true);
    });
    (move || is_read.get().then(|| view! { <Steps bench steps=steps.clone()/> })).into_any()
}

/// The task being worked on and what was filled in so far.
#[derive(Clone, Copy)]
struct Bench {
    task: StoredValue<TaskView>,
    roles: StoredValue<Vec<Role>>,
    draft: RwSignal<TaskDraft>,
}

impl Bench {
    /// The name its draft is kept under.
    fn name(self) -> String {
        self.task.with_value(|task| format!("task/{}", task.id))
    }

    /// Changes the draft and saves it at once.
    fn change(self, phone: Phone, edit: impl FnOnce(&mut TaskDraft)) {
        self.draft.update(edit);
        spawn_local(self.keep(phone));
    }

    async fn keep(self, phone: Phone) {
        if let Ok(json) = self.draft.with_untracked(to_json) {
            let _ = phone.save_draft(&self.name(), json).await;
        }
    }

    /// One commit: the record, how the task looks now, and the end of the draft.
    async fn record(self, phone: Phone, event: TaskEvent) -> Result<(), StoreError> {
        let task = self.task.get_value();
        let shown = self.roles.with_value(|roles| after(&task, event.action, roles, &phone.config()));
        let blobs: Vec<Hash> = event.photos_before.iter().chain(&event.photos_after).copied().collect();
        let new = NewRecord { id: phone.new_id(), kind: RecordKind::TaskEvent, body: to_json(&event)?, blobs };
        let also =
            vec![phone.put_entity("task", &task.id.to_string(), to_json(&shown)?)?, phone.end_draft(&self.name())?];
        phone.record_all(vec![new], also).await
    }
}

#[component]
fn Steps(bench: Bench, steps: Vec<TaskAction>) -> impl IntoView {
    let phone = Phone::here();
    let draft = bench.draft;
    provide_context(Camera::new(draft.with_untracked(|draft| draft.camera.clone()), move |place| {
        draft.update(|draft| draft.camera = place);
        bench.keep(phone)
    }));
    phone.hold_updates(true);
    on_cleanup(move || phone.hold_updates(false));
    let wrong = RwSignal::new(Vec::<Finding>::new());
    let failed = RwSignal::new(None::<String>);
    let make = Callback::new(move |action: TaskAction| {
        let event = bench.task.with_value(|task| draft.with_untracked(|draft| draft.event(task, action)));
        if let Err(findings) = event.validate(&phone.config()) {
            wrong.set(findings);
            return;
        }
        spawn_local(async move {
            match bench.record(phone, event).await {
                Ok(()) => browser::buzz(),
                Err(why) => drop(failed.try_set(Some(why.to_string()))),
            }
        });
    });
    let declining = RwSignal::new(false);
    let submits = steps.contains(&TaskAction::Submit);
    let writes = move || submits || declining.get();
    let error =
        Signal::derive(move || wrong.with(|wrong| wrong.first().map(|found| phone.say(why(&found.code)).to_owned())));
    view! {
        {submits.then(|| photos(phone, bench))}
        {move || writes().then(|| {
            let (label, hint) = if submits { (words::NOTE, phone.say(words::NOTE_HINT)) } else { (words::DECLINE_WHY, "") };
            let typed = move |event| {
                let text = event_target_value(&event);
                bench.change(phone, |draft| draft.text = text);
            };
            view! {
                <TextArea name="text" label=phone.say(label) hint max_length=300 error on:input=typed
                    value=Signal::derive(move || draft.with(|draft| draft.text.clone()))/>
            }
        })}
        {move || failed.get().map(|why| view! { <Notice tone=Tone::Danger>{why}</Notice> })}
        <ActionBar>{move || buttons(phone, &steps, declining, make)}</ActionBar>
    }
}

/// Photos of the place before and after the work.
fn photos(phone: Phone, bench: Bench) -> impl IntoView {
    let before = Signal::derive(move || bench.draft.with(|draft| draft.photos_before.clone()));
    let after = Signal::derive(move || bench.draft.with(|draft| draft.photos_after.clone()));
    let set_before = Callback::new(move |photos| bench.change(phone, |draft| draft.photos_before = photos));
    let set_after = Callback::new(move |photos| bench.change(phone, |draft| draft.photos_after = photos));
    view! {
        <PhotoStrip label=phone.say(words::PHOTOS_BEFORE) photos=before max=TaskEvent::PHOTOS_MAX set=set_before place="before".to_owned()/>
        <PhotoStrip label=phone.say(words::PHOTOS_AFTER) photos=after max=TaskEvent::PHOTOS_MAX set=set_after place="after".to_owned()/>
    }
}

/// Declining asks for its reason first; the other step stands beside it in the same size.
fn buttons(
    phone: Phone,
    steps: &[TaskAction],
    declining: RwSignal<bool>,
    make: Callback<TaskAction>,
) -> impl IntoView + use<> {
    let is_declining = declining.get();
    let shown: Vec<TaskAction> = match is_declining {
        true => vec![TaskAction::Decline],
        false => steps.iter().rev().copied().collect(),
    };
    let button = move |action: TaskAction| {
        let kind = if action == TaskAction::Decline { Kind::Secondary } else { Kind::Primary };
        let tap = move |_| match action {
            TaskAction::Decline if !is_declining => declining.set(true),
            action => make.run(action),
        };
        view! { <Button label=phone.say(words::action(action)) kind on:click=tap/> }
    };
    view! {
        {is_declining.then(|| view! {
            <Button label=phone.say(crate::words::theme::BACK) kind=Kind::Quiet on:click=move |_| declining.set(false)/>
        })}
        {shown.into_iter().map(button).collect_view()}
    }
}

fn why(code: &str) -> Word {
    match code {
        "reason_missing" => words::REASON_MISSING,
        "photo_or_reason_missing" => words::PROOF_MISSING,
        _ => words::TOO_LONG,
    }
}
