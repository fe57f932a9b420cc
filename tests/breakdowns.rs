//! Needs and goals from the school's file to the finding: they travel with returns, cannot contradict themselves, and explain
//! measures without deciding them.

use clusterwise::bundle::{Bundle, FileStatus, ImportPlan};
use clusterwise::demo::{self, Options, pilot_data};
use clusterwise::eval::{BreakdownKind, Certainty, MoreTerms, Step, evaluate};
use clusterwise::merge::{DeviceId, Document, Stamp, Value};
use clusterwise::model::{CensusId, ClusterId, GoalsId, PilotData, TermId, Urn};
use clusterwise::workspace::schema;

/// After everything that the demonstration holds.
const LATER_MS: u64 = 1_564_000_000_000;

fn document() -> Document {
    demo::document(&Options::default()).expect("a document")
}

fn first_goals(data: &PilotData) -> GoalsId {
    data.goals.keys().next().expect("goals").clone()
}

fn stamp() -> Stamp {
    Stamp { ms: 1_563_000_000_000, counter: 0, device: DeviceId::parse("amber-fox").expect("a device") }
}

#[test]
fn goals_and_needs_travel_with_the_return_of_their_term_and_with_the_boards_file() {
    let (document, data) = (document(), pilot_data(&Options::default()));
    let id = first_goals(&data);
    let own = |bundle: &Bundle| {
        bundle.document.live(schema::GOALS).map(|(id, _)| id.parse::<GoalsId>().expect("a name")).collect::<Vec<_>>()
    };
    let sent = Bundle::of_return(&document, &id.school, Some(id.term)).expect("a return");
    assert!(own(&sent).contains(&id) && own(&sent).iter().all(|one| one.school == id.school));
    assert!(sent.holds().words().contains("groups’ goals"), "{}", sent.holds().words());
    let earlier = TermId { number: id.term.number - 1, ..id.term };
    assert_eq!(own(&Bundle::of_return(&document, &id.school, Some(earlier)).expect("a return")), []);
    let cluster: ClusterId = data.schools[&id.school].cluster.clone().expect("a cluster");
    let board = Bundle::of_board(&document, &cluster).expect("a board's file");
    assert!(own(&board).iter().all(|one| data.schools[&one.school].cluster.as_ref() == Some(&cluster)));
    let read = Bundle::decode(&board.encode()).expect("it reads back");
    let needs = |document: &Document| {
        let (data, _) = schema::read_document(document);
        data.censuses.values().map(|census| census.support_by_need.len()).sum::<usize>()
    };
    assert!(needs(&read.document) > 100);
}

#[test]
fn a_file_whose_needs_are_more_than_sen_support_is_left_out_whole() {
    let data = pilot_data(&Options::default());
    let census = data.censuses.values().find(|census| !census.support_by_need.is_empty()).expect("needs");
    let refused = |table: &str, id: &str, field: &str, value: Value| {
        let mut document = document();
        document.set(table, id, field, value, &stamp()).expect("set");
        let file = Bundle::decode(&Bundle::backup(&document).encode());
        let plan = ImportPlan::new(&self::document(), vec![("a file".to_owned(), file)], LATER_MS);
        match &plan.files()[0].status {
            FileStatus::CannotBeUsed(error) => error.to_string(),
            _ => panic!("the file is usable"),
        }
    };
    let id = census.id().to_string();
    let many = refused(schema::CENSUS, &id, "support_by_need", Value::List(vec![Value::text("SLCN: 9999")]));
    assert!(many.contains("more pupils with a type of need than at SEN Support"), "{many}");
    let odd = refused(schema::CENSUS, &id, "support_by_need", Value::List(vec![Value::text("SLCN 3")]));
    assert!(odd.contains("cannot be read"), "{odd}");
    let goals = first_goals(&data).to_string();
    let short = refused(schema::GOALS, &goals, "pupils", Value::List(vec![Value::Int(3)]));
    assert!(short.contains("goals end on five steps"), "{short}");
}

#[test]
fn a_count_without_needs_reads_as_one_that_does_not_say() {
    let mut document = document();
    let data = pilot_data(&Options::default());
    let id: CensusId =
        data.censuses.values().find(|census| !census.support_by_need.is_empty()).map(|one| one.id()).expect("needs");
    document.set(schema::CENSUS, &id.to_string(), "support_by_need", Value::Null, &stamp()).expect("set");
    let (read, unreadable) = schema::read_document(&document);
    assert_eq!(unreadable, []);
    assert_eq!(read.censuses[&id].support_by_need, []);
}

#[test]
fn goals_stand_beside_scores_and_never_lead() {
    let found = evaluate(&pilot_data(&Options::default()), false);
    let measure = &found.scopes[0].measures[9];
    let (leading, more) = measure.parts.split_at(measure.leading);
    assert!(leading.iter().all(|part| !part.label.contains("goals") && !part.label.contains("differ")));
    let goals: Vec<_> = more.iter().filter(|part| part.label.ends_with("goals reached")).collect();
    assert!(goals.iter().any(|part| part.label.starts_with("Behaviour")), "a programme without a test has goals too");
    for part in goals {
        assert!(part.certainty >= Step::Possible, "without a comparison it is possible at most");
        assert!(part.evidence_level.level == 1 && part.convention.contains("T = 50 + 10x"));
    }
    assert!(more.iter().any(|part| part.sentence.contains("τ²") && part.sentence.contains("I²")));
}

#[test]
fn without_effects_hardly_any_row_is_called_changed() {
    // Likely or clear means below 5% for a whole table; SEN Support itself rises everywhere, so its rows are no null.
    let (mut tables, mut called) = (0, 0);
    for seed in 0..20 {
        let data = pilot_data(&Options { seed, effects: false, ..Options::default() });
        for one in &evaluate(&data, false).scopes[0].breakdowns {
            if one.kind == BreakdownKind::NewlyIdentified {
                tables += 1;
                called += usize::from(one.rows.iter().any(|row| row.certainty <= Step::Likely));
            }
        }
    }
    assert!(tables == 20 && called <= 4, "{called} of {tables}");
}

#[test]
fn only_what_cannot_be_told_yet_says_what_it_would_take() {
    let found = evaluate(&pilot_data(&Options::default()), false);
    let open = |certainty: &Certainty| matches!(certainty.step, Step::Possible | Step::CannotTell);
    let mut said = 0;
    for finding in found.scopes.iter().flat_map(|scope| &scope.findings) {
        if let Some(needed) = &finding.terms_needed {
            said += 1;
            assert!(open(&finding.certainty), "{}", finding.headline);
            assert!(needed.sentences.iter().all(|words| words.ends_with('.') && !words.contains("NaN")));
            let larger = needed.for_stated.zip(needed.for_seen);
            let small =
                finding.change.and_then(|change| change.estimate).is_some_and(|ratio| ratio > 0.8 && ratio < 1.0);
            if let Some((stated, MoreTerms::Enough)) = larger.filter(|_| small) {
                assert_eq!(stated, MoreTerms::Enough, "a larger fall never needs more");
            }
        }
    }
    assert!(said > 20, "{said}");
    let schools: Vec<Urn> = found.scopes[0].findings[0].coverage.missing.clone();
    assert!(!schools.is_empty(), "missing returns are named");
}
