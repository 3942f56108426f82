//! What validation returns: all findings, each a stable code and a field path, never prose.

use crate::json::{FromJson, ToJson};
use serde::{Deserialize, Serialize};

/// One thing that is wrong (or doubtful) with what was entered.
///
/// The phone and the pages translate `code` with their table of words; `field` is a dotted path such as `answers.Q08`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson, ToJson)]
pub struct Finding {
    /// Stable code in `snake_case`, such as `too_long`.
    pub code: String,
    /// Path of the field, empty when the finding is about the whole.
    pub field: String,
}

impl Finding {
    /// A finding about one field.
    pub fn new(code: &str, field: &str) -> Self {
        Self { code: code.to_owned(), field: field.to_owned() }
    }
}

/// Collects findings while a value is checked.
#[derive(Debug, Default)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// Adds a finding when `wrong` holds.
    pub fn when(&mut self, wrong: bool, code: &str, field: &str) -> &mut Self {
        if wrong {
            self.0.push(Finding::new(code, field));
        }
        self
    }

    /// Adds a finding.
    pub fn push(&mut self, finding: Finding) -> &mut Self {
        self.0.push(finding);
        self
    }

    /// Adds the findings of a part, with `prefix.` before each field.
    pub fn nest(&mut self, prefix: &str, inner: Vec<Finding>) -> &mut Self {
        for finding in inner {
            let mut field = prefix.to_owned();
            if !finding.field.is_empty() {
                field.push('.');
                field.push_str(&finding.field);
            }
            self.0.push(Finding { code: finding.code, field });
        }
        self
    }

    /// `value` when nothing was found, else all findings.
    pub fn or<T>(self, value: T) -> Result<T, Vec<Finding>> {
        if self.0.is_empty() { Ok(value) } else { Err(self.0) }
    }

    /// The findings so far.
    pub fn into_vec(self) -> Vec<Finding> {
        self.0
    }
}
