//! The rules of the house, read from its own text: who may look at whom, and what no file may hold.
//! Knows nothing of what the code does.

mod house;

use house::{Source, colours_named, fault_list, policy_of, read, sources, styles, text_files};
use std::collections::BTreeSet;

/// Whatever stands before it in [`ROOMS`].
const ALL_BELOW: &[&str] = &["*"];

/// Each room and the rooms it may look into, from the ground up. A room that is not named here may not exist.
const ROOMS: [(&str, &[&str]); 15] = [
    ("stats", &[]),
    ("rng", &[]),
    ("sorted", &[]),
    ("merge", &["sorted"]),
    ("seal", &[]),
    ("model", &["stats", "rng", "sorted"]),
    ("eval", &["stats", "rng", "sorted", "model"]),
    ("sim", &["stats", "rng", "sorted", "model", "eval"]),
    ("workspace", &["stats", "rng", "sorted", "merge", "model", "eval"]),
    ("bundle", &["stats", "rng", "sorted", "merge", "seal", "model", "eval", "workspace"]),
    ("jobs", &["stats", "rng", "sorted", "merge", "seal", "model", "eval", "sim", "workspace", "bundle"]),
    ("demo", &["stats", "rng", "sorted", "merge", "model", "eval", "sim", "workspace"]),
    ("chart", &["stats", "rng", "sorted", "model", "eval", "sim", "workspace"]),
    ("browser", ALL_BELOW),
    ("ui", ALL_BELOW),
];

/// Words that end the program where a sentence was due.
const ENDS: [&str; 7] = [".unwrap()", ".expect(", "panic!(", "todo!(", "unimplemented!(", "dbg!(", "unreachable!("];

/// Clock, randomness and storage, by the names under which they come.
const OUTSIDE: [&str; 19] = [
    "SystemTime",
    "Instant::now",
    "Utc::now",
    "Local::now",
    "Date::now",
    "Date::new_0",
    "performance()",
    "local_storage",
    "session_storage",
    "gloo_storage",
    "indexed_db",
    "getrandom",
    "thread_rng",
    "from_os_rng",
    "Math::random",
    "random_values",
    "std::fs",
    "std::env",
    "std::net",
];

/// Methods whose last bit differs between platforms; `libm` has them all, the same everywhere.
const PLATFORM_FLOATS: [&str; 18] = [
    ".exp()",
    ".exp2()",
    ".exp_m1()",
    ".ln()",
    ".ln_1p()",
    ".log(",
    ".log2()",
    ".log10()",
    ".powf(",
    ".powi(",
    ".sin()",
    ".cos()",
    ".tan()",
    ".atan()",
    ".atan2(",
    ".tanh()",
    ".cbrt()",
    ".hypot(",
];

/// What would break under the page's policy, or go round the one way to write markup.
const MARKUP: [&str; 6] =
    ["leptos::view!", "inner_html", "outer_html", "insert_adjacent_html", "style=\"", "document.write"];

/// The lines of code of each file, tests left out, in which `found` finds something.
fn faults(files: &[Source], found: impl Fn(&Source, &str) -> Option<String>) -> Vec<String> {
    let mut list = Vec::new();
    for file in files {
        for (number, line) in file.code.lines().enumerate() {
            if let Some(what) = found(file, line) {
                list.push(format!("{}:{}: {what}", file.path, number + 1));
            }
        }
    }
    list
}

fn first_of(words: &[&str], line: &str) -> Option<String> {
    words.iter().find(|word| line.contains(**word)).map(|word| format!("{} is not for here", word.trim()))
}

/// Every room the line names after `crate::`.
fn rooms_named(line: &str) -> Vec<String> {
    let name = |rest: &str| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
    line.match_indices("crate::")
        .map(|(at, word)| name(&line[at + word.len()..]))
        .filter(|name| !name.is_empty())
        .collect()
}

fn forbidden_import(file: &Source, line: &str) -> Option<String> {
    let floor = |name: &str| ROOMS.iter().position(|(room, _)| *room == name);
    let (own, (room, allowed)) = ROOMS.iter().enumerate().find(|(_, (room, _))| *room == file.room)?;
    let is_wrong = |name: &&String| match floor(name) {
        Some(other) if *allowed == ALL_BELOW => other > own,
        Some(other) => other != own && !allowed.contains(&name.as_str()),
        None => false,
    };
    let named = rooms_named(line);
    Some(format!("{room} may not look into {}", named.iter().find(is_wrong)?))
}

