//! Who signs, how the text reached them, the two separate ticks, and the signature. Nothing is chosen beforehand.

use super::sheet::missing;
use crate::element::{Element, Node, el, live, many};
use crate::field::browser;
use crate::field::photo::strip::photo_strip;
use crate::field::signal::*;
use crate::field::signature::pad::signature_pad;
use crate::field::visit::desk::Desk;
use crate::field::visit::draft::{FeeDraft, Seen};
use crate::ui::choice::{Layout, Tiled, tile, tile_group};
use crate::ui::field::{Typed, check, text_field};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, consent};
use domain::consent::Relation;
use domain::evidence::Strokes;

fn set(desk: Desk, field: &'static str, change: impl FnOnce(&mut FeeDraft)) {
    desk.forget_findings(field);
    desk.change(|draft| change(&mut draft.fee));
}

/// A memo: the draft changes every second here, what is read from it rarely.
fn is_so(desk: Desk, read: fn(&FeeDraft) -> bool) -> Signal<bool> {
    memo(move || desk.draft.with(|draft| read(&draft.fee)))
}

/// Everything between the text and the two answers. `day`: the first that may cost anything.
pub fn signer(desk: Desk, day: String) -> Node {
    let phone = desk.phone;
    let is_other = is_so(desk, |fee| fee.may_decide == Some(false));
    let rest = move || match is_other.get() {
        true => notice(Tone::Warn, "", phone.say(consent::WHO_OTHER_TEXT)).into(),
        false => many([person(desk), ticks(desk, &day), signature(desk)]),
    };
    many([may_decide(desk).into(), live(rest)])
}

/// One question with its tiles; none is chosen until somebody chooses.
struct Question {
    /// Its name, and where what is missing is found.
    name: &'static str,
    label: Word,
    layout: Layout,
    hint: &'static str,
    /// Which tile stands in the draft.
    chosen: fn(&FeeDraft) -> Option<usize>,
    /// Writes a tile into the draft.
    choose: fn(&mut FeeDraft, usize),
}

