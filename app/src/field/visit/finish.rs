//! The end of a visit: everything checked at once, then all its records for one commit. Pure.

use super::draft::{FeeDecision, VisitDraft};
use super::meaning;
use super::needs::NeedDraft;
use crate::field::consent::frozen::Frozen;
use crate::sync::outbox::NewRecord;
use domain::area::{AreaC, AreaError};
use domain::calendar::Day;
use domain::config::Config;
use domain::consent::{ConsentAction, FeeConsentState};
use domain::finding::{Finding, Findings};
use domain::hash::Hash;
use domain::id::RecordId;
use domain::json;
use domain::need::Need;
use domain::questionnaire::{Answer, Answers, Kind, Questionnaire, SurveyResponse};
use domain::sync::record::RecordKind;
use domain::sync::view::{HouseholdView, VisitBrief};
use domain::visit::{DoorState, PastVisit, Visit, VisitChannel, VisitOutcome, door_state};

/// What is to be recorded, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The visit.
    pub visit: Visit,
    /// Answers, where any were given.
    pub response: Option<SurveyResponse>,
    /// Needs.
    pub needs: Vec<Need>,
    /// The acknowledgement of the free months, as frozen.
    pub trial: Option<Frozen>,
    /// The yes or no to the fee, as frozen.
    pub fee: Option<Frozen>,
}

/// Checks the whole draft with the rules that the server uses. `form` is the form that was asked.
///
/// # Errors
/// All findings: fields begin with `visit.`, `answers.` or `needs.N.` (N counts in the draft).
pub fn check(draft: &VisitDraft, form: &Questionnaire, now_ms: i64, config: &Config) -> Result<Checked, Vec<Finding>> {
    let mut findings = Findings::default();
    findings.when(draft.outcome.is_none(), "outcome_missing", "visit.outcome");
    let outcome = draft.outcome.unwrap_or(VisitOutcome::Partial);
    let visit = visit(draft, outcome, now_ms);
    findings.nest("visit", visit.validate(now_ms, config.skew_flag_ms).err().unwrap_or_default());
    findings.when(outcome == VisitOutcome::WrongDoor && visit.note.is_none(), "note_missing", "visit.note");

    let response = response(draft, form, outcome, now_ms);
    if let Some(response) = &response {
        let found = response.validate(form, outcome == VisitOutcome::Completed).err().unwrap_or_default();
        for finding in found {
            let finding = at_the_needs_own_field(draft, finding);
            findings.push(finding);
        }
    }
    for (code, error) in typed_wrong(draft, form) {
        findings.when(true, error, &["answers.", &code].concat());
    }
    let shown = if draft.quick { Vec::new() } else { draft.shown_needs() };
    let mut needs = Vec::new();
    for index in shown {
        let need = need(draft, &draft.needs[index]);
        findings.nest(&["needs.", &index.to_string()].concat(), need.validate().err().unwrap_or_default());
        needs.push(need);
    }
    let (mut trial, mut fee) = (None, None);
    if !draft.quick {
        trial.clone_from(&draft.trial);
        if let Some(FeeDecision::Event(event)) = &draft.fee.decision {
            fee = Some(event.clone());
        }
    }
    findings.or(Checked { visit, response, needs, trial, fee })
}

/// A finding about the hazard's place is shown where it is typed.
fn at_the_needs_own_field(draft: &VisitDraft, finding: Finding) -> Finding {
    match draft.needs.iter().position(|need| need.hazard) {
        Some(index) if finding.field.strip_prefix("answers.") == Some(meaning::HAZARD_PLACE) => {
            Finding::new("place_missing", &format!("needs.{index}.place_text"))
        }
        _ => finding,
    }
}

/// What was typed and cannot be read, by question code.
pub fn typed_wrong(draft: &VisitDraft, form: &Questionnaire) -> Vec<(String, &'static str)> {
    let visible = form.visible(&draft.answers);
    let mut wrong = Vec::new();
    for (code, typed) in draft.typed.iter().filter(|(_, typed)| !typed.trim().is_empty()) {
        let Some(question) = visible.iter().find(|question| question.code == *code) else { continue };
        let error = match question.kind {
            Kind::Area => typed.parse::<AreaC>().err().map(AreaError::code),
            Kind::Int { .. } => typed.trim().parse::<u32>().err().map(|_| "number_wanted"),
            _ => None,
        };
        if let Some(error) = error {
            wrong.push((code.clone(), error));
        }
    }
    wrong
}

