//! What leaves with a file of each kind, record by record: everything that a pilot can hold is there, and each kind takes its part.

use clusterwise::bundle::{Bundle, BundleError, BundleKind};
use clusterwise::merge::{DeviceId, Document, Stamp, Value};
use clusterwise::model::{ClusterId, ScenarioId, TermId, Urn};
use clusterwise::workspace::schema;
use std::collections::BTreeSet;

fn stamp() -> Stamp {
    Stamp { ms: 1_560_000_000_000, counter: 0, device: DeviceId::parse("amber-fox").expect("a device id") }
}

/// A record: its table, its name, and its fields.
type Made = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// Three schools, two of them in the cluster North, with something in every table; the second is the school’s own or another’s.
const RECORDS: [Made; 46] = [
    (schema::PILOT, "p-1", &[("name", "Pilot")]),
    (schema::TERM, "2017-18_6", &[("id", "2017-18_6")]),
    (schema::TERM, "2018-19_5", &[("id", "2018-19_5")]),
    (schema::TERM, "2018-19_6", &[("id", "2018-19_6")]),
    (schema::CLUSTER, "north", &[("name", "North")]),
    (schema::CLUSTER, "south", &[("name", "South")]),
    (schema::SCHOOL, "900001", &[("cluster", "north")]),
    (schema::SCHOOL, "900002", &[("cluster", "north")]),
    (schema::SCHOOL, "900003", &[("cluster", "south")]),
    (schema::RETURN, "900001_2017-18_6", &[("status", "submitted")]),
    (schema::RETURN, "900001_2018-19_5", &[("status", "submitted")]),
    (schema::RETURN, "900001_2018-19_6", &[("status", "draft")]),
    (schema::RETURN, "900002_2018-19_6", &[("status", "submitted")]),
    (schema::RETURN, "900003_2018-19_6", &[("status", "submitted")]),
    (schema::SURVEY, "900001_2018-19_5_senco", &[("replies", "x")]),
    (schema::SURVEY, "900001_2018-19_6_senco", &[("replies", "x")]),
    (schema::SURVEY, "900002_2018-19_6_senco", &[("replies", "x")]),
    (schema::SURVEY, "900003_2018-19_6_senco", &[("replies", "x")]),
    (schema::SCORES, "900001_2018-19_5_programme_literacy", &[("pupils", "x")]),
    (schema::SCORES, "900001_2018-19_6_programme_literacy", &[("pupils", "x")]),
    (schema::SCORES, "900002_2018-19_6_programme_literacy", &[("pupils", "x")]),
    (schema::SCORES, "900003_2018-19_6_programme_literacy", &[("pupils", "x")]),
    (schema::GOALS, "900001_2018-19_5_literacy", &[("pupils", "x")]),
    (schema::GOALS, "900001_2018-19_6_literacy", &[("pupils", "x")]),
    (schema::GOALS, "900002_2018-19_6_literacy", &[("pupils", "x")]),
    (schema::GOALS, "900003_2018-19_6_literacy", &[("pupils", "x")]),
    (schema::CENSUS, "900001_2017-18", &[("roll", "x")]),
    (schema::CENSUS, "900001_2018-19", &[("roll", "x")]),
    (schema::CENSUS, "900002_2018-19", &[("roll", "x")]),
    (schema::CENSUS, "900003_2018-19", &[("roll", "x")]),
    (schema::EVENT, "of-all", &[("words", "x")]),
    (schema::EVENT, "of-north", &[("cluster", "north")]),
    (schema::EVENT, "of-south", &[("cluster", "south")]),
    (schema::EVENT, "of-a-school-in-north", &[("school", "900002")]),
    (schema::EVENT, "of-a-school-in-south", &[("school", "900003")]),
    (schema::MEETING, "north_2019-03-01_board", &[("kind", "board")]),
    (schema::MEETING, "south_2019-03-01_board", &[("kind", "board")]),
    (schema::AREA, "bristol", &[("name", "x")]),
    (schema::FIGURES, "bristol_2018-19_primary", &[("x", "x")]),
    (schema::RELEASE, "exclusions", &[("name", "x")]),
    (schema::SCENARIO, "s-1", &[("name", "x")]),
    (schema::SCENARIO, "s-2", &[("name", "x")]),
    ("of a later version", "x", &[("x", "x")]),
    (schema::RETURN, "of nobody", &[("x", "x")]),
    (schema::SURVEY, "of nobody", &[("x", "x")]),
    (schema::EVENT, "of-no-school", &[("school", "999999")]),
];

