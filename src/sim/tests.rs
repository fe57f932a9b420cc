//! Tests of scenarios: what must hold exactly, and what has a closed form.

use super::*;
use crate::model::{
    AcademicYear, Assumption, ByEvent, ClusterId, Event, Phase, PhaseOfCluster, PlannedGroups, Programme, ProgrammeId,
    Range, Scenario, ScenarioCluster, Stakeholder, UnitValue, ValueId, Worth, starter_programmes,
};

pub(super) const SEED: u64 = 2_019;

fn fixed(value: f64) -> Assumption {
    Assumption::fixed(value, "For the test.")
}

fn normal(low: f64, high: f64) -> Assumption {
    Assumption::new(Range::Normal { low, high }, "For the test.")
}

fn lognormal(low: f64, high: f64) -> Assumption {
    Assumption::new(Range::Lognormal { low, high }, "For the test.")
}

/// Mean and standard deviation of the logarithm of a number that lies between two others nine times in ten.
fn lognormal_moments(low: f64, high: f64) -> (f64, f64) {
    let (low, high) = (libm::log(low), libm::log(high));
    (0.5 * (low + high), 0.5 * (high - low) / crate::stats::normal_quantile(0.95))
}

fn by_event(of: impl Fn(Event) -> Assumption) -> ByEvent<Assumption> {
    ByEvent {
        requests: of(Event::Requests),
        permanent_exclusions: of(Event::PermanentExclusions),
        days_lost: of(Event::DaysLost),
    }
}

fn cluster(id: &str, pupils: u32) -> ScenarioCluster {
    let phase = |phase, pupils: u32| PhaseOfCluster {
        phase,
        pupils,
        events: by_event(|event| match event {
            Event::Requests => lognormal(8.0, 14.0),
            Event::PermanentExclusions => lognormal(1.0, 4.0),
            Event::DaysLost => lognormal(200.0, 350.0),
        }),
    };
    ScenarioCluster {
        id: ClusterId::from_name(id).unwrap(),
        name: id.to_owned(),
        phases: vec![phase(Phase::Primary, pupils), phase(Phase::Secondary, pupils / 2)],
        senco_hours: fixed(1e9),
        pot: vec![60_000.0; 5],
    }
}

/// Three clusters and the starter catalogue.
pub(super) fn scenario() -> Scenario {
    let clusters = vec![cluster("north", 4_000), cluster("east", 3_000), cluster("west", 5_000)];
    let programmes = starter_programmes();
    let groups = |programme: &Programme, cluster: &ScenarioCluster| PlannedGroups {
        programme: programme.id.clone(),
        cluster: cluster.id.clone(),
        by_year: vec![2, 4, 4, 5, 5],
    };
    let plan = programmes.iter().flat_map(|one| clusters.iter().map(move |cluster| groups(one, cluster)));
    Scenario {
        name: "For the test".to_owned(),
        notes: String::new(),
        first_year: AcademicYear(2019),
        years: 5,
        plan: plan.collect(),
        clusters,
        programmes,
        trend: by_event(|_| Assumption::new(Range::Triangular { low: 0.95, likely: 1.02, high: 1.1 }, "For the test.")),
        specialist_hours: fixed(1e9),
        staff_hour: fixed(30.0),
        inflation: fixed(0.0),
        optimism_bias: fixed(0.1),
        mitigated: 0.5,
        values: vec![UnitValue {
            id: ValueId::from_name("plans").unwrap(),
            event: Event::Requests,
            stakeholder: Stakeholder::Council,
            worth: Worth::Fiscal,
            pounds: lognormal(4_000.0, 12_000.0),
            years: 3,
            deadweight: fixed(0.2),
            cashable: 0.1,
        }],
    }
}

pub(super) fn runs(scenario: &Scenario, runs: usize) -> Runs {
    Runs::of(&Prepared::of(scenario).unwrap(), SEED, runs).unwrap()
}

fn outputs(runs: &Runs) -> Vec<Output> {
    runs.layout().outputs().to_vec()
}

