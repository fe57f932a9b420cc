//! Adding comparison areas from a published table: which column is what, what it would change, then saving.

use crate::browser::files;
use crate::bundle::{AreaColumns, AreaField, AreaImport, Table};
use crate::ui::components::{
    Announcer, BannerKind, Button, ButtonGroup, ButtonKind, Choice, Details, ErrorSummary, FileDrop, InsetText,
    NotificationBanner, PageHeading, ScrollPane, Select, WarningText,
};
use crate::ui::forms::FormErrors;
use crate::ui::route::{ComparePage as Page, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use leptos::web_sys::File;
use std::sync::Arc;

/// A table that was read, with its file's name.
#[derive(Clone)]
struct Read {
    name: String,
    table: Arc<Table>,
}

/// The page.
#[component]
pub fn CompareImportPage() -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let read = RwSignal::new(None::<Read>);
    let columns = RwSignal::new(None::<AreaColumns>);
    let errors = RwSignal::new(FormErrors::new());
    let done = RwSignal::new(None::<String>);
    let on_files = Callback::new(move |chosen: Vec<File>| {
        let Some(file) = chosen.into_iter().next() else { return };
        done.set(None);
        leptos::task::spawn_local(async move {
            let incoming = files::read_one(&file).await;
            let table = incoming
                .bytes
                .and_then(|bytes| Table::read(&bytes, AreaColumns::is_heading).map_err(|error| error.to_string()));
            let mut found = FormErrors::new();
            match table {
                Ok(table) => {
                    let _ = columns.try_set(Some(AreaColumns::guess(&table)));
                    let _ = read.try_set(Some(Read { name: incoming.name, table: Arc::new(table) }));
                }
                Err(words) => found.put("table", format!("{}: {words}", incoming.name)),
            }
            let _ = errors.try_set(found);
        });
    });
    let start_again = Callback::new(move |()| {
        read.set(None);
        columns.set(None);
    });
    let on_saved = Callback::new(move |words: String| {
        announcer.say(words.clone());
        done.set(Some(words));
        start_again.run(());
    });
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Add areas from a table"/>
        {move || done.get().map(|words| view! {
            <NotificationBanner kind=BannerKind::Success>
                {words} " " <a class="govuk-link" href=Route::Compare(Page::Areas).href()>"See the areas side by side"</a>
            </NotificationBanner>
        })}
        {move || match read.get() {
            None => view! {
                <p class="govuk-body">"A CSV file as it was published. You see which column is read as what before anything is saved."</p>
                <FileDrop id="table" label="Table to add" hint="A file that ends in .csv" accept=".csv,text/csv" multiple=false on_files=on_files/>
            }
            .into_any(),
            Some(read) => view! { <Mapping state=state read=read columns=columns on_saved=on_saved on_cancel=start_again/> }.into_any(),
        }}
    }
}

