//! The way to the server in the browser: `fetch`, with JSON packed where the browser can.

use super::transport::{Body, Call, NoReply, Reply, Transport};
use crate::store::Later;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Function, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Blob, Headers, ReadableStream, RequestCache, RequestInit, RequestRedirect, Response};

/// A call that takes longer is given up: half a megabyte on a slow line takes half a minute.
const PATIENCE_MS: u32 = 90_000;
/// Smaller bodies are not worth packing.
const PACK_FROM_BYTES: usize = 1_024;

/// The way to the server that this app came from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Http;

impl Transport for Http {
    fn call(&self, call: Call) -> Later<'_, Result<Reply, NoReply>> {
        Box::pin(async { fetch(call).await.map_err(|_| NoReply) })
    }
}

async fn fetch(call: Call) -> Result<Reply, JsValue> {
    let abort = AbortController::new()?;
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    let init = RequestInit::new();
    init.set_method(call.method);
    init.set_cache(RequestCache::NoStore);
    // Our server never redirects a call; a captive portal does.
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&abort.signal()));
    match call.body {
        None => {}
        Some(Body::Bytes(bytes)) => {
            headers.set("content-type", "application/octet-stream")?;
            init.set_body(&Uint8Array::from(bytes.as_slice()));
        }
        Some(Body::Json(json)) => {
            headers.set("content-type", "application/json")?;
            match packed(&json).await {
                Some(bytes) => {
                    headers.set("content-encoding", "gzip")?;
                    init.set_body(&bytes);
                }
                None => init.set_body(&json.into()),
            }
        }
    }
    init.set_headers(&headers);
    let _patience = Timeout::new(PATIENCE_MS, move || abort.abort());
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: Response = JsFuture::from(window.fetch_with_str_and_init(&call.path, &init)).await?.dyn_into()?;
    let content_type = response.headers().get("content-type")?.unwrap_or_default();
    let content_type = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let body = JsFuture::from(response.array_buffer()?).await?;
    Ok(Reply { status: response.status(), content_type, body: Uint8Array::new(&body).to_vec() })
}

/// The JSON in gzip, if this browser has a `CompressionStream` (not in web-sys' stable part, so by name).
async fn packed(json: &str) -> Option<Uint8Array> {
    if json.len() < PACK_FROM_BYTES {
        return None;
    }
    let class: Function = Reflect::get(&js_sys::global(), &"CompressionStream".into()).ok()?.dyn_into().ok()?;
    let packer = Reflect::construct(&class, &Array::of1(&"gzip".into())).ok()?;
    let stream: ReadableStream = Blob::new_with_str_sequence(&Array::of1(&json.into())).ok()?.stream();
    let stream = stream.pipe_through(packer.unchecked_ref());
    let response = Response::new_with_opt_readable_stream(Some(&stream)).ok()?;
    let buffer = JsFuture::from(response.array_buffer().ok()?).await.ok()?;
    Some(Uint8Array::new(&buffer))
}
