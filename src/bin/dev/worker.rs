//! Builds the worker: compiled for speed and not for bytes, bound, shrunk, and put in `dist/` beside the scripts that start it,
//! in a folder named after its content. Must not know what the worker does.

use crate::checks::cargo;
use crate::child;
use crate::fault::{Fault, Outcome, at};
use crate::route::{TARGET, Toolchain};
use crate::split::{BINDGEN, ENABLED, hash, read_all};
use crate::tools::{self, Tools, home};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The profile of `Cargo.toml` under which it is compiled.
const PROFILE: &str = "worker";

/// For speed where both can be had; the registers are those that it is compiled for.
const SHRINK: [&str; 2] = ["-O3", "--enable-simd"];

/// Where `public/index.html` leaves room for the frame's address.
const ROOM: &str = "name=\"clusterwise-runner\" content=\"";

/// What cargo is asked to compile, and the name of the program that comes of it.
pub struct Program<'a> {
    pub what: [&'a str; 2],
    pub file: &'a str,
}

/// The worker itself.
const WORKER: Program = Program { what: ["--bin", "worker"], file: "worker.wasm" };

/// Builds the worker, with the scripts that start it, and says where they are.
pub fn build(tools: &Tools, toolchain: &Toolchain) -> Outcome<PathBuf> {
    let folder = home().join("target/page/runner");
    compile(tools, toolchain, &WORKER, &folder)?;
    let public = home().join("public");
    append(&folder.join("worker.js"), &public.join("worker.js"))?;
    for name in ["runner.html", "runner.js"] {
        std::fs::copy(public.join(name), folder.join(name)).map_err(at("copy", &public.join(name)))?;
    }
    Ok(folder)
}

/// Puts what was built into `dist/runner-HASH/` and tells `index.html` where it is.
pub fn put(folder: &Path, dist: &Path) -> Outcome {
    let files = read_all(folder)?;
    let name = format!("runner-{}", hash(&files));
    let place = dist.join(&name);
    std::fs::create_dir_all(&place).map_err(at("make the directory", &place))?;
    for (name, bytes) in &files {
        std::fs::write(place.join(name), bytes).map_err(at("write", &place.join(name)))?;
    }
    let index = dist.join("index.html");
    let html = std::fs::read_to_string(&index).map_err(at("read", &index))?;
    let told = told(&html, &format!("./{name}/runner.html"))
        .ok_or_else(|| Fault::new("index.html leaves no room for the address of the worker's frame"))?;
    std::fs::write(&index, told).map_err(at("write", &index))
}

/// Compiles a program of this crate for the browser as the worker is compiled, and leaves `NAME.js`, whose one name is
/// `wasm_bindgen`, and `NAME.wasm` in an emptied folder.
pub fn compile(tools: &Tools, toolchain: &Toolchain, program: &Program, folder: &Path) -> Outcome {
    let mut build = cargo();
    toolchain.apply(&mut build);
    // In place of the page's own settings, whose relocations would stay in the program: nobody splits this one. Where a browser
    // has no such registers (Safari before 16.4), the worker does not start, and the page does its work.
    build.env("RUSTFLAGS", "-C target-feature=+simd128");
    build.args(["build", "--quiet", "--locked", "--offline", "--no-default-features", "--features", "worker"]);
    child::run("compile the worker", build.args(["--profile", PROFILE, "--target", TARGET]).args(program.what))?;
    let name = program.file.trim_end_matches(".wasm");
    let kept = home().join("target/page").join(format!("bound-{name}"));
    bind(tools, &compiled(program), name, &kept)?;
    let _none_yet = std::fs::remove_dir_all(folder);
    std::fs::create_dir_all(folder).map_err(at("make the directory", folder))?;
    for file in [program.file, &format!("{name}.js")] {
        std::fs::copy(kept.join(file), folder.join(file)).map_err(at("copy", &kept.join(file)))?;
    }
    Ok(())
}

/// Binds a compiled program and shrinks it, which takes minutes and is left out where the same was done before: most changes
/// are the page's, and leave the worker as it was.
fn bind(tools: &Tools, compiled: &Path, name: &str, kept: &Path) -> Outcome {
    let bytes = std::fs::read(compiled).map_err(at("read", compiled))?;
    let how = format!("{} {}", tools::locked(BINDGEN)?, SHRINK.join(" "));
    let known = hash(&BTreeMap::from([(how, bytes)]));
    let note = kept.join("of.txt");
    if std::fs::read_to_string(&note).is_ok_and(|note| note == known) {
        return Ok(());
    }
    let _none_yet = std::fs::remove_dir_all(kept);
    let mut bindgen = Command::new(tools.program(BINDGEN));
    bindgen.arg(compiled).args(["--target", "no-modules", "--no-typescript", "--out-name", name, "--out-dir"]);
    child::run("bind the worker", bindgen.arg(kept))?;
    let bound = kept.join(format!("{name}_bg.wasm"));
    let mut wasm_opt = tools.command("wasm-opt");
    wasm_opt.args(SHRINK).args(ENABLED).arg(&bound).arg("-o").arg(kept.join(format!("{name}.wasm")));
    child::run("shrink the worker", &mut wasm_opt)?;
    std::fs::write(&note, known).map_err(at("write", &note))
}

/// Where cargo leaves everything.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| home().join("target"), PathBuf::from)
}

/// Where cargo leaves the program.
fn compiled(program: &Program) -> PathBuf {
    let folder = target().join(TARGET).join(PROFILE);
    let folder = if program.what.contains(&"--example") { folder.join("examples") } else { folder };
    folder.join(program.file)
}

/// Adds a script to another: a worker under the page's policy may load no second one.
pub fn append(script: &Path, more: &Path) -> Outcome {
    let first = std::fs::read_to_string(script).map_err(at("read", script))?;
    let then = std::fs::read_to_string(more).map_err(at("read", more))?;
    std::fs::write(script, format!("{first}\n{then}")).map_err(at("write", script))
}

/// The page with the address put where there is room for it.
fn told(html: &str, address: &str) -> Option<String> {
    let (before, after) = html.split_once(ROOM)?;
    let (_, after) = after.split_once('"')?;
    Some(format!("{before}{ROOM}{address}\"{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_told_where_the_worker_is_again_and_again() {
        let html = "<meta name=\"clusterwise-runner\" content=\"\" /><title>";
        let once = told(html, "./runner-1/runner.html").unwrap();
        assert_eq!(once, "<meta name=\"clusterwise-runner\" content=\"./runner-1/runner.html\" /><title>");
        assert_eq!(told(&once, ""), Some(html.to_owned()));
        assert_eq!(told("<title>", ""), None);
    }

    #[test]
    fn the_page_leaves_room_for_it() {
        assert!(told(&std::fs::read_to_string(home().join("public/index.html")).unwrap(), "x").is_some());
    }
}
