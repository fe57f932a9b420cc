//! The engine's main work on fixed workloads, by number, so that a native program and a worker time the very same. Knows no
//! clock: whoever runs it has one.

use clusterwise::demo::{Options, pilot_data};
use clusterwise::eval::{Evidence, Indicator, Period, Scope, evaluate};
use clusterwise::model::{
    AcademicYear, Assumption, ByEvent, ClusterId, Event, Phase, PhaseOfCluster, PilotData, PlannedGroups, Programme,
    ProgrammeId, Range, Scenario, ScenarioCluster, Stakeholder, UnitValue, ValueId, Worth, starter_programmes,
};
use clusterwise::rng::Rng;
use clusterwise::sim::{BLOCK, BestValue, Comparing, Comparison, DrawnAlone, Prepared, Runs, Simulating, Simulation};
use clusterwise::stats::{self, Design};
use serde_json::Value;
use std::hint::black_box;

/// Each kernel, and how often it is run for one figure: long enough that a browser's coarse clock (1 ms) cannot matter.
pub const KERNELS: [(&str, u32); 14] = [
    ("cluster bootstrap, 10,000", 60),
    ("randomisation, 10,000", 60),
    ("exact Poisson intervals, 1,000", 60),
    ("wild bootstrap, 12 clusters", 200),
    ("whole evaluation", 8),
    ("one return edited, one measure", 200),
    ("scenario, 1,000 runs", 4),
    ("scenario, 100,000 runs", 1),
    ("scenario, 100,000 runs, counted and told", 1),
    ("scenario beside a plan, 1,000 runs, told", 4),
    ("as many numbers written and read", 1),
    ("44 normal draws, 100,000 times", 1),
    ("44 lognormal draws, 100,000 times", 1),
    ("best plan, 40 offers and 6 floors, ten times", 1),
];

/// What the kernels work on.
pub struct Workloads {
    /// Forty-four schools with a change each; twenty take part.
    changes: Vec<f64>,
    chosen: Vec<bool>,
    /// A panel of 120 rows in 12 clusters.
    y: Vec<f64>,
    columns: Vec<Vec<f64>>,
    cluster: Vec<usize>,
    /// The demonstration: 104 schools, 18 terms.
    data: PilotData,
    period: Period,
    scenario: Scenario,
    /// Assumptions that are drawn for a run, and numbers that it gives.
    numbers_of_a_run: usize,
    budgets: Vec<BestValue>,
}

impl Workloads {
    pub fn new() -> Self {
        let mut rng = Rng::seeded(1);
        let changes = (0..44).map(|_| rng.normal()).collect();
        let mut rng = Rng::seeded(2);
        let cluster: Vec<usize> = (0..120).map(|row| row / 10).collect();
        let after: Vec<f64> = (0..120_u8).map(|row| f64::from(row % 2)).collect();
        let treated: Vec<f64> = cluster.iter().map(|cluster| f64::from(u8::from(*cluster < 4))).collect();
        let both = after.iter().zip(&treated).map(|(a, t)| a * t).collect();
        let data = pilot_data(&Options::default());
        let scenario = scenario();
        let drawn =
            scenario.assumptions().iter().filter(|one| !matches!(one.assumption.range, Range::Fixed { .. })).count();
        let given = Prepared::of(&scenario).map_or(0, |prepared| Runs::none(&prepared, 1).layout().outputs().len());
        Self {
            changes,
            chosen: (0..44).map(|place| place < 20).collect(),
            y: (0..120).map(|_| rng.normal()).collect(),
            columns: vec![after, both, treated],
            cluster,
            period: Period::default_of(&Evidence::of(&data)),
            data,
            scenario,
            numbers_of_a_run: drawn + given,
            budgets: budgets(),
        }
    }

    /// Runs one kernel so many times.
    pub fn run(&self, kernel: usize, times: u32) {
        let mut rng = Rng::seeded(3);
        for _ in 0..times {
            match kernel {
                0 => {
                    let (treated, others) = self.changes.split_at(20);
                    let found = stats::cluster_bootstrap(black_box(treated), others, 10_000, 0.95, || rng.bits());
                    black_box(found.is_ok());
                }
                1 => {
                    let changes = black_box(&self.changes);
                    let found = stats::drawn_randomisation(changes, &self.chosen, 0, 10_000, |n| rng.below(n));
                    black_box(found.is_ok());
                }
                2 => {
                    for count in 0..1_000_u64 {
                        black_box(stats::garwood(black_box(count), 0.95).is_ok());
                    }
                }
                3 => {
                    let design = Design { y: &self.y, columns: &self.columns, cluster: &self.cluster, test: 1 };
                    black_box(stats::cluster_regression(design, 0.95, &mut || rng.bits()).is_ok());
                }
                4 => {
                    black_box(evaluate(black_box(&self.data), false));
                }
                5 => {
                    let evidence = Evidence::of(black_box(&self.data));
                    black_box(evidence.comparisons(Indicator::Requests, &self.period, &Scope::Pilot));
                }
                6 | 7 => {
                    let blocks = if kernel == 6 { 1 } else { 100 };
                    let Ok(prepared) = Prepared::of(black_box(&self.scenario)) else { return };
                    let layout = Runs::none(&prepared, 1).layout().clone();
                    for block in 0..blocks {
                        black_box(prepared.block(&layout, 1, block, BLOCK));
                    }
                }
                8 => {
                    let scenario = black_box(&self.scenario).clone();
                    let asked = Simulation { scenario, against: None, runs: 100_000, seed: 1 };
                    black_box(Simulating::begin(asked).and_then(Simulating::finish).is_ok());
                }
                9 => {
                    let mut other = self.scenario.clone();
                    other.plan.iter_mut().step_by(2).for_each(|plan| plan.by_year.fill(1));
                    let baseline = black_box(&self.scenario).clone();
                    let asked = Comparison { baseline, others: vec![other], runs: 1_000, seed: 1 };
                    black_box(Comparing::begin(asked).and_then(Comparing::finish).is_ok());
                }
                10 => {
                    let mut block = vec![0.0; self.numbers_of_a_run * BLOCK];
                    for number in 0..100_u32 {
                        let one = f64::from(number);
                        black_box(&mut block).iter_mut().for_each(|place| *place = one);
                        // Eight sums, which can go on side by side.
                        let add = |mut sums: [f64; 8], eight: &[f64]| {
                            sums.iter_mut().zip(eight).for_each(|(sum, more)| *sum += more);
                            sums
                        };
                        black_box(black_box(&block).chunks(8).fold([0.0; 8], add));
                    }
                }
                11 => draw(Range::Normal { low: -1.0, high: 1.0 }),
                12 => draw(Range::Lognormal { low: 0.5, high: 2.0 }),
                _ => {
                    for asked in &self.budgets {
                        black_box(black_box(asked).best().is_ok());
                    }
                }
            }
        }
    }
}

