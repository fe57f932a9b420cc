//! The steps from a bare machine to one that can build and test. Each says what it does and how long it may take, is skipped
//! when done, and changes nothing outside the tool directory but Debian packages, as root only.

use crate::child::{self, answer};
use crate::fault::{Fault, Outcome};
use crate::route::{self, Toolchain};
use crate::tools::{self, Tools, on_path};
use std::path::Path;
use std::process::Command;

/// Says what happens next.
pub fn say(sentence: &str) {
    println!("== {sentence}");
}

/// What building the page needs.
pub fn for_page(tools: &Tools) -> Outcome<Toolchain> {
    let toolchain = route::find(tools)?;
    fetch_crates()?;
    let bindgen = tools::locked("wasm-bindgen")?;
    if version(tools, "wasm-bindgen").as_deref() != Some(bindgen.as_str()) {
        // Without --locked: its lock file names a pre-release that has been withdrawn.
        install(tools, "wasm-bindgen-cli", &bindgen, &[], "binds Rust and the page, about 3 minutes")?;
    }
    if version(tools, "trunk").as_deref() != Some(tools::TRUNK) {
        install(tools, "trunk", tools::TRUNK, &["--locked"], "puts the page together, about 5 minutes")?;
    }
    if !installed(tools, "wasm_split_cli_support", tools::SPLIT) {
        let with_program = ["--features", "build-binary"];
        install(tools, "wasm_split_cli_support", tools::SPLIT, &with_program, "splits the page, about a minute")?;
    }
    npm(tools, &[tools::BINARYEN], "shrinks the program, half a minute")?;
    clear_builds(tools);
    Ok(toolchain)
}

/// What the tests need beyond that.
pub fn for_tests(tools: &Tools) -> Outcome {
    for_lint(tools)?;
    for_deny(tools)?;
    for_browsers(tools)
}

/// The linter for the page, where Debian's Rust builds it.
pub fn for_lint(tools: &Tools) -> Outcome {
    if route::find(tools)? == Toolchain::Debian && !Path::new("/usr/bin/cargo-clippy").exists() {
        packages(&["rust-web-clippy"], "the linter for the browser's Rust")?;
    }
    Ok(())
}

/// What looks after the crates' licences and sources.
pub fn for_deny(tools: &Tools) -> Outcome {
    if version(tools, "cargo-deny").as_deref() != Some(tools::DENY) {
        install(tools, "cargo-deny", tools::DENY, &["--locked"], "looks after licences, about 5 minutes")?;
        clear_builds(tools);
    }
    Ok(())
}

/// Browsers with their drivers, and what looks for accessibility faults.
pub fn for_browsers(tools: &Tools) -> Outcome {
    let wanted = [("chromium", "chromium"), ("chromedriver", "chromium-driver"), ("firefox-esr", "firefox-esr")];
    let missing: Vec<&str> =
        wanted.iter().filter(|(program, _)| on_path(program).is_none()).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        packages(&missing, "browsers for the tests, about a minute")?;
    }
    if version(tools, "geckodriver").as_deref() != Some(tools::GECKODRIVER) {
        install(tools, "geckodriver", tools::GECKODRIVER, &[], "drives Firefox, about 2 minutes")?;
        clear_builds(tools);
    }
    npm(tools, &[tools::AXE], "looks for accessibility faults, a few seconds")
}

/// Whether this program runs as root, read without asking another program.
pub fn is_root() -> bool {
    #[cfg(unix)]
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| std::os::unix::fs::MetadataExt::uid(&me) == 0);
    #[cfg(not(unix))]
    let root = false;
    root
}

/// Whether Debian packages can be installed: as root on Debian.
pub fn may_install() -> bool {
    is_root() && Path::new("/etc/debian_version").exists() && on_path("apt-get").is_some()
}

/// Installs those Debian packages that are missing.
pub fn packages(names: &[&str], what: &str) -> Outcome {
    let installed = |name: &&&str| {
        let mut query = Command::new("dpkg-query");
        answer(query.args(["-W", "-f=${Status}", name])).is_some_and(|status| status == "install ok installed")
    };
    let missing: Vec<&str> = names.iter().filter(|name| !installed(name)).copied().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut install = Command::new("apt-get");
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing);
    if !may_install() {
        let by_hand = child::words(&install);
        return Err(Fault::new(format!("{} must be installed ({what})", missing.join(", "))).by_hand(by_hand));
    }
    say(&format!("Installing {}: {what}", missing.join(", ")));
    child::run("fetch Debian's list of packages", Command::new("apt-get").args(["update", "-qq"]))?;
    child::run(&format!("install {}", missing.join(", ")), install.env("DEBIAN_FRONTEND", "noninteractive"))
}

/// Trunk builds without the network, so the crates are fetched before it runs.
fn fetch_crates() -> Outcome {
    let mut cargo = Command::new("cargo");
    cargo.current_dir(tools::home()).args(["fetch", "--locked", "--quiet"]);
    child::run("fetch the crates named in Cargo.lock", &mut cargo)
}

fn version(tools: &Tools, program: &str) -> Option<String> {
    let said = answer(Command::new(tools.program(program)).arg("--version"))?;
    said.split_whitespace().nth(1).map(str::to_owned)
}

/// What cargo wrote down of a program that cannot say its version itself.
fn installed(tools: &Tools, name: &str, version: &str) -> bool {
    let list = std::fs::read_to_string(tools.root().join(".crates.toml")).unwrap_or_default();
    list.contains(&format!("\"{name} {version} ("))
}

/// Builds a program into the tool directory. It runs for seconds, so it is built for a short build.
fn install(tools: &Tools, name: &str, version: &str, settings: &[&str], what: &str) -> Outcome {
    say(&format!("Building {name} {version}: {what}, once"));
    let mut cargo = Command::new("cargo");
    cargo.args(["install", name, "--version", version, "--force", "--quiet", "--root"]).arg(tools.root());
    cargo.args(settings);
    cargo.env("CARGO_PROFILE_RELEASE_LTO", "false");
    cargo.env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
    cargo.env("CARGO_TARGET_DIR", tools.root().join("build"));
    child::run(&format!("build {name} {version}"), cargo.current_dir(tools.root()))
}

/// The builds are only shared between the tools of one run.
fn clear_builds(tools: &Tools) {
    let _none_left = std::fs::remove_dir_all(tools.root().join("build"));
}

/// Installs those npm packages that are missing or of another version.
pub fn npm(tools: &Tools, wanted: &[(&str, &str)], what: &str) -> Outcome {
    let stands = |&&(name, version): &&(&str, &str)| {
        let text = std::fs::read_to_string(tools.package(name).join("package.json")).unwrap_or_default();
        let package: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        package.get("version").and_then(|found| found.as_str()) == Some(version)
    };
    let missing: Vec<String> =
        wanted.iter().filter(|package| !stands(package)).map(|(name, version)| format!("{name}@{version}")).collect();
    if missing.is_empty() {
        return Ok(());
    }
    say(&format!("Installing {}: {what}", missing.join(", ")));
    let mut npm = Command::new("npm");
    npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--save-exact", "--prefix"]);
    child::run(&format!("install {}", missing.join(", ")), npm.arg(tools.npm()).args(&missing))
}
