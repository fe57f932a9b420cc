//! A best plan in sentences, with what it hangs on: never as the answer. Knows nothing of how it was found.

use super::of_scenario::Benefit;
use super::{BestValue, Plan, Reasons};
use crate::eval::numbers::{count, number};
use crate::sim::runs::Summary;
use std::collections::BTreeMap;

/// Offers of which it is told how often they are chosen.
const TOLD: usize = 6;

pub(super) fn sentences(
    benefit: Benefit,
    asked: &BestValue,
    reasons: &Reasons,
    offers: &BTreeMap<String, (String, String)>,
    often: &BTreeMap<String, f64>,
    whole: Option<&Summary>,
) -> Vec<String> {
    let best = &reasons.best;
    let mut said = vec![format!(
        "{} a year buys {} for {}: {}. By the averages {} {}.",
        pounds(asked.budget),
        groups(best),
        pounds(best.cost),
        programmes(best, offers),
        amount(benefit, best.benefit),
        brought(benefit)
    )];
    if let Some(whole) = whole {
        said.push(format!(
            "Run forward as a whole, with all that overlaps, it is {}, nine times in ten between {} and {}.",
            amount(benefit, whole.mean),
            bare(benefit, whole.p05),
            bare(benefit, whole.p95)
        ));
    }
    if let Some(next) = &reasons.next_best {
        said.push(format!(
            "The next best plan comes to {} for {}: little hangs on a group here or there.",
            amount(benefit, next.benefit),
            pounds(next.cost)
        ));
    }
    said.push(format!("Another {} would bring {} more.", pounds(reasons.more), amount(benefit, reasons.more_benefit)));
    for (name, cost) in &reasons.floors_cost {
        said.push(match *cost > 0.0 {
            true => format!("To spend at least so much on {name} costs {}.", amount(benefit, *cost)),
            false => format!("To spend at least so much on {name} costs nothing: it would be chosen anyway."),
        });
    }
    let mut ranked: Vec<(&String, &f64)> = often.iter().filter(|(_, share)| **share > 0.0).collect();
    ranked.sort_by(|one, other| other.1.total_cmp(one.1).then(one.0.cmp(other.0)));
    for (id, share) in ranked.into_iter().take(TOLD) {
        if let Some((programme, cluster)) = offers.get(id) {
            let tenths = libm::round(share * 10.0);
            said.push(format!("{programme} in {cluster} is in the best plan in about {tenths} of 10 runs."));
        }
    }
    said
}

fn groups(plan: &Plan) -> String {
    let all: u32 = plan.groups.values().sum();
    match all {
        0 => "nothing".to_owned(),
        1 => "1 group".to_owned(),
        all => format!("{all} groups"),
    }
}

fn programmes(plan: &Plan, offers: &BTreeMap<String, (String, String)>) -> String {
    let mut by_programme: BTreeMap<&str, u32> = BTreeMap::new();
    for (id, groups) in &plan.groups {
        if let Some((programme, _)) = offers.get(id) {
            *by_programme.entry(programme.as_str()).or_default() += groups;
        }
    }
    let listed: Vec<String> =
        by_programme.iter().map(|(programme, groups)| format!("{programme} ({groups})")).collect();
    if listed.is_empty() { "no programme".to_owned() } else { listed.join(", ") }
}

fn brought(benefit: Benefit) -> &'static str {
    if benefit == Benefit::Net { "would be left" } else { "would be avoided" }
}

fn pounds(value: f64) -> String {
    let minus = if value < 0.0 { "−" } else { "" };
    format!("{minus}£{}", count(libm::round(libm::fabs(value))))
}

/// “3.2 requests for EHC plans”, “£1,200”.
fn amount(benefit: Benefit, value: f64) -> String {
    match benefit {
        Benefit::Net => pounds(value),
        _ => format!("{} {}", bare(benefit, value), benefit.words()),
    }
}

/// The number alone.
fn bare(benefit: Benefit, value: f64) -> String {
    match benefit {
        Benefit::Net => pounds(value),
        _ => number(value, if libm::fabs(value) < 10.0 { 1 } else { 0 }),
    }
}
