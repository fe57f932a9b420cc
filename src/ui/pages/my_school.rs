//! “What would my school get?”: for a head who is not in the pilot. Two answers are enough; the rest is as in similar schools.

use crate::browser::{page, timer};
use crate::chart::{Chart, one_school_chart};
use crate::eval::numbers::number;
use crate::model::{ByEvent, Event, Phase, Scenario, ScenarioId, capital};
use crate::sim::{MOST_PUPILS, OneSchool, SchoolsShare, SimError};
use crate::ui::compared::SEED;
use crate::ui::components::{
    Button, ChartFigure, Choice, Details, EntryForm, ErrorSummary, Head, InsetText, Lever, NumberField, PageHeading,
    Radios, Select, Table,
};
use crate::ui::forms::{FormErrors, required_number, whole_number};
use crate::ui::pages::data_chart::saving;
use crate::ui::route::{Route, ScenarioPage};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The heading of the answer.
const ANSWER: &str = "answer";
/// Enough for ranges in words, and at once.
const RUNS: usize = 1_000;
/// A plan's groups for a pupil, of a hundred.
const AS_PLANNED: u32 = 100;

/// The boxes.
#[derive(Clone, Copy)]
struct Boxes {
    phase: RwSignal<Option<String>>,
    pupils: RwSignal<String>,
    events: [RwSignal<String>; 3],
    errors: RwSignal<FormErrors>,
}

/// The page.
#[component]
pub fn MySchoolPage() -> impl IntoView {
    let state = AppState::get();
    let plans = Memo::new(move |_| {
        let data = state.data();
        let runs = |scenario: &Scenario| scenario.clusters.iter().any(|cluster| scenario.joins(&cluster.id).is_some());
        let listed = data.scenarios.values().filter(|saved| saved.scenario().is_ok_and(|scenario| runs(&scenario)));
        let mut plans: Vec<_> = listed.map(|saved| (saved.locked, saved.id.clone(), saved.name.clone())).collect();
        plans.sort_by(|one, other| other.0.cmp(&one.0).then(one.2.cmp(&other.2)));
        plans
    });
    let chosen =
        RwSignal::new(plans.with_untracked(|plans| plans.first().map(|plan| plan.1.to_string()).unwrap_or_default()));
    let plan = Memo::new(move |_| {
        let id = ScenarioId::try_from(chosen.get()).ok()?;
        state.data().scenarios.get(&id)?.scenario().ok().map(Arc::new)
    });
    let boxes = Boxes {
        phase: RwSignal::new(None),
        pupils: RwSignal::new(String::new()),
        events: Event::ALL.map(|_| RwSignal::new(String::new())),
        errors: RwSignal::new(FormErrors::new()),
    };
    let asked = RwSignal::new(None::<OneSchool>);
    let submit = Callback::new(move |()| match boxes.read() {
        Ok(school) => {
            boxes.errors.set(FormErrors::new());
            asked.set(Some(school));
            // The answer is under the form: whoever asked is led to it.
            timer::after_ms(0, || {
                page::focus_element(ANSWER);
            });
        }
        Err(errors) => {
            asked.set(None);
            boxes.errors.set(errors);
        }
    });
    let options = Signal::derive(move || {
        plans.get().into_iter().map(|(_, id, name)| Choice::new(id.as_str(), name)).collect::<Vec<_>>()
    });
    view! {
        <ErrorSummary errors=boxes.errors/>
        <PageHeading text="What would my school get?"/>
        <p class="govuk-body-l">
            "For a head who is not in the pilot. Tell two things of your school; the rest is as in similar schools of this pilot, and nothing you enter is kept."
        </p>
        {move || match plans.with(Vec::is_empty) {
            true => view! {
                <InsetText>
                    "There is no plan yet to go by. "
                    <a class="govuk-link" href=Route::Scenarios(ScenarioPage::All).href()>"Make one"</a>
                </InsetText>
            }.into_any(),
            false => view! { <Questions boxes=boxes submit=submit/> }.into_any(),
        }}
        {move || asked.get().map(|school| view! {
            <Select id="plan" label="By which plan" value=chosen options=options/>
            {move || plan.get().map(|plan| view! { <Answer school=school.clone() plan=plan/> })}
        })}
    }
}

impl Boxes {
    fn read(self) -> Result<OneSchool, FormErrors> {
        let mut errors = FormErrors::new();
        let phase =
            Phase::ALL.into_iter().find(|phase| self.phase.with(|chosen| chosen.as_deref() == Some(phase.words())));
        if phase.is_none() {
            errors.put("phase", "Choose what kind of school it is");
        }
        let pupils = errors.keep("pupils", required_number("How many pupils", &self.pupils.get()));
        if pupils.is_some_and(|pupils| pupils == 0 || pupils > MOST_PUPILS) {
            errors.put("pupils", format!("A school has 1 to {MOST_PUPILS} pupils"));
        }
        let mut event = |event: Event, text: RwSignal<String>| {
            errors.keep(event.key(), whole_number(event.words(), &text.get())).flatten().map(f64::from)
        };
        let [requests, permanent, days] = self.events;
        let events = ByEvent {
            requests: event(Event::Requests, requests),
            permanent_exclusions: event(Event::PermanentExclusions, permanent),
            days_lost: event(Event::DaysLost, days),
        };
        match (phase, pupils) {
            (Some(phase), Some(pupils)) if errors.is_empty() => Ok(OneSchool { phase, pupils, groups: 1.0, events }),
            _ => Err(errors),
        }
    }
}

