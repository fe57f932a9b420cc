//! One tab writes. Knows nothing of what is written.
//!
//! Web Locks are held by the browser itself: a tab that is closed or crashes gives its lock back at once.

use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::collections::BTreeSet;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

thread_local! {
    /// Stores this page already writes into: asking for a lock one holds is being refused it.
    static HELD: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
}

/// Tries to become the tab that writes into a store, for as long as the page lives. Where the browser knows no locks
/// the answer is yes.
pub async fn become_writer(store: &str) -> bool {
    if HELD.with_borrow(|held| held.contains(store)) {
        return true;
    }
    let given = match ask(store) {
        Some(answer) => JsFuture::from(answer).await.is_ok_and(|held| held.is_truthy()),
        None => true,
    };
    if given {
        HELD.with_borrow_mut(|held| held.insert(store.to_owned()));
    }
    given
}

/// A promise of whether the lock was given. The lock's own promise never ends, which is what holds it.
fn ask(store: &str) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE).ok()?;
    let name = JsValue::from_str(&format!("clusterwise-writes-{store}"));
    Some(Promise::new(&mut |answer, _| {
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let held = lock.is_truthy();
            let _ = answer.call1(&JsValue::NULL, &JsValue::from_bool(held));
            if held { Promise::new(&mut |_, _| {}).into() } else { JsValue::UNDEFINED }
        });
        let _ = request.call3(&locks, &name, &options, &granted);
    }))
}
