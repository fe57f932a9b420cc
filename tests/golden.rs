//! Figures as other software gives them: mpmath, scipy, statsmodels and R, from files committed with the scripts that
//! made them (`tests/golden/*.py`, `*.R`). Knows nothing of how the engine calculates.
//!
//! A tolerance is relative, and says how far the *reference* can be trusted: mpmath is exact; the others round.

#[path = "golden/fingerprint.rs"]
mod fingerprint;

use clusterwise::eval::answer_json;
use clusterwise::stats;
use serde_json::Value;
use std::collections::BTreeMap;

type Failures = Vec<String>;

fn rows(text: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(text).unwrap();
    let rows = file["rows"].as_array().cloned().unwrap();
    assert!(!rows.is_empty());
    rows
}

fn numbers(row: &Value, name: &str) -> Vec<f64> {
    row[name].as_array().unwrap().iter().map(|n| n.as_f64().unwrap()).collect()
}

/// Relative distance; absolute where the reference is zero.
fn distance(got: f64, expected: f64) -> f64 {
    if expected == 0.0 { got.abs() } else { ((got - expected) / expected).abs() }
}

/// Fails with every miss at once, and with the worst of each kind, so that a change of method can be judged whole.
fn report(worst: &BTreeMap<String, f64>, failures: &Failures) {
    let worst: Vec<String> = worst.iter().map(|(name, error)| format!("{name}: {error:.1e}")).collect();
    println!("{}", worst.join("\n"));
    assert!(failures.is_empty(), "{} misses\n{}\n{}", failures.len(), failures.join("\n"), worst.join("\n"));
}

fn special(function: &str, at: &[f64]) -> f64 {
    match (function, at) {
        ("gamma_p", [a, x]) => stats::gamma_p(*a, *x),
        ("gamma_q", [a, x]) => stats::gamma_q(*a, *x),
        ("gamma_p_inverse", [a, p]) => stats::gamma_p_inverse(*a, *p),
        ("gamma_q_inverse", [a, q]) => stats::gamma_q_inverse(*a, *q),
        ("beta_lower", [a, b, x]) => stats::beta_lower(*a, *b, *x),
        ("beta_upper", [a, b, x]) => stats::beta_upper(*a, *b, *x),
        ("normal_cdf", [z]) => stats::normal_cdf(*z),
        ("normal_quantile", [p]) => stats::normal_quantile(*p),
        ("student_two_sided", [t, df]) => stats::student_two_sided(*t, *df),
        ("student_quantile", [p, df]) => stats::student_quantile(*p, *df),
        _ => panic!("{function} has no reference"),
    }
}

#[test]
fn special_functions_agree_with_arbitrary_precision() {
    let (mut worst, mut failures) = (BTreeMap::new(), Failures::new());
    for row in rows(include_str!("golden/special.json")) {
        let function = row["function"].as_str().unwrap();
        let (at, expected) = (numbers(&row, "arguments"), row["value"].as_f64().unwrap());
        let got = special(function, &at);
        let error = distance(got, expected);
        let far = expected.abs() < 1e-100;
        // Near the smallest float the exponent itself is 700 times its last bit.
        let tolerance = if far { 1e-12 } else { 1e-13 };
        let name = format!("{function}{}", if far { " below 1e-100" } else { "" });
        let entry = worst.entry(name).or_insert(0.0_f64);
        *entry = entry.max(error);
        if error.is_nan() || error > tolerance {
            failures.push(format!("{function}{at:?} is {got:e}, should be {expected:e} ({error:.1e})"));
        }
    }
    report(&worst, &failures);
}

/// The largest distance between two values of any shape; infinite where they differ in kind, text or length.
fn apart(got: &Value, expected: &Value) -> f64 {
    match (got, expected) {
        (Value::Number(got), Value::Number(expected)) => distance(got.as_f64().unwrap(), expected.as_f64().unwrap()),
        (Value::Array(got), Value::Array(expected)) if got.len() == expected.len() => {
            got.iter().zip(expected).map(|(got, expected)| apart(got, expected)).fold(0.0, f64::max)
        }
        (Value::Object(got), Value::Object(expected)) if got.keys().eq(expected.keys()) => {
            got.iter().map(|(name, value)| apart(value, &expected[name])).fold(0.0, f64::max)
        }
        _ if got == expected => 0.0,
        _ => f64::INFINITY,
    }
}

fn check_answer(row: &Value, tolerance: f64, worst: &mut BTreeMap<String, f64>, failures: &mut Failures) {
    let request = &row["request"];
    let shown: String = request.to_string().chars().take(200).collect();
    let text = answer_json(&request.to_string()).unwrap_or_else(|error| panic!("{shown}: {error}"));
    let answer: Value = serde_json::from_str(&text).unwrap();
    let tolerance = row["tolerance"].as_f64().unwrap_or(tolerance);
    for (name, expected) in row["values"].as_object().unwrap() {
        let got = &answer["values"][name];
        let error = apart(got, expected);
        let key = format!("{} {name}", request["method"].as_str().unwrap());
        let entry = worst.entry(key).or_insert(0.0_f64);
        *entry = entry.max(error);
        if error.is_nan() || error > tolerance {
            failures.push(format!("{shown} {name} is {got}, should be {expected} ({error:.1e})"));
        }
    }
}

