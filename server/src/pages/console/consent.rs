//! Fee consents: the list of those signed, and one with exactly what was shown and signed.

use super::desk::Desk;
use super::listing::Loaded;
use super::{filter, household, text};
use crate::db::consent_list::{Callback, ConsentFilter, ConsentLine};
use crate::db::select::Page;
use crate::db::{self, Tx};
use crate::error::{ApiError, ApiResult};
use crate::evidence::open::{self, Opened};
use crate::pages::document::or_failure;
use app::console::consent::{self as page, Confirm, ConsentView};
use app::console::detail::{FactView, Happening};
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{
    Word, console as words, console_conflict as conflict, console_finding::finding, console_step as step,
    console_value as value,
};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::consent::{ConsentEvent, FeeConsentState, FeeTerms, shown_text};
use domain::evidence::Strokes;
use domain::hash::Hash;
use domain::language::Language;
use domain::org::Role;
use uuid::Uuid;

/// Who confirms.
pub const ROLES: &[Role] = &[Role::CommunityClerk];
/// Who may look at one; two of them void one together.
pub const READERS: &[Role] = &[Role::CommunityClerk, Role::CommunityDirector, Role::StreetClerk];

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, scopes, query) = (desk.language(), desk.scopes(ROLES), &desk.query);
    let chosen = ConsentFilter {
        place: query.place(),
        household: query.id("household"),
        state: query.known("state", FeeConsentState::from_name),
    };
    let all = db::consent_list::count_listed_consents(tx, &scopes, &chosen).await?;
    let lines = db::consent_list::list_consents(tx, &scopes, &chosen, page).await?;
    let mut filters = filter::place(desk, tx, ROLES).await?;
    let states = FeeConsentState::ALL;
    filters.push(filter::wire(desk, "state", words::STATE, states, FeeConsentState::name, value::fee_consent));
    let heads = [
        words::SIGNED_AT,
        words::COMPOUND,
        words::DOOR,
        words::STATE,
        words::MONTHLY_FEE,
        words::EVIDENCE,
        words::WORKER,
        conflict::LAST_CALL,
    ];
    let row = |line: ConsentLine| {
        let event = event_of(&line);
        let not_yet = step::NOT_CONFIRMED.text(language);
        let called = line.called_at_ms.map(|at_ms| format!("{} {not_yet}", text::at(at_ms)));
        let fee = event.as_ref().and_then(|event| event.fee_terms.as_ref()).map(|terms| terms.monthly_fen.to_string());
        let method = event.map(|event| value::method(event.method).text(language)).unwrap_or_default();
        vec![
            Cell::text(text::at(line.received_at_ms)).to(format!("/console/consents/{}", line.id)),
            Cell::text(line.compound).to(format!("/console/compounds/{}", line.compound_id)),
            Cell::text(text::door(&line.building, &line.unit, &line.door_no, language))
                .to(format!("/console/households/{}", line.household_id)),
            state(&line.state, language),
            Cell::number(fee.unwrap_or_default()),
            Cell::text(method),
            Cell::text(line.worker.unwrap_or_default()),
            Cell::text(called.unwrap_or_default()),
        ]
    };
    let table = Table {
        label: words::CONSENTS.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: lines.into_iter().map(row).collect(),
        total: None,
    };
    Ok(Loaded { note: filter::narrowed(desk, tx).await?, filters, table, all })
}

/// The event's clear part.
pub fn event_of(line: &ConsentLine) -> Option<ConsentEvent> {
    serde_json::from_str(&line.content).ok()
}

/// State of a fee consent as a badge.
pub fn state(name: &str, language: Language) -> Cell {
    use FeeConsentState as S;
    let mark = match FeeConsentState::from_name(name) {
        Some(S::PendingConfirmation) => Mark::Waiting,
        Some(S::CoolingOff | S::Armed) => Mark::Going,
        Some(S::Active) => Mark::Good,
        Some(S::InReview) => Mark::Danger,
        Some(S::Refused | S::Withdrawn | S::Lapsed) => Mark::Warn,
        _ => Mark::Closed,
    };
    Cell::badge(mark, value::of_name(FeeConsentState::from_name, value::fee_consent, name, language))
}

/// `GET /console/consents/{id}`
pub async fn show_consent(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id, None)).await
}

/// The page; with the note that was typed and what is wrong with it.
pub async fn shown(desk: &Desk, id: Uuid, tried: Option<(String, &str)>) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let line = db::consent_list::consent_within(&mut tx, &desk.scopes(READERS), id).await?.ok_or(ApiError::NotFound)?;
    let clear = event_of(&line).ok_or_else(|| anyhow::anyhow!("a stored consent cannot be read"))?;
    let opened = open::whole_event(&mut tx, &desk.state.seal, id).await?;
    let erased = opened == Opened::Erased;
    let event = if let Opened::Whole(event) = opened { event } else { clear };
    let history = callbacks(desk, &mut tx, id).await?;
    let strokes = strokes(desk, &mut tx, &event).await?;
    drop(tx);
    let wrong = tried.is_some();
    let text = text_as_shown(&event);
    let door = text::door(&line.building, &line.unit, &line.door_no, language);
    let view = ConsentView {
        language,
        facts: facts(desk, &line, &event, erased),
        terms: event.fee_terms.as_ref().map(|terms| terms_facts(terms, language)).unwrap_or_default(),
        shown: text.map(|text| (Hash::of(text.as_bytes()) == event.text_sha256, text)).map(|(same, text)| (text, same)),
        strokes,
        photos: event.evidence.photo_sha256s.iter().map(|hash| format!("/console/blobs/{hash}")).collect(),
        history,
        confirm: confirm(desk, &line, &event, tried),
    };
    let list = match desk.actor.has_any(ROLES) {
        true => ("/console/consents", words::CONSENTS.text(language)),
        false => ("/console/reviews", words::REVIEWS.text(language)),
    };
    let trail = vec![("/console", words::HOME.text(language)), list];
    let page = desk.page(&format!("{} {door}", line.compound), trail, move || page::page(view));
    Ok(if wrong { (StatusCode::UNPROCESSABLE_ENTITY, page).into_response() } else { page })
}

