//! Calculates which options a budget buys for the greatest benefit. Knows no programme.

use super::answer::Answer;
use super::error::CalculationError;
use super::fields::{Fields, shortened};
use super::method::Method;
use crate::eval::numbers::{counted, list, number};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most options of one request.
const MOST_OPTIONS: usize = 200;
/// Steps of one search; a count and not a time, so that every machine finds the same.
const MOST_NODES: u64 = 200_000;

/// Something that can be bought once, whole.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BuyingOption {
    pub name: String,
    pub cost: f64,
    pub benefit: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
}

/// Request for the choice of options with the greatest benefit that a budget buys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Allocate {
    pub budget: f64,
    pub options: Vec<BuyingOption>,
    /// The least that is spent in a cluster.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub floors: BTreeMap<String, f64>,
}

fn not_negative(fields: &mut Fields, field: &'static str) -> Result<f64, CalculationError> {
    fields.number_that(field, "a number from 0 to 1e12", |value| (0.0..=1e12).contains(&value))
}

impl Method for Allocate {
    const NAME: &'static str = "allocate";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let budget = not_negative(&mut fields, "budget")?;
        let listed = fields.objects("options", "a list of objects with name, cost and benefit")?;
        if listed.is_empty() || listed.len() > MOST_OPTIONS {
            let found = format!("a list of {}", listed.len());
            return Err(fields.broken("options", "a list of 1 to 200 options", &found));
        }
        let one = |mut inner: Fields| {
            let option = BuyingOption {
                name: inner.name("name")?,
                cost: not_negative(&mut inner, "cost")?,
                benefit: not_negative(&mut inner, "benefit")?,
                cluster: inner.name_or_none("cluster")?,
            };
            inner.finish()?;
            Ok(option)
        };
        let options = listed.into_iter().map(one).collect::<Result<Vec<_>, CalculationError>>()?;
        let mut names = BTreeSet::new();
        if let Some(twice) = options.iter().find(|option| !names.insert(option.name.as_str())) {
            return Err(fields.broken("options", "names that occur once", &twice.name));
        }
        let floors = fields.named_amounts_or_none("floors")?;
        let request = Self { budget, options, floors };
        if let Some((cluster, floor)) =
            request.floors.iter().find(|(cluster, floor)| request.affordable(cluster) < **floor)
        {
            let rule =
                format!("at most what the options of its cluster cost, which is {}", request.affordable(cluster));
            return Err(fields.broken(&format!("floors.{}", shortened(cluster)), &rule, &floor.to_string()));
        }
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let refused = |reason: String| CalculationError::Unanswerable { method: Self::NAME, reason };
        let best = self.best(None).map_err(&refused)?.ok_or_else(|| refused(self.shortage()))?;
        let next = self.best(Some(&best)).map_err(&refused)?;
        let plan = |chosen: &BTreeSet<usize>| {
            let picked: Vec<&BuyingOption> = chosen.iter().filter_map(|place| self.options.get(*place)).collect();
            let mut names: Vec<&str> = picked.iter().map(|option| option.name.as_str()).collect();
            names.sort_unstable();
            let mut sums: Vec<(f64, f64)> = picked.iter().map(|option| (option.cost, option.benefit)).collect();
            sums.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            let (cost, benefit) = sums.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            (names.into_iter().map(str::to_owned).collect::<Vec<String>>(), cost, benefit)
        };
        let (names, cost, benefit) = plan(&best);
        let next = next.map(|chosen| plan(&chosen));
        let next_value = next.as_ref().map_or(
            Value::Null,
            |(names, cost, benefit)| serde_json::json!({ "chosen": names, "cost": cost, "benefit": benefit }),
        );
        let tie = next.as_ref().is_some_and(|(_, _, other)| libm::fabs(other - benefit) <= 1e-9 * benefit.max(1.0));
        let words = format!(
            "{} for {} of {}: {}. Benefit {}.",
            counted(names.len() as f64, ("option", "options")),
            number(cost, 0),
            number(self.budget, 0),
            if names.is_empty() { "none".to_owned() } else { list(names.clone()) },
            number(benefit, 2)
        );
        Ok(Answer::new(Self::NAME, "0/1 choice by integer programming, proven best; of equal benefits the cheapest; the next-best plan is the best that differs")
            .with_value("chosen", names)
            .with("benefit", benefit)
            .with("cost", cost)
            .with_value("next_best", next_value)
            .said(words)
            .warned(tie.then(|| "Another plan brings the same benefit: see the next best.".to_owned()))
            .warned(Some("Benefits are taken as certain: how often a choice survives their uncertainty is another question.".to_owned())))
    }
}