fn named(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn visit(draft: &VisitDraft, outcome: VisitOutcome, now_ms: i64) -> Visit {
    Visit {
        household: draft.household,
        outcome,
        channel: VisitChannel::Door,
        started_at_ms: draft.started_at_ms,
        ended_at_ms: now_ms.max(draft.started_at_ms),
        companion: named(&draft.companion),
        note: named(&draft.note),
        next_slot: draft.next_slot,
    }
}

fn response(draft: &VisitDraft, form: &Questionnaire, outcome: VisitOutcome, now_ms: i64) -> Option<SurveyResponse> {
    let asked =
        |code: &String| code != meaning::NOTICE && form.question(code).is_some_and(|question| !question.by_worker);
    if draft.quick || !draft.answers.keys().any(asked) {
        return None;
    }
    let mut answers = draft.answers.clone();
    if form.question(meaning::OUTCOME).is_some() {
        answers.insert(meaning::OUTCOME.to_owned(), Answer::Choice(outcome.name().to_owned()));
    }
    if form.question(meaning::NEXT_SLOT).is_some() {
        let slot = draft.next_slot.map_or("no", |slot| slot.band.name());
        answers.insert(meaning::NEXT_SLOT.to_owned(), Answer::Choice(slot.to_owned()));
    }
    Some(SurveyResponse {
        visit: draft.visit,
        household: draft.household,
        questionnaire: form.code.clone(),
        version: form.version,
        relation: meaning::relation(&draft.answers),
        answers: tidy(form.prune(&answers)),
        started_at_ms: draft.started_at_ms,
        ended_at_ms: now_ms.max(draft.started_at_ms),
    })
}

/// Texts without blanks around them; an empty one is no answer.
fn tidy(answers: Answers) -> Answers {
    let tidied = answers.into_iter().filter_map(|(code, answer)| match answer {
        Answer::Text(text) => Some((code, Answer::Text(named(&text)?))),
        other => Some((code, other)),
    });
    tidied.collect()
}

fn need(draft: &VisitDraft, need: &NeedDraft) -> Need {
    Need {
        visit: Some(draft.visit),
        household: Some(draft.household),
        compound: draft.compound,
        code: need.code.clone().unwrap_or_default(),
        place_text: need.place_text.trim().to_owned(),
        text: need.text.trim().to_owned(),
        photos: need.photos.clone(),
        hazard: need.hazard,
    }
}

impl Checked {
    /// All records of the visit, the visit first. `new_id` makes ids for all but the visit, which has its own.
    pub fn into_records(self, draft: &VisitDraft, mut new_id: impl FnMut() -> RecordId) -> Vec<NewRecord> {
        let mut records = Vec::new();
        let mut record = |id: RecordId, kind: RecordKind, body: String, blobs: Vec<Hash>| {
            records.push(NewRecord { id, kind, body, blobs });
        };
        record(RecordId(draft.visit.0), RecordKind::Visit, json::write(&self.visit), Vec::new());
        if let Some(response) = &self.response {
            record(new_id(), RecordKind::SurveyResponse, json::write(response), response.photos());
        }
        for need in self.needs {
            record(new_id(), RecordKind::Need, json::write(&need), need.photos);
        }
        for event in self.trial.into_iter().chain(self.fee) {
            let blobs = event.blobs();
            record(new_id(), RecordKind::ConsentEvent, event.body, blobs);
        }
        records
    }
}

/// The household as the board shows it before the server has heard of the visit.
pub fn seen_after(before: &HouseholdView, checked: &Checked, at_ms: i64, today: Day, config: &Config) -> HouseholdView {
    let mut after = before.clone();
    let outcome = checked.visit.outcome;
    let note = checked.visit.note.clone().unwrap_or_default();
    after.visits.insert(0, VisitBrief { at_ms, outcome, note });
    after.visits.truncate(3);
    after.attempts += 1;
    if let Some(fee) = checked.fee.as_ref().and_then(Frozen::glance) {
        after.fee_consent = match fee.action {
            ConsentAction::Given => FeeConsentState::PendingConfirmation,
            _ => FeeConsentState::Refused,
        };
    }
    let state = door_state(&history(&after), after.fee_consent, config, today);
    // The phone knows three visits only; an answer given before them still stands.
    let answered_before = before.door_state == DoorState::Answered && state != DoorState::Consented;
    after.door_state = if answered_before { DoorState::Answered } else { state };
    after
}

/// The visits that the phone knows, oldest first.
pub fn history(household: &HouseholdView) -> Vec<PastVisit> {
    household.visits.iter().rev().map(|visit| PastVisit { outcome: visit.outcome, at_ms: visit.at_ms }).collect()
}
