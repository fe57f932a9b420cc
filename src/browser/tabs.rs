//! One tab writes. Knows nothing of what is written.
//!
//! Web Locks are held by the browser itself: a tab that is closed or crashes gives its lock back at once. A page that did not come by
//! a secure way has none; there a lease stands for them ([`super::lease`]).

use super::{lease, timer};
use js_sys::{Function, Object, Promise, Reflect};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How often and how long a tab that was asked to may take to give its lock back, before it is taken from it.
const LOOK_EVERY_MS: i32 = 60;
const LOOKS: u32 = 40;

thread_local! {
    /// Stores this page writes into, with what gives each one's lock back (None where it is a lease): asking for a lock one holds is being
    /// refused it.
    static HELD: RefCell<BTreeMap<String, Option<Function>>> = const { RefCell::new(BTreeMap::new()) };
    /// Is told when a lock was taken away.
    static LOST: RefCell<Option<OnLost>> = const { RefCell::new(None) };
}

/// Is given a store's name.
type OnLost = Rc<dyn Fn(&str)>;

/// How a lock is asked for.
#[derive(Clone, Copy, PartialEq)]
enum Ask {
    IfItIsFree,
    TakeIt,
}

/// Calls `lost` with the store's name when another tab has taken its lock, for as long as the page lives.
pub fn on_lost(lost: impl Fn(&str) + 'static) {
    LOST.set(Some(Rc::new(lost)));
}

/// Tries to become the tab that writes into a store, until that is given up.
pub async fn become_writer(store: &str) -> bool {
    is_writer(store) || ask(store, Ask::IfItIsFree).await
}

/// Becomes the tab that writes into a store. The one that does has been asked to stop; where it does not, it is hung or frozen, and the
/// lock is taken from it.
pub async fn take_over(store: &str) -> bool {
    for _ in 0..LOOKS {
        if become_writer(store).await {
            return true;
        }
        timer::wait_ms(LOOK_EVERY_MS).await;
    }
    ask(store, Ask::TakeIt).await
}

/// Whether this page writes into a store.
pub fn is_writer(store: &str) -> bool {
    let held = HELD.with_borrow(|held| held.get(store).map(Option::is_none));
    match held {
        Some(is_lease) if is_lease && !lease::is_ours(store) => {
            taken_away(store);
            false
        }
        held => held.is_some(),
    }
}

/// Lets another tab write.
pub fn stop_writing(store: &str) {
    match HELD.with_borrow_mut(|held| held.remove(store)) {
        Some(Some(give_back)) => _ = give_back.call0(&JsValue::NULL),
        Some(None) => lease::give_back(store),
        None => {}
    }
}

async fn ask(store: &str, how: Ask) -> bool {
    match request(store, how) {
        Some(answer) => JsFuture::from(answer).await.is_ok_and(|held| held.is_truthy()),
        None => {
            let is_held = lease::take(store, how == Ask::TakeIt).await;
            if is_held {
                HELD.with_borrow_mut(|held| held.insert(store.to_owned(), None));
                wasm_bindgen_futures::spawn_local(keep_lease(store.to_owned()));
            }
            is_held
        }
    }
}

/// Renews a lease for as long as this page writes, and finds out when another has taken it.
async fn keep_lease(store: String) {
    loop {
        timer::wait_ms(lease::RENEWED_EVERY_MS).await;
        if !is_writer(&store) {
            return;
        }
        lease::renew(&store);
    }
}

/// A promise of whether the lock was given. The lock's own promise ends when it is given back: until then it is held.
fn request(store: &str, how: Ask) -> Option<Promise> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok().filter(JsValue::is_object)?;
    let request: Function = Reflect::get(&locks, &"request".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    let option = if how == Ask::TakeIt { "steal" } else { "ifAvailable" };
    Reflect::set(&options, &option.into(), &JsValue::TRUE).ok()?;
    let name = JsValue::from_str(&format!("clusterwise-writes-{store}"));
    let store = store.to_owned();
    Some(Promise::new(&mut |answer, _| {
        let (mine, gone) = (store.clone(), store.clone());
        let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
            let is_held = lock.is_truthy();
            let until = if is_held { until_given_back(mine).into() } else { JsValue::UNDEFINED };
            let _ = answer.call1(&JsValue::NULL, &JsValue::from_bool(is_held));
            until
        });
        let asked =
            request.call3(&locks, &name, &options, &granted).ok().and_then(|asked| asked.dyn_into::<Promise>().ok());
        if let Some(asked) = asked {
            wasm_bindgen_futures::spawn_local(async move {
                if JsFuture::from(asked).await.is_err() {
                    taken_away(&gone);
                }
            });
        }
    }))
}

fn until_given_back(store: String) -> Promise {
    Promise::new(&mut |give_back, _| {
        HELD.with_borrow_mut(|held| held.insert(store.clone(), Some(give_back)));
    })
}

fn taken_away(store: &str) {
    if HELD.with_borrow_mut(|held| held.remove(store)).is_some()
        && let Some(lost) = LOST.with_borrow(Clone::clone)
    {
        lost(store);
    }
}
