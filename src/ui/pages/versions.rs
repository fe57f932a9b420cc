//! Earlier versions of the pilot: which there are, and keeping one under a name.

use super::storage::megabytes;
use crate::browser::moment;
use crate::ui::components::{
    Announcer, Button, ButtonKind, Column, EntryForm, ErrorSummary, InsetText, PageHeading, SortableTable, TextField,
};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::route::Route;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::{VERSIONS_BYTES, Version, Versions};
use leptos::prelude::*;

/// “27 November 2026, 10:42”.
pub(super) fn when(version: &Version) -> String {
    format!("{}, {}", moment::date_of(version.id).format("%-d %B %Y"), moment::time_of_day(version.id))
}

/// What it was kept for, under its name if it has one.
pub(super) fn what(version: &Version) -> String {
    match &version.name {
        Some(name) => format!("“{name}”"),
        None => version.why.words().to_owned(),
    }
}

/// The page.
#[component]
pub fn VersionsPage() -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let found = RwSignal::new(None::<Versions>);
    let name = RwSignal::new(String::new());
    let errors = RwSignal::new(FormErrors::new());
    let fail = move |words: String| {
        let mut found = FormErrors::new();
        found.put("version-name", sentence(&words));
        let _ = errors.try_set(found);
    };
    Effect::new(move |_| {
        state.versions_changed.track();
        leptos::task::spawn_local(async move {
            match state.versions().await {
                Ok(versions) => _ = found.try_set(Some(versions)),
                Err(words) => fail(words),
            }
        });
    });
    let keep = Callback::new(move |()| {
        errors.set(FormErrors::new());
        leptos::task::spawn_local(async move {
            match state.keep_version(&name.get_untracked()).await {
                Ok(()) => {
                    let _ = name.try_set(String::new());
                    announcer.say("Kept.");
                }
                Err(words) => fail(words),
            }
        });
    });
    let rows = Memo::new(move |_| found.get().map(|found| found.iter().rev().cloned().collect()).unwrap_or_default());
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Earlier versions"/>
        <p class="govuk-body">
            "Undo takes back step by step. A version is the whole pilot as it was: before each session’s first change, before files were opened, or whenever you keep one."
        </p>
        <p class="govuk-body">{move || found.get().map(|versions| summary(&versions))}</p>
        <SortableTable
            caption="Earlier versions"
            hide_caption=true
            columns=columns()
            rows=Signal::derive(move || rows.get())
            empty="There is none yet. The first is kept when you first change something."
        />
        {move || state.may_edit().then(|| view! {
            <EntryForm on_submit=keep>
                <TextField id="version-name" label="Keep a version now, under a name" hint="Such as “Before the July review”" value=name errors=errors/>
                <Button kind=ButtonKind::Secondary submit=true>"Keep a version"</Button>
            </EntryForm>
        })}
        <InsetText>
            "Versions stay in this browser. They are no copy: what clears the browser’s data clears them too."
        </InsetText>
    }
}

/// How many there are and how much space they take; nothing where there is none.
fn summary(versions: &Versions) -> Option<String> {
    let count = versions.iter().count();
    let used = format!("{} of {}", megabytes(versions.bytes() as f64), megabytes(VERSIONS_BYTES as f64));
    let many = if count == 1 { "version uses" } else { "versions use" };
    (count > 0).then(|| {
        format!(
            "{count} {many} {used}. When that is full, automatic ones make room, the older the sparser; one with a name stays until you remove it."
        )
    })
}

fn columns() -> Vec<Column<Version>> {
    let date = |version: &Version| {
        let href = Route::Version(version.id).href();
        view! { <a class="govuk-link" href=href>{when(version)}</a> }.into_any()
    };
    vec![
        Column::shown("when", "When", date).sorted_by(|one: &Version, other: &Version| one.id.cmp(&other.id)),
        Column::text("what", "Kept", what),
        Column::number("size", "Size", |version: &Version| Some(version.bytes as f64), megabytes),
    ]
}
