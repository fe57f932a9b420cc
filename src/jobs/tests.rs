//! Tests of jobs: the same digits as the direct call, progress to the whole, and an end wherever it is wished.

use super::*;
use crate::bundle::{Bundle, Keyring, Received, Seal, hand_over};
use crate::demo::{Options, document};
use crate::eval::safe::{CountTable, Grid, Rule, SafetyError, protect};
use crate::eval::{Calculation, answer_json, calculators, evaluate};
use crate::seal::{Identity, Passphrase, Stretching};
use crate::sim::{Simulating, Simulation};
use crate::workspace::schema;
use std::ops::ControlFlow;

const RANDOMISATION: &str = r#"{"method":"randomisation","units":[{"name":"a","change":-3.1},{"name":"b","change":-2},
    {"name":"c","change":0.7},{"name":"d","change":1.9},{"name":"e","change":0.1}],"treated":["a","b"]}"#;

fn pilot() -> String {
    let document = document(&Options { schools: 24, ..Options::default() }).unwrap();
    String::from_utf8(Bundle::backup(&document).encode()).unwrap()
}

fn evaluation(with_schools: bool) -> Job {
    Job::Evaluate { bundle: pilot(), with_schools }
}

/// Runs a job and keeps what it said of its progress.
fn watched(job: Job) -> (Result<String, JobFault>, Vec<Progress>) {
    let mut seen = Vec::new();
    let answer = run(job, &mut |progress| {
        seen.push(progress);
        ControlFlow::Continue(())
    });
    (answer, seen)
}

#[test]
fn a_job_gives_the_same_text_as_the_direct_call() {
    let (answer, _) = watched(Job::Calculate { request: RANDOMISATION.to_owned() });
    assert_eq!(answer.unwrap(), answer_json(RANDOMISATION).unwrap());
    let bundle = Bundle::decode(pilot().as_bytes()).unwrap();
    let (data, _) = schema::read_document(&bundle.document);
    for with_schools in [false, true] {
        let (answer, _) = watched(evaluation(with_schools));
        let direct = serde_json::to_string_pretty(&evaluate(&data, with_schools)).unwrap();
        assert!(answer.unwrap() == direct, "with schools: {with_schools}");
    }
}

#[test]
fn hiding_gives_each_table_what_the_direct_call_gives_it() {
    let mut known = CountTable::default();
    let (total, part) = (known.add_published(9), known.add(2));
    let rest = known.add_published(7);
    known.sum(total, [part, rest]).unwrap();
    let rows = [vec![2, 7, 9], vec![6, 3, 9], vec![8, 10, 18]];
    let tables = vec![Grid::with_totals(&rows).unwrap().table, known, CountTable::default()];
    let direct: Vec<_> = tables.iter().map(|table| protect(table, Rule::default())).collect();
    let (answer, seen) = watched(Job::Hide { tables });
    assert_eq!(Hidden::read(&answer.unwrap()).unwrap(), Hidden(direct.clone()));
    assert_eq!(seen.len(), 4);
    assert_eq!(direct[1], Err(SafetyError::KnownAlready));
    assert!(direct[0].as_ref().unwrap().cells.iter().any(|cell| cell.is_hidden()));
    assert!(Hidden::read("[{\"Ok\":{\"cells\":[\"q\"],\"primary\":0,\"complementary\":0}}]").is_err());
}

#[test]
fn a_scenario_is_run_block_by_block_to_the_same_text() {
    let data = crate::demo::pilot_data(&Options { schools: 24, ..Options::default() });
    let scenario = crate::sim::from_pilot(&data, "Plan").unwrap();
    let simulation = Simulation { scenario, against: None, runs: 2_500, seed: 3 };
    let text = serde_json::to_string(&simulation).unwrap();
    let (answer, seen) = watched(Job::Simulate { simulation: text });
    let direct = Simulating::begin(simulation.clone()).unwrap().finish().unwrap();
    assert_eq!(answer.unwrap(), serde_json::to_string_pretty(&direct).unwrap());
    // Beginning, three blocks, summing up.
    assert_eq!(
        seen.iter().map(|progress| (progress.done, progress.of)).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5].map(|n| (n, 5))
    );
    let none = serde_json::to_string(&Simulation { runs: 0, ..simulation }).unwrap();
    assert!(matches!(watched(Job::Simulate { simulation: none }).0, Err(JobFault::Refused(_))));
    assert!(matches!(watched(Job::Simulate { simulation: "{}".to_owned() }).0, Err(JobFault::Refused(_))));
}

