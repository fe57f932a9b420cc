//! Waiting. Knows nothing of what is waited for.

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;

/// Does something once, after so many milliseconds.
pub fn after_ms(milliseconds: i32, then: impl FnOnce() + 'static) {
    let Some(window) = web_sys::window() else { return };
    let then = Closure::once_into_js(then);
    let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(then.unchecked_ref(), milliseconds);
}

/// Waits until the page has had a chance to draw. A timer and not a frame: a hidden page has no frames.
pub async fn next_frame() {
    wait_ms(0).await;
}

/// Waits so many milliseconds.
pub async fn wait_ms(milliseconds: i32) {
    let waited = Promise::new(&mut |done, _| {
        after_ms(milliseconds, move || {
            let _ = done.call0(&wasm_bindgen::JsValue::NULL);
        });
    });
    let _ = JsFuture::from(waited).await;
}
