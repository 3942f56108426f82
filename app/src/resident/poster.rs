//! The A4 sheet for the staircase: the promise, the code, whom to call. Black on white, Chinese first.

use super::compound::{ServiceView, day};
use crate::element::{Node, el, many};
use crate::ui::card::fact;
use crate::ui::qr::qr_code;
use crate::words::resident as words;
use domain::language::Language::{En, Zh};
use domain::trial::TrialPhase;
use leptos::prelude::*;

/// Everything on the sheet.
#[derive(Debug, Clone)]
pub struct PosterView {
    pub compound: String,
    pub within: String,
    pub service: Option<ServiceView>,
    pub community: String,
    pub community_phone: Option<String>,
    /// The code as an `<svg>`.
    pub qr_svg: String,
    /// The address in the code, for who types it.
    pub address: String,
}

/// The sheet.
pub fn page(view: PosterView) -> impl IntoView {
    let PosterView { compound, within, service, community, community_phone, qr_svg, address } = view;
    let host = address.split("/c/").next().unwrap_or_default().to_owned();
    let promise = many(promise(service.as_ref()).into_iter().map(|line| el("p").text(line)));
    let serves = service.map(|service| format!("{} {}", service.company, service.phone));
    let serves = Node::from(serves.map(|serves| fact(words::WHO_SERVES.text(Zh), serves)));
    let supervises = format!("{community} {}", community_phone.unwrap_or_default());
    view! {
        <header class="poster-tools main">
            <p>{words::POSTER_PRINT.text(Zh)}" "<span lang="en">{words::POSTER_PRINT.text(En)}</span></p>
        </header>
        <main class="poster">
            <h1 class="poster-name">{compound}</h1>
            <p>{within}</p>
            <div class="poster-promise">{promise}</div>
            <p class="poster-ask">{words::POSTER_SCAN.text(Zh)}"：" {words::POSTER_CAN.text(Zh)}</p>
            <p lang="en">{words::POSTER_SCAN.text(En)}": "{words::POSTER_CAN.text(En)}</p>
            {qr_code(qr_svg, words::POSTER_SCAN.text(Zh))}
            <dl class="poster-facts">
                {serves}
                {fact(words::WHO_SUPERVISES.text(Zh), supervises)}
            </dl>
            <div class="poster-warning">
                <p>{words::NO_CASH.text(Zh)}</p>
                <p>{words::POSTER_NO_PHONE.text(Zh)}</p>
            </div>
            <p class="poster-foot">{words::POSTER_CHECK.fill(Zh, &[("host", &host)])}<br/>{address}</p>
        </main>
    }
}

fn promise(service: Option<&ServiceView>) -> Vec<String> {
    let Some(trial) = service.and_then(|service| service.trial) else { return vec![words::NO_CASH.text(Zh).into()] };
    let last = day(trial.last_free, Zh);
    match trial.phase {
        TrialPhase::Before => {
            vec![
                words::FREE_FROM.fill(Zh, &[("from", &day(trial.start, Zh)), ("day", &last)]),
                words::SILENCE.text(Zh).into(),
            ]
        }
        TrialPhase::Free | TrialPhase::WindowOpen => {
            vec![words::FREE_UNTIL.fill(Zh, &[("day", &last)]), words::SILENCE.text(Zh).into()]
        }
        TrialPhase::Over => vec![words::FREE_OVER.fill(Zh, &[("day", &last)])],
    }
}