#[test]
fn many_runs_are_split_among_any_number_of_workers_to_the_same_text() {
    let data = crate::demo::pilot_data(&Options { schools: 24, ..Options::default() });
    let mut ready = data.scenarios.values().map(|saved| saved.scenario().unwrap());
    let (baseline, other) = (ready.next().unwrap(), ready.next().unwrap());
    let comparison = crate::sim::Comparison { baseline, others: vec![other], runs: 9_400, seed: 3 };
    let comparison = serde_json::to_string(&comparison).unwrap();
    let (alone, _) = watched(Job::Compare { comparison: comparison.clone() });
    let job = Job::Refine { comparison };
    assert!(watched(job.clone()).0 == alone);
    for workers in [1, 2, 3, 7] {
        let parts = job.parts(workers);
        assert_eq!(parts.len(), workers);
        let answers = parts.into_iter().map(|part| watched(part).0.unwrap()).collect();
        let (joined, seen) = watched(job.joined(answers));
        assert!(joined == alone, "{workers}");
        // Beginning, the five blocks that are kept, summing up.
        assert_eq!(seen.len(), 7);
    }
    assert!(matches!(watched(job.joined(Vec::new())).0, Err(JobFault::Refused(_))));
    assert!(matches!(watched(job.joined(vec!["{}".to_owned()])).0, Err(JobFault::Refused(_))));
    assert_eq!(job.parts(1_000).len(), crate::sim::MOST_SHARES);
    assert_eq!(Job::Calculate { request: String::new() }.parts(4), []);
}

#[test]
fn progress_grows_by_one_and_ends_at_the_whole() {
    for job in [Job::Calculate { request: RANDOMISATION.to_owned() }, evaluation(false)] {
        let (answer, seen) = watched(job);
        assert!(answer.is_ok());
        let done: Vec<u32> = seen.iter().map(|progress| progress.done).collect();
        assert_eq!(done, (1..=done.len() as u32).collect::<Vec<_>>());
        let last = seen.last().unwrap();
        assert_eq!(last.done, last.of);
        assert!(seen.iter().all(|progress| progress.of == 0 || progress.of == last.of), "{seen:?}");
        assert!(seen.iter().all(|progress| !progress.words.is_empty()));
    }
}

#[test]
fn an_evaluation_names_whom_it_comes_to_next() {
    let (_, seen) = watched(evaluation(false));
    let words: Vec<&str> = seen.iter().map(|progress| progress.words.as_str()).collect();
    assert_eq!(words.first(), Some(&"Reading the pilot"));
    assert!(words.len() > 6, "{words:?}");
    assert_eq!(&words[words.len() - 2..], ["Writing it down", "Handing it over"]);
}

