//! Every limit on what comes in, at it and one beyond: the one is taken, the other refused in a sentence. The limits' reasons stand
//! beside them in the source.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "each file of tests uses its part")]
mod pilots;

use clusterwise::bundle::{AreaColumns, AreaImport, Bundle, ImportPlan, SIZE_LIMIT, Table};
use clusterwise::eval::answer_json;
use clusterwise::eval::calculators::MOST_REQUESTS;
use clusterwise::merge::{
    Brief, DEPTH_LIMIT, Document, EARLIEST_MS, FIELD_LIMIT, LATEST_MS, LIFE_LIMIT, LIST_LIMIT, NAME_LIMIT, TEXT_LIMIT,
    Value,
};
use clusterwise::model::{
    Cluster, EventKind, LONGEST_NAME, Meeting, Pilot, PilotEvent, Priority, Release, Term, TermId, hidden_character,
};
use clusterwise::workspace::{Command, Workspace};
use pilots::{NOW, copy_for, stamp};

/// One is taken and the other refused, with these words.
#[track_caller]
fn edge<T, E: std::fmt::Display>(at: Result<T, E>, beyond: Result<T, E>, words: &str) {
    if let Err(error) = at {
        panic!("at the limit: {error}");
    }
    let Err(error) = beyond else { panic!("beyond the limit it is taken: {words}") };
    let said = error.to_string();
    assert!(said.contains(words) && said.chars().count() < 600, "{said}");
    assert_eq!(hidden_character(&said), None, "{said:?}");
}

/// A document of one field with this value.
fn holding(value: &str) -> Vec<u8> {
    let start = r#"{"stamps":["1560000000000.0.a"],"tables":{"t":{"r":{"life":[1,0],"fields":{"f":["#;
    format!("{start}{value},0]}}}}}}}}}}").into_bytes()
}

fn read(text: &[u8]) -> Result<Document, clusterwise::merge::MergeError> {
    Document::from_json(text)
}

/// A file that holds this document is written, and opened.
fn travels(
    document: Result<Document, clusterwise::merge::MergeError>,
) -> Result<Bundle, clusterwise::bundle::BundleError> {
    Bundle::decode(&Bundle::backup(&document.expect("a document")).encode())
}

#[test]
fn a_file_has_64_mebibytes() {
    let file = Bundle::backup(copy_for("amber-fox").document()).encode();
    let filled = |size: usize| [&file[..], &vec![b' '; size - file.len()]].concat();
    edge(Bundle::decode(&filled(SIZE_LIMIT)), Bundle::decode(&filled(SIZE_LIMIT + 1)), "files of up to 64 MB");
    let beyond = Table::read(&vec![b'a'; SIZE_LIMIT + 1], |_| false).map(|_| ()).expect_err("too large");
    assert!(beyond.to_string().contains("64 MB"), "{beyond}");
    let at = Table::read(&vec![b' '; SIZE_LIMIT], |_| false).map(|_| ()).expect_err("there is no table in it");
    assert!(at.to_string().contains("empty"), "{at}");
}

#[test]
fn a_text_has_64_kibibytes_however_it_is_written() {
    let text = |letter: &str, count: usize| holding(&format!("\"{}\"", letter.repeat(count)));
    edge(read(&text("a", TEXT_LIMIT)), read(&text("a", TEXT_LIMIT + 1)), "65537 bytes is too long");
    edge(read(&text("é", TEXT_LIMIT / 2)), read(&text("é", TEXT_LIMIT / 2 + 1)), "is too long");
    // In a file each of these letters takes six bytes.
    edge(read(&text("\\u0001", TEXT_LIMIT)), read(&text("\\u0001", TEXT_LIMIT + 1)), "is too long");
    travels(read(&text("\\u0001", TEXT_LIMIT))).expect("what may be kept can be sent");
    let file = Bundle::backup(&read(&text("\\u0001", TEXT_LIMIT)).expect("a document")).encode();
    let laid_out_otherwise = String::from_utf8_lossy(&file).replacen("\"document\":", "\"document\" :", 1);
    assert_ne!(laid_out_otherwise.as_bytes(), file);
    Bundle::decode(laid_out_otherwise.as_bytes()).expect("nor does it matter how the file is laid out");
}

