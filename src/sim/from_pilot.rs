//! A scenario to start from: a pilot's clusters as its returns describe them before the pilot started, with nothing planned. What it
//! holds is of clusters, and nothing of it tells of a single school, so that it may be shared. Knows
//! nothing of what will be planned.

use super::whole_pilot::whole_pilot;
use crate::eval::{Evidence, Indicator, Period, Scale, Scope, SeriesPoint};
use crate::model::{
    AcademicYear, Assumption, ByEvent, Cluster, Event, Phase, PhaseOfCluster, PilotData, Range, Scenario,
    ScenarioCluster, Stakeholder, UnitValue, ValueId, Worth, starter_programmes,
};
use std::collections::BTreeMap;

/// Standard errors to either side in which nine of ten, and nineteen of twenty, lie.
const NINE_IN_TEN: f64 = 1.645;
const NINETEEN_IN_TWENTY: f64 = 1.96;
const YEARS: usize = 5;
/// A lasting change from one year to the next, as the standard deviation of its logarithm: taken, not found.
const USUAL_CHANGE: f64 = 0.05;

pub(super) fn indicator_of(event: Event) -> Indicator {
    match event {
        Event::Requests => Indicator::Requests,
        Event::PermanentExclusions => Indicator::PermanentExclusions,
        Event::DaysLost => Indicator::DaysLost,
    }
}

/// The clusters of a pilot, taking part or not, of which returns say enough; the starter catalogue; and assumptions with their
/// sources. None where no returns are there.
pub fn from_pilot(data: &PilotData, name: &str) -> Option<Scenario> {
    let evidence = Evidence::of(data);
    let year = base_year(&evidence)?;
    let period = Period::default_of(&evidence);
    let clusters = scenario_clusters(data, &evidence, year, &period);
    if clusters.is_empty() {
        return None;
    }
    let mut programmes = starter_programmes();
    programmes.extend(whole_pilot(data, &evidence, &period));
    let newest = period.last().map_or(year, |term| term.year);
    let guess = |low: f64, likely: f64, high: f64| {
        Assumption::new(
            Range::Triangular { low, likely, high },
            "Not known: a wide range. Replace it by what you find.",
        )
    };
    Some(Scenario {
        name: name.to_owned(),
        notes: String::new(),
        first_year: AcademicYear(newest.0.saturating_add(1)),
        years: YEARS,
        clusters,
        programmes,
        plan: Vec::new(),
        trend: ByEvent {
            requests: trend(&evidence, &period, Event::Requests),
            permanent_exclusions: trend(&evidence, &period, Event::PermanentExclusions),
            days_lost: trend(&evidence, &period, Event::DaysLost),
        },
        specialist_hours: guess(500.0, 1_500.0, 4_000.0),
        staff_hour: guess(20.0, 30.0, 45.0),
        inflation: guess(0.0, 0.01, 0.03),
        optimism_bias: guess(0.0, 0.1, 0.3),
        mitigated: 0.0,
        values: values(),
    })
}

/// The last school year before the pilot started of which most terms are there; without a start, the newest such.
fn base_year(evidence: &Evidence) -> Option<AcademicYear> {
    let points = evidence.series(Indicator::Requests, &Scope::Pilot);
    let counted = |point: &&SeriesPoint| point.value.is_some();
    let before: Vec<&SeriesPoint> = points.iter().filter(counted).filter(|point| !point.during).collect();
    let of = |points: &[&SeriesPoint]| {
        let terms = |year: AcademicYear| points.iter().filter(|point| point.term.year == year).count();
        points.iter().map(|point| point.term.year).max_by_key(|year| (terms(*year), *year))
    };
    of(&before).or_else(|| of(&points.iter().filter(counted).collect::<Vec<_>>()))
}

/// A cluster in which a phase has fewer schools, or an event was counted less often, says too much of single schools.
const FEWEST_SCHOOLS: usize = 3;
const FEWEST_COUNTED: f64 = 5.0;

/// What the returns of a phase's schools in a cluster say of a year.
#[derive(Default)]
struct Counted {
    schools: usize,
    pupils: f64,
    events: [f64; Event::ALL.len()],
}

/// What a cluster's or everybody's returns say, by phase.
type ByPhase = BTreeMap<Phase, Counted>;

