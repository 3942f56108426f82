//! What a consent that came from a worker's phone has to satisfy besides its own check: who may capture what, and how (INV-10).
//! Only the server knows who really made a record, so only the server asks.

use super::{ConsentAction, ConsentEvent, ConsentMethod};
use crate::finding::{Finding, Findings};
use crate::id::AccountId;

impl ConsentEvent {
    /// What is wrong with an event that `author` recorded on a phone. A no is asked for nothing: it always succeeds (INV-07).
    ///
    /// Voiding takes two persons at the office, and nothing else puts an event aside: `office_only`. A yes is captured by its author
    /// (`captor_is_not_author`) from somebody else (`signer_is_captor`), with a signature on the phone or a filed paper, or spoken
    /// where that is enough; a resident's own phone or a certificate is no matter of a worker's phone (`method_not_from_phone`).
    pub fn capture_findings(&self, author: AccountId) -> Vec<Finding> {
        use ConsentMethod::{E0, E1, Ep};
        let mut findings = Findings::default();
        match self.action {
            ConsentAction::Refused | ConsentAction::Withdrawn => {}
            ConsentAction::Voided | ConsentAction::Corrected | ConsentAction::Expired => {
                findings.when(true, "office_only", "action");
            }
            ConsentAction::Given => {
                findings
                    .when(self.captured_by != Some(author), "captor_is_not_author", "captured_by")
                    .when(self.signer_account == Some(author), "signer_is_captor", "signer_account")
                    .when(!matches!(self.method, E0 | E1 | Ep), "method_not_from_phone", "method");
            }
        }
        findings.into_vec()
    }
}
