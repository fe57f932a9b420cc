//! The integer program: whole groups of each offer, and whether it runs at all. Knows nothing of sentences.

use super::{BestValue, BestValueError, Offer};
use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};
use std::collections::{BTreeMap, BTreeSet};

/// Steps of one search; a count and not a time, so that every machine finds the same.
const MOST_NODES: u64 = 200_000;
/// How near to the least cost a plan must come to be told as what the floors take: a share of that cost.
const NEAR_ENOUGH: f64 = 0.005;
/// Of equal benefits the cheaper plan: a share too small to outweigh a benefit that counts.
const CHEAPER: f64 = 1e-7;

/// What is settled beforehand.
pub(super) enum Fixed<'a> {
    Nothing,
    /// The plan must differ from this one.
    OtherThan(&'a BTreeMap<String, u32>),
}

/// When a search may end.
#[derive(PartialEq)]
pub(super) enum Until {
    /// Nothing better is left: what is told as the best is.
    Proved,
    /// Little better is left. Many plans cost nearly the same, and to prove which of them is the cheapest takes very long.
    NearEnough,
}

/// An offer's place in the program.
struct Placed<'a> {
    offer: &'a Offer,
    groups: Variable,
    /// Whether it runs at all, where that decides what else may.
    runs: Option<Variable>,
}

/// The best whole groups, by offer; None where nothing keeps to the rules.
pub(super) fn solve(
    asked: &BestValue,
    fixed: Fixed,
    until: Until,
) -> Result<Option<BTreeMap<String, u32>>, BestValueError> {
    let size = |value: fn(&Offer) -> f64| asked.offers.iter().map(value).fold(0.0, f64::max).max(1e-12);
    let (dearest, greatest) = (size(|offer| offer.cost), size(|offer| offer.benefit.abs()));
    let mut problem = Problem::new(OptimizationDirection::Maximize);
    let tied: BTreeSet<&str> = (asked.offers.iter())
        .filter(|offer| !offer.excludes.is_empty() || !offer.needs.is_empty())
        .flat_map(|offer| offer.excludes.iter().chain(&offer.needs).chain([&offer.id]))
        .map(String::as_str)
        .collect();
    // By name, so that the order of rows cannot choose among equals.
    let mut offers: Vec<&Offer> = asked.offers.iter().collect();
    offers.sort_by(|one, other| one.id.cmp(&other.id));
    let placed: Vec<Placed> = offers
        .into_iter()
        .map(|offer| {
            let value = offer.benefit / greatest - CHEAPER * offer.cost / dearest;
            let most = i32::try_from(offer.most).unwrap_or(i32::MAX);
            let groups = problem.add_integer_var(value, (0, most));
            let runs = tied.contains(offer.id.as_str()).then(|| problem.add_binary_var(0.0));
            Placed { offer, groups, runs }
        })
        .collect();
    let mut sum = |of: &dyn Fn(&Offer) -> f64, comparison: ComparisonOp, bound: f64, unit: f64| {
        let row: Vec<_> =
            placed.iter().map(|one| (one.groups, of(one.offer) / unit)).filter(|(_, n)| *n != 0.0).collect();
        problem.add_constraint(row, comparison, bound / unit);
    };
    sum(&|offer| offer.cost, ComparisonOp::Le, asked.budget, dearest);
    if let Some(hours) = asked.hours {
        sum(&|offer| offer.hours, ComparisonOp::Le, hours, size(|offer| offer.hours));
    }
    if asked.least_reach > 0.0 {
        sum(&|offer| offer.reach, ComparisonOp::Ge, asked.least_reach, size(|offer| offer.reach));
    }
    for (name, floor) in &asked.floors {
        let own = |offer: &Offer| if offer.of.contains(name) { offer.cost } else { 0.0 };
        sum(&own, ComparisonOp::Ge, *floor, dearest);
    }
    let runs = |id: &String| placed.iter().find(|one| one.offer.id == *id).and_then(|one| one.runs);
    for (one, own) in placed.iter().filter_map(|one| Some((one, one.runs?))) {
        // It runs where it has a group, and only there.
        problem.add_constraint([(one.groups, 1.0), (own, -f64::from(one.offer.most))], ComparisonOp::Le, 0.0);
        problem.add_constraint([(one.groups, 1.0), (own, -1.0)], ComparisonOp::Ge, 0.0);
        for other in one.offer.excludes.iter().filter_map(runs) {
            problem.add_constraint([(own, 1.0), (other, 1.0)], ComparisonOp::Le, 1.0);
        }
        for other in one.offer.needs.iter().filter_map(runs) {
            problem.add_constraint([(own, 1.0), (other, -1.0)], ComparisonOp::Le, 0.0);
        }
    }
    if let Fixed::OtherThan(known) = fixed {
        differ(&mut problem, &placed, known);
    }
    let mut options = SolveOptions::default();
    options.node_limit = Some(MOST_NODES);
    if until == Until::NearEnough {
        options.mip_gap = NEAR_ENOUGH;
    }
    let solution = match problem.solve_with(options) {
        Ok(outcome) if outcome.is_optimal() || until == Until::NearEnough => {
            outcome.into_solution().map_err(|_| BestValueError::Unsolved)?
        }
        Err(microlp::Error::Infeasible) => return Ok(None),
        _ => return Err(BestValueError::Unsolved),
    };
    let groups = |one: &Placed| libm::round(solution.var_value(one.groups)) as u32;
    let chosen = placed.iter().map(|one| (one.offer.id.clone(), groups(one)));
    Ok(Some(chosen.filter(|(_, groups)| *groups > 0).collect()))
}

/// At least one offer has more groups than in a plan, or fewer.
fn differ(problem: &mut Problem, placed: &[Placed], known: &BTreeMap<String, u32>) {
    let mut apart = Vec::new();
    for one in placed {
        let before = f64::from(known.get(&one.offer.id).copied().unwrap_or(0));
        let most = f64::from(one.offer.most);
        let (more, fewer) = (problem.add_binary_var(0.0), problem.add_binary_var(0.0));
        // More: groups ≥ before + 1. Fewer: groups ≤ before − 1.
        problem.add_constraint([(one.groups, 1.0), (more, -(before + 1.0))], ComparisonOp::Ge, 0.0);
        problem.add_constraint([(one.groups, 1.0), (fewer, most - before + 1.0)], ComparisonOp::Le, most);
        apart.extend([(more, 1.0), (fewer, 1.0)]);
    }
    problem.add_constraint(apart, ComparisonOp::Ge, 1.0);
}
