//! Scenarios against the same model written a second time, in Python, from its document alone; and what must hold of every
//! scenario.

use clusterwise::model::Scenario;
use clusterwise::sim::{Prepared, Runs};
use serde::Deserialize;
use std::collections::BTreeMap;

/// One scenario with the mean of each number and its standard error.
#[derive(Deserialize)]
struct Case {
    scenario: Scenario,
    means: BTreeMap<String, [f64; 2]>,
}

fn cases() -> Vec<Case> {
    serde_json::from_str(include_str!("golden/simulation.json")).expect("the golden file")
}

/// Some two thousand means: five standard errors are passed by chance once in a thousand such files.
#[test]
fn means_agree_with_the_model_written_a_second_time() {
    let cases = cases();
    assert_eq!(cases.len(), 20);
    let mut compared = 0;
    for Case { scenario, means } in cases {
        let prepared = Prepared::of(&scenario).expect("a scenario in order");
        let runs = Runs::of(&prepared, 7, 20_000).expect("runs");
        let layout = runs.layout();
        assert_eq!(layout.outputs().len(), means.len(), "{}", scenario.name);
        for output in layout.outputs() {
            let key = layout.key(*output);
            let [mean, error] = means[&key];
            let own = runs.summary(*output).expect("runs");
            let numbers = runs.of_output(*output);
            let spread = numbers.iter().map(|number| (number - own.mean) * (number - own.mean)).sum::<f64>();
            // As though drawn without a hypercube, which is never more exact.
            let own_error = (spread / numbers.len() as f64 / numbers.len() as f64).sqrt();
            let allowed = 5.0 * libm::hypot(error, own_error) + 1e-9 * mean.abs().max(1.0);
            assert!(
                (own.mean - mean).abs() <= allowed,
                "{} {key}: {} and not {mean}, ± {allowed}",
                scenario.name,
                own.mean
            );
            compared += 1;
        }
    }
    assert!(compared > 1_000, "{compared}");
}

#[test]
fn a_scenario_is_the_same_after_it_was_written_down() {
    for Case { scenario, .. } in cases() {
        let text = serde_json::to_string(&scenario).expect("JSON");
        let again: Scenario = serde_json::from_str(&text).expect("the same JSON");
        assert_eq!(again, scenario);
    }
}
