//! Builds the static site in `dist/`: joins the style into one file, then lets Trunk put the page together
//! gathers the program's pieces and puts the worker beside them.

use crate::child;
use crate::fault::{Fault, Outcome, at};
use crate::route::Toolchain;
use crate::setup::say;
use crate::split;
use crate::tools::{Tools, home};
use crate::worker;
use std::path::Path;

/// Builds the page for release, and the worker at the same time: the longest step of compiling either keeps one core busy, and
/// each has a profile of its own, so neither waits for the other's files.
pub fn build(tools: &Tools, toolchain: &Toolchain) -> Outcome {
    say("Building the page and its worker: up to 6 minutes the first time, less than one later");
    let worker = std::thread::scope(|both| {
        let worker = both.spawn(|| worker::build(tools, toolchain));
        site(tools, toolchain)?;
        worker.join().unwrap_or_else(|_| Err(Fault::new("the worker's build ended without a word")))
    })?;
    worker::put(&worker, &home().join("dist"))
}

/// The page without its worker.
fn site(tools: &Tools, toolchain: &Toolchain) -> Outcome {
    join_style()?;
    let mut trunk = tools.command(tools.program("trunk"));
    toolchain.apply(&mut trunk);
    // Trunk refuses the value 1 that many machines set here, and needs no colours.
    trunk.env_remove("NO_COLOR").env("TRUNK_SKIP_VERSION_CHECK", "true").env("RUST_BACKTRACE", "0");
    trunk.env("PATH", tools.path_after(&split::stand_in()?));
    trunk.current_dir(home()).args(["build", "--release", "--offline", "--log", "warn", "--features", "split"]);
    child::run("build the page", &mut trunk)?;
    split::gather(tools, &home().join("dist"))
}

/// Writes `target/page/clusterwise.css`, which `public/index.html` names: one request instead of twenty.
fn join_style() -> Outcome {
    let style = home().join("style");
    let read = |name: &Path| std::fs::read_to_string(name).map_err(at("read", name));
    let mut joined = String::new();
    for name in ["govuk.css", "tokens.css", "base.css"] {
        joined.push_str(&read(&style.join(name))?);
        joined.push('\n');
    }
    let components = style.join("components");
    let entries = std::fs::read_dir(&components).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<_> = entries.filter(|path| path.extension().is_some_and(|end| end == "css")).collect();
    files.sort();
    for file in files {
        joined.push_str(&read(&file)?);
        joined.push('\n');
    }
    joined.push_str(&themed(&read(&style.join("dark.css"))?));
    let folder = home().join("target/page");
    std::fs::create_dir_all(&folder).map_err(at("make the directory", &folder))?;
    let path = folder.join("clusterwise.css");
    std::fs::write(&path, shortened(&joined)).map_err(at("write", &path))
}

/// Without comments (but the first, which holds a licence) and indents: the rest is left to the server's compression.
fn shortened(css: &str) -> String {
    let (licence, mut rest) = css.split_once("*/").unwrap_or(("", css));
    let mut plain = String::with_capacity(rest.len());
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    let lines = plain.lines().map(str::trim).filter(|line| !line.is_empty());
    format!("{licence}*/\n{}\n", lines.collect::<Vec<_>>().join("\n"))
}

/// The dark names twice: where the system wishes it and the person has not chosen light, and where the person chose dark.
/// Screens only: print is always light.
fn themed(dark: &str) -> String {
    let wished = dark.replace(":root", ":root:not([data-theme=\"light\"])");
    let chosen = dark.replace(":root", ":root[data-theme=\"dark\"]");
    format!("@media screen and (prefers-color-scheme: dark) {{\n{wished}}}\n@media screen {{\n{chosen}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_style_keeps_its_licence_and_loses_its_remarks() {
        let css = "/* MIT */\na{b:c}\n\n/* why */\n.d {\n  e: f; /* so */\n}\n";
        assert_eq!(shortened(css), "/* MIT */\na{b:c}\n.d {\ne: f;\n}\n");
    }

    #[test]
    fn the_dark_names_hold_by_wish_and_by_choice_but_never_in_print() {
        let themed = themed(":root {\n  --text: white;\n}\n");
        assert_eq!(themed.matches("--text: white").count(), 2);
        assert!(themed.contains(":root:not([data-theme=\"light\"]) {"));
        assert!(themed.contains(":root[data-theme=\"dark\"] {"));
        assert!(!themed.contains("\n:root {"));
        assert_eq!(themed.matches("@media screen").count(), 2);
    }
}
