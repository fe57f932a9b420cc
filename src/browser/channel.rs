//! Talk between the pages of one browser that have the same pilot open. Knows nothing of what is said.

use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{BroadcastChannel, MessageEvent};

/// What all pages of a name hear but the one that speaks.
pub struct Channel {
    channel: BroadcastChannel,
    /// Kept for as long as it is listened to.
    _heard: Closure<dyn Fn(MessageEvent)>,
}

impl Channel {
    /// Listens from now on; None in a browser without such channels.
    pub fn open(name: &str, heard: impl Fn(&str) + 'static) -> Option<Self> {
        let channel = BroadcastChannel::new(&format!("clusterwise-{name}")).ok()?;
        let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(words) = event.data().as_string() {
                heard(&words);
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Some(Self { channel, _heard: heard })
    }

    /// Says something to all others; whether it went out.
    pub fn say(&self, words: &str) -> bool {
        self.channel.post_message(&JsValue::from_str(words)).is_ok()
    }
}

impl Drop for Channel {
    fn drop(&mut self) {
        self.channel.set_onmessage(None);
        self.channel.close();
    }
}
