//! Files that nobody should send, and some do: each gets one sentence that says what is wrong and where, at once and
//! without harm. Mutations of an honest file are found, or are the same document.

#[path = "bundles/large.rs"]
mod large;
#[path = "bundles/many_returns.rs"]
mod many_returns;
#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{Bundle, SIZE_LIMIT};
use clusterwise::model::hidden_character;
use pilots::with_a_return as pilot;
use proptest::prelude::*;

fn honest() -> String {
    String::from_utf8(Bundle::backup(pilot().document()).encode()).expect("UTF-8")
}

/// What is said of a file, having made sure that it is a sentence a person can read.
fn said(bytes: &[u8]) -> String {
    let words = match Bundle::decode(bytes) {
        Ok(_) => return "accepted".to_owned(),
        Err(error) => error.to_string(),
    };
    assert!(words.chars().count() < 600, "too long: {words}");
    assert_eq!(hidden_character(&words), None, "{words:?}");
    words
}

/// An honest file with one piece of its text replaced by another.
fn with(from: &str, to: &str) -> Vec<u8> {
    let file = honest();
    assert!(file.contains(from), "{from}");
    file.replacen(from, to, 1).into_bytes()
}

fn document_of(file: &str) -> &str {
    file.split_once("\"document\": ").expect("a document").1
}

/// An honest header with another document.
fn with_document(document: &str) -> Vec<u8> {
    let file = honest();
    file.replace(document_of(&file), &format!("{document}\n}}\n")).into_bytes()
}

#[track_caller]
fn check(bytes: &[u8], parts: &[&str]) {
    let words = said(bytes);
    assert!(parts.iter().all(|part| words.contains(part)), "{words}\nlacks one of {parts:?}");
}

#[test]
fn files_of_other_kinds() {
    check(b"", &["empty", "choose it again"]);
    check(b" \n\t ", &["empty"]);
    check(b"PK\x03\x04\x14\0\x06\0\x08\0xl/worksheets/sheet1.xml", &["an Excel workbook", "save the sheet as CSV"]);
    check(b"PK\x03\x04\x14\0\x06\0\x08\0photos/1.jpg", &["a zip archive", "unpack it first"]);
    // In a large workbook what tells it from other archives is neither its first nor its last.
    let large = [b"PK\x03\x04".as_slice(), &[7; 20_000], b"xl/workbook.xml", &[7; 20_000]].concat();
    check(&large, &["an Excel workbook"]);
    for picture in [&b"\x89PNG\r\n\x1A\n"[..], b"\xFF\xD8\xFF\xE0\0\x10JFIF", b"GIF89a"] {
        check(picture, &["a picture", ".clusterwise.json"]);
    }
    check(b"year,level,la_name\r\n201617,National,England\r\n", &["a table (CSV)", "comparison areas"]);
    check(b"<!DOCTYPE html><html>Sign in to your account", &["a web page", "sign-in page"]);
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(honest().bytes().flat_map(|byte| [byte, 0])).collect();
    check(&utf16, &["UTF-16", "as it was sent"]);
    check(&utf16[2..], &["UTF-16"]);
    check(b"Dear all, please find attached", &["text of another kind", ".clusterwise.json"]);
    check(b"Dear all,\nthe return is attached", &["text of another kind"]);
    check(b"Dear all\nthe return is attached", &["text of another kind"]);
}

