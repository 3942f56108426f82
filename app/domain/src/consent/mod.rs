//! Consent (同意): append-only events, the terms that were shown, and the state computed from them (model 2.5).
//!
//! Silence never becomes a fee: everything here starts from "no fee", and only [`state::owes_fee_on`] can say otherwise.

pub mod capture;
pub mod check;
pub mod state;
pub mod stored;
pub mod text;

pub use check::ConsentContext;
pub use state::{
    ConfirmationMethod, ConsentConfirmation, ConsentFacts, FeeConsent, FeeConsentState, OpenNo, Owed, fee_consent,
    owes_fee_on,
};
pub use stored::StoredConsent;
pub use text::{fill, shown_hash, shown_text, template};

use crate::area::AreaC;
use crate::calendar::Day;
use crate::config::Config;
use crate::fee::{fee_fen, gross_fen};
use crate::hash::Hash;
use crate::id::{AccountId, CompanyId, HouseholdId, RecordId};
use crate::json::{FromJson, ToJson};
use crate::language::Language;
use crate::map::Map;
use crate::money::{Fen, RateMill};
use crate::org::wire_names;
use crate::sync::signature::Hex;
use crate::trial::fee_start;
use serde::{Deserialize, Serialize};

wire_names!(ConsentKind {
    NoticeProcessing = "notice_processing",
    SensitiveSeparate = "sensitive_separate",
    ShareWithCompany = "share_with_company",
    TrialAck = "trial_ack",
    FeePaid = "fee_paid",
    Photo = "photo",
    Audio = "audio",
    RatingContact = "rating_contact",
});

wire_names!(ConsentAction {
    Given = "given",
    Refused = "refused",
    Withdrawn = "withdrawn",
    /// A slip of the pen in the record itself, never in the terms.
    Corrected = "corrected",
    Expired = "expired",
    /// By two persons: fraud, wrong door, no capacity.
    Voided = "voided",
});

wire_names!(ConsentMethod {
    /// Spoken, with a witness.
    E0 = "e0",
    /// Finger signature on the worker's phone.
    E1 = "e1",
    /// The resident's own phone.
    E2 = "e2",
    /// A certificate authority or the government's identity app.
    E3 = "e3",
    /// A paper original, photographed and filed.
    Ep = "ep",
});

wire_names!(Relation {
    Owner = "owner",
    CoOwner = "co_owner",
    OwnerFamily = "owner_family",
    Tenant = "tenant",
    /// With a written authority.
    Agent = "agent",
    Other = "other",
});

impl Relation {
    /// Whether such a person may give a fee consent (model 2.5, guard of `given`).
    pub fn may_sign(self) -> bool {
        matches!(self, Self::Owner | Self::CoOwner | Self::Tenant | Self::Agent)
    }
}

/// Everything that the fee text prints. Stored as shown, never recomputed later (INV-08).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct FeeTerms {
    /// Number of the text as printed, such as `FP-1`.
    pub text_no: String,
    /// Who serves.
    pub company: CompanyId,
    /// Its name as printed.
    pub company_name: String,
    /// Its telephone as printed.
    pub company_tel: String,
    /// The community's name as printed.
    pub community_name: String,
    /// The community's telephone as printed.
    pub community_tel: String,
    /// Floor area.
    pub area_c: AreaC,
    /// Rate.
    pub rate_mill: RateMill,
    /// Concession in thousandths, 0 to 1000.
    pub permille_off: u16,
    /// Code of the concession, never its reason (INV-14).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concession_code: Option<String>,
    /// The monthly fee after the concession.
    pub monthly_fen: Fen,
    /// First day of the free service.
    #[serde(with = "crate::calendar::iso")]
    pub trial_start: Day,
    /// Last day that costs nothing.
    #[serde(with = "crate::calendar::iso")]
    pub last_free_day: Day,
    /// The earliest first day of a paid month.
    #[serde(with = "crate::calendar::iso")]
    pub earliest_fee_start: Day,
}

