//! One cluster: added or changed, with its priorities.

use super::super::missing_thing::MissingThing;
use super::done::Done;
use crate::browser::page;
use crate::model::{ClusterId, Outcome, Participation};
use crate::ui::components::{
    Button, ButtonGroup, ButtonKind, Choice, EntryForm, ErrorSummary, Fieldset, PageHeading, Radios, Select, TextField,
    Width,
};
use crate::ui::forms::FormErrors;
use crate::ui::navigation::Navigator;
use crate::ui::route::{Route, SetupPage};
use crate::ui::setup_forms::{ClusterAnswers, ClusterText, PriorityText, put_refusal};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// A new cluster.
#[component]
pub(super) fn AddCluster() -> impl IntoView {
    let text = ClusterText { priorities: vec![PriorityText::default()], ..Default::default() };
    view! { <ClusterForm id=None text=text/> }
}

/// A cluster that is there.
#[component]
pub(super) fn ChangeCluster(id: ClusterId) -> impl IntoView {
    let state = AppState::get();
    let data = untrack(move || state.data());
    match data.clusters.get(&id) {
        Some(cluster) => view! { <ClusterForm text=ClusterText::of(cluster) id=Some(id)/> }.into_any(),
        None => {
            let all = Route::Setup(SetupPage::Clusters);
            view! { <MissingThing what="cluster" name=id.to_string() all=all/> }.into_any()
        }
    }
}

/// A row of a priority: the key of its outcome, its words.
#[derive(Clone, Copy)]
struct Row {
    /// Rows keep their key when one before them is removed.
    key: usize,
    outcome: RwSignal<String>,
    words: RwSignal<String>,
}

impl Row {
    fn of(key: usize, text: PriorityText) -> Self {
        Self { key, outcome: RwSignal::new(text.outcome), words: RwSignal::new(text.words) }
    }

    fn typed(self) -> PriorityText {
        PriorityText { outcome: self.outcome.get_untracked(), words: self.words.get_untracked() }
    }
}

#[component]
fn ClusterForm(id: Option<ClusterId>, text: ClusterText) -> impl IntoView {
    let (state, navigator, done) = (AppState::get(), expect_context::<Navigator>(), Done::get());
    let heading = if id.is_some() { "Change a cluster" } else { "Add a cluster" };
    let name = RwSignal::new(text.name);
    let participation = RwSignal::new(text.participation);
    let rows: Vec<Row> = text.priorities.into_iter().enumerate().map(|(key, text)| Row::of(key, text)).collect();
    let rows = RwSignal::new(rows);
    let errors = RwSignal::new(FormErrors::new());
    let save = Callback::new(move |()| {
        let typed = ClusterText {
            name: name.get_untracked(),
            participation: participation.get_untracked(),
            priorities: rows.with_untracked(|rows| rows.iter().map(|row| row.typed()).collect()),
        };
        let mut found = FormErrors::new();
        let answers = typed.read(&mut found).filter(|_| found.is_empty());
        if let Some(words) = answers.and_then(|answers| keep(state, id.clone(), answers, &mut found)) {
            done.say(words);
            navigator.go(&Route::Setup(SetupPage::Clusters));
        }
        errors.set(found);
    });
    let stands = Participation::ALL.map(|one| Choice::new(one.words(), one.words())).to_vec();
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text=heading/>
        <EntryForm on_submit=save>
            <TextField id="name" label="Name" value=name errors=errors width=Width::TwoThirds/>
            <Radios id="participation" label="Where it stands" value=participation options=stands errors=errors/>
            <Priorities rows=rows errors=errors/>
            <ButtonGroup>
                <Button submit=true>"Save"</Button>
                <a class="govuk-link" href=Route::Setup(SetupPage::Clusters).href()>"Cancel"</a>
            </ButtonGroup>
        </EntryForm>
    }
}

/// Saves the cluster; the words say what was done.
fn keep(state: AppState, id: Option<ClusterId>, answers: ClusterAnswers, found: &mut FormErrors) -> Option<String> {
    let data = untrack(move || state.data());
    let (cluster, is) = match id {
        Some(id) => (answers.changed(id), "saved"),
        None => (found.keep("name", answers.added(&data))?, "added"),
    };
    let words = format!("{} is {is}.", cluster.name);
    match state.apply(&Command::SaveCluster(cluster)) {
        Ok(_) => Some(words),
        Err(error) => {
            put_refusal(found, &error, "name", |field| (field == "name").then(|| "name".to_owned()));
            None
        }
    }
}

#[component]
fn Priorities(rows: RwSignal<Vec<Row>>, errors: RwSignal<FormErrors>) -> impl IntoView {
    let add = Callback::new(move |()| {
        let next = rows.with_untracked(|rows| rows.iter().map(|row| row.key + 1).max().unwrap_or_default());
        rows.update(|rows| rows.push(Row::of(next, PriorityText::default())));
        let number = rows.with_untracked(Vec::len);
        request_animation_frame(move || {
            page::focus_element(&format!("priority-{number}-outcome"));
        });
    });
    let remove = Callback::new(move |key: usize| {
        rows.update(|rows| rows.retain(|row| row.key != key));
        // Numbers have moved: what was said of them would stand beside the wrong row.
        errors.set(FormErrors::new());
        page::focus_element("add-priority");
    });
    let listed = move || {
        let fields = |(place, row): (usize, Row)| view! { <PriorityFields number=place + 1 row=row errors=errors remove=remove/> };
        rows.get().into_iter().enumerate().map(fields).collect_view()
    };
    view! {
        <Fieldset legend="Priorities" hint="What the cluster’s board chose to work on, and the outcome that each serves.">
            {listed}
            <Button id="add-priority" kind=ButtonKind::Secondary on_press=add>"Add another priority"</Button>
        </Fieldset>
    }
}

#[component]
fn PriorityFields(number: usize, row: Row, errors: RwSignal<FormErrors>, remove: Callback<usize>) -> impl IntoView {
    let none = Choice::new("", "Choose an outcome");
    let outcomes: Vec<_> =
        std::iter::once(none).chain(Outcome::ALL.map(|one| Choice::new(one.key(), one.title()))).collect();
    let press = Callback::new(move |()| remove.run(row.key));
    view! {
        <div class="cw-entry">
            <Select
                id=format!("priority-{number}-outcome")
                label=format!("Outcome that priority {number} serves")
                value=row.outcome
                options=Signal::stored(outcomes)
                errors=errors
            />
            <TextField id=format!("priority-{number}-words") label=format!("Priority {number}") value=row.words errors=errors/>
            <Button kind=ButtonKind::Link about=format!("priority {number}") on_press=press>"Remove"</Button>
        </div>
    }
}
