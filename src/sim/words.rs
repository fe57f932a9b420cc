//! What many runs say, in sentences: how often, how much, and at what price. Knows nothing of how a run is made.

use super::outputs::{Layout, Output};
use super::runs::Summary;
use super::worthwhile::Worthwhile;
use crate::eval::numbers::{count, number};
use crate::model::{Event, EvidenceStrength, Scenario};
use std::collections::BTreeMap;

/// A share of runs as people say it: “about 7 of 10 runs”, “nearly all runs”.
pub(super) fn of_runs(share: f64) -> String {
    match share {
        share if share >= 1.0 => "all runs".to_owned(),
        share if share > 0.97 => "nearly all runs".to_owned(),
        share if share <= 0.0 => "no run".to_owned(),
        share if share < 0.03 => "hardly any run".to_owned(),
        share => match libm::round(share * 10.0) {
            0.0 => "about 1 of 20 runs".to_owned(),
            10.0 => "about 19 of 20 runs".to_owned(),
            tenths => format!("about {tenths} of 10 runs"),
        },
    }
}

/// Pounds to three digits or so: nobody plans to the penny what is as uncertain as this.
fn pounds(value: f64) -> String {
    let size = libm::fabs(value);
    let step = match size {
        size if size >= 100_000.0 => 1_000.0,
        size if size >= 10_000.0 => 100.0,
        size if size >= 1_000.0 => 10.0,
        _ => 1.0,
    };
    format!("£{}", count(libm::round(size / step) * step))
}

/// A range of pounds, of which the lower end may be under nothing.
pub(super) fn between(low: f64, high: f64) -> String {
    let signed = |value: f64| if value < 0.0 { format!("−{}", pounds(value)) } else { pounds(value) };
    format!("{} to {}", signed(low), signed(high))
}

fn places(size: f64) -> u8 {
    if libm::fabs(size) < 10.0 { 1 } else { 0 }
}

/// Who is told of.
pub(super) struct Told<'a> {
    pub scenario: &'a Scenario,
    /// What it is held against; None for no programme at all.
    pub against: Option<&'a str>,
    pub layout: &'a Layout,
    /// What all runs say of the differences, by key.
    pub differences: &'a BTreeMap<String, Summary>,
}

impl Told<'_> {
    fn difference(&self, output: Output) -> Option<Summary> {
        self.differences.get(&self.layout.key(output)).copied()
    }
}

/// The difference that a scenario makes: events first, then money. `worth` has what
/// avoided events cost.
pub(super) fn sentences(told: &Told, worth: &BTreeMap<String, Worthwhile>) -> Vec<String> {
    let against = match told.against {
        Some(name) => format!("with “{name}”"),
        None => "without any programme".to_owned(),
    };
    let years = match told.scenario.years {
        1 => "in one year".to_owned(),
        years => format!("in {years} years"),
    };
    let mut said: Vec<String> = Event::ALL
        .into_iter()
        .filter_map(|event| {
            let avoided = told.difference(Output::AvoidedAltogether(event))?;
            Some(of_events(event, &avoided, &years, &against))
        })
        .collect();
    if let Some(cost) = told.difference(Output::PresentCost) {
        said.push(of_cost(&cost, &against));
    }
    if let Some(net) = told.difference(Output::Net) {
        said.push(of_net(&net, told.against, &against));
    }
    said.extend(Event::ALL.into_iter().filter_map(|event| Some(price(event, worth.get(event.key())?))));
    said
}

fn of_events(event: Event, avoided: &Summary, years: &str, against: &str) -> String {
    if avoided.p05 == 0.0 && avoided.p95 == 0.0 {
        return format!("As many {} {years} as {against}.", event.words());
    }
    let decimals = places(avoided.p05).min(places(avoided.p95));
    let shown = |value: f64| number(libm::fabs(value), decimals);
    let range = match (avoided.p05 < 0.0, avoided.p95 > 0.0) {
        (false, _) => format!("from {} to {} fewer", shown(avoided.p05), shown(avoided.p95)),
        (true, true) => format!("from {} more to {} fewer", shown(avoided.p05), shown(avoided.p95)),
        (true, false) => format!("from {} to {} more", shown(avoided.p95), shown(avoided.p05)),
    };
    let (share, way) = match avoided.under > avoided.above {
        true => (avoided.under, "more"),
        false => (avoided.above, "fewer"),
    };
    format!(
        "In {} there are {way} {} {years} than {against}; nine times in ten it is {range}.",
        of_runs(share),
        event.words()
    )
}

fn of_cost(cost: &Summary, against: &str) -> String {
    match (cost.p05 == 0.0 && cost.p95 == 0.0, cost.p95 <= 0.0) {
        (true, _) => format!("Programmes cost the same as {against}."),
        (_, true) => {
            format!("Programmes cost {} less than {against}, in present value.", between(-cost.p95, -cost.p05))
        }
        _ => format!("Programmes cost {} more than {against}, in present value.", between(cost.p05, cost.p95)),
    }
}

/// What is saved less what it costs.
fn of_net(net: &Summary, other: Option<&str>, against: &str) -> String {
    let range = between(net.p05, net.p95);
    match other {
        _ if net.p05 == 0.0 && net.p95 == 0.0 => format!("What is saved less all costs is the same as {against}."),
        None => format!(
            "In {} the money saved is more than all costs, the schools’ own time among them; nine times in ten the difference is {range} in present value.",
            of_runs(net.above)
        ),
        Some(_) => format!(
            "In {} more money is left than {against}: what is saved, less all costs and the schools’ own time. Nine times in ten the difference is {range} in present value.",
            of_runs(net.above)
        ),
    }
}

/// What one avoided event costs; not where it may be that none is avoided.
fn price(event: Event, found: &Worthwhile) -> String {
    match found.each {
        None => format!(
            "What one of the {} avoided costs cannot be estimated: it may be that none is avoided.",
            event.words()
        ),
        Some(each) => format!(
            "Were they to bear all costs, each of the {} avoided would cost {}.",
            event.words(),
            between(each.p05, each.p95)
        ),
    }
}

/// What whoever reads the numbers should know.
pub(super) fn warnings(scenario: &Scenario, layout: &Layout, levels: &BTreeMap<String, Summary>) -> Vec<String> {
    let mut said = Vec::new();
    let planned = |id| scenario.plan.iter().any(|plan| plan.programme == id && plan.by_year.iter().any(|n| *n > 0));
    let unknown: Vec<String> = (scenario.programmes.iter())
        .filter(|programme| programme.strength == EvidenceStrength::Unknown && planned(programme.id.clone()))
        .map(|programme| programme.name.clone())
        .collect();
    if !unknown.is_empty() {
        said.push(format!(
            "How strong the evidence is, is not known for: {}. Their ranges are guesses.",
            unknown.join("; ")
        ));
    }
    let mut clusters: Vec<_> = scenario.clusters.iter().collect();
    clusters.sort_by(|one, other| one.id.cmp(&other.id));
    for (place, cluster) in clusters.into_iter().enumerate() {
        if let Some(over) = levels.get(&layout.key(Output::OverPot(place))).filter(|over| over.mean > 0.05) {
            said.push(format!(
                "In {} {} spends more than its pot holds in some year.",
                of_runs(over.mean),
                cluster.name
            ));
        }
    }
    said
}
