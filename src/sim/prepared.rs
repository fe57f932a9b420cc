//! A scenario in the order and shape in which it is run: everything by number, clusters and programmes by their short names, so
//! that the order in which a person listed them changes nothing. Knows nothing of runs.

use super::SimError;
use super::variables::{Draws, Slot, Variables};
use crate::eval::calculators::Schedule;
use crate::model::{Assumption, Event, Phase, Programme, Range, Scenario, ScenarioCluster, Stakeholder, Worth};
use std::sync::Arc;

/// Phases, as places in lists.
pub(super) const PHASES: [Phase; 5] = Phase::ALL;
pub(super) const EVENTS: usize = Event::ALL.len();

/// A scenario ready to be run.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub(super) years: usize,
    /// Its own assumptions, and those of all that were prepared together with it.
    variables: Arc<Variables>,
    /// Its own.
    own: Vec<Slot>,
    pub(super) clusters: Vec<Place>,
    /// Those that run somewhere.
    pub(super) programmes: Vec<Work>,
    /// The short names of all of the scenario's programmes, whether or not they run.
    pub(super) listed: Vec<String>,
    pub(super) values: Vec<Value>,
    pub(super) trend: [Slot; EVENTS],
    pub(super) specialist_hours: Slot,
    pub(super) staff_hour: Slot,
    pub(super) inflation: Slot,
    pub(super) optimism_bias: Slot,
    pub(super) unmitigated: f64,
    /// What a pound of each year is worth in year 0.
    pub(super) factors: Vec<f64>,
}

/// A cluster.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub id: String,
    pub phases: Vec<Pupils>,
    pub senco_hours: Slot,
    pub pot: Vec<f64>,
    /// Groups by programme and year, and the first year that has any.
    pub groups: Vec<Groups>,
}

/// The schools of a phase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pupils {
    /// The phase's place in the list of all.
    pub phase: usize,
    pub pupils: f64,
    pub events: [Slot; EVENTS],
}

#[derive(Debug, Clone)]
pub(super) struct Groups {
    pub by_year: Vec<f64>,
    pub first: Option<usize>,
}

/// A programme.
#[derive(Debug, Clone)]
pub(super) struct Work {
    /// Its place among all of the scenario's programmes.
    pub listed: usize,
    pub places: f64,
    pub serves: [bool; PHASES.len()],
    pub delay: usize,
    pub needs_staff: bool,
    pub needs_specialist: bool,
    pub fixed: Slot,
    pub start_up: Slot,
    pub per_group: Slot,
    pub per_place: Slot,
    pub per_hour: Slot,
    pub staff_hours: Slot,
    pub specialist_hours: Slot,
    pub taken: Slot,
    pub completed: Slot,
    pub prevalence: Slot,
    pub diminishing: Slot,
    pub fade: Slot,
    pub progress: Slot,
    /// Share of the events, and effect on them; None where it is not meant to bear on them.
    pub bears_on: [Option<(Slot, Slot)>; EVENTS],
}

/// What an avoided event is worth.
#[derive(Debug, Clone)]
pub(super) struct Value {
    pub event: usize,
    pub stakeholder: Stakeholder,
    pub worth: usize,
    pub years: usize,
    pub cashable: f64,
    pub pounds: Slot,
    pub deadweight: Slot,
}

impl Prepared {
    /// Puts a scenario into order.
    ///
    /// # Errors
    /// The first of its problems, if it has any: then nothing is run.
    pub fn of(scenario: &Scenario) -> Result<Self, SimError> {
        let mut all = Self::of_all([scenario])?;
        all.pop().ok_or(SimError::NotTheSame("there is none"))
    }