#[test]
fn the_same_scenario_differs_from_itself_by_exactly_nothing() {
    let mut renamed = scenario();
    renamed.name = "The same under another name".to_owned();
    let difference = runs(&scenario(), 1_500).less(&runs(&renamed, 1_500)).unwrap();
    for output in outputs(&difference) {
        assert!(difference.of_output(output).iter().all(|number| *number == 0.0), "{output:?}");
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut turned = scenario();
    turned.clusters.reverse();
    turned.programmes.rotate_left(3);
    turned.plan.reverse();
    turned.clusters.iter_mut().for_each(|cluster| cluster.phases.reverse());
    assert_eq!(runs(&scenario(), 1_250), runs(&turned, 1_250));
}

#[test]
fn one_more_programme_that_has_no_groups_changes_nothing() {
    let mut fewer = scenario();
    fewer.programmes.retain(|programme| programme.id.as_str() != "autism-groups");
    fewer.plan.retain(|plan| plan.programme.as_str() != "autism-groups");
    let mut idle = scenario();
    idle.plan.retain(|plan| plan.programme.as_str() != "autism-groups");
    let (fewer, idle) = (runs(&fewer, 1_000), runs(&idle, 1_000));
    // It is told of, as having cost nothing.
    let named = |output: &&Output| !matches!(output, Output::CostOf(_) | Output::CompletedOf(_));
    for output in fewer.layout().outputs().iter().filter(named) {
        assert!(fewer.of_output(*output) == idle.of_output(*output), "{output:?}");
    }
    assert_eq!(fewer.layout().outputs().len() + 2, idle.layout().outputs().len());
}

#[test]
fn blocks_give_the_same_numbers_whoever_works_them_out() {
    let prepared = Prepared::of(&scenario()).unwrap();
    let whole = Runs::of(&prepared, SEED, 3_400).unwrap();
    let layout = Layout::of(&prepared);
    // Each block in another thread, the last one first.
    let blocks: Vec<Columns> = std::thread::scope(|threads| {
        let (prepared, layout) = (&prepared, &layout);
        let block = |(block, runs)| threads.spawn(move || prepared.block(layout, SEED, block, runs));
        let handles: Vec<_> = [(3, 400), (2, 1_000), (1, 1_000), (0, 1_000)].map(block).into_iter().collect();
        handles.into_iter().rev().map(|handle| handle.join().unwrap()).collect()
    });
    let mut found = Runs::none(&prepared, SEED);
    blocks.into_iter().for_each(|block| found.push(block));
    assert_eq!(found, whole);
}

#[test]
fn parts_add_up_to_totals() {
    let found = runs(&scenario(), 1_000);
    let of = |output| found.of_output(output);
    for run in 0..found.len() {
        let near = |parts: f64, whole: f64, what: &str| {
            assert!((parts - whole).abs() <= 1e-9 * whole.abs().max(1.0), "{what}, run {run}: {parts} and {whole}");
        };
        for event in Event::ALL {
            let by_year: f64 = (0..5).map(|year| of(Output::Avoided(event, year))[run]).sum();
            let by_cluster: f64 = (0..3).map(|cluster| of(Output::AvoidedIn(cluster, event))[run]).sum();
            near(by_cluster, by_year, event.key());
            near(by_cluster, of(Output::AvoidedAltogether(event))[run], event.key());
        }
        let by_year: f64 = (0..5).map(|year| of(Output::Cost(year))[run]).sum();
        let by_cluster: f64 = (0..3).map(|cluster| of(Output::CostIn(cluster))[run]).sum();
        near(by_cluster, by_year, "cost");
    }
}

#[test]
fn nothing_planned_costs_nothing_and_avoids_nothing() {
    let mut stopped = scenario();
    stopped.plan.clear();
    let found = runs(&stopped, 1_000);
    for output in outputs(&found) {
        let is_left = matches!(output, Output::Left(..));
        assert!(found.of_output(output).iter().all(|number| (*number > 0.0) == is_left), "{output:?}");
    }
}

#[test]
fn an_effect_applies_to_what_another_leaves() {
    let mut both = scenario();
    let mut one = both.programmes[0].clone();
    (one.taken, one.completed, one.prevalence) = (fixed(1.0), fixed(1.0), fixed(0.001));
    (one.diminishing, one.fade) = (fixed(0.0), fixed(0.0));
    one.share_of_events = by_event(|_| fixed(1.0));
    one.effect = by_event(|_| fixed(0.5));
    let mut other = one.clone();
    other.id = ProgrammeId::from_name("another").unwrap();
    both.plan = [&one, &other]
        .map(|programme| PlannedGroups {
            programme: programme.id.clone(),
            cluster: both.clusters[0].id.clone(),
            by_year: vec![100; 5],
        })
        .to_vec();
    both.programmes = vec![one, other];
    both.clusters.truncate(1);
    let found = runs(&both, 1_000);
    for (left, avoided) in found
        .of_output(Output::Left(Event::Requests, 0))
        .iter()
        .zip(found.of_output(Output::Avoided(Event::Requests, 0)))
    {
        // Two that halve leave a quarter, and not nothing.
        assert!((avoided / (left + avoided) - 0.75).abs() < 1e-12);
    }
}

#[test]
fn groups_run_as_far_as_there_are_hours() {
    let mut short = scenario();
    short.specialist_hours = fixed(0.0);
    let (full, without) = (runs(&scenario(), 1_000), runs(&short, 1_000));
    let completed = |runs: &Runs| runs.summary(Output::Completed(2)).unwrap().mean;
    assert!(completed(&without) < completed(&full));
    // Three programmes need no specialist, so something is left.
    assert!(completed(&without) > 0.0);
}

/// What has a closed form: a sum of normals, a product of lognormals. Within four standard errors at a million runs.
#[test]
fn draws_agree_with_closed_forms() {
    let mut simple = scenario();
    let mut programme = simple.programmes[0].clone();
    let nothing = || fixed(0.0);
    programme.costs.fixed = lognormal(900.0, 1_600.0);
    programme.costs.start_up = nothing();
    programme.costs.per_group = nothing();
    programme.costs.per_place = nothing();
    programme.costs.per_hour = nothing();
    simple.clusters.truncate(1);
    simple.plan = vec![PlannedGroups {
        programme: programme.id.clone(),
        cluster: simple.clusters[0].id.clone(),
        by_year: vec![1, 1],
    }];
    simple.programmes = vec![programme];
    simple.years = 2;
    simple.mitigated = 0.0;
    simple.optimism_bias = nothing();
    simple.inflation = Assumption::new(Range::Uniform { low: 0.0, high: 0.2 }, "For the test.");
    let found = runs(&simple, MOST_RUNS);
    let (mu, sigma) = lognormal_moments(900.0, 1_600.0);
    let lognormal_mean = libm::exp(mu + 0.5 * sigma * sigma);
    let first = found.summary(Output::Cost(0)).unwrap();
    assert!((first.mean - lognormal_mean).abs() < 4.0 * first.error.unwrap(), "{first:?} {lognormal_mean}");
    assert!((first.p05 / 900.0 - 1.0).abs() < 2e-3 && (first.p95 / 1_600.0 - 1.0).abs() < 2e-3, "{first:?}");
    // The product of two independent draws.
    let second = found.summary(Output::Cost(1)).unwrap();
    assert!((second.mean - lognormal_mean * 1.1).abs() < 4.0 * second.error.unwrap(), "{second:?}");
}

#[test]
fn every_shape_is_drawn_as_it_is_meant() {
    let shapes = [
        Range::Uniform { low: -2.0, high: 6.0 },
        Range::Triangular { low: 20.0, likely: 30.0, high: 60.0 },
        Range::Triangular { low: 20.0, likely: 20.0, high: 60.0 },
        Range::Pert { low: 20.0, likely: 30.0, high: 60.0 },
        Range::Normal { low: -1.0, high: 3.0 },
        Range::Lognormal { low: 0.5, high: 8.0 },
        Range::Seen { count: 30, of: 40 },
        Range::Seen { count: 0, of: 3 },
    ];
    for range in shapes {
        let sampler = quantiles::Sampler::of(range);
        let expected = match range {
            Range::Uniform { low, high } | Range::Normal { low, high } => 0.5 * (low + high),
            Range::Triangular { low, likely, high } => (low + likely + high) / 3.0,
            Range::Pert { low, likely, high } => (low + 4.0 * likely + high) / 6.0,
            Range::Lognormal { low, high } => {
                let (mean, sd) = lognormal_moments(low, high);
                libm::exp(mean + 0.5 * sd * sd)
            }
            Range::Seen { count, of } => (f64::from(count) + 0.5) / (f64::from(of) + 1.0),
            Range::Fixed { value } => value,
        };
        let draws = 200_000;
        let mut sum = 0.0;
        let mut before = f64::NEG_INFINITY;
        let mut numbers: Vec<f64> = (0..draws).map(|place| (f64::from(place) + 0.5) / f64::from(draws)).collect();
        sampler.put(&mut numbers);
        for (place, number) in numbers.into_iter().enumerate() {
            assert!(number >= before, "{range:?} falls at {place}");
            before = number;
            sum += number;
        }
        let mean = sum / f64::from(draws);
        assert!((mean - expected).abs() < 2e-4 * expected.abs().max(1.0), "{range:?}: {mean} and not {expected}");
    }
}

#[test]
fn problems_are_told_and_nothing_is_run() {
    let refused = |change: &dyn Fn(&mut Scenario)| {
        let mut scenario = scenario();
        change(&mut scenario);
        match Prepared::of(&scenario) {
            Err(SimError::Problem { field, words }) => {
                assert!(words.ends_with('.'), "{words}");
                field
            }
            other => panic!("{:?}", other.map(|_| ())),
        }
    };
    assert_eq!(refused(&|one| one.years = 60), "years");
    assert_eq!(refused(&|one| one.years = 0), "years");
    assert_eq!(refused(&|one| one.clusters.clear()), "clusters");
    assert_eq!(refused(&|one| one.clusters[1].id = one.clusters[0].id.clone()), "clusters");
    assert_eq!(refused(&|one| one.clusters[0].phases[0].pupils = 0), "pupils");
    assert_eq!(refused(&|one| one.clusters[0].pot[1] = -1.0), "pot");
    assert_eq!(refused(&|one| one.programmes[0].places = 0), "places");
    assert_eq!(refused(&|one| one.plan[0].programme = ProgrammeId::from_name("nowhere").unwrap()), "plan");
    assert_eq!(refused(&|one| one.plan[0].by_year = vec![1; 6]), "plan");
    assert_eq!(refused(&|one| one.plan[1] = one.plan[0].clone()), "plan");
    assert_eq!(refused(&|one| one.mitigated = 1.5), "mitigated");
    let upside_down = Range::Uniform { low: 2.0, high: 1.0 };
    assert_eq!(refused(&|one| one.staff_hour.range = upside_down), "staff_hour");
    assert_eq!(refused(&|one| one.programmes[0].taken.range = Range::Fixed { value: 1.2 }), "taken");
    assert_eq!(refused(&|one| one.inflation.range = Range::Fixed { value: f64::NAN }), "inflation");
    assert_eq!(refused(&|one| one.programmes[2].taken = normal(0.1, 0.3)), "taken");
    let prepared = Prepared::of(&scenario()).unwrap();
    assert_eq!(Runs::of(&prepared, 1, 0), Err(SimError::Runs(0)));
    assert_eq!(Runs::of(&prepared, 1, MOST_RUNS + 1), Err(SimError::Runs(MOST_RUNS + 1)));
}

#[test]
fn runs_of_other_draws_are_not_compared() {
    let prepared = Prepared::of(&scenario()).unwrap();
    let (one, other) = (Runs::of(&prepared, 1, 1_000).unwrap(), Runs::of(&prepared, 2, 1_000).unwrap());
    assert!(matches!(one.less(&other), Err(SimError::NotTheSame(_))));
    assert!(matches!(one.less(&Runs::of(&prepared, 1, 999).unwrap()), Err(SimError::NotTheSame(_))));
}

#[test]
fn a_summary_says_how_far_its_mean_may_be_off() {
    let found = runs(&scenario(), 20_000);
    let summary = found.summary(Output::Net).unwrap();
    assert!(summary.p05 < summary.p25 && summary.p25 < summary.p50 && summary.p50 < summary.p95, "{summary:?}");
    assert!(summary.error.unwrap() > 0.0 && summary.error.unwrap() < 0.02 * (summary.p95 - summary.p05), "{summary:?}");
    assert_eq!(Summary::of(&[]), None);
    assert_eq!(Summary::of(&[3.0]).unwrap().error, None);
    let csv = runs(&scenario(), 3).csv();
    assert_eq!(csv.lines().count(), 4);
    assert!(csv.starts_with("run,left requests 0,"), "{}", csv.lines().next().unwrap());
}

#[test]
fn what_decides_most_comes_first_and_what_decides_nothing_last() {
    let prepared = Prepared::of(&scenario()).unwrap();
    let found = Runs::of(&prepared, SEED, 4_000).unwrap();
    let influences =
        prepared.drawn(SEED, found.len()).influences(found.of_output(Output::AvoidedIn(0, Event::DaysLost)));
    let of = |name: &str| influences.iter().position(|one| one.assumption == name).unwrap();
    let effect = of("programme/behaviour-groups/effect_on_days_lost");
    assert!(effect < 6, "{:?}", &influences[..8]);
    assert!(influences[effect].correlation > 0.2 && influences[effect].high > influences[effect].low);
    assert!(of("programme/behaviour-groups/per_place") > 20, "a cost decides nothing of days lost");
    let sizes: Vec<f64> = influences.iter().map(|one| one.correlation.abs()).collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]));
    let mut turned = scenario();
    turned.programmes.reverse();
    let again = Prepared::of(&turned).unwrap().drawn(SEED, found.len());
    let again = again.influences(found.of_output(Output::AvoidedIn(0, Event::DaysLost)));
    assert_eq!(again, influences);
}

