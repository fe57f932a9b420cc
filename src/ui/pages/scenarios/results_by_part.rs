//! What differs in each cluster, and for whom avoided events are worth what: the parts of the sums that the page tells first. Knows
//! nothing of runs.

use super::names::{Named, Names};
use super::results_table::words;
use crate::eval::numbers::number;
use crate::model::{Event, Stakeholder, Worth, capital};
use crate::sim::Simulated;
use crate::ui::compared::LiveComparison;
use crate::ui::components::{Details, Head, Table};
use crate::ui::view;
use leptos::prelude::*;

/// Both tables, for those who ask.
#[component]
pub(super) fn ByPart(live: LiveComparison, names: Names) -> impl IntoView {
    let rows = move |of: fn(&Simulated, &Named) -> Vec<Vec<String>>| {
        Memo::new(move |_| {
            let (answer, named) = (live.answer.get()?, names.get()?);
            Some(of(answer.others.first()?, &named))
        })
    };
    let (clusters, stakeholders) = (rows(by_cluster), rows(by_stakeholder));
    let or_none = |rows: Memo<Option<Vec<Vec<String>>>>| Signal::derive(move || rows.get().unwrap_or_default());
    let cluster_heads = std::iter::once(Head::words("Cluster"))
        .chain(Event::ALL.map(|event| Head::figures(format!("{} avoided", capital(event.words())))))
        .chain([Head::figures("Programmes’ cost"), Head::figures("Over its pot")]);
    let worth_heads =
        std::iter::once(Head::words("For")).chain(Worth::ALL.map(|worth| Head::figures(capital(worth.key()))));
    view! {
        <Details summary="By cluster, and for whom">
            <Table caption="Difference by cluster, in all years" heads=cluster_heads.collect() rows=or_none(clusters)/>
            <p class="govuk-body-s">
                "Averages, and nine times in ten between. “Over its pot”: the share of runs in which a cluster’s programmes cost more in some year than its pot holds."
            </p>
            <Table caption="Difference in what avoided events are worth, for whom" heads=worth_heads.collect() rows=or_none(stakeholders)/>
            <p class="govuk-body-s">"In present value, over all years. The kinds of worth are never added up: they are not of one kind."</p>
        </Details>
    }
}

/// A row for each cluster, in the order of names.
fn by_cluster(own: &Simulated, named: &Named) -> Vec<Vec<String>> {
    let mut clusters: Vec<(&String, &String)> = named.clusters.iter().collect();
    clusters.sort_by(|one, other| one.1.cmp(other.1));
    let row = |(id, name): (&String, &String)| {
        let told = |key: String, money: bool| {
            own.differences.get(&key).map_or("–".to_owned(), |found| words(found, money, true))
        };
        let over = own.levels.get(&format!("over_pot {id}"));
        let events = Event::ALL.map(|event| told(format!("avoided {} {id}", event.key()), false));
        std::iter::once(name.clone())
            .chain(events)
            .chain([told(format!("cost {id}"), true)])
            .chain([over.map_or("–".to_owned(), |found| format!("{}%", number(100.0 * found.mean, 0)))])
            .collect()
    };
    clusters.into_iter().map(row).collect()
}

/// A row for each who gains by it.
fn by_stakeholder(own: &Simulated, _: &Named) -> Vec<Vec<String>> {
    let row = |who: Stakeholder| {
        let told = |worth: Worth| {
            let found = own.differences.get(&format!("present benefit {} {}", worth.key(), who.key()));
            found.map_or("–".to_owned(), |found| words(found, true, true))
        };
        std::iter::once(capital(who.words())).chain(Worth::ALL.map(told)).collect()
    };
    Stakeholder::ALL.into_iter().map(row).collect()
}
