//! `cargo dev bench`: how long the main jobs take, in the core and in the page beside the native program. Figures describe
//! the machine they came from; what is worth keeping is a ratio of two that were taken in one run.

use crate::checks::{cargo, journeys};
use crate::child;
use crate::fault::Outcome;
use crate::setup::say;
use crate::tools::{Tools, home};
use crate::{page, setup};

pub fn run(tools: &Tools) -> Outcome {
    say("The core's main jobs: about 5 minutes");
    child::run("time the core", cargo().args(["bench", "--no-default-features", "--bench", "core"]))?;
    say("The page beside the command line, both as released: up to 5 minutes the first time");
    let toolchain = setup::for_page(tools)?;
    page::build(tools, &toolchain)?;
    let native = ["build", "--release", "--no-default-features", "--bin", "clusterwise"];
    child::run("build the command line", cargo().args(native))?;
    setup::for_browsers(tools)?;
    let mut journey = journeys(tools);
    journey.env("CLUSTERWISE_NATIVE", home().join("target/release/clusterwise"));
    child::run("time the page", journey.args(["--", "--test-threads", "1", "--nocapture", "timed"]))
}
