//! Envelopes at the server of the simulation. Nothing is closed here; who may bring what is the real rule.

use super::broken::Broken;
use super::ledger::Ledger;
use super::server::Server;
use super::signer;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::hash::Hash;
use domain::id::AccountId;
use domain::sync::envelope::{Named, SealedRecord, read_record};
use domain::sync::protocol::Receipt;
use domain::sync::rescue::{RescueRequest, RescueResponse, Rescued, kept_digest};
use domain::sync::signature::{Proof, SignatureState, signature_state};

impl Server {
    /// Envelopes from anybody: a record counts if its author's key, as known before, signed it.
    pub fn rescue(&mut self, bearer: AccountId, json: &str, now_ms: i64, ledger: &mut Ledger) -> Option<String> {
        let request: RescueRequest = serde_json::from_str(json).ok()?;
        let mut rescued = Vec::new();
        for Named { name, envelope } in request.envelopes {
            // Photos in envelopes would hide this mistake.
            if name.starts_with('b') && self.broken == Broken::ForgetsToJoin {
                continue;
            }
            let content = BASE64.decode(envelope).ok()?;
            let (hash, receipt) = match name.starts_with('b') {
                true => {
                    self.whole.insert(Hash::of(&content));
                    (Hash::of(&content), None)
                }
                false => {
                    let receipt = self.open(bearer, &read_record(&content).ok()?, now_ms);
                    self.answer_for(std::slice::from_ref(&receipt), ledger);
                    (receipt.hash, Some(receipt))
                }
            };
            let findings = receipt.iter().flat_map(|receipt| receipt.findings.clone()).collect::<Vec<_>>();
            let is_of_use = !findings.iter().any(|finding| finding.code == "other_author");
            let sign = || Proof { key: 1, signature: signer::signature(signer::SERVER, kept_digest(hash, 1)) };
            let proof = is_of_use.then(sign);
            rescued.push(Rescued { name, hash: Some(hash), receipt, findings, proof });
        }
        serde_json::to_string(&RescueResponse { server_time_ms: now_ms, rescued }).ok()
    }

    fn open(&mut self, bearer: AccountId, sealed: &SealedRecord, now_ms: i64) -> Receipt {
        let SealedRecord { record, signature, key } = sealed;
        let is_own = bearer == record.author;
        let mut keys = self.keys.get(&(record.device, record.author)).cloned().unwrap_or_default();
        keys.extend(key.filter(|_| is_own));
        let worth = signature_state(record.seq, record.hash(), signature.as_ref(), &keys, signer::verifies);
        let is_here = self.records.get(&record.id).is_some_and(|stored| stored.record == *record);
        match is_own || worth == SignatureState::Signed {
            true => self.take(record.author, record, worth, now_ms),
            false if is_here => self.receipt(record.id),
            false => self.take(bearer, record, worth, now_ms),
        }
    }

    /// Notes what the server has given its word for.
    pub fn answer_for(&self, receipts: &[Receipt], ledger: &mut Ledger) {
        for receipt in receipts {
            ledger.answered.insert(receipt.id);
            if receipt.missing_blobs.is_empty() {
                ledger.complete.insert(receipt.id);
            }
        }
    }
}