#[test]
fn a_list_has_ten_thousand_items_sixteen_deep() {
    let list = |items: usize| holding(&format!("[{}0]", "0,".repeat(items - 1)));
    edge(read(&list(LIST_LIMIT)), read(&list(LIST_LIMIT + 1)), "10001 items is too long");
    let nested = |depth: usize| holding(&format!("{}{}", "[".repeat(depth), "]".repeat(depth)));
    assert_eq!(DEPTH_LIMIT, 16);
    edge(read(&nested(DEPTH_LIMIT)), read(&nested(DEPTH_LIMIT + 1)), "more than 16 lists deep");
}

#[test]
fn numbers_are_whole_and_fit() {
    for (at, beyond, words) in [
        ("9223372036854775807", "9223372036854775808", "too large"),
        ("-9223372036854775808", "-9223372036854775809", "not a whole number"),
        ("1", "1.5", "not a whole number"),
        ("1", "1e999", "out of range"),
    ] {
        edge(read(&holding(at)), read(&holding(beyond)), words);
    }
}

#[test]
fn names_have_200_characters_that_show_and_come_once() {
    let table = |name: &str| format!("{{\"stamps\":[],\"tables\":{{\"{name}\":{{}}}}}}").into_bytes();
    edge(read(&table(&"é".repeat(NAME_LIMIT))), read(&table(&"é".repeat(NAME_LIMIT + 1))), "longer than 200");
    edge(read(&table("a")), read(&table("a\\u202e")), "direction or zero-width");
    edge(read(&table("a\":{},\"b")), read(&table("a\":{},\"a")), "is there twice");
}

