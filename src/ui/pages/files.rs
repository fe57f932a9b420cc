//! Files: opening what others sent and saving what others need.

use super::save_file::{Handed, HandedOver, save_bundle};
use crate::bundle::Bundle;
use crate::model::{ClusterId, TermId, Urn};
use crate::ui::components::{Button, Choice, EntryForm, ErrorSummary, InsetText, PageHeading, Radios, Select};
use crate::ui::forms::FormErrors;
use crate::ui::route::{FilesPage as Page, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::convert::Infallible;

/// What can be done with files.
#[component]
pub fn FilesPage() -> impl IntoView {
    view! {
        <PageHeading text="Files"/>
        <p class="govuk-body">
            "Clusterwise has no server. Figures travel as files that people send one another: by Teams, SharePoint, email or on a stick."
        </p>
        <h2 class="govuk-heading-m">
            <a class="govuk-link" href=Route::Files(Page::Open).href()>"Open files"</a>
        </h2>
        <p class="govuk-body">
            "Returns that schools have sent, or a copy of a pilot. You see what would change before anything does."
        </p>
        <h2 class="govuk-heading-m">
            <a class="govuk-link" href=Route::Files(Page::Folder).href()>"A shared folder"</a>
        </h2>
        <p class="govuk-body">"Everything of a folder that your cluster shares, opened at once, and your own file put there."</p>
        <h2 class="govuk-heading-m">
            <a class="govuk-link" href=Route::Files(Page::Save).href()>"Save a file"</a>
        </h2>
        <p class="govuk-body">"A school’s return for its cluster, a cluster’s figures for its board, or a copy of everything."</p>
        <h2 class="govuk-heading-m">
            <a class="govuk-link" href=Route::Files(Page::Disagreements).href()>"Where copies disagree"</a>
        </h2>
        <p class="govuk-body">"Fields that two people changed without knowing of one another: choose, write what is right, or take the list away."</p>
        <h2 class="govuk-heading-m">
            <a class="govuk-link" href=Route::Files(Page::Sealing).href()>"How files are sealed"</a>
        </h2>
        <p class="govuk-body">"The passphrase of this pilot’s files, keys of others to seal to, and who has signed what came here."</p>
    }
}

/// Saving a file of a chosen kind.
#[component]
pub fn SaveFilePage() -> impl IntoView {
    let state = AppState::get();
    let data = Memo::new(move |_| state.data());
    let kind = RwSignal::new(Some("backup".to_owned()));
    let school = RwSignal::new(own(state.person.with_untracked(|person| person.school.as_ref().map(Urn::to_string))));
    let cluster =
        RwSignal::new(own(state.person.with_untracked(|person| person.cluster.as_ref().map(ClusterId::to_string))));
    let term = RwSignal::new(own(data.with_untracked(|data| data.newest_term_returned().map(|term| term.to_string()))));
    let errors = RwSignal::new(FormErrors::new());
    let outcome = RwSignal::new(None::<Handed>);
    let chosen = Signal::derive(move || choose(kind.get().as_deref(), &school.get(), &term.get(), &cluster.get()));
    let holds = Signal::derive(move || {
        let workspace = state.workspace()?;
        let bundle = chosen.get().ok()?.bundle(workspace.document()).ok()?;
        Some(format!("The file will hold {}.", bundle.holds().words()))
    });
    let save = Callback::new(move |()| {
        outcome.set(None);
        let mut found = FormErrors::new();
        match chosen.get_untracked() {
            Ok(wanted) => save_bundle(state, outcome, move |document| wanted.bundle(document)),
            Err((field, words)) => found.put(field, words),
        }
        errors.set(found);
    });
    let kinds = vec![
        Choice::new("return", "A school’s return, for its cluster")
            .hint("Counts of one school and term; nothing about any pupil"),
        Choice::new("board", "A cluster’s figures, for its board")
            .hint("The cluster, its schools and their submitted returns"),
        Choice::new("backup", "A copy of everything").hint("To keep safe, or to open on another device"),
    ];
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Save a file"/>
        <HandedOver outcome=outcome/>
        <EntryForm on_submit=save>
            <Radios id="kind" label="What shall it hold?" value=kind options=kinds errors=errors/>
            {move || match kind.get().as_deref() {
                Some("return") => view! { <ReturnChoice school=school term=term errors=errors/> }.into_any(),
                Some("board") => view! { <ClusterChoice cluster=cluster errors=errors/> }.into_any(),
                _ => ().into_any(),
            }}
            <div role="status">{move || holds.get().map(|words| view! { <InsetText>{words}</InsetText> })}</div>
            <Button submit=true>"Save the file"</Button>
        </EntryForm>
    }
}

