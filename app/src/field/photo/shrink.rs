//! A photo made small: decoded, turned upright, drawn at most so large, and written as JPEG until it is light enough.
//! Drawing it anew leaves every EXIF field behind, place and time included.

use crate::field::browser;
use js_sys::{Promise, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Why a file did not become a photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoError {
    /// The browser cannot read it as a picture.
    Unreadable,
    /// It stays too large however it is written.
    TooLarge,
    /// The phone is nearly full.
    NoRoom,
    /// The phone's storage refused it.
    NotStored,
}

/// What a camera may hand over; larger files only come from hostile hands.
const INPUT_MAX_BYTES: f64 = 40.0 * 1024.0 * 1024.0;
/// Tried in this order: first the quality goes down, then the size.
const TRIES: [(f64, f64); 7] =
    [(1.0, 0.85), (1.0, 0.75), (1.0, 0.62), (1.0, 0.5), (0.75, 0.6), (0.6, 0.5), (0.45, 0.4)];

/// The JPEG bytes of a picture, at most `max_px` on its longer side and at most `max_bytes` long.
pub async fn shrink(file: &Blob, max_px: u32, max_bytes: u64) -> Result<Vec<u8>, PhotoError> {
    if file.size() > INPUT_MAX_BYTES {
        return Err(PhotoError::TooLarge);
    }
    let promise = browser::window().create_image_bitmap_with_blob(file).map_err(|_| PhotoError::Unreadable)?;
    let bitmap: ImageBitmap =
        JsFuture::from(promise).await.ok().and_then(|it| it.dyn_into().ok()).ok_or(PhotoError::Unreadable)?;
    let written = write(&bitmap, max_px, max_bytes).await;
    bitmap.close();
    written
}

async fn write(bitmap: &ImageBitmap, max_px: u32, max_bytes: u64) -> Result<Vec<u8>, PhotoError> {
    let canvas = canvas().ok_or(PhotoError::Unreadable)?;
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let fit = (f64::from(max_px) / width.max(height).max(1.0)).min(1.0);
    let mut drawn = 0.0;
    for (part, quality) in TRIES {
        if part != drawn {
            draw(&canvas, bitmap, width * fit * part, height * fit * part).ok_or(PhotoError::Unreadable)?;
            drawn = part;
        }
        let jpeg = encode(&canvas, quality).await.ok_or(PhotoError::Unreadable)?;
        if jpeg.size() <= max_bytes as f64 {
            return bytes(&jpeg).await.ok_or(PhotoError::Unreadable);
        }
    }
    Err(PhotoError::TooLarge)
}

fn canvas() -> Option<HtmlCanvasElement> {
    browser::document().create_element("canvas").ok()?.dyn_into().ok()
}

fn draw(canvas: &HtmlCanvasElement, bitmap: &ImageBitmap, width: f64, height: f64) -> Option<()> {
    let (width, height) = (width.round().max(1.0), height.round().max(1.0));
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    pen.set_fill_style_str("#fff");
    pen.fill_rect(0.0, 0.0, width, height);
    pen.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height).ok()
}

async fn encode(canvas: &HtmlCanvasElement, quality: f64) -> Option<Blob> {
    let promise = Promise::new(&mut |resolve, _| {
        let done = Closure::once_into_js(move |blob: JsValue| drop(resolve.call1(&JsValue::NULL, &blob)));
        let _ = canvas.to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &quality.into());
    });
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}

async fn bytes(blob: &Blob) -> Option<Vec<u8>> {
    let buffer = JsFuture::from(blob.array_buffer()).await.ok()?;
    Some(Uint8Array::new(&buffer).to_vec())
}
