//! What a question asks for, filled in beforehand with what is likely. Knows nothing of what is made of the answers.

use crate::eval::numbers::count;
use crate::model::{AcademicYear, ClusterId, Programme, ProgrammeId, Scenario, WhatIf};
use crate::ui::components::{Choice, NumberField, Select, Width};
use crate::ui::forms::{FormErrors, required_number};
use crate::ui::route::Question;
use crate::ui::view;
use leptos::prelude::*;
use std::sync::Arc;

/// The boxes of a question.
#[derive(Clone, Copy)]
pub(super) struct Answers {
    question: Question,
    from: RwSignal<String>,
    to: RwSignal<String>,
    number: RwSignal<String>,
    /// A cluster that may join, by its short name, with the year in which it does; none where it does not.
    joins: StoredValue<Vec<(String, RwSignal<String>)>>,
    cluster: RwSignal<String>,
    year: RwSignal<String>,
}

impl Answers {
    /// Filled in with what is likely.
    pub fn for_plan(question: Question, plan: &Scenario) -> Self {
        let cost = |one: &Programme| one.price_of_group() * f64::from(plan.groups_in_all(&one.id));
        let mut planned: Vec<&Programme> = plan.programmes.iter().filter(|one| cost(one) > 0.0).collect();
        planned.sort_by(|one, other| cost(other).total_cmp(&cost(one)));
        let id = |one: Option<&&Programme>| one.map_or(String::new(), |one| one.id.to_string());
        let newcomers: Vec<&ClusterId> =
            plan.clusters.iter().map(|cluster| &cluster.id).filter(|id| plan.joins(id).is_none()).collect();
        let half = newcomers.len().div_ceil(2);
        let joins = newcomers.iter().enumerate().map(|(place, id)| {
            let wave = if place < half { 1 } else { 2 };
            (id.to_string(), RwSignal::new(wave.min(plan.years.saturating_sub(1)).to_string()))
        });
        let number = match question {
            Question::MoveMoney => "5000",
            Question::Cut => "10",
            _ => "800",
        };
        Self {
            question,
            from: RwSignal::new(id(planned.first())),
            to: RwSignal::new(id(planned.get(1))),
            number: RwSignal::new(number.to_owned()),
            cluster: RwSignal::new(newcomers.first().map_or(String::new(), |id| id.to_string())),
            joins: StoredValue::new(joins.collect()),
            year: RwSignal::new("1".to_owned()),
        }
    }

    /// What was asked.
    ///
    /// # Errors
    /// What is wrong with an answer, at its box.
    pub fn question(self, plan: &Scenario) -> Result<WhatIf, FormErrors> {
        let mut errors = FormErrors::new();
        let programme = |text: RwSignal<String>| ProgrammeId::try_from(text.get_untracked());
        let number = |id: &str, what: &str, errors: &mut FormErrors| {
            errors.keep(id, required_number(what, &self.number.get_untracked())).map(f64::from)
        };
        let year = self.year.with_untracked(|year| year.parse().unwrap_or(0));
        let asked = match self.question {
            Question::MoveMoney => {
                let (from, to) = (programme(self.from), programme(self.to));
                let pounds = number("pounds", "Pounds a year", &mut errors);
                match (from, to, pounds) {
                    (Ok(from), Ok(to), Some(pounds)) => Some(WhatIf::MoveMoney { from, to, pounds }),
                    (from, _, _) => {
                        let field = if from.is_err() { "from" } else { "to" };
                        errors.put(field, "Choose a programme");
                        None
                    }
                }
            }
            Question::Cut => number("percent", "How much", &mut errors).map(|percent| WhatIf::Cut { percent }),
            Question::ShareTherapist => {
                number("hours", "Hours a year", &mut errors).map(|hours| WhatIf::ShareTherapist { hours })
            }
            Question::AddCluster => match ClusterId::try_from(self.cluster.get_untracked()) {
                Ok(cluster) => Some(WhatIf::RollOut { starts: [(cluster, year)].into() }),
                Err(_) => {
                    errors.put("starts", "All clusters take part already");
                    None
                }
            },
            Question::RollOut => {
                let starts = self.joins.with_value(|joins| {
                    let joined = |(id, year): &(String, RwSignal<String>)| {
                        Some((ClusterId::try_from(id.clone()).ok()?, year.get_untracked().parse().ok()?))
                    };
                    joins.iter().filter_map(joined).collect()
                });
                Some(WhatIf::RollOut { starts })
            }
            Question::Stop => Some(WhatIf::Stop { after: year.min(plan.years) }),
        };
        asked.filter(|_| errors.is_empty()).ok_or(errors)
    }
}

