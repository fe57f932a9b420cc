//! Opening files, wherever they come from: read, shown as a plan, applied whole and undone whole.

use super::plan_view::PlanView;
use super::reading::{self, Chosen, Reading};
use crate::browser::{moment, timer};
use crate::bundle::{BundleError, ImportPlan, Received};
use crate::merge::Document;
use crate::model::shown_plainly;
use crate::seal::Signature;
use crate::ui::components::{
    Announcer, BannerKind, Button, ButtonGroup, ButtonKind, EntryForm, ErrorSummary, NotificationBanner, PageHeading,
    TextField, focus_heading,
};
use crate::ui::forms::{FormErrors, sentence};
use crate::ui::route::Route;
use crate::ui::state::AppState;
use crate::ui::view;
use futures::future::{AbortHandle, abortable};
use leptos::prelude::*;
use leptos::web_sys::File;
use std::mem::{Discriminant, discriminant};

/// Where the page is.
#[derive(Clone)]
pub(super) enum Stage {
    Choosing,
    /// How many of so many files have been read, with parts of them, and by what it is ended.
    Reading(ArcRwSignal<f64>, usize, AbortHandle),
    /// Some are sealed with a passphrase that is not known here; why the last one typed was none.
    Locked(Vec<Chosen>, Option<String>),
    /// With what has been chosen so far.
    Planned(ArcRwSignal<ImportPlan>, Vec<Sender>),
    /// What was done, in a sentence.
    Applied(String),
}

/// Who signed a file.
#[derive(Clone)]
pub(super) struct Sender {
    signature: Signature,
    /// With another key than before.
    has_changed: bool,
}

/// Reads files and plans for them.
pub(super) fn open(state: AppState, chosen: Vec<File>, stage: RwSignal<Stage>) {
    if !chosen.is_empty() {
        let (done, all) = (ArcRwSignal::new(0.0), chosen.len());
        let (planning, ending) = abortable(plan_for(state, chosen, done.clone(), stage));
        stage.set(Stage::Reading(done, all, ending));
        leptos::task::spawn_local(async move {
            let _whole_or_ended = planning.await;
        });
    }
}

