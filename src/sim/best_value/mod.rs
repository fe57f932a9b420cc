//! Which groups a budget buys for the most benefit, under floors, hours, exclusions and dependencies. Knows nothing of where costs
//! and benefits come from.
//!
//! Whole groups are chosen by an integer program, solved to its proven optimum. A best plan is never told alone: beside it stand the
//! next best, what more money would bring, what each floor costs, and how often each offer is chosen when benefits are uncertain.

mod check;
mod of_scenario;
mod program;
mod rules;
mod words;

pub use of_scenario::{Benefit, BestPlan, BudgetAsked, Searching, may_have_floors};
use program::{Fixed, Until, solve};
pub use rules::{Rule, Together};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use thiserror::Error;

/// Groups that may be bought: of one programme in one cluster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// Named once among all.
    pub id: String,
    /// What it counts towards, such as its cluster and the phases it serves: floors are told of these.
    #[serde(default)]
    pub of: Vec<String>,
    /// Pounds and staff hours of a group, pupils it reaches, and what it brings.
    pub cost: f64,
    #[serde(default)]
    pub hours: f64,
    #[serde(default)]
    pub reach: f64,
    pub benefit: f64,
    /// Groups at the most.
    pub most: u32,
    /// Offers that cannot run beside it, and offers without which it cannot run.
    #[serde(default)]
    pub excludes: Vec<String>,
    #[serde(default)]
    pub needs: Vec<String>,
}

/// What is to be bought, and what must hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BestValue {
    pub budget: f64,
    /// Staff hours that there are; without a number as many as are needed.
    #[serde(default)]
    pub hours: Option<f64>,
    /// Pupils reached at the least.
    #[serde(default)]
    pub least_reach: f64,
    /// Pounds spent at the least on offers of a cluster or a phase.
    #[serde(default)]
    pub floors: BTreeMap<String, f64>,
    pub offers: Vec<Offer>,
}

/// What was chosen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Groups of each offer that runs.
    pub groups: BTreeMap<String, u32>,
    pub cost: f64,
    pub hours: f64,
    pub reach: f64,
    pub benefit: f64,
}

/// A best plan with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reasons {
    pub best: Plan,
    /// The best that differs from it; none where there is no other.
    pub next_best: Option<Plan>,
    /// What so many pounds more would bring.
    pub more: f64,
    pub more_benefit: f64,
    /// How much benefit each floor costs.
    pub floors_cost: BTreeMap<String, f64>,
    /// The greatest benefit for other budgets, from half to one and a half.
    pub frontier: Vec<(f64, f64)>,
}

/// Why there is no plan.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum BestValueError {
    #[error("{words}")]
    Problem { field: &'static str, words: String },
    #[error("no whole groups keep every floor within the budget: {0}")]
    Impossible(String),
    #[error("the search did not end: ask with fewer offers, or fewer groups of each")]
    Unsolved,
}

/// The share of the budget whose worth is told.
const MORE: f64 = 0.05;
const FRONTIER: [f64; 11] = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4, 1.5];

impl BestValue {
    /// The best plan.
    ///
    /// # Errors
    /// What is wrong with the request, or why no plan keeps to it.
    pub fn best(&self) -> Result<Plan, BestValueError> {
        self.check()?;
        match solve(self, Fixed::Nothing, Until::Proved)? {
            Some(groups) => Ok(self.plan(groups)),
            None => Err(BestValueError::Impossible(self.shortage()?)),
        }
    }

    /// The best plan with its reasons.
    ///
    /// # Errors
    /// As [`BestValue::best`].
    pub fn reasons(&self) -> Result<Reasons, BestValueError> {
        let best = self.best()?;
        let of_budget = |budget: f64| -> Result<Option<f64>, BestValueError> {
            let other = Self { budget, ..self.clone() };
            Ok(solve(&other, Fixed::Nothing, Until::Proved)?.map(|groups| other.plan(groups).benefit))
        };
        let more = MORE * self.budget;
        let mut floors_cost = BTreeMap::new();
        for name in self.floors.keys() {
            let mut without = self.clone();
            without.floors.remove(name);
            let freed = solve(&without, Fixed::Nothing, Until::Proved)?
                .map_or(best.benefit, |groups| without.plan(groups).benefit);
            floors_cost.insert(name.clone(), (freed - best.benefit).max(0.0));
        }
        let mut frontier = Vec::new();
        for share in FRONTIER {
            if let Some(benefit) = of_budget(share * self.budget)? {
                frontier.push((share * self.budget, benefit));
            }
        }
        Ok(Reasons {
            next_best: solve(self, Fixed::OtherThan(&best.groups), Until::Proved)?.map(|groups| self.plan(groups)),
            more,
            more_benefit: of_budget(self.budget + more)?.map_or(0.0, |benefit| (benefit - best.benefit).max(0.0)),
            floors_cost,
            frontier,
            best,
        })
    }

    /// How often each offer runs in the best plan, over draws of all benefits: a list of benefits a draw, in the order of offers.
    ///
    /// # Errors
    /// As [`BestValue::best`], and draws of another length than offers.
    pub fn robustness(&self, draws: &[Vec<f64>]) -> Result<BTreeMap<String, f64>, BestValueError> {
        let mut chosen: BTreeMap<String, f64> = self.offers.iter().map(|offer| (offer.id.clone(), 0.0)).collect();
        for draw in draws {
            if draw.len() != self.offers.len() {
                let words = "Each draw needs a benefit for each offer.".to_owned();
                return Err(BestValueError::Problem { field: "draws", words });
            }
            let mut drawn = self.clone();
            drawn.offers.iter_mut().zip(draw).for_each(|(offer, benefit)| offer.benefit = *benefit);
            for id in drawn.best()?.groups.into_keys() {
                if let Some(count) = chosen.get_mut(&id) {
                    *count += 1.0 / draws.len() as f64;
                }
            }
        }
        Ok(chosen)
    }

    /// Sums in the order of names, so that the order of rows changes no digit.
    fn plan(&self, groups: BTreeMap<String, u32>) -> Plan {
        let mut plan = Plan { groups, cost: 0.0, hours: 0.0, reach: 0.0, benefit: 0.0 };
        let by_id: BTreeMap<&str, &Offer> = self.offers.iter().map(|offer| (offer.id.as_str(), offer)).collect();
        for (id, count) in &plan.groups {
            if let Some(offer) = by_id.get(id.as_str()) {
                let count = f64::from(*count);
                plan.cost += count * offer.cost;
                plan.hours += count * offer.hours;
                plan.reach += count * offer.reach;
                plan.benefit += count * offer.benefit;
            }
        }
        plan
    }
}

#[cfg(test)]
mod tests;