impl Question {
    /// `tiles`: value and label of each.
    fn ask(self, desk: Desk, tiles: &[(&'static str, Word)]) -> Element {
        let Self { name, label, layout, hint, chosen, choose } = self;
        let phone = desk.phone;
        let mut all = Vec::new();
        for (at, (value, label)) in tiles.iter().enumerate() {
            let label = phone.say(*label).to_owned();
            let tiled = Tiled { name: name.to_owned(), value: (*value).to_owned(), label, ..Tiled::default() };
            let tile = tile(tiled, move || desk.draft.with(|draft| chosen(&draft.fee) == Some(at)));
            all.push(tile.on("change", move |_| set(desk, name, |fee| choose(fee, at))));
        }
        tile_group(phone.say(label), layout, hint, desk.error(name), all)
    }
}

/// A child, a carer, a guest cannot decide.
fn may_decide(desk: Desk) -> Element {
    let question = Question {
        name: "may_decide",
        label: consent::WHO,
        layout: Layout::List,
        hint: "",
        chosen: |fee| fee.may_decide.map(|may| if may { 0 } else { 1 }),
        choose: |fee, at| fee.may_decide = Some(at == 0),
    };
    question.ask(desk, &[("true", consent::WHO_ADULT), ("false", consent::WHO_OTHER)])
}

fn person(desk: Desk) -> Node {
    let question = Question {
        name: "relation",
        label: consent::RELATION,
        layout: Layout::Grid,
        hint: desk.phone.say(consent::RELATION_NO),
        chosen: |fee| Relation::ALL.iter().position(|relation| fee.relation == Some(*relation)),
        choose: |fee, at| fee.relation = Relation::ALL.get(at).copied(),
    };
    let mut tiles = Vec::new();
    for relation in Relation::ALL {
        tiles.push((relation.name(), consent::relation(*relation)));
    }
    let name = Line {
        name: "signer_name",
        field: "signer_name",
        label: consent::NAME,
        autocomplete: Some("off"),
        read: |fee| &fee.name,
        write: |fee, name| fee.name = name,
    };
    many([question.ask(desk, &tiles), name.ask(desk)])
}

/// One line of text in the draft.
struct Line {
    name: &'static str,
    field: &'static str,
    label: Word,
    autocomplete: Option<&'static str>,
    read: fn(&FeeDraft) -> &String,
    write: fn(&mut FeeDraft, String),
}

impl Line {
    fn ask(self, desk: Desk) -> Element {
        let Self { name, field, label, autocomplete, read, write } = self;
        let typed = Typed {
            name: name.to_owned(),
            label: desk.phone.say(label).to_owned(),
            max_length: Some(30),
            autocomplete,
            fault: desk.error(field),
            ..Typed::default()
        };
        text_field(typed, move || desk.draft.with(|draft| read(&draft.fee).clone()))
            .on("input", move |event| set(desk, field, |fee| write(fee, browser::typed(event))))
    }
}

fn ticks(desk: Desk, day: &str) -> Node {
    let phone = desk.phone;
    let question = Question {
        name: "seen",
        label: consent::SEEN,
        layout: Layout::List,
        hint: "",
        chosen: |fee| fee.seen.map(|seen| if seen == Seen::Myself { 0 } else { 1 }),
        choose: |fee, at| fee.seen = Some(if at == 0 { Seen::Myself } else { Seen::ReadToMe }),
    };
    let was_read = is_so(desk, |fee| fee.seen == Some(Seen::ReadToMe));
    let share = check("share", phone.say(consent::SHARE), move || desk.draft.with(|draft| draft.fee.share))
        .on("change", move |event| set(desk, "share", |fee| fee.share = browser::ticked(event)));
    let willing = phone.fill(consent::WILLING, &[("day", day)]);
    let willing = check("willing", willing, move || desk.draft.with(|draft| draft.fee.willing))
        .on("change", move |event| set(desk, "willing", |fee| fee.willing = browser::ticked(event)));
    many([
        question.ask(desk, &[("myself", consent::SEEN_MYSELF), ("read", consent::SEEN_READ)]).into(),
        live(move || was_read.get().then(|| readers(desk))),
        share.into(),
        willing.into(),
        missing("p", desk.error("willing")),
    ])
}

/// Who read it out, and who heard it.
fn readers(desk: Desk) -> Node {
    let reader = Line {
        name: "reader",
        field: "evidence.reader",
        label: consent::READER,
        autocomplete: None,
        read: |fee| &fee.reader,
        write: |fee, name| fee.reader = name,
    };
    let witness = Line {
        name: "witness",
        field: "evidence.witness",
        label: consent::WITNESS,
        read: |fee| &fee.witness,
        write: |fee, name| fee.witness = name,
        ..reader
    };
    many([reader.ask(desk), witness.ask(desk)])
}

fn signature(desk: Desk) -> Node {
    let phone = desk.phone;
    let begun = desk.draft.with_untracked(|draft| draft.fee.strokes.clone());
    let changed = move |strokes: Option<Strokes>| {
        set(desk, "strokes", |fee| fee.strokes = strokes.map(Strokes::thinned));
    };
    let pad = signature_pad(
        begun,
        phone.say(consent::SIGNATURE),
        phone.say(consent::SIGN_HERE),
        phone.say(consent::CLEAR),
        changed,
    );
    let error = desk.error("strokes");
    let framed = el("div").class("field").class_if("field-wrong", error.is_there()).child(pad);
    let is_doubtful = is_so(desk, |fee| fee.strokes.as_ref().is_some_and(|strokes| !strokes.warnings().is_empty()));
    let doubt = move || is_doubtful.get().then(|| notice(Tone::Warn, "", phone.say(consent::SIGN_BETTER)));
    let photos = move || desk.draft.with(|draft| draft.fee.photos.clone());
    let set_photos = move |photos| set(desk, "photos", |fee| fee.photos = photos);
    let place = "fee.photos".to_owned();
    let paper = photo_strip(phone, desk.camera(), phone.say(consent::PAPER), photos, 2, set_photos, place);
    many([framed.child(missing("span", error)).into(), live(doubt), paper.into()])
}
