//! What a plan would bring to one school that is not in it: for a head who asks “what would my school get?”. Knows nothing of any
//! school's returns.
//!
//! A plan has whole groups in whole clusters, and one school's part of them is no whole number. So a hundred schools like the one
//! asked about are imagined, which get as many groups for a pupil as the plan's clusters do, with the same shares of hours; what
//! they come to together is divided by a hundred.

use super::outputs::Output;
use super::prepared::Prepared;
use super::runs::{Runs, Summary};
use super::{Influence, SimError};
use crate::model::{
    Assumption, ByEvent, ClusterId, Event, Phase, PhaseOfCluster, PlannedGroups, Programme, Range, Scenario,
    ScenarioCluster,
};
use std::collections::BTreeMap;

/// Schools imagined.
const SCHOOLS: u32 = 100;
/// The largest school asked about; there is none as large.
pub const MOST_PUPILS: u32 = 5_000;
/// How far a year's events may be from what was told: half as many, half as many again.
const YEARS_DIFFER: f64 = 0.5;

/// A school that is asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct OneSchool {
    pub phase: Phase,
    pub pupils: u32,
    /// Groups for a pupil, as a share of what the plan's clusters have: 1 as planned.
    pub groups: f64,
    /// Events of a usual year; what similar schools have, where one is not told.
    pub events: ByEvent<Option<f64>>,
}

/// What it would get, as averages of a year in which it takes part.
#[derive(Debug, Clone, PartialEq)]
pub struct SchoolsShare {
    pub years: usize,
    /// Pounds of the pilot's money spent for it, and what its own time is worth.
    pub money: Summary,
    pub own_cost: Summary,
    /// Hours of its own staff; places for its pupils that are completed.
    pub hours: Summary,
    pub places: Summary,
    /// Events of a usual year without the plan, and those avoided.
    pub usual: ByEvent<f64>,
    pub avoided: ByEvent<Summary>,
    /// On which assumptions the avoided requests, exclusions and days hang.
    pub hangs_on: ByEvent<Vec<Influence>>,
    /// Places a year of each programme, on average.
    pub places_of: BTreeMap<String, f64>,
}

impl OneSchool {
    /// What a usual year of similar schools has: the rate of the phase in all clusters of the plan.
    pub fn usual(&self, plan: &Scenario, event: Event) -> f64 {
        if let Some(told) = self.events.of(event) {
            return *told;
        }
        let own = plan.clusters.iter().flat_map(|cluster| &cluster.phases).filter(|one| one.phase == self.phase);
        let (mut events, mut pupils) = (0.0, 0.0);
        for one in own {
            events += one.events.of(event).range.mean();
            pupils += f64::from(one.pupils);
        }
        if pupils > 0.0 { events * f64::from(self.pupils) / pupils } else { 0.0 }
    }

    /// What the plan would bring to it.
    ///
    /// # Errors
    /// What is wrong with the school or the plan.
    pub fn share(&self, plan: &Scenario, runs: usize, seed: u64) -> Result<SchoolsShare, SimError> {
        let imagined = self.imagined(plan)?;
        let prepared = Prepared::of(&imagined)?;
        let runs = Runs::of(&prepared, seed, runs)?;
        let drawn = prepared.drawn(seed, runs.len());
        let years = imagined.years;
        let mean_year = |output: fn(usize) -> Output| self.of_a_year(&runs, years, output);
        let avoided = |event| self.of_a_year(&runs, years, |year| Output::Avoided(event, year));
        let mut ids: Vec<_> = imagined.programmes.iter().map(|programme| (&programme.id, &programme.name)).collect();
        ids.sort();
        let places_of = ids.into_iter().enumerate().filter_map(|(place, (_, name))| {
            let all = runs.summary(Output::CompletedOf(place))?.mean;
            (all > 0.0).then(|| (name.clone(), all / years as f64 / f64::from(SCHOOLS)))
        });
        let hangs = |event| {
            let mut found = drawn.influences(runs.of_output(Output::AvoidedAltogether(event)));
            found.truncate(5);
            found
        };
        let no_runs = || SimError::Runs(0);
        Ok(SchoolsShare {
            years,
            money: mean_year(Output::Cost).ok_or_else(no_runs)?,
            own_cost: mean_year(Output::StaffCost).ok_or_else(no_runs)?,
            hours: mean_year(Output::StaffHours).ok_or_else(no_runs)?,
            places: mean_year(Output::Completed).ok_or_else(no_runs)?,
            usual: by_event(|event| self.usual(plan, event)),
            avoided: ByEvent {
                requests: avoided(Event::Requests).ok_or_else(no_runs)?,
                permanent_exclusions: avoided(Event::PermanentExclusions).ok_or_else(no_runs)?,
                days_lost: avoided(Event::DaysLost).ok_or_else(no_runs)?,
            },
            hangs_on: by_event(hangs),
            places_of: places_of.collect(),
        })
    }