impl FeeTerms {
    /// The fee that follows from area, rate and concession.
    pub fn computed_fen(&self) -> Fen {
        fee_fen(self.area_c, self.rate_mill, self.permille_off, Fen(0))
    }

    /// The same terms with what follows from them filled in: the monthly fee, and the first paid month of somebody who signs and
    /// is called back on `signing_day`.
    #[must_use]
    pub fn priced(mut self, signing_day: Day, config: &Config) -> Self {
        self.monthly_fen = self.computed_fen();
        self.earliest_fee_start = fee_start(self.last_free_day, signing_day, config.cooling_days);
        self
    }

    /// The same without concession.
    pub fn gross_fen(&self) -> Fen {
        gross_fen(self.area_c, self.rate_mill)
    }
}

/// What proves an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, FromJson, ToJson)]
pub struct Evidence {
    /// Blob of the signature strokes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub strokes_sha256: Option<Hash>,
    /// Blobs of photos: the paper original, a written authority.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photo_sha256s: Vec<Hash>,
    /// Reference of a one-time password, never the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub otp_ref: Option<String>,
    /// Filing number of a paper original.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper_no: Option<String>,
    /// Name of a witness.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
    /// Who read the text to the signer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reader: Option<String>,
    /// Whether the text was read aloud.
    #[serde(default)]
    pub read_aloud: bool,
    /// Seconds the text was on screen.
    #[serde(default)]
    pub seconds_on_text: u32,
}

/// One event of the append-only log. Times, device and worker of capture also stand in the record's envelope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct ConsentEvent {
    /// What it is about.
    pub kind: ConsentKind,
    /// What happened.
    pub action: ConsentAction,
    /// Whose door.
    pub household: HouseholdId,
    /// Which occupying family (居住轮次).
    pub occupancy_seq: u32,
    /// The signer's relation to the home.
    pub relation: Relation,
    /// The signer's name as given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer_name: Option<String>,
    /// The signer's own staff account, if the signer is staff (INV-10).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer_account: Option<AccountId>,
    /// Version of the text of this kind.
    pub text_version: u16,
    /// Language shown.
    #[serde(default)]
    pub language: Language,
    /// Fingerprint of exactly what was shown, with everything filled in.
    pub text_sha256: Hash,
    /// The printed terms. Mandatory where `fee_paid` is given; the other texts that print a company, a community or a date
    /// (`trial_ack`, `share_with_company`, `notice_processing`) carry them too, so that what was shown can be printed again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee_terms: Option<FeeTerms>,
    /// What else was printed, by placeholder: the values of texts without fee terms, as shown.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub printed: Map<String>,
    /// Level of evidence.
    pub method: ConsentMethod,
    /// The evidence.
    #[serde(default)]
    pub evidence: Evidence,
    /// The separate tick for handing data to the company; `None` where it was not asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share_with_company: Option<bool>,
    /// Who held the phone; `None` on the resident's own phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured_by: Option<AccountId>,
    /// By the capturing clock.
    pub captured_at_ms: i64,
    /// The event that this one withdraws, corrects or voids.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refers_to: Option<RecordId>,
    /// Up to which link the phone had the household's chain ([`crate::chain::mark`]); `None`: it had heard of no consent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<u32>,
    /// Chance, made with the event and erased with its personal parts: the record's hash stays on the chain, and without this a name
    /// could be guessed from it. `None` in events of before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Salt>,
}

/// Sixteen bytes of chance.
pub type Salt = Hex<16>;

impl ConsentEvent {
    /// What of the event may stand in the clear: what was agreed and under which text, never who signed or with what. Everything a
    /// state is computed from is in it, so that erasing the personal parts turns no refusal into silence and no silence into a fee.
    #[must_use]
    pub fn clear_part(&self) -> Self {
        let Evidence { read_aloud, seconds_on_text, .. } = self.evidence;
        Self {
            signer_name: None,
            printed: Map::new(),
            evidence: Evidence { read_aloud, seconds_on_text, ..Evidence::default() },
            salt: None,
            ..self.clone()
        }
    }
}
