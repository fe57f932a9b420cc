//! Calculates which cells of a table of counts may be shown. Knows nothing of what is counted.

use super::answer::Answer;
use super::error::CalculationError;
use super::fields::Fields;
use super::method::Method;
use crate::eval::numbers::counted;
use crate::eval::safe::{Grid, Rule, protect};
use serde::Serialize;

/// Request for a table that may leave: rows of counts, the last row and the last column totals.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Suppress {
    pub rows: Vec<String>,
    pub columns: Vec<String>,
    pub cells: Vec<Vec<u64>>,
    pub threshold: u64,
}

impl Method for Suppress {
    const NAME: &'static str = "suppress";

    fn read(mut fields: Fields) -> Result<Self, CalculationError> {
        let request = Self {
            rows: fields.labels("rows")?,
            columns: fields.labels("columns")?,
            cells: fields.count_rows("cells")?,
            threshold: fields.count_or("threshold", Rule::default().threshold)?,
        };
        if !(2..=100).contains(&request.threshold) {
            return Err(fields.broken("threshold", "a whole number from 2 to 100", &request.threshold.to_string()));
        }
        let (height, width) = (request.cells.len(), request.cells.first().map_or(0, Vec::len));
        for (name, labels, size) in [("rows", &request.rows, height), ("columns", &request.columns, width)] {
            // The totals need no name of their own.
            if labels.len() != size && labels.len() + 1 != size {
                let rule = format!("as many names as cells has {name}, which are {size} with the totals");
                return Err(fields.broken(name, &rule, &format!("a list of {}", labels.len())));
            }
        }
        Grid::with_totals(&request.cells)
            .map_err(|error| fields.broken("cells", "a table with its totals last", &error.to_string()))?;
        fields.level()?;
        fields.finish()?;
        Ok(request)
    }

    fn answer(&self) -> Result<Answer, CalculationError> {
        let refused = |reason: String| CalculationError::Unanswerable { method: Self::NAME, reason };
        let grid = Grid::with_totals(&self.cells).map_err(|error| refused(error.to_string()))?;
        let safe =
            protect(&grid.table, Rule { threshold: self.threshold }).map_err(|error| refused(error.to_string()))?;
        let rows: Vec<&[_]> = safe.cells.chunks(grid.columns).collect();
        let cells =
            serde_json::to_value(rows).map_err(|error| CalculationError::NotJson { reason: error.to_string() })?;
        let words = match safe.primary {
            0 => "No count is small: nothing has to be hidden.".to_owned(),
            small => format!(
                "{} from 1 to {} hidden, and {} more so that none can be worked out from totals.",
                counted(small as f64, ("count", "counts")),
                self.threshold - 1,
                safe.complementary
            ),
        };
        let all = safe.primary > 0 && safe.cells.iter().all(|cell| cell.is_hidden() || cell.number() == Some(0));
        Ok(Answer::new(Self::NAME, "counts under the threshold and, by integer programming, the fewest others that leave each of them open as far as its mark does; zero stays zero")
            .with_value("cells", cells)
            .with_count("suppressed", Some(safe.primary as u64))
            .with_count("complementary", Some(safe.complementary as u64))
            .said(words)
            .warned(all.then(|| "Nothing of this table can be shown: put rows or terms together.".to_owned())))
    }
}
