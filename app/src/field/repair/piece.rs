//! What of a record that was set aside can be typed anew: the texts and numbers that the server objected to. Pure.

use domain::finding::Finding;
use domain::json::{self, part, with_part};
use domain::sync::record::RecordKind;

/// A value in a record's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Where it stands, such as `answers.Q05`.
    pub path: String,
    /// What the server said of it.
    pub code: String,
    /// What stands there now.
    pub text: String,
    /// A whole number; else words.
    pub is_number: bool,
}

/// The values that can be typed anew. None of a consent: what was shown and signed is never changed, it is asked for again.
pub fn pieces(kind: RecordKind, body: &str, findings: &[Finding]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for finding in findings.iter().filter(|_| kind != RecordKind::ConsentEvent) {
        let Some(value) = part(body, &finding.field) else { continue };
        let is_number = value.bytes().all(|byte| byte.is_ascii_digit());
        let text = if is_number { Some(value.to_owned()) } else { json::read(value).ok() };
        let Some(text) = text else { continue };
        pieces.push(Piece { path: finding.field.clone(), code: finding.code.clone(), text, is_number });
    }
    pieces
}

/// The body with something else typed in that place; none when a number is wanted and none was typed.
pub fn with(body: &str, piece: &Piece, typed: &str) -> Option<String> {
    let value =
        if piece.is_number { typed.trim().parse::<u32>().ok()?.to_string() } else { json::write(&typed.to_owned()) };
    with_part(body, &piece.path, &value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"{"text":"灯坏了","photos":["a"],"answers":{"Q05":{"number":7},"Q02":{"choice":"owner"}}}"#;

    fn found(fields: &[&str]) -> Vec<Finding> {
        fields.iter().map(|field| Finding::new("out_of_range", field)).collect()
    }

    #[test]
    fn texts_and_numbers_that_were_named_can_be_typed_anew() {
        let all = pieces(RecordKind::Need, BODY, &found(&["text", "answers.Q05", "photos", "answers.Q09", ""]));
        let seen: Vec<(&str, &str, bool)> =
            all.iter().map(|piece| (piece.path.as_str(), piece.text.as_str(), piece.is_number)).collect();
        assert_eq!(seen, [("text", "灯坏了", false), ("answers.Q05", "7", true)]);
        assert_eq!(with(BODY, &all[1], " 3 "), Some(BODY.replace('7', "3")));
        assert_eq!(with(BODY, &all[1], "三"), None);
        assert_eq!(with(BODY, &all[0], "“灯”\"亮\""), Some(BODY.replace("灯坏了", "“灯”\\\"亮\\\"")));
    }

    #[test]
    fn what_was_signed_is_never_changed() {
        assert_eq!(pieces(RecordKind::ConsentEvent, BODY, &found(&["text"])), vec![]);
    }
}
