//! Reads what people type: numbers, lists, lines of cells. Knows no calculator.

use super::catalogue::CellKind;
use crate::model::shown_plainly;
use serde_json::{Map, Number, Value};

/// A number as people type it: “1,204”, “−0.5”, “£3,000”.
pub(super) fn number(text: &str) -> Result<Number, String> {
    let plain: String = text
        .trim()
        .chars()
        .filter(|c| !matches!(c, ',' | '£' | ' ' | '\u{a0}'))
        .map(|c| if c == '−' { '-' } else { c })
        .collect();
    let whole = plain.parse::<i64>().ok().map(Number::from);
    let float = || plain.parse::<f64>().ok().and_then(Number::from_f64);
    whole.or_else(float).ok_or_else(|| format!("“{}” is not a number", short(text)))
}

fn short(text: &str) -> String {
    let shown = shown_plainly(&text.trim().chars().take(30).collect::<String>());
    if text.trim().chars().count() > 30 { format!("{shown}…") } else { shown }
}

pub(super) fn numbers(text: &str, gaps: bool) -> Result<Vec<Value>, String> {
    let items = text.split(|c: char| c == ',' || c == ';' || c.is_whitespace()).filter(|item| !item.is_empty());
    let one = |item: &str| match item {
        "–" | "-" | "—" if gaps => Ok(Value::Null),
        item => number(item).map(Value::Number),
    };
    items.map(one).collect()
}

pub(super) fn names(text: &str) -> Vec<String> {
    text.split(['\n', ',']).map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// Lines that are not empty, each with its number from 1.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty()).map(|(place, line)| (place + 1, line))
}

pub(super) fn rows(text: &str, columns: &[(&str, CellKind)]) -> Result<Vec<Value>, String> {
    let row = |(place, line): (usize, &str)| {
        let cells: Vec<&str> = line.split([',', '\t']).map(str::trim).collect();
        let needed = columns.len();
        // Only the last column may be left out, and only where it is a name.
        let spare = usize::from(columns.len() > 3 && matches!(columns.last(), Some((_, CellKind::Text))));
        if cells.len() > needed || cells.len() + spare < needed {
            return Err(format!("Line {place} has {} cells, not {needed}: put commas between them", cells.len()));
        }
        let mut object = Map::new();
        for (cell, (name, kind)) in cells.iter().zip(columns).filter(|(cell, _)| !cell.is_empty()) {
            let value = match kind {
                CellKind::Text => Value::from(*cell),
                CellKind::Number => Value::Number(number(cell).map_err(|words| format!("Line {place}: {words}"))?),
            };
            object.insert((*name).to_owned(), value);
        }
        Ok(Value::Object(object))
    };
    lines(text).map(row).collect()
}

pub(super) fn named(text: &str, read: impl Fn(&str) -> Result<Value, String>) -> Result<Value, String> {
    let mut object = Map::new();
    for (place, line) in lines(text) {
        let Some((name, rest)) = line.split_once(':') else {
            return Err(format!("Line {place} has no colon: write a name, a colon and then the figures"));
        };
        object.insert(name.trim().to_owned(), read(rest).map_err(|words| format!("Line {place}: {words}"))?);
    }
    Ok(Value::Object(object))
}
