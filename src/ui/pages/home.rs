//! Home: what there is to do for the person's role, and where things stand.

use crate::browser::moment;
use crate::model::{ClusterId, PilotData, Urn};
use crate::ui::components::{Choice, PageHeading, Select, Task, TaskList, TaskStatus};
use crate::ui::route::{ComparePage, FilesPage, MeasuresView, ReturnStep, Route, SchoolsView, SetupPage};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::{self, Role, TaskTarget};
use leptos::prelude::*;

/// The task list of the role that was chosen, with the school or cluster it is for.
#[component]
pub fn HomePage() -> impl IntoView {
    let state = AppState::get();
    let data = Memo::new(move |_| state.data());
    let person = state.person;
    let tasks = Signal::derive(move || {
        let person = person.get();
        let found = workspace::tasks(
            &data.get(),
            person.role,
            person.school.as_ref(),
            person.cluster.as_ref(),
            moment::today(),
        );
        found.into_iter().map(shown).collect::<Vec<_>>()
    });
    let heading = Signal::derive(move || data.with(|data| heading(data, person.get().role)));
    view! {
        <PageHeading text=heading/>
        {move || match person.with(|person| person.role) {
            role if role.has_school() => view! { <OwnSchool/> }.into_any(),
            Role::Clerk => view! { <OwnCluster/> }.into_any(),
            _ => ().into_any(),
        }}
        <h2 class="govuk-heading-m">"Your tasks"</h2>
        <TaskList id="tasks" tasks=tasks/>
        {move || state.is_sample().then(|| view! {
            <p class="govuk-body">
                "You are a head who is not in the pilot? "
                <a class="govuk-link" href=Route::MySchool.href()>"What would my school get?"</a>
            </p>
        })}
    }
}

fn heading(data: &PilotData, role: Role) -> String {
    let Some(term) = data.current_term(moment::today()) else { return "Welcome".to_owned() };
    let due = data.calendar.terms.get(&term).map(|dates| dates.due.format("%-d %B %Y").to_string());
    match (role.has_school(), due) {
        (true, Some(due)) => format!("{} return is due on {due}", term.words()),
        (false, Some(due)) => format!("{} returns are due on {due}", term.words()),
        (_, None) => term.words(),
    }
}

fn shown(task: workspace::Task) -> Task {
    let status = match task.status {
        workspace::TaskStatus::NotStarted => TaskStatus::NotStarted,
        workspace::TaskStatus::InProgress => TaskStatus::InProgress,
        workspace::TaskStatus::Completed => TaskStatus::Completed,
        workspace::TaskStatus::Said(words) => TaskStatus::Plain(words),
    };
    Task { title: task.title, href: Some(route_of(task.target).href()), hint: task.hint, status }
}

fn route_of(target: TaskTarget) -> Route {
    match target {
        TaskTarget::EnterReturn(school, term) => Route::ReturnEntry { term, school, step: ReturnStep::Pupils },
        TaskTarget::SendReturn(school, term) => Route::ReturnEntry { term, school, step: ReturnStep::Done },
        TaskTarget::ChooseSchool => Route::Schools(SchoolsView::default()),
        TaskTarget::Returns(term) => Route::Returns { term: Some(term) },
        TaskTarget::OpenFiles => Route::Files(FilesPage::Open),
        TaskTarget::Measures => Route::Measures(MeasuresView::default()),
        TaskTarget::School(school) => Route::School(school),
        TaskTarget::SetUpPilot => Route::Setup(SetupPage::Overview),
        TaskTarget::SetUpSchools => Route::Setup(SetupPage::Schools),
        TaskTarget::Areas => Route::Compare(ComparePage::Areas),
    }
}

#[component]
fn OwnSchool() -> impl IntoView {
    let state = AppState::get();
    let chosen = state.person.with_untracked(|person| person.school.as_ref().map(Urn::to_string));
    let value = RwSignal::new(chosen.unwrap_or_default());
    let options = Signal::derive(move || {
        let data = state.data();
        let mut schools: Vec<_> = data.taking_part().collect();
        schools.sort_by(|one, other| one.name.cmp(&other.name));
        let none = Choice::new("", "Choose your school");
        std::iter::once(none).chain(schools.into_iter().map(|s| Choice::new(s.urn.as_str(), s.name.clone()))).collect()
    });
    let on_change = Callback::new(move |urn: String| state.person.update(|person| person.school = urn.parse().ok()));
    view! { <Select id="own-school" label="Your school" value=value options=options on_change=on_change/> }
}

#[component]
fn OwnCluster() -> impl IntoView {
    let state = AppState::get();
    let chosen = state.person.with_untracked(|person| person.cluster.as_ref().map(ClusterId::to_string));
    let value = RwSignal::new(chosen.unwrap_or_default());
    let options = Signal::derive(move || {
        let data = state.data();
        let all = Choice::new("", "All clusters taking part");
        let clusters = data.clusters.values().filter(|cluster| cluster.takes_part());
        std::iter::once(all).chain(clusters.map(|c| Choice::new(c.id.as_str(), c.name.clone()))).collect()
    });
    let on_change = Callback::new(move |id: String| state.person.update(|person| person.cluster = id.try_into().ok()));
    view! { <Select id="own-cluster" label="Your cluster" value=value options=options on_change=on_change/> }
}