/// A kind of file with what it needs to be made.
#[derive(Clone, PartialEq)]
pub(super) enum Wanted {
    Return(Urn, TermId),
    Board(ClusterId),
    Backup,
}

impl Wanted {
    pub(super) fn bundle(&self, document: &crate::merge::Document) -> Result<Bundle, String> {
        match self {
            Self::Return(school, term) => {
                Bundle::of_return(document, school, Some(*term)).map_err(|error| error.to_string())
            }
            Self::Board(cluster) => Bundle::of_board(document, cluster).map_err(|error| error.to_string()),
            Self::Backup => Ok::<_, Infallible>(Bundle::backup(document)).map_err(|never| match never {}),
        }
    }

    /// What putting it into a folder is called.
    pub(super) fn button(&self) -> &'static str {
        match self {
            Self::Return(..) => "Put our newest return there",
            Self::Board(_) => "Put the cluster’s figures there",
            Self::Backup => "Put a copy of everything there",
        }
    }
}

/// What somebody in their role puts where others find it: a school its newest return, anybody else everything.
pub(super) fn of_person(state: AppState) -> Wanted {
    let school = state.person.with(|person| person.school.clone().filter(|_| person.role.has_school()));
    let term = state.data().newest_term_returned();
    match (school, term) {
        (Some(school), Some(term)) => Wanted::Return(school, term),
        _ => Wanted::Backup,
    }
}

/// What was asked for, or the field that is missing.
fn choose(kind: Option<&str>, school: &str, term: &str, cluster: &str) -> Result<Wanted, (&'static str, &'static str)> {
    match kind {
        Some("return") => {
            let school = school.parse().map_err(|_| ("file-school", "Choose the school"))?;
            let term = term.parse().map_err(|_| ("file-term", "Choose the term"))?;
            Ok(Wanted::Return(school, term))
        }
        Some("board") => {
            let cluster =
                ClusterId::try_from(cluster.to_owned()).map_err(|_| ("file-cluster", "Choose the cluster"))?;
            Ok(Wanted::Board(cluster))
        }
        Some("backup") => Ok(Wanted::Backup),
        _ => Err(("kind", "Choose what the file shall hold")),
    }
}

fn own(remembered: Option<String>) -> String {
    remembered.unwrap_or_default()
}

#[component]
fn ReturnChoice(school: RwSignal<String>, term: RwSignal<String>, errors: RwSignal<FormErrors>) -> impl IntoView {
    let state = AppState::get();
    let schools = Signal::derive(move || {
        let data = state.data();
        let mut all: Vec<_> = data.schools.values().collect();
        all.sort_by(|one, other| one.name.cmp(&other.name));
        let none = Choice::new("", "Choose a school");
        std::iter::once(none)
            .chain(all.into_iter().map(|one| Choice::new(one.urn.as_str(), one.name.clone())))
            .collect()
    });
    let terms = Signal::derive(move || {
        let data = state.data();
        data.calendar.terms.keys().rev().map(|term| Choice::new(term.to_string(), term.words())).collect()
    });
    view! {
        <Select id="file-school" label="School" value=school options=schools errors=errors/>
        <Select id="file-term" label="Term" value=term options=terms errors=errors/>
    }
}

#[component]
fn ClusterChoice(cluster: RwSignal<String>, errors: RwSignal<FormErrors>) -> impl IntoView {
    let state = AppState::get();
    let clusters = Signal::derive(move || {
        let data = state.data();
        let none = Choice::new("", "Choose a cluster");
        std::iter::once(none)
            .chain(data.clusters.values().map(|one| Choice::new(one.id.as_str(), one.name.clone())))
            .collect()
    });
    view! { <Select id="file-cluster" label="Cluster" value=cluster options=clusters errors=errors/> }
}
