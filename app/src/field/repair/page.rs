//! The page on which a record is put right.

use super::piece::{Piece, pieces, with};
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::loaded::failed;
use crate::field::outbox::{kind, reasons};
use crate::field::route::Route;
use crate::field::signal::*;
use crate::field::top::top;
use crate::store::StoreError;
use crate::sync::outbox;
use crate::ui::button::{Kind, action_bar, button};
use crate::ui::field::{Fault, Input, Typed, text_area, text_field};
use crate::ui::icon;
use crate::ui::notice::{Tone, notice};
use crate::ui::state::{State, state_page};
use crate::words::{finding::finding, new_door, sync as words};
use domain::calendar::shanghai_text;
use domain::json;
use domain::questionnaire::Questionnaire;
use domain::sync::outbox::{Custody, Waiting};
use domain::sync::record::{Record, RecordKind};
use std::rc::Rc;

/// The record, and what was typed here before.
struct Known {
    entry: Waiting,
    /// Its body as it shall be.
    body: String,
    /// Question codes and what they ask, for answers.
    asked: Vec<(String, String)>,
    /// The one that puts it right is made, and on its way.
    is_made: bool,
}

async fn known(phone: Phone, seq: u64) -> Result<Option<Rc<Known>>, StoreError> {
    let Some(account) = phone.account() else { return Ok(None) };
    let mut entries = outbox::entries(phone.store(), account).await?;
    let Some(at) = entries.iter().position(|entry| entry.record.seq == seq) else { return Ok(None) };
    let entry = entries.swap_remove(at);
    let is_made = entries.iter().any(|other| other.record.repairs == Some(entry.record.id));
    let body = phone.draft(&draft_name(seq)).await?.unwrap_or_else(|| entry.record.body.clone());
    let asked = asked(phone, &entry.record).await?;
    Ok(Some(Rc::new(Known { entry, body, asked, is_made })))
}

/// What the form of these answers asks; nothing of a record of another kind.
async fn asked(phone: Phone, record: &Record) -> Result<Vec<(String, String)>, StoreError> {
    let mut asked = Vec::new();
    let Some(code) = json::part(&record.body, "questionnaire").and_then(|code| json::read::<String>(code).ok()) else {
        return Ok(asked);
    };
    let document = phone.document("questionnaire", &code).await?;
    let form: Option<Questionnaire> = document.and_then(|document| json::read(&document.content.0).ok());
    let language = phone.language.get_untracked();
    for question in form.into_iter().flat_map(|form| form.questions) {
        asked.push((["answers.", &question.code].concat(), question.text.in_language(language).to_owned()));
    }
    Ok(asked)
}

fn draft_name(seq: u64) -> String {
    ["repair/", &seq.to_string()].concat()
}

/// The page.
pub fn repair(phone: Phone, seq: u64) -> Node {
    // Read once: a form being typed into is not made anew.
    let data = Signal::new(None);
    spawn_local(async move { data.set(Some(known(phone, seq).await)) });
    let body = move || {
        data.with(|data| match data {
            None => Node::Nothing,
            Some(Err(error)) => failed(phone, &error.to_string()).into(),
            Some(Ok(None)) => state_page(State::Empty, phone.say(words::NOT_HERE), "").into(),
            Some(Ok(Some(known))) => about(phone, known),
        })
    };
    let main = el("main").class("main stack").child(live(body));
    many([top(phone, phone.say(words::REPAIR), "", Some(Route::Outbox)), main])
}

fn about(phone: Phone, known: &Rc<Known>) -> Node {
    let entry = &known.entry;
    let when = [&shanghai_text(entry.record.recorded_at_ms), " · ", &entry.record.seq.to_string()].concat();
    let head =
        many([el("h2").text(phone.say(kind(entry.record.kind))), el("p").class("quiet small number").text(when)]);
    let Custody::SetAside { findings } = &entry.custody else {
        return many([head, el("p").text(phone.say(words::NOTHING_TO_REPAIR)).into()]);
    };
    let why: Vec<Element> = reasons(phone, findings).into_iter().map(|why| el("p").text(why)).collect();
    let why = notice(Tone::Warn, "", why);
    if known.is_made {
        return many([head, why.into(), el("p").text(phone.say(words::REPAIR_MADE)).into()]);
    }
    let pieces = pieces(entry.record.kind, &known.body, findings);
    many([head, why.into(), form(phone, known, pieces)])
}

