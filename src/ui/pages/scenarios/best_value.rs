//! The best value for a budget: what to ask for, the best plan with its reasons, and a scenario made of it.

use super::kept::{Kept, keep_new};
use crate::chart::frontier_chart;
use crate::jobs::{Job, JobFault};
use crate::model::{ClusterId, Scenario, ScenarioId};
use crate::sim::{Benefit, BestPlan, BudgetAsked};
use crate::ui::compared::SEED;
use crate::ui::components::{
    Announcer, Button, ButtonKind, Choice, Details, EntryForm, ErrorSummary, Head, InsetText, NumberField, PageHeading,
    Select, Table, Width, WorkingNote,
};
use crate::ui::forms::{FormErrors, required_number, whole_number};
use crate::ui::long_job::LongJob;
use crate::ui::navigation::Navigator;
use crate::ui::pages::data_chart::DataChart;
use crate::ui::pages::missing_thing::MissingThing;
use crate::ui::route::{Route, ScenarioPage, ScenarioView};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The page.
#[component]
pub(super) fn BestValuePage(id: ScenarioId) -> impl IntoView {
    let kept = Kept::of(id.clone());
    match kept.tried.get_untracked() {
        Some(scenario) => view! { <Asking scenario=scenario/> }.into_any(),
        None => view! { <MissingThing what="scenario" name=id.to_string() all=Route::Scenarios(ScenarioPage::All)/> }
            .into_any(),
    }
}

/// A floor: for whom, its box's id, and what is typed.
type Floors = Vec<(String, String, RwSignal<String>)>;

#[component]
fn Asking(scenario: Arc<Scenario>) -> impl IntoView {
    let budget = RwSignal::new("40000".to_owned());
    let benefit = RwSignal::new(Benefit::Requests.key().to_owned());
    let hours = RwSignal::new(String::new());
    let taking_part = scenario.clusters.iter().filter(|cluster| scenario.joins(&cluster.id).is_some());
    let floors: Floors = taking_part
        .map(|cluster| (cluster.name.clone(), format!("floor-{}", cluster.id), RwSignal::new(String::new())))
        .collect();
    let errors = RwSignal::new(FormErrors::new());
    let found = RwSignal::new(None::<Arc<BestPlan>>);
    let job = LongJob::new();
    let asked_of = Arc::clone(&scenario);
    let typed = StoredValue::new(floors.clone());
    let submit = Callback::new(move |()| {
        found.set(None);
        let asked = typed.with_value(|floors| read(&asked_of, budget, benefit, hours, floors));
        let asked = match asked {
            Ok(asked) => asked,
            Err(wrong) => return errors.set(wrong),
        };
        errors.set(FormErrors::new());
        let asked = serde_json::to_string(&asked).unwrap_or_default();
        job.start(Job::BestValue { asked }, move |answer| {
            let plan =
                answer.and_then(|text| serde_json::from_str(&text).map_err(|error| JobFault::Ended(error.to_string())));
            match plan {
                Ok(plan) => found.set(Some(Arc::new(plan))),
                Err(fault) => {
                    let mut wrong = FormErrors::new();
                    wrong.put("budget", sentence(&fault.to_string()));
                    errors.set(wrong);
                }
            }
        });
    });
    let benefits = Benefit::ALL.map(|one| {
        let label = match one {
            Benefit::Net => "As much money left as can be".to_owned(),
            other => format!("As few {} as can be", other.words()),
        };
        Choice::new(one.key(), label)
    });
    let boxes = floors.into_iter().map(|(name, id, text)| {
        view! { <NumberField id=id label=format!("At least for {name}") suffix="pounds" value=text errors=errors width=Width::Chars10/> }
    });
    let boxes = boxes.collect_view();
    let name = scenario.name.clone();
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Best value for a budget" caption=name/>
        <p class="govuk-body">
            "Which whole groups of this scenario’s programmes would bring the most for a year’s budget? Found exactly, and never told alone: what is unknown stays unknown, so look at how often each is chosen."
        </p>
        <EntryForm on_submit=submit>
            <NumberField id="budget" label="Budget for one year" suffix="pounds" value=budget errors=errors width=Width::Chars10/>
            <Select id="benefit" label="What for" value=benefit options=Signal::stored(benefits.to_vec())/>
            {boxes}
            <Details summary="Hours of the schools’ own staff">
                <NumberField id="hours" label="Hours a year that there are" hint="Empty: as many as are needed." value=hours errors=errors/>
            </Details>
            <Button submit=true>"Find the best plan"</Button>
        </EntryForm>
        <WorkingNote waited=job.waited how_far=job.how_far on_cancel=Callback::new(move |()| job.cancel())/>
        {move || found.get().map(|plan| view! { <Found plan=plan scenario=Arc::clone(&scenario)/> })}
    }
}