impl Allocate {
    fn in_cluster<'a>(&'a self, cluster: &'a str) -> impl Iterator<Item = (usize, &'a BuyingOption)> {
        self.options.iter().enumerate().filter(move |(_, option)| option.cluster.as_deref() == Some(cluster))
    }

    fn affordable(&self, cluster: &str) -> f64 {
        // Begun with nothing, as the sum of none is otherwise written “-0”.
        self.in_cluster(cluster).map(|(_, option)| option.cost).fold(0.0, |sum, cost| sum + cost)
    }

    /// Why no plan keeps floors and budget.
    fn shortage(&self) -> String {
        let floors: f64 = self.floors.values().sum();
        if floors > self.budget {
            return format!("the floors add up to {floors}, which is {} more than the budget", floors - self.budget);
        }
        "no whole options reach every floor within the budget: raise the budget or lower a floor".to_owned()
    }

    /// The best plan, or the best that differs from another; None where there is none.
    fn best(&self, other_than: Option<&BTreeSet<usize>>) -> Result<Option<BTreeSet<usize>>, String> {
        let most = |value: fn(&BuyingOption) -> f64| self.options.iter().map(value).fold(0.0, f64::max);
        let (dearest, greatest) = (most(|option| option.cost).max(1e-12), most(|option| option.benefit).max(1e-12));
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        // Ordered by name, so that the order of rows cannot choose among equals.
        let mut order: Vec<usize> = (0..self.options.len()).collect();
        order.sort_by(|a, b| self.options.get(*a).map(|o| &o.name).cmp(&self.options.get(*b).map(|o| &o.name)));
        let mut variables: BTreeMap<usize, Variable> = BTreeMap::new();
        for place in order {
            if let Some(option) = self.options.get(place) {
                // Of equal benefits the cheaper: a share of the benefit too small to outweigh any that counts.
                let value = option.benefit / greatest - 1e-7 * option.cost / dearest;
                variables.insert(place, problem.add_binary_var(value));
            }
        }
        let term = |place: usize, amount: f64| variables.get(&place).map(|variable| (*variable, amount));
        let costs = self.options.iter().enumerate().filter_map(|(place, option)| term(place, option.cost / dearest));
        problem.add_constraint(costs.collect::<Vec<_>>(), ComparisonOp::Le, self.budget / dearest);
        for (cluster, floor) in &self.floors {
            let own = self.in_cluster(cluster).filter_map(|(place, option)| term(place, option.cost / dearest));
            problem.add_constraint(own.collect::<Vec<_>>(), ComparisonOp::Ge, floor / dearest);
        }
        if let Some(other) = other_than {
            let sign = |place: usize| if other.contains(&place) { -1.0 } else { 1.0 };
            let row: Vec<_> = variables.iter().map(|(place, variable)| (*variable, sign(*place))).collect();
            problem.add_constraint(row, ComparisonOp::Ge, 1.0 - other.len() as f64);
        }
        let mut options = SolveOptions::default();
        options.node_limit = Some(MOST_NODES);
        let solution = match problem.solve_with(options) {
            Ok(outcome) if outcome.is_optimal() => outcome.into_solution().ok(),
            Ok(_) => return Err("the search did not end: ask with fewer options".to_owned()),
            Err(microlp::Error::Infeasible) => None,
            Err(error) => return Err(error.to_string()),
        };
        Ok(solution.map(|solution| {
            variables
                .iter()
                .filter(|(_, variable)| solution.var_value(**variable) > 0.5)
                .map(|(place, _)| *place)
                .collect()
        }))
    }
}
