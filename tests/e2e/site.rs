//! The built page, copied once and served to every journey from a server of its own. Knows nothing of what the page shows.

use crate::driver::copy_all;
use crate::server::{Log, POLICY, RUNNER, RUNNER_POLICY, Server, strict_policy};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A served copy of `dist/` for one journey.
pub struct Site {
    server: Server,
    prefix: &'static str,
}

/// Holds the page in a frame as wide as a small phone: browsers refuse windows that narrow.
const NARROW: &str = "narrow.html";

impl Site {
    /// Under the policy as released, below a path, as many will host it.
    pub fn open() -> Self {
        Self::with(strict_policy)
    }

    /// The same page, which this one site may frame to make it narrow.
    pub fn open_framed() -> Self {
        Self::with(|file| match file {
            NARROW => None,
            RUNNER => Some(RUNNER_POLICY.to_owned()),
            _ => Some(POLICY.to_owned()),
        })
    }

    /// As a host sends it that lets nothing be framed by anybody, itself included.
    pub fn open_unframed() -> Self {
        Self::with(|file| match file {
            RUNNER => Some(format!("{RUNNER_POLICY}; frame-ancestors 'none'")),
            other => strict_policy(other),
        })
    }

    /// From a host on which one file is missing: the worker's program.
    pub fn open_workerless() -> Self {
        static COPY: OnceLock<PathBuf> = OnceLock::new();
        let copy = COPY.get_or_init(|| {
            let copy = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/page/workerless");
            let _none_yet = std::fs::remove_dir_all(&copy);
            copy_all(copy_of_dist(), &copy);
            let folders = std::fs::read_dir(&copy).expect("the copy").filter_map(|entry| Some(entry.ok()?.path()));
            let worker = folders.map(|folder| folder.join("worker.wasm")).find(|file| file.exists());
            std::fs::remove_file(worker.expect("dist/ holds a worker")).expect("removed");
            copy
        });
        Self::of(copy, strict_policy)
    }

    fn with(policy: fn(&str) -> Option<String>) -> Self {
        Self::of(copy_of_dist(), policy)
    }

    fn of(folder: &Path, policy: fn(&str) -> Option<String>) -> Self {
        let prefix = "/schools/clusterwise/";
        let server = Server::start(folder, prefix, 0, policy).expect("a server on this machine");
        Self { server, prefix }
    }

    pub fn address(&self) -> String {
        format!("http://{}{}", self.server.address(), self.prefix)
    }

    pub fn narrow_address(&self) -> String {
        format!("{}{NARROW}", self.address())
    }

    pub fn log(&self) -> Log {
        self.server.log()
    }
}

/// The journeys outlive a build that starts meanwhile.
fn copy_of_dist() -> &'static Path {
    static COPY: OnceLock<PathBuf> = OnceLock::new();
    COPY.get_or_init(|| {
        let home = Path::new(env!("CARGO_MANIFEST_DIR"));
        let copy = home.join("target/page/journeys");
        let _none_yet = std::fs::remove_dir_all(&copy);
        assert!(home.join("dist").is_dir(), "dist/: run `cargo dev build` first");
        copy_all(&home.join("dist"), &copy);
        let frame = "<!DOCTYPE html><html lang=\"en\"><title>Narrow</title>\
                     <iframe title=\"Narrow\" width=\"320\" height=\"640\" style=\"border:0\" src=\"./index.html\"></iframe>";
        std::fs::write(copy.join(NARROW), frame).expect("the frame");
        copy
    })
}
