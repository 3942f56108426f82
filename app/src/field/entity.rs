//! What was downloaded: compounds, doors, tasks, documents; and the writes that show a change before the server has heard of it.

use super::context::Phone;
use super::glance::Document;
use crate::store::{Later, Op, Store, StoreError, Table, Value, key, pack};
use domain::id::{CompoundId, HouseholdId, TaskId};
use domain::json::{self, FromJson};
use domain::sync::view::{CompoundView, HouseholdView, TaskView};

/// Things of one kind as they are stored. Finding them knows no types: it is there once, not once for each.
pub struct Rows(Vec<(String, Value)>);

impl Rows {
    /// What they say; one that cannot be read counts as absent.
    pub fn read<T: FromJson>(&self) -> Vec<T> {
        let mut things = Vec::new();
        for (_, value) in &self.0 {
            things.extend(value.read());
        }
        things
    }
}

impl Phone {
    /// One thing of those downloaded. A household's `id` is `compound/household`.
    fn row<'a>(self, kind: &'a str, id: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(async move { self.store().get(Table::Entities, &key::entity(self.owner(), kind, id)).await })
    }

    /// All things of a kind whose id starts so; for a compound's doors `prefix` is `compound/`.
    pub fn rows<'a>(self, kind: &'a str, prefix: &'a str) -> Later<'a, Result<Rows, StoreError>> {
        Box::pin(async move {
            let prefix = key::entity(self.owner(), kind, prefix);
            self.store().range(Table::Entities, &prefix).await.map(|rows| Rows(pack::unpack(rows)))
        })
    }

    /// The compounds of this account, by id.
    pub async fn compounds(self) -> Result<Vec<CompoundView>, StoreError> {
        Ok(self.rows("compound", "").await?.read())
    }

    /// One compound.
    pub fn compound(self, id: CompoundId) -> Later<'static, Result<Option<CompoundView>, StoreError>> {
        Box::pin(async move { Ok(self.row("compound", &id.to_string()).await?.and_then(|compound| compound.read())) })
    }

    /// The doors of a compound: one range read.
    pub async fn households(self, compound: CompoundId) -> Result<Vec<HouseholdView>, StoreError> {
        Ok(self.rows("household", &format!("{compound}/")).await?.read())
    }

    /// One door, when its compound is not known (a deep link): looks through the keys first.
    pub fn household(self, id: HouseholdId) -> Later<'static, Result<Option<HouseholdView>, StoreError>> {
        Box::pin(async move {
            let keys = self.store().keys(Table::Entities, &key::kind(self.owner(), "household")).await?;
            let id = id.to_string();
            for holder in pack::holders(&keys, &id) {
                let row = self.store().get(Table::Entities, holder).await?;
                if let Some(door) = row.as_ref().and_then(|row| pack::body_in(holder, row, &id)) {
                    return Ok(json::read(door).ok());
                }
            }
            Ok(None)
        })
    }

    /// All tasks on this phone.
    pub fn tasks(self) -> Later<'static, Result<Vec<TaskView>, StoreError>> {
        Box::pin(async move { Ok(self.rows("task", "").await?.read()) })
    }

    /// One task.
    pub async fn task(self, id: TaskId) -> Result<Option<TaskView>, StoreError> {
        Ok(self.row("task", &id.to_string()).await?.and_then(|task| task.read()))
    }

    /// The newest version of a document (`questionnaire`, `consent_text`) on this phone.
    pub async fn document(self, kind: &str, code: &str) -> Result<Option<Document>, StoreError> {
        let all: Vec<Document> = self.rows("document", "").await?.read();
        let mut newest: Option<Document> = None;
        for document in all {
            let is_newer = newest.as_ref().is_none_or(|newest| newest.version <= document.version);
            if document.kind == kind && document.code == code && is_newer {
                newest = Some(document);
            }
        }
        Ok(newest)
    }

    /// The write that shows a household's new state at once.
    pub fn put_household(self, household: &HouseholdView) -> Op {
        let id = format!("{}/{}", household.compound, household.id);
        self.put_entity("household", &id, json::write(household))
    }

    /// The write that shows a change at once, before the server has heard of it.
    pub fn put_entity(self, kind: &str, id: &str, json: String) -> Op {
        Op::put_text(Table::Entities, key::entity(self.owner(), kind, id), json)
    }
}
