//! What the calculators answer and refuse, asked as a person would ask them.

use super::*;
use serde_json::{Value, json};

fn ask(request: Value) -> Value {
    let text = answer_json(&request.to_string()).unwrap_or_else(|error| panic!("{request}: {error}"));
    serde_json::from_str(&text).unwrap_or_default()
}

fn refusal(request: &str) -> String {
    answer_json(request).err().map_or_else(|| panic!("{request} was answered"), |error| error.to_string())
}

#[test]
fn each_method_answers_with_all_its_parts() {
    for (request, values) in [
        (json!({"method": "proportion", "successes": 12, "n": 40}), vec!["estimate", "lower", "upper"]),
        (
            json!({"method": "proportion_difference", "a": {"successes": 12, "n": 40}, "b": {"successes": 5, "n": 38}}),
            vec!["difference", "lower", "upper"],
        ),
        (json!({"method": "rate", "events": 12, "exposure": 4000, "per": 100}), vec!["estimate", "lower", "upper"]),
        (
            json!({"method": "rate_ratio", "events": [12, 20], "exposure": [4000, 4100]}),
            vec!["lower", "p", "ratio", "upper"],
        ),
        (
            json!({"method": "days_lost", "suspensions": 6, "sessions": 17, "pupils_suspended": 4, "headcount": 400}),
            vec!["days", "mean_days", "mean_suspensions", "rate"],
        ),
        (json!({"method": "detectable", "before": 40, "exposure": [4000, 4100]}), vec!["largest_after", "ratio"]),
    ] {
        let answer = ask(request.clone());
        assert_eq!(answer["method"], request["method"]);
        let named: Vec<&String> = answer["values"].as_object().map(|map| map.keys().collect()).unwrap_or_default();
        assert_eq!(named, values, "{request}");
        assert!(answer["values"].as_object().is_some_and(|map| map.values().all(Value::is_number)), "{answer}");
        assert!(answer["convention"].as_str().is_some_and(|text| text.len() > 10));
        assert!(answer["words"].as_str().is_some_and(|text| text.ends_with('.')));
        assert!(answer["warnings"].is_array());
    }
}

#[test]
fn sentences_say_what_the_numbers_say() {
    let words = |request: Value| ask(request)["words"].as_str().unwrap_or_default().to_owned();
    assert_eq!(
        words(json!({"method": "proportion", "successes": 12, "n": 40})),
        "12 of 40 is 30.0%; the 95% interval runs from 18.1% to 45.4%."
    );
    assert_eq!(
        words(
            json!({"method": "days_lost", "suspensions": 6, "sessions": 17, "pupils_suspended": 4, "headcount": 400})
        ),
        "8.5 days lost (17 sessions); 1.5 suspensions per 100 pupils. Among 4 suspended pupils: 1.5 suspensions and 2.1 days each on average."
    );
    assert_eq!(
        words(json!({"method": "detectable", "before": 5, "exposure": [1, 1]})),
        "After 5 events, not even none at all would be a clear fall: the count is too small."
    );
    assert!(
        words(json!({"method": "rate_ratio", "events": [12, 20], "exposure": [4000, 4000]})).ends_with("cannot tell.")
    );
}

#[test]
fn small_counts_are_answered_with_a_warning() {
    let warnings = |request: Value| ask(request)["warnings"].as_array().map_or(0, Vec::len);
    assert_eq!(warnings(json!({"method": "rate", "events": 9, "exposure": 100})), 1);
    assert_eq!(warnings(json!({"method": "rate", "events": 10, "exposure": 100})), 0);
    assert_eq!(warnings(json!({"method": "proportion", "successes": 1, "n": 3})), 1);
    assert_eq!(warnings(json!({"method": "rate_ratio", "events": [0, 0], "exposure": [1, 1]})), 3);
    assert_eq!(
        warnings(
            json!({"method": "days_lost", "suspensions": 1, "sessions": 91, "pupils_suspended": 1, "headcount": 9})
        ),
        1
    );
}

#[test]
fn what_has_no_number_is_null() {
    let nothing = ask(json!({"method": "rate_ratio", "events": [3, 0], "exposure": [1, 1]}));
    assert_eq!((&nothing["values"]["ratio"], &nothing["values"]["upper"]), (&Value::Null, &Value::Null));
    assert!(nothing["values"]["lower"].as_f64().is_some_and(|lower| lower > 0.0));
}

#[test]
fn a_list_is_answered_in_order_and_fails_whole() {
    let text = r#"[{"method":"proportion","successes":1,"n":20},{"method":"rate","events":30,"exposure":2}]"#;
    let answers: Value = answer_json(text).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    assert_eq!((&answers[0]["method"], &answers[1]["method"]), (&json!("proportion"), &json!("rate")));
    assert_eq!(answer_json("[]"), Ok("[]".into()));
    let second = r#"[{"method":"proportion","successes":1,"n":20},{"method":"proportion","successes":3,"n":2}]"#;
    assert_eq!(refusal(second), "request 2: proportion: successes must be at most n, which is 2; it is 3");
}

