//! The store as everything else sees it: what belongs to a worker is sealed under that worker's key, and nobody else's rows can be
//! seen at all. What is sealed, and what a guard means then, is decided here; the arithmetic is done by a [`Cipher`].
//!
//! A row is sealed before the transaction opens and opened after it has closed, because a transaction of the browser ends when one
//! waits for anything else. Keys stay readable: they hold ids, numbers and hashes only.

use super::{Guard, Later, Op, Store, StoreError, Table, Value};
use domain::id::AccountId;
use std::cell::RefCell;
use std::rc::Rc;

/// What a sealed value begins with. No text does, and no photo or strokes.
const MARK: &[u8] = b"\0DS\x01";

/// Bytes and the place they lie in. They open only there: no row can be put in another one's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Table and key.
    pub place: String,
    /// To be sealed, or to be opened.
    pub bytes: Vec<u8>,
}

/// A worker's data key at work: AES-GCM-256 by the browser, a library in tests.
pub trait Cipher {
    /// Seals rows, each with a fresh nonce; none if it cannot. Calls are answered in the order in which they were made, also one
    /// with no rows: whoever writes or reads after an earlier write waits for it here.
    fn seal<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>>;

    /// Opens rows; one that this key did not seal for this place stays closed.
    fn open<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>>;
}

/// Whose rows can be seen, and how they lie there. Nobody's: no account. As they were before there were keys, and where the browser
/// has no cipher: no cipher. With a cipher those from before are read as they are.
#[derive(Default)]
struct Access {
    account: Option<AccountId>,
    owner: String,
    cipher: Option<Rc<dyn Cipher>>,
}

/// A store with locks. Clones are the same store.
#[derive(Clone)]
pub struct SealedStore {
    inside: Rc<dyn Store>,
    access: Rc<RefCell<Access>>,
}

impl SealedStore {
    /// Puts locks on a store; nobody's rows can be seen yet.
    pub fn new(inside: impl Store + 'static) -> Self {
        Self { inside: Rc::new(inside), access: Rc::default() }
    }

    /// Opens the rows of an account with its key.
    pub fn open(&self, account: AccountId, cipher: Rc<dyn Cipher>) {
        self.access.replace(Access { account: Some(account), owner: account.to_string(), cipher: Some(cipher) });
    }

    /// Opens the rows of an account that has no key here: what is written is not sealed.
    pub fn open_plain(&self, account: AccountId) {
        self.access.replace(Access { account: Some(account), owner: account.to_string(), cipher: None });
    }

    /// Nobody's rows can be seen from now on.
    pub fn close(&self) {
        self.access.take();
    }

    /// Whose key is at hand.
    pub fn unlocked(&self) -> Option<AccountId> {
        let access = self.access.borrow();
        if access.cipher.is_some() { access.account } else { None }
    }

    /// The store without its locks: every row as it lies there.
    pub fn inside(&self) -> &dyn Store {
        &*self.inside
    }

    fn cipher(&self) -> Option<Rc<dyn Cipher>> {
        self.access.borrow().cipher.clone()
    }

    /// Whether a row is personal; an error if it is somebody else's.
    fn is_ours(&self, table: Table, key: &str) -> Result<bool, StoreError> {
        let Some(owner) = owner(table, key) else { return Ok(false) };
        let access = self.access.borrow();
        match access.account.is_some() && access.owner == owner {
            true => Ok(true),
            false => Err(StoreError::Failed("locked".to_owned())),
        }
    }

    /// What is locked, or was locked while it was read, is never taken for empty.
    fn may_list(&self, table: Table, prefix: &str) -> Result<(), StoreError> {
        match prefix.contains('/') {
            true => self.is_ours(table, prefix).map(drop),
            false => Ok(()),
        }
    }

    /// Waits until everything written before is on its way into the store.
    async fn turn(&self) {
        if let Some(cipher) = self.cipher() {
            cipher.seal(Vec::new()).await;
        }
    }

    /// What values say that lie at these places, all opened at once; none for one that this key did not seal for its place.
    async fn said(&self, lying: Vec<(String, Value)>) -> Vec<Option<Value>> {
        let mut closed = Vec::new();
        for (place, value) in &lying {
            if let Some(body) = body(value) {
                closed.push(Row { place: place.clone(), bytes: body.to_vec() });
            }
        }
        let mut open = Vec::new();
        if let Some(cipher) = self.cipher().filter(|_| !closed.is_empty()) {
            open = cipher.open(closed).await.unwrap_or_default();
        }
        let mut open = open.into_iter();
        let mut said = Vec::with_capacity(lying.len());
        for (_, value) in lying {
            said.push(if is_sealed(&value) { open.next().flatten().and_then(value_of) } else { Some(value) });
        }
        said
    }

    async fn value(&self, table: Table, key: &str) -> Result<Option<Value>, StoreError> {
        if !self.is_ours(table, key)? {
            return self.inside.get(table, key).await;
        }
        self.turn().await;
        let stored = self.inside.get(table, key).await?;
        let mut said = None;
        if let Some(stored) = stored {
            said = Some(or_closed(self.said(vec![(place(table, key), stored)]).await.pop().flatten())?);
        }
        match (said, table) {
            // Photos of before had no owner in their key.
            (None, Table::Blobs) => self.inside.get(table, key.rsplit('/').next().unwrap_or_default()).await,
            (value, _) => Ok(value),
        }
    }