fn all() -> Document {
    let mut document = Document::new();
    for (table, id, fields) in RECORDS {
        for (field, value) in fields {
            document.set(table, id, field, Value::text(*value), &stamp()).expect("a text fits");
        }
    }
    for school in ["900001", "900002", "900003"] {
        for (table, end) in [
            (schema::RETURN, "2016-17_1"),
            (schema::SURVEY, "2016-17_1_senco"),
            (schema::SCORES, "2016-17_1_programme_literacy"),
            (schema::GOALS, "2016-17_1_literacy"),
            (schema::CENSUS, "2016-17"),
        ] {
            document.erase(table, &format!("{school}_{end}")).expect("it can be erased");
        }
    }
    document.erase(schema::SCENARIO, "gone").expect("it can be erased");
    document.erase(schema::EVENT, "gone").expect("it can be erased");
    document
}

/// Its records, and the tables and schools of which it says that something was erased.
fn held(bundle: &Bundle) -> (Vec<String>, Vec<String>) {
    let records = bundle.document.all_records().map(|(table, id, _)| format!("{table}/{id}")).collect();
    let erased = bundle.document.erased().map(|(table, id)| format!("{table}/{}", id.split('_').next().unwrap_or(id)));
    (records, erased.collect())
}

fn urn(school: &str) -> Urn {
    school.parse().expect("a URN")
}

#[test]
fn the_names_here_are_such_as_a_pilot_has() {
    let named = RECORDS.iter().filter(|(table, ..)| schema::TABLES.contains(table));
    let tables: BTreeSet<&str> = named.map(|(table, ..)| *table).collect();
    assert_eq!(tables, schema::TABLES.into_iter().collect(), "something in every table");
    assert_eq!("900001_2018-19_6_senco".parse::<clusterwise::model::SurveyId>().map(|id| id.school), Ok(urn("900001")));
    assert!("900001_2018-19_6_programme_literacy".parse::<clusterwise::model::ScoresId>().is_ok());
    assert!("900001_2018-19_6_literacy".parse::<clusterwise::model::GoalsId>().is_ok());
    assert!("900001_2018-19".parse::<clusterwise::model::CensusId>().is_ok());
    assert!("north_2019-03-01_board".parse::<clusterwise::model::MeetingId>().is_ok());
}

#[test]
fn a_school_sends_what_is_its_own_of_one_term() {
    let bundle = Bundle::of_return(&all(), &urn("900001"), Some(TermId::new(2018, 6))).expect("a file");
    assert_eq!(bundle.kind, BundleKind::Return);
    let (records, erased) = held(&bundle);
    assert_eq!(
        records,
        [
            "census/900001_2018-19",
            "goals/900001_2018-19_6_literacy",
            "pilot/p-1",
            "return/900001_2018-19_6",
            "school/900001",
            "scores/900001_2018-19_6_programme_literacy",
            "survey/900001_2018-19_6_senco",
            "term/2018-19_6",
        ]
    );
    let tables = ["census", "goals", "return", "scores", "survey"];
    assert_eq!(erased, tables.map(|table| format!("{table}/900001")), "of whatever term");
}

#[test]
fn a_school_sends_what_is_its_own_of_all_terms() {
    let bundle = Bundle::of_return(&all(), &urn("900001"), None).expect("a file");
    let (records, _) = held(&bundle);
    assert_eq!(
        records,
        [
            "census/900001_2017-18",
            "census/900001_2018-19",
            "goals/900001_2018-19_5_literacy",
            "goals/900001_2018-19_6_literacy",
            "pilot/p-1",
            "return/900001_2017-18_6",
            "return/900001_2018-19_5",
            "return/900001_2018-19_6",
            "school/900001",
            "scores/900001_2018-19_5_programme_literacy",
            "scores/900001_2018-19_6_programme_literacy",
            "survey/900001_2018-19_5_senco",
            "survey/900001_2018-19_6_senco",
            "term/2017-18_6",
            "term/2018-19_5",
            "term/2018-19_6",
        ]
    );
}

#[test]
fn a_board_takes_what_belongs_to_its_cluster_or_to_all() {
    let north = ClusterId::from_name("north").expect("an id");
    let mut document = all();
    document.delete(schema::RETURN, "900002_2018-19_6", &Stamp { counter: 1, ..stamp() });
    for (document, deleted) in [(all(), false), (document, true)] {
        let bundle = Bundle::of_board(&document, &north).expect("a file");
        assert_eq!(bundle.kind, BundleKind::Board);
        let (records, erased) = held(&bundle);
        assert_eq!(
            records,
            [
                "census/900001_2017-18",
                "census/900001_2018-19",
                "census/900002_2018-19",
                "cluster/north",
                "cluster_meeting/north_2019-03-01_board",
                "event/of-a-school-in-north",
                "event/of-all",
                "event/of-north",
                "goals/900001_2018-19_5_literacy",
                "goals/900001_2018-19_6_literacy",
                "goals/900002_2018-19_6_literacy",
                "pilot/p-1",
                "return/900001_2017-18_6",
                "return/900001_2018-19_5",
                "return/900002_2018-19_6",
                "school/900001",
                "school/900002",
                "scores/900001_2018-19_5_programme_literacy",
                "scores/900001_2018-19_6_programme_literacy",
                "scores/900002_2018-19_6_programme_literacy",
                "survey/900001_2018-19_5_senco",
                "survey/900001_2018-19_6_senco",
                "survey/900002_2018-19_6_senco",
                "term/2017-18_6",
                "term/2018-19_5",
                "term/2018-19_6",
            ],
            "a draft stays at the school; that a return is deleted ({deleted}) is news"
        );
        let of_north = ["census", "goals", "return", "scores", "survey"]
            .iter()
            .flat_map(|table| ["900001", "900002"].map(|school| format!("{table}/{school}")));
        let expected: BTreeSet<String> = of_north.chain(["event/gone".to_owned()]).collect();
        assert_eq!(
            erased.into_iter().collect::<BTreeSet<_>>(),
            expected,
            "of which cluster an event was nobody knows now"
        );
    }
}

