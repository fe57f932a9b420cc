//! A chart whose data a person can save as a file.

use crate::browser::files;
use crate::chart::Chart;
use crate::ui::components::ChartFigure;
use crate::ui::view;
use leptos::prelude::*;

/// A chart that was drawn once from an answer.
#[component]
pub(super) fn DataChart(chart: Chart) -> impl IntoView {
    view! { <ChartFigure chart=Signal::stored(chart) on_download=saving()/> }
}

/// Saves a chart's data under the name it is given.
pub(super) fn saving() -> Callback<(String, String)> {
    Callback::new(|(name, csv): (String, String)| {
        files::save(&name, "text/csv", csv.as_bytes());
    })
}
