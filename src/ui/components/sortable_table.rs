//! A table whose columns can be put in order. Knows nothing of what a row is.

use super::scroll_pane::ScrollPane;
use crate::ui::view;
use leptos::prelude::*;
use std::cmp::Ordering;
use std::sync::Arc;

type Cell<T> = Arc<dyn Fn(&T) -> AnyView + Send + Sync>;
type Order<T> = Arc<dyn Fn(&T, &T) -> Ordering + Send + Sync>;
type Missing<T> = Arc<dyn Fn(&T) -> bool + Send + Sync>;

/// A column: its heading, what a row shows in it and how rows compare.
#[derive(Clone)]
pub struct Column<T: 'static> {
    key: &'static str,
    label: String,
    numeric: bool,
    cell: Cell<T>,
    order: Option<Order<T>>,
    /// Rows that have nothing to compare come last, whichever way the column is sorted.
    missing: Option<Missing<T>>,
}

impl<T: 'static> Column<T> {
    /// Text, sorted without regard to capitals.
    pub fn text(
        key: &'static str,
        label: impl Into<String>,
        text: impl Fn(&T) -> String + Send + Sync + Clone + 'static,
    ) -> Self {
        let shown = text.clone();
        let order = move |a: &T, b: &T| text(a).to_lowercase().cmp(&text(b).to_lowercase());
        Self::shown(key, label, move |row| shown(row).into_any()).sorted_by(order)
    }

    /// A figure, right-aligned; rows without one show a dash and come last when sorted.
    pub fn number(
        key: &'static str,
        label: impl Into<String>,
        number: impl Fn(&T) -> Option<f64> + Send + Sync + Clone + 'static,
        words: impl Fn(f64) -> String + Send + Sync + 'static,
    ) -> Self {
        let read = number.clone();
        let cell = move |row: &T| read(row).map_or_else(|| "–".to_owned(), &words).into_any();
        let compared = number.clone();
        let order = move |a: &T, b: &T| match (compared(a), compared(b)) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => Ordering::Equal,
        };
        let missing: Missing<T> = Arc::new(move |row| number(row).is_none());
        Self { numeric: true, missing: Some(missing), ..Self::shown(key, label, cell).sorted_by(order) }
    }

    /// Anything that can be drawn: a link, a tag, a small chart. Not sortable until told how.
    pub fn shown(
        key: &'static str,
        label: impl Into<String>,
        cell: impl Fn(&T) -> AnyView + Send + Sync + 'static,
    ) -> Self {
        Self { key, label: label.into(), numeric: false, cell: Arc::new(cell), order: None, missing: None }
    }

    /// Makes the column sortable.
    pub fn sorted_by(mut self, order: impl Fn(&T, &T) -> Ordering + Send + Sync + 'static) -> Self {
        self.order = Some(Arc::new(order));
        self
    }

    /// Right-aligned, with figures of one width.
    pub fn numeric(mut self) -> Self {
        self.numeric = true;
        self
    }
}

/// The column a table is sorted by, and which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableSort {
    pub column: &'static str,
    pub descending: bool,
}

/// A table in a pane that scrolls sideways. The first column names its row. `sort` may be read and set by the page.
#[component]
pub fn SortableTable<T>(
    #[prop(into)] caption: String,
    columns: Vec<Column<T>>,
    #[prop(into)] rows: Signal<Vec<T>>,
    #[prop(optional)] sort: RwSignal<Option<TableSort>>,
    /// What stands there when there are no rows.
    #[prop(default = "Nothing to show.".to_owned(), into)]
    empty: String,
    /// The caption is for people who hear the page: a heading above says it already.
    #[prop(optional)]
    hide_caption: bool,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let width = columns.len().to_string();
    let heads = columns.iter().map(|column| head(column, sort)).collect_view();
    let body = move || {
        let mut rows = rows.get();
        put_in_order(&mut rows, &columns, sort.get());
        if rows.is_empty() {
            let empty = empty.clone();
            return view! {
                <tr class="govuk-table__row"><td class="govuk-table__cell" colspan=width.clone()>{empty}</td></tr>
            }
            .into_any();
        }
        rows.iter().map(|row| line(row, &columns)).collect_view().into_any()
    };
    view! {
        <ScrollPane label=caption.clone()>
            <table class="govuk-table cw-table">
                <caption
                    class="govuk-table__caption govuk-table__caption--s"
                    class=("govuk-visually-hidden", hide_caption)
                >
                    {caption}
                </caption>
                <thead class="govuk-table__head">
                    <tr class="govuk-table__row">{heads}</tr>
                </thead>
                <tbody class="govuk-table__body">{body}</tbody>
            </table>
        </ScrollPane>
    }
}

/// Sorts by the column told, keeping the order of equal rows; an unknown column changes nothing.
fn put_in_order<T: 'static>(rows: &mut [T], columns: &[Column<T>], sort: Option<TableSort>) {
    let Some(sort) = sort else { return };
    let Some(column) = columns.iter().find(|column| column.key == sort.column) else { return };
    let Some(order) = &column.order else { return };
    let missing = |row: &T| column.missing.as_ref().is_some_and(|missing| missing(row));
    rows.sort_by(|a, b| {
        let by_value = if sort.descending { order(b, a) } else { order(a, b) };
        missing(a).cmp(&missing(b)).then(by_value)
    });
}

fn head<T: 'static>(column: &Column<T>, sort: RwSignal<Option<TableSort>>) -> impl IntoView + use<T> {
    let key = column.key;
    let label = column.label.clone();
    let state = move || sort.get().filter(|sort| sort.column == key).map(|sort| sort.descending);
    let press = move |_| {
        // A second press turns the order round.
        let descending = state() == Some(false);
        sort.set(Some(TableSort { column: key, descending }));
    };
    let sortable = column.order.is_some();
    let inner = if sortable {
        let mark = move || match state() {
            Some(true) => "▼",
            Some(false) => "▲",
            None => "↕",
        };
        view! {
            <button type="button" class="cw-table__sort" on:click=press>
                {label}
                <span class="cw-table__mark" aria-hidden="true">{mark}</span>
            </button>
        }
        .into_any()
    } else {
        label.into_any()
    };
    let aria = move || {
        sortable.then(|| match state() {
            Some(true) => "descending",
            Some(false) => "ascending",
            None => "none",
        })
    };
    view! {
        <th
            scope="col"
            class="govuk-table__header"
            class=("govuk-table__header--numeric", column.numeric)
            aria-sort=aria
        >
            {inner}
        </th>
    }
}

fn line<T: 'static>(row: &T, columns: &[Column<T>]) -> impl IntoView + use<T> {
    let cells = columns.iter().enumerate().map(|(place, column)| {
        let shown = (column.cell)(row);
        let numeric = column.numeric;
        if place == 0 {
            view! { <th scope="row" class="govuk-table__header cw-table__row-header">{shown}</th> }.into_any()
        } else {
            view! { <td class="govuk-table__cell" class=("govuk-table__cell--numeric", numeric)>{shown}</td> }
                .into_any()
        }
    });
    view! { <tr class="govuk-table__row">{cells.collect_view()}</tr> }
}
