//! One school: added or changed. Adding offers to paste many.

use super::super::missing_thing::MissingThing;
use super::done::Done;
use super::paste::PasteSchools;
use crate::model::{Phase, School, Urn};
use crate::ui::components::{
    Button, ButtonGroup, Choice, EntryForm, ErrorSummary, InsetText, PageHeading, Radios, Select, TextField, Width,
};
use crate::ui::forms::FormErrors;
use crate::ui::navigation::Navigator;
use crate::ui::route::{Route, SetupPage};
use crate::ui::setup_forms::{SchoolText, put_refusal};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;

/// One new school, or many at once.
#[component]
pub(super) fn AddSchools() -> impl IntoView {
    view! {
        <PasteSchools/>
        <h2 class="govuk-heading-m">"Or add one school"</h2>
        <SchoolForm known=None text=SchoolText::default()/>
    }
}

/// A school that is there.
#[component]
pub(super) fn ChangeSchool(urn: Urn) -> impl IntoView {
    let state = AppState::get();
    let data = untrack(move || state.data());
    match data.schools.get(&urn) {
        Some(school) => view! {
            <PageHeading text="Change a school" caption=school.name.clone()/>
            <SchoolForm text=SchoolText::of(school) known=Some(urn)/>
        }
        .into_any(),
        None => {
            let all = Route::Setup(SetupPage::Schools);
            view! { <MissingThing what="school" name=urn.to_string() all=all/> }.into_any()
        }
    }
}

/// What is typed, box by box.
#[derive(Clone, Copy)]
struct Boxes {
    urn: RwSignal<String>,
    laestab: RwSignal<String>,
    name: RwSignal<String>,
    phase: RwSignal<Option<String>>,
    cluster: RwSignal<String>,
    taking_part: RwSignal<Option<String>>,
}

impl Boxes {
    fn of(text: SchoolText) -> Self {
        Self {
            urn: RwSignal::new(text.urn),
            laestab: RwSignal::new(text.laestab),
            name: RwSignal::new(text.name),
            phase: RwSignal::new(text.phase),
            cluster: RwSignal::new(text.cluster),
            taking_part: RwSignal::new(text.taking_part),
        }
    }

    fn typed(self) -> SchoolText {
        SchoolText {
            urn: self.urn.get_untracked(),
            laestab: self.laestab.get_untracked(),
            name: self.name.get_untracked(),
            phase: self.phase.get_untracked(),
            cluster: self.cluster.get_untracked(),
            taking_part: self.taking_part.get_untracked(),
        }
    }
}

#[component]
fn SchoolForm(known: Option<Urn>, text: SchoolText) -> impl IntoView {
    let (state, navigator, done) = (AppState::get(), expect_context::<Navigator>(), Done::get());
    let is_new = known.is_none();
    let boxes = Boxes::of(text);
    let errors = RwSignal::new(FormErrors::new());
    let save = Callback::new(move |()| {
        let mut found = FormErrors::new();
        if let Some(school) = boxes.typed().read(&mut found)
            && may_save(state, is_new, &school, &mut found)
        {
            let words = format!("{} is {}.", school.name, if is_new { "added" } else { "saved" });
            let data = untrack(move || state.data());
            let school = school.clone().keeping_map_of(data.schools.get(&school.urn));
            match state.apply(&Command::SaveSchools(vec![school])) {
                Ok(_) => {
                    done.say(words);
                    navigator.go(&Route::Setup(SetupPage::Schools));
                }
                Err(error) => put_refusal(&mut found, &error, "name", |field| match field {
                    "name" | "laestab" | "cluster" => Some(field.to_owned()),
                    _ => None,
                }),
            }
        }
        errors.set(found);
    });
    view! {
        <ErrorSummary errors=errors/>
        <EntryForm on_submit=save>
            <SchoolFields boxes=boxes known=known errors=errors/>
            <ButtonGroup>
                <Button submit=true>{if is_new { "Add the school" } else { "Save" }}</Button>
                <a class="govuk-link" href=Route::Setup(SetupPage::Schools).href()>"Cancel"</a>
            </ButtonGroup>
        </EntryForm>
    }
}

/// A new school may not take the place of one that is there.
fn may_save(state: AppState, is_new: bool, school: &School, found: &mut FormErrors) -> bool {
    let data = untrack(move || state.data());
    if let Some(other) = data.schools.get(&school.urn).filter(|_| is_new) {
        found.put("urn", format!("{} has this URN already: check the number, or change that school", other.name));
    }
    found.is_empty()
}

#[component]
fn SchoolFields(boxes: Boxes, known: Option<Urn>, errors: RwSignal<FormErrors>) -> impl IntoView {
    let state = AppState::get();
    let phases = Phase::ALL.map(|phase| Choice::new(phase.words(), phase.words())).to_vec();
    let clusters = Signal::derive(move || {
        let data = state.data();
        let named = data.clusters.values().map(|one| Choice::new(one.id.as_str(), one.name.clone()));
        std::iter::once(Choice::new("", "No cluster")).chain(named).collect::<Vec<_>>()
    });
    let taking = vec![
        Choice::new("yes", "Yes, it takes part"),
        Choice::new("no", "No").hint("Its figures are used for comparison"),
    ];
    let urn = match known {
        // The URN is the name under which everything of the school is kept.
        Some(urn) => {
            view! { <InsetText>{format!("URN {urn}. It names the school and stays as it is.")}</InsetText> }.into_any()
        }
        None => view! {
            <TextField
                id="urn"
                label="URN"
                hint="Six digits, such as 109012"
                value=boxes.urn
                errors=errors
                width=Width::Chars10
            />
        }
        .into_any(),
    };
    view! {
        {urn}
        <TextField
            id="laestab"
            label="DfE number"
            hint="Authority and school, such as 803/2143. Leave it empty if there is none yet."
            value=boxes.laestab
            errors=errors
            width=Width::Chars10
        />
        <TextField id="name" label="Name" value=boxes.name errors=errors width=Width::TwoThirds/>
        <Radios id="phase" label="Phase" value=boxes.phase options=phases errors=errors/>
        <Select id="cluster" label="Cluster" value=boxes.cluster options=clusters errors=errors/>
        <Radios id="taking-part" label="Does it take part in the pilot?" value=boxes.taking_part options=taking errors=errors/>
    }
}
