//! The calculators as a person meets them: which question each answers, what it asks for, and an example that works. Makes
//! a request from what was typed. Knows nothing of pages.

use super::questions::QUESTIONS;
use super::typed;
use super::typed::{lines, named, names, numbers, rows};
use serde_json::{Map, Value};

/// A question that several calculators help to answer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question {
    /// “Has a rate changed?”
    pub title: &'static str,
    pub calculators: &'static [Calculator],
}

/// One calculator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Calculator {
    /// The name requests ask for it by.
    pub method: &'static str,
    /// “Two rates compared”.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    pub inputs: &'static [Input],
    /// Whether an interval is given, so that its level may be chosen.
    pub level: bool,
}

/// Something that a calculator asks for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Input {
    /// Where it stands in the request: “successes”, “a.n”, “events[1]”.
    pub path: &'static str,
    pub label: &'static str,
    pub hint: &'static str,
    pub kind: InputKind,
    /// What the example has there, as it is typed.
    pub example: &'static str,
}

/// How an input is typed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum InputKind {
    Number,
    /// May be left empty, and is then left out.
    OptionalNumber,
    Text,
    /// A word of the request and what a person reads for it; the first is the usual one.
    Choice(&'static [(&'static str, &'static str)]),
    /// Numbers with commas, spaces or lines between them; in a series a dash is a gap.
    Numbers {
        gaps: bool,
    },
    /// Numbers that may be left out altogether.
    OptionalNumbers,
    /// Names, one a line or with commas between them.
    Names,
    /// Lines of cells with commas or tabs between them, one object a line; a column may be left empty at the end.
    Rows(&'static [(&'static str, CellKind)]),
    /// Lines of numbers: a table.
    Grid,
    /// Lines such as “after: 0, 1, 0”.
    NamedNumbers,
    /// Lines such as “Yate: 4000”.
    NamedAmounts,
}

/// What a column of rows holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    Text,
    Number,
}

/// What could not be read, at which input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputProblem {
    pub path: &'static str,
    /// “Enter the events”, “Line 2 has 2 cells, not 3”.
    pub words: String,
}

/// A number with its label.
pub(super) const fn number(
    path: &'static str,
    label: &'static str,
    hint: &'static str,
    example: &'static str,
) -> Input {
    Input { path, label, hint, kind: InputKind::Number, example }
}

/// Any other input with its label.
pub(super) const fn input(
    path: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: InputKind,
    example: &'static str,
) -> Input {
    Input { path, label, hint, kind, example }
}

impl Calculator {
    /// All of them, in the order of their questions.
    pub fn all() -> impl Iterator<Item = &'static Self> {
        QUESTIONS.iter().flat_map(|question| question.calculators)
    }

    /// The one of a method.
    pub fn of(method: &str) -> Option<&'static Self> {
        Self::all().find(|calculator| calculator.method == method)
    }

    /// The request of the example.
    pub fn example(&self) -> Value {
        self.request(|input| input.example.to_owned(), "").unwrap_or_default()
    }

    /// The request that was typed; `level` empty is the usual one.
    ///
    /// # Errors
    /// Every input that cannot be read, in order. What can be read may still break a rule of the method.
    pub fn request(&self, typed: impl Fn(&Input) -> String, level: &str) -> Result<Value, Vec<InputProblem>> {
        let mut request = Map::new();
        let mut problems = Vec::new();
        request.insert("method".to_owned(), self.method.into());
        for input in self.inputs {
            match input.read(&typed(input)) {
                Ok(Some(value)) => put(&mut request, input.path, value),
                Ok(None) => {}
                Err(words) => problems.push(InputProblem { path: input.path, words }),
            }
        }
        if self.level && !level.trim().is_empty() {
            match typed::number(level) {
                Ok(percent) => put(&mut request, "level", Value::from(percent.as_f64().unwrap_or_default() / 100.0)),
                Err(words) => problems.push(InputProblem { path: "level", words }),
            }
        }
        if problems.is_empty() { Ok(Value::Object(request)) } else { Err(problems) }
    }

    /// The input that an error of the method is about: the longest path that its field begins with.
    pub fn input_of(&self, error: &str) -> Option<&'static Input> {
        let field = error.split_once(": ").map_or(error, |(_, rest)| rest);
        let begins =
            |input: &&Input| field.strip_prefix(input.path).is_some_and(|rest| rest.starts_with([' ', '.', '[']));
        self.inputs.iter().filter(begins).max_by_key(|input| input.path.len())
    }
}