#[test]
fn lives_and_stamps_stay_within_what_can_be() {
    let life =
        |life: u32| format!(r#"{{"stamps":["1560000000000.0.a"],"tables":{{"t":{{"r":{{"life":[{life},0]}}}}}}}}"#);
    edge(read(life(LIFE_LIMIT).as_bytes()), read(life(LIFE_LIMIT + 1).as_bytes()), "from 1 to 1000000");
    let at = |ms: u64| format!(r#"{{"stamps":["{ms}.0.a"],"tables":{{}}}}"#);
    edge(read(at(EARLIEST_MS).as_bytes()), read(at(EARLIEST_MS - 1).as_bytes()), "1990 to 2100");
    edge(read(at(LATEST_MS).as_bytes()), read(at(LATEST_MS + 1).as_bytes()), "1990 to 2100");
}

#[test]
fn a_document_has_two_million_erased_records() {
    let erased = |many: usize| {
        let ids: Vec<String> = (0..many).map(|id| format!("\"{id}\"")).collect();
        format!(r#"{{"stamps":[],"tables":{{}},"erased":{{"return":[{}],"board":["last"]}}}}"#, ids.join(","))
            .into_bytes()
    };
    let beyond = read(&erased(FIELD_LIMIT)).map(|_| ()).expect_err("it is refused").to_string();
    assert!(beyond.contains("more than 2000000 erased records"), "{beyond}");
    // It would take a debug build as long again.
    if !cfg!(debug_assertions) {
        assert!(read(&erased(FIELD_LIMIT - 1)).is_ok());
    }
}

/// A debug build takes most of a minute for it.
#[test]
fn a_document_has_two_million_values() {
    if cfg!(debug_assertions) {
        return;
    }
    let fields = |count: usize| {
        let fields: Vec<String> = (0..count).map(|at| format!("\"{at}\":[1,0]")).collect();
        let start = r#"{"stamps":["1560000000000.0.a"],"tables":{"t":{"r":{"life":[1,0],"fields":{"#;
        format!("{start}{}}}}}}}}}}}", fields.join(",")).into_bytes()
    };
    // The record's life is one of them.
    edge(read(&fields(FIELD_LIMIT - 1)), read(&fields(FIELD_LIMIT)), "more than 2000000 values");
}

/// Two files at the limit make a pilot beyond it: what was let in has to be there at the next start. A debug build takes minutes for it.
#[test]
fn a_device_keeps_more_values_than_one_file_may_bring() {
    if cfg!(debug_assertions) {
        return;
    }
    let fields = |name: &str| {
        let fields: Vec<String> = (0..FIELD_LIMIT - 1).map(|at| format!("\"{name}{at}\":[1,0]")).collect();
        let start = r#"{"stamps":["1560000000000.0.a"],"tables":{"t":{"r":{"life":[1,0],"fields":{"#;
        read(format!("{start}{}}}}}}}}}}}", fields.join(",")).as_bytes()).expect("it is at the limit")
    };
    let mut both = fields("a");
    both.join(&fields("b"));
    let kept = serde_json::to_string(&Brief(&both)).expect("a text");
    assert!(Document::read_kept(&kept) == Some((both, "")));
}

fn pilot() -> Workspace {
    copy_for("amber-fox")
}

fn saved(command: &Command) -> Result<(), clusterwise::workspace::WorkspaceError> {
    pilot().apply(command, NOW + 10).map(|_| ())
}

/// What a file says of one field; a workspace must refuse what a person could not have saved.
fn sent(table: &str, id: &str, field: &str, value: &str) -> Result<(), clusterwise::bundle::BundleError> {
    let mut document = pilot().document().clone();
    document.set(table, id, field, Value::text(value), &stamp(NOW + 20, "blue-jay")).expect("set");
    let mut workspace = pilot();
    let before = workspace.document().to_canonical_json();
    let read = Bundle::decode(&Bundle::backup(&document).encode());
    let plan = ImportPlan::new(workspace.document(), vec![("a file".to_owned(), read)], NOW + 30);
    plan.apply(&mut workspace, NOW + 30).expect("applied");
    match &plan.files()[0].status {
        clusterwise::bundle::FileStatus::CannotBeUsed(error) => {
            assert_eq!(workspace.document().to_canonical_json(), before, "{error}");
            Err(error.clone())
        }
        _ => Ok(()),
    }
}

#[test]
fn a_name_has_120_characters_that_show() {
    let cluster = pilot().data().clusters.values().next().cloned().expect("a cluster");
    let named = |name: &str| saved(&Command::SaveCluster(Cluster { name: name.to_owned(), ..cluster.clone() }));
    let id = cluster.id.as_str();
    let (long, longer) = ("é".repeat(LONGEST_NAME), "é".repeat(LONGEST_NAME + 1));
    edge(named(&long), named(&longer), "at most 120 characters");
    edge(sent("cluster", id, "name", &long), sent("cluster", id, "name", &longer), "longer than 120 characters");
    for hidden in ["a\u{202E}b", "a\u{200B}b", "a\nb", "a\u{2067}b"] {
        edge(named("a b"), named(hidden), "does not show");
        edge(sent("cluster", id, "name", "a b"), sent("cluster", id, "name", hidden), "does not show");
    }
}

#[test]
fn a_text_has_lines_and_nothing_that_turns_words() {
    let data = pilot().data().clone();
    let own = data.pilot.clone().expect("a pilot");
    let (fine, wrong) = ("One\r\n\ttwo 👩\u{200D}👧", "One\u{202E}two");
    let council = |text: &str| saved(&Command::SavePilot(Pilot { council: text.to_owned(), ..own.clone() }));
    let aims = |text: &str| saved(&Command::SavePilot(Pilot { aims: vec![text.to_owned()], ..own.clone() }));
    edge(council(fine), council(wrong), "⟨U+202E⟩");
    edge(aims(fine), aims(wrong), "⟨U+202E⟩");
    edge(sent("pilot", own.id.as_str(), "council", fine), sent("pilot", own.id.as_str(), "council", wrong), "⟨U+202E⟩");
    let cluster = data.clusters.values().next().cloned().expect("a cluster");
    let priority = |text: &str| {
        let priorities = vec![Priority { outcome: clusterwise::model::Outcome::ALL[0], words: text.to_owned() }];
        saved(&Command::SaveCluster(Cluster { priorities, ..cluster.clone() }))
    };
    edge(priority(fine), priority(wrong), "⟨U+202E⟩");
}

#[test]
fn dates_lie_from_1990_to_2100() {
    let day = |text: &str| text.parse::<chrono::NaiveDate>().expect("a date");
    let data = pilot().data().clone();
    let cluster = data.clusters.keys().next().cloned().expect("a cluster");
    let event = |date: &str| {
        saved(&Command::SaveEvent(PilotEvent {
            id: "mark-1".parse().expect("an id"),
            date: day(date),
            kind: EventKind::Event,
            words: "Floods".to_owned(),
            school: None,
            cluster: None,
            figures: Vec::new(),
        }))
    };
    let meeting = |date: &str| {
        let id = clusterwise::model::MeetingId {
            cluster: cluster.clone(),
            date: day(date),
            kind: clusterwise::model::MeetingKind::Board,
        };
        saved(&Command::SaveMeeting(Meeting::new(id)))
    };
    let release =
        |date: &str| saved(&Command::SaveRelease(Release::new(day(date), "requests", Vec::new()).expect("an id")));
    let start = |date: &str| {
        let mut own = data.pilot.clone().expect("a pilot");
        own.dates = clusterwise::model::MilestoneDates { start: Some(day(date)), ..Default::default() };
        saved(&Command::SavePilot(own))
    };
    let term = |date: &str| {
        let dates = Term { id: TermId::new(2019, 1), starts: day(date), ends: day(date), due: day(date) };
        saved(&Command::SaveTerms(vec![dates]))
    };
    for (at, beyond) in [("1990-01-01", "1989-12-31"), ("2100-12-31", "2101-01-01"), ("2100-12-31", "+262142-12-31")] {
        edge(event(at), event(beyond), "outside the years 1990 to 2100");
        edge(meeting(at), meeting(beyond), "outside the years 1990 to 2100");
        edge(release(at), release(beyond), "outside the years 1990 to 2100");
        edge(start(at), start(beyond), "outside the years 1990 to 2100");
        edge(term(at), term(beyond), "outside the years 1990 to 2100");
        let due = |date: &str| sent("term", "2018-19_6", "due", date);
        edge(due(at), due(beyond), "outside the years 1990 to 2100");
    }
}

#[test]
fn a_table_has_a_thousand_columns_and_cells_that_somebody_closed() {
    let read = |text: String| Table::read(text.as_bytes(), |_| false).map(|_| ());
    let wide = |columns: usize| read(format!("{}\n", vec!["a"; columns].join(",")).repeat(2));
    edge(wide(1_000), wide(1_001), "more than 1000 columns");
    let long = |letters: usize| read(format!("a,b\n1,\"{}\"\n", "x".repeat(letters)));
    edge(long(10_000), long(10_001), "line 2 is not closed");
}

#[test]
fn a_table_has_half_a_million_rows() {
    let tall = |rows: usize| Table::read("a,b\n".repeat(rows).as_bytes(), |_| false).map(|_| ());
    edge(tall(500_000), tall(500_001), "more than 500000 rows");
}

#[test]
fn an_area_has_a_name_of_120_characters() {
    let import = |name: &str| {
        let text = format!("time_period,la_name,perm_excl\n201617,{name},7\n");
        let table = Table::read(text.as_bytes(), AreaColumns::is_heading).expect("a table");
        let import = AreaImport::read(&table, &AreaColumns::guess(&table), "a table").expect("areas");
        let problem = import.problems.first().map(|group| group.words());
        problem.map_or(Ok(import.areas.len()), Err)
    };
    let name = |letters: usize| format!("P{}", "é".repeat(letters - 1));
    edge(import(&name(LONGEST_NAME)), import(&name(LONGEST_NAME + 1)), "longer than the 120 characters");
}

#[test]
fn requests_have_their_limits_too() {
    let one = r#"{"method":"proportion","successes":1,"n":2}"#;
    let many = |count: usize| answer_json(&format!("[{}]", vec![one; count].join(",")));
    edge(many(MOST_REQUESTS), many(MOST_REQUESTS + 1), "10000");
    let n = |n: &str| answer_json(&format!(r#"{{"method":"proportion","successes":1,"n":{n}}}"#));
    edge(n("1000000000"), n("1000000001"), "whole number from 1 to 1000000000");
    edge(n("2"), n("1e999"), "out of range");
    edge(n("2"), n("2,\"n\":3"), "is given twice");
    let level = |level: &str| n(&format!("2,\"level\":{level}"));
    edge(level("0.95"), level("1"), "between 0 and 1");
    let names = |letters: usize| {
        let events = r#""events":3,"base":100"#;
        let name = "a".repeat(letters);
        answer_json(&format!(r#"{{"method":"funnel","units":[{{"name":"{name}",{events}}},{{"name":"b",{events}}}]}}"#))
    };
    edge(names(200), names(201), "a text of 1 to 200 characters");
}
