//! Keys of the sealed parts: one key per family, wrapped by the server's key; from it one key per link, so that a single link can
//! be opened for a court without opening the others.

use aes_gcm::aead::{Aead, KeyInit as _, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use domain::hash::Hash;

use crate::seal::Seal;

const NONCE_BYTES: usize = 12;

/// The key of a family; everything personal about its consents hangs on it.
#[derive(Clone, PartialEq, Eq)]
pub struct FamilyKey([u8; 32]);

/// The key of one link.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct LinkKey(pub [u8; 32]);

/// Nonce and ciphertext together, as they are kept and hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed(pub Vec<u8>);

impl FamilyKey {
    /// A new key.
    pub fn make() -> Self {
        Self(rand::random())
    }

    /// The key as it is kept.
    pub fn wrapped(&self, seal: &Seal) -> String {
        BASE64.encode(seal.seal_bytes(&self.0))
    }

    /// Reads a kept key; `None` under another server's key.
    pub fn unwrap(seal: &Seal, wrapped: &str) -> Option<Self> {
        let bytes = seal.open_bytes(&BASE64.decode(wrapped).ok()?)?;
        bytes.try_into().ok().map(Self)
    }

    /// The key of the link about something.
    pub fn of_link(&self, subject: &str) -> LinkKey {
        LinkKey(Hash::of_parts(&[b"doorstep link key 1", &self.0, subject.as_bytes()]).0)
    }
}

impl LinkKey {
    /// AES-256-GCM with a fresh nonce; `subject` is bound to it.
    pub fn seal(&self, subject: &str, plain: &[u8]) -> anyhow::Result<Sealed> {
        let nonce: [u8; NONCE_BYTES] = rand::random();
        let payload = Payload { msg: plain, aad: subject.as_bytes() };
        let sealed = Aes256Gcm::new(&self.0.into()).encrypt(Nonce::from_slice(&nonce), payload);
        let ciphertext = sealed.map_err(|_| anyhow::anyhow!("cannot seal"))?;
        Ok(Sealed([nonce.as_slice(), &ciphertext].concat()))
    }

    /// Opens what [`LinkKey::seal`] made; `None` when any byte of it or of the subject differs.
    pub fn open(&self, subject: &str, sealed: &Sealed) -> Option<Vec<u8>> {
        let (nonce, ciphertext) = sealed.0.split_at_checked(NONCE_BYTES)?;
        let payload = Payload { msg: ciphertext, aad: subject.as_bytes() };
        Aes256Gcm::new(&self.0.into()).decrypt(Nonce::from_slice(nonce), payload).ok()
    }
}

impl Sealed {
    /// What the chain holds of it.
    pub fn sha256(&self) -> Hash {
        Hash::of(&self.0)
    }

    /// As text.
    pub fn to_text(&self) -> String {
        BASE64.encode(&self.0)
    }

    /// From text, which is written in one way only.
    pub fn from_text(text: &str) -> Option<Self> {
        let sealed = Self(BASE64.decode(text).ok()?);
        (sealed.to_text() == text).then_some(sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sealed_part_opens_with_its_own_link_only() {
        let (one, two) = (FamilyKey::make(), FamilyKey::make());
        let sealed = one.of_link("a").seal("a", "王小明".as_bytes()).unwrap();
        assert_eq!(one.of_link("a").open("a", &sealed).as_deref(), Some("王小明".as_bytes()));
        assert_eq!(one.of_link("b").open("a", &sealed), None);
        assert_eq!(one.of_link("a").open("b", &sealed), None);
        assert_eq!(two.of_link("a").open("a", &sealed), None);
        assert_eq!(one.of_link("a").open("a", &Sealed(vec![1, 2])), None);
        for at in 0..sealed.0.len() {
            let mut changed = sealed.clone();
            changed.0[at] ^= 1;
            assert_eq!(one.of_link("a").open("a", &changed), None, "byte {at}");
        }
    }

    #[test]
    fn a_wrapped_key_is_read_by_its_own_server_only() {
        let (seal, key) = (Seal::from_key([7; 32]), FamilyKey::make());
        let wrapped = key.wrapped(&seal);
        assert!(FamilyKey::unwrap(&seal, &wrapped) == Some(key));
        assert!(FamilyKey::unwrap(&Seal::from_key([8; 32]), &wrapped).is_none());
        assert!(FamilyKey::unwrap(&seal, "x").is_none());
    }

    #[test]
    fn sealed_text_is_written_in_one_way() {
        let sealed = Sealed(vec![1, 2, 3, 4]);
        let text = sealed.to_text();
        assert_eq!(Sealed::from_text(&text), Some(sealed));
        assert_eq!(Sealed::from_text(&text.replace("BA==", "BB==")), None, "{text}");
        assert_eq!(Sealed::from_text("!"), None);
    }
}
