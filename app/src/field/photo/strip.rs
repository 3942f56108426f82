//! A row of photos with a way to take one more. The draft is durable before the camera opens; each photo before it is shown.

use super::camera::Camera;
use super::shrink::{PhotoError, shrink};
use crate::field::browser;
use crate::field::context::Phone;
use crate::field::visit::attention;
use crate::ui::icon::{self, Icon};
use crate::ui::notice::{Notice, Tone};
use crate::words::{Word, need};
use domain::config::Config;
use domain::hash::Hash;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, StorageEstimate};

/// What the strip is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Doing {
    Idle,
    Working,
    Kept,
    Failed(PhotoError),
}

/// Photos by hash; `set` hears the new list.
#[component]
pub fn PhotoStrip(
    #[prop(into)] label: String,
    photos: Signal<Vec<Hash>>,
    max: usize,
    set: Callback<Vec<Hash>>,
    /// Where in the draft: names the place to which a killed page comes back.
    place: String,
) -> impl IntoView {
    let camera = Camera::here();
    let phone = Phone::here();
    let config = StoredValue::new(phone.config());
    let doing = RwSignal::new(Doing::Idle);
    let place = StoredValue::new(place);
    let lost = RwSignal::new(camera.was_open_at(&place.get_value()));
    let input = NodeRef::<leptos::html::Input>::new();

    let open_camera = move |_| {
        spawn_local(async move {
            if config.with_value(has_no_room).await {
                doing.set(Doing::Failed(PhotoError::NoRoom));
                return;
            }
            camera.open(place.get_value()).await;
            if let Some(input) = input.get_untracked() {
                input.click();
            }
        });
    };
    let taken = move |event: leptos::ev::Event| {
        let Some(file) = chosen_file(&event) else { return };
        lost.set(false);
        doing.set(Doing::Working);
        spawn_local(async move {
            let (max_px, max_bytes) = config.with_value(|config| (config.photo_max_px, config.photo_max_bytes));
            let kept = keep(phone, &file, max_px, max_bytes).await;
            // The page may have been left in the meantime.
            let Some(mut now) = photos.try_get_untracked() else { return };
            if let Ok(hash) = kept {
                if !now.contains(&hash) {
                    now.push(hash);
                }
                set.run(now);
                attention::buzz();
            }
            camera.close().await;
            let _ = doing.try_set(kept.map_or_else(Doing::Failed, |_| Doing::Kept));
        });
    };
    let cancelled = move |_: leptos::ev::Event| spawn_local(camera.close());
    let input_cancel = move |element: HtmlInputElement| {
        let heard = wasm_bindgen::closure::Closure::<dyn FnMut(leptos::ev::Event)>::new(cancelled);
        // `cancel` of a file input is young; where it is missing nothing is lost, only the hint stays.
        let _ = element.add_event_listener_with_callback("cancel", heard.as_ref().unchecked_ref());
        heard.forget();
    };
    input.on_load(input_cancel);
    let full = move || photos.with(Vec::len) >= max;
    view! {
        <fieldset class="field">
            <legend class="field-label">{label}</legend>
            <ul class="photos">
                <For each=move || photos.get() key=|hash| *hash let:hash>
                    <Thumb hash photos set/>
                </For>
                <li hidden=full>
                    <button type="button" class="photo-add" disabled=move || doing.get() == Doing::Working on:click=open_camera>
                        <Icon of=icon::CAMERA/><span>{phone.say(need::TAKE_PHOTO)}</span>
                    </button>
                </li>
            </ul>
            <input node_ref=input type="file" accept="image/*" capture="environment" hidden tabindex="-1" on:change=taken/>
            <p class="quiet" role="status">{move || said(phone, doing.get())}</p>
            {move || failed(doing.get()).map(|word| view! { <Notice tone=Tone::Warn>{phone.say(word)}</Notice> })}
            {move || lost.get().then(|| view! { <Notice tone=Tone::Warn>{phone.say(need::PHOTO_LOST)}</Notice> })}
        </fieldset>
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
#[component]
fn Thumb(hash: Hash, photos: Signal<Vec<Hash>>, set: Callback<Vec<Hash>>) -> impl IntoView {
    let phone = Phone::here();
    let src = RwSignal::new(String::new());
    spawn_local(async move {
        let bytes = phone.blob(hash).await.ok().flatten();
        if let Some(url) = bytes.and_then(|bytes| browser_url(&bytes)) {
            let unused = src.try_set(url);
            if let Some(url) = unused {
                let _ = web_sys::Url::revoke_object_url(&url);
            }
        }
    });
    on_cleanup(move || src.with_untracked(|url| drop(web_sys::Url::revoke_object_url(url))));
    let number =
        move || photos.with(|all| all.iter().position(|other| *other == hash)).map_or(1, |at| at + 1).to_string();
    let remove = move |_| set.run(photos.get_untracked().into_iter().filter(|other| *other != hash).collect());
    view! {
        <li class="photo">
            <img src=move || src.get() alt=move || phone.fill(need::PHOTO_ALT, &[("n", &number())])/>
            <button type="button" class="photo-remove" aria-label=phone.say(need::REMOVE_PHOTO) on:click=remove><Icon of=icon::CLOSE/></button>
        </li>
    }
}

async fn keep(phone: Phone, file: &File, max_px: u32, max_bytes: u64) -> Result<Hash, PhotoError> {
    let bytes = shrink(file, max_px, max_bytes).await?;
    phone.save_blob(bytes).await.map_err(|_| PhotoError::NotStored)
}

fn chosen_file(event: &leptos::ev::Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    // The same picture may be chosen again.
    input.set_value("");
    file
}

/// Less room than the floor: no photo now. A browser that does not know says nothing, and the photo is taken.
async fn free_bytes() -> Option<f64> {
    let asked = browser::window().navigator().storage().estimate().ok()?;
    let estimate: StorageEstimate = JsFuture::from(asked).await.ok()?.unchecked_into();
    Some(estimate.get_quota()? - estimate.get_usage()?)
}

fn has_no_room(config: &Config) -> impl Future<Output = bool> + use<> {
    let floor = config.free_space_floor_bytes as f64;
    async move { free_bytes().await.is_some_and(|free| free < floor) }
}

fn browser_url(bytes: &[u8]) -> Option<String> {
    let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("image/jpeg");
    let blob = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    web_sys::Url::create_object_url_with_blob(&blob).ok()
}
