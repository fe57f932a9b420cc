//! One scenario beside others: levers on one side, what comes of them on the other.

use super::joining::{Joining, span};
use super::kept::{Kept, plan_of};
use super::levers::Levers;
use super::results::{Results, Sentences};
use crate::model::{SavedScenario, Scenario, ScenarioId};
use crate::sim::nothing_planned;
use crate::ui::compared::{AskedFor, LiveComparison};
use crate::ui::components::{
    Announcer, Button, ButtonGroup, ButtonKind, Checkboxes, Choice, Details, EntryForm, ErrorSummary, InsetText,
    PageHeading, Select, TextArea, TextField,
};
use crate::ui::forms::{FormErrors, required_text};
use crate::ui::navigation::Navigator;
use crate::ui::pages::missing_thing::MissingThing;
use crate::ui::pages::save_file::{Handed, save_bundle};
use crate::ui::route::{HeldAgainst, MOST_BESIDE, Route, ScenarioPage, ScenarioView};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The select's word for no programme at all.
const NOTHING: &str = "";
const LONGEST_NAME: usize = 120;

/// The page.
#[component]
pub(super) fn WorkbenchPage(id: ScenarioId, at: ScenarioView) -> impl IntoView {
    let kept = Kept::of(id.clone());
    let is_there = Memo::new(move |_| kept.saved.with(Option::is_some));
    let is_readable = Memo::new(move |_| kept.tried.with(Option::is_some));
    move || {
        match (is_there.get(), is_readable.get()) {
        (false, _) => {
            view! { <MissingThing what="scenario" name=id.to_string() all=Route::Scenarios(ScenarioPage::All)/> }.into_any()
        }
        (true, false) => view! {
            <PageHeading text="This scenario cannot be read"/>
            <InsetText>"It was made by a newer version, or a file brought something else. Nothing of it has been run."</InsetText>
        }
        .into_any(),
        (true, true) => view! { <Workbench id=id.clone() at=at.clone() kept=kept/> }.into_any(),
    }
    }
}

#[component]
fn Workbench(id: ScenarioId, at: ScenarioView, kept: Kept) -> impl IntoView {
    let state = AppState::get();
    // Other options are the same page: it stays as it is and follows them.
    let route = expect_context::<Navigator>().route();
    let (meant, first) = (id.clone(), at.clone());
    let options = Memo::new(move |_| {
        route.with(|route| match route {
            Route::Scenarios(ScenarioPage::One(id, view)) if *id == meant => view.clone(),
            _ => first.clone(),
        })
    });
    let name =
        Memo::new(move |_| kept.saved.with(|saved| saved.as_ref().map(|one| one.name.clone()).unwrap_or_default()));
    let notes =
        Memo::new(move |_| kept.saved.with(|saved| saved.as_ref().map(|one| one.notes.clone()).unwrap_or_default()));
    let span = Memo::new(move |_| kept.tried.with(|tried| tried.as_ref().map(|scenario| span(scenario))));
    let own = id.clone();
    // Read anew where the pilot changes, and not with each movement of a lever.
    let others = Memo::new(move |_| {
        let data = state.data();
        let of = |id: &ScenarioId| data.scenarios.get(id).and_then(|saved| saved.scenario().ok()).map(Arc::new);
        let plan = plan_of(&data).filter(|plan| plan.id != own && plan.locked).map(|plan| plan.id.clone());
        let ScenarioView { against, beside } = options.get();
        let baseline = match &against {
            HeldAgainst::Plan => plan.as_ref().and_then(of),
            HeldAgainst::Nothing => None,
            HeldAgainst::Scenario(id) => of(id),
        };
        (baseline, beside.iter().filter_map(of).collect::<Vec<_>>())
    });
    let asked = Memo::new(move |_| {
        let scenario = kept.tried.get()?;
        let (baseline, beside) = others.get();
        let nothing = || Arc::new(Scenario { name: "No programme".to_owned(), ..nothing_planned(&scenario) });
        let baseline = baseline.unwrap_or_else(nothing);
        Some(AskedFor { baseline, others: std::iter::once(scenario).chain(beside).collect() })
    });
    let live = LiveComparison::of(asked);
    let best_value = Route::Scenarios(ScenarioPage::BestValue(id.clone())).href();
    let assumptions = Route::Scenarios(ScenarioPage::Assumptions(id.clone())).href();
    view! {
        <PageHeading text=name caption="Scenario"/>
        <p class="govuk-body">{move || span.get()} {move || notes.with(|notes| (!notes.is_empty()).then(|| format!(". {notes}")))}</p>
        <div class="cw-bench">
            <div class="cw-bench__said"><Sentences live=live/></div>
            <div class="cw-bench__levers">
                <Beside id=id.clone() at=at/>
                <Levers kept=kept/>
                <Joining kept=kept/>
                <p class="govuk-body"><a class="govuk-link" href=assumptions>"Assumptions and their sources"</a></p>
                <p class="govuk-body"><a class="govuk-link" href=best_value>"Best value for a budget"</a></p>
                <Doings id=id kept=kept/>
            </div>
            <div class="cw-bench__pictures"><Results live=live kept=kept/></div>
        </div>
    }
}