#[component]
fn Questions(boxes: Boxes, submit: Callback<()>) -> impl IntoView {
    let phases = [Phase::Primary, Phase::Secondary].map(|phase| Choice::new(phase.words(), phase.words())).to_vec();
    let event = move |(event, text): (Event, RwSignal<String>)| {
        view! { <NumberField id=event.key() label=capital(event.words()) value=text errors=boxes.errors/> }
    };
    view! {
        <EntryForm on_submit=submit>
            <Radios id="phase" label="What kind of school is it?" value=boxes.phase options=phases errors=boxes.errors inline=true/>
            <NumberField id="pupils" label="How many pupils?" value=boxes.pupils errors=boxes.errors/>
            <Details summary="Tell more of your school">
                <p class="govuk-body">"In a usual year. What you leave empty is as in similar schools."</p>
                {Event::ALL.into_iter().zip(boxes.events).map(event).collect_view()}
            </Details>
            <Button submit=true>"Show what it would get"</Button>
        </EntryForm>
    }
}

/// The answer, with what can be changed about it.
#[component]
fn Answer(school: OneSchool, plan: Arc<Scenario>) -> impl IntoView {
    let groups = RwSignal::new(AS_PLANNED);
    let usual_taken = taken(&plan);
    let places = RwSignal::new(usual_taken);
    let found = Memo::new(move |_| {
        let tried = tried(&plan, places.get(), usual_taken);
        let school = OneSchool { groups: f64::from(groups.get()) / 100.0, ..school.clone() };
        school.share(&tried, RUNS, SEED).map_err(|error: SimError| error.to_string())
    });
    let share = Memo::new(move |_| found.get().ok());
    let is_there = Memo::new(move |_| share.with(Option::is_some));
    let chart =
        Signal::derive(move || share.with(|share| share.as_ref().map_or_else(|| Chart::new("", ""), one_school_chart)));
    let sentences = move || {
        let line = |sentence| view! { <li>{sentence}</li> };
        share
            .with(|share| share.as_ref().map(SchoolsShare::words))
            .unwrap_or_default()
            .into_iter()
            .map(line)
            .collect_view()
    };
    let rows = Signal::derive(move || share.with(|share| share.as_ref().map(places_of)).unwrap_or_default());
    let on = |value: RwSignal<u32>| Callback::new(move |number: u32| value.set(number));
    let kept = Callback::new(|_: u32| ());
    view! {
        {move || found.get().err().map(|words| view! { <InsetText>{words}</InsetText> })}
        <div hidden=move || !is_there.get()>
            <h2 class="govuk-heading-m" id=ANSWER tabindex="-1">"In a year in which it takes part"</h2>
            <ul class="govuk-list govuk-list--bullet cw-said" aria-live="polite">{sentences}</ul>
            <div class="cw-sides">
                <div>
                    <h2 class="govuk-heading-m">"Change what is assumed"</h2>
                    <Lever id="groups-for-a-pupil" label="Groups for a pupil" hint="% of what the plan’s clusters have" value=groups least=0 most=300 step=10 on_try=on(groups) on_set=kept/>
                    <Lever id="places-taken" label="Places taken" hint="% of places, in every programme" value=places least=0 most=100 step=5 on_try=on(places) on_set=kept/>
                    <p class="govuk-body"><a class="govuk-link" href=Route::Scenarios(ScenarioPage::All).href()>"All assumptions are in the plan"</a></p>
                </div>
                <div>
                    {move || is_there.get().then(|| view! { <ChartFigure chart=chart on_download=saving()/> })}
                    <Table caption="Places a year" heads=vec![Head::words("Programme"), Head::figures("Places completed a year")] rows=rows/>
                </div>
            </div>
            <p class="govuk-body-s">
                "A hundred schools like this one are imagined, with as many groups for a pupil as the plan’s clusters have; a hundredth of what they come to is shown. Ranges say how sure the assumptions are, not how much one school’s years differ by chance."
            </p>
        </div>
    }
}

/// The share of places that the plan’s programmes take to be filled, on average: of a hundred.
fn taken(plan: &Scenario) -> u32 {
    let running: Vec<f64> = (plan.programmes.iter())
        .filter(|one| plan.groups_in_all(&one.id) > 0)
        .map(|one| one.taken.range.mean())
        .collect();
    let all = running.len().max(1) as f64;
    libm::round(100.0 * running.iter().sum::<f64>() / all) as u32
}

/// The plan with the lever of places where it is.
fn tried(plan: &Scenario, places: u32, usual: u32) -> Scenario {
    let mut tried = plan.clone();
    if places != usual {
        let taken = crate::model::Assumption::fixed(f64::from(places) / 100.0, "As set on the page.");
        tried.programmes.iter_mut().for_each(|one| one.taken = taken.clone());
    }
    tried
}

fn places_of(share: &SchoolsShare) -> Vec<Vec<String>> {
    share.places_of.iter().map(|(name, places)| vec![name.clone(), number(*places, 1)]).collect()
}
