//! Opening files, wherever they come from: read, shown as a plan, applied whole and undone whole.

use super::plan_view::PlanView;
use crate::browser::{files, moment, timer};
use crate::bundle::{Bundle, BundleError, ImportPlan};
use crate::merge::Document;
use crate::ui::components::{
    Announcer, BannerKind, Button, ButtonGroup, ErrorSummary, NotificationBanner, PageHeading,
};
use crate::ui::forms::FormErrors;
use crate::ui::route::Route;
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use leptos::web_sys::File;

/// Where the page is.
#[derive(Clone)]
pub(super) enum Stage {
    Choosing,
    /// So many of so many files have been read.
    Reading(usize, usize),
    Planned(Box<ImportPlan>),
    /// What was done, in a sentence.
    Applied(String),
}

/// Reads files and plans for them.
pub(super) fn open(state: AppState, chosen: Vec<File>, stage: RwSignal<Stage>) {
    if !chosen.is_empty() {
        leptos::task::spawn_local(plan_for(state, chosen, stage));
    }
}

/// What follows the choice of files, which `choosing` draws.
#[component]
pub(super) fn Opening(stage: RwSignal<Stage>, choosing: ViewFn) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let errors = RwSignal::new(FormErrors::new());
    let apply = Callback::new(move |()| {
        let Stage::Planned(plan) = stage.get_untracked() else { return };
        match applied(state, &plan) {
            Ok(words) => {
                announcer.say(words.clone());
                stage.set(Stage::Applied(words));
            }
            Err(words) => {
                let mut found = FormErrors::new();
                found.put("plan", words);
                errors.set(found);
            }
        }
    });
    let start_again = Callback::new(move |()| stage.set(Stage::Choosing));
    let undo = Callback::new(move |()| {
        let words = match state.undo() {
            Ok(Some(label)) => format!("Undone: {label}"),
            Ok(None) => "There was nothing to undo".to_owned(),
            Err(error) => error.to_string(),
        };
        announcer.say(words.clone());
        stage.set(Stage::Applied(words));
    });
    view! {
        <ErrorSummary errors=errors/>
        {move || match stage.get() {
            Stage::Choosing => {
                errors.set(FormErrors::new());
                choosing.run()
            }
            Stage::Reading(done, all) => view! {
                <PageHeading text="Open files"/>
                <p class="govuk-body" role="status">{format!("Reading file {} of {all}…", (done + 1).min(all))}</p>
            }
            .into_any(),
            Stage::Planned(plan) => view! {
                <PlanView plan=*plan stage_plan=Callback::new(move |plan| stage.set(Stage::Planned(Box::new(plan)))) on_apply=apply on_cancel=start_again/>
            }
            .into_any(),
            Stage::Applied(words) => view! {
                <PageHeading text="Open files"/>
                <NotificationBanner kind=BannerKind::Success>{words}</NotificationBanner>
                <ButtonGroup>
                    <Button on_press=undo>"Undo"</Button>
                    <Button on_press=start_again>"Open more files"</Button>
                    <a class="govuk-link" href=Route::Home.href()>"Go to Home"</a>
                </ButtonGroup>
            }
            .into_any(),
        }}
    }
}

/// Reads files one after another, letting the page draw in between, and plans.
async fn plan_for(state: AppState, chosen: Vec<File>, stage: RwSignal<Stage>) {
    let all = chosen.len();
    let mut read: Vec<(String, Result<Bundle, BundleError>)> = Vec::new();
    for (done, file) in chosen.iter().enumerate() {
        if stage.try_set(Stage::Reading(done, all)).is_some() {
            return;
        }
        timer::next_frame().await;
        let incoming = files::read_one(file).await;
        let decoded = match incoming.bytes {
            Ok(bytes) => Bundle::decode(&bytes),
            Err(reason) => Err(BundleError::Unread(reason)),
        };
        read.push((incoming.name, decoded));
    }
    let here = state.opened.try_with_untracked(|open| {
        open.as_ref().map_or_else(Document::default, |open| open.workspace.document().clone())
    });
    if let Some(here) = here {
        let _ = stage.try_set(Stage::Planned(Box::new(ImportPlan::new(&here, read, moment::now_ms()))));
    }
}

/// Does what the plan shows, through the state so that it is saved.
fn applied(state: AppState, plan: &ImportPlan) -> Result<String, String> {
    let change = state.apply_plan(plan).map_err(|error| error.to_string())?;
    let totals = plan.totals();
    Ok(match change.touched.len() {
        0 => "Nothing was new, so nothing has changed.".to_owned(),
        _ => format!("Done: {}. One undo takes all of it back.", totals.words()),
    })
}