#[test]
fn what_came_of_it_is_said_in_words_that_the_numbers_bear_out() {
    let simulation = Simulation { scenario: scenario(), against: None, runs: 3_000, seed: SEED };
    let found = Simulating::begin(simulation.clone()).unwrap().finish().unwrap();
    assert_eq!(found, Simulating::begin(simulation.clone()).unwrap().finish().unwrap());
    assert_eq!(found.levels.len(), found.differences.len());
    let avoided = &found.differences["avoided requests"];
    let first = &found.words[0];
    assert!(first.contains("fewer requests for EHC plans in 5 years than without any programme"), "{first}");
    assert!(first.contains(&format!("{:.0} fewer", avoided.p95)), "{first} {avoided:?}");
    assert!(found.words.iter().any(|words| words.starts_with("Programmes cost £")), "{:?}", found.words);
    // One programme of the starter catalogue may have no effect at all: then no price is told.
    let mut one = simulation.clone();
    one.scenario.plan.retain(|plan| plan.programme.as_str() == "speech-groups");
    let one = Simulating::begin(one).unwrap().finish().unwrap();
    assert!(one.differences["avoided requests"].p05 < 0.0);
    assert!(one.words[0].contains(" more to "), "{:?}", one.words);
    assert!(one.words.iter().any(|words| words.contains("cannot be estimated")), "{:?}", one.words);
    assert!(found.warnings[0].contains("Autism groups"), "{:?}", found.warnings);
    // Held against itself, nothing differs, and the words say so.
    let same = Simulation { against: Some(scenario()), ..simulation.clone() };
    let same = Simulating::begin(same).unwrap().finish().unwrap();
    assert!(same.words[0].starts_with("As many requests"), "{:?}", same.words);
    assert!(same.words.iter().any(|words| words.starts_with("Programmes cost the same")), "{:?}", same.words);
    let mut shorter = scenario();
    shorter.years = 4;
    shorter.plan.iter_mut().for_each(|plan| plan.by_year.truncate(4));
    let other = Simulation { against: Some(shorter), ..simulation };
    assert!(matches!(Simulating::begin(other), Err(SimError::NotTheSame(_))));
}

