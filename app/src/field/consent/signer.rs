//! Who signs, how the text reached them, the two separate ticks, and the signature. Nothing is chosen beforehand.

use crate::field::photo::strip::PhotoStrip;
use crate::field::signature::pad::SignaturePad;
use crate::field::visit::desk::Desk;
use crate::field::visit::draft::{FeeDraft, Seen};
use crate::ui::choice::{Layout, Tile, TileGroup};
use crate::ui::field::{Check, TextField};
use crate::ui::notice::{Notice, Tone};
use crate::words::{Word, consent};
use domain::consent::Relation;
use domain::evidence::Strokes;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

fn set(desk: Desk, field: &'static str, change: impl FnOnce(&mut FeeDraft)) {
    desk.forget_findings(field);
    desk.change(|draft| change(&mut draft.fee));
}

/// A memo, not a plain signal: the draft changes every second here, what is read from it rarely.
fn read<T: PartialEq + Send + Sync + 'static>(desk: Desk, read: fn(&FeeDraft) -> T) -> Signal<T> {
    Memo::new(move |_| desk.draft.with(|draft| read(&draft.fee))).into()
}

/// Everything between the text and the two answers.
#[component]
pub fn Signer(day: String) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let other = read(desk, |fee| fee.may_decide == Some(false));
    view! {
        <MayDecide/>
        {move || match other.get() {
            true => view! { <Notice tone=Tone::Warn>{phone.say(consent::WHO_OTHER_TEXT)}</Notice> }.into_any(),
            false => view! { <Person/><Ticks day=day.clone()/><Signature/> }.into_any(),
        }}
    }
}

/// A child, a carer, a guest cannot decide.
#[component]
fn MayDecide() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let tiles = [(true, consent::WHO_ADULT), (false, consent::WHO_OTHER)].map(|(adult, word): (bool, Word)| {
        let checked = Signal::derive(move || desk.draft.with(|draft| draft.fee.may_decide == Some(adult)));
        view! {
            <Tile name="may_decide" value=adult.to_string() label=phone.say(word) checked
                on:change=move |_| set(desk, "may_decide", |fee| fee.may_decide = Some(adult))/>
        }
    });
    view! {
        <TileGroup label=phone.say(consent::WHO) layout=Layout::List error=desk.error("may_decide")>{tiles.into_iter().collect_view()}</TileGroup>
    }
}

#[component]
fn Person() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let tiles = Relation::ALL.iter().map(move |relation| {
        let relation = *relation;
        let checked = Signal::derive(move || desk.draft.with(|draft| draft.fee.relation == Some(relation)));
        view! {
            <Tile name="relation" value=relation.name() label=phone.say(consent::relation(relation)) checked
                on:change=move |_| set(desk, "relation", |fee| fee.relation = Some(relation))/>
        }
    });
    view! {
        <TileGroup label=phone.say(consent::RELATION) hint=phone.say(consent::RELATION_NO) error=desk.error("relation")>
            {tiles.collect_view()}
        </TileGroup>
        <TextField name="signer_name" label=phone.say(consent::NAME) value=read(desk, |fee| fee.name.clone()) max_length=30
            error=desk.error("signer_name") autocomplete="off"
            on:input=move |event| set(desk, "signer_name", |fee| fee.name = event_target_value(&event))/>
    }
}

#[component]
fn Ticks(day: String) -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let tiles = [(Seen::Myself, consent::SEEN_MYSELF), (Seen::ReadToMe, consent::SEEN_READ)].map(|(seen, word)| {
        let checked = Signal::derive(move || desk.draft.with(|draft| draft.fee.seen == Some(seen)));
        view! {
            <Tile name="seen" value=if seen == Seen::Myself { "myself" } else { "read" } label=phone.say(word) checked
                on:change=move |_| set(desk, "seen", |fee| fee.seen = Some(seen))/>
        }
    });
    let read_to = read(desk, |fee| fee.seen == Some(Seen::ReadToMe));
    let reader = move || {
        read_to.get().then(|| view! {
        <TextField name="reader" label=phone.say(consent::READER) value=read(desk, |fee| fee.reader.clone()) max_length=30
            error=desk.error("evidence.reader")
            on:input=move |event| set(desk, "evidence.reader", |fee| fee.reader = event_target_value(&event))/>
        <TextField name="witness" label=phone.say(consent::WITNESS) value=read(desk, |fee| fee.witness.clone()) max_length=30
            on:input=move |event| set(desk, "evidence.witness", |fee| fee.witness = event_target_value(&event))/>
    })
    };
    let willing_error = desk.error("willing");
    view! {
        <TileGroup label=phone.say(consent::SEEN) layout=Layout::List error=desk.error("seen")>{tiles.into_iter().collect_view()}</TileGroup>
        {reader}
        <Check name="share" label=phone.say(consent::SHARE) checked=read(desk, |fee| fee.share)
            on:change=move |event| set(desk, "share", |fee| fee.share = ticked(&event))/>
        <Check name="willing" label=phone.fill(consent::WILLING, &[("day", &day)]) checked=read(desk, |fee| fee.willing)
            on:change=move |event| set(desk, "willing", |fee| fee.willing = ticked(&event))/>
        {move || willing_error.get().map(|error| view! { <p class="field-error" role="alert">{error}</p> })}
    }
}

fn ticked(event: &leptos::ev::Event) -> bool {
    let input = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.is_some_and(|input| input.checked())
}

#[component]
fn Signature() -> impl IntoView {
    let desk = Desk::here();
    let phone = desk.phone;
    let begun = desk.draft.with_untracked(|draft| draft.fee.strokes.clone());
    let changed = Callback::new(move |strokes: Option<Strokes>| {
        set(desk, "strokes", |fee| fee.strokes = strokes.map(Strokes::thinned));
    });
    let error = desk.error("strokes");
    let doubt = read(desk, |fee| fee.strokes.as_ref().is_some_and(|strokes| !strokes.warnings().is_empty()));
    let doubtful =
        move || doubt.get().then(|| view! { <Notice tone=Tone::Warn>{phone.say(consent::SIGN_BETTER)}</Notice> });
    let photos = read(desk, |fee| fee.photos.clone());
    let set_photos = Callback::new(move |photos| set(desk, "photos", |fee| fee.photos = photos));
    view! {
        <div class="field" class:field-wrong=move || error.get().is_some()>
            <SignaturePad begun label=phone.say(consent::SIGNATURE) hint=phone.say(consent::SIGN_HERE) clear=phone.say(consent::CLEAR)
                on_change=changed/>
            {move || error.get().map(|error| view! { <span class="field-error" role="alert">{error}</span> })}
        </div>
        {doubtful}
        <PhotoStrip label=phone.say(consent::PAPER) photos max=2 set=set_photos place="fee.photos".to_owned()/>
    }
}
