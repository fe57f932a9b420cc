//! The kernels as a program that can be timed natively and in a worker, compiled for both as each is released: `cargo dev bench`
//! runs the two beside one another. Knows nothing of how they compare.

mod kernels;

#[cfg(target_arch = "wasm32")]
mod program {
    use js_sys::{Date, Function, Reflect, global};
    use wasm_bindgen::prelude::wasm_bindgen;
    use wasm_bindgen::{JsCast, JsValue};

    /// The shortest of so many runs of each kernel, as JSON.
    #[wasm_bindgen]
    pub fn timed(runs: u32) -> String {
        let clock = Reflect::get(&global(), &JsValue::from_str("performance")).unwrap_or_default();
        let now = Reflect::get(&clock, &JsValue::from_str("now")).ok().and_then(|now| now.dyn_into::<Function>().ok());
        super::kernels::timed(runs, || {
            let read = now.as_ref().and_then(|now| now.call0(&clock).ok()?.as_f64());
            read.unwrap_or_else(Date::now)
        })
    }
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    let start = std::time::Instant::now();
    match std::env::args().nth(1).as_deref() {
        // The scenario itself, for a model in another language to run.
        Some("scenario") => println!("{}", serde_json::to_string(&kernels::scenario()).unwrap_or_default()),
        runs => {
            let runs = runs.and_then(|runs| runs.parse().ok()).unwrap_or(10);
            let took = kernels::timed(runs, || start.elapsed().as_secs_f64() * 1e3);
            let memory = most_memory().map(|megabytes| format!(",\"memory at most, MB\":{megabytes:.1}}}"));
            println!("{}{}", took.trim_end_matches('}'), memory.unwrap_or("}".to_owned()));
        }
    }
}

/// Megabytes that were resident at the most, as Linux counts them; None elsewhere.
#[cfg(not(target_arch = "wasm32"))]
fn most_memory() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1_024.0 / 1e6)
}
