//! What there is to do, with how far it has got. Knows nothing of the tasks.

use super::tag::{Tag, TagColour};
use crate::ui::view;
use leptos::prelude::*;

/// How far a task has got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskStatus {
    /// In plain text, so that what is left stands out.
    Completed,
    NotStarted,
    InProgress,
    /// Something is wrong or is waited for, in a few words ("1 question", "2 days ago").
    Attention(String),
    /// Plain words that ask for nothing ("Due 14 February").
    Plain(String),
    CannotStartYet,
}

/// One task: a link, perhaps a line under it, and its status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub title: String,
    /// `None` where it cannot be started yet.
    pub href: Option<String>,
    pub hint: Option<String>,
    pub status: TaskStatus,
}

impl Task {
    pub fn new(title: impl Into<String>, href: impl Into<String>, status: TaskStatus) -> Self {
        Self { title: title.into(), href: Some(href.into()), hint: None, status }
    }

    /// Adds a line under the title.
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Tasks. `id` begins the ids of the statuses, so a page with two lists gives each its own.
#[component]
pub fn TaskList(#[prop(into)] id: String, #[prop(into)] tasks: Signal<Vec<Task>>) -> impl IntoView {
    let lines = move || {
        let tasks = tasks.get();
        tasks.into_iter().enumerate().map(|(place, task)| line(format!("{id}-{}", place + 1), task)).collect_view()
    };
    view! { <ul class="govuk-task-list">{lines}</ul> }
}

fn line(id: String, task: Task) -> impl IntoView {
    let (hint_id, status_id) = (format!("{id}-hint"), format!("{id}-status"));
    let described = if task.hint.is_some() { format!("{hint_id} {status_id}") } else { status_id.clone() };
    let linked = task.href.is_some();
    let barred = task.status == TaskStatus::CannotStartYet;
    let name = match task.href {
        Some(href) => view! {
            <a class="govuk-link govuk-task-list__link" href=href aria-describedby=described>{task.title}</a>
        }
        .into_any(),
        None => view! { <div>{task.title}</div> }.into_any(),
    };
    view! {
        <li class="govuk-task-list__item" class=("govuk-task-list__item--with-link", linked)>
            <div class="govuk-task-list__name-and-hint">
                {name}
                {task.hint.map(|hint| view! { <div class="govuk-task-list__hint" id=hint_id>{hint}</div> })}
            </div>
            <div
                class="govuk-task-list__status"
                class=("govuk-task-list__status--cannot-start-yet", barred)
                id=status_id
            >
                {status(task.status)}
            </div>
        </li>
    }
}

fn status(status: TaskStatus) -> AnyView {
    match status {
        TaskStatus::Completed => "Completed".into_any(),
        TaskStatus::CannotStartYet => "Cannot start yet".into_any(),
        TaskStatus::Plain(words) => words.into_any(),
        TaskStatus::NotStarted => view! { <Tag text="Not started" colour=TagColour::Blue/> }.into_any(),
        TaskStatus::InProgress => view! { <Tag text="In progress" colour=TagColour::Yellow/> }.into_any(),
        TaskStatus::Attention(words) => view! { <Tag text=words colour=TagColour::Orange/> }.into_any(),
    }
}
