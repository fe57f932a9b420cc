//! One fingerprint of all answers, for the native program and the browser alike. Knows no test runner.

use clusterwise::eval::answer_json;
use clusterwise::eval::calculators::Calculator;
use clusterwise::model::Scenario;
use clusterwise::sim::{Prepared, Runs};
use serde_json::Value;
use sha2::{Digest, Sha256};

const FILES: [&str; 4] = [
    include_str!("calculators_python.json"),
    include_str!("calculators_r.json"),
    include_str!("methods_python.json"),
    include_str!("methods_r.json"),
];

/// SHA-256 of every answer to the requests of the golden files and to the calculators' examples, a line each.
pub fn of_all_answers() -> String {
    let mut hash = Sha256::new();
    let mut count = 0;
    let mut add = |request: &Value| {
        let answer = answer_json(&request.to_string()).unwrap_or_else(|error| error.to_string());
        hash.update(answer.as_bytes());
        hash.update(b"\n");
        count += 1;
    };
    for text in FILES {
        let file: Value = serde_json::from_str(text).expect("a golden file");
        let rows = file["rows"].as_array().expect("rows");
        rows.iter().map(|row| &row["request"]).filter(|request| request.is_object()).for_each(&mut add);
    }
    Calculator::all().map(Calculator::example).for_each(|example| add(&example));
    assert!(count > 500, "{count} requests");
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of the bits of all numbers of 1,250 runs of each scenario of the golden file.
pub fn of_all_runs() -> String {
    let cases: Value = serde_json::from_str(include_str!("simulation.json")).expect("the golden file");
    let mut hash = Sha256::new();
    for case in cases.as_array().expect("cases") {
        let scenario: Scenario = serde_json::from_value(case["scenario"].clone()).expect("a scenario");
        let runs = Runs::of(&Prepared::of(&scenario).expect("in order"), 11, 1_250).expect("runs");
        for output in runs.layout().outputs() {
            runs.of_output(*output).iter().for_each(|number| hash.update(number.to_bits().to_le_bytes()));
        }
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
