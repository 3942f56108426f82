//! The supervisor's list of phones: what is still out there and since when, which numbers are missing, whose clock is off.

use super::desk::Desk;
use super::listing::{List, Loaded, hidden};
use super::{filter, text};
use crate::db::device_list::DeviceLine;
use crate::db::select::Page;
use crate::db::wipe::Wipe;
use crate::db::{self, Tx};
use crate::error::ApiResult;
use app::console::table::{Cell, Table};
use app::ui::badge::Mark;
use app::words::{console as words, console_device as device};
use domain::language::Language;
use domain::sync::device::{DeviceFlag, DeviceStanding, SeqRange, standing};
use std::cmp::Reverse;
use uuid::Uuid;

const MINUTE_MS: i64 = 60_000;
/// More ranges of missing numbers are counted, not named.
const NAMED: usize = 8;

/// A page of the list.
pub async fn load(desk: &Desk, tx: &mut Tx, page: Page) -> ApiResult<Loaded> {
    let (language, config, query) = (desk.language(), desk.config(), &desk.query);
    let lines = db::device_list::list_devices(tx, &desk.scopes(List::Devices.roles())).await?;
    let wanted = query.text("flag");
    let worker = query.id("worker");
    let mut judged: Vec<(DeviceStanding, DeviceLine)> =
        lines.into_iter().map(|line| (standing(&line.facts, &config, desk.now_ms), line)).collect();
    judged.retain(|(standing, line)| {
        let is_flagged = match DeviceFlag::from_name(&wanted) {
            Some(flag) => standing.flags.contains(&flag),
            None => wanted != "any" || !standing.flags.is_empty(),
        };
        is_flagged && worker.is_none_or(|id| line.worker_id == id)
    });
    judged.sort_by_key(|(standing, line)| {
        (Reverse(standing.flags.len()), line.facts.contact_at_ms, line.id, line.worker_id)
    });
    let all = i64::try_from(judged.len()).unwrap_or(i64::MAX);
    let shown = judged.into_iter().skip(usize::try_from(page.offset).unwrap_or(0));
    let shown: Vec<(DeviceStanding, DeviceLine)> =
        shown.take(usize::try_from(page.limit).unwrap_or(usize::MAX)).collect();
    let ids: Vec<Uuid> = shown.iter().map(|(_, line)| line.id).collect();
    let wipes = db::wipe::wipes_of(tx, &ids).await?;
    let heads = [
        words::WORKER,
        device::DEVICE,
        device::ATTENTION,
        device::CONTACT,
        device::OUT_THERE,
        device::OUT_SINCE,
        device::HIGHEST,
        device::MISSING,
        device::SKEW,
        device::BAD_SIGNATURES,
        device::WIPE,
    ];
    let table = Table {
        label: device::DEVICES.text(language).into(),
        heads: heads.map(|head| head.text(language).to_owned()).into(),
        rows: shown
            .into_iter()
            .map(|(standing, line)| {
                let wipe = wipes
                    .get(&line.id)
                    .map_or_else(|| device::WIPE_ASK.text(language).to_owned(), |wipe| wipe_text(wipe, language));
                let wipe = Cell::text(wipe).to(format!("/console/devices/{}/wipe", line.id));
                let mut cells = row(&standing, line, config.skew_flag_ms, language);
                cells.push(wipe);
                cells
            })
            .collect(),
        total: None,
    };
    let flags = DeviceFlag::ALL.iter().map(|flag| (flag.name().to_owned(), device::flag(*flag)));
    let flags = [("any".to_owned(), device::ANY_FLAG)].into_iter().chain(flags);
    let flags = flags.map(|(name, word)| (name, word.text(language).to_owned())).collect();
    let filters = vec![
        filter::choice("flag", device::ATTENTION, wanted, flags, language),
        hidden("worker", query.text("worker")),
    ];
    let values = [
        ("old", config.unsent_flag_hours.to_string()),
        ("silent", config.silence_flag_hours.to_string()),
        ("skew", (config.skew_flag_ms / MINUTE_MS).to_string()),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    Ok(Loaded { note: Some(device::DEVICES_NOTE.fill(language, &values)), filters, table, all })
}

fn row(standing: &DeviceStanding, line: DeviceLine, skew_ms: i64, language: Language) -> Vec<Cell> {
    let since = standing.out_there_since_ms.map(text::at).unwrap_or_default();
    vec![
        Cell::text(line.worker).to(format!("/console/devices?worker={}", line.worker_id)),
        Cell::text(phone(&line.id.to_string(), &line.app)),
        flags(&standing.flags, language),
        Cell::text(text::at(line.facts.contact_at_ms)),
        Cell::number(standing.out_there),
        Cell::text(since),
        Cell::number(line.facts.highest_seq),
        Cell::text(ranges(&standing.missing, language)),
        Cell::text(clock(line.facts.offset_ms, skew_ms, language)),
        Cell::number(line.bad_signatures),
    ]
}

/// How far an order to wipe is.
pub(super) fn wipe_text(wipe: &Wipe, language: Language) -> String {
    match wipe.done_at_ms {
        Some(at_ms) => {
            let values = [("when", &*text::at(at_ms)), ("unsent", &*wipe.unsent_count.to_string())];
            let said = device::WIPED.fill(language, &values);
            if wipe.is_signed { said } else { device::WIPED_UNSIGNED.fill(language, &[("said", &said)]) }
        }
        None => device::WIPE_ORDERED.fill(language, &[("when", &text::at(wipe.ordered_at_ms))]),
    }
}

/// The end of a phone's id tells phones apart; the whole one is no help to anybody.
pub fn phone(id: &str, app: &str) -> String {
    let end = &id[id.len().saturating_sub(6)..];
    if app.is_empty() { end.to_owned() } else { format!("{end} · {app}") }
}

fn flags(flags: &[DeviceFlag], language: Language) -> Cell {
    let said: Vec<&str> = flags.iter().map(|flag| device::flag(*flag).text(language)).collect();
    let mark = match flags {
        [] => return Cell::badge(Mark::Good, device::ALL_WELL.text(language)),
        [DeviceFlag::ClockOff] => Mark::Warn,
        _ => Mark::Danger,
    };
    Cell::badge(mark, said.join(" · "))
}

/// The missing numbers by name.
fn ranges(missing: &[SeqRange], language: Language) -> String {
    let mut said: Vec<String> = missing.iter().take(NAMED).map(SeqRange::to_string).collect();
    if missing.len() > NAMED {
        said.push(device::AND_MORE.fill(language, &[("n", &(missing.len() - NAMED).to_string())]));
    }
    said.join(", ")
}

/// How the phone's clock goes.
fn clock(offset_ms: i64, skew_ms: i64, language: Language) -> String {
    if offset_ms.unsigned_abs() <= skew_ms.unsigned_abs() {
        return device::RIGHT.text(language).to_owned();
    }
    let word = if offset_ms > 0 { device::SLOW_BY } else { device::FAST_BY };
    word.fill(language, &[("time", &text::span(offset_ms.saturating_abs(), language))])
}
