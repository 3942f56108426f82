//! Who does the arithmetic of signatures: the browser's WebCrypto on the phone, a library in tests. What is signed, and what a
//! signature means, is in `domain::sync::signature`.

use crate::store::Later;
use domain::hash::Hash;
use domain::sync::outbox::ReceiptWorth;
use domain::sync::protocol::Receipt;
use domain::sync::signature::{PublicKey, ReceiptKey, Signature};

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

/// What a receipt is worth, given the keys that the server named.
pub async fn worth(verifier: &dyn Verifier, keys: &[ReceiptKey], receipt: &Receipt) -> ReceiptWorth {
    if keys.is_empty() {
        return ReceiptWorth::Unsigned;
    }
    let Some(proof) = receipt.proof else { return ReceiptWorth::Forged };
    let Some(key) = keys.iter().find(|key| key.no == proof.key) else { return ReceiptWorth::Forged };
    match verifier.verifies(key.public, receipt.digest(key.no), proof.signature).await {
        true => ReceiptWorth::Proven,
        false => ReceiptWorth::Forged,
    }
}
