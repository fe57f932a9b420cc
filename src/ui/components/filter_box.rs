//! Search and filters above a list. Knows nothing of the list.

use crate::ui::view;
use leptos::prelude::*;

/// Words to look for; the list follows as they are typed. `count` says what is left ("12 of 104 schools"), politely.
#[component]
pub fn SearchBox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    value: RwSignal<String>,
    #[prop(optional, into)] count: MaybeProp<String>,
) -> impl IntoView {
    view! {
        <div class="govuk-form-group cw-search" role="search">
            <label class="govuk-label" for=id.clone()>{label}</label>
            <input
                type="search"
                id=id.clone()
                name=id
                class="govuk-input"
                autocomplete="off"
                spellcheck="false"
                maxlength="100"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
            <p class="cw-search__count" role="status">{move || count.get()}</p>
        </div>
    }
}

/// A box round filters, side by side where there is room.
#[component]
pub fn FilterBar(#[prop(into)] label: String, children: Children) -> impl IntoView {
    view! {
        <div class="cw-filter-bar" role="group" aria-label=label>
            {children()}
        </div>
    }
}
