//! The one clock. Nothing else in the server asks for the time; tests set it.

use domain::id::uuid_v7;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

/// The time in milliseconds UTC: the system's, or one that a test moves by hand.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// A clock that stands still until it is set.
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// A clock standing at `at_ms`.
    pub fn standing_at(at_ms: i64) -> Self {
        Self::Set(Arc::new(AtomicI64::new(at_ms)))
    }

    /// Milliseconds since 1970 UTC.
    pub fn now_ms(&self) -> i64 {
        match self {
            Self::System => chrono::Utc::now().timestamp_millis(),
            Self::Set(at_ms) => at_ms.load(Ordering::SeqCst),
        }
    }

    /// Moves a set clock; the system's clock stays as it is.
    pub fn set_ms(&self, at_ms: i64) {
        if let Self::Set(cell) = self {
            cell.store(at_ms, Ordering::SeqCst);
        }
    }

    /// A new id of now.
    pub fn new_uuid(&self) -> Uuid {
        uuid_v7(self.now_ms(), rand::random())
    }
}
