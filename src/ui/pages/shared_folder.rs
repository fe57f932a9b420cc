//! A folder that a cluster shares, such as one of Teams: opening what others have put there, and putting one's own file there.

use super::files::of_person;
use super::opening::{Opening, Stage, open};
use super::save_file::{ENDING, Handed, HandedOver, save_into};
use crate::browser::folder::{self, Folder};
use crate::ui::components::{Button, ButtonGroup, ButtonKind, ErrorSummary, InsetText, PageHeading};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::route::{FilesPage, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use leptos::web_sys::File;

/// How things stand with the folder.
#[derive(Clone)]
enum At {
    /// It is not known yet whether there is one.
    Looking,
    None,
    /// The browser has to ask whether it may be used again.
    Remembered(Folder),
    Ready(Folder, Vec<File>),
}

/// The page.
#[component]
pub fn SharedFolderPage() -> impl IntoView {
    let stage = RwSignal::new(Stage::Choosing);
    view! { <Opening stage=stage choosing=move || view! { <SharedFolder stage=stage/> }/> }
}

#[component]
fn SharedFolder(stage: RwSignal<Stage>) -> impl IntoView {
    let state = AppState::get();
    let at = RwSignal::new_local(At::Looking);
    let outcome = RwSignal::new(None::<Handed>);
    let errors = RwSignal::new(FormErrors::new());
    let fail = move |words: String| {
        let mut found = FormErrors::new();
        found.put("folder", sentence(&words));
        let _ = errors.try_set(found);
    };
    let look_into = move |folder: Folder| async move {
        match folder.files(ENDING).await {
            Ok(files) => _ = at.try_set(At::Ready(folder, files)),
            Err(words) => {
                fail(words);
                let _ = at.try_set(At::None);
            }
        }
    };
    leptos::task::spawn_local(async move {
        match state.folder().await {
            Some(folder) if folder.may_be_used().await => look_into(folder).await,
            Some(folder) => _ = at.try_set(At::Remembered(folder)),
            None => _ = at.try_set(At::None),
        }
    });
    let choose = Callback::new(move |()| {
        errors.set(FormErrors::new());
        leptos::task::spawn_local(async move {
            match folder::choose().await {
                Ok(Some(folder)) => {
                    state.keep_folder(&folder).await;
                    look_into(folder).await;
                }
                Ok(None) => {}
                Err(words) => fail(words),
            }
        });
    });
    let use_again = Callback::new(move |()| {
        errors.set(FormErrors::new());
        let At::Remembered(folder) = at.get_untracked() else { return };
        leptos::task::spawn_local(async move {
            match folder.ask().await {
                true => look_into(folder).await,
                false => fail("the browser was not allowed to use the folder".to_owned()),
            }
        });
    });
    let open_all = Callback::new(move |()| {
        if let At::Ready(_, files) = at.get_untracked() {
            open(state, files, stage);
        }
    });
    let save = Callback::new(move |()| {
        let At::Ready(folder, _) = at.get_untracked() else { return };
        errors.set(FormErrors::new());
        outcome.set(Some(Handed::Making));
        leptos::task::spawn_local(async move {
            let wanted = untrack(|| of_person(state));
            match save_into(state, &folder, |document| wanted.bundle(document)).await {
                Ok(handed) => {
                    let _ = outcome.try_set(Some(handed));
                    look_into(folder).await;
                }
                Err(words) => {
                    let _ = outcome.try_set(None);
                    fail(words);
                }
            }
        });
    });
    let mine = Signal::derive(move || of_person(state));
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="A shared folder"/>
        <p class="govuk-body">
            "A folder that Teams, SharePoint or OneDrive keeps on each computer can carry everything: each puts a file of their own into it, and opens those of the others. No file is ever changed or replaced."
        </p>
        <HandedOver outcome=outcome/>
        <div id="folder" tabindex="-1">
            {move || match at.get() {
                At::Looking => ().into_any(),
                At::None if folder::can_be_chosen() => view! { <Button on_press=choose>"Choose the folder"</Button> }.into_any(),
                At::None => view! {
                    <InsetText>
                        "This browser does not let a page use a folder; Edge and Chrome do. "
                        <a class="govuk-link" href=Route::Files(FilesPage::Open).href()>"Open the files in it"</a>
                        " all at once instead, and save yours there when the browser asks where."
                    </InsetText>
                }
                .into_any(),
                At::Remembered(folder) => view! {
                    <p class="govuk-body">{format!("{} was used last time.", called(&folder))}</p>
                    <ButtonGroup>
                        <Button on_press=use_again>"Use it again"</Button>
                        <Button kind=ButtonKind::Secondary on_press=choose>"Choose another folder"</Button>
                    </ButtonGroup>
                }
                .into_any(),
                At::Ready(folder, files) => {
                    let many = files.len();
                    let words = match many {
                        0 => "no Clusterwise files yet".to_owned(),
                        1 => "1 Clusterwise file".to_owned(),
                        _ => format!("{many} Clusterwise files"),
                    };
                    view! {
                        <p class="govuk-body">{format!("{} holds {words}.", called(&folder))}</p>
                        <ButtonGroup>
                            {(many > 0).then(|| view! { <Button on_press=open_all>"Open all of them"</Button> })}
                            <Button kind=ButtonKind::Secondary on_press=save>{move || mine.get().button()}</Button>
                            <Button kind=ButtonKind::Secondary on_press=choose>"Choose another folder"</Button>
                        </ButtonGroup>
                    }
                    .into_any()
                }
            }}
        </div>
    }
}

/// Some folders of a browser's own have no name.
fn called(folder: &Folder) -> String {
    match folder.name() {
        name if name.is_empty() => "The folder".to_owned(),
        name => format!("The folder “{name}”"),
    }
}
