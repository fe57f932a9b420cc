//! A chart as a figure: title, summary, picture, readout, table and file. Knows no state and no workspace.

use std::sync::atomic::{AtomicUsize, Ordering};

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::html::Canvas;
use leptos::prelude::*;

use crate::browser::canvas::paint;
use crate::browser::canvas_watch::{CanvasChange, CanvasWatch};
use crate::chart::{Cell, Chart, Layout, Lie, NO_FIGURES, csv, file_name, readout, table};
use crate::ui::view;

/// Ids on a page must differ; figures are numbered as they are made.
static NEXT_FIGURE: AtomicUsize = AtomicUsize::new(1);

/// A figure with everything a chart has to offer. The picture follows `chart`; arrow keys, Home, End and the pointer
/// move the point that the line under the picture reads out.
///
/// `on_download` is given a file name and the CSV file's text.
#[component]
pub fn ChartFigure(#[prop(into)] chart: Signal<Chart>, on_download: Callback<(String, String)>) -> impl IntoView {
    let number = NEXT_FIGURE.fetch_add(1, Ordering::Relaxed);
    let title_id = format!("chart-{number}-title");
    let table_id = format!("chart-{number}-table");
    let is_open = RwSignal::new(false);
    let has_failed = RwSignal::new(false);
    let is_empty = Memo::new(move |_| chart.with(Chart::is_empty));
    let picture = move || {
        if is_empty.get() {
            view! { <p class="govuk-inset-text chart__empty">{NO_FIGURES}</p> }.into_any()
        } else {
            view! { <Picture chart=chart has_failed=has_failed hint_id=format!("chart-{number}-hint") /> }.into_any()
        }
    };
    let download = move |_| {
        let file = chart.with_untracked(|chart| (file_name(chart), csv(chart)));
        on_download.run(file);
    };
    view! {
        <figure class="chart" aria-labelledby=title_id.clone()>
            <figcaption class="chart__title govuk-heading-m" id=title_id.clone()>
                {move || chart.with(|chart| chart.title.clone())}
            </figcaption>
            <p class="chart__summary govuk-body">{move || chart.with(|chart| chart.summary.clone())}</p>
            {picture}
            <div class="chart__actions govuk-button-group">
                <button
                    type="button"
                    class="govuk-button govuk-button--secondary"
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-controls=table_id.clone()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    "View as table"
                </button>
                <button type="button" class="govuk-button govuk-button--secondary" on:click=download>
                    "Download data"
                </button>
            </div>
            <div
                id=table_id.clone()
                class="chart__table"
                role="region"
                tabindex="0"
                aria-label=move || chart.with(|chart| format!("Table: {}", chart.title))
                hidden=move || !is_open.get()
            >
                {move || is_open.get().then(|| chart.with(figures))}
            </div>
        </figure>
    }
}

/// The picture and the line under it.
#[component]
fn Picture(chart: Signal<Chart>, has_failed: RwSignal<bool>, hint_id: String) -> impl IntoView {
    let canvas_ref = NodeRef::<Canvas>::new();
    let chosen = RwSignal::new(None::<usize>);
    let layout = StoredValue::new(None::<Layout>);
    keep_painted(canvas_ref, chart, chosen, layout, has_failed);

    let on_key = move |event: KeyboardEvent| {
        let last = chart.with_untracked(Chart::len).saturating_sub(1);
        let now = chart.with_untracked(|chart| point_in(chart, chosen.get_untracked()));
        let is_rows = chart.with_untracked(|chart| chart.lie == Lie::Rows);
        let next = match event.key().as_str() {
            "ArrowUp" | "ArrowDown" if !is_rows => return,
            "ArrowLeft" | "ArrowUp" if chosen.get_untracked().is_some() => Some(now.saturating_sub(1)),
            "ArrowRight" | "ArrowDown" if chosen.get_untracked().is_some() => Some((now + 1).min(last)),
            "ArrowLeft" | "ArrowRight" => Some(now),
            "ArrowUp" | "ArrowDown" => Some(now),
            "Home" => Some(0),
            "End" => Some(last),
            "Escape" => None,
            _ => return,
        };
        event.prevent_default();
        chosen.set(next);
    };
    let on_point = move |event: PointerEvent| {
        let Some(canvas) = canvas_ref.get_untracked() else { return };
        let across = f64::from(event.offset_x()) / f64::from(canvas.client_width().max(1));
        let down = f64::from(event.offset_y()) / f64::from(canvas.client_height().max(1));
        let nearest = |layout: &Layout| layout.nearest(across * layout.width, down * layout.height);
        let index = layout.with_value(|layout| layout.as_ref().and_then(nearest));
        if index.is_some() && index != chosen.get_untracked() {
            chosen.set(index);
        }
    };
    let label = move || chart.with(|chart| format!("Chart: {}", chart.title));
    let said = move || chart.with(|chart| readout(chart, point_in(chart, chosen.get())));
    view! {
        <canvas
            class="chart__canvas"
            node_ref=canvas_ref
            role="img"
            tabindex="0"
            aria-label=label
            aria-describedby=hint_id.clone()
            class:chart__canvas--rows=move || chart.with(|chart| chart.lie == Lie::Rows)
            style=("--rows", move || chart.with(|chart| chart.len().to_string()))
            hidden=move || has_failed.get()
            on:keydown=on_key
            on:pointermove=on_point
            on:pointerdown=on_point
        ></canvas>
        {move || has_failed.get().then(|| view! {
            <p class="govuk-inset-text">
                "This browser could not draw the chart. The table below has every figure."
            </p>
        })}
        <p class="chart__readout" aria-live="polite">{said}</p>
        <p class="chart__hint" id=hint_id.clone()>"Use the arrow keys on the chart, or point at it, to read each figure."</p>
    }
}

