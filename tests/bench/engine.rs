//! Times the engine's kernels natively and prints the shortest run of each as JSON, in milliseconds. `engine.py` gives the same
//! workloads to scipy and wildboottest. Knows nothing of the other side.

mod kernels;

use std::time::Instant;

fn main() {
    let start = Instant::now();
    println!("{}", kernels::timed(10, || start.elapsed().as_secs_f64() * 1e3));
}
