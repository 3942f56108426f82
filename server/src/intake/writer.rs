//! Pushes and photos of many phones share transactions: whoever comes first starts the writer, the writer takes everything that waits,
//! commits once, and only then answers. If that breaks, each is taken in a savepoint of its own, so a bad one never spoils another.

use super::Intake;
use super::photo::Step;
use super::push::Push;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::state::AppState;
use domain::sync::protocol::{BlobState, Receipt};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// So many records share a commit at most: the last to come must not wait long for the first.
const BATCH_RECORDS: usize = 640;
/// More than this does not wait here; the phone comes again.
const WAITING_MAX: usize = 1_000;

/// What the writer writes.
enum Work {
    Push(Box<Push>),
    Step(Step),
}

impl Work {
    fn records(&self) -> usize {
        match self {
            Self::Push(push) => push.request.records.len(),
            Self::Step(_) => 1,
        }
    }
}

/// What it answers.
enum Done {
    Receipts(Vec<Receipt>),
    Blob(BlobState),
}

struct Waiting {
    work: Work,
    answer: oneshot::Sender<ApiResult<Done>>,
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Waiting>,
    is_running: bool,
}

/// The one writer of what phones send.
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
    pub async fn push(&self, state: &AppState, push: Push) -> ApiResult<Vec<Receipt>> {
        match self.write(state, Work::Push(Box::new(push))).await? {
            Done::Receipts(receipts) => Ok(receipts),
            Done::Blob(_) => Err(broke_off()),
        }
    }

    /// Writes down what happened to a blob; durable when it answers.
    ///
    /// # Errors
    /// As for a push.
    pub async fn step(&self, state: &AppState, step: Step) -> ApiResult<BlobState> {
        match self.write(state, Work::Step(step)).await? {
            Done::Blob(blob) => Ok(blob),
            Done::Receipts(_) => Err(broke_off()),
        }
    }

    async fn write(&self, state: &AppState, work: Work) -> ApiResult<Done> {
        let (answer, answered) = oneshot::channel();
        let starts = {
            let mut queue = self.queue();
            if queue.waiting.len() >= WAITING_MAX {
                return Err(ApiError::Throttled(5));
            }
            queue.waiting.push_back(Waiting { work, answer });
            !std::mem::replace(&mut queue.is_running, true)
        };
        if starts {
            // A task of its own: the phone that started it may hang up, the others still wait.
            tokio::spawn(Run(self.clone()).run(state.clone()));
        }
        answered.await.unwrap_or_else(|_| Err(broke_off()))
    }

    /// What shares the next commit; empty: the writer has stopped.
    fn next_batch(&self) -> Vec<Waiting> {
        let mut queue = self.queue();
        let mut records = 0;
        let mut batch = Vec::new();
        while let Some(first) = queue.waiting.front() {
            records += first.work.records();
            if records > BATCH_RECORDS && !batch.is_empty() {
                break;
            }
            batch.extend(queue.waiting.pop_front());
        }
        queue.is_running = !batch.is_empty();
        batch
    }
}

fn broke_off() -> ApiError {
    anyhow::anyhow!("the writer broke off").into()
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
            let (works, answers): (Vec<Work>, Vec<_>) =
                batch.into_iter().map(|waiting| (waiting.work, waiting.answer)).unzip();
            for (answer, done) in answers.into_iter().zip(write_batch(&state, &works).await) {
                // A phone that has hung up asks again.
                let _ = answer.send(done);
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

/// Writes all in one transaction; if that breaks, each in a savepoint of its own; if even that cannot be committed, each by itself.
async fn write_batch(state: &AppState, works: &[Work]) -> Vec<ApiResult<Done>> {
    let error = match together(state, works).await {
        Ok(done) => return done.into_iter().map(Ok).collect(),
        Err(error) => error,
    };
    if error.is_out_of_reach() {
        return not_now(works, &error);
    }
    error.log();
    match apart(state, works).await {
        Ok(done) => done,
        Err(error) if error.is_out_of_reach() || works.len() == 1 => not_now(works, &error),
        Err(error) => {
            error.log();
            let mut all = Vec::with_capacity(works.len());
            for work in works {
                let alone = apart(state, std::slice::from_ref(work)).await;
                all.push(alone.and_then(|mut done| done.pop().unwrap_or_else(|| Err(broke_off()))));
            }
            all
        }
    }
}

/// The same word for everybody who waits: trying one after the other would only let the last wait longer.
fn not_now(works: &[Work], error: &ApiError) -> Vec<ApiResult<Done>> {
    error.log();
    let answer = |_: &Work| {
        let said = anyhow::anyhow!("{error}");
        Err(if error.is_out_of_reach() { ApiError::OutOfReach(said) } else { ApiError::Internal(said) })
    };
    works.iter().map(answer).collect()
}

fn pushes(works: &[Work]) -> Vec<&Push> {
    let mut pushes = Vec::with_capacity(works.len());
    for work in works {
        if let Work::Push(push) = work {
            pushes.push(push.as_ref());
        }
    }
    pushes
}

/// The quick way: everything that records share is done once for all of them, without a savepoint.
async fn together(state: &AppState, works: &[Work]) -> ApiResult<Vec<Done>> {
    let now_ms = state.clock.now_ms();
    let mut tx = state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let done = quickly(state, &mut tx, works, now_ms).await?;
    tx.commit().await?;
    Ok(done)
}

async fn quickly(state: &AppState, tx: &mut Tx, works: &[Work], now_ms: i64) -> ApiResult<Vec<Done>> {
    let intake = Intake::for_pushes(state, tx, now_ms, &pushes(works)).await?;
    let mut done = Vec::with_capacity(works.len());
    for work in works {
        done.push(one(&intake, tx, work).await?);
    }
    intake.refresh_left(tx).await?;
    Ok(done)
}

async fn one(intake: &Intake<'_>, tx: &mut Tx, work: &Work) -> ApiResult<Done> {
    match work {
        Work::Push(push) => push.take(intake, tx).await.map(Done::Receipts),
        Work::Step(step) => step.write(tx, intake.now_ms).await.map(Done::Blob),
    }
}

/// Each in a savepoint of its own, first quickly, then record by record, where the one that breaks is held.
async fn apart(state: &AppState, works: &[Work]) -> ApiResult<Vec<ApiResult<Done>>> {
    let now_ms = state.clock.now_ms();
    let mut tx = state.db.write().await?;
    db::change::lock_order(&mut tx).await?;
    let mut all = Vec::with_capacity(works.len());
    for work in works {
        tx.savepoint().await?;
        let quick = quickly(state, &mut tx, std::slice::from_ref(work), now_ms).await;
        let mut done = quick.and_then(|mut done| done.pop().ok_or_else(broke_off));
        if let Err(error) = done {
            if error.is_out_of_reach() {
                return Err(error);
            }
            error.log();
            tx.rollback_to_savepoint().await?;
            tx.savepoint().await?;
            done = one(&Intake::at(state, now_ms), &mut tx, work).await;
        }
        match done {
            Err(error) if error.is_out_of_reach() => return Err(error),
            Err(_) => tx.rollback_to_savepoint().await?,
            Ok(_) => tx.release_savepoint().await?,
        }
        all.push(done);
    }
    tx.commit().await?;
    Ok(all)
}