#[component]
fn Mapping(
    state: AppState,
    read: Read,
    columns: RwSignal<Option<AreaColumns>>,
    on_saved: Callback<String>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let Read { name, table } = read;
    let for_import = (Arc::clone(&table), name.clone());
    let import = Memo::new_with_compare(
        move |_| {
            let (table, name) = &for_import;
            let columns = columns.get()?;
            Some(AreaImport::read(table, &columns, name).map_err(|error| error.to_string()))
        },
        |_, _| true,
    );
    let for_rows = Arc::clone(&table);
    let rows = AreaField::ALL
        .into_iter()
        .map(|field| view! { <ColumnRow field=field table=Arc::clone(&for_rows) columns=columns/> })
        .collect_view();
    let for_unused = Arc::clone(&table);
    let unused = move || {
        let columns = columns.get()?;
        let names: Vec<_> = columns.unused(&for_unused).into_iter().map(|(_, heading)| heading.to_owned()).collect();
        (!names.is_empty()).then(|| format!("Will not be stored: {}.", names.join(", ")))
    };
    let for_download = (table, name.clone());
    let preview = move || match import.get() {
        Some(Ok(import)) => {
            view! { <Preview state=state import=import table=for_download.clone() on_saved=on_saved/> }.into_any()
        }
        Some(Err(words)) => view! { <WarningText>{words}</WarningText> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <h2 class="govuk-heading-m">{name}</h2>
        {preview}
        <Details summary="Which column is what">
            <ScrollPane label="Columns of the table">
                <table class="govuk-table cw-table">
                    <caption class="govuk-visually-hidden">"Columns of the table"</caption>
                    <thead class="govuk-table__head">
                        <tr class="govuk-table__row">
                            <th scope="col" class="govuk-table__header">"What it is read as"</th>
                            <th scope="col" class="govuk-table__header">"Examples"</th>
                            <th scope="col" class="govuk-table__header">"Why"</th>
                        </tr>
                    </thead>
                    <tbody class="govuk-table__body">{rows}</tbody>
                </table>
            </ScrollPane>
            <p class="govuk-body">{unused}</p>
        </Details>
        <ButtonGroup>
            <Button kind=ButtonKind::Secondary on_press=on_cancel>"Choose another file"</Button>
        </ButtonGroup>
    }
}

#[component]
fn ColumnRow(field: AreaField, table: Arc<Table>, columns: RwSignal<Option<AreaColumns>>) -> impl IntoView {
    let chosen = columns.with_untracked(|columns| columns.as_ref().and_then(|columns| columns.column(field)));
    let value = RwSignal::new(chosen.map_or_else(String::new, |column| column.to_string()));
    let none = Choice::new("", "Not in this table");
    let headings =
        table.header.iter().enumerate().map(|(place, heading)| Choice::new(place.to_string(), heading.clone()));
    let options: Vec<_> = std::iter::once(none).chain(headings).collect();
    let on_change = Callback::new(move |text: String| {
        columns.update(|columns| {
            if let Some(columns) = columns {
                columns.set(field, text.parse().ok());
            }
        });
    });
    // Another field may have taken this one's column.
    Effect::new(move |_| {
        let now = columns.with(|columns| columns.as_ref().and_then(|columns| columns.column(field)));
        value.set(now.map_or_else(String::new, |column| column.to_string()));
    });
    let samples = move || {
        let column = columns.with(|columns| columns.as_ref().and_then(|columns| columns.column(field)))?;
        Some(table.samples(column).join(", "))
    };
    let reason = move || columns.with(|columns| columns.as_ref().and_then(|all| all.reason(field).map(str::to_owned)));
    view! {
        <tr class="govuk-table__row">
            <td class="govuk-table__cell">
                <Select id=format!("column-{field:?}") label=field.label() value=value options=Signal::stored(options) on_change=on_change/>
            </td>
            <td class="govuk-table__cell">{samples}</td>
            <td class="govuk-table__cell">{reason}</td>
        </tr>
    }
}

#[component]
fn Preview(
    state: AppState,
    import: AreaImport,
    table: (Arc<Table>, String),
    on_saved: Callback<String>,
) -> impl IntoView {
    let changes = import.against(&untrack(move || state.data()));
    let failed = RwSignal::new(None::<String>);
    let (words, what) = (changes.words(), import.words());
    let problems: Vec<_> = import.problems.iter().map(|group| group.words()).collect();
    let notes: Vec<_> = import.notes.iter().cloned().map(|words| view! { <InsetText>{words}</InsetText> }).collect();
    let left_out = import.left_out_csv(&table.0);
    let name = table.1;
    let save_left_out = left_out.map(|csv| {
        let save = Callback::new(move |()| {
            files::save(&format!("left-out-of-{name}"), "text/csv", csv.as_bytes());
        });
        view! { <Button kind=ButtonKind::Secondary on_press=save>"Save the rows that were left out"</Button> }
    });
    let said = words.clone();
    let save = changes.command().map(|command| {
        let press = Callback::new(move |()| match state.apply(&command) {
            Ok(_) => on_saved.run(format!("Saved: {said}.")),
            Err(error) => failed.set(Some(error.to_string())),
        });
        view! { <Button on_press=press>"Save these figures"</Button> }
    });
    view! {
        <p class="govuk-body-l">{what}</p>
        <p class="govuk-body"><strong>{words}</strong></p>
        {notes}
        {(!problems.is_empty()).then(|| view! {
            <h3 class="govuk-heading-s">"To know"</h3>
            <ul class="govuk-list govuk-list--bullet">
                {problems.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
            </ul>
        })}
        <p class="govuk-body" role="alert">{move || failed.get()}</p>
        <ButtonGroup>{save} {save_left_out}</ButtonGroup>
    }
}
