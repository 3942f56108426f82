//! What was downloaded: compounds, doors, tasks, documents; and the writes that show a change before the server has heard of it.

use super::context::Phone;
use super::glance::Document;
use crate::store::{Later, Op, Store, StoreError, Table, Value, key};
use crate::sync::outbox;
use domain::id::{CompoundId, HouseholdId, TaskId};
use domain::json::{self, FromJson};
use domain::sync::view::{CompoundView, HouseholdView, TaskView};

impl Phone {
    /// One thing of those downloaded. A household's `id` is `compound/household`.
    pub async fn entity<T: FromJson>(self, kind: &str, id: &str) -> Result<Option<T>, StoreError> {
        Ok(self.row(kind, id).await?.and_then(read))
    }

    // Which rows are read knows no types: it is there once, not once for each.

    fn row<'a>(self, kind: &'a str, id: &'a str) -> Later<'a, Result<Option<Value>, StoreError>> {
        Box::pin(async move { self.store().get(Table::Entities, &key::entity(self.need_account()?, kind, id)).await })
    }

    fn rows<'a>(self, kind: &'a str, prefix: &'a str) -> Later<'a, Result<Vec<(String, Value)>, StoreError>> {
        Box::pin(
            async move { self.store().range(Table::Entities, &key::entity(self.need_account()?, kind, prefix)).await },
        )
    }

    /// All things of a kind whose id starts so, in the order of their ids; for a compound's doors `prefix` is `compound/`.
    pub async fn entities<T: FromJson>(self, kind: &str, prefix: &str) -> Result<Vec<T>, StoreError> {
        let rows = self.rows(kind, prefix).await?;
        let mut things = Vec::new();
        for (_, value) in rows {
            things.extend(read(value));
        }
        Ok(things)
    }

    /// The compounds of this account, by id.
    pub fn compounds(self) -> Later<'static, Result<Vec<CompoundView>, StoreError>> {
        Box::pin(self.entities("compound", ""))
    }

    /// The doors of a compound: one range read.
    pub fn households(self, compound: CompoundId) -> Later<'static, Result<Vec<HouseholdView>, StoreError>> {
        Box::pin(async move { self.entities("household", &format!("{compound}/")).await })
    }

    /// One door, when its compound is not known (a deep link): looks through the keys only.
    pub fn household(self, id: HouseholdId) -> Later<'static, Result<Option<HouseholdView>, StoreError>> {
        Box::pin(async move {
            let keys = self.store().keys(Table::Entities, &key::kind(self.need_account()?, "household")).await?;
            let end = format!("/{id}");
            match keys.iter().find(|key| key.ends_with(&end)) {
                Some(key) => outbox::read(&self.store(), Table::Entities, key).await,
                None => Ok(None),
            }
        })
    }

    /// All tasks on this phone.
    pub fn tasks(self) -> Later<'static, Result<Vec<TaskView>, StoreError>> {
        Box::pin(self.entities("task", ""))
    }

    /// One task.
    pub async fn task(self, id: TaskId) -> Result<Option<TaskView>, StoreError> {
        self.entity("task", &id.to_string()).await
    }

    /// The newest version of a document (`questionnaire`, `consent_text`) on this phone.
    pub async fn document(self, kind: &str, code: &str) -> Result<Option<Document>, StoreError> {
        let all: Vec<Document> = self.entities("document", "").await?;
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
    pub fn put_household(self, household: &HouseholdView) -> Result<Op, StoreError> {
        let id = format!("{}/{}", household.compound, household.id);
        self.put_entity("household", &id, json::write(household))
    }

    /// The write that shows a change at once, before the server has heard of it.
    pub fn put_entity(self, kind: &str, id: &str, json: String) -> Result<Op, StoreError> {
        Ok(Op::put_text(Table::Entities, key::entity(self.need_account()?, kind, id), json))
    }
}

/// What a row says; one that cannot be read counts as absent.
fn read<T: FromJson>(value: Value) -> Option<T> {
    json::read(value.as_text()?).ok()
}