#[test]
fn every_room_looks_only_downwards() {
    let files = sources("src");
    let rooms: BTreeSet<&str> = files.iter().map(|file| file.room.as_str()).collect();
    let known: BTreeSet<&str> = ROOMS.iter().map(|(room, _)| *room).chain(["bin", "lib", "main"]).collect();
    assert_eq!(rooms.difference(&known).collect::<Vec<_>>(), Vec::<&&str>::new(), "rooms without a rule");
    fault_list(faults(&files, forbidden_import));
}

#[test]
fn components_know_neither_pages_nor_state() {
    let files = sources("src/ui/components");
    assert!(!files.is_empty());
    fault_list(faults(&files, |_, line| {
        first_of(&["ui::state", "ui::pages", "super::super::state", "super::super::pages"], line)
    }));
}

#[test]
fn every_file_says_what_it_is_for_and_stays_short() {
    let mut list = Vec::new();
    for file in sources("src").iter().chain(&sources("tests")) {
        if !file.text.starts_with("//!") {
            list.push(format!("{}: opens without //!", file.path));
        }
        let lines = file.text.lines().count();
        if lines > 500 {
            list.push(format!("{}: {lines} lines are two ideas", file.path));
        }
    }
    fault_list(list);
}

#[test]
fn nothing_ends_the_program_where_a_sentence_is_due() {
    fault_list(faults(&sources("src"), |_, line| first_of(&ENDS, line)));
}

#[test]
fn only_the_browser_room_touches_storage_clock_and_randomness() {
    let inside = |file: &Source| file.room != "browser" && file.room != "bin";
    let files: Vec<_> = sources("src").into_iter().filter(inside).collect();
    fault_list(faults(&files, |_, line| first_of(&OUTSIDE, line)));
}

/// Crates whose calls draw randomness of their own, or whose wrong use nobody would see.
const CRYPTOGRAPHY: [&str; 6] = ["age::", "age_core::", "base64::", "ed25519_dalek::", "x25519_dalek::", "zxcvbn::"];

#[test]
fn only_the_room_that_seals_calls_what_seals_and_signs() {
    let files: Vec<_> = sources("src").into_iter().filter(|file| file.room != "seal").collect();
    fault_list(faults(&files, |_, line| {
        let begins = |at: usize| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':');
        let named = |word: &&&str| line.match_indices(**word).any(|(at, _)| begins(at));
        CRYPTOGRAPHY.iter().find(named).map(|word| format!("{word} is for the room seal alone"))
    }));
}

#[test]
fn a_damaged_preference_is_never_turned_into_an_empty_one() {
    let files: Vec<_> = sources("src").into_iter().filter(|file| file.code.contains("gloo_storage")).collect();
    fault_list(faults(&files, |_, line| first_of(&["unwrap_or_default"], line)));
}

#[test]
fn figures_have_the_same_bits_on_every_platform() {
    let core = |file: &Source| !["ui", "browser", "bin"].contains(&file.room.as_str());
    let files: Vec<_> = sources("src").into_iter().filter(core).collect();
    fault_list(faults(&files, |_, line| first_of(&PLATFORM_FLOATS, line)));
}

#[test]
fn markup_is_written_so_that_the_policy_lets_it_pass() {
    let files: Vec<_> = sources("src/ui").into_iter().filter(|file| !file.path.ends_with("ui/view.rs")).collect();
    // Attributes stand inside string literals' neighbours, so the raw text is read here, line by line.
    let mut list = Vec::new();
    for file in files {
        for (number, line) in file.text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//")) {
            list.extend(first_of(&MARKUP, line).map(|what| format!("{}:{}: {what}", file.path, number + 1)));
        }
    }
    fault_list(list);
}

#[test]
fn the_page_and_the_server_hold_to_one_policy() {
    let server = read("src/bin/dev/server.rs");
    for (name, constant) in [("public/index.html", "POLICY"), ("public/runner.html", "RUNNER_POLICY")] {
        let page = read(name);
        assert_eq!(policy_of(&page), Some(house::policy_constant(&server, constant)), "{name}");
        for forbidden in [" style=\"", " onclick", " onload", "<style", "javascript:"] {
            assert!(!page.contains(forbidden), "{name} holds {forbidden}");
        }
        for script in page.split("<script").skip(1) {
            assert!(script.contains("></script>"), "{name}, a script of its own file each: {script:.60}");
        }
    }
}