fn counted(row: &Value, name: &str) -> Vec<stats::Counted> {
    let pair = |pair: &Value| (pair[0].as_u64().unwrap(), pair[1].as_f64().unwrap());
    row[name].as_array().unwrap().iter().map(pair).collect()
}

fn kernel(row: &Value) -> BTreeMap<&'static str, f64> {
    let level = row["level"].as_f64().unwrap();
    if row["kernel"] == "clopper_pearson" {
        let (k, n) = (row["successes"].as_u64().unwrap(), row["n"].as_u64().unwrap());
        let found = stats::clopper_pearson(k, n, level).unwrap();
        return BTreeMap::from([("lower", found.lower), ("upper", found.upper)]);
    }
    if row["kernel"] == "intraclass" {
        return intraclass(row, level);
    }
    let (before, after) = (counted(row, "before"), counted(row, "after"));
    let found = match row["kernel"].as_str().unwrap() {
        "clustered_ratio" => stats::clustered_ratio(&before, &after, level).unwrap(),
        "quasi_rate_ratio" => stats::quasi_rate_ratio(&before, &after, level).unwrap(),
        other => panic!("{other} has no reference"),
    };
    BTreeMap::from([
        ("estimate", found.interval.estimate),
        ("lower", found.interval.lower),
        ("upper", found.interval.upper),
        ("log_se", found.log_se),
        ("df", found.df),
        ("p", found.p),
        ("dispersion", found.dispersion),
    ])
}

fn intraclass(row: &Value, level: f64) -> BTreeMap<&'static str, f64> {
    let groups = row["groups"].as_array().unwrap().iter().enumerate();
    let units: Vec<(usize, f64)> = groups
        .flat_map(|(place, group)| group.as_array().unwrap().iter().map(move |value| (place, value.as_f64().unwrap())))
        .collect();
    let found = stats::intraclass(&units, level).unwrap();
    BTreeMap::from([
        ("estimate", found.estimate),
        ("lower", found.lower),
        ("upper", found.upper),
        ("between", found.between),
        ("within", found.within),
        ("f", found.f),
        ("p", found.p),
        ("size", found.size),
    ])
}

fn check_file(text: &str, tolerance: f64) {
    let (mut worst, mut failures) = (BTreeMap::new(), Failures::new());
    for row in rows(text) {
        if row["kernel"].is_null() {
            check_answer(&row, tolerance, &mut worst, &mut failures);
            continue;
        }
        let found = kernel(&row);
        for (name, expected) in row["values"].as_object().unwrap() {
            let error = distance(found[name.as_str()], expected.as_f64().unwrap());
            let key = format!("{} {name}", row["kernel"].as_str().unwrap());
            let entry = worst.entry(key).or_insert(0.0_f64);
            *entry = entry.max(error);
            if error.is_nan() || error > tolerance {
                failures.push(format!("{row} {name} is {} ({error:.1e})", found[name.as_str()]));
            }
        }
    }
    report(&worst, &failures);
}

/// A row may state how far its reference can be trusted: an iterated fit, a bisection.
#[test]
fn methods_agree_with_statsmodels_wildboottest_and_scipy() {
    check_file(include_str!("golden/methods_python.json"), 1e-12);
}

/// Sums of squares lose some digits to cancelling, most where groups hardly differ.
#[test]
fn intraclass_correlations_agree_with_arbitrary_precision() {
    check_file(include_str!("golden/process_python.json"), 1e-11);
}

#[test]
fn methods_agree_with_metafor_clubsandwich_and_wilcox_test() {
    check_file(include_str!("golden/methods_r.json"), 1e-11);
}

#[test]
fn calculators_agree_with_scipy_and_statsmodels() {
    check_file(include_str!("golden/calculators_python.json"), 1e-12);
}

#[test]
fn calculators_agree_with_r() {
    check_file(include_str!("golden/calculators_r.json"), 5e-12);
}

/// The two conventions for p differ on the same counts; ours is the central one, and stays so.
#[test]
fn the_exact_p_is_central_and_not_by_minimum_likelihood() {
    let file: Value = serde_json::from_str(include_str!("golden/calculators_r.json")).unwrap();
    let other = file["minimum_likelihood_p"]["p"].as_f64().unwrap();
    let ours = stats::rate_ratio([3, 9], [4000.0, 4100.0], 0.95).unwrap().p;
    assert!((ours - other).abs() > 0.005, "{ours} and {other}");
}

/// Every answer to every golden request and every example, as one fingerprint. A browser makes the same one from the same
/// requests (`tests/browser/web.rs`): the page and the command line agree to the bit.
#[test]
fn all_answers_together_have_the_recorded_fingerprint() {
    is_recorded("answers", &fingerprint::of_all_answers());
}

/// And so with the runs of scenarios.
#[test]
fn all_runs_together_have_the_recorded_fingerprint() {
    is_recorded("runs", &fingerprint::of_all_runs());
}

fn is_recorded(name: &str, found: &str) {
    let path = format!("{}/tests/golden/{name}.sha256", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("CLUSTERWISE_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, format!("{found}\n")).unwrap();
    }
    assert_eq!(std::fs::read_to_string(path).unwrap().trim(), found, "record anew with CLUSTERWISE_WRITE_GOLDEN=1");
}
