//! Opening files: what they would change, shown before anything does; then applied whole, and undone whole.

use super::opening::{Opening, Stage, open};
use crate::browser::folder;
use crate::ui::components::{FileDrop, PageHeading};
use crate::ui::route::{FilesPage, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use leptos::web_sys::File;

/// The page.
#[component]
pub fn OpenFilesPage() -> impl IntoView {
    let state = AppState::get();
    let stage = RwSignal::new(Stage::Choosing);
    let on_files = Callback::new(move |chosen: Vec<File>| open(state, chosen, stage));
    view! { <Opening stage=stage choosing=move || view! { <Choosing on_files=on_files/> }/> }
}

#[component]
fn Choosing(on_files: Callback<Vec<File>>) -> impl IntoView {
    view! {
        <PageHeading text="Open files"/>
        <p class="govuk-body">
            "Choose one file or many. You see what each would change first, and one undo takes all of it back."
        </p>
        <FileDrop
            id="files"
            label="Files to open"
            hint="Their names end in .clusterwise.json. Drop them here, or choose them."
            accept=".json,application/json"
            on_files=on_files
        />
        {folder::can_be_chosen().then(|| view! {
            <p class="govuk-body">
                "Are they in a folder that others share? "
                <a class="govuk-link" href=Route::Files(FilesPage::Folder).href()>"Use the folder"</a> "."
            </p>
        })}
    }
}
