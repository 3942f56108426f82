//! Household facts: every word is kept, the register follows what holds, contradictions go to the review list (model 2.12).

use super::Intake;
use crate::db::{self, Tx, fact::NewAssertion, household::HouseholdRow};
use crate::error::ApiResult;
use domain::fact::{FactKind, FactSource, HouseholdFacts, Proposed};
use domain::id::HouseholdId;
use domain::merge::fact::{Assertion, Standing, stand};
use domain::merge::{Meeting, Merged, ReviewKind, merge};
use domain::place::Occupancy;
use domain::sync::record::Record;
use serde_json::json;

impl Intake<'_> {
    /// Takes in what a worker learned.
    pub(super) async fn take_facts(&self, tx: &mut Tx, record: &Record, facts: &HouseholdFacts) -> ApiResult<()> {
        for (kind, proposed) in &facts.facts {
            let assertion = self.said(record, facts.source, proposed);
            let seq = i64::from(facts.occupancy_seq);
            self.assert_fact(tx, facts.household, seq, *kind, &assertion, (Some(record), &facts.note)).await?;
        }
        self.note_household(tx, facts.household).await
    }

    /// One value of a record as an assertion.
    pub(super) fn said(&self, record: &Record, source: FactSource, proposed: &Proposed) -> Assertion {
        Assertion {
            id: self.state.clock.new_uuid(),
            value: proposed.value.clone(),
            base: proposed.base.clone(),
            source,
            author: Some(record.author),
            device: Some((record.device, record.seq)),
            at_ms: record.recorded_at_ms.saturating_add(record.offset_ms.unwrap_or(0)),
            settles: vec![],
        }
    }

    /// Keeps an assertion and lets the register follow. The first one brings along what the register said before.
    pub async fn assert_fact(
        &self,
        tx: &mut Tx,
        household: HouseholdId,
        occupancy_seq: i64,
        kind: FactKind,
        assertion: &Assertion,
        (record, note): (Option<&Record>, &str),
    ) -> ApiResult<()> {
        let Some(row) = db::household::household_row(tx, household).await? else { return Ok(()) };
        let known = self.assertions(tx, &row, kind).await?;
        if !known.iter().any(|(_, one)| one.source == FactSource::Roster)
            && let Some(before) = self.register_says(tx, household, kind).await?
        {
            let new = self.row(household, row.occupancy_seq, kind, &before, (None, ""));
            self.keep_said(tx, kind, new).await?;
        }
        let new = self.row(household, occupancy_seq, kind, assertion, (record, note));
        self.keep_said(tx, kind, new).await?;
        self.follow(tx, &row, kind).await
    }

    fn row<'a>(
        &self,
        household: HouseholdId,
        occupancy_seq: i64,
        kind: FactKind,
        assertion: &'a Assertion,
        (record, note): (Option<&Record>, &'a str),
    ) -> NewAssertion<'a> {
        let record = record.map(|record| record.id);
        NewAssertion { household, occupancy_seq, kind, assertion, record, note, received_at_ms: self.now_ms }
    }

    async fn keep_said(&self, tx: &mut Tx, kind: FactKind, new: NewAssertion<'_>) -> ApiResult<()> {
        let seal = |text: &str| if kind == FactKind::Phone { self.state.seal.seal(text) } else { text.to_owned() };
        let said = new.assertion;
        let kept = Assertion { value: seal(&said.value), base: said.base.as_deref().map(seal), ..said.clone() };
        Ok(db::fact::insert_assertion(tx, &NewAssertion { assertion: &kept, ..new }).await?)
    }

    /// Everything said about a fact, opened, with the rows it stands in.
    pub async fn assertions(
        &self,
        tx: &mut Tx,
        row: &HouseholdRow,
        kind: FactKind,
    ) -> ApiResult<Vec<(db::fact::AssertionRow, Assertion)>> {
        let seq = kind.is_of_family().then_some(row.occupancy_seq);
        let open = |text: &str| match kind {
            FactKind::Phone => self.state.seal.open_text(text).unwrap_or_default(),
            _ => text.to_owned(),
        };
        let rows = db::fact::assertions_of(tx, HouseholdId(row.id), kind, seq).await?;
        Ok(rows.into_iter().map(|row| (row.clone(), row.assertion(open))).collect())
    }

    /// What the register said before anybody asked at the door.
    async fn register_says(&self, tx: &mut Tx, household: HouseholdId, kind: FactKind) -> ApiResult<Option<Assertion>> {
        let Some(row) = db::fact::register_row(tx, household).await? else { return Ok(None) };
        let value = match kind {
            FactKind::Area => row.area_c.map(|area| area.to_string()),
            FactKind::Floor => row.floor.map(|floor| floor.to_string()),
            FactKind::Usage => Some(row.usage),
            FactKind::Occupancy => Some(row.occupancy).filter(|name| name != Occupancy::Unknown.name()),
            FactKind::Phone => row.phone_sealed.and_then(|sealed| self.state.seal.open_text(&sealed)),
        };
        let told = row.area_source.as_deref().filter(|_| kind == FactKind::Area).and_then(FactSource::from_name);
        let source = told.unwrap_or(FactSource::Roster);
        let id = self.state.clock.new_uuid();
        let (base, author, device, settles) = (None, None, None, vec![]);
        Ok(value.map(|value| Assertion { id, value, base, source, author, device, at_ms: 0, settles }))
    }

    /// Lets the register and the review list follow what everything together says.
    async fn follow(&self, tx: &mut Tx, row: &HouseholdRow, kind: FactKind) -> ApiResult<()> {
        let household = HouseholdId(row.id);
        let all = self.assertions(tx, row, kind).await?;
        let assertions: Vec<Assertion> = all.into_iter().map(|(_, assertion)| assertion).collect();
        let standing = stand(&assertions);
        if let Some(current) = standing.current {
            self.set_fact(tx, household, kind, current).await?;
        }
        let about = about(household, kind);
        match merge(Meeting::Fact(&standing)) {
            Merged::Review(review) => self.open_fact_review(tx, row, kind, review, &standing).await,
            _ => self.close_review(tx, ReviewKind::FactDiffers, &about).await,
        }
    }

    async fn set_fact(&self, tx: &mut Tx, household: HouseholdId, kind: FactKind, said: &Assertion) -> ApiResult<()> {
        let number = || said.value.parse::<i64>().unwrap_or_default();
        match kind {
            FactKind::Area => db::fact::set_area(tx, household, number(), said.source).await?,
            FactKind::Floor => db::fact::set_floor(tx, household, number()).await?,
            FactKind::Usage => db::fact::set_usage(tx, household, &said.value).await?,
            FactKind::Occupancy => db::fact::set_occupancy(tx, household, &said.value).await?,
            FactKind::Phone => {
                let (sealed, hash) = (self.state.seal.seal(&said.value), self.state.seal.phone_hash(&said.value));
                db::fact::set_phone(tx, household, &sealed, &hash).await?
            }
        }
        Ok(())
    }

    async fn open_fact_review(
        &self,
        tx: &mut Tx,
        row: &HouseholdRow,
        kind: FactKind,
        review: ReviewKind,
        standing: &Standing<'_>,
    ) -> ApiResult<()> {
        let household = HouseholdId(row.id);
        let content = json!({ "fact": kind.name(), "count": standing.contradicting.len() });
        self.open_review(tx, review, (row.compound(), Some(household)), &about(household, kind), kind.name(), content)
            .await
    }
}

/// What the review item of a fact is about.
pub fn about(household: HouseholdId, kind: FactKind) -> String {
    format!("{household}/{kind}")
}
