//! The rows behind a figure: whose they are, whether they count, who wrote them and which file brought them.

use crate::browser::moment;
use crate::eval::SourceRow;
use crate::ui::components::{Button, ButtonKind, Details, Head, Table};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::{Arrivals, Workspace, last_written, schema};
use leptos::prelude::*;

/// Rows shown at first, and with each press on “Show more”.
const AT_ONCE: usize = 50;

/// The table, folded until it is asked for.
#[component]
pub(super) fn RowsBehind(rows: Memo<Vec<SourceRow>>) -> impl IntoView {
    let state = AppState::get();
    let most = RwSignal::new(AT_ONCE);
    let counted = move || {
        rows.with(|rows| {
            let used = rows.iter().filter(|row| row.left_out.is_none()).count();
            format!("{used} of {} rows count.", rows.len())
        })
    };
    let lines = Signal::derive(move || {
        let Some(workspace) = state.workspace() else { return Vec::new() };
        let arrivals = workspace.arrivals();
        rows.with(|rows| rows.iter().take(most.get()).map(|row| line(row, &workspace, &arrivals)).collect::<Vec<_>>())
    });
    let heads = ["School", "When", "What it says", "Counts?", "Last written", "Came with"].map(Head::words).to_vec();
    let left = move || rows.with(Vec::len).saturating_sub(most.get());
    let more = Callback::new(move |()| most.update(|most| *most += AT_ONCE));
    view! {
        <Details summary="Which rows are these figures from?">
            <p class="govuk-body">
                {counted}
                " A device is known by its name; which file brought a row, and in which role it was opened, is known where it was opened."
            </p>
            <Table caption="Rows behind these figures" heads=heads rows=lines/>
            {move || match left() {
                0 => None,
                some => Some(view! {
                    <Button kind=ButtonKind::Secondary on_press=more>{format!("Show {} more of {some}", some.min(AT_ONCE))}</Button>
                }),
            }}
        </Details>
    }
}

fn line(row: &SourceRow, workspace: &Workspace, arrivals: &Arrivals) -> Vec<String> {
    let (table, id) = schema::record_of(&row.source);
    let date = |at_ms: u64| moment::date_of(at_ms).format("%-d %B %Y").to_string();
    let written = workspace.document().record(table, &id).and_then(last_written).map(|(device, at_ms)| {
        let here = if device == workspace.device().as_str() { "this device" } else { device };
        format!("{here}, {}", date(at_ms))
    });
    let came = arrivals.of(table, &id).map(|came| {
        let role = came.role.map(|role| format!(", opened as {}", role.label())).unwrap_or_default();
        format!("{}{role}, {}", came.file, date(came.at_ms))
    });
    vec![
        row.school.clone(),
        row.when.clone(),
        row.gives.clone(),
        row.left_out.map_or_else(|| "Yes".to_owned(), |why| format!("No: {}", why.to_lowercase())),
        written.unwrap_or_else(|| "Not known".to_owned()),
        came.unwrap_or_else(|| "Entered here, or there from the start".to_owned()),
    ]
}
