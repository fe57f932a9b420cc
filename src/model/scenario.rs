//! Scenarios: which programmes run where, in how many groups, and what is assumed. Knows nothing of how one is run forward.

use super::{AcademicYear, Assumption, ClusterId, Phase, Problem, Programme, ProgrammeId, ValueId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Years beyond which nobody can say what schools will be like.
pub const MOST_YEARS: usize = 20;
/// The most that one scenario holds.
pub const MOST_CLUSTERS: usize = 60;
pub const MOST_PROGRAMMES: usize = 60;
const MOST_GROUPS: u32 = 10_000;
const MOST_PUPILS: u32 = 1_000_000;

/// What programmes are to make rarer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Event {
    Requests,
    PermanentExclusions,
    DaysLost,
}

impl Event {
    pub const ALL: [Self; 3] = [Self::Requests, Self::PermanentExclusions, Self::DaysLost];

    pub fn key(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::PermanentExclusions => "permanent_exclusions",
            Self::DaysLost => "days_lost",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Requests => "requests for EHC plans",
            Self::PermanentExclusions => "permanent exclusions",
            Self::DaysLost => "days lost to suspension",
        }
    }
}

/// Something for each kind of event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByEvent<T> {
    pub requests: T,
    pub permanent_exclusions: T,
    pub days_lost: T,
}

impl<T> ByEvent<T> {
    pub fn of(&self, event: Event) -> &T {
        match event {
            Event::Requests => &self.requests,
            Event::PermanentExclusions => &self.permanent_exclusions,
            Event::DaysLost => &self.days_lost,
        }
    }
}

/// The schools of one phase in a cluster, together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhaseOfCluster {
    pub phase: Phase,
    pub pupils: u32,
    /// Events of a year without any programme.
    pub events: ByEvent<Assumption>,
}

/// A cluster as a scenario sees it: no school of it is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioCluster {
    pub id: ClusterId,
    pub name: String,
    pub phases: Vec<PhaseOfCluster>,
    /// Hours a year that its SENCOs have for programmes, all schools together.
    pub senco_hours: Assumption,
    /// What its pot holds, pounds a year; years that are not told have no limit.
    pub pot: Vec<f64>,
}

/// Groups of a programme in a cluster, year by year; years that are not told have none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlannedGroups {
    pub programme: ProgrammeId,
    pub cluster: ClusterId,
    pub by_year: Vec<u32>,
}

/// To whom an avoided event is worth something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stakeholder {
    Council,
    Schools,
    Families,
    Others,
}

impl Stakeholder {
    pub const ALL: [Self; 4] = [Self::Council, Self::Schools, Self::Families, Self::Others];

    pub fn key(self) -> &'static str {
        match self {
            Self::Council => "council",
            Self::Schools => "schools",
            Self::Families => "families",
            Self::Others => "others",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Council => "the council",
            Self::Schools => "schools",
            Self::Families => "families",
            Self::Others => "others",
        }
    }
}

/// What kind of worth it is. They are never added up together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Worth {
    Fiscal,
    Economic,
    Social,
}

impl Worth {
    pub const ALL: [Self; 3] = [Self::Fiscal, Self::Economic, Self::Social];

    pub fn key(self) -> &'static str {
        match self {
            Self::Fiscal => "fiscal",
            Self::Economic => "economic",
            Self::Social => "social",
        }
    }
}

/// What one avoided event is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitValue {
    pub id: ValueId,
    pub event: Event,
    pub stakeholder: Stakeholder,
    pub worth: Worth,
    /// Pounds a year for each event avoided.
    pub pounds: Assumption,
    /// For so many years.
    pub years: u32,
    /// The share that would have been avoided anyway.
    pub deadweight: Assumption,
    /// The share of it that can be taken out of a budget.
    pub cashable: f64,
}

/// A named plan of programmes, money and clusters over time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    pub first_year: AcademicYear,
    pub years: usize,
    pub clusters: Vec<ScenarioCluster>,
    pub programmes: Vec<Programme>,
    pub plan: Vec<PlannedGroups>,
    /// What a year's events are to those of the year before, without any programme.
    pub trend: ByEvent<Assumption>,
    /// Hours a year of all specialists together.
    pub specialist_hours: Assumption,
    /// Pounds for an hour of the schools' own staff.
    pub staff_hour: Assumption,
    /// How much more a year than prices in general.
    pub inflation: Assumption,
    /// By how much plans of this kind have turned out dearer, as a share; and the share of it that is provided against.
    pub optimism_bias: Assumption,
    pub mitigated: f64,
    #[serde(default)]
    pub values: Vec<UnitValue>,
}

