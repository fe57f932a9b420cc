//! Files in, by button or by dropping them. Knows nothing of what is in a file and reads none.

use crate::ui::view;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::web_sys::{DragEvent, File, FileList};

/// A place to drop files on, round the browser's own button, which the keyboard reaches. Hands out what was chosen.
#[component]
pub fn FileDrop(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    on_files: Callback<Vec<File>>,
    #[prop(optional, into)] hint: Option<String>,
    /// What the file dialog offers, such as ".json,.csv".
    #[prop(optional, into)]
    accept: Option<String>,
    #[prop(default = true)] multiple: bool,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let over = RwSignal::new(false);
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            let files = files_of(input.files());
            // Emptied, so that choosing the same file again is a change again.
            input.set_value("");
            hand_out(files, multiple, on_files);
        }
    };
    let drag = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        over.set(true);
    };
    let drop = move |event: DragEvent| {
        event.prevent_default();
        event.stop_propagation();
        over.set(false);
        hand_out(files_of(event.data_transfer().and_then(|data| data.files())), multiple, on_files);
    };
    let hint_id = format!("{id}-hint");
    let described = hint.as_ref().map(|_| hint_id.clone());
    view! {
        <div
            class="cw-file-drop govuk-form-group"
            class=("cw-file-drop--over", move || over.get())
            on:dragenter=drag
            on:dragover=drag
            on:dragleave=move |_| over.set(false)
            on:drop=drop
        >
            <label class="govuk-label govuk-label--m" for=id.clone()>{label}</label>
            {hint.map(|hint| view! { <div class="govuk-hint" id=hint_id>{hint}</div> })}
            <input
                type="file"
                id=id.clone()
                name=id
                class="govuk-file-upload"
                multiple=multiple
                accept=accept
                aria-describedby=described
                node_ref=input
                on:change=choose
            />
            <p class="cw-file-drop__words" aria-hidden="true">
                {if multiple { "or drop files here" } else { "or drop a file here" }}
            </p>
        </div>
    }
}

fn files_of(list: Option<FileList>) -> Vec<File> {
    list.map(|list| (0..list.length()).filter_map(|place| list.get(place)).collect()).unwrap_or_default()
}

fn hand_out(mut files: Vec<File>, multiple: bool, on_files: Callback<Vec<File>>) {
    if !multiple {
        files.truncate(1);
    }
    if !files.is_empty() {
        on_files.try_run(files);
    }
}