/// Forty-four assumptions, a hundred thousand times.
fn draw(range: Range) {
    for number in 0..44 {
        let alone = DrawnAlone::of(&number.to_string(), black_box(range));
        for block in 0..100 {
            black_box(alone.block(1, block));
        }
    }
}

/// The budgets of the golden file that have forty offers and six floors.
fn budgets() -> Vec<BestValue> {
    let golden: Value = serde_json::from_str(include_str!("../golden/best_value.json")).unwrap_or_default();
    let cases = golden["cases"].as_array().into_iter().flatten();
    let all = cases.filter_map(|case| serde_json::from_value::<BestValue>(case["asked"].clone()).ok());
    all.filter(|asked| asked.offers.len() == 40 && asked.floors.len() == 6).collect()
}

/// Six clusters of two phases, twenty programmes in each of them, five years.
pub fn scenario() -> Scenario {
    let source = "For timing.";
    let range = |low: f64, likely: f64, high: f64| Assumption::new(Range::Triangular { low, likely, high }, source);
    let above = |low: f64, high: f64| Assumption::new(Range::Lognormal { low, high }, source);
    let events = || ByEvent {
        requests: above(8.0, 14.0),
        permanent_exclusions: above(1.0, 4.0),
        days_lost: above(200.0, 350.0),
    };
    let clusters: Vec<ScenarioCluster> = (1..=6)
        .filter_map(|number| {
            let phase = |phase, pupils| PhaseOfCluster { phase, pupils, events: events() };
            Some(ScenarioCluster {
                id: ClusterId::from_name(&format!("cluster {number}")).ok()?,
                name: format!("Cluster {number}"),
                phases: vec![phase(Phase::Primary, 4_000), phase(Phase::Secondary, 3_000)],
                senco_hours: range(300.0, 600.0, 900.0),
                pot: vec![80_000.0; 5],
            })
        })
        .collect();
    let kinds = starter_programmes();
    let numbered = |number: usize| {
        let mut programme: Programme = kinds.get(number % kinds.len())?.clone();
        programme.id = ProgrammeId::from_name(&format!("programme {number}")).ok()?;
        Some(programme)
    };
    let programmes: Vec<Programme> = (0..20).filter_map(numbered).collect();
    let groups = |programme: &Programme, cluster: &ScenarioCluster| PlannedGroups {
        programme: programme.id.clone(),
        cluster: cluster.id.clone(),
        by_year: vec![1, 2, 2, 3, 3],
    };
    let plan = programmes.iter().flat_map(|one| clusters.iter().map(move |cluster| groups(one, cluster))).collect();
    let value = |event: Event, low: f64, high: f64| {
        Some(UnitValue {
            id: ValueId::from_name(event.key()).ok()?,
            event,
            stakeholder: Stakeholder::Council,
            worth: Worth::Fiscal,
            pounds: above(low, high),
            years: 3,
            deadweight: range(0.0, 0.2, 0.5),
            cashable: 0.1,
        })
    };
    let values = [value(Event::Requests, 4_000.0, 12_000.0), value(Event::PermanentExclusions, 8_000.0, 20_000.0)];
    Scenario {
        name: "For timing".to_owned(),
        notes: String::new(),
        first_year: AcademicYear(2019),
        years: 5,
        clusters,
        programmes,
        plan,
        trend: ByEvent {
            requests: range(0.95, 1.03, 1.1),
            permanent_exclusions: range(0.9, 1.0, 1.1),
            days_lost: range(0.95, 1.0, 1.1),
        },
        specialist_hours: range(3_000.0, 5_000.0, 8_000.0),
        staff_hour: range(20.0, 30.0, 40.0),
        inflation: range(-0.01, 0.01, 0.03),
        optimism_bias: range(0.0, 0.1, 0.3),
        mitigated: 0.5,
        values: values.into_iter().flatten().collect(),
    }
}

/// The shortest of several runs of each kernel, in milliseconds a time, as JSON: what else a machine does can only make one
/// longer. `now_ms` is a clock that goes on.
pub fn timed(runs: u32, now_ms: impl Fn() -> f64) -> String {
    let workloads = Workloads::new();
    let figures = KERNELS.iter().enumerate().map(|(kernel, (name, times))| {
        let shortest = (0..runs)
            .map(|_| {
                let started = now_ms();
                workloads.run(kernel, *times);
                (now_ms() - started) / f64::from(*times)
            })
            .fold(f64::INFINITY, f64::min);
        format!("\"{name}\":{shortest:.4}")
    });
    format!("{{{}}}", figures.collect::<Vec<_>>().join(","))
}
