//! Text to take away: shown, and copied by a button. Knows nothing of the clipboard.

use super::button::{Button, ButtonKind};
use crate::ui::view;
use leptos::html::Textarea;
use leptos::prelude::*;

/// Text with a "Copy" button. `on_copy` does the copying; `outcome` is the sentence that says how it went.
/// The text is selected by the button, so that Ctrl+C works where the browser bars the clipboard.
#[component]
pub fn CopyBox(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    #[prop(into)] text: Signal<String>,
    on_copy: Callback<String>,
    #[prop(optional, into)] outcome: MaybeProp<String>,
    #[prop(default = 6)] rows: u32,
) -> impl IntoView {
    let place = NodeRef::<Textarea>::new();
    let copy = Callback::new(move |()| {
        if let Some(area) = place.get_untracked() {
            area.select();
        }
        on_copy.try_run(text.get_untracked());
    });
    view! {
        <div class="govuk-form-group cw-copy-box">
            <label class="govuk-label" for=id.clone()>{label}</label>
            <textarea
                id=id
                class="govuk-textarea"
                readonly=true
                rows=rows.to_string()
                node_ref=place
                prop:value=move || text.get()
            ></textarea>
            <div class="cw-copy-box__row">
                <Button kind=ButtonKind::Secondary on_press=copy>"Copy"</Button>
                <span role="status">{move || outcome.get()}</span>
            </div>
        </div>
    }
}
