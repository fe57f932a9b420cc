//! What a year's budget buys for the most benefit in a scenario's clusters: offers made of its programmes, and the best plan run
//! forward as a whole. Knows nothing of whoever asks.
//!
//! An offer is a group of one programme in one cluster. What it costs and brings is worked out by the engine with that programme alone
//! in that cluster for one year, and shared over its groups; what it brings in later years counts too. Overlap between programmes
//! and hours that several need at once are therefore not in the integer program. So the best plan is run forward as a whole
//! afterwards, and what it comes to with all overlaps is told beside the sum of its parts.

use super::rules::{Rule, Together, check, may_run, named_by};
use super::words::sentences;
use super::{BestValue, BestValueError, Offer, Reasons};
use crate::model::{ClusterId, Event, PlannedGroups, Programme, ProgrammeId, Scenario, ScenarioCluster};
use crate::sim::outputs::Output;
use crate::sim::prepared::Prepared;
use crate::sim::runs::{Runs, Summary};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Runs of each offer, and of the whole plan.
const RUNS: usize = 400;
/// Runs for which the best plan is looked for again.
const AGAIN: usize = 40;
/// Groups that an offer is worked out with, where the scenario plans none.
const USUAL_GROUPS: u32 = 4;
/// The most groups of one programme in one cluster.
const MOST_GROUPS: f64 = 50.0;

/// What is to be had as much of as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Benefit {
    Requests,
    PermanentExclusions,
    DaysLost,
    /// What is saved less all costs.
    Net,
}

impl Benefit {
    pub const ALL: [Self; 4] = [Self::Requests, Self::PermanentExclusions, Self::DaysLost, Self::Net];

    pub fn key(self) -> &'static str {
        self.event().map_or("net", Event::key)
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|benefit| benefit.key() == key)
    }

    pub fn words(self) -> &'static str {
        self.event().map_or("pounds saved, less all costs", Event::words)
    }

    pub(super) fn event(self) -> Option<Event> {
        match self {
            Self::Requests => Some(Event::Requests),
            Self::PermanentExclusions => Some(Event::PermanentExclusions),
            Self::DaysLost => Some(Event::DaysLost),
            Self::Net => None,
        }
    }

    fn output(self) -> Output {
        self.event().map_or(Output::Net, Output::AvoidedAltogether)
    }
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetAsked {
    pub scenario: Scenario,
    pub benefit: Benefit,
    /// Pounds for one year.
    pub budget: f64,
    /// Pounds at the least for a cluster or a phase, by its name.
    #[serde(default)]
    pub floors: BTreeMap<String, f64>,
    /// Hours of the schools' own staff that there are; without a number as many as are needed.
    #[serde(default)]
    pub hours: Option<f64>,
    /// Places completed in the year, at the least.
    #[serde(default)]
    pub least_reach: f64,
    /// Which programmes run together, in each cluster.
    #[serde(default)]
    pub rules: Vec<Rule>,
    pub seed: u64,
}

impl BudgetAsked {
    /// A budget in pounds for one year, and nothing else that must hold.
    pub fn new(scenario: Scenario, benefit: Benefit, budget: f64, seed: u64) -> Self {
        Self {
            scenario,
            benefit,
            budget,
            floors: BTreeMap::new(),
            hours: None,
            least_reach: 0.0,
            rules: Vec::new(),
            seed,
        }
    }
}

/// The best plan with its reasons, how sure the choice is, and what it comes to as a whole.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BestPlan {
    pub benefit: Benefit,
    /// Pounds that there were.
    pub budget: f64,
    pub reasons: Reasons,
    /// Each offer's programme and cluster, by its id.
    pub offers: BTreeMap<String, (String, String)>,
    /// How often each offer is in the best plan, over draws of what offers bring.
    pub often: BTreeMap<String, f64>,
    /// What the best plan brings when it is run forward as a whole.
    pub whole: Option<Summary>,
    pub words: Vec<String>,
}

/// A search under way.
#[derive(Debug)]
pub struct Searching {
    asked: BudgetAsked,
    /// Offers still to be worked out, the next one last.
    left: Vec<(Programme, ScenarioCluster)>,
    request: BestValue,
    /// What each offer brings, draw by draw.
    draws: Vec<Vec<f64>>,
    found: Option<Reasons>,
    often: BTreeMap<String, f64>,
    again: usize,
}

