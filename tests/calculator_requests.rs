//! Whatever is sent to the calculators, the answer is JSON without a NaN or a sentence without a panic; the command line
//! says the same. Knows nothing of the methods' formulas.

use clusterwise::eval::answer_json;
use clusterwise::eval::calculators::{Calculator, METHODS};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::process::{Command, Output, Stdio};

/// Any value, odd numbers more often than in life.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(|f| json!(f)),
        (0..60_u64).prop_map(Value::from),
        (0.0..1.0_f64).prop_map(|f| json!(f)),
        prop::sample::select(vec!["phe", "exact", "byar", "", "12"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            (inner.clone(), inner).prop_map(|(k, n)| json!({"successes": k, "n": n})),
        ]
    })
}

const FIELDS: [&str; 16] = [
    "successes",
    "n",
    "a",
    "b",
    "events",
    "exposure",
    "per",
    "interval",
    "level",
    "before",
    "suspensions",
    "sessions",
    "pupils_suspended",
    "headcount",
    "x",
    "",
];

fn request() -> impl Strategy<Value = Value> {
    let fields = prop::collection::vec((prop::sample::select(FIELDS.to_vec()), value()), 0..7);
    (prop::sample::select(METHODS.to_vec()), fields).prop_map(|(method, fields)| {
        let mut map: Map<String, Value> = fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
        map.insert("method".to_owned(), method.into());
        Value::Object(map)
    })
}

/// A request with every field that its method needs, each as likely right as wrong.
fn nearly_right() -> impl Strategy<Value = Value> {
    let number = || prop_oneof![3 => (0..40_u64).prop_map(Value::from), 1 => value()];
    let two = move || prop_oneof![3 => [number(), number()].prop_map(|pair| json!(pair)), 1 => value()];
    let level = prop_oneof![3 => (0.001..0.999_f64).prop_map(|f| json!(f)), 1 => value()];
    (number(), number(), number(), number(), two(), two(), level, 0..5_u8).prop_map(
        |(a, b, c, d, pair, other, level, kind)| match kind {
            0 => json!({"method": "proportion", "successes": a, "n": b, "level": level}),
            1 => {
                json!({"method": "proportion_difference", "a": {"successes": a, "n": b}, "b": {"successes": c, "n": d}})
            }
            2 => json!({"method": "rate", "events": a, "exposure": b, "per": c, "level": level}),
            3 => json!({"method": "rate_ratio", "events": pair, "exposure": other, "level": level}),
            _ => json!({"method": "detectable", "before": a, "exposure": other, "level": level}),
        },
    )
}

/// Numbers, marks and lists of them, to any depth; a number that is none would have been written as null.
fn whole(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(whole),
        Value::Object(fields) => fields.values().all(whole),
        _ => true,
    }
}

/// An example that works, with one thing in it changed: taken away, replaced by anything, or added.
fn spoilt_example() -> impl Strategy<Value = Value> {
    let examples: Vec<Value> = Calculator::all().map(Calculator::example).collect();
    (prop::sample::select(examples), any::<prop::sample::Index>(), value(), 0..4_u8).prop_map(
        |(mut example, at, new, how)| {
            let fields = example.as_object_mut().unwrap();
            let names: Vec<String> = fields.keys().filter(|name| *name != "method").cloned().collect();
            let name = names[at.index(names.len())].clone();
            match (how, fields.get_mut(&name)) {
                (0, _) => drop(fields.remove(&name)),
                (1, Some(Value::Array(items))) if !items.is_empty() => {
                    let place = at.index(items.len());
                    items[place] = new;
                }
                (2, Some(Value::Object(inner))) if !inner.is_empty() => {
                    let key = inner.keys().nth(at.index(inner.len())).unwrap().clone();
                    inner.insert(key, new);
                }
                (3, _) => drop(fields.insert("more".to_owned(), new)),
                _ => drop(fields.insert(name, new)),
            }
            example
        },
    )
}

/// Answers are whole; refusals are one short line.
fn check(text: &str) -> Result<(), TestCaseError> {
    match answer_json(text) {
        Ok(answer) => {
            let answer: Value = serde_json::from_str(&answer).unwrap();
            let answers = answer.as_array().cloned().unwrap_or_else(|| vec![answer]);
            for answer in answers {
                let values = answer["values"].as_object().unwrap();
                prop_assert!(!values.is_empty() && values.values().all(whole));
                let words = answer["words"].as_str().unwrap();
                prop_assert!(words.ends_with('.') && !words.contains("NaN") && !words.contains("inf"), "{}", words);
            }
        }
        Err(error) => {
            let said = error.to_string();
            prop_assert!(said.lines().count() == 1 && said.chars().count() < 300 && said.len() > 10, "{}", said);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_request_is_answered_or_refused(request in request()) {
        check(&request.to_string())?;
    }

    #[test]
    fn nearly_right_requests_are_answered_or_refused(request in nearly_right()) {
        check(&request.to_string())?;
    }

    #[test]
    fn examples_with_something_spoilt_are_answered_or_refused(request in spoilt_example()) {
        check(&request.to_string())?;
    }

    #[test]
    fn any_text_is_refused_or_answered(text in ".{0,60}") {
        check(&text)?;
    }

    #[test]
    fn a_request_cut_short_is_refused(request in nearly_right(), part in 0.0..1.0_f64) {
        let text = request.to_string();
        let end = (text.len() as f64 * part) as usize;
        if text.is_char_boundary(end) {
            let cut = &text[..end];
            check(cut)?;
            prop_assert!(answer_json(cut).is_err());
        }
    }
}

fn calc(input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clusterwise"))
        .arg("calc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn the_command_line_prints_the_same_answer_to_the_bit() {
    let request = r#"[{"method":"rate_ratio","events":[12,20],"exposure":[4000,4100]},{"method":"rate","events":3,"exposure":7}]"#;
    let output = calc(request);
    assert!(output.status.success() && output.stderr.is_empty());
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), answer_json(request).unwrap());
}

#[test]
fn the_command_line_answers_every_example() {
    let examples = Value::from(Calculator::all().map(Calculator::example).collect::<Vec<_>>()).to_string();
    let output = calc(&examples);
    assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), answer_json(&examples).unwrap());
    assert_eq!(serde_json::from_str::<Value>(&examples).unwrap().as_array().unwrap().len(), METHODS.len());
}

#[test]
fn a_bad_request_on_the_command_line_ends_with_two_and_a_sentence() {
    let output = calc(r#"{"method":"proportion","successes":5,"n":4}"#);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let error: Value = serde_json::from_slice(&output.stderr).unwrap();
    assert_eq!(error, json!({"error": "proportion: successes must be at most n, which is 4; it is 5"}));
}
