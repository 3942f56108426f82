//! The office's pages: plain HTML and forms, working with scripts off. One page a file: a view with the values goes in, HTML out.

pub mod account;
pub mod compound;
pub mod consent;
pub mod coverage;
pub mod detail;
pub mod form;
pub mod frame;
pub mod home;
pub mod household;
pub mod imports;
pub mod list;
pub mod login;
pub mod need;
pub mod rating;
pub mod record;
pub mod request;
pub mod rescue;
pub mod review;
pub mod table;
pub mod task;
pub mod visit;
pub mod zero_clearing;
