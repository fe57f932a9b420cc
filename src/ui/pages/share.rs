//! Numbers that are safe to share: one figure by group and year or term, as a table and as a file.

use super::safe_view::{HidingNote, print_for_others};
use crate::browser::{files, moment};
use crate::eval::{Across, Evidence, Indicator, Period, ShareTable, UnsafeFigures, published_before, shown_words};
use crate::model::{Release, ShownCell};
use crate::ui::components::{
    Announcer, Button, ButtonGroup, ButtonKind, CaptionSize, Choice, FilterBar, Head, InsetText, PageHeading, Select,
    Table,
};
use crate::ui::hiding::Hiding;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;
use std::sync::Arc;

/// What was made of a figure: the table, and what is remembered when it is published.
#[derive(Clone, PartialEq)]
struct Made {
    table: ShareTable,
    cells: Vec<ShownCell>,
    figure: Indicator,
}

/// The page.
#[component]
pub fn SharePage() -> impl IntoView {
    let state = AppState::get();
    let figure = RwSignal::new(Indicator::PermanentExclusions.key().to_owned());
    let across = RwSignal::new("years".to_owned());
    let evidence = Memo::new(move |_| Arc::new(Evidence::of(&state.data())));
    let asked_for = Memo::new(move |_| Indicator::from_key(&figure.get()).unwrap_or(Indicator::PermanentExclusions));
    let laid_out = Memo::new(move |_| {
        let (evidence, figure, data) = (evidence.get(), asked_for.get(), state.data());
        let period = Period::default_of(&evidence);
        UnsafeFigures::of(&evidence, figure, &period, &published_before(&data, figure))
    });
    let hiding = Hiding::of(Memo::new(move |_| {
        laid_out.with(|figures| figures.iter().map(|figures| figures.table().clone()).collect())
    }));
    let made = Memo::new(move |_| {
        let figures = laid_out.get().map_err(|error| error.to_string())?;
        let Some(hidden) = hiding.of_table(figures.table()) else { return Ok(None) };
        let safe = figures.with(&hidden.map_err(|error| error.to_string())?);
        let across = if across.with(|across| across == "terms") { Across::Terms } else { Across::Years };
        Ok::<_, String>(Some(Made {
            table: evidence.with(|evidence| ShareTable::of(&safe, evidence, across)),
            cells: safe.shown_in(across).into_iter().map(|(name, count)| ShownCell { name, count }).collect(),
            figure: asked_for.get(),
        }))
    });
    let figures = Indicator::ALL.map(|one| Choice::new(one.key(), one.title())).to_vec();
    let columns = vec![Choice::new("years", "School years"), Choice::new("terms", "Terms")];
    view! {
        <PageHeading text="Numbers that are safe to share"/>
        <p class="govuk-body-l">
            "Counts from 1 to 4 are hidden, and with them as few others as keep them from being worked out: not from totals, other groups or years, and not from what was published before."
        </p>
        <FilterBar label="Which numbers">
            <Select id="share-figure" label="Figure" value=figure options=Signal::stored(figures)/>
            <Select id="share-across" label="Across" value=across options=Signal::stored(columns)/>
        </FilterBar>
        <HidingNote hiding=hiding/>
        {move || match made.get() {
            Ok(None) => ().into_any(),
            Ok(Some(made)) => view! { <MadeTable made=made/> }.into_any(),
            Err(words) => view! { <InsetText>{format!("This figure cannot be shared: {words}.")}</InsetText> }.into_any(),
        }}
        <Earlier/>
    }
}

#[component]
fn MadeTable(made: Made) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let Made { table, cells, figure } = made;
    let columns = table.columns.iter().map(|name| Head::figures(name.clone()));
    let heads: Vec<_> = std::iter::once(Head::words("Schools")).chain(columns).collect();
    let rows = table.rows.iter().map(|row| {
        let numbers = row.cells.iter().map(|cell| shown_words(*cell));
        std::iter::once(row.who.clone()).chain(numbers).collect::<Vec<_>>()
    });
    let rows: Vec<_> = rows.collect();
    let legend = table.legend.iter().map(|line| view! { <li>{line.clone()}</li> }).collect_view();
    let (title, check, csv) = (table.title, table.check.clone(), table.csv());
    let download = Callback::new(move |()| {
        let name = format!("{}_{}.csv", figure.key().replace('_', "-"), moment::today());
        if files::save(&name, "text/csv;charset=utf-8", csv.as_bytes()) {
            announcer.say(format!("Saved as {name}."));
        }
    });
    let note = Callback::new(move |()| {
        let release = Release::new(moment::today(), figure.key(), cells.clone());
        let saved = release
            .map_err(|error| error.to_string())
            .and_then(|release| state.apply(&Command::SaveRelease(release)).map_err(|error| error.to_string()));
        announcer.say(match saved {
            Ok(_) => "Noted. What is shown later is checked against it.".to_owned(),
            Err(words) => format!("It could not be noted: {words}."),
        });
    });
    view! {
        <Table caption=title caption_size=CaptionSize::Medium heads=heads rows=Signal::stored(rows)/>
        <ul class="govuk-list">{legend}</ul>
        <p class="govuk-body">{check}</p>
        <ButtonGroup>
            <Button on_press=download>"Download table"</Button>
            <Button kind=ButtonKind::Secondary on_press=Callback::new(move |()| print_for_others(state))>"Print"</Button>
            {move || state.may_edit().then(|| view! {
                <Button kind=ButtonKind::Secondary on_press=note>"Note as published today"</Button>
            })}
        </ButtonGroup>
    }
}

/// What was published, newest first.
#[component]
fn Earlier() -> impl IntoView {
    let state = AppState::get();
    let lines = move || {
        let data = state.data();
        let mut releases: Vec<_> = data.releases.values().cloned().collect();
        releases.sort_by(|one, other| other.date.cmp(&one.date).then(one.id.cmp(&other.id)));
        let line = |release: Release| {
            let figure = Indicator::from_key(&release.figure).map_or("Another figure", Indicator::title);
            view! { <li>{format!("{}: {figure}, {} numbers", release.date.format("%-d %B %Y"), release.cells.len())}</li> }
        };
        match releases.is_empty() {
            true => view! { <p class="govuk-body">"Nothing has been noted as published."</p> }.into_any(),
            false => {
                view! { <ul class="govuk-list govuk-list--bullet">{releases.into_iter().map(line).collect_view()}</ul> }
                    .into_any()
            }
        }
    };
    view! {
        <h2 class="govuk-heading-m">"Published before"</h2>
        {lines}
    }
}
