//! Figures that are safe to share as a table: groups down, years or terms across, marks where numbers are hidden.
//! Knows nothing of pages; what is hidden was decided before.

use super::numbers::{counted, number};
use super::safe::{Mark, Shown, legend};
use super::{CellName, Evidence, Indicator, SafeFigures, Scope, Span};
use crate::model::spreadsheet_cell;
use serde::Serialize;

/// What the columns are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Across {
    Years,
    Terms,
}

/// One figure as others may see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareTable {
    pub figure: &'static str,
    /// What is counted: “Permanent exclusions”, “Sessions lost to suspension (two are a day)”.
    pub title: &'static str,
    pub columns: Vec<String>,
    pub rows: Vec<ShareRow>,
    /// Each mark that occurs, with its meaning.
    pub legend: Vec<String>,
    /// How much is hidden, and what was checked.
    pub check: String,
}

/// One group's numbers.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareRow {
    pub who: String,
    pub cells: Vec<Shown>,
}

impl ShareTable {
    pub fn of(safe: &SafeFigures, evidence: &Evidence, across: Across) -> Self {
        let spans: Vec<Span> = match across {
            // What is counted on a day has no sum over a year: there the terms are what there is.
            Across::Years if !safe.years.is_empty() => safe.years.iter().map(|year| Span::Year(*year)).collect(),
            _ => safe.terms.iter().map(|term| Span::Term(*term)).collect(),
        };
        let cell = |scope: &Scope, span: Span| safe.shown(scope, span).unwrap_or(Shown::Mark(Mark::NotAvailable));
        let row = |scope: &Scope| ShareRow {
            who: evidence.scope_words(scope),
            cells: spans.iter().map(|span| cell(scope, *span)).collect(),
        };
        let rows: Vec<ShareRow> = safe.scopes.iter().map(row).collect();
        Self {
            figure: safe.indicator.key(),
            title: title(safe.indicator),
            columns: spans.into_iter().map(Span::words).collect(),
            legend: legend(rows.iter().flat_map(|row| row.cells.iter().copied())),
            check: check(safe),
            rows,
        }
    }

    /// The table as a file for spreadsheets: UTF-8 with a mark, CRLF lines, numbers as numbers, notes at the end.
    pub fn csv(&self) -> String {
        let mut file = String::from('\u{feff}');
        let mut line = |cells: Vec<String>| file.push_str(&(cells.join(",") + "\r\n"));
        let text = |words: &str| spreadsheet_cell(words);
        line(std::iter::once(text(self.title)).chain(self.columns.iter().map(|name| text(name))).collect());
        for row in &self.rows {
            let cells = row.cells.iter().map(|cell| shown_plainly(*cell));
            line(std::iter::once(text(&row.who)).chain(cells).collect());
        }
        for note in self.legend.iter().chain([&self.check]) {
            line(vec![text(note)]);
        }
        file
    }
}

fn shown_plainly(cell: Shown) -> String {
    match cell {
        Shown::Number(count) => count.to_string(),
        Shown::Mark(mark) => mark.symbol().to_owned(),
    }
}

/// A cell as a page prints it: with thousands commas.
pub fn shown_words(cell: Shown) -> String {
    match cell {
        Shown::Number(count) => number(count as f64, 0),
        Shown::Mark(mark) => mark.symbol().to_owned(),
    }
}

fn title(indicator: Indicator) -> &'static str {
    match indicator {
        Indicator::DaysLost => "Sessions lost to suspension (two are a day)",
        Indicator::Paperwork => "Minutes of pilot paperwork",
        other => other.title(),
    }
}

fn check(safe: &SafeFigures) -> String {
    match safe.small {
        0 => "No count is small: nothing is hidden.".to_owned(),
        small => format!(
            "{} from 1 to 4 hidden, with {} more, over all groups, terms, years and compared periods. Checked: for each of them another table of whole numbers agrees with everything that is shown, here and in what was published before.",
            counted(small as f64, ("count", "counts")),
            number(safe.further as f64, 0)
        ),
    }
}

impl SafeFigures {
    /// The counts that a table shows, by the lasting names of their cells: what is remembered when it is published.
    pub fn shown_in(&self, across: Across) -> Vec<(String, u64)> {
        let wanted = |name: &CellName| match (across, name.span) {
            (Across::Years, Span::Year(_)) | (Across::Terms, Span::Term(_)) => true,
            (Across::Years, Span::Term(_)) => self.years.is_empty(),
            _ => false,
        };
        let cells = self.cells().filter(|(name, _)| wanted(name));
        cells.filter_map(|(name, cell)| Some((name.to_string(), cell.number()?))).collect()
    }
}
