//! The heading of a page, which takes the focus when the page is come to. Knows nothing of addresses.

use crate::ui::view;
use leptos::prelude::*;

/// The id of every page's heading. A page has one `h1`, and it carries this id.
pub const PAGE_HEADING_ID: &str = "page-heading";

/// A page's `h1`. The `caption` stands above it, smaller ("Term 3 2019/20").
#[component]
pub fn PageHeading(
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] caption: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <h1 id=PAGE_HEADING_ID class="govuk-heading-l cw-page-heading" tabindex="-1">
            {move || caption.get().map(|caption| view! { <span class="govuk-caption-l">{caption}</span> })}
            {move || text.get()}
        </h1>
    }
}

/// Moves the focus to the page's heading; says whether there was one.
pub fn focus_heading() -> bool {
    crate::browser::page::focus_element(PAGE_HEADING_ID)
}
