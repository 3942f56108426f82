//! What was downloaded: compounds, doors, tasks, documents; and the writes that show a change before the server has heard of it.

use super::context::Phone;
use crate::store::{Op, Store, StoreError, Table, key};
use crate::sync::outbox;
use domain::id::{CompoundId, HouseholdId, TaskId};
use domain::json;
use domain::sync::view::{CompoundView, DocumentView, HouseholdView, TaskView};
use serde::de::DeserializeOwned;

impl Phone {
    /// One thing of those downloaded. A household's `id` is `compound/household`.
    pub async fn entity<T: DeserializeOwned>(self, kind: &str, id: &str) -> Result<Option<T>, StoreError> {
        outbox::read(&self.store(), Table::Entities, &key::entity(self.need_account()?, kind, id)).await
    }

    /// All things of a kind whose id starts so, in the order of their ids; for a compound's doors `prefix` is `compound/`.
    pub async fn entities<T: DeserializeOwned>(self, kind: &str, prefix: &str) -> Result<Vec<T>, StoreError> {
        let key = key::entity(self.need_account()?, kind, prefix);
        let rows = self.store().range(Table::Entities, &key).await?;
        Ok(rows.iter().filter_map(|(_, value)| json::read(value.as_text()?).ok()).collect())
    }

    /// The compounds of this account, by id.
    pub async fn compounds(self) -> Result<Vec<CompoundView>, StoreError> {
        self.entities("compound", "").await
    }

    /// The doors of a compound: one range read.
    pub async fn households(self, compound: CompoundId) -> Result<Vec<HouseholdView>, StoreError> {
        self.entities("household", &format!("{compound}/")).await
    }

    /// One door, when its compound is not known (a deep link): looks through the keys only.
    pub async fn household(self, id: HouseholdId) -> Result<Option<HouseholdView>, StoreError> {
        let keys = self.store().keys(Table::Entities, &key::kind(self.need_account()?, "household")).await?;
        let end = format!("/{id}");
        match keys.iter().find(|key| key.ends_with(&end)) {
            Some(key) => outbox::read(&self.store(), Table::Entities, key).await,
            None => Ok(None),
        }
    }

    /// All tasks on this phone.
    pub async fn tasks(self) -> Result<Vec<TaskView>, StoreError> {
        self.entities("task", "").await
    }

    /// One task.
    pub async fn task(self, id: TaskId) -> Result<Option<TaskView>, StoreError> {
        self.entity("task", &id.to_string()).await
    }

    /// The newest version of a document (`questionnaire`, `consent_text`) on this phone.
    pub async fn document(self, kind: &str, code: &str) -> Result<Option<DocumentView>, StoreError> {
        let all: Vec<DocumentView> = self.entities("document", "").await?;
        let fitting = all.into_iter().filter(|document| document.kind == kind && document.code == code);
        Ok(fitting.max_by_key(|document| document.version))
    }

    /// The write that shows a household's new state at once.
    pub fn put_household(self, household: &HouseholdView) -> Result<Op, StoreError> {
        let id = format!("{}/{}", household.compound, household.id);
        self.put_entity("household", &id, outbox::to_json(household)?)
    }

    /// The write that shows a change at once, before the server has heard of it.
    pub fn put_entity(self, kind: &str, id: &str, json: String) -> Result<Op, StoreError> {
        Ok(Op::put_text(Table::Entities, key::entity(self.need_account()?, kind, id), json))
    }
}
