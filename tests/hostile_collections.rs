//! The public collections of hostile JSON and CSV, bare and planted in honest files: none is half taken in, each refusal is a
//! sentence, and what the grammar allows is read. Knows nothing of why each file is in its collection; its name tells.

#[allow(dead_code, reason = "each file of tests uses its part")]
mod collections;
#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{AreaColumns, AreaImport, Bundle, BundleError, ImportPlan, Table};
use clusterwise::eval::{CalculationError, answer_json};
use clusterwise::merge::{Document, Value};
use clusterwise::model::hidden_character;
use clusterwise::workspace::Workspace;
use pilots::{NOW, with_a_return as pilot};

/// A refusal that a person can read: not too long, and all of it shows.
fn readable(name: &str, words: &str) {
    assert!(!words.is_empty() && words.chars().count() < 600, "{name}: {words}");
    assert_eq!(hidden_character(words), None, "{name}: {words:?}");
}

/// Opens a file as a page does. Whatever it is, it must not change anything here but by what it says it would.
fn opened(name: &str, file: &[u8], here: &Workspace) -> Result<Bundle, BundleError> {
    let read = Bundle::decode(file);
    let mut workspace = here.clone();
    let before = workspace.document().to_canonical_json();
    let plan = ImportPlan::new(workspace.document(), vec![(name.to_owned(), read.clone())], NOW);
    let applied = plan.apply(&mut workspace, NOW + 20);
    if let Err(error) = &read {
        readable(name, &error.to_string());
        assert!(applied.is_ok() && !plan.can_apply() && !plan.files()[0].is_usable(), "{name}");
        assert_eq!(workspace.document().to_canonical_json(), before, "{name} was refused and has changed something");
    }
    read
}

/// Places in an honest file, each with what stands there before and after what is planted.
const PLACES: [(&str, &str, &str, &str); 7] = [
    ("a header's value", "\"kind\": \"backup\"", "\"kind\": ", ""),
    ("a line of the header", "\"version\": 1,", "\"version\": 1,\n  \"more\": ", ","),
    ("a table's name", "\"tables\":{", "\"tables\":{", ":{},"),
    ("a table", "\"tables\":{", "\"tables\":{\"more\":", ","),
    ("a record", "\"tables\":{", "\"tables\":{\"more\":{\"a\":", "},"),
    ("a field", "\"fields\":{", "\"fields\":{\"more\":", ","),
    ("a value", "[210,", "[", ","),
];

#[test]
fn hostile_json_bare_and_planted_is_refused_in_a_sentence_and_changes_nothing() {
    let here = pilot();
    let honest = String::from_utf8(Bundle::backup(here.document()).encode()).expect("UTF-8");
    for (name, json) in collections::json() {
        assert!(opened(&name, &json, &here).is_err(), "{name} is a Clusterwise file");
        for (place, instead, before, after) in PLACES {
            let (start, end) = honest.split_once(instead).unwrap_or_else(|| panic!("no {place}"));
            let file = [start.as_bytes(), before.as_bytes(), &json, after.as_bytes(), end.as_bytes()].concat();
            // An empty object is an empty table, and an empty table is none: the file says what it said.
            if let Ok(bundle) = opened(&format!("{name} as {place}"), &file, &here) {
                assert_eq!(bundle.document, *here.document(), "{name} as {place} is accepted");
            }
        }
    }
}

/// What stands where the grammar allows any value is read if it is JSON, and refused as none if it is not. Of a line that is not
/// known nothing is asked but that; so what is said of the file tells whether the line was read.
#[test]
fn the_reader_of_files_accepts_the_json_that_is_json_and_no_other() {
    let wrong = |name: &str, json: &[u8]| {
        let start = b"{\"format\": \"clusterwise\", \"version\": 1, \"more\": ";
        let error = Bundle::decode(&[start, json, b", \"kind\": \"backup\"}"].concat()).expect_err(name).to_string();
        let is_json = error.contains("“more” line is not known");
        (name.starts_with("y_") && !is_json || name.starts_with("n_") && is_json).then(|| format!("{name}: {error}"))
    };
    let wrong: Vec<String> = collections::json().iter().filter_map(|(name, json)| wrong(name, json)).collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// Two files of the collection name a key twice, which the grammar allows and we do not: of two values one would be lost unseen.
const TWICE: [&str; 2] = ["y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json"];

#[test]
fn the_reader_of_requests_accepts_the_json_that_is_json_and_no_other() {
    for (name, json) in collections::json() {
        let Ok(text) = String::from_utf8(json) else { continue };
        // No requests have no answers.
        let Err(error) = answer_json(&text) else {
            assert_eq!(text.trim().replace(' ', ""), "[]", "{name}");
            continue;
        };
        readable(&name, &error.to_string().replace(&clusterwise::eval::calculators::METHODS.join(", "), "…"));
        let is_json = !matches!(error, CalculationError::NotJson { .. } | CalculationError::Empty);
        let should_be = name.starts_with("y_") && !TWICE.contains(&name.as_str());
        let is_told = name.starts_with("y_") || name.starts_with("n_");
        assert!(is_json == should_be || !is_told, "{name}: {error}");
    }
}

#[test]
fn json_that_fits_a_value_is_kept_as_it_came_and_other_json_is_refused_with_its_place() {
    let mut kept = 0;
    for (name, json) in collections::json() {
        let field = [
            b"{\"stamps\":[\"1560000000000.0.a\"],\"tables\":{\"return\":{\"s\":{\"life\":[1,0],\"fields\":{\"f\":[",
            &json[..],
            b",0]}}}}}",
        ];
        match Document::from_json(&field.concat()) {
            Ok(document) => {
                assert!(!name.starts_with("n_"), "{name}");
                let value: Value = serde_json::from_slice(&json).expect(&name);
                assert_eq!(document.value("return", "s", "f"), Some(&value), "{name}");
                let again = Document::from_json(&document.to_canonical_json());
                assert_eq!(again.as_ref(), Ok(&document), "{name}");
                kept += 1;
            }
            Err(error) => assert!(error.to_string().chars().count() < 600, "{name}: {error}"),
        }
    }
    assert!(kept == 0 || kept > 40, "only {kept} were kept");
}

#[test]
fn tables_say_what_their_collection_says_they_do() {
    for ((name, csv), meaning) in collections::csv() {
        let table = Table::read(&csv, |_| false).unwrap_or_else(|error| panic!("{name}: {error}"));
        // Its table was changed later and what it means was not.
        if name == "location_coordinates" {
            continue;
        }
        let rows = meaning.as_array().expect("rows");
        assert_eq!(table.rows.len(), rows.len(), "{name}");
        for (row, meant) in table.rows.iter().zip(rows) {
            for (column, heading) in table.header.iter().enumerate() {
                assert_eq!(row.cell(column), meant[heading].as_str().expect("a text"), "{name}: {heading}");
            }
        }
    }
}

#[test]
fn hostile_tables_are_no_areas_and_no_bundles() {
    let here = pilot();
    for ((name, csv), _) in collections::csv() {
        assert!(opened(&name, &csv, &here).is_err(), "{name}");
        let table = Table::read(&csv, AreaColumns::is_heading).expect(&name);
        let error = AreaImport::read(&table, &AreaColumns::guess(&table), &name).expect_err(&name);
        readable(&name, &error.to_string());
    }
}