fn counted_in(data: &PilotData, evidence: &Evidence, cluster: &Cluster, year: AcademicYear) -> ByPhase {
    let mut found = ByPhase::new();
    for school in data.schools_of(&cluster.id) {
        let scope = Scope::School(school.urn.clone());
        let mut own = Counted::default();
        for (event, count) in Event::ALL.into_iter().zip(&mut own.events) {
            let points = evidence.series(indicator_of(event), &scope);
            let of_year: Vec<&SeriesPoint> = points.iter().filter(|point| point.term.year == year).collect();
            let returned: Vec<&&SeriesPoint> = of_year.iter().filter(|point| point.value.is_some()).collect();
            if returned.is_empty() {
                continue;
            }
            // A term without a return is taken to be like the others.
            let whole = of_year.len() as f64 / returned.len() as f64;
            *count = returned.iter().map(|point| point.count).sum::<f64>() * whole;
            if event == Event::Requests {
                own.schools = 1;
                own.pupils = returned.iter().map(|point| point.exposure).sum::<f64>() / returned.len() as f64;
            }
        }
        found.entry(school.phase).or_default().add(&own);
    }
    found.retain(|_, counted| counted.pupils >= 1.0);
    found
}

impl Counted {
    fn add(&mut self, other: &Self) {
        self.schools += other.schools;
        self.pupils += other.pupils;
        self.events.iter_mut().zip(other.events).for_each(|(own, more)| *own += more);
    }

    /// Whether an event's count may be told: nobody can tell a single school by it.
    fn may_tell(&self, place: usize) -> bool {
        self.schools >= FEWEST_SCHOOLS && self.events.get(place).is_some_and(|count| *count >= FEWEST_COUNTED)
    }
}

/// The clusters as a scenario sees them. Where one cluster's count of an event in a phase may not be told, none is: each then
/// has its pupils' share of all of them together.
fn scenario_clusters(
    data: &PilotData,
    evidence: &Evidence,
    year: AcademicYear,
    period: &Period,
) -> Vec<ScenarioCluster> {
    let counted: Vec<(&Cluster, ByPhase)> = (data.clusters.values())
        .map(|cluster| (cluster, counted_in(data, evidence, cluster, year)))
        .filter(|(_, phases)| !phases.is_empty())
        .collect();
    let mut together = ByPhase::new();
    for (phase, own) in counted.iter().flat_map(|(_, phases)| phases) {
        together.entry(*phase).or_default().add(own);
    }
    let events_of = |phase: Phase, own: &Counted, place: usize, event: Event| {
        let everywhere =
            |may: &dyn Fn(&Counted) -> bool| counted.iter().filter_map(|(_, phases)| phases.get(&phase)).all(may);
        let told = |counted: &Counted| counted.events.get(place).copied().unwrap_or_default();
        let all = together.get(&phase).filter(|all| all.may_tell(place));
        let (count, source) = match all {
            _ if everywhere(&|own| own.may_tell(place)) => {
                (Some(told(own)), format!("Returns of {year}, before the pilot."))
            }
            Some(all) => (
                Some(told(all) * own.pupils / all.pupils),
                format!(
                    "Its pupils’ share of what all clusters together returned for {year}: counts of its own are too small to tell."
                ),
            ),
            None => (None, format!("Fewer than 5 were counted in {year} in all clusters together: not told.")),
        };
        events_assumed(evidence, period, event, count, source)
    };
    let of_phase = |(phase, own): (&Phase, &Counted)| {
        let assumed = Event::ALL.into_iter().enumerate().map(|(place, event)| events_of(*phase, own, place, event));
        let [requests, permanent_exclusions, days_lost] =
            <[Assumption; 3]>::try_from(assumed.collect::<Vec<_>>()).ok()?;
        Some(PhaseOfCluster {
            phase: *phase,
            pupils: libm::round(own.pupils) as u32,
            events: ByEvent { requests, permanent_exclusions, days_lost },
        })
    };
    let clusters = counted.iter().map(|(cluster, phases)| {
        let schools = data.schools_of(&cluster.id).count() as f64;
        let hours = Range::Triangular { low: 20.0 * schools, likely: 60.0 * schools, high: 120.0 * schools };
        ScenarioCluster {
            id: cluster.id.clone(),
            name: cluster.name.clone(),
            phases: phases.iter().filter_map(of_phase).collect(),
            senco_hours: Assumption::new(hours, "Not known: 20 to 120 hours a year in each school. Ask your SENCOs."),
            pot: Vec::new(),
        }
    });
    clusters.collect()
}