#[test]
fn a_simulation_goes_on_block_by_block() {
    let simulation = Simulation { scenario: scenario(), against: None, runs: 2_400, seed: SEED };
    let mut simulating = Simulating::begin(simulation).unwrap();
    assert_eq!(simulating.left(), 3);
    simulating.next_block();
    assert_eq!(simulating.left(), 2);
    assert_eq!(simulating.finish().unwrap().runs, 2_400);
}

#[test]
fn a_pilot_gives_a_scenario_to_start_from() {
    let data = crate::demo::pilot_data(&crate::demo::Options::default());
    let mut start = from_pilot(&data, "To start from").unwrap();
    assert_eq!(start.problems(), Vec::new());
    assert_eq!(start.clusters.len(), data.clusters.len());
    let pupils: u32 = start.clusters.iter().flat_map(|cluster| &cluster.phases).map(|phase| phase.pupils).sum();
    assert!(pupils > 10_000, "{pupils}");
    assert!(start.trend.requests.source.starts_with("Schools not taking part"), "{}", start.trend.requests.source);
    let (programme, cluster) = (start.programmes[0].id.clone(), start.clusters[0].id.clone());
    start.plan = vec![PlannedGroups { programme, cluster, by_year: vec![6; 5] }];
    let kept = crate::model::SavedScenario::of(&start).unwrap();
    assert_eq!(kept.scenario().unwrap(), start);
    let simulation = Simulation { scenario: start, against: None, runs: 1_000, seed: SEED };
    let found = Simulating::begin(simulation).unwrap().finish().unwrap();
    assert!(found.differences["avoided requests"].p95 > 0.0);
    assert_eq!(from_pilot(&crate::model::PilotData::default(), "Nothing"), None);
}

