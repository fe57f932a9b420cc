//! What a person sees and does. Knows the rooms below it; nothing knows it.
//!
//! Addresses, roles and the rules of form fields are plain values, compiled and tested natively; what draws is for the
//! browser alone.

pub mod forms;
pub mod role;
pub mod route;

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod components;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
pub mod pages;
#[cfg(all(feature = "ui", target_arch = "wasm32"))]
mod view;

#[cfg(all(feature = "ui", target_arch = "wasm32"))]
#[allow(unused_imports)]
pub(crate) use view::view;