/// What it is held against, and what stands beside it.
#[component]
fn Beside(id: ScenarioId, at: ScenarioView) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let data = untrack(|| state.data());
    let others: Vec<SavedScenario> = data.scenarios.values().filter(|one| one.id != id).cloned().collect();
    let plan = plan_of(&data).filter(|plan| plan.locked && plan.id != id).map(|plan| plan.id.clone());
    let shown = match &at.against {
        HeldAgainst::Plan => plan.as_ref().map_or(NOTHING.to_owned(), ScenarioId::to_string),
        HeldAgainst::Nothing => NOTHING.to_owned(),
        HeldAgainst::Scenario(id) => id.to_string(),
    };
    let against = RwSignal::new(shown);
    let beside = RwSignal::new(at.beside.iter().map(ScenarioId::to_string).collect::<BTreeSet<_>>());
    let go = move || {
        let against = match ScenarioId::try_from(against.get_untracked()) {
            Ok(other) if Some(&other) == plan.as_ref() => HeldAgainst::Plan,
            Ok(other) => HeldAgainst::Scenario(other),
            // The plan is what others are held against unless another is chosen.
            Err(_) if plan.is_none() => HeldAgainst::Plan,
            Err(_) => HeldAgainst::Nothing,
        };
        let beside = beside.get_untracked().into_iter().filter_map(|id| ScenarioId::try_from(id).ok());
        let view = ScenarioView { against, beside: beside.take(MOST_BESIDE).collect() };
        navigator.replace(&Route::Scenarios(ScenarioPage::One(id.clone(), view)));
    };
    let (chosen, ticked) = (go.clone(), go);
    let mut options = vec![Choice::new(NOTHING, "No programme at all")];
    options.extend(others.iter().map(|one| Choice::new(one.id.as_str(), one.name.clone())));
    let boxes: Vec<Choice> = others.iter().map(|one| Choice::new(one.id.as_str(), one.name.clone())).collect();
    let hint = format!("At most {MOST_BESIDE}.");
    view! {
        <Select id="against" label="Held against" value=against options=Signal::stored(options) on_change=Callback::new(move |_| chosen())/>
        {(!boxes.is_empty()).then(|| view! {
            <Details summary="Show others beside it">
                <Checkboxes id="beside" label="Others" hint=hint value=beside options=boxes on_change=Callback::new(move |_| ticked())/>
            </Details>
        })}
    }
}

/// Copy, rename, lock, share, remove.
#[component]
fn Doings(id: ScenarioId, kept: Kept) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let announcer = expect_context::<Announcer>();
    let copy = Callback::new(move |()| {
        if let Some(id) = kept.copy() {
            navigator.go(&Route::Scenarios(ScenarioPage::One(id, ScenarioView::default())));
        }
    });
    let locked = Memo::new(move |_| kept.saved.with(|saved| saved.as_ref().is_some_and(|saved| saved.locked)));
    let lock = Callback::new(move |()| {
        let next = !locked.get_untracked();
        if kept.lock(next) {
            announcer.say(if next { "Locked: nobody changes it by mistake." } else { "Unlocked." });
        }
    });
    let remove = Callback::new(move |()| {
        if kept.remove() {
            announcer.say("The scenario has been removed. “Undo” brings it back.");
            navigator.go(&Route::Scenarios(ScenarioPage::All));
        }
    });
    let shared = RwSignal::new(None::<Handed>);
    let share = Callback::new(move |()| {
        let wanted = BTreeSet::from([id.clone()]);
        save_bundle(state, shared, move |document| crate::bundle::Bundle::of_scenarios(document, &wanted));
    });
    Effect::new(move |_| {
        if let Some(words) = shared.with(|shared| shared.as_ref().and_then(Handed::words)) {
            announcer.say(words);
        }
    });
    view! {
        <ButtonGroup>
            {move || state.may_edit().then(|| view! {
                <Button kind=ButtonKind::Secondary on_press=copy>"Copy"</Button>
                <Button kind=ButtonKind::Secondary on_press=lock>{move || if locked.get() { "Unlock" } else { "Lock" }}</Button>
            })}
            <Button kind=ButtonKind::Secondary on_press=share>"Share as a file"</Button>
            {move || kept.may_change().then(|| view! {
                <Button kind=ButtonKind::Secondary on_press=remove>"Remove"</Button>
            })}
        </ButtonGroup>
        {move || kept.may_change().then(|| view! { <Naming kept=kept/> })}
    }
}

#[component]
fn Naming(kept: Kept) -> impl IntoView {
    let announcer = expect_context::<Announcer>();
    let of = |part: fn(&SavedScenario) -> &String| {
        kept.saved.with_untracked(|saved| saved.as_ref().map(|saved| part(saved).clone()).unwrap_or_default())
    };
    let (name, notes) = (RwSignal::new(of(|saved| &saved.name)), RwSignal::new(of(|saved| &saved.notes)));
    let errors = RwSignal::new(FormErrors::new());
    let submit = Callback::new(move |()| match required_text("The name", &name.get_untracked(), LONGEST_NAME) {
        Ok(name) => {
            errors.set(FormErrors::new());
            if kept.change(|scenario| {
                scenario.name = name;
                scenario.notes = notes.get_untracked().trim().to_owned();
            }) {
                announcer.say("Saved.");
            }
        }
        Err(words) => {
            let mut found = FormErrors::new();
            found.put("scenario-name", words);
            errors.set(found);
        }
    });
    view! {
        <Details summary="Name and notes">
            <ErrorSummary errors=errors/>
            <EntryForm on_submit=submit>
                <TextField id="scenario-name" label="Name" value=name errors=errors/>
                <TextArea id="scenario-notes" label="Notes" hint="Why it is asked. No names of people." value=notes/>
                <Button submit=true kind=ButtonKind::Secondary>"Save name and notes"</Button>
            </EntryForm>
        </Details>
    }
}
