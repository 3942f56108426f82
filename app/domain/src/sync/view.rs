//! What a phone holds of the world: read-only views, made by the server within the account's scope.

use crate::calendar::Day;
use crate::consent::FeeConsentState;
use crate::id::{BuildingId, CompanyId, CompoundId, GridId, HouseholdId, TaskId, UnitId};
use crate::json::{FromJson, ToJson};
use crate::money::RateMill;
use crate::need::Priority;
use crate::org::wire_names;
use crate::place::{Occupancy, Usage, ZeroClearingState};
use crate::task::TaskStatus;
use crate::visit::{DoorState, VisitOutcome};
use serde::{Deserialize, Serialize};

wire_names!(EntityKind {
    /// [`GridView`]
    Grid = "grid",
    /// [`CompoundView`]
    Compound = "compound",
    /// [`HouseholdView`]
    Household = "household",
    /// [`TaskView`]
    Task = "task",
    /// [`DocumentView`]
    Document = "document",
});

/// A grid of the worker.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct GridView {
    /// Id.
    pub id: GridId,
    /// Community code and three digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Name of its community.
    pub community_name: String,
    /// The community's phone, for the slip and the consent text.
    pub community_phone: String,
}

/// The company at work in a compound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct CompanyView {
    /// Id.
    pub id: CompanyId,
    /// Full name.
    pub name: String,
    /// Phone that residents may call.
    pub phone: String,
}

/// The free months of a compound.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct TrialView {
    /// First free day.
    #[serde(with = "crate::calendar::iso")]
    pub start_on: Day,
    /// Last free day, as printed.
    #[serde(with = "crate::calendar::iso")]
    pub last_free_on: Day,
    /// First day on which a fee consent may be asked for (model 2.5).
    #[serde(with = "crate::calendar::iso")]
    pub consent_opens_on: Day,
    /// `running`, `suspended`, `ended`, `aborted`.
    pub status: String,
}

/// A compound as the phone needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct CompoundView {
    /// Id.
    pub id: CompoundId,
    /// Name.
    pub name: String,
    /// Name of its street.
    pub street_name: String,
    /// Name of its community.
    pub community_name: String,
    /// The community's phone.
    pub community_phone: String,
    /// How far zero-clearing has come.
    pub stage: ZeroClearingState,
    /// Who serves it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<CompanyView>,
    /// Its trial.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trial: Option<TrialView>,
    /// The published fee.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rate_mill: Option<RateMill>,
    /// Path of its public page, `/c/…`.
    pub public_path: String,
}

/// One earlier visit, for the history card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct VisitBrief {
    /// When, ms UTC.
    pub at_ms: i64,
    /// With what result.
    pub outcome: VisitOutcome,
    /// What the worker wrote down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Something promised to a household and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct PromiseBrief {
    /// Code of the need.
    pub code: String,
    /// Where.
    pub place_text: String,
    /// State of its task.
    pub status: TaskStatus,
    /// When it was said, ms UTC.
    pub at_ms: i64,
}

/// A household as a grid worker needs it at the door.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct HouseholdView {
    /// Id.
    pub id: HouseholdId,
    /// Compound.
    pub compound: CompoundId,
    /// Building.
    pub building_id: BuildingId,
    /// Building as people call it, `3号楼`.
    pub building: String,
    /// Unit.
    pub unit_id: UnitId,
    /// Unit number, `0` where there is none.
    pub unit: String,
    /// Floor, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<i32>,
    /// Door number, `501`.
    pub door: String,
    /// Area in 0.01 m².
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_c: Option<u32>,
    /// Where the area comes from (`roster`, `register`, …).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_source: Option<String>,
    /// What the rooms are used for.
    pub usage: Usage,
    /// Who lives there.
    pub occupancy: Occupancy,
    /// Which family it is; rises when the family changes.
    pub occupancy_seq: u32,
    /// Masked name of the registered person, `王*`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_masked: Option<String>,
    /// Code for the slip that makes the household's rating count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub household_code: Option<String>,
    /// State on the door board.
    pub door_state: DoorState,
    /// State of the fee consent.
    pub fee_consent: FeeConsentState,
    /// The last consent that the server has of it, by its mark; what is recorded here says that it knew of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_mark: Option<u32>,
    /// The last three visits, latest first.
    #[serde(default)]
    pub visits: Vec<VisitBrief>,
    /// Attempts in this round.
    pub attempts: u32,
    /// What was promised to them.
    #[serde(default)]
    pub promises: Vec<PromiseBrief>,
}

/// A task as the technician needs it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, FromJson, ToJson)]
pub struct TaskView {
    /// Id.
    pub id: TaskId,
    /// Compound.
    pub compound: CompoundId,
    /// Its name.
    pub compound_name: String,
    /// Code of the need.
    pub code: String,
    /// P0 … P4.
    pub priority: Priority,
    /// State by the server's state machine.
    pub status: TaskStatus,
    /// Where; a door only while the task is open (rules 4.2).
    pub place_text: String,
    /// What.
    pub description: String,
    /// Photos of the need, by hash.
    #[serde(default)]
    pub photos: Vec<crate::hash::Hash>,
    /// Who is to do it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<crate::id::AccountId>,
    /// The assignee's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee_name: Option<String>,
    /// When it was made, ms UTC.
    pub created_at_ms: i64,
    /// How often it was reopened.
    pub reopen_count: u32,
    /// What was last said: a reason for reopening, or why a late step was refused.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub last_note: String,
}

/// A text or questionnaire that the phone renders.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct DocumentView {
    /// `questionnaire` or `consent_text`.
    pub kind: String,
    /// Such as `HQ-01` or `fee_paid`.
    pub code: String,
    /// Version; immutable once published.
    pub version: u32,
    /// The document itself.
    pub content: Box<serde_json::value::RawValue>,
}
