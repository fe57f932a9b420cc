//! The one way to write markup. Knows nothing of what is written with it.
//!
//! Leptos writes static markup through `template.innerHTML`, which the page's Trusted Types policy forbids. A view with
//! a global class is built element by element instead; that is all the class `cw` is for, and no style may name it.
//! (In `leptos_macro`, a global class switches its "inert HTML" path off for the whole tree, children of components
//! included.) A class that depends on a signal is written `class:name=signal`: `class=move || …` would drop the others.

/// Leptos' `view!`, without `innerHTML`. Use it everywhere instead of `leptos::view!`.
macro_rules! view {
    ($($markup:tt)*) => {
        ::leptos::view! { class="cw", $($markup)* }
    };
}

pub(crate) use view;
