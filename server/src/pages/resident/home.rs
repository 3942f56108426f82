//! `/c/{code}/mine`: what one household asked for; opened by the household code, which travels in forms and never in an address.

use super::caller::Caller;
use super::code::{Checked, place_view};
use super::follow::seen_with;
use super::form::SentForm;
use super::key::key_of;
use super::withdraw;
use crate::db::home::HomeTask;
use crate::db::household_code::CodeOwner;
use crate::db::place::NamedCompound;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::intake::Intake;
use crate::intake::task::Step;
use crate::pages::document::or_failure;
use crate::state::AppState;
use app::resident::draft::FormDraft;
use app::resident::home::{self as page, HomeTaskView, HomeView, OpenedView};
use app::words::resident as words;
use axum::response::Response;
use domain::calendar::shanghai_day;
use domain::finding::Finding;
use domain::id::TaskId;
use domain::need::{Need, NeedIcon};
use domain::request::{RequestNumber, RequestStatus};
use domain::task::{Actor, TaskAction, TaskEvent, TaskStatus};
use uuid::Uuid;

/// The form that asks for the code.
pub async fn show_home_form(caller: Caller) -> Response {
    let work = async {
        Ok(match caller.compound().await? {
            Ok(compound) => answer(&caller, &compound, FormDraft::default(), None),
            Err(why) => caller.refuse(why),
        })
    };
    or_failure(&caller.state, work).await
}

/// Opens the list with the household code.
pub async fn show_home(caller: Caller, sent: SentForm) -> Response {
    or_failure(&caller.state, home(&caller, sent, Word::Nothing)).await
}

/// Takes the household's word on one task, and shows the list as it is then.
pub async fn answer_task(caller: Caller, sent: SentForm) -> Response {
    or_failure(&caller.state, home(&caller, sent, Word::OnATask)).await
}

/// Takes the household's fee consent back, and shows the list as it is then.
pub async fn take_consent_back(caller: Caller, sent: SentForm) -> Response {
    or_failure(&caller.state, home(&caller, sent, Word::TakesBack)).await
}

/// What the household says while it opens its page.
enum Word {
    Nothing,
    OnATask,
    TakesBack,
}

async fn home(caller: &Caller, sent: SentForm, word: Word) -> ApiResult<Response> {
    let compound = match caller.compound().await? {
        Ok(compound) => compound,
        Err(why) => return Ok(caller.refuse(why)),
    };
    let typed = sent.value("household_code").to_owned();
    let mut draft = FormDraft { values: vec![("household_code".into(), typed.clone())], ..FormDraft::default() };
    let owner = match caller.household(compound.id, &typed).await? {
        Checked::Household(owner) => Ok(owner),
        Checked::Absent => Err(Finding::new("code_wrong", "household_code")),
        Checked::Wrong(finding) => Err(finding),
    };
    let owner = match owner {
        Ok(owner) => owner,
        Err(finding) => {
            draft.findings.push(finding);
            return Ok(answer(caller, &compound, draft, None));
        }
    };
    let mut thanks = None;
    match word {
        Word::Nothing => {}
        Word::OnATask => match take_answer(&caller.state, owner, &sent).await? {
            Ok(()) => thanks = Some(words::NOTED_DOWN),
            Err(finding) => draft.findings.push(finding),
        },
        Word::TakesBack => {
            withdraw::take_back(&caller.state, owner, caller.reader.0.language).await?;
            thanks = Some(words::TAKEN_BACK);
        }
    }
    let mut tx = caller.state.db.read().await?;
    let opened = opened(&caller.state, &mut tx, owner, typed, thanks).await?;
    Ok(answer(caller, &compound, draft, Some(opened)))
}

fn answer(caller: &Caller, compound: &NamedCompound, draft: FormDraft, opened: Option<OpenedView>) -> Response {
    let is_wrong = !draft.findings.is_empty();
    let view = HomeView { place: place_view(&caller.code, compound), draft, opened };
    caller.form(words::HOME, is_wrong, |preference| page::page(view, preference))
}

async fn opened(
    state: &AppState,
    tx: &mut Tx,
    owner: CodeOwner,
    household_code: String,
    thanks: Option<app::words::Word>,
) -> ApiResult<OpenedView> {
    let family = (owner.household, owner.occupancy_seq);
    let tasks = db::home::tasks_of_home(tx, family).await?;
    let requests = db::home::requests_of_home(tx, family).await?;
    let requests = requests.into_iter().filter_map(|(number, request, task, at_ms)| {
        let parsed: RequestNumber = number.parse().ok()?;
        let status = seen_with(RequestStatus::from_name(&request)?, TaskStatus::from_name(&task));
        let href = format!("/r/{number}?key={}", key_of(state, parsed));
        Some((number, status, shanghai_day(at_ms), href))
    });
    let requests = requests.collect();
    let row = db::household::household_row(tx, owner.household).await?;
    let consent = row.and_then(|row| withdraw::stands(&row, owner));
    let tasks = tasks.into_iter().map(task_view).collect();
    Ok(OpenedView { household_code, consent, tasks, requests, thanks })
}

fn task_view(task: HomeTask) -> HomeTaskView {
    let status = TaskStatus::from_name(&task.status);
    HomeTaskView {
        id: task.id.to_string(),
        icon: NeedIcon::of_code(&task.code).unwrap_or(NeedIcon::NeighbourOther),
        status: seen_with(RequestStatus::Submitted, status),
        closed: status == Some(TaskStatus::Closed),
        place: task.place_text,
        text: task.description,
        handler: task.company_name,
        last_word: task.note,
        may_answer: matches!(status, Some(TaskStatus::Submitted | TaskStatus::Checked)),
    }
}

/// Moves the task, if it is this household's and the word is possible at this point.
async fn take_answer(state: &AppState, owner: CodeOwner, sent: &SentForm) -> ApiResult<Result<(), Finding>> {
    let action = match sent.value("answer") {
        "confirm" => TaskAction::Confirm,
        "reopen" => TaskAction::Reopen,
        _ => return Err(ApiError::invalid("choose_one", "answer")),
    };
    let text: String = sent.value("text").chars().take(Need::TEXT_MAX).collect();
    let id: Uuid = sent.value("task").parse().map_err(|_| ApiError::NotFound)?;
    let intake = Intake::new(state);
    let mut tx = state.db.write().await?;
    let family = (owner.household, owner.occupancy_seq);
    let own = db::home::tasks_of_home(&mut tx, family).await?.into_iter().any(|task| task.id == id);
    if !own {
        return Err(ApiError::NotFound);
    }
    let (photos_before, photos_after) = (vec![], vec![]);
    let event = TaskEvent { task: TaskId(id), action, text, assignee: None, photos_before, photos_after };
    let step = Step {
        id: state.clock.new_uuid(),
        event: &event,
        mover: Actor::Resident,
        account: None,
        recorded_at_ms: intake.now_ms,
    };
    let moved = intake.move_task(&mut tx, &step).await?;
    tx.commit().await?;
    Ok(moved.map(|_| ()).map_err(|_| Finding::new("too_late", "")))
}
