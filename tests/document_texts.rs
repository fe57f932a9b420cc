//! A document's text in which some part has another form: it is refused, in words of what belongs there.

use clusterwise::merge::{Document, Value, VersionVector};

/// A whole text; each case below puts a number, which fits nowhere, in the place of one part.
const WHOLE: &str = r#"{"stamps":["1560000000000.0.a","1560000000001.0.b"],"tables":{"return":{"r1":{"life":[1,0],"fields":{"roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]}}}},"erased":{"board":["m1"]}}"#;

#[test]
fn each_part_of_another_form_is_refused_in_words_of_what_belongs_there() {
    assert_eq!(Document::from_json(WHOLE.as_bytes()).map(|document| document.all_records().count()), Ok(1));
    let cases = [
        (WHOLE, "a document with stamps and tables"),
        (r#"["1560000000000.0.a","1560000000001.0.b"]"#, "the list of the document's stamps"),
        (
            r#"{"return":{"r1":{"life":[1,0],"fields":{"roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]}}}}"#,
            "an object of tables",
        ),
        (
            r#"{"r1":{"life":[1,0],"fields":{"roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]}}}"#,
            "an object of records as ",
        ),
        (
            r#"{"life":[1,0],"fields":{"roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]}}"#,
            "an object with life and fields as ",
        ),
        ("[1,0]", "the life and its stamp's position as “life” of "),
        (r#"{"roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]}"#, "an object of fields in "),
        (r#"[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]"#, "a list of value and stamp as "),
        (r#"{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}"#, "an object with “also” or “seen” in "),
        ("[[410,0]]", "a list of versions as “also” of "),
        ("[410,0]", "a list of value and stamp in "),
        (r#"{"c":"1560000000000.0"}"#, "an object of devices as “seen” of "),
        (r#"{"board":["m1"]}"#, "an object of tables with the ids of erased records"),
        (r#"["m1"]"#, "a list of the ids of erased records of “board”"),
    ];
    for (part, words) in cases {
        assert!(WHOLE.contains(part), "{part}");
        let refused = Document::from_json(WHOLE.replacen(part, "7", 1).as_bytes());
        let said = refused.expect_err(words).to_string();
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn a_version_vector_of_another_form_is_refused_likewise() {
    let refused = serde_json::from_str::<VersionVector>("7").expect_err("a number is none");
    assert!(refused.to_string().contains("an object of devices with the last moment seen of each"), "{refused}");
}

#[test]
fn a_document_has_seen_every_device_that_it_names() {
    let document = Document::from_json(WHOLE.as_bytes()).expect("a document");
    let seen = document.version_vector();
    assert_eq!((seen.len(), seen.is_empty()), (3, false), "a, b and c");
    assert_eq!((VersionVector::new().len(), VersionVector::new().is_empty()), (0, true));
}

#[test]
fn a_list_of_values_is_a_value() {
    assert_eq!(Value::from(vec![Value::from(1), Value::from("a")]), Value::List(vec![Value::Int(1), Value::text("a")]));
}

#[test]
fn what_is_erased_and_there_all_the_same_is_named() {
    let text = WHOLE.replace(r#"{"board":["m1"]}"#, r#"{"return":["r0","r1"]}"#);
    let said = Document::from_json(text.as_bytes()).expect_err("it contradicts itself").to_string();
    assert!(said.contains("record “return/r1”: it is erased, but there"), "{said}");
}
