//! Pushes of many phones share transactions: whoever comes first starts the writer, the writer takes everything that waits, commits
//! once, and only then answers. Each push stands in a savepoint of its own, so a bad one never spoils another.

use super::Intake;
use crate::auth::Actor;
use crate::db::record::Signed;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use domain::sync::protocol::{PushRequest, Receipt};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// So many records share a commit at most: the last to come must not wait long for the first.
const BATCH_RECORDS: usize = 640;
/// More pushes than this do not wait here; the phone comes again.
const WAITING_MAX: usize = 1_000;

/// What a phone sent, with the worth of its signatures, one for each record.
pub struct Push {
    pub sender: Actor,
    pub request: PushRequest,
    pub signed: Vec<Signed>,
}

type Receipts = ApiResult<Vec<Receipt>>;

struct Waiting {
    push: Push,
    answer: oneshot::Sender<Receipts>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    is_running: bool,
}

/// The one writer of pushes.
#[derive(Clone, Default)]
pub struct Writer(Arc<Mutex<Queue>>);

impl Writer {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes a push in; durable when it answers.
    ///
    /// # Errors
    /// When the database fails: then nothing of this push is kept. Throttled when too many wait.
    pub async fn take(&self, state: &AppState, push: Push) -> Receipts {
        let (answer, answered) = oneshot::channel();
        let starts = {
            let mut queue = self.queue();
            if queue.waiting.len() >= WAITING_MAX {
                return Err(ApiError::Throttled(5));
            }
            queue.waiting.push_back(Waiting { push, answer });
            !std::mem::replace(&mut queue.is_running, true)
        };
        if starts {
            // A task of its own: the phone that started it may hang up, the others still wait.
            tokio::spawn(Run(self.clone()).run(state.clone()));
        }
        answered.await.unwrap_or_else(|_| Err(anyhow::anyhow!("the writer of pushes broke off").into()))
    }

    /// The next pushes that share a commit; empty: the writer has stopped.
    fn next_batch(&self) -> Vec<Waiting> {
        let mut queue = self.queue();
        let mut records = 0;
        let mut batch = Vec::new();
        while let Some(first) = queue.waiting.front() {
            records += first.push.request.records.len();
            if records > BATCH_RECORDS && !batch.is_empty() {
                break;
            }
            batch.extend(queue.waiting.pop_front());
        }
        queue.is_running = !batch.is_empty();
        batch
    }
}

/// A writer at work. When it breaks off, whoever waits is told so, and the next push starts another.
struct Run(Writer);

impl Run {
    async fn run(self, state: AppState) {
        loop {
            let batch = self.0.next_batch();
            if batch.is_empty() {
                return;
            }
            let (pushes, answers): (Vec<Push>, Vec<_>) =
                batch.into_iter().map(|waiting| (waiting.push, waiting.answer)).unzip();
            for (answer, receipts) in answers.into_iter().zip(take_batch(&state, &pushes).await) {
                // A phone that has hung up asks again.
                let _ = answer.send(receipts);
            }
        }
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut queue = self.0.queue();
            queue.is_running = false;
            queue.waiting.clear();
        }
    }
}

/// Takes pushes in one transaction; if that cannot be committed, each in one of its own.
async fn take_batch(state: &AppState, pushes: &[Push]) -> Vec<Receipts> {
    match take_together(state, pushes).await {
        Ok(receipts) => receipts,
        Err(error) if pushes.len() == 1 => vec![Err(error)],
        Err(error) => {
            error.log();
            let mut all = Vec::with_capacity(pushes.len());
            for push in pushes {
                let alone = take_together(state, std::slice::from_ref(push)).await;
                all.push(alone.and_then(|mut receipts| receipts.pop().unwrap_or(Ok(vec![]))));
            }
            all
        }
    }
}

async fn take_together(state: &AppState, pushes: &[Push]) -> ApiResult<Vec<Receipts>> {
    let now_ms = state.clock.now_ms();
    let mut tx = state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let mut all = Vec::with_capacity(pushes.len());
    for push in pushes {
        tx.savepoint().await?;
        let mut receipts = quickly(state, &mut tx, push, now_ms).await;
        if let Err(error) = receipts {
            error.log();
            tx.rollback_to_savepoint().await?;
            tx.savepoint().await?;
            receipts = one_by_one(state, &mut tx, push, now_ms).await;
        }
        match receipts {
            Ok(_) => tx.release_savepoint().await?,
            Err(_) => tx.rollback_to_savepoint().await?,
        }
        all.push(receipts);
    }
    tx.commit().await?;
    Ok(all)
}

/// Everything that records share is done once.
async fn quickly(state: &AppState, tx: &mut Tx, push: &Push, now_ms: i64) -> Receipts {
    let intake = Intake::for_push(state, tx, now_ms, &push.request.records).await?;
    let receipts = take_all(&intake, tx, push).await?;
    intake.refresh_left(tx).await?;
    Ok(receipts)
}

/// Something in the push broke it: each record in a savepoint of its own, and the one that breaks is held.
async fn one_by_one(state: &AppState, tx: &mut Tx, push: &Push, now_ms: i64) -> Receipts {
    take_all(&Intake::at(state, now_ms), tx, push).await
}

async fn take_all(intake: &Intake<'_>, tx: &mut Tx, push: &Push) -> Receipts {
    let (request, sender) = (&push.request, &push.sender);
    db::device::note_contact(tx, request, sender.account, intake.now_ms).await?;
    if let Some(key) = &request.key {
        db::device::note_key(tx, request.device, sender.account, key, intake.now_ms).await?;
    }
    let mut receipts = Vec::with_capacity(request.records.len());
    for (at, record) in request.records.iter().enumerate() {
        let signed = push.signed.get(at).copied().unwrap_or(Signed::NOT);
        receipts.push(intake.take(tx, sender, record, signed).await?);
    }
    Ok(receipts)
}
