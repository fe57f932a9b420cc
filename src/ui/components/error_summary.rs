//! All errors of a form in one place, each leading to its field. Knows nothing of the form.

use crate::browser::page;
use crate::ui::forms::FormErrors;
use crate::ui::view;
use leptos::html::Div;
use leptos::prelude::*;

/// Whether the page's title begins with "Error: ". Provided by the app; an [`ErrorSummary`] sets it.
#[derive(Debug, Clone, Copy)]
pub struct ErrorTitle(pub RwSignal<bool>);

/// The list of errors above a form. It takes the focus each time the errors are set and are not none.
#[component]
pub fn ErrorSummary(#[prop(into)] errors: Signal<FormErrors>) -> impl IntoView {
    let place = NodeRef::<Div>::new();
    let title = use_context::<ErrorTitle>();
    let put_in_title = move |wrong: bool| {
        if let Some(ErrorTitle(title)) = title {
            let _ = title.try_set(wrong);
        }
    };
    Effect::new(move |_| {
        let wrong = errors.with(|errors| !errors.is_empty());
        put_in_title(wrong);
        if wrong {
            // The list is drawn by the same change, perhaps after this: the next frame has it.
            request_animation_frame(move || {
                if let Some(Some(summary)) = place.try_get_untracked() {
                    let _ = summary.focus();
                }
            });
        }
    });
    on_cleanup(move || put_in_title(false));
    let line = |(field_id, sentence): (String, String)| {
        let href = page::fragment();
        let go = move |event: leptos::ev::MouseEvent| {
            // The fragment holds the page's address, so the link moves the focus instead.
            event.prevent_default();
            page::focus_element(&field_id);
        };
        view! { <li><a href=href on:click=go>{sentence}</a></li> }
    };
    move || {
        errors.with(|errors| !errors.is_empty()).then(|| {
            view! {
                <div class="govuk-error-summary" tabindex="-1" node_ref=place>
                    <div role="alert">
                        <h2 class="govuk-error-summary__title">"There is a problem"</h2>
                        <div class="govuk-error-summary__body">
                            <ul class="govuk-list govuk-error-summary__list">
                                {errors.with(FormErrors::in_order).into_iter().map(line).collect_view()}
                            </ul>
                        </div>
                    </div>
                </div>
            }
        })
    }
}
