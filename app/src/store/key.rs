//! Where things lie in the phone's database: the one list of keys. What belongs to an account starts with its id, so several
//! people can use one phone and see nothing of each other. Keys are readable, so they hold ids, numbers and hashes only.

use domain::hash::Hash;
use domain::id::AccountId;
use std::fmt::Display;

/// Meta: the phone's chain, see [`crate::sync::outbox::Head`].
pub const HEAD: &str = "head";
/// Meta: who is logged in.
pub const ACCOUNT: &str = "account";
/// Meta: server time minus phone time at the last contact, ms.
pub const OFFSET: &str = "offset";

/// Meta: how many records a push may hold while larger ones get no answer.
pub const PUSH_LIMIT: &str = "push_limit";

/// Meta: the key of an account, behind its PIN, see [`super::lock::Lock`].
pub fn lock(account: AccountId) -> String {
    format!("lock/{account}")
}

/// Meta: everything of an account that lies here is sealed.
pub fn sealed(account: AccountId) -> String {
    format!("sealed/{account}")
}

/// Meta: the last session view of an account.
pub fn session(account: AccountId) -> String {
    format!("session/{account}")
}

/// Meta: what every [`pull`] starts with.
pub const PULL: &str = "pull/";

/// Meta: cursor and fingerprint of what an account downloaded.
pub fn pull(account: AccountId) -> String {
    format!("{PULL}{account}")
}

/// Meta: what an account downloaded was forgotten, and when the last contact had been; until the next one.
pub fn expired(account: AccountId) -> String {
    format!("expired/{account}")
}

/// Meta: the run of the server that was last heard of. It may have forgotten what an earlier one had proven to have.
pub fn run(account: AccountId) -> String {
    format!("run/{account}")
}

/// Meta: the run of the server that was asked about everything proven before it.
pub fn sure(account: AccountId) -> String {
    format!("sure/{account}")
}

/// Everything of an account in the entities, drafts and outbox tables.
pub fn of(account: AccountId) -> String {
    format!("{account}/")
}

/// Entities: everything of one kind.
pub fn kind(account: AccountId, kind: &str) -> String {
    format!("{account}/{kind}/")
}

/// Entities: one thing. A household's `id` is `compound/household`, so that one compound's doors come with one range;
/// many doors lie in a [`super::pack`].
pub fn entity(account: AccountId, kind: &str, id: impl Display) -> String {
    format!("{account}/{kind}/{id}")
}

/// Drafts: a form being filled in.
pub fn draft(account: AccountId, name: &str) -> String {
    format!("{account}/{name}")
}

/// Outbox: a record by its number on this phone.
pub fn outbox(account: AccountId, seq: u64) -> String {
    format!("{account}/{seq:012}")
}

/// Blobs: bytes of an account by their hash.
pub fn blob(account: AccountId, hash: Hash) -> String {
    format!("{account}/{hash}")
}

/// Meta: every number of [`unsent`] is there, those of before the list existed too.
pub const UNSENT_LISTED: &str = "unsent_listed";
/// Meta: all of [`unsent`].
pub const UNSENT: &str = "unsent/";

/// Meta: when the unsent record of this number was made, ms. What the phone tells of itself, whoever's key is at hand.
pub fn unsent(seq: u64) -> String {
    format!("{UNSENT}{seq:012}")
}
