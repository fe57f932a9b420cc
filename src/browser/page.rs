//! The page itself: its address, its title, where the focus is. Knows nothing of what the address means.

use js_sys::{Function, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, EventTarget, HtmlElement, ScrollToOptions};

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// The fragment of the address, with its `#`; empty where there is none.
pub fn fragment() -> String {
    web_sys::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Calls `seen` with the fragment each time it changes, for as long as the page lives.
pub fn on_fragment_change(seen: impl Fn(String) + 'static) {
    listen(web_sys::window(), "hashchange", move |_| seen(fragment()));
}

/// Calls `left` each time the page is left, put away or about to be ended: what is begun then may not be finished.
pub fn on_leaving(left: impl Fn() + 'static) {
    listen(web_sys::window(), "pagehide", move |_| left());
}

/// Has the browser ask the person, each time the page is about to be left while that `would_lose` something.
pub fn ask_before_leaving(would_lose: impl Fn() -> bool + 'static) {
    listen(web_sys::window(), "beforeunload", move |leaving| {
        if would_lose() {
            leaving.prevent_default();
        }
    });
}

/// Calls `frozen` when the browser stops the page for now, and `back` when it goes on.
pub fn on_freezing(frozen: impl Fn() + 'static, back: impl Fn() + 'static) {
    listen(document(), "freeze", move |_| frozen());
    listen(document(), "resume", move |_| back());
}

/// Calls `used` whenever somebody does something at the page, for as long as it lives.
pub fn on_use(used: impl Fn() + Clone + 'static) {
    for kind in ["keydown", "pointerdown", "pointermove", "wheel", "touchmove"] {
        let used = used.clone();
        listen(web_sys::window(), kind, move |_| used());
    }
}

/// Goes to another fragment, with an entry in the history.
pub fn go_to(fragment: &str) {
    if let Some(window) = web_sys::window() {
        let _ = window.location().set_hash(fragment);
    }
}

/// Puts another fragment in place of the present one: no entry in the history, and nobody is told of a change.
pub fn replace_fragment(fragment: &str) {
    if let Some(history) = web_sys::window().and_then(|window| window.history().ok()) {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(fragment));
    }
}

/// Loads the page anew.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Sets what the browser's tab and history show.
pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the element with this id and into sight; says whether there was one that took it.
pub fn focus_element(id: &str) -> bool {
    let Some(document) = document() else { return false };
    let Some(element) = document.get_element_by_id(id).and_then(|found| found.dyn_into::<HtmlElement>().ok()) else {
        return false;
    };
    let _ = element.focus();
    let active = document.active_element();
    active.is_some_and(|active| active.id() == id)
}

/// Scrolls to the top of the page, at once.
pub fn scroll_to_top() {
    if let Some(window) = web_sys::window() {
        let top = ScrollToOptions::new();
        top.set_top(0.0);
        top.set_left(0.0);
        window.scroll_to_with_scroll_to_options(&top);
    }
}

/// Prints the page.
pub fn print() {
    if let Some(window) = web_sys::window() {
        let _ = window.print();
    }
}

/// Sets the theme of the whole page: "light", "dark", or `None` for what the system wishes.
pub fn set_theme(theme: Option<&str>) {
    let Some(root) = document().and_then(|document| document.document_element()) else { return };
    let _ = match theme {
        Some(theme) => root.set_attribute("data-theme", theme),
        None => root.remove_attribute("data-theme"),
    };
}

/// Keeps a file that is dropped beside its box from being opened in place of the app.
pub fn ignore_stray_drops() {
    for kind in ["dragover", "drop"] {
        listen(web_sys::window(), kind, |event| event.prevent_default());
    }
}

/// Has the shell's start script show its page for a program that has stopped. `place` says where in the program, never
/// with whose figures.
pub fn report_fault(place: &str) {
    let Some(window) = web_sys::window() else { return };
    let shell = Reflect::get(&window, &JsValue::from_str("clusterwise")).unwrap_or(JsValue::UNDEFINED);
    let fault = Reflect::get(&shell, &JsValue::from_str("fault")).ok().and_then(|f| f.dyn_into::<Function>().ok());
    if let Some(fault) = fault {
        let _ = fault.call2(&shell, &JsValue::from_str("stopped"), &JsValue::from_str(place));
    }
}

fn listen(target: Option<impl AsRef<EventTarget>>, kind: &str, heard: impl Fn(web_sys::Event) + 'static) {
    let Some(target) = target else { return };
    let heard = Closure::<dyn Fn(web_sys::Event)>::new(heard);
    if target.as_ref().add_event_listener_with_callback(kind, heard.as_ref().unchecked_ref()).is_ok() {
        heard.forget();
    }
}