/// The whole text with everything filled in, in the language that was shown.
fn text_as_shown(event: &ConsentEvent) -> Option<String> {
    shown_text(event.kind, event.text_version, event.language, &event.fields())
}

async fn strokes(desk: &Desk, tx: &mut Tx, event: &ConsentEvent) -> ApiResult<Option<Strokes>> {
    let Some(hash) = event.evidence.strokes_sha256 else { return Ok(None) };
    let bytes = open::blob(tx, &desk.state.seal, &desk.state.blobs, hash).await?;
    Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
}

fn confirm(desk: &Desk, line: &ConsentLine, event: &ConsentEvent, tried: Option<(String, &str)>) -> Confirm {
    let confirms = desk.is(Role::CommunityClerk);
    if line.state != FeeConsentState::PendingConfirmation.name() || line.action != "given" || !confirms {
        return Confirm::Nothing;
    }
    if !super::confirmation::is_second_person(&desk.actor, line, event) {
        return Confirm::SamePerson;
    }
    let (typed, error) = tried
        .map_or((String::new(), None), |(typed, code)| (typed, Some(finding(code).text(desk.language()).to_owned())));
    Confirm::Call { action: format!("/console/consents/{}/confirm", line.id), typed, error }
}

async fn callbacks(desk: &Desk, tx: &mut Tx, id: Uuid) -> ApiResult<Vec<Happening>> {
    let mut happenings = vec![];
    for Callback { at_ms, who, confirmation, note } in db::consent_list::callbacks_of(tx, id).await? {
        let what = if confirmation.is_some() { step::CONFIRMED } else { step::NOT_CONFIRMED };
        let note = match confirmation {
            Some(id) if note.is_empty() => open::note_of(tx, &desk.state.seal, id).await?,
            _ => open::note_text(tx, &desk.state.seal, &id.to_string(), note).await?,
        };
        let what = what.text(desk.language()).into();
        happenings.push(Happening { at: text::at(at_ms), what, who, note, ..Happening::default() });
    }
    Ok(happenings)
}

fn facts(desk: &Desk, line: &ConsentLine, event: &ConsentEvent, erased: bool) -> Vec<FactView> {
    let language = desk.language();
    let home = desk.actor.has_any(household::ROLES).then(|| format!("/console/households/{}", line.household_id));
    let fact = |label: Word, cell: Cell| (label.text(language).to_owned(), cell);
    let yes = |yes: bool| Cell::text(if yes { words::YES } else { words::NO }.text(language));
    let seconds = event.evidence.seconds_on_text.to_string();
    let erased = erased.then(|| step::PERSONAL_PARTS_ERASED.text(language).to_owned());
    let signer = erased.or_else(|| event.signer_name.as_deref().map(text::masked_name)).unwrap_or_default();
    vec![
        fact(step::STATE_NOW, state(&line.state, language)),
        fact(words::KIND, Cell::text(value::consent_kind(event.kind).text(language))),
        fact(words::OUTCOME, Cell::text(value::consent_action(event.action).text(language))),
        fact(step::SIGNER, Cell::text(signer)),
        fact(step::RELATION, Cell::text(value::relation(event.relation).text(language))),
        fact(words::EVIDENCE, Cell::text(value::method(event.method).text(language))),
        fact(step::READING_TIME, Cell::text(step::SECONDS.fill(language, &[("n", &seconds)]))),
        fact(step::READ_ALOUD, yes(event.evidence.read_aloud)),
        fact(step::SHARES, event.share_with_company.map_or_else(Cell::default, yes)),
        fact(words::WORKER, Cell::text(line.worker.clone().unwrap_or_default())),
        fact(step::PHONE_CLOCK, Cell::text(text::at(event.captured_at_ms))),
        fact(words::RECEIVED, Cell::text(text::at(line.received_at_ms))),
        fact(
            words::DOOR,
            Cell { href: home, ..Cell::text(text::door(&line.building, &line.unit, &line.door_no, language)) },
        ),
    ]
}

fn terms_facts(terms: &FeeTerms, language: Language) -> Vec<FactView> {
    let fact = |label: Word, text: String| (label.text(language).to_owned(), Cell::text(text));
    vec![
        fact(words::NUMBER, terms.text_no.clone()),
        fact(words::COMPANY, format!("{} {}", terms.company_name, terms.company_tel)),
        fact(words::AREA, terms.area_c.to_string()),
        fact(step::RATE, terms.rate_mill.to_string()),
        fact(words::MONTHLY_FEE, terms.monthly_fen.to_string()),
        fact(step::FREE_FROM_TO, format!("{} – {}", terms.trial_start, terms.last_free_day)),
        fact(step::FEE_FROM, terms.earliest_fee_start.to_string()),
    ]
}
