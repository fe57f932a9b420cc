//! What each scenario comes to, side by side: the baseline's own numbers, and by how much the others differ. Knows nothing of runs.

use crate::eval::numbers::{count, number};
use crate::sim::{Simulated, Summary};
use crate::ui::compared::LiveComparison;
use crate::ui::components::{CaptionSize, Head, Table};
use crate::ui::view;
use leptos::prelude::*;

/// What is told of, with its key and whether it is money.
const ROWS: [(&str, &str, bool); 8] = [
    ("Requests for EHC plans avoided", "avoided requests", false),
    ("Permanent exclusions avoided", "avoided permanent_exclusions", false),
    ("Days lost to suspension avoided", "avoided days_lost", false),
    ("Programmes’ cost", "present cost", true),
    ("Schools’ own time", "present staff_cost", true),
    ("Saved by avoided events", "present benefit fiscal", true),
    ("of which can leave a budget", "present cashable", true),
    ("Saved, less all costs", "net fiscal", true),
];

/// The table.
#[component]
pub(super) fn ResultsTable(live: LiveComparison) -> impl IntoView {
    let names = Memo::new(move |_| {
        live.answer.with(|answer| {
            let answer = answer.as_ref()?;
            let others = answer.others.iter().map(|one| one.scenario.clone());
            Some((answer.baseline.scenario.clone(), others.collect::<Vec<_>>()))
        })
    });
    let lines = Memo::new(move |_| {
        live.answer.with(|answer| {
            let answer = answer.as_ref()?;
            Some(ROWS.map(|(label, key, money)| {
                let own = |told: &Simulated| {
                    told.levels.get(key).map_or("–".to_owned(), |found| words(found, money, false))
                };
                let less = |told: &Simulated| {
                    told.differences.get(key).map_or("–".to_owned(), |found| words(found, money, true))
                };
                [label.to_owned(), own(&answer.baseline)].into_iter().chain(answer.others.iter().map(less)).collect()
            }))
        })
    });
    // Another set of scenarios has other columns; other numbers only fill them.
    move || {
        let (baseline, others) = names.get()?;
        let heads = std::iter::once(Head::words("In all years"))
            .chain([Head::figures(baseline)])
            .chain(others.into_iter().map(|name| Head::figures(format!("{name}: difference"))));
        let rows = Signal::derive(move || lines.get().map(|rows| rows.to_vec()).unwrap_or_default());
        Some(view! {
            <Table
                caption="What each comes to: average, and nine times in ten between"
                caption_size=CaptionSize::Small
                heads=heads.collect()
                rows=rows
            />
            <p class="govuk-body-s">"Money is in present value. Savings are the council’s and others’; most cannot be taken out of a budget."</p>
        })
    }
}

/// “12 (−3 to 30)”; a difference has its sign.
pub(super) fn words(found: &Summary, money: bool, signed: bool) -> String {
    if found.p05 == 0.0 && found.p95 == 0.0 {
        return if signed { "no difference".to_owned() } else { write(0.0, money) };
    }
    let sign = if signed && found.mean > 0.0 { "+" } else { "" };
    format!("{sign}{} ({} to {})", write(found.mean, money), write(found.p05, money), write(found.p95, money))
}

fn write(value: f64, money: bool) -> String {
    let size = libm::fabs(value);
    if !money {
        return number(value, if size < 10.0 { 1 } else { 0 });
    }
    // To three digits: nobody plans to the penny what is as uncertain as this.
    let unit = if size >= 100_000.0 {
        1_000.0
    } else if size >= 1_000.0 {
        100.0
    } else {
        10.0
    };
    let rounded = libm::round(size / unit) * unit;
    let minus = if value < 0.0 && rounded > 0.0 { "−" } else { "" };
    format!("{minus}£{}", count(rounded))
}
