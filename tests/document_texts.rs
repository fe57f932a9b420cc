//! A document's text in which some part has another form: it is refused, in words of what belongs there.

use clusterwise::merge::{Brief, Document, Stamp, Value, VersionVector};

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
fn a_value_is_what_it_was_made_of_and_nothing_else() {
    let list: &[Value] = &[Value::from(1), Value::from("a")];
    for (value, number, text, items) in [
        (Value::from(7_u32), Some(7), None, None),
        (Value::from(-7), Some(-7), None, None),
        (Value::from(i64::MIN), Some(i64::MIN), None, None),
        (Value::from("a"), None, Some("a"), None),
        (Value::from("b".to_owned()), None, Some("b"), None),
        (Value::from(list.to_vec()), None, None, Some(list)),
        (Value::from(true), None, None, None),
        (Value::from(Some("c")), None, Some("c"), None),
        (Value::from(None::<i64>), None, None, None),
        (Value::Null, None, None, None),
    ] {
        assert_eq!((value.as_int(), value.as_text(), value.as_list()), (number, text, items), "{value:?}");
        assert_eq!(value.is_null(), value == Value::Null, "{value:?}");
    }
    assert_eq!([true, false].map(Value::from), [Value::Bool(true), Value::Bool(false)]);
}

#[test]
fn a_value_that_no_reader_would_take_is_not_written() {
    let nested = |lists: usize| (1..lists).fold(Value::List(Vec::new()), |inner, _| Value::List(vec![inner]));
    let text = |bytes: usize| Value::from("é".repeat(bytes / 2) + &"x".repeat(bytes % 2));
    let items = |count: usize| Value::List(vec![Value::Null; count]);
    for (at, beyond, words) in [
        (text(65_536), text(65_537), "a text of 65537 bytes is too long"),
        (items(10_000), items(10_001), "10001 items"),
        (nested(16), nested(17), "16 lists deep"),
        (Value::List(vec![items(10_000)]), Value::List(vec![items(10_001)]), "10001 items"),
    ] {
        let written = |value: Value| {
            let mut document = Document::new();
            let stamp = Stamp::parse("1560000000000.0.office").expect("a stamp");
            document.set("return", "r1", "f", value, &stamp).map(|()| document.all_records().count())
        };
        assert_eq!(written(at), Ok(1));
        let said = written(beyond).expect_err(words).to_string();
        assert!(said.contains(words), "{words}: {said}");
    }
    // Nor is it read.
    let nested = |lists: usize| format!("{}{}", "[".repeat(lists), "]".repeat(lists));
    let items = |count: usize| format!("[{}0]", "0,".repeat(count - 1));
    for (at, beyond, words) in
        [(nested(16), nested(17), "16 lists deep"), (items(10_000), items(10_001), "10001 items")]
    {
        let read = |value: &str| Document::from_json(WHOLE.replacen("412", value, 1).as_bytes());
        assert_eq!(read(&at).map(|document| document.all_records().count()), Ok(1));
        let said = read(&beyond).expect_err(words).to_string();
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn what_is_erased_and_there_all_the_same_is_named() {
    let text = WHOLE.replace(r#"{"board":["m1"]}"#, r#"{"return":["r0","r1"]}"#);
    let said = Document::from_json(text.as_bytes()).expect_err("it contradicts itself").to_string();
    assert!(said.contains("record “return/r1”: it is erased, but there"), "{said}");
}

#[test]
fn no_part_of_a_text_may_be_there_twice() {
    for part in [
        r#""stamps":["1560000000000.0.a","1560000000001.0.b"]"#,
        r#""fields":{"roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]}"#,
        r#""roll":[412,1,{"also":[[410,0]],"seen":{"c":"1560000000000.0"}}]"#,
        r#""life":[1,0]"#,
        r#""also":[[410,0]]"#,
        r#""seen":{"c":"1560000000000.0"}"#,
        r#""c":"1560000000000.0""#,
        r#""erased":{"board":["m1"]}"#,
        r#""board":["m1"]"#,
    ] {
        assert!(WHOLE.contains(part), "{part}");
        let refused = Document::from_json(WHOLE.replacen(part, &format!("{part},{part}"), 1).as_bytes());
        let said = refused.expect_err(part).to_string();
        assert!(said.contains("is there twice"), "{part}: {said}");
    }
}

#[test]
fn what_a_field_holds_needs_not_be_said_to_be_seen() {
    let said_twice = WHOLE.replace(r#""seen":{"#, r#""seen":{"b":"1560000000001.0","#);
    let document = Document::from_json(said_twice.as_bytes()).expect("it is true");
    assert_eq!(Document::from_json(WHOLE.as_bytes()), Ok(document.clone()));
    let again = Document::from_json(&document.to_canonical_json()).expect("a document");
    assert_eq!(again.to_canonical_json(), document.to_canonical_json());
    assert!(!String::from_utf8_lossy(&document.to_canonical_json()).contains(r#""b":"#), "it is held in one way alone");
}

#[test]
fn a_document_is_empty_until_a_record_is_written_or_erased_and_never_again() {
    let stamp = |ms: u64| Stamp::parse(&format!("{}.0.office", 1_560_000_000_000 + ms)).expect("a stamp");
    let mut document = Document::new();
    assert!(document.is_empty());
    document.set("return", "r1", "roll", 1, &stamp(0)).expect("it is newer");
    assert!(!document.is_empty());
    document.delete("return", "r1", &stamp(1));
    assert!(!document.is_empty(), "that it is gone is news");
    let mut erased = Document::new();
    erased.erase("return", "r1").expect("it can be erased");
    assert!(!erased.is_empty(), "that it may not come back is known here alone");
}

#[test]
fn numbers_of_any_length_are_kept_and_read_back() {
    let stamp = Stamp::parse("1560000000000.0.office").expect("a stamp");
    for number in [999_999_999_999_999_999, 1_000_000_000_000_000_000, i64::MAX] {
        for number in [number, -number] {
            let mut document = Document::new();
            document.set("return", "r1", "roll", number, &stamp).expect("it fits");
            let kept = serde_json::to_string(&Brief(&document)).expect("a text");
            assert_eq!(Document::read_kept(&kept), Some((document, "")), "{number}");
        }
    }
}

#[test]
fn a_stamp_reads_in_a_log_as_it_is_written() {
    let text = "1560000000000.7.amber-fox";
    let stamp = Stamp::parse(text).expect("a stamp");
    assert_eq!((format!("{stamp:?}").as_str(), stamp.to_string().as_str()), (text, text));
    assert_eq!((format!("{:?}", stamp.device), stamp.device.as_str()), ("amber-fox".to_owned(), "amber-fox"));
    let mut document = Document::new();
    document.set("return", "r1", "roll", 1, &stamp).expect("it is newer");
    assert_eq!(format!("{:?}", document.version_vector()), "{amber-fox: (1560000000000, 7)}");
}
