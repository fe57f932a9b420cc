//! The clusters as they are set up: add, change, remove.

use super::done::{Done, DoneBanner};
use crate::model::{Cluster, ClusterId};
use crate::ui::components::{
    Button, ButtonGroup, ButtonKind, ButtonLink, Column, ErrorSummary, PageHeading, SortableTable,
};
use crate::ui::forms::FormErrors;
use crate::ui::route::{Route, SetupPage};
use crate::ui::setup_forms::refusal_words;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// A cluster and how many schools it has.
type Line = (Cluster, usize);

/// The list.
#[component]
pub(super) fn SetUpClusters() -> impl IntoView {
    let state = AppState::get();
    let done = Done::get();
    let lines = Memo::new(move |_| {
        let data = state.data();
        data.clusters.values().map(|one| (one.clone(), data.schools_of(&one.id).count())).collect::<Vec<Line>>()
    });
    let errors = RwSignal::new(FormErrors::new());
    let remove = Callback::new(move |(id, name): (ClusterId, String)| {
        let mut found = FormErrors::new();
        match state.apply(&Command::RemoveCluster(id.clone())) {
            Ok(_) => done.say(format!("{name} is removed. Undo brings it back.")),
            Err(error) => {
                done.clear();
                found.put(remove_id(&id), refusal_words(&error));
            }
        }
        errors.set(found);
    });
    view! {
        <DoneBanner/>
        <ErrorSummary errors=errors/>
        <PageHeading text="Set up clusters"/>
        <ButtonGroup>
            <ButtonLink href=Route::Setup(SetupPage::NewCluster).href()>"Add a cluster"</ButtonLink>
        </ButtonGroup>
        <SortableTable caption="Clusters" hide_caption=true columns=columns(remove) rows=lines empty="No clusters yet."/>
    }
}

fn remove_id(id: &ClusterId) -> String {
    format!("remove-{id}")
}

fn columns(remove: Callback<(ClusterId, String)>) -> Vec<Column<Line>> {
    let name = |(cluster, _): &Line| {
        let href = Route::Setup(SetupPage::Cluster(cluster.id.clone())).href();
        view! { <a class="govuk-link" href=href>{cluster.name.clone()}</a> }.into_any()
    };
    let button = move |(cluster, _): &Line| {
        let (id, name) = (cluster.id.clone(), cluster.name.clone());
        let press = Callback::new(move |()| remove.run((id.clone(), name.clone())));
        view! {
            <Button id=remove_id(&cluster.id) kind=ButtonKind::Link about=cluster.name.clone() on_press=press>"Remove"</Button>
        }
        .into_any()
    };
    vec![
        Column::shown("cluster", "Cluster", name).sorted_by(|(one, _): &Line, (other, _)| one.name.cmp(&other.name)),
        Column::text("participation", "Pilot", |(cluster, _): &Line| cluster.participation.words().to_owned()),
        Column::number(
            "priorities",
            "Priorities",
            |(cluster, _): &Line| Some(cluster.priorities.len() as f64),
            |count| format!("{count:.0}"),
        ),
        Column::number(
            "schools",
            "Schools",
            |(_, schools): &Line| Some(*schools as f64),
            |count| format!("{count:.0}"),
        ),
        Column::shown("remove", "Remove", button),
    ]
}
