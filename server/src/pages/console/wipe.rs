//! Taking everything off a phone: the question first, then the order. The phone carries it out at its next contact.

use super::desk::{Audit, Desk, done};
use super::listing::List;
use super::text;
use crate::db::{self, Tx, device_list::DeviceLine};
use crate::error::{ApiError, ApiResult};
use crate::pages::document::or_failure;
use app::console::form;
use app::element::el;
use app::ui::button::Kind;
use app::words::{console as words, console_device as device};
use axum::extract::Path;
use axum::response::Response;
use uuid::Uuid;

/// The phone with the worker who used it last, of those whom the actor supervises.
async fn supervised(desk: &Desk, tx: &mut Tx, id: Uuid) -> ApiResult<DeviceLine> {
    let lines = db::device_list::list_devices(tx, &desk.scopes(List::Devices.roles())).await?;
    let of_it = lines.into_iter().filter(|line| line.id == id);
    of_it.max_by_key(|line| line.facts.contact_at_ms).ok_or(ApiError::NotFound)
}

/// `GET /console/devices/{id}/wipe`
pub async fn show_wipe(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, shown(&desk, id)).await
}

async fn shown(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let language = desk.language();
    let mut tx = desk.state.db.read().await?;
    let line = supervised(desk, &mut tx, id).await?;
    let wipe = db::wipe::wipes_of(&mut tx, &[id]).await?.remove(&id);
    let values = [
        ("name", line.worker.clone()),
        ("count", line.facts.unsent_count.to_string()),
        ("when", text::at(line.facts.contact_at_ms)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let question = device::WIPE_WHAT.fill(language, &values);
    let is_open = wipe.as_ref().is_some_and(|wipe| wipe.done_at_ms.is_none());
    let press = (!is_open).then(|| {
        form::press(format!("/console/devices/{id}/wipe"), device::WIPE.text(language).to_owned(), Kind::Danger)
    });
    let state = wipe.map(|wipe| el("p").text(super::device::wipe_text(&wipe, language)));
    let trail = vec![("/console", words::HOME.text(language)), ("/console/devices", device::DEVICES.text(language))];
    let page = || el("div").class("stack").child(el("p").text(question)).child(state).child(press);
    Ok(desk.page(device::WIPE.text(language), trail, page))
}

/// `POST /console/devices/{id}/wipe`
pub async fn order_wipe(desk: Desk, Path(id): Path<Uuid>) -> Response {
    or_failure(&desk.state, ordered(&desk, id)).await
}

async fn ordered(desk: &Desk, id: Uuid) -> ApiResult<Response> {
    let mut tx = desk.state.db.write().await?;
    supervised(desk, &mut tx, id).await?;
    if db::wipe::order_wipe(&mut tx, desk.state.clock.new_uuid(), id, desk.actor.account, desk.now_ms).await? {
        let audit = Audit { action: "wipe_device", object: "device", id: &id.to_string(), ..Audit::default() };
        desk.audit(&mut tx, List::Devices.roles(), audit).await?;
    }
    tx.commit().await?;
    Ok(done(&format!("/console/devices/{id}/wipe")))
}