/// The chosen position, or the last that has a figure.
fn point_in(chart: &Chart, chosen: Option<usize>) -> usize {
    let last = chart.len().saturating_sub(1);
    let has_figure = |index: &usize| chart.shown().any(|series| series.value(*index).is_some());
    chosen.map_or_else(|| (0..=last).rev().find(has_figure).unwrap_or(last), |index| index.min(last))
}

/// Paints when the chart, the chosen point, the size, the theme or the medium changes.
fn keep_painted(
    canvas_ref: NodeRef<Canvas>,
    chart: Signal<Chart>,
    chosen: RwSignal<Option<usize>>,
    layout: StoredValue<Option<Layout>>,
    has_failed: RwSignal<bool>,
) {
    // Signals may be gone when the page calls back; then there is nothing left to paint.
    let paint_now = move |for_print: bool| {
        let Some(canvas) = canvas_ref.try_get_untracked().flatten() else { return };
        let cursor = chosen.try_get_untracked().flatten();
        let painted = chart.try_with_untracked(|chart| paint(&canvas, chart, cursor, for_print));
        match painted {
            Some(Ok(painted)) => {
                layout.try_set_value(Some(painted));
            }
            Some(Err(error)) => {
                leptos::logging::warn!("{error}");
                has_failed.try_set(true);
            }
            None => {}
        }
    };
    Effect::new(move |_| {
        chart.track();
        chosen.track();
        canvas_ref.track();
        paint_now(false);
    });
    let watch = StoredValue::new_local(None::<CanvasWatch>);
    Effect::new(move |_| {
        let Some(canvas) = canvas_ref.get() else { return };
        let changed = move |change| paint_now(change == CanvasChange::PrintBegins);
        watch.set_value(Some(CanvasWatch::new(&canvas, changed)));
    });
    on_cleanup(move || {
        watch.try_update_value(Option::take);
    });
}

/// The chart's figures as a table.
fn figures(chart: &Chart) -> impl IntoView + use<> {
    let table = table(chart);
    let title = chart.title.clone();
    let head = |(place, text): (usize, String)| {
        let class = if place == 0 { "govuk-table__header" } else { "govuk-table__header govuk-table__header--numeric" };
        view! { <th scope="col" class=class>{text}</th> }
    };
    let cell = |cell: Cell| {
        let text = cell.text().to_owned();
        match cell {
            Cell::Name(_) => view! { <th scope="row" class="govuk-table__header">{text}</th> }.into_any(),
            Cell::Words(_) => view! { <td class="govuk-table__cell">{text}</td> }.into_any(),
            _ => view! { <td class="govuk-table__cell govuk-table__cell--numeric">{text}</td> }.into_any(),
        }
    };
    let row = move |cells: Vec<Cell>| {
        view! { <tr class="govuk-table__row">{cells.into_iter().map(cell).collect_view()}</tr> }
    };
    view! {
        <table class="govuk-table">
            <caption class="govuk-table__caption govuk-visually-hidden">{title}</caption>
            <thead class="govuk-table__head">
                <tr class="govuk-table__row">{table.headers.into_iter().enumerate().map(head).collect_view()}</tr>
            </thead>
            <tbody class="govuk-table__body">{table.rows.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
}
