//! The acknowledgement of the free months: a page of its own, to be skipped with a button of the same size.

use super::event::{printed_text, trial_ack};
use super::frozen::Frozen;
use super::sheet::{answer, sheet};
use crate::element::{Node, el, many};
use crate::field::read_aloud::{Reader, read_aloud};
use crate::field::visit::desk::Desk;
use crate::ui::button::action_bar;
use crate::words::consent;
use domain::consent::ConsentKind;
use domain::consent::text::trial_explained;

/// The page; nothing where no free months run.
pub fn trial_page(desk: Desk) -> Node {
    let phone = desk.phone;
    let language = phone.language.get_untracked();
    let Some((printed, capture)) = desk.trial_printed().zip(desk.capture(ConsentKind::TrialAck)) else {
        return Node::Nothing;
    };
    let text = printed_text(ConsentKind::TrialAck, capture, &printed).unwrap_or_default();
    let explained = trial_explained(language);
    let mut aloud = explained.to_owned();
    aloud.push('\n');
    aloud.push_str(&text);
    let is_given = move || desk.draft.with(|draft| draft.trial.is_some());
    let know = move || {
        let Some(capture) = desk.capture(ConsentKind::TrialAck) else { return };
        desk.change(|draft| draft.trial = Some(Frozen::of(&trial_ack(draft, capture, printed.clone()))));
        desk.step(1);
    };
    let skip = move || {
        desk.change(|draft| draft.trial = None);
        desk.step(1);
    };
    let page = el("div")
        .class("stack")
        .attr("data-q", "trial_ack")
        .child(el("p").class("lead").text(explained))
        .child(sheet("card stack-small", &text, ""))
        .child(read_aloud(phone, Reader::new(language), aloud));
    let yes = answer(phone, consent::TRIAL_YES, know)
        .attr("aria-pressed", move || if is_given() { "true" } else { "false" }.to_owned());
    many([page, action_bar().child(yes).child(answer(phone, consent::TRIAL_SKIP, skip))])
}
