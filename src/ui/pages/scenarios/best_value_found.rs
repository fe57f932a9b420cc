//! The best plan with its reasons and how sure they are, and a scenario made of it. Knows nothing of how it was asked for.

use super::kept::keep_new;
use crate::browser::page::focus_element;
use crate::chart::frontier_chart;
use crate::model::{ClusterId, Scenario};
use crate::sim::BestPlan;
use crate::ui::components::{Announcer, Button, ButtonKind, Head, InsetText, Table};
use crate::ui::navigation::Navigator;
use crate::ui::pages::data_chart::DataChart;
use crate::ui::route::{Route, ScenarioPage, ScenarioView};
use crate::ui::state::AppState;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// Where the answer begins: the focus goes there, for it comes below the form.
const ANSWER: &str = "best-plan";

/// The answer.
#[component]
pub(super) fn Found(plan: Arc<BestPlan>, scenario: Arc<Scenario>) -> impl IntoView {
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
    Effect::new(move |_| {
        focus_element(ANSWER);
    });
    view! {
        <h2 id=ANSWER class="govuk-heading-m cw-page-heading" tabindex="-1">"The best plan, and what it hangs on"</h2>
        <ul class="govuk-list govuk-list--bullet">{plan.words.iter().map(line).collect_view()}</ul>
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
