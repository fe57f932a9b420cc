//! What a person sees and does. Knows the rooms below it; nothing knows it.
//!
//! Addresses, roles and the rules of form fields are plain values, compiled and tested natively; what draws is for the
//! browser alone.

pub mod copy_words;
pub mod forms;
pub mod role;
pub mod route;
pub mod setup_forms;

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod app;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod compared;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod components;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod copying;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod frame;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod hiding;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod long_job;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod navigation;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod page_of;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod pages;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod part;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod parts;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod standing;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod state;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod theme;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub use app::start;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub(crate) use view::view;
