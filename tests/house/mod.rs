//! Reads the repository's own text for `tests/architecture.rs`: code without comments, strings and tests. Knows no rule.

use std::collections::BTreeMap;
use std::path::Path;

/// A Rust file: its text, and its code with comments, string contents and test modules blanked, line for line.
pub struct Source {
    pub path: String,
    pub room: String,
    pub text: String,
    pub code: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Self {
        let room = path.trim_start_matches("src/").split('/').next().unwrap_or_default().trim_end_matches(".rs");
        let only_tests = path.ends_with("/tests.rs") || path.contains("/tests/");
        let code = if only_tests { String::new() } else { without_tests(&without_words(text)) };
        Self { path: path.to_owned(), room: room.to_owned(), text: text.to_owned(), code }
    }
}

fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &str) -> String {
    std::fs::read_to_string(home().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every file below a folder of the repository, by path, sorted.
fn below(folder: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![home().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().filter_map(Result::ok) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(path) = path.strip_prefix(home()) {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

pub fn sources(folder: &str) -> Vec<Source> {
    let rust = below(folder).into_iter().filter(|path| path.ends_with(".rs"));
    rust.map(|path| Source::new(&path, &read(&path))).collect()
}

pub fn styles() -> Vec<(String, String)> {
    let css = below("style").into_iter().filter(|path| path.ends_with("css"));
    css.map(|path| (read(&path), path)).map(|(text, path)| (path, text)).collect()
}

/// Everything a person wrote: sources, styles, page, settings, documents.
pub fn text_files() -> Vec<(String, String)> {
    let top = std::fs::read_dir(home()).into_iter().flatten().filter_map(Result::ok);
    let top = top.filter(|entry| entry.path().is_file()).map(|entry| entry.file_name().to_string_lossy().into_owned());
    let top = top.filter(|name| name != "Cargo.lock");
    let folders = ["src", "tests", "style", "public", ".ci", ".cargo"];
    let all = folders.into_iter().flat_map(below).chain(top);
    all.filter_map(|path| Some((std::fs::read_to_string(home().join(&path)).ok()?, path)))
        .map(|(text, path)| (path, text))
        .collect()
}

/// Fails with one fault a line.
pub fn fault_list(list: Vec<String>) {
    assert!(list.is_empty(), "\n{}\n", list.join("\n"));
}

/// The code with the insides of comments, strings and characters blanked; line breaks stay.
fn without_words(text: &str) -> String {
    let bytes: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let end = match (bytes[at], bytes.get(at + 1)) {
            ('/', Some('/')) => find(&bytes, at, |i| bytes[i] == '\n'),
            ('/', Some('*')) => find(&bytes, at + 2, |i| bytes[i] == '*' && bytes.get(i + 1) == Some(&'/')) + 2,
            ('r', Some('"' | '#')) if raw_string(&bytes, at).is_some() => raw_string(&bytes, at).unwrap(),
            ('"', _) => end_of_quoted(&bytes, at, '"'),
            ('\'', Some('\\')) => end_of_quoted(&bytes, at, '\''),
            ('\'', Some(_)) if bytes.get(at + 2) == Some(&'\'') => at + 3,
            (other, _) => {
                out.push(other);
                at += 1;
                continue;
            }
        };
        let end = end.min(bytes.len());
        out.extend(bytes[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
        at = end;
    }
    out
}

fn find(bytes: &[char], from: usize, stop: impl Fn(usize) -> bool) -> usize {
    (from..bytes.len()).find(|i| stop(*i)).unwrap_or(bytes.len())
}

fn end_of_quoted(bytes: &[char], start: usize, quote: char) -> usize {
    let mut at = start + 1;
    while at < bytes.len() && bytes[at] != quote {
        at += if bytes[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Where a raw string that begins here ends.
fn raw_string(bytes: &[char], start: usize) -> Option<usize> {
    let after_word = start > 0 && (bytes[start - 1].is_alphanumeric() || bytes[start - 1] == '_');
    let hashes = bytes[start + 1..].iter().take_while(|c| **c == '#').count();
    let open = start + 1 + hashes;
    if after_word && bytes[start - 1] != 'b' || bytes.get(open) != Some(&'"') {
        return None;
    }
    let closes =
        |i: usize| bytes[i] == '"' && bytes[i + 1..].iter().take(hashes).filter(|c| **c == '#').count() == hashes;
    Some(find(bytes, open + 1, closes) + 1 + hashes)
}

/// Blanks every item that follows `#[cfg(test)]` or `#[cfg(all(test, …))]`.
fn without_tests(code: &str) -> String {
    let mut out = code.to_owned();
    while let Some(start) = ["#[cfg(test)]", "#[cfg(all(test"].iter().filter_map(|mark| out.find(mark)).min() {
        let body = out[start..].find(['{', ';']).map_or(out.len(), |at| start + at);
        let mut depth = 0;
        let mut end = out.len();
        for (at, c) in out[body..].char_indices() {
            depth += match c {
                '{' => 1,
                '}' => -1,
                _ => 0,
            };
            if depth == 0 {
                end = body + at + c.len_utf8();
                break;
            }
        }
        let blank: String = out[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect();
        out.replace_range(start..end, &blank);
    }
    out
}

/// Colours written out in a style sheet.
pub fn colours_named(css: &str) -> Vec<String> {
    let mut found = Vec::new();
    for value in css.split(';').filter_map(|part| part.rsplit_once(':')).map(|(_, value)| value) {
        for word in value.split(|c: char| c.is_whitespace() || c == ',' || c == '(') {
            let hex = word.strip_prefix('#').is_some_and(|hex| {
                [3, 4, 6, 8].contains(&hex.len()) && hex.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
            if hex || ["rgb", "rgba", "hsl", "hsla", "white", "black", "red"].contains(&word) {
                found.push(word.to_owned());
            }
        }
    }
    found
}

/// The custom properties a style sheet gives a value.
pub fn declared(css: &str) -> BTreeMap<String, String> {
    let lines = css.lines().filter_map(|line| line.trim().trim_end_matches(';').split_once(':'));
    lines
        .filter(|(name, _)| name.starts_with("--"))
        .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
        .collect()
}

/// The policy a page sets for itself.
pub fn policy_of(page: &str) -> Option<String> {
    let after = page.split_once("Content-Security-Policy\" content=\"")?.1;
    Some(after.split_once('"')?.0.to_owned())
}

/// A policy the server sends, from the constant of that name.
pub fn policy_constant(server: &str, name: &str) -> String {
    let after = server.split_once(&format!("const {name}: &str = \"")).map_or("", |(_, after)| after);
    let literal = after.split_once('"').map_or("", |(literal, _)| literal);
    literal.split("\\\n").map(str::trim_start).collect()
}
