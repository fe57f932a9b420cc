//! `cargo dev test`: every check and test, fast ones first, and at the end how many of each kind ran.

use crate::child;
use crate::count::Count;
use crate::fault::{Fault, Outcome, at};
use crate::route;
use crate::setup::{self, say};
use crate::tools::{Tools, home, on_path};
use crate::{page, size};
use std::process::Command;
use std::time::{Duration, Instant};

/// A kind of check or test.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    Format,
    Lint,
    LintWeb,
    Deny,
    Core,
    Web,
    Page,
    Size,
    Journeys,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::Format,
        Self::Lint,
        Self::Deny,
        Self::Core,
        Self::LintWeb,
        Self::Web,
        Self::Page,
        Self::Size,
        Self::Journeys,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Format => "format",
            Self::Lint => "lint",
            Self::LintWeb => "lint-web",
            Self::Deny => "deny",
            Self::Core => "core",
            Self::Web => "web",
            Self::Page => "page",
            Self::Size => "size",
            Self::Journeys => "journeys",
        }
    }

    pub fn named(name: &str) -> Outcome<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|kind| kind.name()).collect();
            Fault::new(format!("there is no kind of test \"{name}\"; there are {}", names.join(", ")))
        })
    }

    fn what(self) -> &'static str {
        match self {
            Self::Format => "Format: seconds",
            Self::Lint => "Clippy, the core and the tools: up to 2 minutes the first time",
            Self::LintWeb => "Clippy, the page: up to 3 minutes the first time",
            Self::Deny => "Licences and sources of all crates: seconds",
            Self::Core => "Tests of the core: up to 4 minutes the first time",
            Self::Web => "Tests in a browser: up to 4 minutes the first time",
            Self::Page => "The page, as it is released",
            Self::Size => "Size of the first view",
            Self::Journeys => "Journeys through the page in Chromium and Firefox: several minutes",
        }
    }

    fn run(self, tools: &Tools) -> Outcome<Count> {
        match self {
            Self::Format => one(child::run("keep the format; `cargo fmt` mends it", cargo().args(["fmt", "--check"]))),
            Self::Lint => one(child::run("pass clippy", cargo().args(CORE_LINT).args(["--", "-D", "warnings"]))),
            Self::LintWeb => lint_web(tools),
            Self::Deny => deny(tools),
            Self::Core => core(tools),
            Self::Web => web(tools),
            Self::Page => {
                let toolchain = setup::for_page(tools)?;
                one(page::build(tools, &toolchain))
            }
            Self::Size => one(size::check(&home().join("dist"))),
            Self::Journeys => walk(tools),
        }
    }
}

const CORE_LINT: [&str; 4] = ["clippy", "--no-default-features", "--all-targets", "--quiet"];

/// Browsers can hang; nothing here takes longer.
const LIMIT: Duration = Duration::from_secs(45 * 60);

/// Runs the kinds asked for, or all, and fails if any of them did.
pub fn run(tools: &Tools, only: &[Kind]) -> Outcome {
    let mut lines = Vec::new();
    let mut whole = Count::default();
    for kind in Kind::ALL.into_iter().filter(|kind| only.is_empty() || only.contains(kind)) {
        say(kind.what());
        let started = Instant::now();
        let count = kind.run(tools).unwrap_or_else(|fault| {
            eprintln!("{fault}");
            Count::one(false)
        });
        let Count { passed, failed } = count;
        let seconds = started.elapsed().as_secs();
        lines.push(format!("{:<9} {passed:>5} passed, {failed} failed, {seconds} s", kind.name()));
        whole += count;
    }
    println!("\n{}", lines.join("\n"));
    println!("{} passed, {} failed", whole.passed, whole.failed);
    if whole.failed == 0 { Ok(()) } else { Err(Fault::new("not everything passed: see above")) }
}

/// A check that passes or says why not.
fn one(outcome: Outcome) -> Outcome<Count> {
    if let Err(fault) = &outcome {
        eprintln!("{fault}");
    }
    Ok(Count::one(outcome.is_ok()))
}

/// `cargo` in the repository.
pub fn cargo() -> Command {
    let mut cargo = Command::new("cargo");
    if std::env::var_os("CI").is_some() {
        // All is built once, and a panic says where it was: what makes the next build faster, and backtraces longer, takes gigabytes.
        cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_PROFILE_DEV_DEBUG", "false");
    }
    cargo.current_dir(home());
    cargo
}

fn tests(task: &str, command: &mut Command) -> Outcome<Count> {
    let (success, printed) = child::watched(task, command, LIMIT)?;
    Ok(Count::of(&printed).ended(success))
}

