//! What a person sees and does. Knows the rooms below it; nothing knows it.

pub mod components;
pub mod pages;