#[test]
fn the_pages_policy_lets_nothing_become_a_script_and_the_frames_lets_nothing_else() {
    let page = policy_of(&read("public/index.html")).expect("the page's policy");
    for wanted in ["require-trusted-types-for 'script'; trusted-types 'none'", "frame-src 'self'", "default-src 'none'"]
    {
        assert!(page.contains(wanted), "the page's policy lacks {wanted}");
    }
    assert!(!page.contains("worker-src") && !page.contains("unsafe-inline") && !page.contains(" 'unsafe-eval'"));
    // Only what starts a worker: no style, picture, form or frame, no other host, no script that stands in the page.
    let frame = policy_of(&read("public/runner.html")).expect("the frame's policy");
    let allowed: Vec<&str> = frame.split("; ").filter(|part| !part.ends_with("'none'")).collect();
    assert_eq!(allowed, ["script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "worker-src 'self'"]);
}

#[test]
fn colours_have_names_and_the_names_are_in_one_place() {
    let mut list = Vec::new();
    for (path, text) in styles() {
        if !["tokens.css", "dark.css", "govuk.css", "govuk.scss"].iter().any(|name| path.ends_with(name)) {
            list.extend(colours_named(&text).into_iter().map(|colour| format!("{path}: {colour} has no name")));
        }
    }
    fault_list(list);
}

#[test]
fn every_coloured_name_has_a_dark_value_and_no_dark_value_lacks_a_name() {
    let (light, dark) = (read("style/tokens.css"), read("style/dark.css"));
    let base = read("style/govuk.css");
    let known = house::declared(&light);
    let overridden = house::declared(&dark);
    for (name, value) in &known {
        assert!(!value.starts_with('#') || overridden.contains_key(name), "{name} has no dark value");
    }
    for name in overridden.keys().filter(|name| name.starts_with("--")) {
        assert!(known.contains_key(name) || base.contains(&format!("{name}:")), "{name} exists only in the dark");
    }
}

#[test]
fn styles_use_only_names_that_exist() {
    let declared: BTreeSet<String> =
        styles().iter().flat_map(|(_, text)| house::declared(text).into_keys().collect::<Vec<_>>()).collect();
    let base = read("style/govuk.css");
    let mut list = Vec::new();
    for (path, text) in styles().into_iter().filter(|(path, _)| path.ends_with(".css")) {
        for name in text.split("var(").skip(1).filter_map(|rest| rest.split([')', ',']).next()) {
            if !declared.contains(name) && !base.contains(&format!("{name}:")) {
                list.push(format!("{path}: {name} is nowhere given a value"));
            }
        }
    }
    fault_list(list);
}

#[test]
fn no_file_names_the_host_of_a_registry() {
    // In two parts, so that this file does not name them either.
    let hosts = [["crates", ".io"], ["npmjs", ".org"], ["npmjs", ".com"], ["pypi", ".org"], ["deb.debian", ".org"]];
    let mut list = Vec::new();
    for (path, text) in text_files() {
        list.extend(
            hosts.iter().map(|parts| parts.concat()).filter(|host| text.contains(host)).map(|h| format!("{path}: {h}")),
        );
    }
    fault_list(list);
}

#[test]
fn a_forbidden_import_is_found_wherever_it_stands() {
    let file = |room: &str, text: &str| Source::new(&format!("src/{room}/a.rs"), text);
    let found = |room, text| faults(&[file(room, text)], forbidden_import);
    assert_eq!(found("merge", "use crate::model::School;\n"), ["src/merge/a.rs:1: merge may not look into model"]);
    assert_eq!(found("model", "fn a() { crate::bundle::read() }\n").len(), 1);
    assert_eq!(found("chart", "use crate::ui::Page;\n").len(), 1);
    assert_eq!(found("ui", "use crate::browser::page;\n").len(), 0);
    assert_eq!(found("merge", "// use crate::model\nconst A: &str = \"crate::model::x\";\n").len(), 0);
    assert_eq!(found("merge", "fn a() {}\n#[cfg(test)]\nmod tests {\n use crate::model::B;\n}\n").len(), 0);
}

#[test]
fn a_word_that_ends_the_program_is_found_outside_tests_alone() {
    let text = "fn a() { b.unwrap() }\nfn c() { d.unwrap_or(1) }\n#[cfg(test)]\nmod tests { fn e() { f.unwrap() } }\nfn g() { todo!() }\n";
    let file = Source::new("src/stats/a.rs", text);
    let found = faults(&[file], |_, line| first_of(&ENDS, line));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[1].starts_with("src/stats/a.rs:5:"));
}
