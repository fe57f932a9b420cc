//! Where the records of a document are: a text that has the document need not name them again. Knows no table and no noun.

use crate::merge::Document;
use std::collections::BTreeMap;

/// Records that stand together: their table, the position of the first among the table's, and how many.
pub(super) type Run = (String, usize, usize);

/// The records of a document by their positions in their tables.
pub(super) struct Places<'a>(BTreeMap<&'a str, Vec<&'a str>>);

impl<'a> Places<'a> {
    pub(super) fn of(document: &'a Document) -> Self {
        let ids = |table| document.records(table).map(|(id, _)| id).collect();
        Self(document.tables().map(|table| (table, ids(table))).collect())
    }

    pub(super) fn position(&self, table: &str, id: &str) -> Option<usize> {
        self.0.get(table)?.binary_search(&id).ok()
    }
}

/// Adds a record to runs, of which the last may go on with it.
pub(super) fn go_on(runs: &mut Vec<Run>, table: &str, position: usize) {
    match runs.last_mut() {
        Some((of, first, many)) if of == table && *first + *many == position => *many += 1,
        _ => runs.push((table.to_owned(), position, 1)),
    }
}
