//! The server's key: seals names and phones at rest, signs compound codes, and hashes what is only compared.

use aes_gcm::aead::{Aead, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use anyhow::{Context, ensure};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use domain::id::AccountId;
use domain::public_code::{PublicCode, SignatureText, compose, parse};
use domain::sync::signature::Hex;
use hmac::{Hmac, KeyInit as _, Mac};
use sha2::Sha256;
use std::io::Write as _;
use std::path::Path;

const KEY_BYTES: usize = 32;

/// Everything that is done with the server's secret key. One key, separated by purpose.
#[derive(Clone)]
pub struct Seal {
    key: [u8; KEY_BYTES],
}

impl Seal {
    /// A seal from a given key (tests, several servers sharing one).
    pub fn from_key(key: [u8; KEY_BYTES]) -> Self {
        Self { key }
    }

    /// Reads `server.key` in the data folder; makes it, readable by its owner only, when it is not there.
    pub fn open(data: &Path) -> anyhow::Result<Self> {
        let path = data.join("server.key");
        if !path.exists() {
            std::fs::create_dir_all(data).with_context(|| format!("cannot create {}", data.display()))?;
            let key: [u8; KEY_BYTES] = rand::random();
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path).and_then(|mut file| file.write_all(&key)).context("cannot write the server's key")?;
        }
        Self::read(data)
    }

    /// Reads `server.key` in the data folder and makes none.
    pub fn read(data: &Path) -> anyhow::Result<Self> {
        let path = data.join("server.key");
        let bytes = std::fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let key: Result<[u8; KEY_BYTES], _> = bytes.try_into();
        ensure!(key.is_ok(), "{} must hold exactly {KEY_BYTES} bytes", path.display());
        Ok(Self { key: key.unwrap_or_default() })
    }

    /// Encrypts a text for the database; a fresh nonce stands before the ciphertext.
    pub fn seal(&self, plain: &str) -> String {
        let nonce: [u8; 12] = rand::random();
        let sealed = self.cipher().encrypt(Nonce::from_slice(&nonce), plain.as_bytes()).unwrap_or_default();
        BASE64.encode([nonce.as_slice(), &sealed].concat())
    }

    /// Opens what [`Seal::seal`] made; `None` when it was changed or sealed with another key.
    pub fn open_text(&self, sealed: &str) -> Option<String> {
        let bytes = BASE64.decode(sealed).ok()?;
        let (nonce, ciphertext) = bytes.split_at_checked(12)?;
        let plain = self.cipher().decrypt(Nonce::from_slice(nonce), ciphertext).ok()?;
        String::from_utf8(plain).ok()
    }

    /// Encrypts bytes, such as a file that waits for somebody's decision.
    pub fn seal_bytes(&self, plain: &[u8]) -> Vec<u8> {
        let nonce: [u8; 12] = rand::random();
        let sealed = self.cipher().encrypt(Nonce::from_slice(&nonce), plain).unwrap_or_default();
        [nonce.as_slice(), &sealed].concat()
    }

    /// Opens what [`Seal::seal_bytes`] made.
    pub fn open_bytes(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, ciphertext) = sealed.split_at_checked(12)?;
        self.cipher().decrypt(Nonce::from_slice(nonce), ciphertext).ok()
    }

    /// What equal telephones have in common in the database.
    pub fn phone_hash(&self, phone: &str) -> String {
        self.digest("phone", phone).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// A keyed digest for looking up equal values without storing them; `purpose` keeps uses apart.
    pub fn digest(&self, purpose: &str, value: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.subkey("digest")).unwrap_or_else(|_| unreachable!());
        mac.update(purpose.as_bytes());
        mac.update(&[0]);
        mac.update(value.as_bytes());
        mac.finalize().into_bytes().into()
    }

    /// The key under which the phones of an account seal what lies on them. Always the same: a forgotten PIN loses nothing, and nor
    /// does an older backup of the database.
    pub fn data_key(&self, account: AccountId) -> Hex<32> {
        Hex(self.digest("phone data key", &account.to_string()))
    }

    /// The path of a compound's public page, `/c/…`: its random code with a signature, so that nobody can guess or edit one.
    pub fn public_path(&self, public_code: &str) -> String {
        let code = PublicCode::from_stored(public_code).ok();
        let signed = code.zip(SignatureText::of_mac(&self.digest("public code", public_code)));
        signed.map(|(code, signature)| format!("/c/{}", compose(&code, &signature))).unwrap_or_default()
    }

    /// The public code inside a path segment, if its signature is ours.
    pub fn read_public_segment(&self, segment: &str) -> Option<PublicCode> {
        let (code, signature) = parse(segment).ok()?;
        let expected = SignatureText::of_mac(&self.digest("public code", code.as_str()))?;
        expected.matches(&signature).then_some(code)
    }

    fn cipher(&self) -> Aes256Gcm {
        Aes256Gcm::new(&self.subkey("seal").into())
    }

    fn subkey(&self, purpose: &str) -> [u8; KEY_BYTES] {
        domain::hash::Hash::of_parts(&[&self.key, purpose.as_bytes()]).0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_same_key_only() {
        let seal = Seal::from_key([7; 32]);
        let sealed = seal.seal("王小明");
        assert_eq!(seal.open_text(&sealed).as_deref(), Some("王小明"));
        assert_eq!(Seal::from_key([8; 32]).open_text(&sealed), None);
        assert_eq!(seal.open_text("AAAA"), None);
        assert_ne!(sealed, seal.seal("王小明"), "a nonce is never used twice");
    }

    #[test]
    fn digests_of_different_purposes_differ() {
        let seal = Seal::from_key([7; 32]);
        assert_ne!(seal.digest("phone", "1"), seal.digest("code", "1"));
        assert_eq!(seal.digest("phone", "1"), seal.digest("phone", "1"));
    }

    #[test]
    fn a_signed_code_is_ours_and_an_edited_one_is_not() {
        let (seal, code) = (Seal::from_key([7; 32]), PublicCode::make([5; 9]));
        let path = seal.public_path(code.as_str());
        let segment = path.strip_prefix("/c/").unwrap();
        assert_eq!(seal.read_public_segment(segment), Some(code.clone()));
        assert_eq!(seal.read_public_segment(&segment.to_uppercase()), Some(code));
        assert_eq!(Seal::from_key([8; 32]).read_public_segment(segment), None);
        for at in 0..segment.len() {
            let mut bytes = segment.to_owned().into_bytes();
            bytes[at] = if bytes[at] == b'a' { b'b' } else { b'a' };
            assert_eq!(seal.read_public_segment(&String::from_utf8(bytes).unwrap()), None, "character {at}");
        }
    }

    #[test]
    fn the_key_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Seal::open(folder.path()).unwrap().seal("x");
        assert_eq!(Seal::open(folder.path()).unwrap().open_text(&sealed).as_deref(), Some("x"));
    }
}
