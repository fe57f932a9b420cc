//! A scenario to start from: a pilot's clusters as its returns describe them before the pilot started, with nothing planned. Knows
//! nothing of what will be planned.

use crate::eval::{Evidence, Indicator, Period, Scale, Scope, SeriesPoint};
use crate::model::{
    AcademicYear, Assumption, ByEvent, Cluster, Event, Phase, PhaseOfCluster, PilotData, Range, Scenario,
    ScenarioCluster, Stakeholder, UnitValue, ValueId, Worth, starter_programmes,
};

/// Standard errors to either side in which nine of ten, and nineteen of twenty, lie.
const NINE_IN_TEN: f64 = 1.645;
const NINETEEN_IN_TWENTY: f64 = 1.96;
const YEARS: usize = 5;

fn indicator_of(event: Event) -> Indicator {
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
    let clusters: Vec<ScenarioCluster> = (data.clusters.values())
        .filter_map(|cluster| scenario_cluster(data, &evidence, cluster, year, &period))
        .collect();
    if clusters.is_empty() {
        return None;
    }
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
        programmes: starter_programmes(),
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

fn scenario_cluster(
    data: &PilotData,
    evidence: &Evidence,
    cluster: &Cluster,
    year: AcademicYear,
    period: &Period,
) -> Option<ScenarioCluster> {
    let phases: Vec<PhaseOfCluster> =
        Phase::ALL.into_iter().filter_map(|phase| phase_of(data, evidence, cluster, phase, year, period)).collect();
    let schools = data.schools_of(&cluster.id).count() as f64;
    let hours = Range::Triangular { low: 20.0 * schools, likely: 60.0 * schools, high: 120.0 * schools };
    (!phases.is_empty()).then(|| ScenarioCluster {
        id: cluster.id.clone(),
        name: cluster.name.clone(),
        phases,
        senco_hours: Assumption::new(hours, "Not known: 20 to 120 hours a year in each school. Ask your SENCOs."),
        pot: Vec::new(),
    })
}

/// What the returns of a phase's schools say of a year.
fn phase_of(
    data: &PilotData,
    evidence: &Evidence,
    cluster: &Cluster,
    phase: Phase,
    year: AcademicYear,
    period: &Period,
) -> Option<PhaseOfCluster> {
    let mut pupils = 0.0;
    let mut counts = [0.0; Event::ALL.len()];
    for school in data.schools_of(&cluster.id).filter(|school| school.phase == phase) {
        let scope = Scope::School(school.urn.clone());
        for (event, count) in Event::ALL.into_iter().zip(&mut counts) {
            let points = evidence.series(indicator_of(event), &scope);
            let of_year: Vec<&SeriesPoint> = points.iter().filter(|point| point.term.year == year).collect();
            let returned: Vec<&&SeriesPoint> = of_year.iter().filter(|point| point.value.is_some()).collect();
            if returned.is_empty() {
                continue;
            }
            // A term without a return is taken to be like the others.
            let whole = of_year.len() as f64 / returned.len() as f64;
            *count += returned.iter().map(|point| point.count).sum::<f64>() * whole;
            if event == Event::Requests {
                pupils += returned.iter().map(|point| point.exposure).sum::<f64>() / returned.len() as f64;
            }
        }
    }
    let [requests, permanent_exclusions, days_lost] = counts;
    let of = |event: Event, count: f64| events_of(evidence, period, event, count, year);
    (pupils >= 1.0).then(|| PhaseOfCluster {
        phase,
        pupils: libm::round(pupils) as u32,
        events: ByEvent {
            requests: of(Event::Requests, requests),
            permanent_exclusions: of(Event::PermanentExclusions, permanent_exclusions),
            days_lost: of(Event::DaysLost, days_lost),
        },
    })
}

/// A year's count with the chance that is in it, as much as such counts were seen to vary.
fn events_of(evidence: &Evidence, period: &Period, event: Event, count: f64, year: AcademicYear) -> Assumption {
    let source = format!("Returns of {year}, before the pilot.");
    if count <= 0.0 {
        // Where none was counted, up to three are expected (nineteen times in twenty).
        return Assumption::new(Range::Triangular { low: 0.0, likely: 0.0, high: 3.0 }, source);
    }
    let change = evidence.finding(indicator_of(event), period, &Scope::Pilot).change;
    let dispersion = change.and_then(|change| change.dispersion).unwrap_or(1.0).max(1.0);
    let half = NINE_IN_TEN * libm::sqrt(dispersion / count);
    Assumption::new(Range::Lognormal { low: count * libm::exp(-half), high: count * libm::exp(half) }, source)
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
    let middle = 0.5 * (libm::log(lower) + libm::log(upper));
    let half = 0.5 * (libm::log(upper) - libm::log(lower)) * NINE_IN_TEN / NINETEEN_IN_TWENTY;
    let range = Range::Lognormal { low: libm::exp(middle - half), high: libm::exp(middle + half) };
    Assumption::new(range, format!("Schools not taking part, {} against {}.", period.words(), period.base_words()))
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
