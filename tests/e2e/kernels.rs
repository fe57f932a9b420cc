//! The engine's kernels in a worker of each browser beside the native program, in one run. The table is printed and kept in
//! `target/`, never judged: machines differ. `cargo dev bench` builds what is timed; without it there is nothing to time.

use crate::driver::{Browser, Driver};
use crate::server::Server;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// Runs of each kernel at a time, and how often natives and workers take turns.
const RUNS: u32 = 5;
const TURNS: usize = 4;

/// Milliseconds by kernel, the shortest so far.
type Shortest = BTreeMap<String, f64>;

fn keep_shortest(shortest: &mut Shortest, told: &str) {
    let told: Map<String, Value> = serde_json::from_str(told).unwrap_or_else(|error| panic!("{told}: {error}"));
    for (name, value) in told {
        let milliseconds = value.as_f64().unwrap_or_else(|| panic!("{name}: {value}"));
        let kept = shortest.entry(name).or_insert(f64::INFINITY);
        *kept = kept.min(milliseconds);
    }
}

async fn in_a_worker(client: &fantoccini::Client) -> String {
    let script = format!(
        "const done = arguments[arguments.length - 1]; const worker = new Worker('kernels.js'); \
         worker.onmessage = (said) => {{ worker.terminate(); done(said.data); }}; \
         worker.onerror = (error) => done(JSON.stringify({{ error: error.message }})); worker.postMessage({RUNS});"
    );
    let told = client.execute_async(&script, Vec::new()).await.expect("the worker answers");
    told.as_str().expect("JSON").to_owned()
}

async fn table_of(browser: Browser) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/page/kernels");
    let Some(native) = std::env::var_os("CLUSTERWISE_KERNELS").filter(|_| folder.join("kernels.wasm").exists()) else {
        println!("nothing to time: `cargo dev bench` builds it");
        return;
    };
    let server = Server::start(&folder, "/", 0, |_| None).expect("a server on this machine");
    let (client, _driver) = Driver::connect(browser).await;
    client.goto(&format!("http://{}/", server.address())).await.expect("an empty page");
    let patience = fantoccini::wd::TimeoutConfiguration::new(Some(Duration::from_secs(300)), None, None);
    client.update_timeouts(patience).await.expect("patience");
    let (mut natively, mut worker) = (Shortest::new(), Shortest::new());
    for _ in 0..TURNS {
        let run = Command::new(&native).arg(RUNS.to_string()).output().expect("the native program");
        keep_shortest(&mut natively, &String::from_utf8_lossy(&run.stdout));
        keep_shortest(&mut worker, &in_a_worker(&client).await);
    }
    client.close().await.expect("the browser ends");
    let mut table = format!("| work | native | worker in {browser:?} | ratio |\n| --- | --- | --- | --- |\n");
    for (name, native) in &natively {
        let worker = worker.get(name).copied().unwrap_or(f64::NAN);
        table += &format!("| {name} | {native:.3} | {worker:.3} | {:.2} |\n", worker / native);
    }
    println!("{table}");
    let note = format!("target/kernels-{browser:?}.md").to_lowercase();
    std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join(note), table).expect("a note");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_is_timed_in_a_worker_of_chromium() {
    table_of(Browser::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_engine_is_timed_in_a_worker_of_firefox() {
    table_of(Browser::Firefox).await;
}
