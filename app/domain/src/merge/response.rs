//! One survey draft that arrived in several pieces: the last word on each question counts (model 2.12).

use crate::questionnaire::Answers;
use crate::questionnaire::SurveyResponse;

/// One piece of a draft, with its number on the phone.
#[derive(Debug, Clone)]
pub struct Piece<'a> {
    /// Number of the record on its phone.
    pub seq: u64,
    /// The piece.
    pub response: &'a SurveyResponse,
}

/// The answers of all pieces, the later number winning for each question. The order of the slice does not matter.
pub fn answers(pieces: &[Piece<'_>]) -> Answers {
    let mut ordered: Vec<&Piece<'_>> = pieces.iter().collect();
    ordered.sort_by_key(|piece| piece.seq);
    let mut answers = Answers::new();
    for piece in ordered {
        answers.extend(piece.response.answers.clone());
    }
    answers
}
