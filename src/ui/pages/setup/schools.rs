//! The schools as they are set up: add one or many, change, remove.

use super::done::{Done, DoneBanner};
use crate::model::{School, Urn};
use crate::ui::components::{
    Button, ButtonGroup, ButtonKind, ButtonLink, Column, ErrorSummary, FilterBar, PageHeading, SearchBox, SortableTable,
};
use crate::ui::forms::FormErrors;
use crate::ui::route::{Route, SetupPage};
use crate::ui::setup_forms::refusal_words;
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// A school and its cluster's name.
type Line = (School, String);

/// The list.
#[component]
pub(super) fn SetUpSchools() -> impl IntoView {
    let state = AppState::get();
    let done = Done::get();
    let find = RwSignal::new(String::new());
    let all = Memo::new(move |_| {
        let data = state.data();
        let cluster = |school: &School| {
            let id = school.cluster.as_ref()?;
            data.clusters.get(id).map(|cluster| cluster.name.clone())
        };
        let mut lines: Vec<Line> =
            data.schools.values().map(|one| (one.clone(), cluster(one).unwrap_or_default())).collect();
        lines.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
        lines
    });
    let shown = Memo::new(move |_| {
        let wanted = find.with(|words| words.to_lowercase());
        all.with(|lines| lines.iter().filter(|line| fits(line, &wanted)).cloned().collect::<Vec<_>>())
    });
    let count = Signal::derive(move || Some(format!("{} of {} schools", shown.with(Vec::len), all.with(Vec::len))));
    let errors = RwSignal::new(FormErrors::new());
    let remove = Callback::new(move |(urn, name): (Urn, String)| {
        let mut found = FormErrors::new();
        match state.apply(&Command::RemoveSchool(urn.clone())) {
            Ok(_) => done.say(format!("{name} is removed. Undo brings it back.")),
            Err(error) => {
                done.clear();
                found.put(remove_id(&urn), refusal_words(&error));
            }
        }
        errors.set(found);
    });
    view! {
        <DoneBanner/>
        <ErrorSummary errors=errors/>
        <PageHeading text="Set up schools"/>
        <ButtonGroup>
            <ButtonLink href=Route::Setup(SetupPage::NewSchool).href()>"Add schools"</ButtonLink>
        </ButtonGroup>
        <FilterBar label="Which schools">
            <SearchBox id="find" label="Name, number or cluster" value=find count=count/>
        </FilterBar>
        <SortableTable
            caption="Schools"
            hide_caption=true
            columns=columns(remove)
            rows=shown
            empty="No school to show: add one, or change what you look for."
        />
    }
}

fn fits((school, cluster): &Line, wanted: &str) -> bool {
    let number = school.laestab.as_ref().map(ToString::to_string).unwrap_or_default();
    let told = format!("{} {} {number} {cluster}", school.name, school.urn).to_lowercase();
    wanted.split_whitespace().all(|word| told.contains(word))
}

fn remove_id(urn: &Urn) -> String {
    format!("remove-{urn}")
}

fn columns(remove: Callback<(Urn, String)>) -> Vec<Column<Line>> {
    let name = |(school, _): &Line| {
        let href = Route::Setup(SetupPage::School(school.urn.clone())).href();
        view! { <a class="govuk-link" href=href>{school.name.clone()}</a> }.into_any()
    };
    let button = move |(school, _): &Line| {
        let (urn, name) = (school.urn.clone(), school.name.clone());
        let press = Callback::new(move |()| remove.run((urn.clone(), name.clone())));
        view! {
            <Button id=remove_id(&school.urn) kind=ButtonKind::Link about=school.name.clone() on_press=press>"Remove"</Button>
        }
        .into_any()
    };
    let pilot = |(school, _): &Line| if school.taking_part { "Taking part" } else { "Not taking part" }.to_owned();
    vec![
        Column::shown("school", "School", name).sorted_by(|(one, _): &Line, (other, _)| one.name.cmp(&other.name)),
        Column::text("urn", "URN", |(school, _): &Line| school.urn.to_string()),
        Column::text("phase", "Phase", |(school, _): &Line| school.phase.words().to_owned()),
        Column::text("cluster", "Cluster", |(_, cluster): &Line| cluster.clone()),
        Column::text("pilot", "Pilot", pilot),
        Column::shown("remove", "Remove", button),
    ]
}
