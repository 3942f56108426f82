//! The checks of a record that need to know the world: its questionnaire, its consent situation.

use super::Intake;
use crate::auth::Actor;
use crate::db::service::ServiceRow;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use domain::area::AreaC;
use domain::calendar::shanghai_day;
use domain::consent::{ConsentContext, ConsentEvent, FeeTerms, text};
use domain::finding::Finding;
use domain::money::RateMill;
use domain::org::Whereabouts;
use domain::questionnaire::SurveyResponse;
use domain::sync::body::{Body, CLOCK_FINDINGS};
use domain::sync::record::Record;

impl Intake<'_> {
    /// Everything that is wrong with a record at its place. The same functions run on the phone.
    pub(super) async fn findings(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        record: &Record,
        body: &Body,
        place: &Whereabouts,
    ) -> ApiResult<Vec<Finding>> {
        let mut findings = body.findings(&self.config, self.now_ms);
        match body {
            Body::SurveyResponse(response) => findings.extend(self.survey_findings(tx, response).await?),
            Body::ConsentEvent(event) => {
                findings.extend(event.capture_findings(record.author));
                findings.extend(self.consent_findings(tx, sender, event, place).await?);
            }
            Body::Visit(_) | Body::Need(_) | Body::TaskEvent(_) | Body::HouseholdFacts(_) | Body::NewHousehold(_) => {}
        }
        if self.is_own_home(tx, sender, body).await? {
            findings.push(Finding::new("own_household", "household"));
        }
        findings.retain(|finding| !CLOCK_FINDINGS.contains(&finding.code.as_str()));
        Ok(findings)
    }

    /// Whether somebody captures at a home that they declared as their own or a relative's (INV-28). What they need there they may
    /// still report, like anybody.
    async fn is_own_home(&self, tx: &mut Tx, sender: &Actor, body: &Body) -> ApiResult<bool> {
        let household = match body {
            Body::Visit(visit) => visit.household,
            Body::SurveyResponse(response) => response.household,
            Body::ConsentEvent(event) => event.household,
            Body::HouseholdFacts(facts) => facts.household,
            Body::Need(_) | Body::TaskEvent(_) | Body::NewHousehold(_) => return Ok(false),
        };
        if let Some(is_own) = self.own_homes.knows(sender.account, household) {
            return Ok(is_own);
        }
        let homes = db::own_household::own_households_of(tx, sender.account).await?;
        let is_own = homes.contains(&household);
        self.own_homes.learn(sender.account, homes);
        Ok(is_own)
    }

    async fn survey_findings(&self, tx: &mut Tx, response: &SurveyResponse) -> ApiResult<Vec<Finding>> {
        let Some(document) = self.questionnaire(tx, &response.questionnaire, response.version).await? else {
            return Ok(vec![Finding::new("questionnaire_unknown", "questionnaire")]);
        };
        Ok(response.validate(&document, false).err().unwrap_or_default())
    }

    async fn consent_findings(
        &self,
        tx: &mut Tx,
        sender: &Actor,
        event: &ConsentEvent,
        place: &Whereabouts,
    ) -> ApiResult<Vec<Finding>> {
        let today = shanghai_day(self.now_ms).to_string();
        let service = db::service::service_of(tx, place.compound, &today).await?;
        let Some(household) = db::household::household_row(tx, event.household).await? else { return Ok(vec![]) };
        let expected = event.fee_terms.clone().map(|terms| as_published(terms, service.as_ref(), household.area_c));
        let context = ConsentContext {
            expected_terms: expected.as_ref(),
            config: &self.config,
            now_ms: self.now_ms,
            occupancy_seq: u32::try_from(household.occupancy_seq).unwrap_or(0),
            text_version: text::current_version(event.kind).unwrap_or(0),
            captor_is_company: sender.company.is_some(),
            last_free_day: service.as_ref().and_then(ServiceRow::last_free_day),
        };
        Ok(event.validate(&context).err().unwrap_or_default())
    }
}

/// The terms with the money as published: whatever a phone was made to show, no other rate and no other area counts.
fn as_published(terms: FeeTerms, service: Option<&ServiceRow>, area_c: Option<i64>) -> FeeTerms {
    let area = area_c.and_then(|area| u32::try_from(area).ok()).map_or(terms.area_c, AreaC);
    let rate = service.and_then(|service| u32::try_from(service.rate_mill?).ok()).map_or(terms.rate_mill, RateMill);
    let company = service.map_or(terms.company, ServiceRow::company);
    let mut published = FeeTerms { area_c: area.min(terms.area_c), rate_mill: rate, company, ..terms };
    published.monthly_fen = published.computed_fen();
    published
}
