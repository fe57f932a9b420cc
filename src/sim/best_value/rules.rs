//! Which programmes may run beside which, in a cluster. Knows nothing of budgets.

use super::BestValueError;
use super::check::circle;
use crate::model::{Programme, ProgrammeId, Scenario, ScenarioCluster};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// How one programme stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Together {
    /// It runs only where the other runs too.
    Only,
    /// It does not run where the other runs.
    Never,
}

/// A rule for every cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    pub programme: ProgrammeId,
    pub together: Together,
    pub other: ProgrammeId,
}

/// Rules name two programmes of the scenario each, and never go round in a circle.
pub(super) fn check(rules: &[Rule], scenario: &Scenario) -> Result<(), BestValueError> {
    let wrong = |words: String| Err(BestValueError::Problem { field: "rules", words });
    let name = |id: &ProgrammeId| of(scenario, id).map(|one| one.name.as_str());
    let mut needs: BTreeMap<&str, Vec<&str>> =
        scenario.programmes.iter().map(|programme| (programme.name.as_str(), Vec::new())).collect();
    for rule in rules {
        let (Some(own), Some(other)) = (name(&rule.programme), name(&rule.other)) else {
            return wrong("A rule names a programme that the scenario does not have.".to_owned());
        };
        if rule.programme == rule.other {
            return wrong(format!("“{own}” stands on both sides of a rule. Choose another programme."));
        }
        if rule.together == Together::Only {
            needs.entry(own).or_default().push(other);
        }
    }
    if let Some(circle) = circle(&needs) {
        return wrong(format!("These need one another in a circle: {}.", circle.join(", ")));
    }
    for programme in &scenario.programmes {
        let together = needed(rules, &programme.id);
        let apart = rules.iter().find(|rule| {
            rule.together == Together::Never && together.contains(&rule.programme) && together.contains(&rule.other)
        });
        if let Some((own, other)) = apart.and_then(|rule| name(&rule.programme).zip(name(&rule.other))) {
            let words = format!(
                "“{}” needs “{own}” and “{other}” to run together, and a rule keeps them apart.",
                programme.name
            );
            return wrong(words);
        }
    }
    Ok(())
}

/// A programme and all that it needs, and so on. Rules must not go round.
fn needed<'a>(rules: &'a [Rule], programme: &'a ProgrammeId) -> BTreeSet<&'a ProgrammeId> {
    let own = rules.iter().filter(|rule| rule.together == Together::Only && rule.programme == *programme);
    own.flat_map(|rule| needed(rules, &rule.other)).chain([programme]).collect()
}

/// Whether a programme may run in a cluster at all: there are pupils for it, and for all that it needs, and so on.
pub(super) fn may_run(rules: &[Rule], scenario: &Scenario, programme: &Programme, cluster: &ScenarioCluster) -> bool {
    let mut all = needed(rules, &programme.id).into_iter().filter_map(|id| of(scenario, id));
    all.all(|one| scenario.pupils_served(one, cluster) > 0)
}

/// The programmes that a programme's rules name and that may run in a cluster.
pub(super) fn named_by<'a>(
    rules: &'a [Rule],
    scenario: &'a Scenario,
    together: Together,
    programme: &'a Programme,
    cluster: &'a ScenarioCluster,
) -> impl Iterator<Item = &'a Programme> {
    let own = rules.iter().filter(move |rule| rule.together == together && rule.programme == programme.id);
    own.filter_map(|rule| of(scenario, &rule.other)).filter(move |other| may_run(rules, scenario, other, cluster))
}

fn of<'a>(scenario: &'a Scenario, id: &ProgrammeId) -> Option<&'a Programme> {
    scenario.programmes.iter().find(|one| one.id == *id)
}