/// A year's count with the chance that is in it, as much as such counts were seen to vary.
fn events_assumed(
    evidence: &Evidence,
    period: &Period,
    event: Event,
    count: Option<f64>,
    source: String,
) -> Assumption {
    let Some(count) = count else {
        return Assumption::new(Range::Triangular { low: 0.0, likely: 1.0, high: 5.0 }, source);
    };
    let change = evidence.finding(indicator_of(event), period, &Scope::Pilot).change;
    let dispersion = change.and_then(|change| change.dispersion).unwrap_or(1.0).max(1.0);
    let half = NINE_IN_TEN * libm::sqrt(dispersion / count);
    let range = Range::Lognormal { low: count * libm::exp(-half), high: count * libm::exp(half) };
    Assumption::new(range.rounded(), source)
}

/// From one year to the next in schools that do not take part.
fn trend(evidence: &Evidence, period: &Period, event: Event) -> Assumption {
    let change = evidence.finding(indicator_of(event), period, &Scope::NotTakingPart).change;
    let ratio = change.filter(|change| change.scale == Scale::Ratio).and_then(|change| {
        let (lower, upper) = (change.interval.lower, change.interval.upper?);
        (lower > 0.0 && upper > lower).then_some((lower, upper))
    });
    let Some((lower, upper)) = ratio else {
        let range = Range::Triangular { low: 0.85, likely: 1.0, high: 1.15 };
        return Assumption::new(range, "Not known: no schools outside the pilot to go by.");
    };
    let seen = 0.5 * (libm::log(lower) + libm::log(upper));
    let error = 0.5 * (libm::log(upper) - libm::log(lower)) / NINETEEN_IN_TWENTY;
    // A year's change carried on for years would multiply its chance too: it is held towards no change, as the two certainties
    // weigh (normal with a normal prior).
    let (known, held) = (1.0 / (error * error), 1.0 / (USUAL_CHANGE * USUAL_CHANGE));
    let middle = seen * known / (known + held);
    let half = NINE_IN_TEN / libm::sqrt(known + held);
    let range = Range::Lognormal { low: libm::exp(middle - half), high: libm::exp(middle + half) };
    let source = format!(
        "Schools not taking part, {} against {}, held towards no change: a lasting change of more than 10 in 100 a year is taken to be unusual.",
        period.words(),
        period.base_words()
    );
    Assumption::new(range.rounded(), source)
}

/// What is known of the worth of an avoided event. The dates are those of the sources.
fn values() -> Vec<UnitValue> {
    let dated = |year: i32| chrono::NaiveDate::from_ymd_opt(year, 1, 1);
    let deadweight = || {
        Assumption::new(
            Range::Triangular { low: 0.0, likely: 0.3, high: 0.6 },
            "Not known: how many would have been avoided anyway.",
        )
    };
    let value = |name: &str, event, pounds: Assumption, years| {
        Some(UnitValue {
            id: ValueId::from_name(name).ok()?,
            event,
            stakeholder: Stakeholder::Council,
            worth: Worth::Fiscal,
            pounds,
            years,
            deadweight: deadweight(),
            cashable: 0.1,
        })
    };
    let plan = Assumption {
        range: Range::Triangular { low: 0.0, likely: 4_000.0, high: 8_662.0 },
        source: "Lincolnshire, published answer for 2022/23: the top-up of a mainstream plan is £8,662 a year on average. Not every request becomes a plan: from nothing to the whole.".to_owned(),
        as_of: dated(2023),
    };
    let exclusion = Assumption {
        range: Range::Triangular { low: 7_000.0, likely: 14_900.0, high: 20_000.0 },
        source: "Nottingham, 2014: £14,900 in the first year.".to_owned(),
        as_of: dated(2014),
    };
    let all = [
        value("plan top-up", Event::Requests, plan, 3),
        value("place elsewhere", Event::PermanentExclusions, exclusion, 1),
    ];
    all.into_iter().flatten().collect()
}
