//! `GET /console/compounds/{id}/poster`: the sheet for the staircase, to print on A4.

use crate::auth::actor::Actor;
use crate::db;
use crate::error::{ApiError, ApiResult};
use crate::pages::document::{Reader, Sheet, document, or_failure};
use crate::pages::resident::compound::service_view;
use crate::state::AppState;
use app::resident::poster::{self as page, PosterView};
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::calendar::shanghai_day;
use domain::id::CompoundId;
use domain::org::Role;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::{ECL, QRBuilder};
use uuid::Uuid;

/// Who may print a poster, each for the compounds in reach.
pub const ROLES: &[Role] = &[Role::CommunityClerk, Role::CompanyManager, Role::CenterStaff, Role::GridWorker];

/// Shows the sheet.
pub async fn show_poster(
    State(state): State<AppState>,
    Path(id): Path<Uuid>,
    actor: Actor,
    reader: Reader,
) -> Response {
    or_failure(&state, poster(&state, CompoundId(id), actor, reader)).await
}

async fn poster(state: &AppState, id: CompoundId, actor: Actor, reader: Reader) -> ApiResult<Response> {
    let mut tx = state.db.read().await?;
    actor.compound(&mut tx, ROLES, id).await?;
    let compound = db::place::named_compound(&mut tx, id).await?.ok_or(ApiError::NotFound)?;
    if compound.revoked {
        return Err(ApiError::Conflict("code_revoked"));
    }
    let today = shanghai_day(state.clock.now_ms());
    let service = db::service::service_of(&mut tx, id, &today.to_string()).await?;
    let config = state.rules.on(today);
    let address = address_of(state, &compound.public_code)?;
    let view = PosterView {
        compound: compound.name,
        within: format!("{} · {}", compound.street, compound.community),
        service: service.map(|service| service_view(service, today, &config)),
        community: compound.community,
        community_phone: compound.community_phone,
        qr_svg: qr_svg(&address)?,
        address,
    };
    let title = view.compound.clone();
    Ok(document(state, reader, Sheet::Console, &title, || page::page(view)).into_response())
}

/// The address behind a compound's poster.
pub fn address_of(state: &AppState, public_code: &str) -> ApiResult<String> {
    match state.seal.public_path(public_code) {
        path if path.is_empty() => Err(ApiError::Internal(anyhow::anyhow!("a stored public code is no code"))),
        path => Ok(format!("{}{path}", state.public.url)),
    }
}

/// A QR code that still reads with a quarter of it scratched off.
fn qr_svg(address: &str) -> ApiResult<String> {
    let code = QRBuilder::new(address).ecl(ECL::Q).build();
    let code = code.map_err(|error| ApiError::Internal(anyhow::anyhow!("no QR code: {error:?}")))?;
    Ok(SvgBuilder::default().to_str(&code))
}
