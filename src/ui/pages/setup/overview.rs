//! The set-up at a glance: what is there, and what is still missing.

use super::done::DoneBanner;
use crate::model::PilotData;
use crate::ui::components::{PageHeading, Task, TaskList, TaskStatus};
use crate::ui::route::{Route, SetupPage};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// The list of what is set up.
#[component]
pub(super) fn SetupOverview() -> impl IntoView {
    let state = AppState::get();
    let data = Memo::new(move |_| state.data());
    let heading = Signal::derive(move || {
        data.with(|data| {
            data.pilot.as_ref().map_or("Set up your pilot".to_owned(), |pilot| format!("Set up {}", pilot.name))
        })
    });
    let tasks = Signal::derive(move || data.with(|data| tasks(data)));
    view! {
        <DoneBanner/>
        <PageHeading text=heading/>
        <p class="govuk-body">"Everything here can be changed later, and every change can be undone."</p>
        <TaskList id="setup" tasks=tasks/>
    }
}

fn tasks(data: &PilotData) -> Vec<Task> {
    let href = |page: SetupPage| Route::Setup(page).href();
    let Some(pilot) = &data.pilot else {
        let later =
            |title: &str| Task { title: title.to_owned(), href: None, hint: None, status: TaskStatus::CannotStartYet };
        let first = Task::new("The pilot", href(SetupPage::Pilot), TaskStatus::NotStarted)
            .hint("Its name, aims and milestones; ten minutes with everything");
        return vec![first, later("Terms and dates"), later("Clusters"), later("Schools")];
    };
    let undated = pilot.dates.in_order().iter().filter(|(_, date)| date.is_none()).count();
    let status = match (pilot.dates.start, undated) {
        (None, _) => TaskStatus::Attention("No start date".to_owned()),
        (_, 0) => TaskStatus::Completed,
        (_, 1) => TaskStatus::Plain("1 date to come".to_owned()),
        (_, count) => TaskStatus::Plain(format!("{count} dates to come")),
    };
    let taking = data.clusters.values().filter(|cluster| cluster.takes_part()).count();
    vec![
        Task::new("The pilot", href(SetupPage::Pilot), status).hint("Name, aims, strategies, milestones and measures"),
        Task::new("Terms and dates", href(SetupPage::Calendar), counted(data.calendar.terms.len(), "term", None))
            .hint("When each term starts and ends, and when its returns are due"),
        Task::new("Clusters", href(SetupPage::Clusters), counted(data.clusters.len(), "cluster", Some(taking)))
            .hint("Where each stands, and its priorities"),
        Task::new(
            "Schools",
            href(SetupPage::Schools),
            counted(data.schools.len(), "school", Some(data.taking_part().count())),
        )
        .hint("Those taking part, and those they are compared with"),
    ]
}

/// “6 clusters, 2 taking part”.
fn counted(count: usize, what: &str, taking_part: Option<usize>) -> TaskStatus {
    let things = if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") };
    match (count, taking_part) {
        (0, _) => TaskStatus::NotStarted,
        (_, Some(taking)) => TaskStatus::Plain(format!("{things}, {taking} taking part")),
        (_, None) => TaskStatus::Plain(things),
    }
}
