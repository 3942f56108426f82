//! Sealing that costs nothing: a hash says by whose key and for which place; whoever has another key, or looks elsewhere, opens
//! nothing. What sealing means is decided by the real store; its arithmetic is tested elsewhere.

use crate::store::Later;
use crate::store::sealed::{Cipher, Row};
use domain::hash::Hash;
use domain::id::AccountId;

/// The data key of a worker.
pub struct Toy(pub AccountId);

impl Toy {
    fn tag(&self, place: &str, body: &[u8]) -> [u8; 32] {
        Hash::of_parts(&[self.0.to_string().as_bytes(), place.as_bytes(), body]).0
    }

    fn sealed(&self, row: Row) -> Vec<u8> {
        let body: Vec<u8> = row.bytes.iter().map(|byte| byte ^ 0x55).collect();
        [&self.tag(&row.place, &body)[..], &body].concat()
    }

    fn opened(&self, row: Row) -> Option<Vec<u8>> {
        let (tag, body) = row.bytes.split_at_checked(32)?;
        (tag == self.tag(&row.place, body)).then(|| body.iter().map(|byte| byte ^ 0x55).collect())
    }
}

impl Cipher for Toy {
    fn seal<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>> {
        Box::pin(async move { Some(rows.into_iter().map(|row| Some(self.sealed(row))).collect()) })
    }

    fn open<'a>(&'a self, rows: Vec<Row>) -> Later<'a, Option<Vec<Option<Vec<u8>>>>> {
        Box::pin(async move { Some(rows.into_iter().map(|row| self.opened(row)).collect()) })
    }
}