#[test]
fn json_of_other_kinds() {
    check(br#"{"name": "holiday", "dependencies": {}}"#, &["no “format” line", "begins with “name”"]);
    check(b"{}", &["no “format” line"]);
    check(b"[1, 2, 3]", &["a list in JSON"]);
    check(br#"{"format": "tldraw", "version": 3}"#, &["“tldraw”", "says “clusterwise”"]);
    check(br#"{"format": ["clusterwise"]}"#, &["its format is a list"]);
    check(br#"{"version": 99, "type": "excalidraw"}"#, &["no “format” line"]);
    check(br#"{"kind": ["Deployment"], "metadata": {}}"#, &["no “format” line", "begins with “kind”"]);
    check("{\"\u{202E}format\": 1}".as_bytes(), &["no “format” line", "⟨U+202E⟩"]);
}

#[test]
fn a_byte_order_mark_does_no_harm() {
    let marked = format!("\u{FEFF}{}", honest());
    assert_eq!(Bundle::decode(marked.as_bytes()), Bundle::decode(honest().as_bytes()));
    assert!(Bundle::decode(marked.as_bytes()).is_ok());
}

#[test]
fn a_newer_version_is_refused_before_anything_else_is_held_against_it() {
    check(&with("\"version\": 1", "\"version\": 3"), &["newer version", "format 3", "reload"]);
    let newer = with("\"version\": 1,", "\"version\": 3, \"sealed\": {\"how\": \"well\"},");
    check(&newer, &["newer version"]);
    check(br#"{"format":"clusterwise","version":3,"document":{"wholly":"other"}}"#, &["newer version"]);
    let sealed = format!("\"version\": 3, \"sealed\": \"{}\",", "A".repeat(1_000_000));
    check(&with("\"version\": 1,", &sealed), &["newer version"]);
    check(&with("\"version\": 1", "\"version\": 0"), &["which no version of Clusterwise has ever written"]);
    check(&with("\"version\": 1", "\"version\": \"1\""), &["version is “1”, not a whole number"]);
    check(&with("\"version\": 1", "\"version\": 1.0"), &["version is a fraction"]);
    check(&with("\"version\": 1", "\"version\": -1"), &["version is a negative number"]);
    check(&with("\"version\": 1", "\"version\": 99999999999999999999999"), &["version is a fraction"]);
}

#[test]
fn headers_that_are_not_right() {
    check(&with("\"kind\": \"backup\"", "\"kind\": \"published\""), &["kind “published”", "backup, return and board"]);
    check(&with("  \"kind\": \"backup\",\n", ""), &["“kind” line is missing"]);
    check(&with("\"kind\":", "\"kin\":"), &["“kin” line is not known"]);
    check(&with("\"kind\": \"backup\"", "\"kind\": \"backup\", \"kind\": \"return\""), &["“kind” line is there twice"]);
    check(&with("\"kind\": \"backup\"", "\"kind\": 7"), &["a string is expected", "line 4"]);
    check(&with("Test pilot", "Best pilot"), &["“pilot” line does not fit the content"]);
    check(&with("\"device\": \"amber-fox\"", "\"device\": \"amber-fix\""), &["“device” line"]);
    check(&with("\"created\": \"2019", "\"created\": \"2018"), &["“created” line"]);
    check(&with("\"schools\": 3", "\"schools\": 4"), &["it says that it holds 4 schools, but it holds 3"]);
    check(&with("\"schools\": 3", "\"schools\": 3, \"schools\": 3"), &["names “schools” twice"]);
    check(&with("\"schools\": 3", "\"schools\": -3"), &["line 8"]);
    check(&with("\"holds\": {", "\"holds\": 7, \"x\": {"), &["as names with counts is expected, but there is integer"]);
    let long = format!("\"pilot\": \"{}\", \"x\": {{", "a".repeat(400_000));
    check(&with("\"pilot\": {", &long), &["which no text may be", "line 5"]);
    check(br#"{"format":"clusterwise","version":1}"#, &["“kind” line is missing"]);
    let file = honest();
    let document = document_of(&file).trim_end_matches("\n}\n");
    let reversed = format!("{{\"document\": {document}, \"format\": \"clusterwise\", \"version\": 1}}");
    check(reversed.as_bytes(), &["must come before “document”"]);
}

#[test]
fn content_that_was_edited_or_damaged() {
    let edited = with("[210,", "[211,");
    check(&edited, &["edited or damaged", "checksum", "sent again"]);
    check(&with("\"checksum\": \"sha256:", "\"checksum\": \"sha256:0"), &["edited or damaged"]);
    check(&with("\"checksum\": \"sha256:", "\"checksum\": \"\u{202E}"), &["edited or damaged"]);
    let file = honest();
    let stated = file.split("sha256:").nth(1).and_then(|rest| rest.get(..64)).expect("a checksum");
    let of_nothing = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    check(&with(stated, of_nothing), &["edited or damaged", "says e3b0c442"]);
}

#[test]
fn content_that_is_of_a_wrong_type_or_out_of_range() {
    check(&with("[210,", "[210.5,"), &["field “roll” of “return/900001_2018-19_6”", "not a whole number", "line 10"]);
    check(&with("[210,", "[1e999,"), &["a number is out of range"]);
    check(&with("[210,", "[99999999999999999999,"), &["not a whole number"]);
    check(&with("[210,", "[{\"a\":1},"), &["field “roll”", "a text, a whole number"]);
    check(&with("\"fields\":{", "\"fields\":{\"roll\":[1,0],\"roll\":[1,0],"), &["is there twice"]);
    check(&with("\"tables\":{", "\"tables\":{\"\\u202elor\":{},"), &["direction or zero-width characters"]);
    check(&with("\"tables\":{", "\"tables\":{\"\":{},"), &["is empty"]);
    let long = "a".repeat(201);
    check(&with("\"tables\":{", &format!("\"tables\":{{\"{long}\":{{}},")), &["is longer than 200 characters"]);
    let longer = "a".repeat(70_000);
    check(&with("[210,", &format!("[\"{longer}\",")), &["field “roll”", "a text of 70000 bytes is too long"]);
    let longest = "\\\"".repeat(400_000);
    check(&with("[210,", &format!("[\"{longest}\",")), &["which no text may be", "line 10", "800000 bytes"]);
    check(&with("\"life\":[1,", "\"life\":[0,"), &["a life is a whole number from 1"]);
    check(&with_document("null"), &["a document with stamps and tables is expected, but there is null"]);
    check(&with_document("\"text\""), &["a document with stamps and tables is expected"]);
    check(&with_document(r#"{"stamps":["9.0.x"],"tables":{}}"#), &["outside the years 1990 to 2100"]);
    check(&with_document(r#"{"stamps":[],"tables":{"a":{"b":{"life":[1,7]}}}}"#), &["there is no stamp 7"]);
    check(&with_document(r#"{"stamps":[],"tables":{},"extra":1}"#), &["“extra” is unknown"]);
}

#[test]
fn a_file_cut_off_anywhere_says_so_and_where() {
    let file = honest();
    // The last two bytes are the closing brace and the line's end: without the latter the file is whole.
    for length in (1..file.len() - 1).step_by(7).chain([file.len() - 2]) {
        if !file.is_char_boundary(length) {
            continue;
        }
        let words = said(&file.as_bytes()[..length]);
        assert!(words.contains(&format!("it ends at byte {length}")) && words.contains("cut off"), "{length}: {words}");
    }
    assert_eq!(said(&file.as_bytes()[..file.len() - 1]), "accepted");
    let in_a_letter = file.find('’').or_else(|| file.find('“')).expect("a letter of several bytes") + 1;
    check(&file.as_bytes()[..in_a_letter], &["cut off", &format!("byte {in_a_letter}")]);
}

#[test]
fn a_file_laid_out_anew_is_the_same_file() {
    let file = honest();
    let laid_out = file.replace("{\"", "{ \"").replace("],", "],\n");
    assert_ne!(laid_out, file);
    assert_eq!(Bundle::decode(laid_out.as_bytes()), Bundle::decode(file.as_bytes()));
    assert!(Bundle::decode(laid_out.as_bytes()).is_ok());
}

#[test]
fn lines_of_the_header_may_stand_in_another_order() {
    let file = honest();
    let moved = file.replacen("  \"version\": 1,\n", "", 1);
    let moved = moved.replacen("  \"document\":", "  \"version\": 1,\n  \"document\":", 1);
    assert!(moved.len() == file.len() && moved != file);
    assert_eq!(Bundle::decode(moved.as_bytes()), Bundle::decode(file.as_bytes()));
    assert!(Bundle::decode(moved.as_bytes()).is_ok());
}

#[test]
fn more_after_the_end_is_refused() {
    let twice = honest().repeat(2);
    check(twice.as_bytes(), &["something follows the end", "line 12"]);
    check(format!("{}\n\n", honest()).as_bytes(), &["accepted"]);
}

#[test]
fn a_file_saved_again_in_another_encoding_is_placed() {
    let mut file = honest().into_bytes();
    let place = file.windows(3).position(|bytes| bytes == "’".as_bytes()).expect("a letter of several bytes");
    file.splice(place..place + 3, [0x92]);
    check(&file, &["not UTF-8", &format!("byte {place} (line 10)"), "saved it again"]);
}

#[test]
fn ten_thousand_levels_deep_do_no_harm() {
    for depth in [100, 10_000, 1_000_000] {
        let nested = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        check(&with("[210,", &format!("[{nested},")), &["field “roll”", "nested more than 16"]);
        check(&with("\"kind\": \"backup\"", &format!("\"kind\": {nested}")), &["a string is expected"]);
        check(&with("\"version\": 1,", &format!("\"version\": 1, \"x\": {nested},")), &["“x” line is not known"]);
        check(&with("\"format\": \"clusterwise\"", &format!("\"format\": {nested}")), &["its format is a list"]);
        check(&with_document(&nested), &["a document with stamps and tables is expected"]);
        let objects = format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(depth));
        check(&with_document(&objects), &["“a” is unknown"]);
        check(&with("\"tables\":{", &format!("\"tables\":{{\"a\":{objects},")), &["record “a/a”", "“a” is unknown"]);
        check(objects.as_bytes(), &["no “format” line"]);
        check(nested.as_bytes(), &["a list in JSON"]);
    }
}

/// Files as large as they may be; in a debug build, which nobody is given, a thirty-second of that. How long each takes is
/// the benchmark's question.
#[test]
fn large_files_are_answered_in_a_sentence() {
    let size = if cfg!(debug_assertions) { SIZE_LIMIT / 32 } else { SIZE_LIMIT };
    for (name, file, words) in large::hostile(&honest(), size) {
        let said = said(&file);
        assert!(said.contains(words) && said != "accepted", "{name}: {said}");
    }
}

/// A file of sixty thousand returns, more than all schools of England make in two terms; in a debug build, of a thousand.
#[test]
fn a_large_honest_file_is_read() {
    let document = many_returns::document(if cfg!(debug_assertions) { 1_000 } else { 60_000 });
    let read = Bundle::decode(&Bundle::backup(&document).encode());
    assert_eq!(read.map(|bundle| bundle.document == document), Ok(true));
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: if cfg!(debug_assertions) { 300 } else { 20_000 },
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    /// Whatever is done to a file: no panic, and what is accepted is the very document.
    #[test]
    fn a_mutated_file_is_found_or_is_the_same_document(edits in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..4)) {
        let mut file = honest().into_bytes();
        let honest = Bundle::decode(&file).expect("honest");
        for (place, kind, byte) in edits {
            let place = place.index(file.len());
            match kind {
                0 => file[place] = byte,
                1 => { file.remove(place); }
                2 => file.insert(place, byte),
                _ => { let other = (place + usize::from(byte)) % file.len(); file.swap(place, other); }
            }
        }
        if let Ok(read) = Bundle::decode(&file) {
            prop_assert_eq!(read.document, honest.document);
            prop_assert_eq!(read.kind, honest.kind);
        } else {
            said(&file);
        }
    }

    /// Pieces of honest files in any order.
    #[test]
    fn shuffled_pieces_of_files_never_panic(pieces in prop::collection::vec(0..14_usize, 0..30)) {
        const PIECES: [&str; 14] = [
            "{", "}", "[", "]", "\"format\": \"clusterwise\"", ",", "\"version\": 1", ":", "\"document\"", "\"stamps\":[]",
            "\"tables\":{}", "\"kind\": \"backup\"", "1560000000000", "\"\\ud800\"",
        ];
        let file: String = pieces.into_iter().filter_map(|piece| PIECES.get(piece)).copied().collect();
        said(format!("{{{file}").as_bytes());
    }
}
