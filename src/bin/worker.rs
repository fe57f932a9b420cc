//! The worker: does jobs beside the page. Knows only how requests come in and replies go out.

#[cfg(target_arch = "wasm32")]
mod program {
    use js_sys::{Function, Uint8Array};
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// A request that is being served.
    #[wasm_bindgen]
    pub struct Serving(clusterwise::jobs::Serving);

    #[wasm_bindgen]
    impl Serving {
        /// Nothing is done before the first step. What is no text is no request, which the first reply says.
        #[wasm_bindgen(constructor)]
        pub fn begin(request: &[u8]) -> Self {
            Self(clusterwise::jobs::Serving::begin(str::from_utf8(request).unwrap_or_default()))
        }

        /// Does the next step; `post` is given the bytes of the reply to it. Whether there is more to do.
        pub fn step(&mut self, post: &Function) -> bool {
            self.0.step(&mut |reply| {
                let _page_has_gone = post.call1(&JsValue::NULL, &Uint8Array::from(reply.as_bytes()));
            })
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The worker runs beside the page: `cargo dev build` puts both together.");
    std::process::exit(2);
}
