//! Signatures of both sides: a phone signs what was made on it, the server signs its receipts. ECDSA on P-256 over SHA-256, because
//! every browser has it. Here is what is signed and what a signature means; the arithmetic is the browser's and the server's.

use crate::hash::{Hash, from_hex};
use crate::json::{FromJson, Page, Reader, ToJson};
use crate::org::wire_names;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::fmt;
use std::str::FromStr;

/// So many bytes, written as lower-case hex.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Hex<const N: usize>(pub [u8; N]);

/// `r` and `s`, 32 bytes each, as WebCrypto gives them.
pub type Signature = Hex<64>;
/// An uncompressed point, `04 x y`, as WebCrypto exports it in the format "raw".
pub type PublicKey = Hex<65>;

/// The text is not so many bytes in hex.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not hex of the right length")]
pub struct NotHex;

impl<const N: usize> fmt::Display for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl<const N: usize> fmt::Debug for Hex<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<const N: usize> FromStr for Hex<N> {
    type Err = NotHex;
    fn from_str(text: &str) -> Result<Self, NotHex> {
        from_hex(text).map(Self).ok_or(NotHex)
    }
}

impl<const N: usize> FromJson for Hex<N> {
    fn from_json(from: &mut Reader<'_>) -> Self {
        Self(from.one_of(from_hex).unwrap_or([0; N]))
    }
}

impl<const N: usize> ToJson for Hex<N> {
    fn to_json(&self, page: &mut Page) {
        page.hex(&self.0);
    }
}

impl<const N: usize> Serialize for Hex<N> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, const N: usize> Deserialize<'de> for Hex<N> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(D::Error::custom)
    }
}

/// A key of the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct ServerKey {
    /// Its number; a later key has a higher one.
    pub no: u32,
    /// Its public half.
    pub public: PublicKey,
}

/// A key with which the server signs receipts.
pub type ReceiptKey = ServerKey;
/// A key with which the server opens envelopes, see [`crate::sync::envelope`].
pub type OpeningKey = ServerKey;

/// The server's signature on a receipt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Proof {
    /// Which key.
    pub key: u32,
    /// Over [`crate::sync::protocol::Receipt::digest`].
    pub signature: Signature,
}

/// A worker's key on one phone. Its private half never leaves the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct DeviceKey {
    /// The public half.
    pub public: PublicKey,
    /// The first record number that it signs; what was made before is unsigned and no fault.
    pub first_seq: u64,
}

wire_names!(SignatureState {
    /// Signed by a key of its worker on its phone.
    Signed = "signed",
    /// Made before there was a key.
    Unsigned = "unsigned",
    /// There was a key and it did not sign.
    Missing = "missing",
    /// Signed, but not by a key of its worker on its phone, or over other bytes.
    Wrong = "wrong",
});

impl SignatureState {
    /// Code of the finding that goes with it. It never stops a record.
    pub const fn finding(self) -> Option<&'static str> {
        match self {
            Self::Signed | Self::Unsigned => None,
            Self::Missing => Some("signature_missing"),
            Self::Wrong => Some("signature_wrong"),
        }
    }
}

/// What a record's signature is worth. `keys` are all keys of its author on its phone; `verifies` does the arithmetic.
pub fn signature_state(
    seq: u64,
    hash: Hash,
    signature: Option<&Signature>,
    keys: &[DeviceKey],
    verifies: impl Fn(&PublicKey, Hash, &Signature) -> bool,
) -> SignatureState {
    let Some(signature) = signature else {
        let had_key = keys.iter().any(|key| key.first_seq <= seq);
        return if had_key { SignatureState::Missing } else { SignatureState::Unsigned };
    };
    // The latest key is the likeliest.
    match keys.iter().rev().any(|key| verifies(&key.public, hash, signature)) {
        true => SignatureState::Signed,
        false => SignatureState::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_worth_what_a_key_says() {
        let key = |n: u8, first_seq| DeviceKey { public: Hex([n; 65]), first_seq };
        // Stands in for the arithmetic: a signature of all `n` is by the key of all `n`.
        let by = |public: &PublicKey, _: Hash, signature: &Signature| public.0[0] == signature.0[0];
        let (old, new) = (key(1, 5), key(2, 9));
        use SignatureState::{Missing, Signed, Unsigned, Wrong};
        let cases: [(u64, Option<u8>, &[DeviceKey], SignatureState); 9] = [
            (3, None, &[], Unsigned),
            (4, None, &[old], Unsigned),
            (5, None, &[old], Missing),
            (9, None, &[old, new], Missing),
            (5, Some(1), &[old], Signed),
            (12, Some(1), &[old, new], Signed),
            (12, Some(2), &[old, new], Signed),
            (12, Some(3), &[old, new], Wrong),
            (12, Some(1), &[], Wrong),
        ];
        for (seq, signer, keys, expected) in cases {
            let signature = signer.map(|n| Hex([n; 64]));
            assert_eq!(
                signature_state(seq, Hash::of(b"r"), signature.as_ref(), keys, by),
                expected,
                "{seq} {signer:?}"
            );
        }
    }

    #[test]
    fn hex_of_another_length_is_refused() {
        let signature: Signature = Hex([0xab; 64]);
        assert_eq!(signature.to_string().parse(), Ok(signature));
        assert_eq!(signature.to_string().parse::<PublicKey>(), Err(NotHex));
        assert_eq!("AB".repeat(64).parse::<Signature>(), Err(NotHex));
    }
}
