//! The lines of an exported file that say who vouches for a record: the phone with its signature, the server with its receipt.

use super::facts::EventFacts;
use super::file::LinkLine;
use super::order::moved;
use super::published::Published;
use super::report::Report;
use super::signed::{PhoneSignature, Signing};
use crate::receipt::verifies;
use domain::chain::{Link, LinkKind, Reason, Verdict};
use domain::hash::Hash;
use domain::id::{HouseholdId, RecordId};
use domain::sync::protocol::{Receipt, ReceiptState};
use domain::sync::signature::{Proof, PublicKey, ReceiptKey, Signature, SignatureState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The phone's signature over `record_hash` of a link, with the public key that made it; both are there when `state` is `signed`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignatureLine {
    pub household: HouseholdId,
    pub seq: u64,
    pub state: SignatureState,
    pub key: Option<PublicKey>,
    pub signature: Option<Signature>,
}

/// The server's receipt for the record of a link, with the public key that signed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptLine {
    pub household: HouseholdId,
    pub seq: u64,
    pub state: ReceiptState,
    /// Whether every blob of the record had arrived.
    pub complete: bool,
    pub received_at_ms: i64,
    pub key_no: u32,
    pub key: PublicKey,
    pub signature: Signature,
}

impl SignatureLine {
    /// The line for the record of a link.
    pub fn of(link: &Link, signing: &Signing) -> Self {
        let by = signing.by.filter(|_| signing.state == SignatureState::Signed);
        let (household, seq, state) = (link.household, link.seq, signing.state);
        Self { household, seq, state, key: by.map(|by| by.key), signature: by.map(|by| by.signature) }
    }

    /// How it was signed; `None` when the key and the signature are not there together, or not where they belong.
    pub fn signing(&self) -> Option<Signing> {
        let is_signed = self.state == SignatureState::Signed;
        let whole = self.key.is_some() == is_signed && self.signature.is_some() == is_signed;
        let by = self.key.zip(self.signature).map(|(key, signature)| PhoneSignature { key, signature });
        whole.then_some(Signing { state: self.state, by })
    }
}

impl ReceiptLine {
    /// The line of a signed receipt; `None` when nobody signed it, or with a key that is not there.
    pub fn of(link: &Link, receipt: &Receipt, keys: &[ReceiptKey]) -> Option<Self> {
        let Proof { key: key_no, signature } = receipt.proof?;
        let key = keys.iter().find(|key| key.no == key_no)?.public;
        Some(Self {
            household: link.household,
            seq: link.seq,
            state: receipt.state,
            complete: receipt.missing_blobs.is_empty(),
            received_at_ms: receipt.received_at_ms,
            key_no,
            key,
            signature,
        })
    }

    /// What the server must have signed for this link; `None` when no record can stand behind it.
    pub fn digest(&self, link: &LinkLine) -> Option<Hash> {
        let id: RecordId = link.subject.parse().ok()?;
        let missing_blobs = if self.complete { vec![] } else { vec![Hash([0; 32])] };
        let receipt = Receipt {
            id,
            hash: link.record_hash?,
            state: self.state,
            missing_blobs,
            findings: vec![],
            received_at_ms: self.received_at_ms,
            proof: None,
        };
        Some(receipt.digest(self.key_no))
    }
}

/// Household and number of a link.
type Place = (HouseholdId, u64);

/// Says of each record of a phone whether its signature and the server's receipt are there and fit it.
pub fn judge_vouching(
    links: &[LinkLine],
    (signatures, receipts): (&[SignatureLine], &[ReceiptLine]),
    published: Option<&Published>,
    report: &mut Report,
) {
    let places = || links.iter().map(|link| (link.household, link.seq));
    let mut signed = by_place(signatures, |line| (line.household, line.seq), places());
    let mut told = by_place(receipts, |line| (line.household, line.seq), places());
    for link in links.iter().filter(|link| link.kind == LinkKind::Event) {
        let facts: Option<EventFacts> = serde_json::from_str(&link.facts).ok();
        let Some(facts) = facts.filter(|facts| facts.device.is_some()) else { continue };
        let place = (link.household, link.seq);
        let what = format!("of household {} link {}", link.household, link.seq);
        let (verdict, reason) = judged(signed.remove(&place), Reason::Signature, |line| signs(line, link, &facts));
        report.say(format!("signature {what}"), verdict, reason);
        let (verdict, reason) = judged(told.remove(&place), Reason::Receipt, |line| {
            let is_ours = published.is_none_or(|published| published.is_key(line.key_no, &line.key.to_string()));
            is_ours && tells(line, link, &facts)
        });
        report.say(format!("receipt {what}"), verdict, reason);
    }
    for (household, seq) in signed.into_keys().chain(told.into_keys()) {
        let what = format!("signature or receipt of household {household} link {seq}");
        report.say(what, Verdict::Changed, Reason::Unlinked);
    }
}

/// Lines of a link, each with whether it stands where it does not belong.
type Here<'a, T> = Vec<(&'a T, bool)>;

fn by_place<'a, T>(
    lines: &'a [T],
    place: impl Fn(&T) -> Place,
    links: impl Iterator<Item = Place>,
) -> BTreeMap<Place, Here<'a, T>> {
    let mut places: BTreeMap<Place, Here<'a, T>> = BTreeMap::new();
    let moved = moved(links, lines.iter().map(|line| ((), place(line))));
    for (line, is_moved) in lines.iter().zip(moved) {
        places.entry(place(line)).or_default().push((line, is_moved));
    }
    places
}

fn judged<T>(lines: Option<Here<'_, T>>, reason: Reason, fits: impl Fn(&T) -> bool) -> (Verdict, Reason) {
    match lines.unwrap_or_default()[..] {
        [] => (Verdict::Missing, reason),
        [(line, _)] if !fits(line) => (Verdict::Changed, reason),
        [(_, false)] => (Verdict::Intact, Reason::Nothing),
        _ => (Verdict::OutOfOrder, Reason::Position),
    }
}

fn signs(line: &SignatureLine, link: &LinkLine, facts: &EventFacts) -> bool {
    let Some(signing) = line.signing() else { return false };
    let is_by_the_key = signing.by.is_none_or(|by| link.record_hash.is_some_and(|hash| by.fits(hash)));
    is_by_the_key && signing.agrees(facts.signature_state, facts.signature_sha256)
}

fn tells(line: &ReceiptLine, link: &LinkLine, facts: &EventFacts) -> bool {
    let is_signed = line.digest(link).is_some_and(|digest| verifies(&line.key, digest, &line.signature));
    let came = match facts.record_received_at_ms {
        Some(at_ms) => line.received_at_ms == at_ms,
        None => line.received_at_ms <= facts.received_at_ms,
    };
    is_signed && came
}
