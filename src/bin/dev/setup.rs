//! The steps from a bare machine to one that can build and test. Each says what it does and how long it may take, is skipped
//! when done, and changes nothing outside the tool directory but Debian packages, as root only.

use crate::child::{self, answer};
use crate::fault::{Fault, Outcome, at};
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
    npm(tools)?;
    clear_builds(tools);
    Ok(toolchain)
}

/// What the tests need beyond that.
pub fn for_tests(tools: &Tools) -> Outcome {
    for_core(tools)?;
    for_lint(tools)?;
    for_deny(tools)?;
    for_browsers(tools)
}

/// Collections of hostile input for the tests of the core.
pub fn for_core(tools: &Tools) -> Outcome {
    npm(tools)
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
    npm(tools)
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

/// Installs the npm packages just as their lock file names them: all at once, and again only when that file has changed.
pub fn npm(tools: &Tools) -> Outcome {
    let (from, to) = (tools::home().join(tools::NPM), tools.npm());
    let lock = from.join("package-lock.json");
    let wanted = std::fs::read_to_string(&lock).map_err(at("read", &lock))?;
    // Written last, so that an installation that was broken off is made again.
    let done = to.join("installed-by.json");
    if std::fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    say("Installing packages of npm: what shrinks the program, looks for faults and is hostile; half a minute");
    std::fs::create_dir_all(&to).map_err(at("make the directory", &to))?;
    for name in ["package.json", "package-lock.json"] {
        std::fs::copy(from.join(name), to.join(name)).map_err(at("copy", &from.join(name)))?;
    }
    let mut npm = Command::new("npm");
    npm.args(["ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]);
    child::run("install packages of npm", npm.arg(&to))?;
    std::fs::write(&done, wanted).map_err(at("write", &done))
}