#[test]
fn every_variable_is_an_assumption_that_can_be_found_and_changed() {
    let prepared = Prepared::of(&scenario()).unwrap();
    let named: Vec<String> = scenario().assumptions().into_iter().map(|one| one.name).collect();
    for (_, name) in prepared.uncertain() {
        assert!(named.iter().any(|own| own == name), "{name}");
    }
    let mut changed = scenario();
    let certain = Assumption::fixed(0.5, "For the test.");
    assert!(changed.assume("programme/speech-groups/taken", &certain));
    assert!(!changed.assume("programme/speech-groups/absent", &certain));
    assert_eq!(changed.programmes.iter().filter(|one| one.taken == certain).count(), 1);
    assert_eq!(
        changed.words_of_assumptions()["programme/speech-groups/taken"],
        "Small-group speech and language: share of places taken"
    );
    let distinct: std::collections::BTreeSet<&String> = named.iter().collect();
    assert_eq!(distinct.len(), named.len());
}

#[test]
fn a_ranges_average_is_that_of_its_draws() {
    for range in [
        Range::Fixed { value: 3.0 },
        Range::Uniform { low: 2.0, high: 5.0 },
        Range::Triangular { low: 0.0, likely: 1.0, high: 8.0 },
        Range::Pert { low: 0.0, likely: 1.0, high: 8.0 },
        Range::Normal { low: -2.0, high: 6.0 },
        Range::Lognormal { low: 1.0, high: 9.0 },
        Range::Seen { count: 3, of: 11 },
    ] {
        let mut shares: Vec<f64> = (0..20_000).map(|place| (f64::from(place) + 0.5) / 20_000.0).collect();
        super::quantiles::Sampler::of(range).put(&mut shares);
        let mean = shares.iter().sum::<f64>() / 20_000.0;
        assert!((mean - range.mean()).abs() < 2e-3 * range.mean().abs(), "{range:?}: {mean} {}", range.mean());
    }
}
