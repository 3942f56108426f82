//! Pictures: what the camera brings, made small, and shown. A photo is decoded, turned upright, drawn at most so large, and written as
//! JPEG until it is light enough (`picture.js`). Drawing it anew leaves every EXIF field behind, place and time included.

use js_sys::Uint8Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event};

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

#[wasm_bindgen(module = "/src/field/photo/picture.js")]
extern "C" {
    #[wasm_bindgen(catch, js_name = shrink)]
    async fn shrunk(file: &JsValue, max_px: f64, max_bytes: f64) -> Result<JsValue, JsValue>;
    /// The file that was chosen with the camera's input.
    pub fn chosen(event: &Event) -> Option<JsValue>;
    /// Opens the camera of a file input.
    #[wasm_bindgen(js_name = openCamera)]
    pub fn open_camera(input: &Element);
    /// An address under which the page can show these bytes, until it is forgotten.
    pub fn address(jpeg: &[u8]) -> String;
    /// Ends an address.
    pub fn forget(address: &str);
}

/// The JPEG bytes of a picture, at most `max_px` on its longer side and at most `max_bytes` long.
pub async fn shrink(file: &JsValue, max_px: u32, max_bytes: u64) -> Result<Vec<u8>, PhotoError> {
    match shrunk(file, f64::from(max_px), max_bytes as f64).await {
        Ok(jpeg) if jpeg.is_null() => Err(PhotoError::TooLarge),
        Ok(jpeg) => Ok(jpeg.unchecked_into::<Uint8Array>().to_vec()),
        Err(_) => Err(PhotoError::Unreadable),
    }
}
