//! Texts as bytes, which is how long ones are kept and carried: a string takes several times as long, and is as wide as the widest of
//! its characters. Knows nothing of what is in them.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

pub(super) fn bytes_of(text: &str) -> Uint8Array {
    Uint8Array::from(text.as_bytes())
}

/// The text of some bytes, or of a string. `None` where it is neither, or the bytes are no text.
pub(super) fn text_of(value: &JsValue) -> Option<String> {
    match value.dyn_ref::<Uint8Array>() {
        Some(bytes) => String::from_utf8(bytes.to_vec()).ok(),
        None => value.as_string(),
    }
}
