//! The clusters, and one cluster with its priorities and schools.

use super::missing_thing::MissingThing;
use crate::browser::moment;
use crate::model::{Cluster, ClusterId, Outcome, PilotData, School};
use crate::ui::components::{Column, PageHeading, SortableTable, SummaryList, SummaryRow};
use crate::ui::route::{Level, MeasuresView, Route, SetupPage};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// All clusters.
#[component]
pub fn ClustersPage() -> impl IntoView {
    let state = AppState::get();
    let lines = Memo::new(move |_| {
        let data = state.data();
        let line = |cluster: &Cluster| (cluster.clone(), data.schools_of(&cluster.id).count());
        data.clusters.values().map(line).collect::<Vec<_>>()
    });
    let name = |(cluster, _): &(Cluster, usize)| {
        let href = Route::Cluster(cluster.id.clone()).href();
        view! { <a class="govuk-link" href=href>{cluster.name.clone()}</a> }.into_any()
    };
    let columns = vec![
        Column::shown("cluster", "Cluster", name)
            .sorted_by(|(one, _): &(Cluster, usize), (other, _)| one.name.cmp(&other.name)),
        Column::text("participation", "Pilot", |(cluster, _): &(Cluster, usize)| {
            cluster.participation.words().to_owned()
        }),
        Column::number(
            "schools",
            "Schools",
            |(_, schools): &(Cluster, usize)| Some(*schools as f64),
            |schools| format!("{schools:.0}"),
        ),
    ];
    view! {
        <PageHeading text="Clusters"/>
        <SortableTable caption="Clusters" hide_caption=true columns=columns rows=lines empty="No clusters yet."/>
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Setup(SetupPage::Clusters).href()>"Add or change clusters"</a>
        </p>
    }
}

/// One cluster.
#[component]
pub fn ClusterPage(id: ClusterId) -> impl IntoView {
    let state = AppState::get();
    move || {
        let data = state.data();
        match data.clusters.get(&id) {
            Some(cluster) => shown(&data, cluster),
            None => view! { <MissingThing what="cluster" name=id.to_string() all=Route::Clusters/> }.into_any(),
        }
    }
}

fn shown(data: &PilotData, cluster: &Cluster) -> AnyView {
    let mut schools: Vec<School> = data.schools_of(&cluster.id).cloned().collect();
    schools.sort_by(|one, other| one.name.cmp(&other.name));
    let measures = MeasuresView { level: Level::Cluster(cluster.id.clone()), ..MeasuresView::default() };
    let mut rows = vec![
        SummaryRow::new("Pilot", cluster.participation.words())
            .change(Route::Setup(SetupPage::Cluster(cluster.id.clone())).href()),
        SummaryRow::new("Schools", format!("{}", schools.len())),
    ];
    if let Some(term) = data.current_term(moment::today()).filter(|_| cluster.takes_part()) {
        let expected = schools.iter().filter(|school| school.taking_part).count();
        let missing = data.not_returned(term, Some(&cluster.id)).count();
        rows.push(
            SummaryRow::new(format!("Returns for {}", term.words()), format!("{} of {expected}", expected - missing))
                .action("See who is missing", Route::Returns { term: Some(term) }.href()),
        );
        rows.push(
            SummaryRow::new("Measures", "This cluster’s figures")
                .action("See the measures", Route::Measures(measures).href()),
        );
    }
    view! {
        <PageHeading text=cluster.name.clone() caption="Cluster"/>
        <SummaryList rows=rows/>
        {(!cluster.priorities.is_empty()).then(|| priorities(cluster))}
        <SortableTable
            caption="Schools in this cluster"
            columns=school_columns()
            rows=Signal::stored(schools)
            empty="No schools yet."
        />
    }
    .into_any()
}

/// Priorities under the strategic outcome that each serves.
fn priorities(cluster: &Cluster) -> impl IntoView + use<> {
    let of = |outcome: Outcome| {
        let words: Vec<_> =
            cluster.priorities.iter().filter(|one| one.outcome == outcome).map(|one| one.words.clone()).collect();
        (!words.is_empty()).then(|| {
            view! {
                <h3 class="govuk-heading-s">{outcome.title()}</h3>
                <ul class="govuk-list govuk-list--bullet">
                    {words.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}
                </ul>
            }
        })
    };
    view! {
        <h2 class="govuk-heading-m">"Priorities"</h2>
        {Outcome::ALL.map(of).into_iter().collect_view()}
    }
}

fn school_columns() -> Vec<Column<School>> {
    let name = |school: &School| {
        view! { <a class="govuk-link" href=Route::School(school.urn.clone()).href()>{school.name.clone()}</a> }
            .into_any()
    };
    vec![
        Column::shown("school", "School", name).sorted_by(|one: &School, other: &School| one.name.cmp(&other.name)),
        Column::text("phase", "Phase", |school: &School| school.phase.words().to_owned()),
        Column::text("pilot", "Pilot", |school: &School| {
            if school.taking_part { "Taking part" } else { "Not taking part" }.to_owned()
        }),
    ]
}
