//! Times the engine's kernels on the workloads that `engine.py` gives to scipy and wildboottest, and prints the shortest run of
//! each as JSON, in milliseconds. Knows nothing of the other side.

use clusterwise::demo::{Options, pilot_data};
use clusterwise::eval::{Evidence, Indicator, Period, Scope, evaluate};
use clusterwise::rng::Rng;
use clusterwise::stats::{self, Design};
use std::hint::black_box;
use std::time::Instant;

/// The shortest of many runs: what else the machine does can only make one longer.
fn shortest(runs: u32, mut work: impl FnMut()) -> f64 {
    (0..runs)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e3
        })
        .fold(f64::INFINITY, f64::min)
}

/// Forty-four schools with a change each; twenty take part.
fn changes() -> Vec<f64> {
    let mut rng = Rng::seeded(1);
    (0..44).map(|_| rng.normal()).collect()
}

fn panel() -> (Vec<f64>, Vec<Vec<f64>>, Vec<usize>) {
    let mut rng = Rng::seeded(2);
    let cluster: Vec<usize> = (0..120).map(|row| row / 10).collect();
    let after: Vec<f64> = (0..120).map(|row| f64::from(row as u8 % 2)).collect();
    let treated: Vec<f64> = cluster.iter().map(|cluster| f64::from(u8::from(*cluster < 4))).collect();
    let both: Vec<f64> = after.iter().zip(&treated).map(|(a, t)| a * t).collect();
    let y = (0..120).map(|_| rng.normal()).collect();
    (y, vec![after, both, treated], cluster)
}

fn main() {
    let changes = changes();
    let (treated, others) = changes.split_at(20);
    let mut rng = Rng::seeded(3);
    let bootstrap = shortest(30, || {
        let found = stats::cluster_bootstrap(black_box(treated), black_box(others), 10_000, 0.95, || rng.bits());
        black_box(found.is_ok());
    });
    let chosen: Vec<bool> = (0..44).map(|place| place < 20).collect();
    let randomisation = shortest(30, || {
        let found = stats::drawn_randomisation(black_box(&changes), &chosen, 0, 10_000, |n| rng.below(n));
        black_box(found.is_ok());
    });
    let poisson = shortest(30, || {
        for count in 0..1_000_u64 {
            black_box(stats::garwood(black_box(count), 0.95).is_ok());
        }
    });
    let (y, columns, cluster) = panel();
    let wild = shortest(20, || {
        let design = Design { y: &y, columns: &columns, cluster: &cluster, test: 1 };
        black_box(stats::cluster_regression(design, 0.95, &mut || rng.bits()).is_ok());
    });
    let data = pilot_data(&Options::default());
    let evaluation = shortest(10, || {
        black_box(evaluate(black_box(&data), false));
    });
    let evidence = Evidence::of(&data);
    let period = Period::default_of(&evidence);
    let measure = shortest(10, || {
        black_box(Evidence::of(&data).comparisons(Indicator::Requests, &period, &Scope::Pilot));
    });
    println!(
        "{{\"cluster bootstrap, 10,000\":{bootstrap:.4},\"randomisation, 10,000\":{randomisation:.4},\"exact Poisson intervals, 1,000\":{poisson:.4},\"wild bootstrap, 12 clusters\":{wild:.4},\"whole evaluation\":{evaluation:.3},\"one return edited, one measure\":{measure:.3}}}"
    );
}