    /// Puts several scenarios into order that will be run side by side: what they assume alike is drawn once for all.
    ///
    /// # Errors
    /// As [`Prepared::of`].
    pub(super) fn of_all<'a>(scenarios: impl IntoIterator<Item = &'a Scenario>) -> Result<Vec<Self>, SimError> {
        let mut variables = Variables::default();
        let mut all = scenarios
            .into_iter()
            .map(|scenario| Self::with(&mut variables, scenario))
            .collect::<Result<Vec<_>, _>>()?;
        let variables = Arc::new(variables);
        all.iter_mut().for_each(|one| one.variables = Arc::clone(&variables));
        Ok(all)
    }

    /// The draws of a block, for this scenario and all that were prepared together with it.
    pub(super) fn draw(&self, seed: u64, block: usize, runs: usize) -> Draws {
        self.variables.draw(seed, block, runs)
    }

    /// Its uncertain assumptions, with their names.
    pub(super) fn uncertain(&self) -> impl Iterator<Item = (Slot, &str)> {
        self.own.iter().filter_map(|slot| Some((*slot, self.variables.uncertain(*slot)?)))
    }

    fn with(all: &mut Variables, scenario: &Scenario) -> Result<Self, SimError> {
        if let Some(problem) = scenario.problems().into_iter().next() {
            return Err(SimError::Problem { field: problem.field, words: problem.words });
        }
        let mut variables = Assumed { all, own: Vec::new() };
        // What runs nowhere needs no draws.
        let runs = |programme: &Programme| {
            let own = scenario.plan.iter().filter(|plan| plan.programme == programme.id);
            own.flat_map(|plan| &plan.by_year).any(|groups| *groups > 0)
        };
        let mut all: Vec<&Programme> = scenario.programmes.iter().collect();
        all.sort_by(|one, other| one.id.cmp(&other.id));
        let listed = all.iter().map(|programme| programme.id.to_string()).collect();
        let running: Vec<(usize, &Programme)> =
            all.into_iter().enumerate().filter(|(_, programme)| runs(programme)).collect();
        let programmes: Vec<&Programme> = running.iter().map(|(_, programme)| *programme).collect();
        let mut clusters: Vec<&ScenarioCluster> = scenario.clusters.iter().collect();
        clusters.sort_by(|one, other| one.id.cmp(&other.id));
        let mut values: Vec<_> = scenario.values.iter().collect();
        values.sort_by(|one, other| one.id.cmp(&other.id));
        let places = clusters.iter().map(|cluster| place(&mut variables, scenario, cluster, &programmes)).collect();
        let mut own = |name: &str, assumption| variables.add(name.to_owned(), assumption);
        let trend = Event::ALL.map(|event| own(&format!("trend/{}", event.key()), scenario.trend.of(event)));
        let specialist_hours = own("specialist_hours", &scenario.specialist_hours);
        let staff_hour = own("staff_hour", &scenario.staff_hour);
        let inflation = own("inflation", &scenario.inflation);
        let optimism_bias = own("optimism_bias", &scenario.optimism_bias);
        let values = values
            .into_iter()
            .map(|value| Value {
                event: Event::ALL.iter().position(|event| *event == value.event).unwrap_or_default(),
                stakeholder: value.stakeholder,
                worth: Worth::ALL.iter().position(|worth| *worth == value.worth).unwrap_or_default(),
                years: value.years as usize,
                cashable: value.cashable,
                pounds: own(&format!("value/{}/pounds", value.id), &value.pounds),
                deadweight: own(&format!("value/{}/deadweight", value.id), &value.deadweight),
            })
            .collect();
        Ok(Self {
            years: scenario.years,
            clusters: places,
            programmes: running.into_iter().map(|(place, programme)| work(&mut variables, place, programme)).collect(),
            listed,
            values,
            trend,
            specialist_hours,
            staff_hour,
            inflation,
            optimism_bias,
            unmitigated: 1.0 - scenario.mitigated,
            factors: Schedule::GreenBook2026.factors(scenario.years),
            own: variables.own,
            variables: Arc::default(),
        })
    }
}

/// What one scenario assumes, among what all assume.
struct Assumed<'a> {
    all: &'a mut Variables,
    own: Vec<Slot>,
}

impl Assumed<'_> {
    fn add(&mut self, name: String, assumption: &Assumption) -> Slot {
        let slot = self.all.add(name, assumption);
        self.own.push(slot);
        slot
    }
}

fn place(variables: &mut Assumed, scenario: &Scenario, cluster: &ScenarioCluster, programmes: &[&Programme]) -> Place {
    let phases = PHASES.into_iter().enumerate().filter_map(|(place, phase)| {
        let one = cluster.phases.iter().find(|one| one.phase == phase)?;
        let name = |event: Event| format!("cluster/{}/{}/{}", cluster.id, phase.words().to_lowercase(), event.key());
        Some(Pupils {
            phase: place,
            pupils: f64::from(one.pupils),
            events: Event::ALL.map(|event| variables.add(name(event), one.events.of(event))),
        })
    });
    let phases = phases.collect();
    let groups = programmes.iter().map(|programme| {
        let by_year = (0..scenario.years).map(|year| f64::from(scenario.groups(&programme.id, &cluster.id, year)));
        let by_year: Vec<f64> = by_year.collect();
        Groups { first: by_year.iter().position(|groups| *groups > 0.0), by_year }
    });
    Place {
        id: cluster.id.to_string(),
        phases,
        senco_hours: variables.add(format!("cluster/{}/senco_hours", cluster.id), &cluster.senco_hours),
        pot: cluster.pot.clone(),
        groups: groups.collect(),
    }
}

fn work(variables: &mut Assumed, listed: usize, programme: &Programme) -> Work {
    let mut own = |name: &str, assumption| variables.add(format!("programme/{}/{name}", programme.id), assumption);
    let costs = &programme.costs;
    let needs = |range: Range| range.ends().1 > 0.0;
    Work {
        listed,
        places: f64::from(programme.places),
        serves: PHASES.map(|phase| programme.phases.contains(&phase)),
        delay: programme.delay as usize,
        needs_staff: needs(programme.staff_hours.range),
        needs_specialist: needs(programme.specialist_hours.range),
        fixed: own("fixed", &costs.fixed),
        start_up: own("start_up", &costs.start_up),
        per_group: own("per_group", &costs.per_group),
        per_place: own("per_place", &costs.per_place),
        per_hour: own("per_hour", &costs.per_hour),
        staff_hours: own("staff_hours", &programme.staff_hours),
        specialist_hours: own("specialist_hours", &programme.specialist_hours),
        taken: own("taken", &programme.taken),
        completed: own("completed", &programme.completed),
        prevalence: own("prevalence", &programme.prevalence),
        diminishing: own("diminishing", &programme.diminishing),
        fade: own("fade", &programme.fade),
        progress: own("progress", &programme.progress),
        bears_on: Event::ALL.map(|event| {
            let (share, effect) = (programme.share_of_events.of(event), programme.effect.of(event));
            let bears = |range: Range| range != Range::Fixed { value: 0.0 };
            (bears(share.range) && bears(effect.range)).then(|| {
                let name = |what: &str| format!("{what}_{}", event.key());
                (own(&name("share_of"), share), own(&name("effect_on"), effect))
            })
        }),
    }
}
