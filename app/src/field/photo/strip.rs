//! A row of photos with a way to take one more. The draft is durable before the camera opens; each photo before it is shown.

use super::camera::Camera;
use super::picture::{self, PhotoError};
use crate::element::{Element, Slot, each, el, live};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::signal::*;
use crate::ui::icon::{self, icon};
use crate::ui::notice::{Tone, notice};
use crate::words::{Word, need};
use domain::hash::Hash;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// What the strip is doing.
#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Idle,
    Working,
    Kept,
    Failed(PhotoError),
}

/// What belongs to one strip, for its events and its tasks.
struct Strip {
    phone: Phone,
    camera: Camera,
    photos: Box<dyn Read<Vec<Hash>>>,
    set: Box<dyn Fn(Vec<Hash>)>,
    max: usize,
    place: String,
    doing: Signal<Doing>,
    /// The page was killed while a photo was being taken.
    is_lost: Signal<bool>,
    input: Slot,
}

/// Photos by hash; `set` hears the new list. `place`: where in the draft, names the place to which a killed page comes back.
pub fn photo_strip(
    phone: Phone,
    camera: Camera,
    label: &str,
    photos: impl Fn() -> Vec<Hash> + 'static,
    max: usize,
    set: impl Fn(Vec<Hash>) + 'static,
    place: String,
) -> Element {
    let strip = Strip {
        phone,
        camera,
        photos: Box::new(photos),
        set: Box::new(set),
        max,
        doing: Signal::new(Doing::Idle),
        is_lost: Signal::new(camera.was_open_at(&place)),
        place,
        input: Slot::new(),
    };
    drawn(Rc::new(strip), label)
}

fn drawn(strip: Rc<Strip>, label: &str) -> Element {
    let Strip { phone, doing, is_lost, .. } = *strip;
    let warn = move |word: Word| notice(Tone::Warn, "", phone.say(word));
    el("fieldset")
        .class("field")
        .child(el("legend").class("field-label").text(label.to_owned()))
        .child(list(&strip))
        .child(hidden_input(strip))
        .child(el("p").class("quiet").attr("role", "status").text(move || said(phone, doing.get()).to_owned()))
        .child(live(move || failed(doing.get()).map(warn)))
        .child(live(move || is_lost.get().then(|| warn(need::PHOTO_LOST))))
}

fn list(strip: &Rc<Strip>) -> Element {
    let doing = strip.doing;
    let [opening, all, thumbs, counted] = [(); 4].map(|()| strip.clone());
    let add = el("button")
        .attr("type", "button")
        .class("photo-add")
        .flag("disabled", move || doing.get() == Doing::Working)
        .on_click(move || opening.clone().open_camera())
        .child(icon(icon::CAMERA))
        .child(el("span").text(strip.phone.say(need::TAKE_PHOTO)));
    let keys = move || all.photos.read().iter().map(Hash::to_string).collect();
    let thumb_of = move |key: &str| key.parse().ok().map(|hash| thumb(&thumbs, hash));
    el("ul")
        .class("photos")
        .child(each(keys, thumb_of))
        .child(el("li").flag("hidden", move || counted.photos.read().len() >= counted.max).child(add))
}

/// The input that opens the camera.
fn hidden_input(strip: Rc<Strip>) -> Element {
    let camera = strip.camera;
    el("input")
        .slot(strip.input)
        .attr("type", "file")
        .attr("accept", "image/*")
        .attr("capture", "environment")
        .flag("hidden", true)
        .attr("tabindex", "-1")
        .on("change", move |event| {
            if let Some(file) = picture::chosen(event) {
                strip.clone().take(file);
            }
        })
        // `cancel` of a file input is young; where it is missing nothing is lost, only the hint stays.
        .on("cancel", move |_| spawn_local(camera.close()))
}

impl Strip {
    fn open_camera(self: Rc<Self>) {
        spawn_local(async move {
            // A browser that does not know its room says nothing, and the photo is taken.
            let floor = self.phone.config().free_space_floor_bytes as f64;
            if browser::space().await.is_some_and(|(_, free)| free < floor) {
                self.doing.set(Doing::Failed(PhotoError::NoRoom));
                return;
            }
            self.camera.open(self.place.clone()).await;
            if let Some(input) = self.input.get() {
                picture::open_camera(&input);
            }
        });
    }

    fn take(self: Rc<Self>, file: JsValue) {
        self.is_lost.set(false);
        self.doing.set(Doing::Working);
        spawn_local(async move {
            let kept = keep(self.phone, &file).await;
            // The page may have been left in the meantime.
            if !self.doing.is_here() {
                return;
            }
            if let Ok(hash) = kept {
                let mut now = self.photos.read();
                if !now.contains(&hash) {
                    now.push(hash);
                }
                (self.set)(now);
                browser::buzz();
            }
            self.camera.close().await;
            self.doing.set(kept.map_or_else(Doing::Failed, |_| Doing::Kept));
        });
    }
}

fn said(phone: Phone, doing: Doing) -> &'static str {
    match doing {
        Doing::Working => phone.say(need::PHOTO_WORKING),
        Doing::Kept => phone.say(need::PHOTO_KEPT),
        Doing::Idle | Doing::Failed(_) => "",
    }
}

fn failed(doing: Doing) -> Option<Word> {
    Some(match doing {
        Doing::Failed(PhotoError::Unreadable) => need::PHOTO_UNREADABLE,
        Doing::Failed(PhotoError::TooLarge) => need::PHOTO_TOO_LARGE,
        Doing::Failed(PhotoError::NoRoom) => need::PHOTO_NO_ROOM,
        Doing::Failed(PhotoError::NotStored) => need::PHOTO_NOT_STORED,
        Doing::Idle | Doing::Working | Doing::Kept => return None,
    })
}

/// One photo with its way out. Its picture lives as long as it is shown.
fn thumb(strip: &Rc<Strip>, hash: Hash) -> Element {
    let phone = strip.phone;
    let [all, strip] = [(); 2].map(|()| strip.clone());
    let src = Signal::new(String::new());
    spawn_local(async move {
        let bytes = phone.blob(hash).await.ok().flatten();
        // The photo may have been taken away in the meantime.
        if let Some(bytes) = bytes.filter(|_| src.is_here()) {
            src.set(picture::address(&bytes));
        }
    });
    on_cleanup(move || src.with_untracked(|url| picture::forget(url)));
    let alt = move || {
        let number = all.photos.read().iter().position(|other| *other == hash).map_or(1, |at| at + 1);
        phone.fill(need::PHOTO_ALT, &[("n", &number.to_string())])
    };
    let remove = move || {
        let mut now = strip.photos.read();
        now.retain(|other| *other != hash);
        (strip.set)(now);
    };
    let out = el("button")
        .attr("type", "button")
        .class("photo-remove")
        .attr("aria-label", phone.say(need::REMOVE_PHOTO))
        .on_click(remove)
        .child(icon(icon::CLOSE));
    el("li").class("photo").child(el("img").attr("src", move || src.get()).attr("alt", alt)).child(out)
}

async fn keep(phone: Phone, file: &JsValue) -> Result<Hash, PhotoError> {
    let config = phone.config();
    let bytes = picture::shrink(file, config.photo_max_px, config.photo_max_bytes).await?;
    phone.save_blob(bytes).await.map_err(|_| PhotoError::NotStored)
}
