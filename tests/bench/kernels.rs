//! The engine's main work on fixed workloads, by number, so that a native program and a worker time the very same. Knows no
//! clock: whoever runs it has one.

use clusterwise::demo::{Options, pilot_data};
use clusterwise::eval::{Evidence, Indicator, Period, Scope, evaluate};
use clusterwise::model::PilotData;
use clusterwise::rng::Rng;
use clusterwise::stats::{self, Design};
use std::hint::black_box;

/// Each kernel, and how often it is run for one figure: long enough that a browser's coarse clock (1 ms) cannot matter.
pub const KERNELS: [(&str, u32); 6] = [
    ("cluster bootstrap, 10,000", 60),
    ("randomisation, 10,000", 60),
    ("exact Poisson intervals, 1,000", 60),
    ("wild bootstrap, 12 clusters", 200),
    ("whole evaluation", 8),
    ("one return edited, one measure", 200),
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
        Self {
            changes,
            chosen: (0..44).map(|place| place < 20).collect(),
            y: (0..120).map(|_| rng.normal()).collect(),
            columns: vec![after, both, treated],
            cluster,
            period: Period::default_of(&Evidence::of(&data)),
            data,
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
                _ => {
                    let evidence = Evidence::of(black_box(&self.data));
                    black_box(evidence.comparisons(Indicator::Requests, &self.period, &Scope::Pilot));
                }
            }
        }
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
