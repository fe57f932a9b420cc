//! Which Rust builds the page: the active toolchain if it can, else Debian's own Rust for browsers with a standard library
//! built here. It never calls `sudo` and never asks rustup to fetch anything.

use crate::child::{self, answer};
use crate::fault::{Fault, Outcome, at};
use crate::setup::{self, say};
use crate::tools::{self, Tools, on_path};
use std::path::{Path, PathBuf};
use std::process::Command;

pub const TARGET: &str = "wasm32-unknown-unknown";
/// The name under which rustup knows Debian's Rust, and the linker that comes with it.
const DEBIAN: &str = "debian";
const DEBIAN_LINKER: &str = "wasm-ld-22";
const DEBIAN_PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];

/// What builds for the browser. Everything native is built by the active toolchain.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Toolchain {
    Active,
    Debian,
}

impl Toolchain {
    /// Settings for a `cargo` or `trunk` that builds for the browser.
    pub fn apply(self, command: &mut Command) {
        if self == Self::Debian {
            command.env("RUSTUP_TOOLCHAIN", DEBIAN);
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", DEBIAN_LINKER);
        }
    }

    /// Whether it can compile three words for the browser: the one proof that the standard library is there and fits.
    fn compiles(self, tools: &Tools) -> bool {
        let source = tools.root().join("probe.rs");
        if std::fs::write(&source, "pub fn probe() -> String { String::new() }\n").is_err() {
            return false;
        }
        let mut rustc = Command::new("rustc");
        self.apply(&mut rustc);
        rustc.args(["--crate-type=lib", "--emit=metadata", "--target", TARGET, "--out-dir"]);
        answer(rustc.arg(tools.root()).arg(&source)).is_some()
    }
}

/// Finds a toolchain for the page or, as root on Debian, makes one.
pub fn find(tools: &Tools) -> Outcome<Toolchain> {
    if Toolchain::Active.compiles(tools) {
        return Ok(Toolchain::Active);
    }
    let compiles = on_path(DEBIAN_LINKER).is_some() && Toolchain::Debian.compiles(tools);
    if compiles && (std_is_small() || !setup::may_install()) {
        return Ok(Toolchain::Debian);
    }
    if !setup::may_install() {
        return Err(Fault::new("this Rust has no standard library for the browser (wasm32-unknown-unknown)")
            .by_hand(format!("rustup target add {TARGET}")));
    }
    setup::packages(&DEBIAN_PACKAGES, "Rust for browsers, about half a minute")?;
    if answer(Command::new("rustc").env("RUSTUP_TOOLCHAIN", DEBIAN).arg("-V")).is_none() {
        let mut link = Command::new("rustup");
        child::run("make Debian's Rust known to rustup", link.args(["toolchain", "link", DEBIAN, "/usr"]))?;
    }
    build_std(tools)?;
    if Toolchain::Debian.compiles(tools) {
        return Ok(Toolchain::Debian);
    }
    Err(Fault::new("Debian's Rust does not compile for the browser even with a standard library built for it"))
}

/// How the standard library is built; written beside it, so that one built otherwise is built again.
const STD: &str = "opt-level=z optimize_for_size\n";

fn library() -> Option<PathBuf> {
    let sysroot = answer(Command::new("rustc").env("RUSTUP_TOOLCHAIN", DEBIAN).args(["--print", "sysroot"]))?;
    Some(Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib"))
}

fn std_is_small() -> bool {
    library().and_then(|library| std::fs::read_to_string(library.join(NOTE)).ok()).is_some_and(|note| note == STD)
}

/// The file that says how the libraries beside it were built.
const NOTE: &str = "clusterwise.txt";

/// Builds the standard library, small, in an empty crate and puts it where the compiler looks for it.
fn build_std(tools: &Tools) -> Outcome {
    say("Building Rust's standard library for the browser: about a minute");
    let crate_dir = tools.root().join("std-for-browsers");
    let _none_yet = std::fs::remove_dir_all(&crate_dir);
    let source = crate_dir.join("src");
    std::fs::create_dir_all(&source).map_err(at("make the directory", &source))?;
    let manifest =
        "[package]\nname = \"empty\"\nversion = \"0.0.0\"\nedition = \"2021\"\n\n[lib]\ncrate-type = [\"cdylib\"]\n";
    for (name, text) in [("Cargo.toml", manifest), ("src/lib.rs", "")] {
        let path = crate_dir.join(name);
        std::fs::write(&path, text).map_err(at("write", &path))?;
    }
    let built = crate_dir.join("target");
    let mut cargo = Command::new("cargo");
    Toolchain::Debian.apply(&mut cargo);
    cargo.current_dir(&crate_dir).env("CARGO_TARGET_DIR", &built);
    // Debian's is a stable compiler with the library's source beside it. Without bitcode, fat link-time optimisation fails.
    cargo.env("RUSTC_BOOTSTRAP", "1").env("RUSTFLAGS", "-Cembed-bitcode=yes");
    cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "z");
    cargo.args(["build", "--quiet", "-Zbuild-std=std,panic_abort", "-Zbuild-std-features=optimize_for_size"]);
    cargo.args(["--release", "--target", TARGET]);
    child::run("build Rust's standard library for the browser", &mut cargo)?;

    let library = library().ok_or_else(|| Fault::new("Debian's Rust does not say where its libraries are"))?;
    replace_rlibs(&built.join(TARGET).join("release/deps"), &library)?;
    let note = library.join(NOTE);
    std::fs::write(&note, STD).map_err(at("write", &note))?;
    let _only_space = std::fs::remove_dir_all(&crate_dir);
    // Whatever was compiled against the library before does not fit the new one.
    let _none_yet = std::fs::remove_dir_all(tools::home().join("target").join(TARGET));
    Ok(())
}

/// Copies the libraries over, without the empty crate's own, in place of those of an earlier compiler.
fn replace_rlibs(from: &Path, to: &Path) -> Outcome {
    std::fs::create_dir_all(to).map_err(at("make the directory", to))?;
    for old in rlibs(to)? {
        std::fs::remove_file(&old).map_err(at("remove", &old))?;
    }
    for new in rlibs(from)? {
        let name = new.file_name().unwrap_or_default();
        if !name.to_string_lossy().starts_with("libempty-") {
            std::fs::copy(&new, to.join(name)).map_err(at("copy", &new))?;
        }
    }
    Ok(())
}

fn rlibs(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let entries = std::fs::read_dir(folder).map_err(at("read", folder))?;
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    Ok(files.filter(|path| path.extension().is_some_and(|end| end == "rlib")).collect())
}
