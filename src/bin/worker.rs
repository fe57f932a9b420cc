//! The worker: does jobs beside the page. Knows only how requests come in and replies go out.

#[cfg(target_arch = "wasm32")]
mod program {
    use js_sys::Function;
    use wasm_bindgen::JsValue;
    use wasm_bindgen::prelude::wasm_bindgen;

    /// Does the job of a request; `post` is given every reply.
    #[wasm_bindgen]
    pub fn serve(request: &str, post: &Function) {
        clusterwise::jobs::serve(request, &mut |reply| {
            let _page_has_gone = post.call1(&JsValue::NULL, &JsValue::from_str(reply));
        });
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The worker runs beside the page: `cargo dev build` puts both together.");
    std::process::exit(2);
}