impl Searching {
    /// Begins; nothing is worked out yet.
    ///
    /// # Errors
    /// A scenario that has a problem, or a floor for nothing that it has.
    pub fn begin(asked: BudgetAsked) -> Result<Self, BestValueError> {
        if let Some(problem) = asked.scenario.problems().into_iter().next() {
            return Err(wrong(problem.field, problem.words));
        }
        check(&asked.rules, &asked.scenario)?;
        let known = may_have_floors(&asked.scenario);
        if let Some(name) = asked.floors.keys().find(|name| !known.contains(name)) {
            return Err(wrong("floors", format!("“{name}” is no cluster or phase that anything can be bought for.")));
        }
        let mut left: Vec<_> = offered(&asked.scenario)
            .filter(|(programme, cluster)| may_run(&asked.rules, &asked.scenario, programme, cluster))
            .map(|(programme, cluster)| (programme.clone(), cluster.clone()))
            .collect();
        left.reverse();
        let request = BestValue {
            budget: asked.budget,
            hours: asked.hours,
            least_reach: asked.least_reach,
            floors: asked.floors.clone(),
            offers: Vec::new(),
        };
        Ok(Self { asked, left, request, draws: Vec::new(), found: None, often: BTreeMap::new(), again: 0 })
    }

    /// Steps that are still to come.
    pub fn left(&self) -> usize {
        self.left.len() + usize::from(self.found.is_none()) + AGAIN - self.again
    }

    /// Takes the next step: an offer, the search, or the search for other draws.
    ///
    /// # Errors
    /// Why no plan keeps to what must hold.
    pub fn next_step(&mut self) -> Result<(), BestValueError> {
        if let Some((programme, cluster)) = self.left.pop() {
            let (offer, draws) = self.offer(&programme, &cluster)?;
            self.request.offers.push(offer);
            self.draws.push(draws);
        } else if self.found.is_none() {
            self.found = Some(self.request.reasons()?);
        } else if self.again < AGAIN {
            let run = self.again * (RUNS / AGAIN);
            let draw = self.draws.iter().map(|draws| draws.get(run).copied().unwrap_or_default()).collect();
            for (id, share) in self.request.robustness(&[draw])? {
                *self.often.entry(id).or_default() += share / AGAIN as f64;
            }
            self.again += 1;
        }
        Ok(())
    }

    /// Takes what is left and sums up.
    ///
    /// # Errors
    /// As [`Searching::next_step`].
    pub fn finish(mut self) -> Result<BestPlan, BestValueError> {
        while self.left() > 0 {
            self.next_step()?;
        }
        let reasons = self.found.take().ok_or(BestValueError::Unsolved)?;
        let name = |id: &ClusterId| self.asked.scenario.cluster(id).map_or(id.to_string(), |one| one.name.clone());
        let clusters: Vec<&ClusterId> = self.asked.scenario.clusters.iter().map(|cluster| &cluster.id).collect();
        let mut offers = BTreeMap::new();
        for programme in &self.asked.scenario.programmes {
            for cluster in &clusters {
                offers.insert(id_of(&programme.id, cluster), (programme.name.clone(), name(cluster)));
            }
        }
        offers.retain(|id, _| self.often.contains_key(id));
        let whole = self.whole(&reasons)?;
        let words = sentences(self.asked.benefit, &self.request, &reasons, &offers, &self.often, whole.as_ref());
        Ok(BestPlan {
            benefit: self.asked.benefit,
            budget: self.asked.budget,
            reasons,
            offers,
            often: self.often,
            whole,
            words,
        })
    }

