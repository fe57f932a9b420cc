//! How much room this browser gives the page, and whether it promises to keep what is there. Knows nothing of what is kept.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What the browser says; None where it does not.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Room {
    /// Bytes that this site uses, and may use, as the browser estimates them.
    pub used: Option<f64>,
    pub most: Option<f64>,
    /// Whether it will not clear this away of itself when space is short.
    pub is_promised: Option<bool>,
}

/// Asks how much room there is.
pub async fn room() -> Room {
    let estimate = ask("estimate").await;
    let number = |name: &str| Reflect::get(estimate.as_ref()?, &name.into()).ok()?.as_f64();
    let (used, most) = (number("usage"), number("quota"));
    Room { used, most, is_promised: ask("persisted").await.and_then(|answer| answer.as_bool()) }
}

/// Asks the browser to keep what is here when space is short; some ask the person. Whether it promises.
pub async fn promise() -> bool {
    ask("persist").await.and_then(|answer| answer.as_bool()).unwrap_or(false)
}

/// Calls a function of the browser's storage manager, which some browsers do not have.
async fn ask(name: &str) -> Option<JsValue> {
    let navigator = web_sys::window()?.navigator();
    let storage = Reflect::get(&navigator, &"storage".into()).ok().filter(JsValue::is_object)?;
    let function: Function = Reflect::get(&storage, &name.into()).ok()?.dyn_into().ok()?;
    let answer: Promise = function.call0(&storage).ok()?.dyn_into().ok()?;
    JsFuture::from(answer).await.ok()
}
