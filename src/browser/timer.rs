//! Waiting. Knows nothing of what is waited for.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

/// Does something once, after so many milliseconds.
pub fn after_ms(milliseconds: i32, then: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let then = Closure::once_into_js(then);
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), milliseconds);
}
