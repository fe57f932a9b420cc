//! The pilot: started in an empty workspace, or changed.

use super::done::Done;
use super::measures::OutcomesAndMeasures;
use super::pilot_boxes::{PilotBoxes, PilotFields, box_of};
use crate::browser::device;
use crate::model::{Cluster, Participation, Pilot, PilotId, six_terms, starter_clusters, starter_pilot};
use crate::ui::components::{
    Button, ButtonGroup, Checkboxes, Choice, EntryForm, ErrorSummary, Fieldset, PageHeading, TextArea,
};
use crate::ui::forms::FormErrors;
use crate::ui::navigation::Navigator;
use crate::ui::route::{Route, SetupPage};
use crate::ui::setup_forms::{PilotAnswers, PilotText, cluster_names, put_refusal, school_years};
use crate::ui::state::AppState;
use crate::ui::view;
use crate::workspace::Command;
use leptos::prelude::*;
use std::collections::BTreeSet;

/// The value of the box that asks for pioneers' priorities.
const WITH_PRIORITIES: &str = "pioneers";

/// A new pilot with its calendar and clusters.
#[component]
pub(super) fn StartPilot() -> impl IntoView {
    let state = AppState::get();
    let (navigator, done) = (expect_context::<Navigator>(), Done::get());
    let text = match PilotId::from_name("new") {
        Ok(id) => PilotText::of(&starter_pilot(id, "", "")),
        Err(_) => PilotText::default(),
    };
    let boxes = PilotBoxes::of(text);
    let clusters = RwSignal::new(String::new());
    let starter = RwSignal::new(BTreeSet::from([WITH_PRIORITIES.to_owned()]));
    let errors = RwSignal::new(FormErrors::new());
    let start = Callback::new(move |()| {
        let mut found = FormErrors::new();
        let answers = boxes.typed().read(true, &mut found);
        let names = found.keep("clusters", clusters.with_untracked(|text| cluster_names(text)));
        if let (Some(answers), Some(names)) = (answers, names)
            && found.is_empty()
        {
            let with_priorities = starter.with_untracked(|chosen| chosen.contains(WITH_PRIORITIES));
            let told = new_pilot(answers, &names, with_priorities).map(|command| state.apply(&command));
            match told {
                Ok(Ok(_)) => {
                    done.say("Your pilot is set up with three school years of six terms. Check the terms, then add the schools.");
                    navigator.go(&Route::Setup(SetupPage::Overview));
                }
                Ok(Err(error)) => put_refusal(&mut found, &error, "name", box_of),
                Err(words) => found.put("name", words),
            }
        }
        errors.set(found);
    });
    let pioneers = Choice::new(WITH_PRIORITIES, "The first two take part, with priorities to start from").hint(
        "Priorities that two pioneering clusters chose; the other clusters are marked as invited. Change each later.",
    );
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Start a pilot"/>
        <p class="govuk-body">
            "It is kept on this device only. The terms of three school years are made from the start date; clusters can be named now or later."
        </p>
        <EntryForm on_submit=start>
            <PilotFields boxes=boxes errors=errors/>
            <Fieldset legend="Clusters">
                <TextArea
                    id="clusters"
                    label="Names of the clusters"
                    hint="One name a line, those that take part first. You may leave this for later."
                    value=clusters
                    errors=errors
                    rows=6
                />
                <Checkboxes id="starter" label="How they begin" value=starter options=vec![pioneers]/>
            </Fieldset>
            <ButtonGroup>
                <Button submit=true>"Start the pilot"</Button>
            </ButtonGroup>
        </EntryForm>
        <OutcomesAndMeasures/>
    }
}

/// The command that makes the pilot. The sentence says why there can be none.
fn new_pilot(answers: PilotAnswers, names: &[String], with_priorities: bool) -> Result<Command, String> {
    // A short name has at most 60 characters; the random end keeps two councils' pilots apart.
    let begin: String = answers.name.chars().take(40).collect();
    let id = PilotId::from_name(&format!("{begin}-{}", device::random_suffix())).map_err(|error| error.to_string())?;
    let mut pilot: Pilot = starter_pilot(id, "", "");
    answers.put_into(&mut pilot);
    let start = pilot.dates.start.ok_or("Enter the date the pilot starts")?;
    let terms = school_years(start).into_iter().flat_map(six_terms).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let invited =
        |cluster: Cluster| Cluster { participation: Participation::Invited, priorities: Vec::new(), ..cluster };
    let clusters = starter_clusters(&names);
    let clusters = if with_priorities { clusters } else { clusters.into_iter().map(invited).collect() };
    Ok(Command::StartPilot { pilot, terms, clusters })
}

/// The pilot that there is.
#[component]
pub(super) fn ChangePilot() -> impl IntoView {
    let state = AppState::get();
    let (navigator, done) = (expect_context::<Navigator>(), Done::get());
    let data = untrack(move || state.data());
    let boxes = PilotBoxes::of(data.pilot.as_ref().map(PilotText::of).unwrap_or_default());
    let errors = RwSignal::new(FormErrors::new());
    let save = Callback::new(move |()| {
        let mut found = FormErrors::new();
        let before = untrack(move || state.data()).pilot.clone();
        if let (Some(answers), Some(mut pilot)) = (boxes.typed().read(false, &mut found), before)
            && found.is_empty()
        {
            answers.put_into(&mut pilot);
            match state.apply(&Command::SavePilot(pilot)) {
                Ok(_) => {
                    done.say("The pilot is saved.");
                    navigator.go(&Route::Setup(SetupPage::Overview));
                }
                Err(error) => put_refusal(&mut found, &error, "name", box_of),
            }
        }
        errors.set(found);
    });
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="The pilot"/>
        <EntryForm on_submit=save>
            <PilotFields boxes=boxes errors=errors/>
            <ButtonGroup>
                <Button submit=true>"Save"</Button>
                <a class="govuk-link" href=Route::Setup(SetupPage::Overview).href()>"Cancel"</a>
            </ButtonGroup>
        </EntryForm>
        <OutcomesAndMeasures/>
    }
}
