//! When clusters take part: the years of a roll-out, and a time line of groups. Knows nothing of what they bring.

use super::kept::Kept;
use super::question_fields::{year_words, years};
use crate::model::{ClusterId, Scenario};
use crate::ui::components::{Choice, Details, Head, Select, Table};
use crate::ui::view;
use leptos::prelude::*;

/// The planner, closed at first.
#[component]
pub(super) fn Joining(kept: Kept) -> impl IntoView {
    let clusters = kept.tried.with_untracked(|tried| {
        let of = |scenario: &Scenario| {
            scenario.clusters.iter().map(|one| (one.id.clone(), one.name.clone())).collect::<Vec<_>>()
        };
        tried.as_ref().map(|scenario| (of(scenario), years(scenario))).unwrap_or_default()
    });
    let (clusters, years) = clusters;
    let heads: Vec<Head> = std::iter::once(Head::words("Cluster"))
        .chain(years.iter().map(|year| Head::figures(year.label.clone())))
        .collect();
    let lines = Memo::new(move |_| kept.tried.with(|tried| tried.as_ref().map(|scenario| time_line(scenario))));
    let mut options = vec![Choice::new("never", "Does not take part")];
    options.extend(years);
    let options = Signal::stored(options);
    let boxes = clusters.into_iter().map(|(id, name)| starts_in(kept, id, name, options)).collect_view();
    view! {
        <Details summary="When clusters take part">
            <Table
                caption="Groups a year in each cluster, all programmes together"
                heads=heads
                rows=Signal::derive(move || lines.get().unwrap_or_default())
            />
            {boxes}
        </Details>
    }
}

/// The year in which a cluster starts. A cluster for which nothing is planned starts with what the others have.
fn starts_in(kept: Kept, id: ClusterId, name: String, options: Signal<Vec<Choice>>) -> impl IntoView {
    let first = {
        let id = id.clone();
        move || {
            let joins = kept.tried.with(|tried| tried.as_ref().and_then(|scenario| scenario.joins(&id)));
            joins.map_or("never".to_owned(), |year| year.to_string())
        }
    };
    let value = RwSignal::new(untrack(&first));
    Effect::new(move |_| value.set(first()));
    let field = format!("joins-{id}");
    let on_change = Callback::new(move |text: String| {
        let year = text.parse().ok();
        kept.change(|scenario| start(scenario, &id, year));
    });
    view! {
        {move || kept.may_change().then(|| view! {
            <Select id=field.clone() label=name.clone() value=value options=options on_change=on_change/>
        })}
    }
}

fn start(scenario: &mut Scenario, cluster: &ClusterId, year: Option<usize>) {
    if let (None, Some(year)) = (scenario.joins(cluster), year) {
        let starts = [(cluster.clone(), year)].into();
        if let Ok(joined) = (crate::model::WhatIf::RollOut { starts }).applied_to(scenario) {
            scenario.plan = joined.plan;
        }
    } else {
        scenario.start_in(cluster, year);
    }
}

fn time_line(scenario: &Scenario) -> Vec<Vec<String>> {
    let line = |id: &ClusterId, name: &str| {
        let of_year = |year: usize| {
            let groups: u32 = scenario.programmes.iter().map(|one| scenario.groups(&one.id, id, year)).sum();
            if groups == 0 { "–".to_owned() } else { groups.to_string() }
        };
        std::iter::once(name.to_owned()).chain((0..scenario.years).map(of_year)).collect()
    };
    scenario.clusters.iter().map(|cluster| line(&cluster.id, &cluster.name)).collect()
}

/// For words about a scenario's span: “2019/20 to 2023/24”.
pub(super) fn span(scenario: &Scenario) -> String {
    format!("{} to {}", year_words(scenario, 0), year_words(scenario, scenario.years.saturating_sub(1)))
}