impl Scenario {
    /// What is wrong with it, in sentences. Nothing is run while there is anything.
    pub fn problems(&self) -> Vec<Problem> {
        let mut found = Vec::new();
        let mut wrong = |field: &'static str, words: String| found.push(Problem::impossible(field, words));
        if self.years == 0 || self.years > MOST_YEARS {
            wrong("years", format!("A scenario has 1 to {MOST_YEARS} years, and this one has {}.", self.years));
        }
        for (field, number, most) in
            [("clusters", self.clusters.len(), MOST_CLUSTERS), ("programmes", self.programmes.len(), MOST_PROGRAMMES)]
        {
            if number > most {
                wrong(field, format!("A scenario has {most} {field} at most, and this one has {number}."));
            }
        }
        if self.clusters.is_empty() {
            wrong("clusters", "A scenario needs a cluster.".to_owned());
        }
        let mut names = BTreeSet::new();
        let clusters: BTreeSet<&ClusterId> = self.clusters.iter().map(|cluster| &cluster.id).collect();
        let programmes: BTreeSet<&ProgrammeId> = self.programmes.iter().map(|programme| &programme.id).collect();
        if clusters.len() < self.clusters.len() {
            wrong("clusters", "Two clusters have the same short name.".to_owned());
        }
        if programmes.len() < self.programmes.len() {
            wrong("programmes", "Two programmes have the same short name.".to_owned());
        }
        for value in &self.values {
            if !names.insert(&value.id) {
                wrong("values", format!("Two values have the same short name, “{}”.", value.id));
            }
            if value.years == 0 || value.years as usize > MOST_YEARS {
                wrong("values", format!("“{}” lasts 1 to {MOST_YEARS} years.", value.id));
            }
            if !(0.0..=1.0).contains(&value.cashable) {
                wrong("cashable", "The share that is cashable is from 0 to 1.".to_owned());
            }
        }
        let mut planned = BTreeSet::new();
        for plan in &self.plan {
            if !clusters.contains(&plan.cluster) {
                wrong(
                    "plan",
                    format!("Groups are planned for “{}”, which is no cluster of this scenario.", plan.cluster),
                );
            }
            if !programmes.contains(&plan.programme) {
                let words =
                    format!("Groups of “{}” are planned, which is no programme of this scenario.", plan.programme);
                wrong("plan", words);
            }
            if !planned.insert((&plan.programme, &plan.cluster)) {
                wrong("plan", format!("Groups of “{}” are planned twice for “{}”.", plan.programme, plan.cluster));
            }
            if plan.by_year.len() > self.years || plan.by_year.iter().any(|groups| *groups > MOST_GROUPS) {
                wrong(
                    "plan",
                    format!("Plan at most {MOST_GROUPS} groups a year, and none after the scenario’s last year."),
                );
            }
        }
        if !(0.0..=1.0).contains(&self.mitigated) {
            wrong("mitigated", "The share that is provided against is from 0 to 1.".to_owned());
        }
        self.problems_of_ranges(&mut found);
        found.extend(self.programmes.iter().flat_map(Programme::problems));
        found
    }

    fn problems_of_ranges(&self, found: &mut Vec<Problem>) {
        let without_end = f64::INFINITY;
        for cluster in &self.clusters {
            let phases: BTreeSet<Phase> = cluster.phases.iter().map(|one| one.phase).collect();
            if phases.is_empty() || phases.len() < cluster.phases.len() {
                let words = format!("“{}” needs each of its phases once.", cluster.name);
                found.push(Problem::impossible("clusters", words));
            }
            if cluster.phases.iter().any(|one| one.pupils == 0 || one.pupils > MOST_PUPILS) {
                let words = format!("Enter 1 to {MOST_PUPILS} pupils for each phase of “{}”.", cluster.name);
                found.push(Problem::impossible("pupils", words));
            }
            if cluster.pot.iter().any(|pounds| !pounds.is_finite() || *pounds < 0.0) {
                found.push(Problem::impossible("pot", "A pot holds 0 pounds or more.".to_owned()));
            }
            found.extend(cluster.senco_hours.range.problems("senco_hours", 0.0, without_end));
            for (one, event) in cluster.phases.iter().flat_map(|one| Event::ALL.map(|event| (one, event))) {
                found.extend(one.events.of(event).range.problems("events", 0.0, without_end));
            }
        }
        for event in Event::ALL {
            found.extend(self.trend.of(event).range.problems("trend", 0.0, without_end));
        }
        found.extend(self.specialist_hours.range.problems("specialist_hours", 0.0, without_end));
        found.extend(self.staff_hour.range.problems("staff_hour", 0.0, without_end));
        found.extend(self.inflation.range.problems("inflation", -0.2, 0.5));
        found.extend(self.optimism_bias.range.problems("optimism_bias", 0.0, 2.0));
        for value in &self.values {
            found.extend(value.pounds.range.problems("pounds", 0.0, without_end));
            found.extend(value.deadweight.range.problems("deadweight", 0.0, 1.0));
        }
    }

    /// Groups of a programme in a cluster in a year.
    pub fn groups(&self, programme: &ProgrammeId, cluster: &ClusterId, year: usize) -> u32 {
        let plan = self.plan.iter().find(|plan| plan.programme == *programme && plan.cluster == *cluster);
        plan.and_then(|plan| plan.by_year.get(year).copied()).unwrap_or(0)
    }
}