    async fn rows(&self, table: Table, prefix: &str) -> Result<Vec<(String, Value)>, StoreError> {
        self.turn().await;
        let mut rows = self.inside.range(table, prefix).await?;
        rows.retain(|(key, _)| self.is_ours(table, key).is_ok());
        let (mut keys, mut lying) = (Vec::new(), Vec::new());
        for (key, value) in rows {
            lying.push((place(table, &key), value));
            keys.push(key);
        }
        let mut open = Vec::with_capacity(keys.len());
        for (key, value) in keys.into_iter().zip(self.said(lying).await) {
            if let Some(value) = value {
                open.push((key, value));
            }
        }
        self.may_list(table, prefix)?;
        Ok(open)
    }

    async fn names(&self, table: Table, prefix: &str) -> Result<Vec<String>, StoreError> {
        self.turn().await;
        let mut keys = self.inside.keys(table, prefix).await?;
        keys.retain(|key| self.is_ours(table, key).is_ok());
        self.may_list(table, prefix)?;
        Ok(keys)
    }

    async fn write_if(&self, guards: &[Guard], mut ops: Vec<Op>) -> Result<bool, StoreError> {
        // All are asked for at once.
        let mut reading = Vec::with_capacity(guards.len());
        for guard in guards {
            let is_ours = self.is_ours(guard.table, &guard.key)?;
            reading.push(is_ours.then(|| self.inside.get(guard.table, &guard.key)));
        }
        // The same text never lies there twice as the same bytes: compare what it says, then hold on to the bytes.
        let (mut stored_guards, mut lying, mut wanted) = (guards.to_vec(), Vec::new(), Vec::new());
        for ((guard, reading), asked) in stored_guards.iter_mut().zip(reading).zip(guards) {
            let Some(stored) = reading else { continue };
            guard.value = stored.await?;
            match &guard.value {
                Some(stored) => {
                    lying.push((place(guard.table, &guard.key), stored.clone()));
                    wanted.push(&asked.value);
                }
                None if asked.value.is_some() => return Ok(false),
                None => {}
            }
        }
        for (value, said) in wanted.into_iter().zip(self.said(lying).await) {
            if Some(or_closed(said)?) != *value {
                return Ok(false);
            }
        }
        let mut plain = Vec::new();
        for op in &ops {
            if let Op::Put(table, key, value) = op
                && self.is_ours(*table, key)?
            {
                plain.push(Row { place: place(*table, key), bytes: bytes_of(value) });
            }
        }
        if let Some(cipher) = self.cipher() {
            let failed = || StoreError::Failed("cannot be sealed".to_owned());
            let mut sealed = cipher.seal(plain).await.ok_or_else(failed)?.into_iter();
            for op in &mut ops {
                if let Op::Put(table, key, value) = op
                    && owner(*table, key).is_some()
                {
                    *value = Value::Bytes([MARK, &sealed.next().flatten().ok_or_else(failed)?].concat());
                }
            }
        }
        self.inside.commit_if(&stored_guards, ops).await
    }
}

impl Store for SealedStore {
    fn get<'a>(&'a self, table: Table, key: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(self.value(table, key))
    }

    fn range<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(self.rows(table, prefix))
    }

    fn keys<'a>(&'a self, table: Table, prefix: &'a str) -> Later<'a, Result<Vec<String>, StoreError>> {
        Box::pin(self.names(table, prefix))
    }

    fn commit_if<'a>(&'a self, guards: &'a [Guard], ops: Vec<Op>) -> Later<'a, Result<bool, StoreError>> {
        Box::pin(self.write_if(guards, ops))
    }
}

/// Whose a row is; none: it says nothing of anybody, and everybody may read it.
pub(super) fn owner(table: Table, key: &str) -> Option<&str> {
    match table {
        Table::Meta => key.strip_prefix("session/"),
        _ => Some(key.split_once('/').map_or("", |(owner, _)| owner)),
    }
}

/// Whether a value lies there sealed.
pub fn is_sealed(value: &Value) -> bool {
    body(value).is_some()
}

/// What is sealed of a value.
fn body(value: &Value) -> Option<&[u8]> {
    match value {
        Value::Bytes(bytes) => bytes.strip_prefix(MARK),
        Value::Text(_) => None,
    }
}

fn place(table: Table, key: &str) -> String {
    [table.name(), "/", key].concat()
}

fn bytes_of(value: &Value) -> Vec<u8> {
    match value {
        Value::Text(text) => [b"t", text.as_bytes()].concat(),
        Value::Bytes(bytes) => [b"b", bytes.as_slice()].concat(),
    }
}

/// What cannot be opened is never taken for absent: somebody would write in its place.
fn or_closed(said: Option<Value>) -> Result<Value, StoreError> {
    said.ok_or_else(|| StoreError::Failed("sealed with another key".to_owned()))
}

fn value_of(mut bytes: Vec<u8>) -> Option<Value> {
    if bytes.is_empty() {
        return None;
    }
    match bytes.remove(0) {
        b't' => String::from_utf8(bytes).ok().map(Value::Text),
        _ => Some(Value::Bytes(bytes)),
    }
}