#[test]
fn stopping_stops_before_the_next_step() {
    for wanted in 1..5 {
        let mut steps = 0;
        let answer = run(evaluation(false), &mut |_| {
            steps += 1;
            if steps == wanted { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert_eq!((answer, steps), (Err(JobFault::Cancelled), wanted));
    }
}

#[test]
fn what_cannot_be_answered_is_refused_in_the_command_lines_words() {
    let refusal = |job| match watched(job).0 {
        Err(JobFault::Refused(sentence)) => sentence,
        other => panic!("{other:?}"),
    };
    let request = r#"{"method": "proportion", "successes": 50, "n": 40}"#;
    let direct = answer_json(request).unwrap_err().to_string();
    assert_eq!(refusal(Job::Calculate { request: request.to_owned() }), direct);
    let sentence = refusal(Job::Evaluate { bundle: "Dear Sir".to_owned(), with_schools: false });
    assert_eq!(sentence, Bundle::decode(b"Dear Sir").unwrap_err().to_string());
}

#[test]
fn a_job_that_is_over_gives_no_second_answer() {
    let mut work = Work::begin(Job::Calculate { request: RANDOMISATION.to_owned() });
    assert!(matches!(work.step(), Step::More(_)));
    assert!(matches!(work.step(), Step::Done(Ok(_))));
    assert!(matches!(work.step(), Step::Done(Err(JobFault::Ended(_)))));
}

#[test]
fn a_worker_replies_with_the_number_of_the_job() {
    let replies = |text: &str| {
        let mut said = Vec::new();
        let mut serving = Serving::begin(text);
        while serving.step(&mut |reply| said.push(Reply::read(reply))) {}
        said
    };
    let request = Request { id: 7, job: Job::Calculate { request: RANDOMISATION.to_owned() } };
    let said = replies(&request.text());
    assert!(matches!(&said[0], Reply::Progress { id: 7, progress } if progress.done == progress.of));
    assert_eq!(said[1], Reply::Answer { id: 7, text: answer_json(RANDOMISATION).unwrap() });
    assert_eq!(said.len(), 2);
    let refused = Request { id: 8, job: Job::Calculate { request: String::new() } };
    let sentence = answer_json("").unwrap_err().to_string();
    assert_eq!(replies(&refused.text()), [Reply::Refusal { id: 8, sentence }]);
    assert!(matches!(replies("{}")[..], [Reply::Fault(_)]));
}

#[test]
fn a_text_of_any_lines_goes_to_the_worker_and_comes_back() {
    let file = pilot();
    let request = Request { id: 9, job: Job::Receive { file: file.clone(), keyring: Keyring::default() } };
    let mut said = Vec::new();
    let mut serving = Serving::begin(&request.text());
    while serving.step(&mut |reply| said.push(Reply::read(reply))) {}
    let text = format!("read\n{}", hand_over(&file).unwrap());
    assert_eq!(said.last(), Some(&Reply::Answer { id: 9, text }));
    assert!(matches!(said.first(), Some(Reply::Progress { id: 9, progress: Progress { done: 1, of: 2, .. } })));
}

#[test]
fn what_the_starting_scripts_say_is_understood() {
    assert_eq!(Reply::read("\"ready\""), Reply::Ready);
    assert_eq!(Reply::read(r#"{"fault":"404"}"#), Reply::Fault("404".to_owned()));
}

#[test]
fn an_answer_is_read_back_to_the_last_digit() {
    let text = answer_json(RANDOMISATION).unwrap();
    let request = Calculation::from_value(serde_json::from_str(RANDOMISATION).unwrap()).unwrap();
    assert_eq!(Calculated::read(&text).unwrap(), Calculated::from(request.answer().unwrap()));
    assert!(matches!(Calculated::read("[]"), Err(JobFault::Ended(_))));
}

#[test]
fn every_method_that_takes_long_is_a_method() {
    assert!(TAKES_LONG.iter().all(|method| calculators::METHODS.contains(method)));
    assert!(takes_long("randomisation") && !takes_long("proportion"));
}

#[test]
fn what_is_sealed_by_a_job_is_opened_by_one_and_by_no_other_words() {
    let file = pilot();
    let keyring = |words: &str| Keyring { passphrases: vec![words.to_owned()], ..Keyring::default() };
    let seal = |with: Seal| watched(Job::Seal { file: file.clone(), with }).0.unwrap();
    let open = |sealed: &str, keyring: Keyring| {
        watched(Job::Receive { file: sealed.to_owned(), keyring }).0.and_then(Arrival::of)
    };
    let read = Arrival::Read(hand_over(&file).unwrap());
    let sealed = seal(Seal::Passphrase("five words made by chance".to_owned()));
    assert!(sealed.contains("AGE ENCRYPTED FILE") && !sealed.contains("document"));
    for other in ["Five  words made by chance", "other words"] {
        let Ok(Arrival::Locked(said)) = open(&sealed, keyring(other)) else { panic!("“{other}” opened it") };
        assert!(said.contains("passphrase does not open the file"), "{said}");
    }
    assert_eq!(open(&sealed, keyring("five words made by chance")).as_ref(), Ok(&read));
    assert!(matches!(open(&sealed, Keyring::default()), Ok(Arrival::Locked(_))));
    let (clerk, other) = (Identity::generate(), Identity::generate());
    let sealed = seal(Seal::Keys(vec![clerk.recipient().to_string()]));
    let of = |one: &Identity| Keyring { identities: vec![one.secret_text()], ..Keyring::default() };
    assert_eq!(open(&sealed, of(&clerk)).as_ref(), Ok(&read));
    assert!(matches!(open(&sealed, of(&other)), Err(JobFault::Refused(_))));
    assert!(matches!(open(&sealed, Keyring::default()), Err(JobFault::Refused(_))));
    assert_eq!(open(&file, Keyring::default()).as_ref(), Ok(&read), "what is not sealed is read likewise");
    let damaged = file.replace("sha256:", "sha256:0");
    assert_eq!(
        open(&damaged, Keyring::default()),
        Err(JobFault::Refused(Received::unsealed(damaged.as_bytes()).unwrap_err().to_string())),
        "in the words of whoever reads it directly"
    );
    assert!(matches!(Arrival::of("other".to_owned()), Err(JobFault::Ended(_))));
}

#[test]
fn a_passphrase_is_stretched_to_the_same_key_and_stands_in_no_log() {
    let stretching = Stretching::new([5; 16]);
    let job = Job::Stretch { passphrase: Typed("Abacus  zoom".to_owned()), stretching: stretching.clone() };
    assert!(!format!("{job:?}").contains("zoom"));
    let key: [u8; 32] = serde_json::from_str(&watched(job).0.unwrap()).unwrap();
    assert_eq!(Ok(key), stretching.key(&Passphrase::typed("abacus zoom").unwrap()));
    let nothing = Job::Stretch { passphrase: Typed(" ".to_owned()), stretching };
    assert!(matches!(watched(nothing).0, Err(JobFault::Refused(_))));
}
