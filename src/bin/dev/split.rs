//! Splits the program into the first view and the parts that are fetched later. Trunk calls `wasm-bindgen` by its name;
//! `cargo dev build` puts itself first under that name, splits the compiled program and hands the first view on to the
//! real one. When Trunk is done, all pieces are shrunk and gathered in one folder that is named after their content.

use crate::child;
use crate::fault::{Fault, Outcome, at};
use crate::tools::{Tools, home};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The name under which Trunk calls this program.
pub const BINDGEN: &str = "wasm-bindgen";

/// What the programs may use of WebAssembly: as much as the browsers that the page is for.
pub const ENABLED: [&str; 9] = [
    "--quiet",
    "--enable-bulk-memory",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-reference-types",
    "--enable-multivalue",
    "--strip-debug",
    "--strip-producers",
];

/// Fetches a part whatever a host calls its kind: many do not know that of WebAssembly.
const STREAMED: &str = "WebAssembly.instantiateStreaming(src, imports)";
const FETCHED: &str = "src.then((part) => part.arrayBuffer()).then((bytes) => WebAssembly.instantiate(bytes, imports))";

fn pieces() -> PathBuf {
    home().join("target/page/pieces")
}

/// Whether this program was called in place of wasm-bindgen.
pub fn is_called() -> bool {
    env::args_os().next().is_some_and(|name| Path::new(&name).file_stem().is_some_and(|stem| stem == BINDGEN))
}

/// A folder in which this program bears wasm-bindgen's name, to stand first on `PATH`.
pub fn stand_in() -> Outcome<PathBuf> {
    let folder = home().join("target/page/stand-in");
    let name = folder.join(format!("{BINDGEN}{}", env::consts::EXE_SUFFIX));
    std::fs::create_dir_all(&folder).map_err(at("make the directory", &folder))?;
    // A test that has just run may have built this program anew, and its file is gone: Linux still has what is running.
    let running = PathBuf::from("/proc/self/exe");
    let myself = match running.exists() {
        true => running,
        false => env::current_exe().map_err(at("find this program for", &name))?,
    };
    let _none_yet = std::fs::remove_file(&name);
    std::fs::copy(myself, &name).map_err(at("write", &name))?;
    Ok(folder)
}

/// What happens when Trunk calls wasm-bindgen: splits what is given, then binds the first view.
pub fn bind(tools: &Tools) -> Outcome {
    let mut arguments: Vec<OsString> = env::args_os().skip(1).collect();
    let input = arguments.iter_mut().find(|argument| Path::new(argument).extension().is_some_and(|end| end == "wasm"));
    if let Some(input) = input {
        let pieces = pieces();
        let _none_yet = std::fs::remove_dir_all(&pieces);
        let mut split = Command::new(tools.program("wasm-split-cli"));
        split.arg(&*input).arg(&pieces).args(["--out-name", "app"]);
        child::run("split the program into its parts", &mut split)?;
        *input = pieces.join("app.wasm").into_os_string();
        // The parts find what they share by these names.
        arguments.push("--keep-lld-exports".into());
    }
    let mut bindgen = Command::new(tools.program(BINDGEN));
    child::run("bind Rust and the page", bindgen.args(arguments))
}

/// Gathers the program's pieces in `dist/app-HASH/` and tells `index.html` where they are.
pub fn gather(tools: &Tools, dist: &Path) -> Outcome {
    let index = dist.join("index.html");
    let html = std::fs::read_to_string(&index).map_err(at("read", &index))?;
    let named = |what: &str| {
        let name = html.split_once(&format!(" data-{what}=\"./"))?.1.split_once('"')?.0;
        Some(name.to_owned())
    };
    let (Some(js), Some(wasm)) = (named("js"), named("wasm")) else {
        return Err(Fault::new("index.html does not name the program"));
    };
    let pieces = pieces();
    std::fs::rename(dist.join(&wasm), pieces.join("app.wasm")).map_err(at("move", &dist.join(&wasm)))?;
    std::fs::rename(dist.join(&js), pieces.join("app.js")).map_err(at("move", &dist.join(&js)))?;
    let link = pieces.join("__wasm_split.js");
    let linked = std::fs::read_to_string(&link).map_err(at("read", &link))?;
    if !linked.contains(STREAMED) {
        return Err(Fault::new("the splitter fetches parts in another way than it did: see STREAMED in split.rs"));
    }
    std::fs::write(&link, linked.replace(STREAMED, FETCHED)).map_err(at("write", &link))?;
    shrink(tools, &pieces)?;

    let files = read_all(&pieces)?;
    let folder = format!("app-{}", hash(&files));
    let home = dist.join(&folder);
    std::fs::create_dir_all(&home).map_err(at("make the directory", &home))?;
    for (name, bytes) in &files {
        std::fs::write(home.join(name), bytes).map_err(at("write", &home.join(name)))?;
    }
    let told = html.replace(&js, &format!("{folder}/app.js")).replace(&wasm, &format!("{folder}/app.wasm"));
    std::fs::write(&index, told).map_err(at("write", &index))
}

/// Two at a time: more would only wait for one another on the machines this is built on.
fn shrink(tools: &Tools, folder: &Path) -> Outcome {
    let programs: Vec<PathBuf> =
        read_all(folder)?.into_keys().filter(|name| name.ends_with(".wasm")).map(|name| folder.join(name)).collect();
    let half = programs.len().div_ceil(2);
    let shrink_all = |programs: &[PathBuf]| {
        programs.iter().try_for_each(|program| {
            let mut wasm_opt = tools.command("wasm-opt");
            wasm_opt.arg("-Oz").args(ENABLED).arg(program).arg("-o").arg(program);
            child::run("shrink the program", &mut wasm_opt)
        })
    };
    std::thread::scope(|scope| {
        let others = scope.spawn(|| shrink_all(&programs[half..]));
        let ours = shrink_all(&programs[..half]);
        ours.and(others.join().unwrap_or_else(|_| Err(Fault::new("shrinking the program stopped"))))
    })
}

pub fn read_all(folder: &Path) -> Outcome<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).map_err(at("read", folder))?.filter_map(Result::ok) {
        let bytes = std::fs::read(entry.path()).map_err(at("read", &entry.path()))?;
        files.insert(entry.file_name().to_string_lossy().into_owned(), bytes);
    }
    Ok(files)
}

/// The first half of a hash over names and contents: pieces of two builds never meet in one folder.
pub fn hash(files: &BTreeMap<String, Vec<u8>>) -> String {
    let mut hasher = Sha256::new();
    for (name, bytes) in files {
        hasher.update(name);
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    }
    hasher.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_or_name_is_another_folder() {
        let of = |name: &str, bytes: &[u8]| hash(&BTreeMap::from([(name.to_owned(), bytes.to_vec())]));
        assert_eq!(of("app.js", b"1").len(), 16);
        assert_eq!(of("app.js", b"1"), of("app.js", b"1"));
        assert_ne!(of("app.js", b"1"), of("app.js", b"2"));
        assert_ne!(of("app.js", b"1"), of("app.j", b"s1"));
    }
}
