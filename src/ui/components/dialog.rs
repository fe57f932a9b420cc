//! A question that has to be answered before going on. Knows nothing of the question.

use super::button::{Button, ButtonGroup, ButtonKind};
use crate::ui::view;
use leptos::html::Dialog;
use leptos::prelude::*;

/// Asks before something that matters. The browser's own dialog keeps the focus inside, closes on Escape and gives the
/// focus back to what opened it. With `ButtonKind::Warning` the way back has the focus first.
#[component]
pub fn ConfirmDialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    open: RwSignal<bool>,
    /// What the button that goes ahead says: the deed, not "OK".
    #[prop(into)]
    confirm: String,
    on_confirm: Callback<()>,
    #[prop(optional)] kind: ButtonKind,
    #[prop(default = "Cancel".to_owned(), into)] cancel: String,
    children: Children,
) -> impl IntoView {
    let place = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        if let Some(dialog) = place.get()
            && dialog.open() != wanted
        {
            if wanted {
                let _ = dialog.show_modal();
            } else {
                dialog.close();
            }
        }
    });
    let go = Callback::new(move |()| {
        open.set(false);
        on_confirm.try_run(());
    });
    let title_id = format!("{id}-title");
    view! {
        <dialog
            class="cw-dialog"
            id=id
            aria-labelledby=title_id
            node_ref=place
            on:close=move |_| {
                let _ = open.try_set(false);
            }
        >
            <h2 class="govuk-heading-m" id=title_id.clone()>{title}</h2>
            {children()}
            <ButtonGroup>
                <Button kind=kind on_press=go>{confirm}</Button>
                <button
                    type="button"
                    class="govuk-button govuk-button--secondary"
                    autofocus=kind == ButtonKind::Warning
                    on:click=move |_| open.set(false)
                >
                    {cancel}
                </button>
            </ButtonGroup>
        </dialog>
    }
}
