//! Who does the arithmetic of signatures: the browser's WebCrypto on the phone, a library in tests. What is signed, and what a
//! signature means, is in `domain::sync::signature`.

use crate::store::Later;
use domain::hash::Hash;
use domain::sync::outbox::ReceiptWorth;
use domain::sync::protocol::{Receipt, receipts_digest};
use domain::sync::signature::{Proof, PublicKey, ReceiptKey, Signature};

/// Checks signatures.
pub trait Verifier {
    /// Whether the signature is by this key over this hash. Whatever fails is a no.
    fn verifies<'a>(&'a self, key: PublicKey, hash: Hash, signature: Signature) -> Later<'a, bool>;
}

/// Signs with the key of a worker on this phone.
pub trait Signer {
    /// The signature over a hash; none when it cannot be made. Making a record never fails because of it.
    fn sign<'a>(&'a self, hash: Hash) -> Later<'a, Option<Signature>>;
}

/// What receipts are worth, in their order, given the keys that the server named; all are checked at once. With `proof` by that one
/// signature over all of them.
pub async fn worths(
    verifier: &dyn Verifier,
    keys: &[ReceiptKey],
    receipts: &[Receipt],
    proof: Option<Proof>,
) -> Vec<ReceiptWorth> {
    if keys.is_empty() {
        return vec![ReceiptWorth::Unsigned; receipts.len()];
    }
    if proof.is_some() {
        let worth = worth(check(verifier, keys, proof, &|no| receipts_digest(receipts, no))).await;
        return vec![worth; receipts.len()];
    }
    let mut checking = Vec::with_capacity(receipts.len());
    for receipt in receipts {
        checking.push(check(verifier, keys, receipt.proof, &|no| receipt.digest(no)));
    }
    let mut worths = Vec::with_capacity(receipts.len());
    for checking in checking {
        worths.push(worth(checking).await);
    }
    worths
}

async fn worth(checking: Option<Later<'_, bool>>) -> ReceiptWorth {
    if is_true(checking).await { ReceiptWorth::Proven } else { ReceiptWorth::Forged }
}

/// Begins to check a signature of the server over a digest that tells the key's number; none: it is by none of its keys.
pub fn check<'a>(
    verifier: &'a dyn Verifier,
    keys: &[ReceiptKey],
    proof: Option<Proof>,
    digest: &dyn Fn(u32) -> Hash,
) -> Option<Later<'a, bool>> {
    let proof = proof?;
    let key = keys.iter().find(|key| key.no == proof.key)?;
    Some(verifier.verifies(key.public, digest(key.no), proof.signature))
}

/// What a check has found.
pub async fn is_true(check: Option<Later<'_, bool>>) -> bool {
    match check {
        Some(verdict) => verdict.await,
        None => false,
    }
}
