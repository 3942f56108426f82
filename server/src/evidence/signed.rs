//! What both sides said of a record: the phone signed it with a key of its worker, the server signed the receipt.

use crate::db::{self, Tx, evidence_row::SignatureRow};
use crate::receipt;
use domain::hash::Hash;
use domain::id::RecordId;
use domain::sync::signature::{PublicKey, Signature, SignatureState};

/// The signature of a phone, and the key that it fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PhoneSignature {
    pub key: PublicKey,
    pub signature: Signature,
}

impl PhoneSignature {
    /// What a link holds of it: neither the signature nor the key can be changed for another later.
    pub fn sha256(&self) -> Hash {
        Hash::of_parts(&[b"doorstep signature 1", &self.key.0, &self.signature.0])
    }

    /// Whether the key made the signature over this record.
    pub fn fits(&self, record: Hash) -> bool {
        receipt::verifies(&self.key, record, &self.signature)
    }
}

/// How a record was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signing {
    /// As it was judged.
    pub state: SignatureState,
    /// The signature, where a key that we know made it.
    pub by: Option<PhoneSignature>,
}

impl Signing {
    /// What a link holds of it.
    pub fn sha256(&self) -> Option<Hash> {
        self.by.filter(|_| self.state == SignatureState::Signed).map(|by| by.sha256())
    }

    /// Whether this can have become of what was linked. A signature that the phone brings later is the only thing that may change.
    pub fn agrees(&self, state: Option<SignatureState>, sha256: Option<Hash>) -> bool {
        let is_proven = self.state != SignatureState::Signed || self.by.is_some();
        match sha256 {
            Some(_) => is_proven && state == Some(self.state) && self.sha256() == sha256,
            None => {
                is_proven && (state.is_none_or(|state| state == self.state) || self.state == SignatureState::Signed)
            }
        }
    }
}

/// How a record was signed, by the keys that its author had on its phone; `None` where no phone made it.
pub async fn signing_of(tx: &mut Tx, id: RecordId) -> db::DbResult<Option<Signing>> {
    let Some(row) = db::evidence_row::signature_row(tx, id).await? else { return Ok(None) };
    let SignatureRow { device, author, hash, signature, state } = row;
    let keys = db::device::keys_of(tx, device, author).await?;
    let by = |signature| {
        let mut tried = keys.iter().rev().map(|key| PhoneSignature { key: key.public, signature });
        tried.find(|one| one.fits(hash))
    };
    Ok(Some(Signing { state, by: signature.and_then(by) }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::sync::signature::Hex;

    #[test]
    fn only_a_signature_that_comes_later_may_differ_from_the_link() {
        use SignatureState::{Missing, Signed, Unsigned, Wrong};
        let one = PhoneSignature { key: Hex([4; 65]), signature: Hex([1; 64]) };
        let other = PhoneSignature { key: Hex([5; 65]), ..one };
        let linked = Some(one.sha256());
        let cases = [
            (Signed, Some(one), Some(Signed), linked, true),
            (Signed, Some(other), Some(Signed), linked, false),
            (Signed, None, Some(Signed), linked, false),
            (Unsigned, None, Some(Signed), linked, false),
            (Wrong, Some(one), Some(Signed), linked, false),
            (Missing, None, Some(Missing), None, true),
            (Unsigned, None, Some(Missing), None, false),
            (Signed, Some(one), Some(Missing), None, true),
            (Signed, None, Some(Missing), None, false),
            (Unsigned, None, None, None, true),
        ];
        for (state, by, was, sha256, expected) in cases {
            assert_eq!(Signing { state, by }.agrees(was, sha256), expected, "{state:?} {by:?} {was:?}");
        }
    }
}
