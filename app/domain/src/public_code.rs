//! The code behind a QR poster: random, signed, and saying nothing about the place (model 2.2, `QrCode`).

/// RFC 4648 base32 in lower case: letters and digits that survive every keyboard and every URL.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
/// Characters of the random part: 65 bits.
pub const CODE_LENGTH: usize = 13;
/// Characters of the signature: 35 bits, so that a guess at the server is hopeless and a poster stays small.
pub const SIGNATURE_LENGTH: usize = 7;

/// A public code without its signature: what the server stores and signs.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicCode(String);

/// The text of a truncated signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureText(String);

/// The text has not the fixed alphabet and length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a public code")]
pub struct NotACode;

impl PublicCode {
    /// A new code from nine random bytes, of which 65 bits are used.
    pub fn make(random: [u8; 9]) -> Self {
        Self(base32(&random, CODE_LENGTH))
    }

    /// A stored code.
    ///
    /// # Errors
    /// [`NotACode`] when alphabet or length is wrong.
    pub fn from_stored(text: &str) -> Result<Self, NotACode> {
        checked(text, CODE_LENGTH).map(Self)
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl SignatureText {
    /// The text of a message authentication code, cut to 35 bits. The server computes `mac`; `None` when it is too short.
    pub fn of_mac(mac: &[u8]) -> Option<Self> {
        (mac.len() >= 16).then(|| Self(base32(mac, SIGNATURE_LENGTH)))
    }

    /// Its characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Compares without stopping at the first difference.
    pub fn matches(&self, other: &Self) -> bool {
        let pairs = self.0.bytes().zip(other.0.bytes());
        self.0.len() == other.0.len() && pairs.fold(0, |difference, (mine, theirs)| difference | (mine ^ theirs)) == 0
    }
}

/// The twenty characters that stand in the URL `/c/…`.
pub fn compose(code: &PublicCode, signature: &SignatureText) -> String {
    format!("{}{}", code.0, signature.0)
}

/// Takes the twenty characters of a URL apart; upper case is tolerated. The signature is not verified here.
///
/// # Errors
/// [`NotACode`] when alphabet or length is wrong.
pub fn parse(text: &str) -> Result<(PublicCode, SignatureText), NotACode> {
    let text = checked(text, CODE_LENGTH + SIGNATURE_LENGTH)?;
    let (code, signature) = text.split_at(CODE_LENGTH);
    Ok((PublicCode(code.to_owned()), SignatureText(signature.to_owned())))
}

fn checked(text: &str, length: usize) -> Result<String, NotACode> {
    let lower = text.to_ascii_lowercase();
    let sound = lower.len() == length && lower.bytes().all(|byte| ALPHABET.contains(&byte));
    if sound { Ok(lower) } else { Err(NotACode) }
}

fn base32(bytes: &[u8], length: usize) -> String {
    let bit = |index: usize| bytes.get(index / 8).map_or(0, |byte| usize::from(byte >> (7 - index % 8) & 1));
    let group = |at: usize| (0..5).fold(0, |value, index| value << 1 | bit(at * 5 + index));
    (0..length).map(|at| char::from(ALPHABET[group(at)])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_and_its_signature_come_apart_as_they_went_together() {
        let code = PublicCode::make([0xff, 0, 0xaa, 1, 2, 3, 4, 5, 0x80]);
        let signature = SignatureText::of_mac(&[7; 32]).unwrap();
        let text = compose(&code, &signature);
        assert_eq!(text.len(), 20);
        assert_eq!(parse(&text), Ok((code.clone(), signature.clone())));
        assert_eq!(parse(&text.to_uppercase()), Ok((code.clone(), signature)));
        assert_eq!(PublicCode::from_stored(code.as_str()), Ok(code));
    }

    #[test]
    fn base32_is_the_published_one() {
        assert_eq!(base32(b"foobar", 9), "mzxw6ytbo");
    }

    #[test]
    fn every_random_bit_counts() {
        let codes: std::collections::BTreeSet<_> = (0..65)
            .map(|bit| PublicCode::make(std::array::from_fn(|at| if at == bit / 8 { 0x80 >> (bit % 8) } else { 0 })))
            .collect();
        assert_eq!(codes.len(), 65);
    }

    #[test]
    fn what_is_no_code_is_refused() {
        for text in ["", "abc", "0aaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaa/a", "ääääääääää"]
        {
            assert_eq!(parse(text), Err(NotACode), "{text}");
        }
    }

    #[test]
    fn another_signature_does_not_match() {
        let (mine, other) = (SignatureText::of_mac(&[7; 16]).unwrap(), SignatureText::of_mac(&[8; 16]).unwrap());
        assert!(mine.matches(&mine.clone()) && !mine.matches(&other));
        assert_eq!(SignatureText::of_mac(&[7; 15]), None);
    }
}
