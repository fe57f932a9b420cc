//! A number that is tried out: a slider, a number box and two buttons that agree. Knows nothing of what it counts.

use crate::ui::view;
use leptos::prelude::*;

/// A whole number from 0 to `most`. `on_try` hears every movement, `on_set` where it comes to rest; buttons do both.
#[component]
pub fn Lever(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] value: Signal<u32>,
    #[prop(optional)] least: u32,
    most: u32,
    #[prop(default = 1)] step: u32,
    /// Beside the label: the unit, a price.
    #[prop(optional, into)]
    hint: Option<String>,
    #[prop(optional, into)] barred: Signal<bool>,
    on_try: Callback<u32>,
    on_set: Callback<u32>,
) -> impl IntoView {
    let within = move |number: u32| number.clamp(least, most);
    let read = move |text: String| text.trim().parse::<u32>().ok().map(within);
    let settle = move |number: u32| {
        on_try.try_run(number);
        on_set.try_run(number);
    };
    let hint_id = format!("{id}-hint");
    let described = hint.as_ref().map(|_| hint_id.clone());
    let slider_label = format!("{label}, slider");
    let (fewer, more) = (format!("Fewer: {label}"), format!("More: {label}"));
    let button = move |words: String, sign: &'static str, next: fn(u32, u32) -> u32| {
        view! {
            <button
                type="button"
                class="cw-lever__button"
                aria-label=words
                disabled=move || barred.get()
                on:click=move |_| settle(within(next(value.get_untracked(), step)))
            >
                <span aria-hidden="true">{sign}</span>
            </button>
        }
    };
    view! {
        <div class="cw-lever">
            <label class="cw-lever__label" for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <span class="cw-lever__hint" id=hint_id>{hint}</span> })}
            <div class="cw-lever__row">
                {button(fewer, "−", u32::saturating_sub)}
                <input
                    type="text"
                    inputmode="numeric"
                    id=id
                    class="govuk-input cw-lever__number"
                    autocomplete="off"
                    aria-describedby=described
                    disabled=move || barred.get()
                    prop:value=move || value.get().to_string()
                    on:change=move |event| {
                        match read(event_target_value(&event)) {
                            Some(number) => settle(number),
                            // What is no number gives way to what was there.
                            None => settle(value.get_untracked()),
                        }
                    }
                />
                {button(more, "+", u32::saturating_add)}
                <input
                    type="range"
                    class="cw-lever__slider"
                    aria-label=slider_label
                    min=least.to_string()
                    max=most.to_string()
                    step=step.to_string()
                    disabled=move || barred.get()
                    prop:value=move || value.get().to_string()
                    on:input=move |event| {
                        if let Some(number) = read(event_target_value(&event)) {
                            on_try.try_run(number);
                        }
                    }
                    on:change=move |event| {
                        if let Some(number) = read(event_target_value(&event)) {
                            settle(number);
                        }
                    }
                />
            </div>
        </div>
    }
}
