//! What is to be done next, for each role: the list on the first page. Knows nothing of screens.

use crate::model::{ClusterId, PilotData, ReturnStatus, TermId, Urn};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Who is using the app. It decides what is offered first, not what is allowed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Senco,
    Head,
    /// Clerk or chair of a cluster board.
    #[default]
    Clerk,
    Council,
}

impl Role {
    pub const ALL: [Self; 4] = [Self::Senco, Self::Head, Self::Clerk, Self::Council];

    /// What the person calls the role.
    pub fn label(self) -> &'static str {
        match self {
            Self::Senco => "SENCO",
            Self::Head => "Head teacher",
            Self::Clerk => "Cluster clerk or chair",
            Self::Council => "Council officer",
        }
    }

    /// The role's name in a preference.
    pub fn key(self) -> &'static str {
        match self {
            Self::Senco => "senco",
            Self::Head => "head",
            Self::Clerk => "clerk",
            Self::Council => "council",
        }
    }

    /// The role of a preference; `None` for anything else.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// A SENCO and a head speak for one school; the others for many.
    pub fn has_school(self) -> bool {
        matches!(self, Self::Senco | Self::Head)
    }
}

/// How far a task has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskStatus {
    NotStarted,
    InProgress,
    Completed,
    /// Something worth saying instead: “38 of 44”.
    Said(String),
}

impl TaskStatus {
    pub fn words(&self) -> &str {
        match self {
            Self::NotStarted => "Not started",
            Self::InProgress => "In progress",
            Self::Completed => "Completed",
            Self::Said(words) => words,
        }
    }
}

/// Where a task is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskTarget {
    /// Fill in or go on with a return.
    EnterReturn(Urn, TermId),
    /// Choose the school first.
    ChooseSchool,
    Returns(TermId),
    SendReturn(Urn, TermId),
    OpenFiles,
    Measures,
    School(Urn),
    SetUpPilot,
    SetUpSchools,
    Areas,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    pub title: String,
    pub hint: Option<String>,
    pub status: TaskStatus,
    pub target: TaskTarget,
}

/// The tasks of a role, most pressing first. `school` and `cluster` are the person's own, where chosen.
pub fn tasks(
    data: &PilotData,
    role: Role,
    school: Option<&Urn>,
    cluster: Option<&ClusterId>,
    today: NaiveDate,
) -> Vec<Task> {
    let Some(term) = data.current_term(today) else {
        return vec![set_up(data)];
    };
    match role {
        Role::Senco | Role::Head => match school.filter(|urn| data.schools.contains_key(*urn)) {
            Some(urn) => school_tasks(data, role, urn, term),
            None => vec![Task {
                title: "Choose your school".to_owned(),
                hint: Some("Then this page shows what your school has to do".to_owned()),
                status: TaskStatus::NotStarted,
                target: TaskTarget::ChooseSchool,
            }],
        },
        Role::Clerk => board_tasks(data, cluster, term),
        Role::Council => council_tasks(data, term),
    }
}

fn set_up(data: &PilotData) -> Task {
    Task {
        title: "Set up the pilot".to_owned(),
        hint: Some("Its time line, terms, clusters and schools".to_owned()),
        status: if data.pilot.is_some() { TaskStatus::InProgress } else { TaskStatus::NotStarted },
        target: TaskTarget::SetUpPilot,
    }
}

fn school_tasks(data: &PilotData, role: Role, urn: &Urn, term: TermId) -> Vec<Task> {
    let entry = data.return_of(urn, term);
    let status = match entry.map(|entry| entry.status) {
        None => TaskStatus::NotStarted,
        Some(ReturnStatus::Draft) => TaskStatus::InProgress,
        Some(ReturnStatus::Submitted) => TaskStatus::Completed,
    };
    let submitted = status == TaskStatus::Completed;
    let due = data.calendar.terms.get(&term).map(|dates| format!("Due on {}", dates.due.format("%-d %B %Y")));
    let title = if role == Role::Head && submitted { "Check" } else { "Enter" };
    let mut tasks = vec![Task {
        title: format!("{title} Term {} figures", term.number),
        hint: due,
        status,
        target: TaskTarget::EnterReturn(urn.clone(), term),
    }];
    if submitted {
        tasks.push(Task {
            title: format!("Send Term {} to the cluster", term.number),
            hint: Some("Saves one file that holds counts only, no pupils".to_owned()),
            status: TaskStatus::Said("Ready".to_owned()),
            target: TaskTarget::SendReturn(urn.clone(), term),
        });
    }
    tasks.push(Task {
        title: "See whether your school is changing".to_owned(),
        hint: None,
        status: TaskStatus::Said(format!("{} terms", data.returns.keys().filter(|id| id.school == *urn).count())),
        target: TaskTarget::School(urn.clone()),
    });
    tasks
}

fn board_tasks(data: &PilotData, cluster: Option<&ClusterId>, term: TermId) -> Vec<Task> {
    let mut tasks = vec![returns_in(data, cluster, term)];
    tasks.push(Task {
        title: "Open the files that schools have sent".to_owned(),
        hint: Some("Several at once; you see what would change before anything does".to_owned()),
        status: TaskStatus::Said("Any time".to_owned()),
        target: TaskTarget::OpenFiles,
    });
    tasks.push(measures_task());
    tasks
}

fn council_tasks(data: &PilotData, term: TermId) -> Vec<Task> {
    let mut tasks = board_tasks(data, None, term);
    let status = match data.areas.len() {
        0 => TaskStatus::NotStarted,
        count => TaskStatus::Said(format!("{count} areas")),
    };
    tasks.push(Task {
        title: "Add comparison areas".to_owned(),
        hint: Some("Published figures of other authorities, from a CSV file".to_owned()),
        status,
        target: TaskTarget::Areas,
    });
    let schools = data.taking_part().count();
    tasks.push(Task {
        title: "Check the pilot’s set-up".to_owned(),
        hint: None,
        status: TaskStatus::Said(format!("{schools} schools take part")),
        target: if schools == 0 { TaskTarget::SetUpSchools } else { TaskTarget::SetUpPilot },
    });
    tasks
}

fn returns_in(data: &PilotData, cluster: Option<&ClusterId>, term: TermId) -> Task {
    let expected =
        data.taking_part().filter(|school| cluster.is_none_or(|id| school.cluster.as_ref() == Some(id))).count();
    let missing = data.not_returned(term, cluster).count();
    let due = data.calendar.terms.get(&term).map(|dates| format!("Due on {}", dates.due.format("%-d %B %Y")));
    Task {
        title: format!("See who has not returned Term {}", term.number),
        hint: due,
        status: match missing {
            0 if expected > 0 => TaskStatus::Completed,
            _ => TaskStatus::Said(format!("{} of {expected} are in", expected - missing)),
        },
        target: TaskTarget::Returns(term),
    }
}

fn measures_task() -> Task {
    Task {
        title: "See whether the pilot is working".to_owned(),
        hint: Some("The measures so far, and how sure we are of each".to_owned()),
        status: TaskStatus::Said("Any time".to_owned()),
        target: TaskTarget::Measures,
    }
}