fn form(phone: Phone, known: &Rc<Known>, pieces: Vec<Piece>) -> Node {
    let body = Signal::new(known.body.clone());
    // The paths where something is typed that cannot stand there.
    let wrong = Signal::new(Vec::<String>::new());
    let explained = match (known.entry.record.kind, pieces.is_empty()) {
        (RecordKind::ConsentEvent, _) => words::CONSENT_AGAIN,
        (_, true) => words::SEND_AGAIN_WHY,
        (_, false) => words::REPAIR_WHY,
    };
    let word = if pieces.is_empty() { words::SEND_AGAIN } else { words::SEND_REPAIRED };
    let seq = known.entry.record.seq;
    let fields = pieces.into_iter().map(|piece| {
        let label = known.asked.iter().find(|(path, _)| *path == piece.path);
        let label = label.map_or_else(|| field_name(phone, &piece.path), |(_, prompt)| prompt.clone());
        field(phone, label, piece, seq, (body, wrong))
    });
    let fields: Vec<Element> = fields.collect();
    let failed = Signal::new(String::new());
    let known = known.clone();
    let send = move || {
        if wrong.with_untracked(|wrong| !wrong.is_empty()) {
            return;
        }
        let (known, body) = (known.clone(), body.get_untracked());
        spawn_local(async move {
            match phone.repair(&known.entry, body, &draft_name(seq)).await {
                Ok(()) => phone.navigate(Route::Outbox),
                Err(error) => failed.set(phone.fill(words::STATE_STORAGE, &[("why", &error.to_string())])),
            }
        });
    };
    let send = button(Kind::Primary, Some(icon::SYNC), phone.say(word)).class_if("button-wide", true).on_click(send);
    many([
        el("p").text(phone.say(explained)).into(),
        many(fields),
        live(move || failed.with(|why| (!why.is_empty()).then(|| notice(Tone::Danger, "", why.clone())))),
        action_bar().child(send).into(),
    ])
}

/// One value, saved on each keystroke.
fn field(
    phone: Phone,
    label: String,
    piece: Piece,
    seq: u64,
    (body, wrong): (Signal<String>, Signal<Vec<String>>),
) -> Element {
    let (path, code) = (piece.path.clone(), piece.code.clone());
    let fault = move || {
        let is_wrong = wrong.with(|wrong| wrong.contains(&path));
        Some(phone.say(if is_wrong { finding("number_wanted") } else { finding(&code) }).to_owned())
    };
    let typed = Typed {
        name: piece.path.clone(),
        label,
        input: if piece.is_number { Input::Digits } else { Input::Text },
        fault: Fault::from(fault),
        ..Typed::default()
    };
    let make = if piece.is_number { text_field } else { text_area };
    make(typed, piece.text.clone()).on("input", move |event| {
        let typed = browser::typed(event);
        let changed = body.with_untracked(|body| with(body, &piece, &typed));
        wrong.update(|wrong| wrong.retain(|path| *path != piece.path));
        match changed {
            None => wrong.update(|wrong| wrong.push(piece.path.clone())),
            Some(changed) => {
                body.set(changed.clone());
                spawn_local(async move { drop(phone.save_draft(&draft_name(seq), changed).await) });
            }
        }
    })
}

fn field_name(phone: Phone, path: &str) -> String {
    match path {
        "text" | "note" | "description" => phone.say(words::FIELD_TEXT).to_owned(),
        "place_text" => phone.say(words::FIELD_PLACE).to_owned(),
        "building" => phone.say(new_door::BUILDING).to_owned(),
        "unit" => phone.say(new_door::UNIT).to_owned(),
        "floor" => phone.say(new_door::FLOOR).to_owned(),
        "door" => phone.say(new_door::DOOR).to_owned(),
        other => other.to_owned(),
    }
}