/// What follows the choice of files, which `choosing` draws.
#[component]
pub(super) fn Opening(stage: RwSignal<Stage>, #[prop(into)] choosing: ViewFn) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let errors = RwSignal::new(FormErrors::new());
    let apply = Callback::new(move |()| {
        let Stage::Planned(plan, senders) = stage.get_untracked() else { return };
        match plan.with_untracked(|plan| applied(state, plan, senders)) {
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
    let end = move || {
        if let Some(Stage::Reading(_, _, ending)) = stage.try_get_untracked() {
            ending.abort();
        }
    };
    let cancel = Callback::new(move |()| {
        end();
        announcer.say("Reading was cancelled. Nothing was opened.");
        stage.set(Stage::Choosing);
    });
    on_cleanup(end);
    // What was pressed goes with what it stood in, so whoever works by keyboard goes on at the new heading.
    let kind = Memo::new(move |_| stage.with(discriminant));
    Effect::new(move |before: Option<Discriminant<Stage>>| {
        let now = kind.get();
        if before.is_some_and(|before| before != now) {
            leptos::task::spawn_local(async {
                timer::next_frame().await;
                focus_heading();
            });
        }
        now
    });
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
            Stage::Reading(done, all, _) => {
                let share = done.clone();
                // A voice is told of files only.
                let which = Memo::new(move |_| (done.get() as usize + 1).min(all));
                view! {
                    <PageHeading text="Open files"/>
                    <p class="govuk-body" role="status">{move || format!("Reading file {} of {all}…", which.get())}</p>
                    <progress
                        class="cw-working__bar"
                        aria-label="How far it is"
                        max=all
                        value=move || format!("{:.2}", share.get())
                    ></progress>
                    <p class="govuk-body"><Button kind=ButtonKind::Secondary on_press=cancel>"Cancel"</Button></p>
                }
                .into_any()
            }
            Stage::Locked(all, why) => view! { <Locked all=all why=why stage=stage/> }.into_any(),
            Stage::Planned(plan, senders) => {
                let changed = senders.iter().filter(|sender| sender.has_changed).map(|sender| sender.signature.clone());
                let changed = changed.map(|signature| view! { <NewKey signature=signature/> }).collect_view();
                let next = Callback::new(move |plan| stage.set(Stage::Planned(ArcRwSignal::new(plan), senders.clone())));
                view! { <PlanView plan=plan stage_plan=next on_apply=apply on_cancel=start_again/> {changed} }.into_any()
            }
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

/// A device signs with another key than before: whoever has asked its owner can take it for theirs.
#[component]
fn NewKey(signature: Signature) -> impl IntoView {
    let state = AppState::get();
    let announcer = expect_context::<Announcer>();
    let taken = RwSignal::new(false);
    let device = signature.device.clone();
    let take = Callback::new(move |()| {
        let signature = signature.clone();
        leptos::task::spawn_local(async move {
            let changed = state.change_seal_settings(|settings| settings.trust(&signature, moment::now_ms())).await;
            announcer.say(match changed {
                Ok((_, None)) => "The new key is known from now on.".to_owned(),
                Ok((_, Some(words))) | Err(words) => words,
            });
            let _ = taken.try_set(true);
        });
    });
    let named = device.clone();
    move || {
        match taken.get() {
        true => view! { <p class="govuk-body">{format!("The new key of {named} is taken.")}</p> }.into_any(),
        false => view! {
            <Button kind=ButtonKind::Secondary on_press=take about=device.clone()>"I have asked them: take the new key"</Button>
        }
        .into_any(),
    }
    }
}

/// Some files wait for a passphrase.
#[component]
fn Locked(all: Vec<Chosen>, why: Option<String>, stage: RwSignal<Stage>) -> impl IntoView {
    let state = AppState::get();
    let locked: Vec<String> =
        all.iter().filter(|one| one.read.is_locked()).map(|one| shown_plainly(&one.name)).collect();
    let heading = match locked.len() {
        1 => "1 file is sealed with a passphrase".to_owned(),
        count => format!("{count} files are sealed with a passphrase"),
    };
    let typed = RwSignal::new(String::new());
    let mut found = FormErrors::new();
    if let Some(why) = why {
        found.put("passphrase", sentence(&why));
    }
    let errors = RwSignal::new(found);
    let busy = RwSignal::new(false);
    let all = StoredValue::new(all);
    let unlock = Callback::new(move |()| {
        busy.set(true);
        leptos::task::spawn_local(async move {
            let (all, why) = reading::unlock(state, all.get_value(), &typed.get_untracked()).await;
            match all.iter().any(|one| one.read.is_locked()) {
                true => _ = stage.try_set(Stage::Locked(all, why)),
                false => planned(state, all, stage).await,
            }
        });
    });
    let leave_out = Callback::new(move |()| {
        leptos::task::spawn_local(async move { planned(state, all.get_value(), stage).await });
    });
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text=heading/>
        <ul class="govuk-list govuk-list--bullet">{locked.into_iter().map(|name| view! { <li>{name}</li> }).collect_view()}</ul>
        <EntryForm on_submit=unlock>
            <TextField id="passphrase" label="Passphrase" hint="Whoever sent the file knows it. It is remembered here for this pilot’s files." value=typed errors=errors/>
            <ButtonGroup>
                <Button submit=true busy=busy>"Open"</Button>
                <Button kind=ButtonKind::Secondary on_press=leave_out>"Leave sealed files out"</Button>
            </ButtonGroup>
        </EntryForm>
    }
}

/// Reads files and plans, asking for a passphrase where one is missing.
async fn plan_for(state: AppState, chosen: Vec<File>, done: ArcRwSignal<f64>, stage: RwSignal<Stage>) {
    let read = reading::read_all(state, chosen, move |read| done.set(read)).await;
    match read.iter().any(|one| one.read.is_locked()) {
        true => _ = stage.try_set(Stage::Locked(read, None)),
        false => planned(state, read, stage).await,
    }
}

/// Plans for what was read. What is known of who signed it is said with each file.
async fn planned(state: AppState, read: Vec<Chosen>, stage: RwSignal<Stage>) {
    let settings = state.seal_settings().await.unwrap_or_default();
    let (mut files, mut senders, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for (place, Chosen { name, read }) in read.into_iter().enumerate() {
        let read = match read {
            Reading::Done(read) => *read,
            Reading::Locked(_) => Err(BundleError::Unread("it is sealed, and nobody gave its passphrase".to_owned())),
        };
        match &read {
            Ok(Received { signature: Some(signature), .. }) => {
                let verdict = settings.verdict(signature);
                notes.push((place, verdict.words(signature), verdict.is_warning()));
                senders.push(Sender { signature: signature.clone(), has_changed: verdict.is_warning() });
            }
            Ok(Received { bundle, .. }) => {
                let newest = bundle.as_at().and_then(|stamp| settings.unsigned(stamp.device.as_str()));
                notes.extend(newest.map(|words| (place, words, true)));
            }
            Err(_) => {}
        }
        files.push((name, read.map(|received| received.bundle)));
    }
    let here = state.opened.try_with_untracked(|open| {
        open.as_ref().map_or_else(Document::default, |open| open.workspace.document().clone())
    });
    if let Some(here) = here {
        let mut plan = ImportPlan::new(&here, files, moment::now_ms());
        for (place, words, is_warning) in notes {
            plan.note(place, words, is_warning);
        }
        let _ = stage.try_set(Stage::Planned(ArcRwSignal::new(plan), senders));
    }
}

/// Does what the plan shows, through the state so that it is saved; whose key was seen first is remembered.
fn applied(state: AppState, plan: &ImportPlan, senders: Vec<Sender>) -> Result<String, String> {
    let change = state.apply_plan(plan).map_err(|error| error.to_string())?;
    leptos::task::spawn_local(async move {
        // Where it cannot be kept the device is new here again another time.
        let now = moment::now_ms();
        let _ = state
            .change_seal_settings(|settings| senders.iter().for_each(|one| settings.remember(&one.signature, now)))
            .await;
    });
    let totals = plan.totals();
    Ok(match change.touched.len() {
        0 => "Nothing was new, so nothing has changed.".to_owned(),
        _ => format!("Done: {}. One undo takes all of it back.", totals.words()),
    })
}