    /// Run by run, the average over the years, of one school.
    fn of_a_year(&self, runs: &Runs, years: usize, output: impl Fn(usize) -> Output) -> Option<Summary> {
        let mut sums = vec![0.0; runs.len()];
        for year in 0..years {
            sums.iter_mut().zip(runs.of_output(output(year))).for_each(|(sum, more)| *sum += more);
        }
        let all = years as f64 * f64::from(SCHOOLS);
        sums.iter_mut().for_each(|sum| *sum /= all);
        Summary::of(&sums)
    }

    /// The hundred schools as a cluster of their own.
    fn imagined(&self, plan: &Scenario) -> Result<Scenario, SimError> {
        let wrong = |field, words: &str| Err(SimError::Problem { field, words: words.to_owned() });
        if self.pupils == 0 || self.pupils > MOST_PUPILS {
            return Err(SimError::Problem { field: "pupils", words: format!("Enter 1 to {MOST_PUPILS} pupils.") });
        }
        if !(0.0..=100.0).contains(&self.groups) {
            return wrong("groups", "Enter how many groups for a pupil, from none to a hundred times the plan’s.");
        }
        if Event::ALL.iter().any(|event| self.events.of(*event).is_some_and(|n| !(0.0..=1e5).contains(&n))) {
            return wrong("events", "Enter how many there are in a usual year, 0 or more.");
        }
        let models: Vec<&ScenarioCluster> =
            plan.clusters.iter().filter(|cluster| plan.joins(&cluster.id).is_some()).collect();
        if models.is_empty() {
            return wrong("plan", "No cluster takes part in this plan, so there is nothing that a school could get.");
        }
        let serves = |programme: &&Programme| programme.phases.contains(&self.phase);
        if !plan.programmes.iter().any(|one| serves(&one) && plan.groups_in_all(&one.id) > 0) {
            return wrong("phase", "No programme of this plan is for schools of this phase.");
        }
        let everybody: u32 = models.iter().flat_map(|model| &model.phases).map(|one| one.pupils).sum();
        let own = f64::from(SCHOOLS * self.pupils);
        let share = own / f64::from(everybody.max(1));
        let id = ClusterId::from_name("schools like this one").or(Err(SimError::NotTheSame("no name")))?;
        let groups = |programme: &Programme| {
            let groups: u32 = models.iter().map(|model| plan.most_groups(&programme.id, &model.id)).sum();
            let served: u32 = models.iter().map(|model| plan.pupils_served(programme, model)).sum();
            let own = self.groups * f64::from(groups) * own / f64::from(served.max(1));
            (libm::round(own) as u32).min(10_000)
        };
        let of_programme = |programme: &Programme| PlannedGroups {
            programme: programme.id.clone(),
            cluster: id.clone(),
            by_year: vec![groups(programme); plan.years],
        };
        // What a cluster costs once, however many groups it has, is shared by its schools.
        let mut programmes = plan.programmes.clone();
        for one in &mut programmes {
            one.costs.fixed.range = one.costs.fixed.range.times(share * models.len() as f64);
            one.costs.start_up.range = one.costs.start_up.range.times(share * models.len() as f64);
        }
        let hours: Vec<&Assumption> = models.iter().map(|model| &model.senco_hours).collect();
        let sencos: f64 = hours.iter().map(|assumption| assumption.range.mean()).sum();
        let of_events = |event| {
            let usual = f64::from(SCHOOLS) * self.usual(plan, event);
            let (low, high) = (usual * (1.0 - YEARS_DIFFER), usual * (1.0 + YEARS_DIFFER));
            let range =
                if usual > 0.0 { Range::Triangular { low, likely: usual, high } } else { Range::Fixed { value: 0.0 } };
            Assumption::new(range, "A usual year of the school, half as many or half as many again.")
        };
        let first_hours = hours.first().map_or(Range::Fixed { value: 0.0 }, |first| first.range);
        let of_first = if first_hours.mean() > 0.0 { sencos / first_hours.mean() } else { 0.0 };
        Ok(Scenario {
            plan: plan.programmes.iter().filter(serves).map(of_programme).filter(has_groups).collect(),
            clusters: vec![ScenarioCluster {
                id: id.clone(),
                name: "Schools like this one".to_owned(),
                phases: vec![PhaseOfCluster {
                    phase: self.phase,
                    pupils: SCHOOLS * self.pupils,
                    events: by_event(of_events),
                }],
                senco_hours: Assumption::new(first_hours.times(share * of_first), "As in the plan’s clusters."),
                pot: Vec::new(),
            }],
            specialist_hours: Assumption::new(plan.specialist_hours.range.times(share), "As in the plan."),
            programmes,
            ..plan.clone()
        })
    }
}

fn has_groups(plan: &PlannedGroups) -> bool {
    plan.by_year.iter().any(|groups| *groups > 0)
}

fn by_event<T>(of: impl Fn(Event) -> T) -> ByEvent<T> {
    ByEvent {
        requests: of(Event::Requests),
        permanent_exclusions: of(Event::PermanentExclusions),
        days_lost: of(Event::DaysLost),
    }
}
