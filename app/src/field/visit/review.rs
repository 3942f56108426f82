//! Before saving: what will be kept, in words, and everything that is still wrong, each with the way to its place.

use super::desk::Desk;
use super::draft::{FeeDecision, VisitDraft};
use super::flow::step_of;
use super::page::plain_button;
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::consent::fee::why_not;
use crate::field::consent::frozen::Glance;
use crate::field::consent::gate::Gate;
use crate::ui::notice::{Tone, notice};
use crate::words::{consent, finding::finding, visit};
use domain::finding::Finding;

/// What will be saved, in words.
pub fn summary(desk: Desk) -> Node {
    let card = move || {
        let lines = desk.draft.with(|draft| if draft.quick { Vec::new() } else { lines(desk, draft) });
        if lines.is_empty() {
            return Node::Nothing;
        }
        let mut list = el("ul").class("visit-summary");
        for line in lines {
            list = list.child(el("li").text(line));
        }
        el("section").class("card").child(el("h2").text(desk.phone.say(visit::SUMMARY))).child(list).into()
    };
    // Who has just said no hears nothing of fees.
    let shut = match desk.gate() {
        Gate::Open(_) => Node::Nothing,
        _ if desk.is_ended() => Node::Nothing,
        gate => why_not(desk.phone, &gate).into(),
    };
    many([live(card), shut])
}

fn lines(desk: Desk, draft: &VisitDraft) -> Vec<String> {
    let phone = desk.phone;
    let needs = draft.shown_needs();
    let (mut photos, mut is_urgent) = (0, false);
    for index in &needs {
        photos += draft.needs[*index].photos.len();
        is_urgent |= draft.needs[*index].hazard;
    }
    let answers = desk.form.with(|form| form.prune(&draft.answers).len().saturating_sub(1));
    let trial = usize::from(draft.trial.is_some());
    let counted = [
        (visit::ANSWERS, answers),
        (visit::NEEDS, needs.len()),
        (visit::NEEDS_URGENT, usize::from(is_urgent)),
        (visit::PHOTOS, photos),
        (visit::TRIAL_GIVEN, trial),
    ];
    let mut lines = Vec::new();
    for (word, n) in counted {
        if n > 0 {
            lines.push(phone.fill(word, &[("n", &n.to_string())]));
        }
    }
    lines.extend(fee(desk, draft));
    lines
}

fn fee(desk: Desk, draft: &VisitDraft) -> Option<String> {
    let word = match draft.fee.decision.as_ref()? {
        FeeDecision::Event(event) => match event.glance().and_then(Glance::agreed) {
            Some(agreed) => {
                return Some(desk.phone.fill(visit::FEE_GIVEN, &[("fee", &agreed.monthly_fen.to_string())]));
            }
            None => visit::FEE_REFUSED,
        },
        FeeDecision::NotNow => visit::FEE_NONE,
    };
    Some(desk.phone.say(word).to_owned())
}

/// Everything that is still wrong, each with the way to its place.
pub fn findings(desk: Desk) -> Element {
    let phone = desk.phone;
    let all = move || {
        desk.findings.with(|found| {
            let title = phone.fill(visit::PUT_RIGHT, &[("n", &found.len().to_string())]);
            let mut list = el("ul").class("plain stack-small");
            for finding in found.iter().filter(|finding| !finding.field.starts_with("visit.")) {
                list = list.child(line(desk, finding));
            }
            (!found.is_empty()).then(|| notice(Tone::Danger, title, list))
        })
    };
    el("div").attr("aria-live", "assertive").child(live(all))
}

fn line(desk: Desk, found: &Finding) -> Element {
    let field = found.field.clone();
    let title = el("strong").text(title_of(desk, &field));
    let said = el("span").child(title).text(" ").text(desk.phone.say(finding(&found.code)));
    let go = plain_button("button", desk.phone.say(visit::GO_THERE)).on_click(move || {
        let step = desk.draft.with_untracked(|draft| step_of(&field, draft));
        desk.go(step);
        browser::to_first_error();
    });
    el("li").class("stack-small").child(said).child(go)
}

/// What a finding is about: the question, or the need.
fn title_of(desk: Desk, field: &str) -> String {
    let language = desk.phone.language.get_untracked();
    let code = field.split('.').nth(1).unwrap_or_default();
    let question =
        desk.form.with_untracked(|form| form.question(code).map(|q| q.text.in_language(language).to_owned()));
    let need = code
        .parse::<usize>()
        .ok()
        .and_then(|index| desk.draft.with_untracked(|draft| draft.needs.get(index).map(|n| n.icon)));
    let need = need.map(|icon| crate::words::need::group(icon).text(language).to_owned());
    question.or(need).unwrap_or_else(|| consent::FEE.text(language).to_owned())
}
