//! The best value against scipy's solver.

use clusterwise::sim::{BestValue, BestValueError};
use serde::Deserialize;

#[derive(Deserialize)]
struct Golden {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    asked: BestValue,
    /// The greatest benefit; none where no plan keeps to the rules.
    benefit: Option<f64>,
}

#[test]
fn the_optimum_is_that_of_scipys_solver() {
    let golden: Golden = serde_json::from_str(include_str!("golden/best_value.json")).expect("the golden file");
    assert_eq!(golden.cases.len(), 100);
    let without = golden.cases.iter().filter(|case| case.benefit.is_none()).count();
    assert!((1..40).contains(&without), "{without} without a plan");
    for (number, case) in golden.cases.into_iter().enumerate() {
        let found = case.asked.best();
        match case.benefit {
            Some(benefit) => {
                let plan = found.unwrap_or_else(|error| panic!("case {number}: {error}"));
                assert!((plan.benefit - benefit).abs() < 1e-6, "case {number}: {} and not {benefit}", plan.benefit);
            }
            None => assert!(matches!(found, Err(BestValueError::Impossible(_))), "case {number}: {found:?}"),
        }
    }
}
