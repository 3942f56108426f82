//! The step to make now: one primary action in the lower third, what it needs above it, everything typed kept at once.

use super::step::{TaskDraft, after, possible};
use crate::field::browser;
use crate::field::context::Phone;
use crate::store::StoreError;
use crate::sync::outbox::to_json;
use crate::ui::button::{ActionBar, Button, Kind};
use crate::ui::field::TextArea;
use crate::ui::notice::{Notice, Tone};
use crate::words::{Word, task as words};
use domain::finding::Finding;
use domain::hash::Hash;
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
    let Some(me) = phone.account() else { return ().into_any() };
    let steps = possible(&task, me, &roles, &phone.config());
    if steps.is_empty() {
        return ().into_any();
    }
    let draft = RwSignal::new(TaskDraft::default());
    let wrong = RwSignal::new(Vec::<Finding>::new());
    let failed = RwSignal::new(None::<String>);
    let name = format!("task/{}", task.id);
    restore(phone, name.clone(), draft);
    let keep = StoredValue::new(name.clone());
    let change = move |edit: &dyn Fn(&mut TaskDraft)| {
        draft.update(edit);
        save(phone, keep.get_value(), draft.get_untracked());
    };
    let task = StoredValue::new(task);
    let make = Callback::new(move |action: TaskAction| {
        let (task, roles) = (task.get_value(), roles.clone());
        let event = draft.with_untracked(|draft| draft.event(&task, action));
        if let Err(findings) = event.validate(&phone.config()) {
            wrong.set(findings);
            return;
        }
        let name = name.clone();
        spawn_local(async move {
            match record(phone, &task, event, &roles, &name).await {
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
        {move || failed.get().map(|why| view! { <Notice tone=Tone::Danger>{why}</Notice> })}
        {move || writes().then(|| {
            let (label, hint) = if submits { (words::NOTE, phone.say(words::NOTE_HINT)) } else { (words::DECLINE_WHY, "") };
            view! {
                <TextArea name="text" label=phone.say(label) hint max_length=300 error value=Signal::derive(move || draft.with(|draft| draft.text.clone()))
                    on:input=move |event| { let text = event_target_value(&event); change(&|draft| draft.text = text.clone()) }/>
            }
        })}
        <ActionBar>{move || buttons(phone, &steps, declining, make)}</ActionBar>
    }
    .into_any()
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

fn restore(phone: Phone, name: String, draft: RwSignal<TaskDraft>) {
    spawn_local(async move {
        let Ok(Some(json)) = phone.draft(&name).await else { return };
        if let Ok(kept) = serde_json::from_str(&json) {
            let _ = draft.try_set(kept);
        }
    });
}

fn save(phone: Phone, name: String, draft: TaskDraft) {
    let Ok(json) = to_json(&draft) else { return };
    spawn_local(async move { drop(phone.save_draft(&name, json).await) });
}

/// One commit: the record, how the task looks now, and the end of the draft.
async fn record(
    phone: Phone,
    task: &TaskView,
    event: TaskEvent,
    roles: &[Role],
    draft: &str,
) -> Result<(), StoreError> {
    let shown = after(task, event.action, roles, &phone.config());
    let blobs: Vec<Hash> = event.photos_before.iter().chain(&event.photos_after).copied().collect();
    let new = crate::sync::outbox::NewRecord {
        id: phone.new_id(),
        kind: RecordKind::TaskEvent,
        body: to_json(&event)?,
        blobs,
    };
    let also = vec![phone.put_entity("task", &task.id.to_string(), to_json(&shown)?)?, phone.end_draft(draft)?];
    phone.record_all(vec![new], also).await
}

fn why(code: &str) -> Word {
    match code {
        "reason_missing" => words::REASON_MISSING,
        "photo_or_reason_missing" => words::PROOF_MISSING,
        _ => words::TOO_LONG,
    }
}
