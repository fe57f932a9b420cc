//! What was found wrong in a published table, grouped by kind with counts and first rows. Nothing is dropped unsaid.

use super::holds::counted;
use crate::model::LONGEST_NAME;
use std::collections::BTreeMap;

/// How many rows of each group are shown.
const FIRST_ROWS: usize = 5;

/// A kind of problem. Those of rows leave the row out; those of cells leave the cell empty.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AreaProblem {
    /// No year, or one in no known form.
    Year(String),
    /// A level that is neither authority nor region nor nation.
    Level(String),
    /// A kind of schools that is not known.
    Schools(String),
    /// The row names no area.
    Unnamed,
    /// What should be a name is longer than one can be; its beginning.
    LongName(String),
    /// The row sums up others.
    SumRow,
    /// The same area, year and kind of schools came before, with other figures.
    Contradiction,
    /// The same row came before.
    Repeated,
    /// Figures that cannot both be true.
    Impossible(String),
    /// A mark in place of a figure.
    NotPublished(String),
    /// A figure that cannot be read.
    Figure(String),
}

impl AreaProblem {
    /// Whether the whole row is left out.
    pub fn drops_row(&self) -> bool {
        !matches!(self, Self::NotPublished(_) | Self::Figure(_))
    }

    /// What it means, without how often.
    pub fn words(&self) -> String {
        match self {
            Self::Year(text) if text.is_empty() => "rows without a year".to_owned(),
            Self::Year(text) => format!("“{text}” is not a year such as 201617, 2016/17 or 2016"),
            Self::Level(text) => format!("“{text}” is not a level that is compared: authority, region or nation"),
            Self::Schools(text) => format!("“{text}” is not a kind of schools that is compared"),
            Self::Unnamed => "rows that name no area".to_owned(),
            Self::LongName(text) => format!("“{text}…” is longer than the {LONGEST_NAME} characters of a name"),
            Self::SumRow => "rows that sum up others".to_owned(),
            Self::Contradiction => {
                "rows for an area, year and kind of schools that came before with other figures: the first is kept"
                    .to_owned()
            }
            Self::Repeated => "rows that came before".to_owned(),
            Self::Impossible(words) => words.clone(),
            Self::NotPublished(mark) => format!("figures not published ({})", mark_words(mark)),
            Self::Figure(text) => format!("“{text}” is not a whole number"),
        }
    }
}

/// The Department for Education's marks, old and new, and empty cells.
pub(super) fn is_mark(text: &str) -> bool {
    matches!(
        text.to_ascii_lowercase().as_str(),
        "" | "c" | "z" | "x" | "low" | "u" | "k" | ".." | "." | ":" | "-" | "~" | "n/a"
    )
}

fn mark_words(mark: &str) -> String {
    let meaning = match mark {
        "" => return "the cell is empty".to_owned(),
        "c" => "kept confidential",
        "z" => "does not apply",
        "x" => "withheld, as so few pupils could be recognised, or not available",
        "low" => "rounds to nothing, but is not nothing",
        "u" => "too unreliable",
        _ => "not available",
    };
    format!("“{mark}”: {meaning}")
}

/// Problems of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct ProblemGroup {
    pub problem: AreaProblem,
    /// Rows, or cells where only a cell is left empty.
    pub count: usize,
    /// Lines of the file, each once: the first few, and one more where there are more.
    pub lines: Vec<u64>,
}

impl ProblemGroup {
    /// “3 rows left out: “School” is not a level that is compared (lines 4, 9, 12)”.
    pub fn words(&self) -> String {
        let count = self.count as u64;
        let what = match self.problem.drops_row() {
            true => format!("{} left out", counted(count, "row", "rows")),
            false => format!("{} left empty", counted(count, "figure", "figures")),
        };
        let lines: Vec<String> = self.lines.iter().take(FIRST_ROWS).map(u64::to_string).collect();
        let more = if self.lines.len() > FIRST_ROWS { ", …" } else { "" };
        let place = if self.lines.len() == 1 { "line" } else { "lines" };
        format!("{what}: {} ({place} {}{more})", self.problem.words(), lines.join(", "))
    }
}

/// Problems as they are found.
#[derive(Debug, Default)]
pub(super) struct Problems(BTreeMap<AreaProblem, (usize, Vec<u64>)>);

impl Problems {
    /// Lines come in their order.
    pub(super) fn add(&mut self, problem: AreaProblem, line: u64) {
        let (count, lines) = self.0.entry(problem).or_default();
        *count += 1;
        if lines.len() <= FIRST_ROWS && lines.last() != Some(&line) {
            lines.push(line);
        }
    }

    /// Rows left out first, then cells left empty; of each the most frequent first.
    pub(super) fn grouped(self) -> Vec<ProblemGroup> {
        let groups = self.0.into_iter().map(|(problem, (count, lines))| ProblemGroup { problem, count, lines });
        let mut groups: Vec<ProblemGroup> = groups.collect();
        groups.sort_by_key(|group| (!group.problem.drops_row(), std::cmp::Reverse(group.count)));
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_told_once_and_that_there_are_more_only_where_there_are() {
        let told = |lines: &[u64]| {
            let mut problems = Problems::default();
            lines.iter().for_each(|line| problems.add(AreaProblem::Figure("4.5".to_owned()), *line));
            problems.grouped()[0].words()
        };
        for (lines, words) in [
            (&[2][..], "1 figure left empty: “4.5” is not a whole number (line 2)"),
            (&[2, 2], "2 figures left empty: “4.5” is not a whole number (line 2)"),
            (&[2, 2, 3], "3 figures left empty: “4.5” is not a whole number (lines 2, 3)"),
            (&[2, 3, 4, 5, 6, 6], "6 figures left empty: “4.5” is not a whole number (lines 2, 3, 4, 5, 6)"),
            (&[2, 3, 4, 5, 6, 7], "6 figures left empty: “4.5” is not a whole number (lines 2, 3, 4, 5, 6, …)"),
            (&[2, 3, 4, 5, 6, 7, 8], "7 figures left empty: “4.5” is not a whole number (lines 2, 3, 4, 5, 6, …)"),
        ] {
            assert_eq!(told(lines), words);
        }
    }
}