/// The boxes on the page.
#[component]
pub(super) fn Fields(answers: Answers, plan: Arc<Scenario>, errors: RwSignal<FormErrors>) -> impl IntoView {
    match answers.question {
        Question::MoveMoney => {
            let programmes = programmes(&plan);
            let options = Signal::stored(programmes);
            view! {
                <Select id="from" label="From" value=answers.from options=options errors=errors/>
                <Select id="to" label="To" value=answers.to options=options errors=errors/>
                <NumberField id="pounds" label="Pounds a year" hint="Whole groups move: as near to it as they come." value=answers.number errors=errors width=Width::Chars10/>
            }
            .into_any()
        }
        Question::Cut => view! {
            <NumberField id="percent" label="How much" hint="Of every programme, in whole groups." suffix="%" value=answers.number errors=errors/>
        }
        .into_any(),
        Question::ShareTherapist => view! {
            <NumberField id="hours" label="Hours a year" hint="With children, for all clusters that take part together." suffix="hours" value=answers.number errors=errors/>
        }
        .into_any(),
        Question::AddCluster => {
            let newcomers = newcomers(&plan);
            view! {
                <Select id="starts" label="Which cluster" value=answers.cluster options=Signal::stored(newcomers) errors=errors/>
                <Select id="year" label="From" value=answers.year options=Signal::stored(years(&plan))/>
            }
            .into_any()
        }
        Question::RollOut => {
            let mut choices = vec![Choice::new("never", "Does not join")];
            choices.extend(years(&plan));
            let choices = Signal::stored(choices);
            let boxes = answers.joins.with_value(|joins| {
                let one = |(place, (id, year)): (usize, &(String, RwSignal<String>))| {
                    let name = plan.clusters.iter().find(|cluster| cluster.id.as_str() == id);
                    let label = name.map_or(id.clone(), |cluster| cluster.name.clone());
                    let field = if place == 0 { "starts".to_owned() } else { format!("starts-{place}") };
                    view! { <Select id=field label=label value=*year options=choices errors=errors/> }
                };
                joins.iter().enumerate().map(one).collect_view()
            });
            view! {
                <p class="govuk-body">"When does each cluster join? It gets as many groups for a pupil as those that take part now."</p>
                {boxes}
            }
            .into_any()
        }
        Question::Stop => {
            let after = (0..plan.years).map(|year| {
                let last = year_words(&plan, year.saturating_sub(1));
                let label = if year == 0 { "Now".to_owned() } else { format!("After {last}") };
                Choice::new(year.to_string(), label)
            });
            view! { <Select id="after" label="When" value=answers.year options=Signal::stored(after.collect::<Vec<_>>())/> }.into_any()
        }
    }
}

fn programmes(plan: &Scenario) -> Vec<Choice> {
    let one = |programme: &Programme| {
        let (groups, price) = (plan.groups_in_all(&programme.id), programme.price_of_group());
        let price = count(libm::round(price));
        Choice::new(programme.id.as_str(), format!("{} ({groups} groups, about £{price} each)", programme.name))
    };
    plan.programmes.iter().map(one).collect()
}

fn newcomers(plan: &Scenario) -> Vec<Choice> {
    let left = plan.clusters.iter().filter(|cluster| plan.joins(&cluster.id).is_none());
    left.map(|cluster| Choice::new(cluster.id.as_str(), cluster.name.clone())).collect()
}

/// The scenario's years as choices, by their place.
pub(super) fn years(plan: &Scenario) -> Vec<Choice> {
    (0..plan.years).map(|year| Choice::new(year.to_string(), year_words(plan, year))).collect()
}

/// “2019/20”.
pub(super) fn year_words(plan: &Scenario, year: usize) -> String {
    AcademicYear(plan.first_year.0.saturating_add(year as u16)).to_string()
}
