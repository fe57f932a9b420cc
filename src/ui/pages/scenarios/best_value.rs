//! The best value for a budget: what there is, and what must hold.

use super::best_value_found::Found;
use super::best_value_rules::{RuleRows, Rules};
use super::kept::Kept;
use crate::jobs::{Job, JobFault};
use crate::model::{Phase, Scenario, ScenarioId, capital};
use crate::sim::{Benefit, BestPlan, BestValueError, BudgetAsked, Rule, Searching, may_have_floors};
use crate::ui::compared::SEED;
use crate::ui::components::{
    Button, Choice, Details, EntryForm, ErrorSummary, NumberField, PageHeading, Select, Width, WorkingNote,
};
use crate::ui::forms::{FormErrors, required_number, whole_number};
use crate::ui::long_job::LongJob;
use crate::ui::pages::missing_thing::MissingThing;
use crate::ui::route::{Route, ScenarioPage};
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

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    budget: RwSignal<String>,
    benefit: RwSignal<String>,
    /// Clusters and phases, by name, with what each has at the least.
    floors: StoredValue<Vec<(String, RwSignal<String>)>>,
    reach: RwSignal<String>,
    hours: RwSignal<String>,
    rules: Rules,
}

#[component]
fn Asking(scenario: Arc<Scenario>) -> impl IntoView {
    let text = |words: &str| RwSignal::new(words.to_owned());
    let floors = may_have_floors(&scenario).into_iter().map(|name| (name, text(""))).collect();
    let typed = Typed {
        budget: text("40000"),
        benefit: text(Benefit::Requests.key()),
        floors: StoredValue::new(floors),
        reach: text(""),
        hours: text(""),
        rules: Rules::new(),
    };
    let errors = RwSignal::new(FormErrors::new());
    let found = RwSignal::new(None::<Arc<BestPlan>>);
    let job = LongJob::new();
    let asked_of = Arc::clone(&scenario);
    let submit = Callback::new(move |()| {
        found.set(None);
        let asked = match read(&asked_of, typed) {
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
                    wrong.put("budget", capital(&fault.to_string()));
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
    let floors = typed.floors.get_value();
    let of = move |phases: bool| {
        let wanted = floors.iter().enumerate().filter(|(_, (name, _))| is_phase(name) == phases);
        let one = |(place, (name, text)): (usize, &(String, RwSignal<String>))| {
            view! { <NumberField id=floor_id(place) label=least_for(name) suffix="pounds" value=*text errors=errors width=Width::Chars10/> }
        };
        wanted.map(one).collect_view()
    };
    let (name, ruled) = (scenario.name.clone(), Arc::clone(&scenario));
    view! {
        <ErrorSummary errors=errors/>
        <PageHeading text="Best value for a budget" caption=name/>
        <p class="govuk-body">
            "Which whole groups of this scenario’s programmes would bring the most for a year’s budget? Found exactly, and never told alone: what is unknown stays unknown, so look at how often each is chosen."
        </p>
        <EntryForm on_submit=submit>
            <NumberField id="budget" label="Budget for one year" suffix="pounds" value=typed.budget errors=errors width=Width::Chars10/>
            <Select id="benefit" label="What for" value=typed.benefit options=Signal::stored(benefits.to_vec())/>
            {of(false)}
            <Details summary="What else must hold">
                {of(true)}
                <NumberField id="reach" label="Places completed, at the least" suffix="places" value=typed.reach errors=errors/>
                <NumberField id="hours" label="Hours of schools’ own staff that there are" suffix="hours" hint="Empty: as many as are needed." value=typed.hours errors=errors/>
                <RuleRows rules=typed.rules scenario=Arc::clone(&ruled) errors=errors/>
            </Details>
            <Button submit=true>"Find the best plan"</Button>
        </EntryForm>
        <WorkingNote waited=job.waited how_far=job.how_far on_cancel=Callback::new(move |()| job.cancel())/>
        {move || found.get().map(|plan| view! { <Found plan=plan scenario=Arc::clone(&scenario)/> })}
    }
}

fn floor_id(place: usize) -> String {
    format!("floor-{place}")
}

fn least_for(name: &str) -> String {
    if is_phase(name) {
        format!("At least for {} schools", name.to_lowercase())
    } else {
        format!("At least for {name}")
    }
}

fn is_phase(name: &str) -> bool {
    Phase::ALL.iter().any(|phase| phase.words() == name)
}

fn read(scenario: &Scenario, typed: Typed) -> Result<BudgetAsked, FormErrors> {
    let mut errors = FormErrors::new();
    let number = |id: &str, what: &str, text: RwSignal<String>, errors: &mut FormErrors| {
        errors.keep(id, whole_number(what, &text.get_untracked())).flatten().map(f64::from)
    };
    let budget = errors.keep("budget", required_number("Budget for one year", &typed.budget.get_untracked()));
    let mut floors = BTreeMap::new();
    for (place, (name, text)) in typed.floors.get_value().into_iter().enumerate() {
        let pounds = number(&floor_id(place), &least_for(&name), text, &mut errors);
        floors.extend(pounds.filter(|pounds| *pounds > 0.0).map(|pounds| (name, pounds)));
    }
    let least_reach = number("reach", "Places completed", typed.reach, &mut errors).unwrap_or(0.0);
    let hours = number("hours", "Hours a year", typed.hours, &mut errors);
    let benefit = typed.benefit.with_untracked(|key| Benefit::from_key(key)).unwrap_or(Benefit::Requests);
    let Some(budget) = budget.filter(|_| errors.is_empty()) else { return Err(errors) };
    let asked = BudgetAsked {
        floors,
        hours,
        least_reach,
        rules: typed.rules.read(),
        ..BudgetAsked::new(scenario.clone(), benefit, f64::from(budget), SEED)
    };
    // What no search could answer is said beside the box before one begins.
    let fault_of = |rules: &[Rule]| Searching::begin(BudgetAsked { rules: rules.to_vec(), ..asked.clone() }).err();
    let Some(fault) = fault_of(&asked.rules) else { return Ok(asked) };
    let field = match fault {
        BestValueError::Problem { field: "rules", .. } => typed.rules.wrong_at(|rules| fault_of(rules).is_some()),
        _ => None,
    };
    errors.put(field.unwrap_or("budget".to_owned()), capital(&fault.to_string()));
    Err(errors)
}