/// The core's tests, to which collections of hostile input must be there.
fn core(tools: &Tools) -> Outcome<Count> {
    setup::for_core(tools)?;
    let mut cargo = cargo();
    cargo.env("CLUSTERWISE_COLLECTIONS", tools.packages());
    tests("test the core", cargo.args(["test", "--no-default-features", "--no-fail-fast"]))
}

/// The linter with the settings for code that runs in a page.
fn lint_web(tools: &Tools) -> Outcome<Count> {
    let toolchain = setup::for_page(tools)?;
    setup::for_lint(tools)?;
    let mut clippy = cargo();
    toolchain.apply(&mut clippy);
    clippy.env("CLIPPY_CONF_DIR", home().join(".ci/web"));
    clippy.args(["clippy", "--quiet", "--target", route::TARGET, "--features", "split,worker", "--lib"]);
    clippy.args(["--bin", "app", "--bin", "worker"]);
    clippy.args(["--", "-D", "warnings"]);
    one(child::run("pass clippy for the page", &mut clippy))
}

/// Licences, sources and bans by `.ci/deny.toml`; advisories where their list can be reached.
fn deny(tools: &Tools) -> Outcome<Count> {
    setup::for_deny(tools)?;
    let check = || {
        let mut deny = tools.command(tools.program("cargo-deny"));
        deny.current_dir(home()).args(["--config", ".ci/deny.toml", "--log-level", "error", "check"]);
        deny
    };
    let mut count = one(child::run("allow every crate", check().args(["bans", "licenses", "sources"])))?;
    let advisories = check().arg("advisories").output();
    let said =
        advisories.as_ref().map(|output| String::from_utf8_lossy(&output.stderr).into_owned()).unwrap_or_default();
    if advisories.is_ok_and(|output| output.status.success()) {
        count += Count::one(true);
    } else if said.contains("failed to fetch advisory database") {
        say("Advisories were NOT checked: their list is a repository elsewhere, which cannot be reached from here");
    } else {
        eprintln!("{said}");
        count += Count::one(false);
    }
    Ok(count)
}

/// Tests of the browser's room and the page's parts, in Chromium without a window.
fn web(tools: &Tools) -> Outcome<Count> {
    let toolchain = setup::for_page(tools)?;
    setup::for_browsers(tools)?;
    let settings = home().join("target/page/webdriver.json");
    let mut switches = vec!["--headless=new", "--disable-background-networking", "--disable-component-update"];
    switches.extend(["--disable-sync", "--no-first-run", "--disable-quic", "--disable-dev-shm-usage"]);
    if setup::is_root() {
        // Chromium's sandbox refuses to run as root.
        switches.push("--no-sandbox");
    }
    let text = serde_json::json!({ "goog:chromeOptions": { "args": switches } }).to_string();
    std::fs::create_dir_all(home().join("target/page")).map_err(at("make the directory of", &settings))?;
    std::fs::write(&settings, text).map_err(at("write", &settings))?;

    let mut cargo = cargo();
    toolchain.apply(&mut cargo);
    cargo.env("PATH", tools.path());
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", tools.program("wasm-bindgen-test-runner"));
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &settings);
    if let Some(driver) = on_path("chromedriver") {
        cargo.env("CHROMEDRIVER", driver);
    }
    tests("test in a browser", cargo.args(["test", "--target", route::TARGET, "--example", "web"]))
}

/// A person's ways through the built page, in two browsers.
fn walk(tools: &Tools) -> Outcome<Count> {
    setup::for_browsers(tools)?;
    if !home().join("dist/index.html").exists() {
        return Err(Fault::new("dist/ holds no page").by_hand("cargo dev build"));
    }
    tests("walk the journeys", journeys(tools).args(["--", "--test-threads", "2"]))
}

/// The command that walks journeys.
pub fn journeys(tools: &Tools) -> Command {
    let mut cargo = cargo();
    // A failed journey says what was not there; its stack would hide the sentence.
    cargo.env("RUST_BACKTRACE", "0");
    cargo.env("PATH", tools.path()).env("CLUSTERWISE_AXE", tools.package("axe-core").join("axe.min.js"));
    cargo.args(["test", "--no-default-features", "--features", "journeys", "--test", "e2e"]);
    cargo
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_name() {
        for kind in Kind::ALL {
            assert_eq!(Kind::named(kind.name()).unwrap(), kind);
        }
    }

    #[test]
    fn a_check_that_stops_counts_as_failed() {
        assert_eq!(one(Err(Fault::new("it rained"))).unwrap(), Count { passed: 0, failed: 1 });
    }
}
