//! The session as the phone reads it. What the phone keeps of it is the server's own text; nothing here is ever written.

use super::transport::{Call, Transport};
use super::wire::{self, Refusal};
use crate::store::lock::DataKey;
use domain::id::{AccountId, CompanyId};
use domain::json::FromJson;
use domain::org::Role;
use domain::sync::protocol::{PROTOCOL, first_protocol};
use domain::sync::signature::{OpeningKey, ReceiptKey};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// What the phone needs of a [`domain::sync::protocol::SessionView`].
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
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
    /// The server's protocol.
    #[serde(default = "first_protocol")]
    pub protocol: u32,
    /// The keys with which this server opens envelopes; none: it cannot.
    #[serde(default)]
    pub opening_keys: Vec<OpeningKey>,
    /// The key under which the phone seals what lies on it; only in the answer to a password.
    #[serde(default)]
    pub data_key: Option<DataKey>,
    /// An order to wipe this phone.
    #[serde(default)]
    pub wipe: Option<String>,
}

/// A role, held somewhere.
#[derive(Debug, Clone, PartialEq, Eq, FromJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct Held {
    /// The role.
    pub role: Role,
}

impl Session {
    /// Asks the server; the text is what to keep.
    pub async fn ask(transport: &dyn Transport, call: Call) -> Result<(Self, String), Refusal> {
        wire::ask_word_for_word(transport, call).await
    }

    /// The protocol to speak to this server: an older one is met in its own.
    pub fn spoken(&self) -> u32 {
        self.protocol.min(PROTOCOL)
    }

    /// The roles that the person holds anywhere.
    pub fn roles(&self) -> Vec<Role> {
        self.grants.iter().map(|held| held.role).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{ID, agree};
    use serde_json::json;

    #[test]
    fn both_readers_agree() {
        agree::<Session>(
            &json!({"account": ID, "login": "wang", "name": "王", "company": ID, "grants": [{"role": "grid_worker"}],
            "must_change_password": false, "server_time_ms": 1, "receipt_keys": [{"no": 2, "public": "04".repeat(65)}],
            "protocol": 2, "opening_keys": [{"no": 3, "public": "04".repeat(65)}], "data_key": "0f".repeat(32), "wipe": ID}),
        );
    }
}
