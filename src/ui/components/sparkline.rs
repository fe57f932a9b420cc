//! A line the size of a word, for tables. Knows figures and their words, not what was counted.

use leptos::prelude::*;

use crate::chart::sparkline;
use crate::ui::view;

/// Width and height in pixels, at the size of the words beside it.
const SIZE: (f64, f64) = (96.0, 24.0);

/// A sparkline with its text alternative, such as "Days lost, 6 terms: from 41 to 34".
#[component]
pub fn SparklineImage(
    #[prop(into)] points: Signal<Vec<Option<f64>>>,
    #[prop(into)] alternative: Signal<String>,
) -> impl IntoView {
    let drawn = Memo::new(move |_| points.with(|points| sparkline(points, SIZE.0, SIZE.1)));
    let last = move || {
        drawn.get().last.map(|(x, y)| {
            view! { <circle class="sparkline__last" cx=format!("{x:.1}") cy=format!("{y:.1}") r="2.5"></circle> }
        })
    };
    view! {
        <svg
            class="sparkline"
            role="img"
            aria-label=alternative
            viewBox=format!("0 0 {} {}", SIZE.0, SIZE.1)
            width=SIZE.0.to_string()
            height=SIZE.1.to_string()
        >
            <path class="sparkline__line" d=move || drawn.get().path></path>
            {last}
        </svg>
    }
}