    /// A group of a programme in a cluster, by the engine: averages, and what it brings draw by draw.
    fn offer(&self, programme: &Programme, cluster: &ScenarioCluster) -> Result<(Offer, Vec<f64>), BestValueError> {
        let planned = self.asked.scenario.most_groups(&programme.id, &cluster.id);
        let groups = if planned > 0 { planned } else { USUAL_GROUPS };
        let alone = Scenario {
            clusters: vec![cluster.clone()],
            programmes: vec![programme.clone()],
            plan: vec![PlannedGroups {
                programme: programme.id.clone(),
                cluster: cluster.id.clone(),
                by_year: vec![groups],
            }],
            ..self.asked.scenario.clone()
        };
        let runs = run(&alone, self.asked.seed)?;
        let each = |output: Output| runs.summary(output).map_or(0.0, |found| found.mean) / f64::from(groups);
        let draws: Vec<f64> =
            runs.of_output(self.asked.benefit.output()).iter().map(|all| all / f64::from(groups)).collect();
        let reach = each(Output::Completed(0));
        let with_need =
            programme.prevalence.range.mean() * f64::from(self.asked.scenario.pupils_served(programme, cluster));
        let most = if reach > 0.0 { (with_need / reach).clamp(1.0, MOST_GROUPS) } else { 1.0 };
        let others = |together: Together| {
            let named = named_by(&self.asked.rules, &self.asked.scenario, together, programme, cluster);
            named.map(|other| id_of(&other.id, &cluster.id)).collect()
        };
        let offer = Offer {
            id: id_of(&programme.id, &cluster.id),
            of: names(programme, cluster),
            cost: each(Output::Cost(0)),
            hours: each(Output::StaffHours(0)),
            reach,
            benefit: each(self.asked.benefit.output()),
            most: libm::ceil(most) as u32,
            excludes: others(Together::Never),
            needs: others(Together::Only),
        };
        Ok((offer, draws))
    }

    /// The best plan with all that overlaps.
    fn whole(&self, reasons: &Reasons) -> Result<Option<Summary>, BestValueError> {
        let mut whole = Scenario { plan: Vec::new(), ..self.asked.scenario.clone() };
        let clusters: Vec<ClusterId> = whole.clusters.iter().map(|cluster| cluster.id.clone()).collect();
        let programmes: Vec<Programme> = whole.programmes.clone();
        for (programme, cluster) in programmes.iter().flat_map(|one| clusters.iter().map(move |id| (one, id))) {
            if let Some(groups) = reasons.best.groups.get(&id_of(&programme.id, cluster)) {
                whole.put(&programme.id, cluster, vec![*groups]);
            }
        }
        Ok(run(&whole, self.asked.seed)?.summary(self.asked.benefit.output()))
    }
}

fn wrong(field: &'static str, words: String) -> BestValueError {
    BestValueError::Problem { field, words }
}

/// Each programme in each cluster that takes part and has pupils for it; in all clusters where none takes part.
fn offered(scenario: &Scenario) -> impl Iterator<Item = (&Programme, &ScenarioCluster)> {
    let joined = |cluster: &ScenarioCluster| scenario.joins(&cluster.id).is_some();
    let none = !scenario.clusters.iter().any(joined);
    let all =
        scenario.programmes.iter().flat_map(|programme| scenario.clusters.iter().map(move |one| (programme, one)));
    all.filter(move |(programme, cluster)| (none || joined(cluster)) && scenario.pupils_served(programme, cluster) > 0)
}

/// Whatever may have a floor: clusters and phases for which something can be bought, clusters first.
pub fn may_have_floors(scenario: &Scenario) -> Vec<String> {
    let mut clusters: Vec<String> = Vec::new();
    let mut phases: Vec<String> = Vec::new();
    for (programme, cluster) in offered(scenario) {
        let mut names = names(programme, cluster).into_iter();
        for (all, name) in [(&mut clusters, names.next()), (&mut phases, names.next())] {
            all.extend(name.filter(|name| !all.contains(name)));
        }
    }
    clusters.sort();
    phases.sort();
    clusters.into_iter().chain(phases).collect()
}

fn run(scenario: &Scenario, seed: u64) -> Result<Runs, BestValueError> {
    let failed = |error: crate::sim::SimError| BestValueError::Problem { field: "scenario", words: error.to_string() };
    let prepared = Prepared::of(scenario).map_err(failed)?;
    Runs::of(&prepared, seed, RUNS).map_err(failed)
}

/// `speech-groups in yate`.
fn id_of(programme: &ProgrammeId, cluster: &ClusterId) -> String {
    format!("{programme} in {cluster}")
}

/// What an offer counts towards: its cluster, and its phase where it serves only one of the cluster's.
fn names(programme: &Programme, cluster: &ScenarioCluster) -> Vec<String> {
    let served: Vec<_> = cluster.phases.iter().filter(|one| programme.phases.contains(&one.phase)).collect();
    let mut names = vec![cluster.name.clone()];
    if let [only] = served.as_slice() {
        names.push(only.phase.words().to_owned());
    }
    names
}
