//! Ids: one type per kind of thing, all of them UUIDv7 made where the thing is born (model 0.3, decision 7).

use crate::json::{FromJson, ToJson};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Puts a UUIDv7 together from a time and ten random bytes.
///
/// `at_ms` is milliseconds since 1970 UTC; only its low 48 bits are used. The caller brings the randomness.
pub fn uuid_v7(at_ms: i64, random: [u8; 10]) -> Uuid {
    let millis = u64::try_from(at_ms).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// Without `uuid`'s long report of what is wrong with a text: the phone would carry it.
fn read_uuid<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Uuid, D::Error> {
    let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
    Uuid::try_parse(&text).map_err(|_| D::Error::custom("not an id"))
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, FromJson, ToJson)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new id from a time in milliseconds UTC and ten random bytes.
            pub fn new(at_ms: i64, random: [u8; 10]) -> Self {
                Self(uuid_v7(at_ms, random))
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::try_parse(text).map(Self)
            }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                read_uuid(deserializer).map(Self)
            }
        }
        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }
    )+};
}

ids! {
    /// A staff account that can log in.
    AccountId,
    /// A phone (more exactly: one browser profile on a phone).
    DeviceId,
    /// A property company (物业服务企业).
    CompanyId,
    /// A grid (网格).
    GridId,
    /// A compound (小区).
    CompoundId,
    /// A building (楼栋).
    BuildingId,
    /// A unit, that is a staircase (单元).
    UnitId,
    /// A household behind one door (户).
    HouseholdId,
    /// A span in which one company serves one compound (服务承接).
    ServiceAssignmentId,
    /// A record that a person made on a phone or a page: the unit of sync.
    RecordId,
    /// An order to take everything off a phone.
    WipeId,
    /// A visit (走访); equals its record's id.
    VisitId,
    /// A need (需求); equals its record's id.
    NeedId,
    /// A task (任务).
    TaskId,
    /// A resident's request (诉求).
    RequestId,
    /// A rating (评价).
    RatingId,
    /// A roster import (花名册导入).
    ImportId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_id_sorts_after_an_earlier_one() {
        let early = HouseholdId::new(1_700_000_000_000, [0xff; 10]);
        let late = HouseholdId::new(1_700_000_000_001, [0; 10]);
        assert!(early < late);
        assert_eq!(early.0.get_version_num(), 7);
    }

    #[test]
    fn an_id_reads_back_what_it_prints() {
        let id = TaskId::new(1, [7; 10]);
        assert_eq!(id.to_string().parse::<TaskId>().ok(), Some(id));
    }
}