fn read(
    scenario: &Scenario,
    budget: RwSignal<String>,
    benefit: RwSignal<String>,
    hours: RwSignal<String>,
    floors: &Floors,
) -> Result<BudgetAsked, FormErrors> {
    let mut errors = FormErrors::new();
    let budget = errors.keep("budget", required_number("Budget for one year", &budget.get_untracked()));
    let hours = errors.keep("hours", whole_number("Hours a year", &hours.get_untracked())).flatten().map(f64::from);
    let mut least = BTreeMap::new();
    for (name, id, text) in floors {
        let pounds = errors.keep(id, whole_number(&format!("At least for {name}"), &text.get_untracked())).flatten();
        if let Some(pounds) = pounds.filter(|pounds| *pounds > 0) {
            least.insert(name.clone(), f64::from(pounds));
        }
    }
    let benefit = benefit.with_untracked(|key| Benefit::from_key(key)).unwrap_or(Benefit::Requests);
    match budget.filter(|_| errors.is_empty()) {
        Some(budget) => Ok(BudgetAsked {
            scenario: scenario.clone(),
            benefit,
            budget: f64::from(budget),
            floors: least,
            hours,
            seed: SEED,
        }),
        None => Err(errors),
    }
}

/// The engine’s sentence with a capital.
fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

#[component]
fn Found(plan: Arc<BestPlan>, scenario: Arc<Scenario>) -> impl IntoView {
    let state = AppState::get();
    let navigator = expect_context::<Navigator>();
    let announcer = expect_context::<Announcer>();
    let line = |sentence: &String| view! { <li>{sentence.clone()}</li> };
    let rows: Vec<Vec<String>> = (plan.offers.iter())
        .filter_map(|(id, (programme, cluster))| {
            let groups = plan.reasons.best.groups.get(id).copied().unwrap_or(0);
            let often = plan.often.get(id).copied().unwrap_or(0.0);
            let row = vec![programme.clone(), cluster.clone(), groups.to_string(), format!("{:.0}%", 100.0 * often)];
            (groups > 0 || often >= 0.05).then_some(row)
        })
        .collect();
    let heads = vec![
        Head::words("Programme"),
        Head::words("Cluster"),
        Head::figures("Groups in the best plan"),
        Head::figures("In the best plan of other draws"),
    ];
    let chart = frontier_chart(&plan);
    let made = Arc::clone(&plan);
    let make = Callback::new(move |()| match keep_new(state, &as_scenario(&scenario, &made)) {
        Ok(id) => navigator.go(&Route::Scenarios(ScenarioPage::One(id, ScenarioView::default()))),
        Err(words) => announcer.say(words),
    });
    view! {
        <h2 class="govuk-heading-m">"The best plan, and what it hangs on"</h2>
        <ul class="govuk-list govuk-list--bullet" aria-live="polite">{plan.words.iter().map(line).collect_view()}</ul>
        <Table caption="Groups by programme and cluster" heads=heads rows=Signal::stored(rows)/>
        <DataChart chart=chart/>
        <InsetText>"Other draws of what nobody knows choose other plans. A plan that is chosen seldom is no better than its neighbours: choose among them by what children need and schools can do."</InsetText>
        {move || state.may_edit().then(|| view! {
            <Button kind=ButtonKind::Secondary on_press=make>"Make a scenario of it"</Button>
        })}
    }
}

/// The best plan, every year of the scenario.
fn as_scenario(scenario: &Scenario, plan: &BestPlan) -> Scenario {
    let pounds = crate::eval::numbers::count(libm::round(plan.budget));
    let mut made = Scenario {
        name: format!("Best value for £{pounds}"),
        notes: format!("For {}, from “{}”.", plan.benefit.words(), scenario.name),
        plan: Vec::new(),
        ..scenario.clone()
    };
    let clusters: Vec<ClusterId> = made.clusters.iter().map(|cluster| cluster.id.clone()).collect();
    let programmes: Vec<_> = made.programmes.iter().map(|programme| programme.id.clone()).collect();
    for (programme, cluster) in programmes.iter().flat_map(|one| clusters.iter().map(move |id| (one, id))) {
        if let Some(groups) = plan.reasons.best.groups.get(&format!("{programme} in {cluster}")) {
            made.put(programme, cluster, vec![*groups; scenario.years]);
        }
    }
    made
}
