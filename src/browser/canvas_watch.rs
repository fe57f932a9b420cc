//! Says when a canvas has to be drawn anew: other size, other sharpness, other theme, paper. Knows nothing of charts.

use js_sys::Function;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{
    EventTarget, HtmlCanvasElement, MediaQueryList, MutationObserver, MutationObserverInit, ResizeObserver, Window,
};

/// Why a canvas has to be drawn anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CanvasChange {
    /// Size, sharpness or theme.
    Looks,
    /// The page is about to be printed; draw for paper before returning.
    PrintBegins,
    PrintEnds,
}

/// Watches until it is dropped.
pub struct CanvasWatch {
    sizes: Option<ResizeObserver>,
    attributes: Option<MutationObserver>,
    listeners: Vec<(EventTarget, &'static str, Function)>,
    // The page calls these as long as the watch stands.
    _looks: Closure<dyn FnMut()>,
    _print_begins: Closure<dyn FnMut()>,
    _print_ends: Closure<dyn FnMut()>,
}

impl CanvasWatch {
    /// Calls `changed` whenever the canvas has to be drawn anew.
    pub fn new(canvas: &HtmlCanvasElement, changed: impl Fn(CanvasChange) + Clone + 'static) -> Self {
        let closure = |change: CanvasChange| {
            let changed = changed.clone();
            Closure::<dyn FnMut()>::new(move || changed(change))
        };
        let looks = closure(CanvasChange::Looks);
        let print_begins = closure(CanvasChange::PrintBegins);
        let print_ends = closure(CanvasChange::PrintEnds);
        let on_looks: Function = function(&looks);
        let sizes = ResizeObserver::new(&on_looks).ok();
        if let Some(sizes) = &sizes {
            sizes.observe(canvas);
        }
        let window = web_sys::window();
        let attributes = MutationObserver::new(&on_looks).ok();
        let root = window.as_ref().and_then(Window::document).and_then(|document| document.document_element());
        if let (Some(attributes), Some(root)) = (&attributes, root) {
            let what = MutationObserverInit::new();
            what.set_attributes(true);
            // The person's choice of theme is an attribute of the root element. Where observing fails, the next
            // change of size draws anew.
            let _ = attributes.observe_with_options(&root, &what);
        }
        let mut listeners: Vec<(EventTarget, &'static str, Function)> = Vec::new();
        if let Some(window) = window {
            // Zooming changes the sharpness without changing the element's size in page pixels.
            listeners.push((window.clone().into(), "resize", on_looks.clone()));
            listeners.push((window.clone().into(), "beforeprint", function(&print_begins)));
            listeners.push((window.clone().into(), "afterprint", function(&print_ends)));
            let wish: Option<MediaQueryList> = window.match_media("(prefers-color-scheme: dark)").ok().flatten();
            listeners.extend(wish.map(|wish| (wish.into(), "change", on_looks)));
        }
        listeners.retain(|(target, name, call)| target.add_event_listener_with_callback(name, call).is_ok());
        Self { sizes, attributes, listeners, _looks: looks, _print_begins: print_begins, _print_ends: print_ends }
    }
}

fn function(closure: &Closure<dyn FnMut()>) -> Function {
    closure.as_ref().unchecked_ref::<Function>().clone()
}

impl Drop for CanvasWatch {
    fn drop(&mut self) {
        if let Some(sizes) = &self.sizes {
            sizes.disconnect();
        }
        if let Some(attributes) = &self.attributes {
            attributes.disconnect();
        }
        for (target, name, call) in &self.listeners {
            // A listener that cannot be removed is called no more once its target is gone.
            let _ = target.remove_event_listener_with_callback(name, call);
        }
    }
}
