//! The session as the phone reads it. What the phone keeps of it is the server's own text; nothing here is ever written.

use super::transport::{Call, Transport};
use super::wire::{self, Refusal};
use crate::store::lock::DataKey;
use domain::id::{AccountId, CompanyId};
use domain::org::Role;
use domain::sync::signature::ReceiptKey;
use serde::Deserialize;

/// What the phone needs of a [`domain::sync::protocol::SessionView`].
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Session {
    /// The account.
    pub account: AccountId,
    /// Its login name.
    pub login: String,
    /// The person's name.
    pub name: String,
    /// The company the person works for.
    #[serde(default)]
    pub company: Option<CompanyId>,
    /// What the person may do; where is the server's business.
    pub grants: Vec<Held>,
    /// A first password has to be changed before anything else.
    pub must_change_password: bool,
    /// Server time, ms UTC.
    pub server_time_ms: i64,
    /// The keys with which this server signs receipts; none: a server that does not sign yet.
    #[serde(default)]
    pub receipt_keys: Vec<ReceiptKey>,
    /// The key under which the phone seals what lies on it; only in the answer to a password.
    #[serde(default)]
    pub data_key: Option<DataKey>,
}

/// A role, held somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Held {
    /// The role.
    pub role: Role,
}

impl Session {
    /// Asks the server; the text is what to keep.
    pub async fn ask(transport: &dyn Transport, call: Call) -> Result<(Self, String), Refusal> {
        wire::ask_word_for_word(transport, call).await
    }

    /// The roles that the person holds anywhere.
    pub fn roles(&self) -> Vec<Role> {
        self.grants.iter().map(|held| held.role).collect()
    }
}
