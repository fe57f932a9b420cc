//! Who has returned a term's figures and who has not, with a list to copy.

use crate::browser::moment;
use crate::model::{ClusterId, PilotData, ReturnStatus, School, TermId};
use crate::ui::components::{Choice, Column, CopyBox, FilterBar, PageHeading, Select, SortableTable};
use crate::ui::copying::copying;
use crate::ui::navigation::Navigator;
use crate::ui::route::{ReturnStep, Route};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

/// One school's line.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    school: School,
    cluster: String,
    status: &'static str,
    href: String,
}

impl Line {
    fn is_in(&self) -> bool {
        self.status == "Returned"
    }
}

/// The returns of a term.
#[component]
pub fn ReturnsPage(term: Option<TermId>) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let data = Memo::new(move |_| state.data());
    let today = moment::today();
    let Some(term) = term.or_else(|| data.with_untracked(|data| data.current_term(today))) else {
        return view! {
            <PageHeading text="Returns"/>
            <p class="govuk-body">"The pilot has no terms yet. Set up its calendar first."</p>
        }
        .into_any();
    };
    let own = state.person.with_untracked(|person| person.cluster.as_ref().map(ClusterId::to_string));
    let cluster = RwSignal::new(own.unwrap_or_default());
    let chosen = Memo::new(move |_| ClusterId::try_from(cluster.get()).ok());
    let lines = Memo::new(move |_| data.with(|data| lines(data, term, chosen.get().as_ref())));
    let missing = Memo::new(move |_| {
        let names = |data: &PilotData| {
            let mut names: Vec<_> =
                data.not_returned(term, chosen.get().as_ref()).map(|school| school.name.clone()).collect();
            names.sort();
            names
        };
        names(&data.get())
    });
    let heading = Signal::derive(move || {
        let (expected, missing) = (lines.with(Vec::len), missing.with(Vec::len));
        match missing {
            0 if expected > 0 => format!("All {expected} returns for {} are in", term.words()),
            _ => format!("{} of {expected} returns for {} are in", expected - missing, term.words()),
        }
    });
    let terms = Signal::derive(move || {
        let terms = data.with(|data| data.calendar.terms.keys().rev().copied().collect::<Vec<_>>());
        terms.into_iter().map(|term| Choice::new(term.to_string(), term.words())).collect()
    });
    let term_text = RwSignal::new(term.to_string());
    let on_term = Callback::new(move |text: String| {
        if let Ok(term) = text.parse() {
            navigator.go(&Route::Returns { term: Some(term) });
        }
    });
    let clusters = Signal::derive(move || {
        let all = Choice::new("", "All clusters taking part");
        let data = data.get();
        let taking = data.clusters.values().filter(|cluster| cluster.takes_part());
        std::iter::once(all).chain(taking.map(|c| Choice::new(c.id.as_str(), c.name.clone()))).collect()
    });
    view! {
        <PageHeading text=heading/>
        <FilterBar label="Which returns">
            <Select id="term" label="Term" value=term_text options=terms on_change=on_term/>
            <Select id="cluster" label="Cluster" value=cluster options=clusters/>
        </FilterBar>
        <Missing missing=missing term=term/>
        <SortableTable caption="Schools taking part" columns=columns() rows=lines empty="No school takes part yet."/>
    }
    .into_any()
}

#[component]
fn Missing(missing: Memo<Vec<String>>, term: TermId) -> impl IntoView {
    let (copy, outcome) = copying();
    let text = Signal::derive(move || {
        missing.with(|names| format!("Not returned for {}:\n{}", term.words(), names.join("\n")))
    });
    move || {
        (!missing.with(Vec::is_empty)).then(|| {
            view! {
                <h2 class="govuk-heading-m">"Not returned yet"</h2>
                <CopyBox id="not-returned" label="Schools that have not returned" text=text on_copy=copy outcome=outcome/>
            }
        })
    }
}

fn lines(data: &PilotData, term: TermId, cluster: Option<&ClusterId>) -> Vec<Line> {
    let of_cluster = |school: &&School| cluster.is_none_or(|id| school.cluster.as_ref() == Some(id));
    let mut lines: Vec<_> = data.taking_part().filter(of_cluster).map(|school| line(data, school, term)).collect();
    // Those that are waited for come first.
    lines.sort_by(|one, other| (one.is_in(), &one.school.name).cmp(&(other.is_in(), &other.school.name)));
    lines
}

fn line(data: &PilotData, school: &School, term: TermId) -> Line {
    let (status, step) = match data.return_of(&school.urn, term).map(|entry| entry.status) {
        None => ("Not started", ReturnStep::Pupils),
        Some(ReturnStatus::Draft) => ("In progress", ReturnStep::Pupils),
        Some(ReturnStatus::Submitted) => ("Returned", ReturnStep::Check),
    };
    let cluster = school.cluster.as_ref().and_then(|id| data.clusters.get(id));
    Line {
        school: school.clone(),
        cluster: cluster.map_or_else(String::new, |cluster| cluster.name.clone()),
        status,
        href: Route::ReturnEntry { term, school: school.urn.clone(), step }.href(),
    }
}

fn columns() -> Vec<Column<Line>> {
    let name =
        |line: &Line| view! { <a class="govuk-link" href=line.href.clone()>{line.school.name.clone()}</a> }.into_any();
    vec![
        Column::shown("school", "School", name)
            .sorted_by(|one: &Line, other: &Line| one.school.name.cmp(&other.school.name)),
        Column::text("phase", "Phase", |line: &Line| line.school.phase.words().to_owned()),
        Column::text("cluster", "Cluster", |line: &Line| line.cluster.clone()),
        Column::text("status", "Return", |line: &Line| line.status.to_owned()),
    ]
}
