//! `cargo dev bench`: how long the main jobs take, in the core and in the page beside the native program. Figures describe
//! the machine they came from; what is worth keeping is a ratio of two that were taken in one run.

use crate::checks::{cargo, journeys};
use crate::child;
use crate::fault::{Outcome, at};
use crate::route::Toolchain;
use crate::setup::say;
use crate::tools::{Tools, home};
use crate::worker::{self, Program};
use crate::{page, setup};
use std::path::PathBuf;

pub fn run(tools: &Tools) -> Outcome {
    say("The core's main jobs: about 5 minutes");
    child::run("time the core", cargo().args(["bench", "--no-default-features", "--bench", "core"]))?;
    say("The page beside the command line, both as released: up to 5 minutes the first time");
    let toolchain = setup::for_page(tools)?;
    page::build(tools, &toolchain)?;
    let native = ["build", "--release", "--no-default-features", "--bin", "clusterwise"];
    child::run("build the command line", cargo().args(native))?;
    let kernels = build_kernels(tools, &toolchain)?;
    setup::for_browsers(tools)?;
    let mut journey = journeys(tools);
    journey.env("CLUSTERWISE_NATIVE", worker::target().join("release/clusterwise"));
    journey.env("CLUSTERWISE_KERNELS", kernels);
    child::run("time the page", journey.args(["--", "--test-threads", "1", "--nocapture", "timed"]))
}

/// The kernels for a worker, as the worker is compiled, in `target/page/kernels`; and natively, as for a benchmark.
fn build_kernels(tools: &Tools, toolchain: &Toolchain) -> Outcome<PathBuf> {
    say("The engine's kernels for a worker, and natively");
    let folder = home().join("target/page/kernels");
    let program = Program { what: ["--example", "kernels"], file: "kernels.wasm" };
    worker::compile(tools, toolchain, &program, &folder)?;
    worker::append(&folder.join("kernels.js"), &home().join("tests/bench/in_worker.js"))?;
    let page = folder.join("index.html");
    std::fs::write(&page, "<!DOCTYPE html><html lang=\"en\"><title>Kernels</title>").map_err(at("write", &page))?;
    let native =
        ["build", "--profile", "bench", "--no-default-features", "--features", "worker", "--example", "kernels"];
    child::run("build the kernels", cargo().args(native))?;
    Ok(worker::target().join("release/examples/kernels"))
}
