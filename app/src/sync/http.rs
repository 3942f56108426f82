//! The way to the server in the browser, see `http.js`.

use super::transport::{Body, Call, NoReply, Reply, Transport};
use crate::store::Later;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen(module = "/src/sync/http.js")]
extern "C" {
    fn ask(method: &str, path: &str, sent: &JsValue, is_json: bool) -> Promise;
    fn pack(text: &str) -> Promise;
}

/// The way to the server that this app came from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Http;

impl Transport for Http {
    fn call(&self, call: Call) -> Later<'_, Result<Reply, NoReply>> {
        let is_json = matches!(call.body, Some(Body::Json(_) | Body::Packed(_)));
        let sent = match call.body {
            None => JsValue::UNDEFINED,
            Some(Body::Json(json)) => json.into(),
            Some(Body::Packed(bytes) | Body::Bytes(bytes)) => Uint8Array::from(bytes.as_slice()).into(),
        };
        let answer = JsFuture::from(ask(call.method, &call.path, &sent, is_json));
        Box::pin(async move {
            let answer: Array = answer.await.map_err(|_| NoReply)?.unchecked_into();
            Ok(Reply {
                status: answer.get(0).as_f64().unwrap_or_default() as u16,
                content_type: answer.get(1).as_string().unwrap_or_default(),
                body: answer.get(2).unchecked_into::<Uint8Array>().to_vec(),
            })
        })
    }

    fn pack(&self, json: String) -> Later<'_, Body> {
        let packed = JsFuture::from(pack(&json));
        Box::pin(async move {
            match packed.await.map(JsCast::dyn_into::<Uint8Array>) {
                Ok(Ok(bytes)) => Body::Packed(bytes.to_vec()),
                _ => Body::Json(json),
            }
        })
    }
}
