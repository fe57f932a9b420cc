//! Mounts the app in the page. Only a browser runs it.

#[cfg(target_arch = "wasm32")]
fn main() {
    clusterwise::ui::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    eprintln!("The page runs in a browser: build it for wasm32-unknown-unknown, or run `cargo dev serve`.");
    std::process::exit(2);
}