#[test]
fn a_bad_request_is_told_the_field_and_the_rule() {
    for (request, said) in [
        ("", "the request is empty"),
        ("not json", "cannot be read as JSON"),
        (r#"{"method":"proportion""#, "cannot be read as JSON"),
        ("NaN", "cannot be read as JSON"),
        ("3", "must be a JSON object with a \"method\"; this is 3"),
        (
            "{}",
            "no \"method\"; the methods are proportion, proportion_difference, rate, rate_ratio, days_lost, detectable",
        ),
        (r#"{"method":"magic"}"#, "no method \"magic\"; the methods are proportion"),
        (r#"{"method":7}"#, "no method 7"),
        (r#"{"method":"proportion","successes":5,"n":4}"#, "successes must be at most n, which is 4; it is 5"),
        (r#"{"method":"proportion","successes":-1,"n":4}"#, "successes must be a whole number"),
        (r#"{"method":"proportion","successes":0,"n":0}"#, "n must be a whole number from 1"),
        (r#"{"method":"proportion","successes":NaN,"n":4}"#, "cannot be read as JSON"),
        (r#"{"method":"proportion","successes":1,"n":4,"level":1}"#, "level must be a number between 0 and 1"),
        (r#"{"method":"proportion","successes":1,"n":4,"level":"95%"}"#, "level must be a number between 0 and 1"),
        (r#"{"method":"proportion","successes":1,"n":4,"n":5}"#, "\"n\" is given twice"),
        (r#"{"method":"proportion","successes":1,"n":4,"x":5}"#, "x is not known; the fields are n, successes, level"),
        (
            r#"{"method":"proportion_difference","a":{"successes":1,"n":2},"b":3}"#,
            "b must be an object with successes and n",
        ),
        (
            r#"{"method":"proportion_difference","a":{"successes":3,"n":2}}"#,
            "a.successes must be at most a.n, which is 2",
        ),
        (r#"{"method":"rate","events":1,"exposure":0}"#, "exposure must be a number above 0"),
        (r#"{"method":"rate","events":1,"exposure":1e999}"#, "number out of range"),
        (
            r#"{"method":"rate","events":1,"exposure":1,"interval":"wald"}"#,
            "interval must be one of \"phe\", \"exact\", \"byar\"",
        ),
        (r#"{"method":"rate_ratio","events":[1],"exposure":[1,1]}"#, "events must be a list of two whole numbers"),
        (r#"{"method":"rate_ratio","events":[1,2],"exposure":[1,-1]}"#, "exposure[1] must be a number above 0"),
        (
            r#"{"method":"days_lost","suspensions":2,"sessions":4,"pupils_suspended":3,"headcount":100}"#,
            "pupils_suspended must be at most suspensions, which is 2; it is 3",
        ),
        (
            r#"{"method":"days_lost","suspensions":2,"sessions":4,"pupils_suspended":0,"headcount":100}"#,
            "pupils_suspended is 0, but it must be 1 or more where there were suspensions",
        ),
        (r#"{"method":"detectable","before":1.5,"exposure":[1,1]}"#, "before must be a whole number"),
    ] {
        let got = refusal(request);
        assert!(got.contains(said), "{request}\n said {got}\n not  {said}");
    }
}

#[test]
fn a_million_requests_are_refused_in_a_sentence() {
    let request = r#"{"method":"proportion","successes":1,"n":20},"#;
    let list = |many: usize| format!("[{}]", request.repeat(many).trim_end_matches(','));
    assert!(refusal(&list(1_000_000)).contains("more than 100000 items"));
    assert!(refusal(&list(10_001)).contains("more than 10000 requests"));
}

#[test]
fn a_request_prints_as_the_check_file_that_reads_back_as_itself() {
    for calculation in [
        Calculation::proportion(12, 40),
        Calculation::proportion_difference((12, 40), (0, 7)).at_level(0.9),
        Calculation::rate(3, 0.1 + 0.2, 1000.0).at_level(0.998),
        Calculation::rate_ratio([0, 9], [1.0 / 3.0, 2.0]),
        Calculation::days_lost(6, 17, 4, 400),
        Calculation::detectable(40, [10.0, 11.0]),
    ] {
        let text = serde_json::to_string(&calculation).unwrap_or_default();
        let back = serde_json::from_str(&text).map(Calculation::from_value);
        assert!(matches!(back, Ok(Ok(ref read)) if *read == calculation), "{text}: {back:?}");
        let direct = calculation.answer().map(|answer| serde_json::to_string(&answer).unwrap_or_default());
        assert_eq!(answer_json(&text), direct);
    }
}

#[test]
fn a_typed_request_that_breaks_a_rule_is_refused_too() {
    for calculation in [
        Calculation::proportion(5, 4),
        Calculation::rate(1, f64::NAN, 1.0),
        Calculation::rate(1, 1.0, 0.0),
        Calculation::rate_ratio([1, 1], [1.0, f64::INFINITY]),
        Calculation::rate(1, 1.0, 1.0).at_level(f64::NAN),
        Calculation::detectable(u64::MAX, [1.0, 1.0]),
    ] {
        assert!(matches!(calculation.answer(), Err(CalculationError::Rule { .. })), "{calculation:?}");
    }
}
