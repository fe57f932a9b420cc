//! The frame that starts workers, and the ports to talk through. Knows nothing of what is said.
//!
//! The page's policy lets no address become a script, so the page itself may start no worker. A hidden frame of the same site
//! may (`public/runner.html`): it starts one for each port that it is handed, and ends the one before of the same number.

use super::bytes::{bytes_of, text_of};
use js_sys::{Array, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlIFrameElement, MessageChannel, MessageEvent, MessagePort};

/// The frame. It stays for as long as the page lives.
#[derive(Clone)]
pub(super) struct WorkerFrame(HtmlIFrameElement);

/// A worker of its own, started for this port.
pub(super) struct Line {
    port: MessagePort,
    /// Kept for as long as the port is listened to.
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl WorkerFrame {
    /// Puts the frame into the page; `come` is told whether it is there. `None` where there is none to put: the page was not
    /// told where it is, or the browser makes none.
    pub(super) fn open(come: impl FnOnce(bool) + 'static) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let told = document.query_selector("meta[name=\"clusterwise-runner\"]").ok()??;
        let address = told.get_attribute("content").filter(|address| !address.is_empty())?;
        let frame: HtmlIFrameElement = document.create_element("iframe").ok()?.dyn_into().ok()?;
        // Nothing to see, hear or reach: it only holds the worker.
        for (name, value) in [
            ("title", "Calculations"),
            ("hidden", ""),
            ("aria-hidden", "true"),
            ("tabindex", "-1"),
            ("src", address.as_str()),
        ] {
            frame.set_attribute(name, value).ok()?;
        }
        let opened = Self(frame);
        let own = opened.clone();
        let loaded = Closure::once_into_js(move || come(own.is_ours()));
        let once = web_sys::AddEventListenerOptions::new();
        once.set_once(true);
        let target = &opened.0;
        target
            .add_event_listener_with_callback_and_add_event_listener_options("load", loaded.unchecked_ref(), &once)
            .ok()?;
        document.body()?.append_child(&opened.0).ok()?;
        Some(opened)
    }

    /// Whether what came is our frame. A host's page for a missing file has no such mark, and one that the browser put in the
    /// place of a forbidden frame may not even be asked.
    fn is_ours(&self) -> bool {
        let Some(inside) = self.0.content_window() else { return false };
        Reflect::get(&inside, &JsValue::from_str("clusterwiseRunner")).is_ok_and(|mark| mark.is_truthy())
    }

    /// Ends the worker of this number, if there is one, and starts another; `heard` is given what it says.
    pub(super) fn start(&self, number: u32, heard: impl Fn(String) + 'static) -> Option<Line> {
        let channel = MessageChannel::new().ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(words) = text_of(&event.data()) {
                heard(words);
            }
        });
        let port = channel.port1();
        port.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        self.tell(number, &Array::of1(&channel.port2()))?;
        Some(Line { port, _heard: heard })
    }

    /// Ends the worker of this number, if there is one.
    pub(super) fn end(&self, number: u32) {
        // A frame that is gone took its workers with it.
        let _told = self.tell(number, &Array::new());
    }

    fn tell(&self, number: u32, ports: &Array) -> Option<()> {
        let here = web_sys::window()?.location().origin().ok()?;
        self.0.content_window()?.post_message_with_transfer(&JsValue::from(number), &here, ports).ok()
    }

    /// Writes down at the frame where jobs are done, for whoever looks into why the page is slow.
    pub(super) fn note(&self, place: &str) {
        let _only_a_note = self.0.set_attribute("data-jobs", place);
    }

    /// Likewise how many workers the newest job had that several shared.
    pub(super) fn note_team(&self, members: usize) {
        let _only_a_note = self.0.set_attribute("data-team", &members.to_string());
    }
}

impl Line {
    /// Says something to the worker; whether it went out.
    pub(super) fn say(&self, words: &str) -> bool {
        let bytes = bytes_of(words);
        self.port.post_message_with_transferable(&bytes, &Array::of1(&bytes.buffer())).is_ok()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.port.set_onmessage(None);
        self.port.close();
    }
}
