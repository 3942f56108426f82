//! What is checked before a consent event is taken: the same on the phone and on the server (INV-08, INV-10).

use super::text::shown_hash;
use super::{ConsentAction, ConsentEvent, ConsentKind, ConsentMethod, FeeTerms};
use crate::calendar::{Day, shanghai_day};
use crate::config::Config;
use crate::finding::{Finding, Findings};
use crate::trial::{fee_start, in_consent_window};

/// What the checker knows about the situation.
#[derive(Debug, Clone, Copy)]
pub struct ConsentContext<'a> {
    /// The numbers of the day.
    pub config: &'a Config,
    /// Clock of the checker.
    pub now_ms: i64,
    /// Current occupying family of the household.
    pub occupancy_seq: u32,
    /// Current version of this kind of text.
    pub text_version: u16,
    /// Whether the capturing account works for a property company.
    pub captor_is_company: bool,
    /// The terms as the checker would print them on the day of capture; `None` where it cannot know better (the phone).
    pub expected_terms: Option<&'a FeeTerms>,
    /// Last free day of the compound's trial as known here.
    pub last_free_day: Option<Day>,
}

impl ConsentEvent {
    /// The values printed in the event's text: the fee terms, and what else was printed.
    pub fn fields(&self) -> impl Fn(&str) -> Option<String> {
        move |name| {
            let term = self.fee_terms.as_ref().and_then(|terms| terms.fields(self.language)(name));
            term.or_else(|| self.printed.get(name).cloned())
        }
    }

    /// Checks an event. Withdrawals print nothing and are checked for almost nothing, because withdrawing always succeeds (INV-07).
    ///
    /// # Errors
    /// All findings; the codes are listed in the functions below.
    pub fn validate(&self, context: &ConsentContext<'_>) -> Result<(), Vec<Finding>> {
        let mut findings = Findings::default();
        match self.action {
            ConsentAction::Given => {
                self.check_given(context, &mut findings);
                if self.kind == ConsentKind::FeePaid {
                    self.check_fee(context, &mut findings);
                }
            }
            ConsentAction::Voided | ConsentAction::Corrected | ConsentAction::Expired => {
                findings.when(self.refers_to.is_none(), "refers_to_nothing", "refers_to");
            }
            ConsentAction::Refused | ConsentAction::Withdrawn => {}
        }
        let name_too_long = self.signer_name.as_ref().is_some_and(|name| name.chars().count() > 30);
        findings.when(name_too_long, "too_long", "signer_name");
        findings.or(())
    }

    fn check_given(&self, context: &ConsentContext<'_>, findings: &mut Findings) {
        let shown = shown_hash(self.kind, self.text_version, self.language, &self.fields());
        let future = self.captured_at_ms > context.now_ms.saturating_add(context.config.skew_flag_ms);
        findings
            .when(self.text_version != context.text_version, "text_not_current", "text_version")
            .when(shown.is_none(), "text_unknown", "text_version")
            .when(shown.is_some_and(|hash| hash != self.text_sha256), "not_what_was_shown", "text_sha256")
            .when(self.occupancy_seq != context.occupancy_seq, "other_occupancy", "occupancy_seq")
            .when(future, "future", "captured_at_ms")
            .when(
                self.signer_account.is_some() && self.signer_account == self.captured_by,
                "signer_is_captor",
                "captured_by",
            );
    }

    fn check_fee(&self, context: &ConsentContext<'_>, findings: &mut Findings) {
        let evidence = &self.evidence;
        let read = evidence.read_aloud || evidence.seconds_on_text >= context.config.min_seconds_on_text;
        let on_worker_phone = self.method == ConsentMethod::E1;
        let no_paper = evidence.photo_sha256s.is_empty() || evidence.paper_no.is_none();
        findings
            .when(!self.relation.may_sign(), "relation_may_not_sign", "relation")
            .when(self.method == ConsentMethod::E0, "spoken_is_not_enough", "method")
            .when(on_worker_phone && evidence.strokes_sha256.is_none(), "strokes_missing", "evidence.strokes_sha256")
            .when(on_worker_phone && self.captured_by.is_none(), "captor_missing", "captured_by")
            .when(self.method == ConsentMethod::Ep && no_paper, "paper_missing", "evidence.paper_no")
            .when(self.method == ConsentMethod::E2 && evidence.otp_ref.is_none(), "otp_missing", "evidence.otp_ref")
            .when(!read, "text_not_read", "evidence.seconds_on_text")
            .when(context.captor_is_company, "company_may_not_capture", "captured_by")
            .when(self.fee_terms.is_none(), "terms_missing", "fee_terms");
        if let Some(terms) = &self.fee_terms {
            self.check_terms(terms, context, findings);
        }
    }

    fn check_terms(&self, terms: &FeeTerms, context: &ConsentContext<'_>, findings: &mut Findings) {
        let window = context.config.consent_window_days;
        let day = shanghai_day(self.captured_at_ms);
        let earliest = fee_start(terms.last_free_day, day, context.config.cooling_days);
        let differ = context.expected_terms.is_some_and(|expected| expected != terms);
        let free_too_short = context.last_free_day.is_some_and(|known| terms.last_free_day < known);
        findings
            .when(terms.permille_off > 1000, "out_of_range", "fee_terms.permille_off")
            .when(terms.monthly_fen != terms.computed_fen(), "fee_is_not_the_product", "fee_terms.monthly_fen")
            .when(!terms.area_c.is_plausible(), "area_out_of_range", "fee_terms.area_c")
            .when(terms.last_free_day < terms.trial_start, "ends_before_start", "fee_terms.last_free_day")
            .when(terms.earliest_fee_start < earliest, "fee_too_early", "fee_terms.earliest_fee_start")
            .when(differ, "terms_differ", "fee_terms")
            .when(context.last_free_day.is_none(), "trial_unknown", "fee_terms.last_free_day")
            .when(free_too_short, "free_time_cut", "fee_terms.last_free_day")
            .when(!in_consent_window(day, terms.last_free_day, window), "window_not_open", "captured_at_ms");
    }
}