#[test]
fn scenarios_leave_with_their_pilot_and_nothing_of_a_school() {
    let wanted = |ids: &[&str]| -> BTreeSet<ScenarioId> {
        ids.iter().map(|id| ScenarioId::from_name(id).expect("an id")).collect()
    };
    let bundle = Bundle::of_scenarios(&all(), &wanted(&["s-1"])).expect("a file");
    assert_eq!(bundle.kind, BundleKind::Scenario);
    let (records, erased) = held(&bundle);
    assert_eq!(
        (records, erased),
        (vec!["pilot/p-1".to_owned(), "scenario/s-1".to_owned()], vec!["scenario/gone".to_owned()])
    );
    let both = Bundle::of_scenarios(&all(), &wanted(&["s-1", "s-2"])).expect("a file");
    assert_eq!(held(&both).0, ["pilot/p-1", "scenario/s-1", "scenario/s-2"]);
    assert_eq!(Bundle::of_scenarios(&all(), &wanted(&[])), Err(BundleError::NothingToSend));
    let missing = Bundle::of_scenarios(&all(), &wanted(&["s-1", "s-3"]));
    assert_eq!(missing, Err(BundleError::Missing { what: "scenario", name: "s-3".to_owned() }));
}

#[test]
fn a_backup_takes_everything() {
    let bundle = Bundle::backup(&all());
    assert_eq!((bundle.kind, &bundle.document), (BundleKind::Backup, &all()));
}

#[test]
fn only_files_of_scenarios_leave_unsealed_unless_somebody_says_so() {
    for (kind, is_sealed, words) in [
        (BundleKind::Backup, true, "Backup of everything"),
        (BundleKind::Return, true, "Return of a school"),
        (BundleKind::Board, true, "Returns of a cluster"),
        (BundleKind::Scenario, false, "Scenarios"),
    ] {
        assert_eq!((kind.is_sealed_by_default(), kind.words()), (is_sealed, words));
        assert_eq!(BundleKind::from_key(kind.key()), Some(kind));
    }
}

#[test]
fn a_file_says_of_which_pilot_it_is_and_how_new() {
    let bundle = Bundle::backup(&all());
    let pilot = bundle.pilot().expect("a pilot");
    assert_eq!((pilot.id.as_str(), pilot.name.as_str()), ("p-1", "Pilot"));
    assert_eq!(bundle.as_at(), Some(&stamp()));
    let empty = Bundle::backup(&Document::new());
    assert_eq!((empty.pilot(), empty.as_at()), (None, None));
}

#[test]
fn what_travels_beside_returns_is_counted_in_words_once() {
    let bundle = Bundle::of_return(&all(), &urn("900001"), Some(TermId::new(2018, 6))).expect("a file");
    let beside = "1 survey; 1 group’s scores; 1 group’s goals; 1 year’s count";
    let words = format!("1 return (Term 6 2018/19, not yet submitted) of 1 school; {beside}; no pupil rows");
    assert_eq!(bundle.holds().words(), words);
    let backup = Bundle::backup(&all()).holds().words();
    assert_eq!(backup.matches("groups’ goals").count(), 1, "{backup}");
    let one: BTreeSet<ScenarioId> = [ScenarioId::from_name("s-1").expect("an id")].into();
    let scenario = Bundle::of_scenarios(&all(), &one).expect("a file").holds().words();
    assert_eq!(scenario, "1 scenario; no school’s data; no pupil rows");
}

#[test]
fn a_file_of_several_terms_is_named_by_the_first_and_the_last() {
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 17).expect("a date");
    let named = |document: &Document| {
        let bundle = Bundle::of_return(document, &urn("900001"), None).expect("a file");
        bundle.file_name(today)
    };
    assert_eq!(named(&all()), "pilot_2017-18-to-2018-19_2026-01-17.clusterwise.json");
    let mut of_one_year = all();
    of_one_year.delete(schema::RETURN, "900001_2017-18_6", &Stamp { counter: 1, ..stamp() });
    assert_eq!(named(&of_one_year), "pilot_2018-19_terms5-6_2026-01-17.clusterwise.json");
}
