//! A visit that is being written: everything tapped and typed so far, saved on each keystroke, found again after a kill.

use super::meaning;
use super::needs::NeedDraft;
use super::step::{Form, Step};
use crate::field::consent::frozen::Frozen;
use domain::consent::Relation;
use domain::evidence::Strokes;
use domain::hash::Hash;
use domain::id::{CompoundId, HouseholdId, VisitId};
use domain::json::{FromJson, ToJson};
use domain::map::Map;
use domain::questionnaire::{Answers, Questionnaire};
use domain::sync::view::HouseholdView;
use domain::visit::{Slot, VisitOutcome};
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// What the household said to the fee.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum FeeDecision {
    /// 先不签: nothing is recorded as consent.
    NotNow,
    /// An event, frozen when it was given or refused.
    Event(Frozen),
}

/// How the text reached the signer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// 我看清了.
    Myself,
    /// 有人给我读了.
    ReadToMe,
}

/// The fee page, half filled.
#[derive(Debug, Clone, PartialEq, Eq, Default, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
#[serde(default)]
pub struct FeeDraft {
    /// An adult who may decide: said yes or no, or not asked yet.
    pub may_decide: Option<bool>,
    /// To the home.
    pub relation: Option<Relation>,
    /// The signer's name.
    pub name: String,
    /// How it was read.
    pub seen: Option<Seen>,
    /// Who read.
    pub reader: String,
    /// Witness, where one is needed.
    pub witness: String,
    /// The separate tick.
    pub share: bool,
    /// 我愿意从…起交费.
    pub willing: bool,
    /// Seconds that the text was on the screen.
    pub seconds: u32,
    /// The phone read it to its end.
    pub read_aloud: bool,
    /// Signature so far.
    pub strokes: Option<Strokes>,
    /// Photos of a paper.
    pub photos: Vec<Hash>,
    /// What it came to.
    pub decision: Option<FeeDecision>,
}

/// A visit in the making.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct VisitDraft {
    /// The id it will have.
    pub visit: VisitId,
    /// Whose door.
    pub household: HouseholdId,
    /// In which compound.
    pub compound: CompoundId,
    /// Which family.
    pub occupancy_seq: u32,
    /// The last of its consents that the phone had heard of.
    #[serde(default)]
    pub consent_mark: Option<u32>,
    /// When it began, phone clock.
    pub started_at_ms: i64,
    /// Which questions.
    #[serde(default)]
    pub form: Form,
    /// Where one is.
    pub step: Step,
    /// Chosen by one tap on the door's page: no questions, no consents.
    #[serde(default)]
    pub quick: bool,
    /// What was answered.
    #[serde(default)]
    pub answers: Answers,
    /// What was typed and is no answer yet (`8` on the way to `85.5`).
    #[serde(default)]
    pub typed: Map<String>,
    /// Needs; those no longer asked for stay here and are not recorded.
    #[serde(default)]
    pub needs: Vec<NeedDraft>,
    /// The acknowledgement of the free months, frozen when it was given.
    #[serde(default)]
    pub trial: Option<Frozen>,
    /// The fee page.
    #[serde(default)]
    pub fee: FeeDraft,
    /// Chosen by the worker.
    #[serde(default)]
    pub outcome: Option<VisitOutcome>,
    /// Who came along.
    #[serde(default)]
    pub companion: String,
    /// A note.
    #[serde(default)]
    pub note: String,
    /// When to come again.
    #[serde(default)]
    pub next_slot: Option<Slot>,
    /// The slot was chosen or taken away by hand: no suggestion overwrites it.
    #[serde(default)]
    pub slot_chosen: bool,
    /// The camera was opened here and has not come back.
    #[serde(default)]
    pub camera: Option<String>,
}

impl VisitDraft {
    /// A visit that begins now.
    pub fn new(visit: VisitId, household: &HouseholdView, now_ms: i64) -> Self {
        Self {
            visit,
            household: household.id,
            compound: household.compound,
            occupancy_seq: household.occupancy_seq,
            consent_mark: household.consent_mark,
            started_at_ms: now_ms,
            form: Form::Short,
            step: Step::Ask(meaning::NOTICE.to_owned()),
            quick: false,
            answers: Answers::new(),
            typed: Map::new(),
            needs: Vec::new(),
            trial: None,
            fee: FeeDraft::default(),
            outcome: None,
            companion: String::new(),
            note: String::new(),
            next_slot: None,
            slot_chosen: false,
            camera: None,
        }
    }

    /// The name it is kept under.
    pub fn name(household: HouseholdId) -> String {
        format!("visit/{household}")
    }

    /// The name its questionnaire is kept under: a new version does not change a visit that has begun.
    pub fn form_name(household: HouseholdId) -> String {
        format!("form/{household}")
    }

