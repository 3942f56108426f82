//! A record that puts right one that was set aside: whatever arrives first, only one of the two counts.

use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::id::RecordId;
use domain::sync::plan::Repaired;
use domain::sync::protocol::ReceiptState;
use domain::sync::record::Record;

/// A repair of a repair of a repair: nobody goes further, and a ring would never end.
const LONGEST_CHAIN: usize = 16;

/// What became of the record that this one wants to put right, and of those which that one wanted to.
pub async fn fate(tx: &mut Tx, record: &Record) -> ApiResult<Option<Repaired>> {
    let Some(mut id) = record.repairs else { return Ok(None) };
    for _ in 0..LONGEST_CHAIN {
        let Some((status, author, repairs)) = db::record::fate_of(tx, id).await? else {
            return Ok(Some(Repaired::Unknown));
        };
        if author != record.author || id == record.id {
            return Ok(Some(Repaired::Foreign));
        }
        match (status.as_str(), repairs) {
            (db::record::REPAIRED, _) => return Ok(Some(Repaired::Already)),
            (name, _) if name == ReceiptState::Accepted.name() => return Ok(Some(Repaired::Accepted)),
            (_, Some(next)) => id = next,
            (_, None) => return Ok(Some(Repaired::Open)),
        }
    }
    Ok(Some(Repaired::Foreign))
}

/// An accepted record stands in the place of everything it puts right.
pub async fn settle(tx: &mut Tx, record: &Record) -> ApiResult<()> {
    let mut next: Option<RecordId> = record.repairs;
    for _ in 0..LONGEST_CHAIN {
        let Some(id) = next else { break };
        db::record::mark_repaired(tx, id).await?;
        db::hold::release(tx, id).await?;
        next = db::record::fate_of(tx, id).await?.and_then(|(_, _, repairs)| repairs);
    }
    Ok(())
}
