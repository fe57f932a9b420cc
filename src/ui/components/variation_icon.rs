//! Whether a newest figure is usual, as a small picture that needs no colour: a letter in a shape, with words.

use crate::ui::view;
use leptos::prelude::*;

/// Which shape stands round the letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VariationShape {
    /// Nothing stands out.
    Circle,
    /// As wanted.
    Diamond,
    /// Not as wanted.
    Square,
}

/// The picture, with its words for those who do not see it.
#[component]
pub fn VariationIcon(shape: VariationShape, letter: &'static str, words: &'static str) -> impl IntoView {
    let outline = match shape {
        VariationShape::Circle => "M12 2 A10 10 0 1 1 11.99 2 Z",
        VariationShape::Diamond => "M12 1 L23 12 L12 23 L1 12 Z",
        VariationShape::Square => "M2 2 H22 V22 H2 Z",
    };
    let stands_out = shape != VariationShape::Circle;
    view! {
        <svg
            class="variation"
            class=("variation--stands-out", stands_out)
            role="img"
            aria-label=words
            viewBox="0 0 24 24"
            width="24"
            height="24"
        >
            <path class="variation__shape" d=outline></path>
            <text class="variation__letter" x="12" y="16.5" text-anchor="middle">{letter}</text>
        </svg>
    }
}
