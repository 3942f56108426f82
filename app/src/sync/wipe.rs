//! Remote wipe. It saves first: the round in which the order came sends everything, what the server does not take as a record as an
//! envelope. Then everything goes that was downloaded, every login, every key, and, if the server has proven to have all of them, the
//! worker's records. Otherwise they stay where they are, as do half-filled forms and what other workers of this phone made: sealed, and
//! the keys are not on the phone any more. With a password the server gives its author the key again.

use super::outbox;
use super::round::{Party, Stop};
use super::second::{self, MARK};
use super::session::Session;
use super::transport::Call;
use super::wire::{self, Refusal};
use crate::store::{Guard, Op, Table, key};
use domain::json::Raw;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::wiped::wiped_digest;

/// Word beside the store: this phone was wiped, until the next login.
pub const WIPED: &str = "wiped";

/// The order in the server's answer to who is there. It comes without a login, too: who was here may have none any more.
pub fn order_in(asked: &Result<(Session, String), Refusal>) -> Option<String> {
    match asked {
        Ok((session, _)) => session.wipe.clone(),
        Err(Refusal::Refused { findings, .. }) => {
            findings.iter().find(|found| found.code == "wipe").map(|found| found.field.clone())
        }
        Err(_) => None,
    }
}

/// Lets everything go but what is to stay, and says so for this phone. `is_saved`: the server was asked about every record of the worker in this round.
pub async fn carry_out(party: &Party<'_>, (order, device): (&str, &str), is_saved: bool) -> Result<(), Stop> {
    // What another window makes meanwhile is sent in the next round.
    let head = Guard::new(Table::Meta, key::HEAD, party.store.get(Table::Meta, key::HEAD).await?);
    // Nobody's are locked.
    let entries = outbox::entries(party.store, party.account).await.unwrap_or_default();
    let own = key::of(party.account);
    let mut ops = vec![Op::DeletePrefix(Table::Entities, String::new())];
    for prefix in [key::ACCOUNT, "session/", "lock/", key::PULL, "expired/", "run/", "sure/"] {
        ops.push(Op::DeletePrefix(Table::Meta, prefix.to_owned()));
    }
    let is_saved = is_saved
        && entries.iter().all(is_on_server)
        // One that cannot be read is not known to be there.
        && party.store.keys(Table::Outbox, &own).await?.len() == entries.len();
    if is_saved {
        ops.push(Op::DeletePrefix(Table::Outbox, own.clone()));
        if party.store.keys(Table::Drafts, &own).await?.is_empty() {
            // One by one: a photo that is being taken at this moment belongs to none of them.
            let blobs = entries.iter().flat_map(|entry| &entry.blobs);
            ops.extend(blobs.map(|hash| Op::Delete(Table::Blobs, key::blob(party.account, *hash))));
        }
        party.second.set_word(MARK, None);
    }
    party.second.set_word(WIPED, Some(""));
    if !party.store.commit_if(&[head], ops).await? {
        return Err(Stop::Unreachable);
    }
    if is_saved {
        second::let_go(party.second, &entries, &[]).await;
    }
    let left = outbox::unsent(party.store).await?.len().to_string();
    let mut path = ["/api/v1/sync/wiped?wipe=", order, "&device=", device, "&unsent=", &left].concat();
    // Its key is not gone yet, unless nobody has opened the app.
    if let Some(signer) = party.signer
        && let Some(signature) = signer.sign(wiped_digest(order, device, &left)).await
    {
        path = [&path, "&signature=", &*signature.to_string()].concat();
    }
    // A server that does not hear it orders again, and there is nothing left to do but to tell it.
    let _ = wire::ask::<Raw>(party.transport, Call { method: "POST", path, body: None }).await;
    Ok(())
}

/// Whether the server has a record with all its photos; one that was set aside, too: it keeps that word for word.
pub fn is_on_server(entry: &Waiting) -> bool {
    match entry.custody {
        Custody::VerifiedOnServer { .. } => true,
        Custody::SetAside { .. } => entry.lacking.is_empty(),
        _ => false,
    }
}

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
#[path = "wipe_tests.rs"]
mod tests;

#[cfg(not(target_arch = "wasm32"))]
#[cfg(test)]
#[path = "wipe_away_tests.rs"]
mod away_tests;
