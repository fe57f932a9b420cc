//! Counts that add up: cells, and which of them are sums of which. Knows nothing of hiding.

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Which counts are small: those from 1 to one under the threshold. Zero says of nobody that something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub threshold: u64,
}

impl Default for Rule {
    /// 1 to 4 are hidden, as in the department's school tables.
    fn default() -> Self {
        Self { threshold: 5 }
    }
}

impl Rule {
    pub fn hides(self, count: u64) -> bool {
        count > 0 && count < self.threshold
    }
}

/// Why counts are no table.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TableError {
    #[error("{0} does not add up: its parts are {1} and it is {2}")]
    DoesNotAddUp(String, u64, u64),
    #[error("row {0} has {1} cells, but the first row has {2}")]
    Uneven(usize, usize, usize),
    #[error("a table needs at least one row and one column beside its totals")]
    Empty,
    #[error("the table has {0} cells; the largest has {1}")]
    TooLarge(usize, usize),
}

/// Counts with every sum that holds between them, of one table or of many that share cells: margins, parts and wholes, terms
/// and years, earlier publications.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountTable {
    pub(super) cells: Vec<Cell>,
    /// The total and its parts.
    pub(super) sums: Vec<(usize, Vec<usize>)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cell {
    pub count: u64,
    /// Already known outside: it cannot be hidden any more.
    pub published: bool,
    /// Never shown, but it follows from what is: nobody is told it, and it is protected where it is small.
    pub unseen: bool,
}

impl CountTable {
    /// Adds a count and gives its place.
    pub fn add(&mut self, count: u64) -> usize {
        self.push(Cell { count, published: false, unseen: false })
    }

    /// Adds a count that was published before.
    pub fn add_published(&mut self, count: u64) -> usize {
        self.push(Cell { count, published: true, unseen: false })
    }

    /// Adds a count that no table shows, but that is the difference of what some show.
    pub fn add_unseen(&mut self, count: u64) -> usize {
        self.push(Cell { count, published: false, unseen: true })
    }

    fn push(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.cells.len() - 1
    }

    /// Says that one cell is the sum of others.
    ///
    /// # Errors
    /// Where it is not: a table that does not add up hides nothing for good.
    pub fn sum(&mut self, total: usize, parts: impl IntoIterator<Item = usize>) -> Result<(), TableError> {
        let parts: Vec<usize> = parts.into_iter().collect();
        let count = |place: &usize| self.cells.get(*place).map_or(0, |cell| cell.count);
        let (added, whole) = (parts.iter().map(count).sum::<u64>(), count(&total));
        if added != whole {
            return Err(TableError::DoesNotAddUp(format!("a sum of {} cells", parts.len()), added, whole));
        }
        self.sums.push((total, parts));
        Ok(())
    }

    pub fn len(&self) -> usize {
        self.cells.len()
    }

    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    pub fn count(&self, place: usize) -> Option<u64> {
        self.cells.get(place).map(|cell| cell.count)
    }
}

/// A table of rows and columns whose last row and last column are totals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    pub table: CountTable,
    pub columns: usize,
}

impl Grid {
    /// The most cells of one grid.
    pub const MOST_CELLS: usize = 4_000;

    /// Reads rows of counts, totals last.
    ///
    /// # Errors
    /// Rows of different length, totals that are none, no cell beside the totals, or too many.
    pub fn with_totals(rows: &[Vec<u64>]) -> Result<Self, TableError> {
        let columns = rows.first().map_or(0, Vec::len);
        if rows.len() < 2 || columns < 2 {
            return Err(TableError::Empty);
        }
        if let Some((number, row)) = rows.iter().enumerate().find(|(_, row)| row.len() != columns) {
            return Err(TableError::Uneven(number + 1, row.len(), columns));
        }
        let size = rows.len() * columns;
        if size > Self::MOST_CELLS {
            return Err(TableError::TooLarge(size, Self::MOST_CELLS));
        }
        let mut table = CountTable::default();
        for count in rows.iter().flatten() {
            table.add(*count);
        }
        let at = |row: usize, column: usize| row * columns + column;
        let named = |what: &str, number: usize| {
            let what = format!("{what} {}", number + 1);
            move |error| match error {
                TableError::DoesNotAddUp(_, parts, whole) => TableError::DoesNotAddUp(what, parts, whole),
                other => other,
            }
        };
        for row in 0..rows.len() {
            table
                .sum(at(row, columns - 1), (0..columns - 1).map(|column| at(row, column)))
                .map_err(named("row", row))?;
        }
        for column in 0..columns {
            let parts = (0..rows.len() - 1).map(|row| at(row, column));
            table.sum(at(rows.len() - 1, column), parts).map_err(named("column", column))?;
        }
        Ok(Self { table, columns })
    }
}
