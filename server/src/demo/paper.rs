//! What the demo's households sign: the same texts and terms that a phone would show them.

use super::scene::{Door, Scene};
use crate::db::{self, Tx};
use crate::state::AppState;
use anyhow::Context;
use domain::area::AreaC;
use domain::calendar::{Day, day_zh, shanghai_day};
use domain::consent::{
    ConsentAction, ConsentEvent, ConsentKind, ConsentMethod, Evidence, FeeTerms, Relation, shown_hash, text,
};
use domain::hash::Hash;
use domain::id::{CompanyId, HouseholdId, RecordId};
use domain::language::Language;
use domain::map::Map;
use domain::money::{Fen, RateMill};
use domain::sync::signature::Hex;

/// The printed values of one compound.
pub struct Paper {
    pub start: Day,
    pub last_free_day: Day,
    company: CompanyId,
    company_name: String,
    company_tel: String,
    community_name: String,
    community_tel: String,
    rate_mill: RateMill,
}

impl Paper {
    /// The values of a compound; none where no trial runs or no fee is published.
    pub async fn of(state: &AppState, tx: &mut Tx, scene: &Scene<'_>) -> anyhow::Result<Option<Self>> {
        let service = &scene.service;
        let today = shanghai_day(state.clock.now_ms());
        let rate = service.rate_mill.and_then(|rate| u32::try_from(rate).ok());
        let (Some((start, last_free_day)), Some(rate)) = (service.trial_days(), rate) else { return Ok(None) };
        let compound = db::place::named_compound(tx, scene.id).await?.context("a compound of the demo has a name")?;
        Ok((start <= today).then(|| Self {
            start,
            last_free_day,
            company: service.company(),
            company_name: service.company_name.clone(),
            company_tel: service.company_phone.clone(),
            community_name: compound.community,
            community_tel: compound.community_phone.unwrap_or_default(),
            rate_mill: RateMill(rate),
        }))
    }

    /// The area that a fee can be computed from.
    pub fn area(door: &Door<'_>) -> Option<AreaC> {
        let area_c = door.home.area_c.and_then(|area| u32::try_from(area).ok()).map(AreaC);
        area_c.filter(|area| area.is_plausible())
    }

    /// 我知道了: the acknowledgement of the free months.
    pub fn acknowledged(&self, door: &Door<'_>, at_ms: i64) -> ConsentEvent {
        let kind = ConsentKind::TrialAck;
        let printed = Map::from([
            ("last_free_day".to_owned(), day_zh(self.last_free_day)),
            ("company".to_owned(), self.company_name.clone()),
        ]);
        let event = event(kind, ConsentAction::Given, door, at_ms);
        let value = |name: &str| printed.get(name).cloned();
        let text_sha256 = shown_hash(kind, event.text_version, event.language, &value).unwrap_or(event.text_sha256);
        ConsentEvent { printed, text_sha256, ..event }
    }

    /// A yes or a no to the fee, under the terms of the day. A yes still needs its strokes.
    pub fn fee(
        &self,
        state: &AppState,
        door: &Door<'_>,
        action: ConsentAction,
        at_ms: i64,
    ) -> anyhow::Result<ConsentEvent> {
        let kind = ConsentKind::FeePaid;
        let event = event(kind, action, door, at_ms);
        let day = shanghai_day(at_ms);
        let terms = FeeTerms {
            text_no: format!("FP-{}", event.text_version),
            company: self.company,
            company_name: self.company_name.clone(),
            company_tel: self.company_tel.clone(),
            community_name: self.community_name.clone(),
            community_tel: self.community_tel.clone(),
            area_c: Self::area(door).context("a home with an area")?,
            rate_mill: self.rate_mill,
            permille_off: 0,
            concession_code: None,
            monthly_fen: Fen(0),
            trial_start: self.start,
            last_free_day: self.last_free_day,
            earliest_fee_start: self.last_free_day,
        }
        .priced(day, &state.rules.on(day));
        let shown = shown_hash(kind, event.text_version, event.language, &terms.fields(event.language));
        let event =
            ConsentEvent { text_sha256: shown.context("a text without a hole")?, fee_terms: Some(terms), ..event };
        if action != ConsentAction::Given {
            return Ok(event);
        }
        Ok(ConsentEvent {
            signer_name: Some("户主本人".to_owned()),
            method: ConsentMethod::E1,
            evidence: Evidence { seconds_on_text: 52, ..Evidence::default() },
            share_with_company: Some(true),
            ..event
        })
    }

    /// 我要取消: no reason is asked for.
    pub fn withdrawn(
        &self,
        state: &AppState,
        door: &Door<'_>,
        given: RecordId,
        at_ms: i64,
    ) -> anyhow::Result<ConsentEvent> {
        let event = self.fee(state, door, ConsentAction::Withdrawn, at_ms)?;
        Ok(ConsentEvent { refers_to: Some(given), ..event })
    }
}

fn event(kind: ConsentKind, action: ConsentAction, door: &Door<'_>, at_ms: i64) -> ConsentEvent {
    ConsentEvent {
        kind,
        action,
        household: HouseholdId(door.home.id),
        occupancy_seq: 1,
        relation: Relation::Owner,
        signer_name: None,
        signer_account: None,
        text_version: text::current_version(kind).unwrap_or(1),
        language: Language::Zh,
        text_sha256: Hash([0; 32]),
        fee_terms: None,
        printed: Map::new(),
        method: ConsentMethod::E0,
        evidence: Evidence::default(),
        share_with_company: None,
        captured_by: Some(door.worker.account),
        captured_at_ms: at_ms,
        refers_to: None,
        seen: None,
        salt: Some(Hex(rand::random())),
    }
}
