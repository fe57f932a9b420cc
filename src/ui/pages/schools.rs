//! The schools: found by name, phase, cluster and whether they take part. The address carries the view.

use crate::model::{ClusterId, Phase, PilotData, School};
use crate::ui::components::{Choice, Column, FilterBar, PageHeading, SearchBox, Select, SortableTable, TableSort};
use crate::ui::navigation::Navigator;
use crate::ui::route::{Route, SchoolColumn, SchoolsView, SetupPage, Sorted};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// One school's line.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    school: School,
    cluster: String,
    roll: Option<u32>,
    last_return: String,
}

/// What is typed and chosen above the list.
#[derive(Clone, Copy)]
struct Filters {
    find: RwSignal<String>,
    phase: RwSignal<String>,
    cluster: RwSignal<String>,
    taking_part: RwSignal<String>,
    sort: RwSignal<Option<TableSort>>,
}

/// The list of schools.
#[component]
pub fn SchoolsPage(at: SchoolsView) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let data = Memo::new(move |_| state.data());
    let filters = Filters::from_view(&at);
    Effect::new(move |before: Option<()>| {
        let chosen = filters.view();
        if before.is_some() {
            navigator.replace(&Route::Schools(chosen));
        }
    });
    let all =
        Memo::new(move |_| data.with(|data| data.schools.values().map(|one| line(data, one)).collect::<Vec<_>>()));
    let shown = Memo::new(move |_| {
        let wanted = filters.view();
        all.with(|lines| lines.iter().filter(|line| fits(line, &wanted)).cloned().collect::<Vec<_>>())
    });
    let count = Signal::derive(move || Some(format!("{} of {} schools", shown.with(Vec::len), all.with(Vec::len))));
    let phases = Signal::derive(|| {
        let all = Choice::new("", "All phases");
        std::iter::once(all).chain(Phase::ALL.map(|phase| Choice::new(phase.words(), phase.words()))).collect()
    });
    let clusters = Signal::derive(move || {
        let all = Choice::new("", "All clusters");
        let data = data.get();
        std::iter::once(all)
            .chain(data.clusters.values().map(|one| Choice::new(one.id.as_str(), one.name.clone())))
            .collect()
    });
    let taking = Signal::derive(|| {
        vec![Choice::new("", "All schools"), Choice::new("yes", "Taking part"), Choice::new("no", "Not taking part")]
    });
    view! {
        <PageHeading text="Schools"/>
        <FilterBar label="Which schools">
            <SearchBox id="find" label="Name or number" value=filters.find count=count/>
            <Select id="phase" label="Phase" value=filters.phase options=phases/>
            <Select id="cluster" label="Cluster" value=filters.cluster options=clusters/>
            <Select id="taking-part" label="Pilot" value=filters.taking_part options=taking/>
        </FilterBar>
        <SortableTable
            caption="Schools"
            hide_caption=true
            columns=columns()
            rows=shown
            sort=filters.sort
            empty="No school fits. Change the filters."
        />
        <p class="govuk-body">
            <a class="govuk-link" href=Route::Setup(SetupPage::Schools).href()>"Add or change schools"</a>
        </p>
    }
}

impl Filters {
    fn from_view(view: &SchoolsView) -> Self {
        let yes_or_no = |yes| if yes { "yes" } else { "no" };
        let column = |sorted: Sorted| TableSort { column: sorted.by.key(), descending: sorted.descending };
        Self {
            find: RwSignal::new(view.find.clone()),
            phase: RwSignal::new(view.phase.map_or_else(String::new, |phase| phase.words().to_owned())),
            cluster: RwSignal::new(view.cluster.as_ref().map_or_else(String::new, ClusterId::to_string)),
            taking_part: RwSignal::new(view.taking_part.map_or("", yes_or_no).to_owned()),
            sort: RwSignal::new(view.sorted.map(column)),
        }
    }

    fn view(self) -> SchoolsView {
        let column = |key: &str| SchoolColumn::ALL.into_iter().find(|column| column.key() == key);
        SchoolsView {
            find: self.find.get().chars().take(100).collect(),
            phase: self.phase.with(|words| Phase::ALL.into_iter().find(|phase| phase.words() == words)),
            cluster: ClusterId::try_from(self.cluster.get()).ok(),
            taking_part: match self.taking_part.get().as_str() {
                "yes" => Some(true),
                "no" => Some(false),
                _ => None,
            },
            sorted: self
                .sort
                .get()
                .and_then(|sort| Some(Sorted { by: column(sort.column)?, descending: sort.descending })),
        }
    }
}

fn line(data: &PilotData, school: &School) -> Line {
    let mut newest = None;
    for term in data.calendar.terms.keys().rev() {
        if let Some(entry) = data.return_of(&school.urn, *term).filter(|entry| entry.submitted()) {
            newest = Some(entry);
            break;
        }
    }
    let cluster = school.cluster.as_ref().and_then(|id| data.clusters.get(id));
    Line {
        school: school.clone(),
        cluster: cluster.map_or_else(String::new, |cluster| cluster.name.clone()),
        roll: newest.and_then(|entry| entry.roll),
        last_return: newest.map_or_else(|| "None".to_owned(), |entry| entry.term.words()),
    }
}

fn fits(line: &Line, wanted: &SchoolsView) -> bool {
    let school = &line.school;
    let words = wanted.find.to_lowercase();
    let number = school.laestab.as_ref().map(ToString::to_string).unwrap_or_default();
    let found = words
        .split_whitespace()
        .all(|word| school.name.to_lowercase().contains(word) || school.urn.as_str() == word || number.contains(word));
    found
        && wanted.phase.is_none_or(|phase| school.phase == phase)
        && wanted.cluster.as_ref().is_none_or(|id| school.cluster.as_ref() == Some(id))
        && wanted.taking_part.is_none_or(|yes| school.taking_part == yes)
}

fn columns() -> Vec<Column<Line>> {
    let name = |line: &Line| {
        let href = Route::School(line.school.urn.clone()).href();
        view! { <a class="govuk-link" href=href>{line.school.name.clone()}</a> }.into_any()
    };
    let pilot = |line: &Line| if line.school.taking_part { "Taking part" } else { "Not taking part" }.to_owned();
    vec![
        Column::shown(SchoolColumn::Name.key(), "School", name)
            .sorted_by(|one: &Line, other: &Line| one.school.name.cmp(&other.school.name)),
        Column::text(SchoolColumn::Phase.key(), "Phase", |line: &Line| line.school.phase.words().to_owned()),
        Column::text(SchoolColumn::Cluster.key(), "Cluster", |line: &Line| line.cluster.clone()),
        Column::text(SchoolColumn::TakingPart.key(), "Pilot", pilot),
        Column::number(
            SchoolColumn::Roll.key(),
            "Pupils",
            |line: &Line| line.roll.map(f64::from),
            |roll| format!("{roll:.0}"),
        ),
        Column::text(SchoolColumn::LastReturn.key(), "Last return", |line: &Line| line.last_return.clone()),
    ]
}