    /// What the flow suggests; the worker chooses.
    pub fn suggested_outcome(&self, form: &Questionnaire) -> Option<VisitOutcome> {
        if self.fee.may_decide == Some(false) && self.answers.len() <= 1 {
            return Some(VisitOutcome::NotDecisionMaker);
        }
        if let Some(outcome) = form.ended(&self.answers) {
            return Some(outcome);
        }
        let asked = |code: &String| code != meaning::NOTICE && !code.starts_with('W') && !code.starts_with('@');
        if !self.answers.keys().any(asked) {
            return None;
        }
        let unanswered = form.validate(&self.answers).iter().any(|finding| {
            finding.code == "unanswered" && form.question(&finding.field).is_some_and(|question| !question.by_worker)
        });
        Some(if unanswered { VisitOutcome::Partial } else { VisitOutcome::Completed })
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::id::{BuildingId, UnitId};
    use domain::questionnaire::Answer;

    pub(crate) fn draft() -> VisitDraft {
        let household = HouseholdView {
            id: HouseholdId::new(1, [1; 10]),
            compound: CompoundId::new(1, [2; 10]),
            building_id: BuildingId::new(1, [3; 10]),
            building: "3号楼".into(),
            unit_id: UnitId::new(1, [4; 10]),
            unit: "2".into(),
            floor: Some(5),
            door: "501".into(),
            area_c: Some(6847),
            area_source: None,
            usage: domain::place::Usage::Residence,
            occupancy: domain::place::Occupancy::Owner,
            occupancy_seq: 1,
            name_masked: None,
            household_code: None,
            door_state: domain::visit::DoorState::NotVisited,
            fee_consent: domain::consent::FeeConsentState::None,
            consent_mark: None,
            visits: vec![],
            attempts: 0,
            promises: vec![],
        };
        VisitDraft::new(VisitId::new(1, [5; 10]), &household, 1_800_000_000_000)
    }

    #[test]
    fn the_flow_suggests_and_an_untouched_form_suggests_nothing() {
        let form = meaning::short_form(Questionnaire::hq_01());
        let mut draft = draft();
        assert_eq!(draft.suggested_outcome(&form), None);
        draft.answer("Q00", Some(Answer::Choice("unwilling".into())));
        assert_eq!(draft.suggested_outcome(&form), Some(VisitOutcome::RefusedFinal));
        draft.answer("Q00", Some(Answer::Choice("go_on".into())));
        draft.answer("Q01", Some(Answer::Choice("owner".into())));
        assert_eq!(draft.suggested_outcome(&form), Some(VisitOutcome::Partial));
        draft.answer("Q02", Some(Answer::Choice("own_use".into())));
        draft.answer("Q08", Some(Answer::Choices(vec!["nothing".into()])));
        draft.answer("Q10", Some(Answer::YesNo(false)));
        assert_eq!(draft.suggested_outcome(&form), Some(VisitOutcome::Completed));
    }

    #[test]
    fn both_readers_agree_on_a_draft() {
        use crate::reading::{HASH, ID, agree_and_write};
        use serde_json::json;
        let strokes = json!({"width": 300, "height": 150, "strokes": [[[1, -2, 3]], []]});
        for decision in [json!("not_now"), json!({"event": "{}"})] {
            agree_and_write::<FeeDraft>(
                &json!({"may_decide": true, "relation": "owner", "name": "n", "seen": "read_to_me",
                "reader": "r", "witness": "w", "share": true, "willing": true, "seconds": 9, "read_aloud": true,
                "strokes": strokes, "photos": [HASH], "decision": decision}),
            );
        }
        let fee = serde_json::to_value(FeeDraft::default()).unwrap();
        for step in [json!({"ask": "Q08"}), json!({"need": 2}), json!("trial"), json!("fee"), json!("finish")] {
            let mut full = serde_json::to_value(draft()).unwrap();
            let filled = json!({"visit": ID, "form": "full", "step": step, "answers": {"Q08": {"choices": ["a"]}}, "fee": fee,
                "typed": {"Q03": "1"}, "needs": [{"icon": "water", "hazard": true, "code": "c", "place_text": "p", "text": "t",
                "photos": [HASH]}], "trial": "{}", "outcome": "partial"});
            full.as_object_mut().unwrap().extend(filled.as_object().unwrap().clone());
            agree_and_write::<VisitDraft>(&full);
        }
    }

    #[test]
    fn a_draft_reads_back_what_was_saved_and_an_older_one_still_opens() {
        let mut draft = draft();
        draft.answer("Q08", Some(Answer::Choices(vec!["water".into()])));
        draft.typed.insert("Q03".into(), "1".into());
        let saved = serde_json::to_string(&draft).unwrap();
        assert_eq!(domain::json::read::<VisitDraft>(&saved), Ok(draft.clone()));
        let mut old: serde_json::Value = serde_json::from_str(&saved).unwrap();
        old.as_object_mut().unwrap().retain(|key, _| {
            ["visit", "household", "compound", "occupancy_seq", "started_at_ms", "step"].contains(&key.as_str())
        });
        assert!(domain::json::read::<VisitDraft>(&old.to_string()).is_ok());
    }
}
