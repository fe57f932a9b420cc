//! The pages about scenarios: all of them, questions asked of a plan, one beside others, and what it assumes.

mod assumptions;
mod best_value;
mod best_value_found;
mod best_value_rules;
mod joining;
mod kept;
mod levers;
mod list;
mod names;
mod question;
mod question_fields;
mod results;
mod results_by_part;
mod results_table;
mod workbench;
mod worth_knowing;

use crate::ui::route::ScenarioPage;
use crate::ui::view;
use assumptions::AssumptionsPage;
use best_value::BestValuePage;
use leptos::prelude::*;
use list::ListPage;
use question::QuestionPage;
use workbench::WorkbenchPage;

/// The page of an address about scenarios.
#[component]
pub fn ScenarioPages(page: ScenarioPage) -> impl IntoView {
    match page {
        ScenarioPage::All => view! { <ListPage/> }.into_any(),
        ScenarioPage::Question(question) => view! { <QuestionPage question=question/> }.into_any(),
        ScenarioPage::One(id, at) => view! { <WorkbenchPage id=id at=at/> }.into_any(),
        ScenarioPage::Assumptions(id) => view! { <AssumptionsPage id=id/> }.into_any(),
        ScenarioPage::BestValue(id) => view! { <BestValuePage id=id/> }.into_any(),
    }
}
