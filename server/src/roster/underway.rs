//! Imports under way: a district's file takes half a minute, longer than a person waits for an answer. The work goes on by itself, and the
//! page of the import asks how far it is. What has to outlive this program stands in the database; here is only what a waiting page shows.

use super::preview::Progress;
use crate::error::{ApiError, ApiResult};
use domain::id::ImportId;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;

/// A small file is ready before its uploader's answer goes out.
const PATIENCE: Duration = Duration::from_millis(1_500);

/// One file at a time: each may take a few hundred megabytes while it is read.
pub struct Underway {
    patience: Duration,
    turn: Arc<Semaphore>,
    known: Mutex<HashMap<ImportId, Known>>,
}

#[derive(Clone)]
enum Known {
    AtWork(Arc<Pass>),
    Failed,
}

/// How far the work on one file is: rows that were read, and how much of all that has to be done, of 1,000.
#[derive(Default)]
pub struct Pass {
    rows: AtomicU32,
    permille: AtomicU32,
}

/// What can be said of the work on a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing is being done with it here.
    Idle,
    /// So many rows are read, so much of 1,000 is done.
    AtWork(u32, u32),
    /// The last work broke off; it left nothing behind.
    Failed,
}

impl Default for Underway {
    fn default() -> Self {
        Self::with_patience(PATIENCE)
    }
}

impl Underway {
    /// Answers after so long, whether the work is done or not.
    pub fn with_patience(patience: Duration) -> Self {
        Self { patience, turn: Arc::new(Semaphore::new(1)), known: Mutex::default() }
    }

    /// How far the work on this file is.
    pub fn stage(&self, id: ImportId) -> Stage {
        match self.known().get(&id) {
            None => Stage::Idle,
            Some(Known::Failed) => Stage::Failed,
            Some(Known::AtWork(pass)) => {
                Stage::AtWork(pass.rows.load(Ordering::Relaxed), pass.permille.load(Ordering::Relaxed))
            }
        }
    }

    /// Starts work on a file, unless some is going on, and waits for its end for a moment. The work goes on when nobody waits any more.
    ///
    /// # Errors
    /// Those of the work, if it ended that soon.
    pub async fn run<F>(
        self: &Arc<Self>,
        id: ImportId,
        work: impl FnOnce(Arc<Pass>) -> F + Send + 'static,
    ) -> ApiResult<()>
    where
        F: Future<Output = ApiResult<()>> + Send,
    {
        let pass = Arc::new(Pass::default());
        {
            let mut known = self.known();
            if let Some(Known::AtWork(_)) = known.get(&id) {
                return Ok(());
            }
            known.insert(id, Known::AtWork(pass.clone()));
        }
        let mut mark = Mark { here: self.clone(), id, is_done: false };
        let running = tokio::spawn(async move {
            let mark = &mut mark;
            let _turn = mark.here.turn.acquire().await;
            let done = work(pass).await;
            if let Err(error) = &done {
                tracing::warn!(import = %id, %error, "an import broke off");
            }
            mark.is_done = done.is_ok();
            done
        });
        match tokio::time::timeout(self.patience, running).await {
            Ok(ended) => ended.unwrap_or_else(|error| Err(ApiError::Internal(error.into()))),
            Err(_) => Ok(()),
        }
    }

    /// Waits until the work that is going on is done, but not for ever: what breaks off has changed nothing.
    pub async fn settle(&self, at_most: Duration) {
        let _ = tokio::time::timeout(at_most, self.turn.acquire()).await;
    }

    fn known(&self) -> MutexGuard<'_, HashMap<ImportId, Known>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Says what became of the work when it ends, also when it ends in a panic: no page waits for ever.
struct Mark {
    here: Arc<Underway>,
    id: ImportId,
    is_done: bool,
}

impl Drop for Mark {
    fn drop(&mut self) {
        let mut known = self.here.known();
        if self.is_done {
            known.remove(&self.id)
        } else {
            known.insert(self.id, Known::Failed)
        };
    }
}

impl Pass {
    /// Tells this pass about a part of the work that lies between two marks of 1,000.
    pub fn part(self: &Arc<Self>, from: u16, to: u16) -> impl Progress + Send + 'static {
        let pass = self.clone();
        move |rows: u32, permille: u16| {
            pass.rows.store(rows, Ordering::Relaxed);
            let done = u32::from(from) + u32::from(to - from) * u32::from(permille.min(1_000)) / 1_000;
            pass.permille.store(done, Ordering::Relaxed);
        }
    }
}
