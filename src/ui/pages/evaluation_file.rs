//! The whole evaluation as a file: what the command line prints of the open pilot.

use crate::browser::{files, moment, page};
use crate::bundle::Bundle;
use crate::jobs::Job;
use crate::ui::components::{Button, ButtonKind, WorkingNote};
use crate::ui::long_job::LongJob;
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;

const BUTTON: &str = "save-evaluation";

/// A button that saves it.
#[component]
pub(super) fn EvaluationFile() -> impl IntoView {
    let state = AppState::get();
    let job = LongJob::new();
    let outcome = RwSignal::new(None::<String>);
    let save = Callback::new(move |()| {
        outcome.set(None);
        match untrack(move || state.workspace()) {
            None => outcome.set(Some("No pilot is open.".to_owned())),
            Some(workspace) => {
                let bundle = Bundle::backup(workspace.document());
                let name = name_of(&bundle);
                // A bundle is UTF-8 by its making.
                let bundle = String::from_utf8_lossy(&bundle.encode()).into_owned();
                job.start(Job::Evaluate { bundle, with_schools: false }, move |found| {
                    outcome.set(Some(match found {
                        Ok(text) => saved(&name, &text),
                        Err(fault) => format!("There is no file: {fault}."),
                    }));
                });
            }
        }
    });
    let cancel = Callback::new(move |()| {
        job.cancel();
        page::focus_element(BUTTON);
    });
    let busy = Signal::derive(move || outcome_is_coming(job));
    view! {
        <h2 class="govuk-heading-m">"For analysts"</h2>
        <p class="govuk-body">
            "All findings since the pilot started, for schools taking part, schools that do not, clusters and phases, as one file (JSON). The command line prints the same: "
            <code>"clusterwise evaluate"</code>
            ". It holds true figures, small ones too, so it is not for publication."
        </p>
        <Button id=BUTTON kind=ButtonKind::Secondary on_press=save busy=busy>"Save the whole evaluation"</Button>
        <WorkingNote waited=job.waited how_far=job.how_far on_cancel=cancel/>
        <p class="govuk-body" role="status">{outcome}</p>
    }
}

fn outcome_is_coming(job: LongJob) -> bool {
    use crate::ui::components::Waited;
    matches!(job.waited.get(), Waited::Unnoticed | Waited::Noticed | Waited::Long)
}

/// As a copy of the pilot is named, with what this file is.
fn name_of(bundle: &Bundle) -> String {
    let name = bundle.file_name(moment::today());
    format!("{}_evaluation.json", name.strip_suffix(".clusterwise.json").unwrap_or(&name))
}

fn saved(name: &str, text: &str) -> String {
    // The command line ends its last line; these are its bytes.
    if files::save(name, "application/json", format!("{text}\n").as_bytes()) {
        format!("Saved {name}.")
    } else {
        "The browser did not take the file. Check that downloads are allowed, then try again.".to_owned()
    }
}