impl Input {
    fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let text = text.trim();
        let enter = || Err(format!("Enter {}", lower_first(self.label)));
        match self.kind {
            InputKind::OptionalNumber if text.is_empty() => Ok(None),
            InputKind::OptionalNumbers | InputKind::NamedAmounts if text.is_empty() => Ok(None),
            _ if text.is_empty() => enter(),
            InputKind::Number | InputKind::OptionalNumber => typed::number(text).map(|n| Some(Value::Number(n))),
            InputKind::Text => Ok(Some(text.into())),
            InputKind::Choice(choices) => match choices.iter().find(|(word, _)| *word == text) {
                Some((word, _)) => Ok(Some(as_word(word))),
                None => enter(),
            },
            InputKind::Numbers { gaps } => numbers(text, gaps).map(|list| Some(Value::Array(list))),
            InputKind::OptionalNumbers => numbers(text, false).map(|list| Some(Value::Array(list))),
            InputKind::Names => Ok(Some(names(text).into())),
            InputKind::Rows(columns) => rows(text, columns).map(|list| Some(Value::Array(list))),
            InputKind::Grid => lines(text)
                .map(|(_, line)| numbers(line, false).map(Value::Array))
                .collect::<Result<Vec<_>, _>>()
                .map(|rows| Some(rows.into())),
            InputKind::NamedNumbers => named(text, |rest| numbers(rest, false).map(Value::Array)).map(Some),
            InputKind::NamedAmounts => named(text, |rest| typed::number(rest).map(Value::Number)).map(Some),
        }
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// Yes and no are words to a person and a flag to a request.
fn as_word(word: &str) -> Value {
    match word {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        word => word.into(),
    }
}

/// Puts a value at a path of names and places, making what leads there.
fn put(request: &mut Map<String, Value>, path: &str, value: Value) {
    if let Some((outer, inner)) = path.split_once('.') {
        if let Value::Object(object) = request.entry(outer).or_insert_with(|| Value::Object(Map::new())) {
            put(object, inner, value);
        }
        return;
    }
    let mut parts = path.split(['[', ']']).filter(|part| !part.is_empty());
    let Some(name) = parts.next() else { return };
    let mut at = request.entry(name).or_insert(Value::Null);
    for place in parts.filter_map(|part| part.parse::<usize>().ok()) {
        if !at.is_array() {
            *at = Value::Array(Vec::new());
        }
        let Value::Array(items) = at else { return };
        while items.len() <= place {
            items.push(Value::Null);
        }
        let Some(item) = items.get_mut(place) else { return };
        at = item;
    }
    *at = value;
}

#[cfg(test)]
mod tests {
    use super::super::{METHODS, answer_json};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_method_has_one_calculator_whose_example_is_answered() {
        let listed: Vec<&str> = Calculator::all().map(|calculator| calculator.method).collect();
        let distinct: BTreeSet<&str> = listed.iter().copied().collect();
        assert_eq!(listed.len(), distinct.len());
        assert_eq!(distinct, METHODS.iter().copied().collect());
        for calculator in Calculator::all() {
            let example = calculator.example();
            let answer = answer_json(&example.to_string());
            assert!(answer.is_ok(), "{}: {example}: {answer:?}", calculator.method);
            let at_90 = calculator.request(|input| input.example.to_owned(), "90");
            assert_eq!(at_90.is_ok_and(|request| request.get("level").is_some()), calculator.level);
        }
    }

    #[test]
    fn what_is_typed_is_read_as_people_type_it() {
        let read = |kind, text: &str| {
            Input { path: "x", label: "Scores", hint: "", kind, example: "" }
                .read(text)
                .map(|value| value.unwrap_or_default().to_string())
        };
        assert_eq!(read(InputKind::Number, " 1,204 "), Ok("1204".into()));
        assert_eq!(read(InputKind::Number, "−0.5"), Ok("-0.5".into()));
        assert_eq!(read(InputKind::Numbers { gaps: true }, "1, 2\n–\t4"), Ok("[1,2,null,4]".into()));
        assert_eq!(read(InputKind::Numbers { gaps: false }, "1 x"), Err("“x” is not a number".into()));
        assert_eq!(read(InputKind::Number, ""), Err("Enter scores".into()));
        assert_eq!(read(InputKind::NamedAmounts, "Yate: 4,000"), Ok(r#"{"Yate":4000}"#.into()));
        const COLUMNS: &[(&str, CellKind)] = &[("name", CellKind::Text), ("n", CellKind::Number)];
        assert_eq!(
            read(InputKind::Rows(COLUMNS), "A, 1\nB,2"),
            Ok(r#"[{"n":1,"name":"A"},{"n":2,"name":"B"}]"#.into())
        );
        assert_eq!(
            read(InputKind::Rows(COLUMNS), "A"),
            Err("Line 1 has 1 cells, not 2: put commas between them".into())
        );
    }

    #[test]
    fn an_error_is_shown_at_the_input_it_is_about() {
        let calculator = Calculator::of("proportion_difference").expect("a calculator");
        let input = calculator.input_of("proportion_difference: a.successes must be at most a.n, which is 2; it is 3");
        assert_eq!(input.map(|input| input.path), Some("a.successes"));
        let ratio = Calculator::of("rate_ratio").expect("a calculator");
        assert_eq!(
            ratio.input_of("rate_ratio: exposure[1] must be a number above 0").map(|input| input.path),
            Some("exposure[1]")
        );
        assert_eq!(ratio.input_of("rate_ratio: nothing"), None);
    }
}
