//! Tables of cases and properties for the rules of the core: fees, trials, consent, visits, forms, work, ratings, codes.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod chain;
mod codes;
mod consent_check;
mod coverage;
mod fee_consent;
mod fee_properties;
mod fee_review;
mod json;
mod merge;
mod merge_properties;
mod need;
mod questionnaire;
mod rating;
mod request;
mod task;
mod vectors;
mod visit;
mod world;
