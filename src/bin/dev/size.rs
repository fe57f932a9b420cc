//! How many bytes a person fetches before the first view stands, and after it, as a web server with brotli sends them.

use crate::fault::{Fault, Outcome, at};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What the first view may take; the goal is what a school's connection deserves.
const LIMIT_BYTES: u64 = 350 * 1024;
const GOAL_BYTES: u64 = 250 * 1024;

/// Prints what is fetched from `dist` and when, and fails if the first view takes more than the limit.
pub fn check(dist: &Path) -> Outcome {
    let mut files = BTreeMap::new();
    sizes(dist, &mut files)?;
    let Some(link) = files.keys().find(|path| path.ends_with("__wasm_split.js")).cloned() else {
        return Err(Fault::new("dist/ holds no page").by_hand("cargo dev build"));
    };
    println!("Files, as they are and with brotli:");
    for (path, size) in &files {
        let name = path.strip_prefix(dist).unwrap_or(path).display();
        println!("  {:>8} KB {:>8} KB  {name}", kilobytes(size.plain), kilobytes(size.brotli));
    }
    let sum = |wanted: &dyn Fn(&str) -> bool| -> u64 {
        let named = |path: &Path| path.file_name().is_some_and(|name| wanted(&name.to_string_lossy()));
        files.iter().filter(|(path, _)| named(path)).map(|(_, size)| size.brotli).sum()
    };
    let linked = std::fs::read_to_string(&link).map_err(at("read", &link))?;
    let parts = parts_of(&linked);
    let first = sum(&|name| !is_later(name));
    for (part, pieces) in &parts {
        let more = sum(&|name| pieces.iter().any(|piece| piece == name));
        println!("  the part \"{part}\", fetched later: {} KB", kilobytes(more));
    }
    let goal = if first <= GOAL_BYTES { "within" } else { "over" };
    println!("  all parts together: {} KB", kilobytes(sum(&|name| is_later(name) && !is_of_worker(name))));
    println!("  the worker, fetched after the parts: {} KB", kilobytes(sum(&is_of_worker)));
    println!("  first view: {} KB, {goal} the goal of {} KB", kilobytes(first), GOAL_BYTES / 1024);
    if first > LIMIT_BYTES {
        let words =
            format!("the first view takes {} KB with brotli; the limit is {} KB", kilobytes(first), LIMIT_BYTES / 1024);
        return Err(Fault::new(words));
    }
    Ok(())
}

/// Bytes of a file.
struct Size {
    plain: u64,
    brotli: u64,
}

fn sizes(folder: &Path, files: &mut BTreeMap<PathBuf, Size>) -> Outcome {
    for entry in std::fs::read_dir(folder).map_err(at("read", folder))?.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            sizes(&path, files)?;
        } else {
            let bytes = std::fs::read(&path).map_err(at("read", &path))?;
            let brotli = compressed(&bytes).map_err(at("compress", &path))?;
            files.insert(path, Size { plain: bytes.len() as u64, brotli });
        }
    }
    Ok(())
}

/// Pieces of the program that no first view waits for.
fn is_later(name: &str) -> bool {
    name.starts_with("split_") || name.starts_with("chunk_") || is_of_worker(name)
}

/// The worker and what starts it.
fn is_of_worker(name: &str) -> bool {
    ["worker.wasm", "worker.js", "runner.html", "runner.js"].contains(&name)
}

/// The parts and the files each is made of, read from the script that fetches them.
fn parts_of(link: &str) -> BTreeMap<String, Vec<String>> {
    let mut chunks = BTreeMap::new();
    let mut parts = BTreeMap::new();
    for loader in link.split("const __").skip(1) {
        let name = loader.split([' ', '=']).next().unwrap_or_default();
        let file = loader.split_once("\"./").and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
        if let Some(part) = name.strip_prefix("wasm_split_load_") {
            let needed = loader.rsplit_once('[').map_or("", |(_, rest)| rest.split(']').next().unwrap_or_default());
            let shared = needed.split(", ").filter_map(|chunk| chunks.get(chunk.trim_start_matches("__")).cloned());
            parts.insert(part.to_owned(), file.into_iter().chain(shared).collect());
        } else if let Some(file) = file {
            chunks.insert(name.to_owned(), file);
        }
    }
    parts
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1}", bytes as f64 / 1024.0)
}

fn compressed(bytes: &[u8]) -> std::io::Result<u64> {
    let settings = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut std::io::sink(), &settings).map(|length| length as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_repeats_is_sent_small() {
        let text = "one return, one school, one term. ".repeat(200);
        assert!(compressed(text.as_bytes()).unwrap() < 100);
    }

    #[test]
    fn a_part_is_its_own_file_and_what_it_shares() {
        let link = "const __chunk_4 = makeLoad(() => fetch(\"./chunk_4.wasm\"), []);\n\
                    export const __wasm_split_load_pilot = wrapAsyncCb(makeLoad(() => fetch(\"./split_pilot.wasm\"), [__chunk_4]));\n\
                    export const __wasm_split_load_setup = wrapAsyncCb(makeLoad(() => fetch(\"./split_setup.wasm\"), []));";
        let parts = parts_of(link);
        assert_eq!(parts["pilot"], ["split_pilot.wasm", "chunk_4.wasm"]);
        assert_eq!(parts["setup"], ["split_setup.wasm"]);
    }

    #[test]
    fn the_first_view_waits_for_no_part_and_for_no_worker() {
        let later = ["split_pilot.wasm", "chunk_4.wasm", "worker.wasm", "worker.js", "runner.html", "runner.js"];
        assert!(later.into_iter().all(is_later));
        assert!(!["index.html", "app.wasm", "app.js", "load-1f.js"].into_iter().any(is_later));
    }

    #[test]
    fn a_folder_without_a_page_is_no_success() {
        assert!(check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("public")).is_err());
    }
}
