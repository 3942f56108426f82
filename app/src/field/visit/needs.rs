//! The needs of a draft: the answers name them, what was typed for one is never taken away.

use super::draft::VisitDraft;
use super::meaning;
use domain::hash::Hash;
use domain::json::{FromJson, ToJson};
use domain::need::NeedIcon;
use domain::questionnaire::Answer;
#[cfg(test)]
use serde::{Deserialize, Serialize};

/// A need in the making.
#[derive(Debug, Clone, PartialEq, Eq, FromJson, ToJson)]
#[cfg_attr(test, derive(Serialize, Deserialize))]
pub struct NeedDraft {
    /// What the resident pointed at.
    pub icon: NeedIcon,
    /// From the question on danger.
    pub hazard: bool,
    /// The worker's choice of category.
    #[serde(default)]
    pub code: Option<String>,
    /// Where.
    #[serde(default)]
    pub place_text: String,
    /// What.
    #[serde(default)]
    pub text: String,
    /// Kept blobs.
    #[serde(default)]
    pub photos: Vec<Hash>,
}

impl VisitDraft {
    /// Sets or takes away an answer, and lets the needs follow.
    pub fn answer(&mut self, code: &str, answer: Option<Answer>) {
        match answer {
            Some(answer) => drop(self.answers.insert(code.to_owned(), answer)),
            None => drop(self.answers.remove(code)),
        }
        self.follow_needs();
        if code == meaning::HAZARD_PLACE {
            let place = match self.answers.get(code) {
                Some(Answer::Text(place)) => place.clone(),
                _ => String::new(),
            };
            if let Some(need) = self.needs.iter_mut().find(|need| need.hazard) {
                need.place_text = place;
            }
        }
    }

    /// Makes the needs that the answers name and that are not there yet. None is ever taken away here.
    fn follow_needs(&mut self) {
        let (icons, hazard) = meaning::troubles(&self.answers);
        for icon in icons {
            self.want(icon, false);
        }
        if hazard {
            self.want(NeedIcon::Safety, true);
        }
    }

    fn want(&mut self, icon: NeedIcon, hazard: bool) {
        if self.place_of(icon, hazard).is_none() {
            let (place_text, text) = (String::new(), String::new());
            self.needs.push(NeedDraft { icon, hazard, code: None, place_text, text, photos: Vec::new() });
        }
    }

    fn place_of(&self, icon: NeedIcon, hazard: bool) -> Option<usize> {
        self.needs.iter().position(|need| need.icon == icon && need.hazard == hazard)
    }

    /// The needs asked for by the answers as they are now, by their place in `needs`; the hazard first.
    pub fn shown_needs(&self) -> Vec<usize> {
        let (icons, hazard) = meaning::troubles(&self.answers);
        let mut shown = Vec::new();
        if hazard {
            shown.extend(self.place_of(NeedIcon::Safety, true));
        }
        for icon in icons {
            shown.extend(self.place_of(icon, false));
        }
        shown
    }

    /// Changes the place of a need; the hazard's place is also the answer to "where?".
    pub fn set_need_place(&mut self, index: usize, place: String) {
        let Some(need) = self.needs.get_mut(index) else { return };
        need.place_text.clone_from(&place);
        if need.hazard {
            let answer = (!place.is_empty()).then_some(Answer::Text(place));
            match answer {
                Some(answer) => drop(self.answers.insert(meaning::HAZARD_PLACE.to_owned(), answer)),
                None => drop(self.answers.remove(meaning::HAZARD_PLACE)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::visit::draft::tests::draft;

    fn choices(codes: &[&str]) -> Option<Answer> {
        Some(Answer::Choices(codes.iter().map(|code| (*code).to_owned()).collect()))
    }

    #[test]
    fn going_back_and_changing_ones_mind_keeps_what_was_typed() {
        let mut draft = draft();
        draft.answer("Q08", choices(&["water", "power"]));
        draft.set_need_place(0, "3号楼下".into());
        draft.answer("Q08", choices(&["power"]));
        assert_eq!(draft.shown_needs(), [1]);
        draft.answer("Q08", choices(&["power", "water"]));
        assert_eq!(draft.shown_needs(), [1, 0]);
        assert_eq!(draft.needs[0].place_text, "3号楼下");
    }

    #[test]
    fn a_hazard_comes_first_and_its_place_is_one_and_the_same() {
        let mut draft = draft();
        draft.answer("Q08", choices(&["safety"]));
        draft.answer("Q10", Some(Answer::YesNo(true)));
        draft.answer("Q10_place", Some(Answer::Text("大门口".into())));
        let first = draft.shown_needs()[0];
        assert!(draft.needs[first].hazard);
        assert_eq!(draft.needs[first].place_text, "大门口");
        draft.set_need_place(first, "大门口东侧".into());
        assert_eq!(draft.answers.get("Q10_place"), Some(&Answer::Text("大门口东侧".into())));
        assert_eq!(draft.shown_needs().len(), 2);
    }
}
