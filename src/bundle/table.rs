//! A table from a file that somebody's program wrote: separator, header and rows found, nothing interpreted.
//! Knows no noun.

use super::BundleError;
use super::text_decoding::{Encoding, decode};
use crate::model::shown_plainly;
use csv::{ReaderBuilder, StringRecord};

/// How far down a header is looked for.
const HEADER_WITHIN: usize = 30;

/// A cell of more bytes than this is a quotation mark that nobody closed: published cells are names and figures.
const LONGEST_CELL: usize = 10_000;

/// The most columns: published tables have a few dozen, and each is offered in a list to choose from.
const MOST_COLUMNS: usize = 1_000;

/// The most rows that are not blank. Ten years of every school of England are half of that; a row takes a few hundred bytes.
const MOST_ROWS: usize = 500_000;

/// A header and its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub encoding: Encoding,
    pub separator: char,
    /// What stood above the header, such as a title.
    pub title: Vec<String>,
    pub header: Vec<String>,
    pub rows: Vec<TableRow>,
    /// Rows in which every cell was empty.
    pub blank_rows: usize,
}

/// One row, with the line of the file it begins on.
#[derive(Debug, Clone, PartialEq)]
pub struct TableRow {
    pub line: u64,
    cells: StringRecord,
}

impl TableRow {
    /// The cell of a column without white space around it; empty where the row is short.
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or_default().trim()
    }

    pub fn cells(&self) -> impl Iterator<Item = &str> {
        self.cells.iter()
    }
}

impl Table {
    /// Reads a file of text. `is_heading` says which cells are likely headings: the row with most of them is the
    /// header. Fails with a sentence on files that hold no table.
    pub fn read(bytes: &[u8], is_heading: impl Fn(&str) -> bool) -> Result<Self, BundleError> {
        let (text, encoding) = decode(bytes)?;
        if text.trim_start().starts_with(['{', '<']) {
            let instead = "a file of Clusterwise is opened under Files; published tables are CSV";
            return Err(BundleError::OtherTable { what: "not a table", instead });
        }
        no_overwide_line(&text)?;
        let separator = separator_of(&text);
        let mut records = Vec::new();
        let mut blank_rows = 0;
        let mut lines = Lines { text: &text, counted_to: 0, line: 1 };
        for record in reader(&text, separator).into_records() {
            let cells = record.map_err(|error| BundleError::Table { reason: error.to_string() })?;
            let line = lines.line_at(cells.position().map_or(0, csv::Position::byte));
            if cells.iter().any(|cell| cell.len() > LONGEST_CELL) {
                let reason = format!("a quotation mark on line {line} is not closed");
                return Err(BundleError::Table { reason });
            }
            if cells.iter().all(|cell| cell.trim().is_empty()) {
                blank_rows += 1;
            } else if records.len() == MOST_ROWS {
                let reason = format!("it has more than {MOST_ROWS} rows: divide it into several");
                return Err(BundleError::Table { reason });
            } else {
                records.push(TableRow { line, cells });
            }
        }
        let place = header_place(&records, is_heading);
        let rows = records.split_off((place + 1).min(records.len()));
        let header_row = records.pop();
        let header: Vec<String> =
            header_row.iter().flat_map(|row| row.cells.iter()).map(|cell| heading(cell.trim())).collect();
        if header.len() < 2 {
            let reason = "it has only one column: columns are parted by commas, semicolons or tabs".to_owned();
            return Err(BundleError::Table { reason });
        }
        if rows.is_empty() {
            return Err(BundleError::Table { reason: "there is no row under its header".to_owned() });
        }
        let title = records.iter().map(|row| heading(row.cells.iter().collect::<Vec<_>>().join(" ").trim())).collect();
        Ok(Self { encoding, separator: char::from(separator), title, header, rows, blank_rows })
    }

    /// Up to three different values of a column, as examples.
    pub fn samples(&self, column: usize) -> Vec<String> {
        let mut samples: Vec<String> = Vec::new();
        for row in &self.rows {
            let cell = shown_plainly(row.cell(column));
            if !cell.is_empty() && !samples.contains(&cell) {
                samples.push(cell);
            }
            if samples.len() == 3 {
                break;
            }
        }
        samples
    }

    /// What a mapping of columns is remembered under: two files of one shape have the same header.
    pub fn shape(&self) -> String {
        self.header.join("\t")
    }
}

/// Counts lines as they are passed. The csv crate counts a line late where lines end with CR and LF.
struct Lines<'a> {
    text: &'a str,
    counted_to: usize,
    line: u64,
}

impl Lines<'_> {
    /// The line of the first letter at or after a byte; bytes must be asked for in their order.
    fn line_at(&mut self, byte: u64) -> u64 {
        let from = usize::try_from(byte).unwrap_or(usize::MAX);
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let start = from + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.text.as_bytes().get(self.counted_to..start).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.counted_to = start.max(self.counted_to);
        self.line
    }
}

/// A heading as it is shown: on one line, whatever lines it was written on, and with nothing that deceives.
fn heading(cell: &str) -> String {
    shown_plainly(&cell.replace("\r\n", " ").replace(['\r', '\n', '\t'], " "))
}

/// Refuses a line of more columns than any table has before a reader would make room for each.
fn no_overwide_line(text: &str) -> Result<(), BundleError> {
    let mut lines = text.split(['\r', '\n']).filter(|line| line.len() >= MOST_COLUMNS);
    let marks = |line: &str, mark: u8| line.bytes().filter(|byte| *byte == mark).count();
    match lines.find(|line| SEPARATORS.into_iter().any(|mark| marks(line, mark) >= MOST_COLUMNS)) {
        Some(_) => Err(BundleError::Table { reason: format!("it has more than {MOST_COLUMNS} columns") }),
        None => Ok(()),
    }
}

/// What may part columns; a comma, if nothing tells.
const SEPARATORS: [u8; 4] = [b'|', b'\t', b';', b','];

fn reader(text: &str, separator: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes())
}

/// The separator with which most of the first rows have equally many columns, and the most of them.
fn separator_of(text: &str) -> u8 {
    const LOOK: usize = 60;
    let score = |separator: u8| {
        let records = reader(text, separator).into_records().take(LOOK).filter_map(Result::ok);
        let widths: Vec<usize> = records.map(|record| record.len()).filter(|width| *width > 1).collect();
        let rows_as_wide = |width: usize| widths.iter().filter(|other| **other == width).count();
        widths.iter().map(|width| (rows_as_wide(*width), *width)).max().unwrap_or((0, 0))
    };
    // Of equals the last.
    SEPARATORS.into_iter().max_by_key(|separator| score(*separator)).unwrap_or(b',')
}

/// Where the header is: the row with the most headings; if none has two, the first that is as wide as the table.
fn header_place(records: &[TableRow], is_heading: impl Fn(&str) -> bool) -> usize {
    let first = records.get(..HEADER_WITHIN).unwrap_or(records);
    let headings = |row: &TableRow| row.cells.iter().filter(|cell| is_heading(cell.trim())).count();
    let best = first.iter().enumerate().rev().max_by_key(|(_, row)| headings(row));
    if let Some((place, _)) = best.filter(|(_, row)| headings(row) > 1) {
        return place;
    }
    let filled = |row: &TableRow| row.cells.iter().filter(|cell| !cell.trim().is_empty()).count();
    let widest = first.iter().map(filled).max().unwrap_or(0);
    first.iter().position(|row| filled(row) == widest).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        Table::read(text.as_bytes(), |cell| ["year", "la_name"].contains(&cell)).expect("a table")
    }

    #[test]
    fn separators_quotes_titles_and_blank_rows_are_found() {
        for separator in [',', ';', '\t', '|'] {
            let text = "Table 3: exclusions, by authority\r\n\r\nyear;la_name;n\r\n201617;\"Bristol; City\r\nof\";3\r\n;;\r\n201516;Poole;\r\n";
            let table = table(&text.replace(';', &separator.to_string()));
            assert_eq!(table.separator, separator);
            assert_eq!(table.header, ["year", "la_name", "n"]);
            assert_eq!(
                table.title,
                ["Table 3: exclusions, by authority"].map(|title| match separator {
                    ',' => title.replace(", ", "  "),
                    _ => title.to_owned(),
                })
            );
            assert_eq!(table.rows.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 7]);
            assert_eq!(table.rows[0].cell(1), format!("Bristol{separator} City\r\nof"));
            assert_eq!(table.rows[1].cell(7), "", "a short row is read as though it were filled up");
            assert_eq!(table.blank_rows, 1);
        }
    }

    #[test]
    fn a_header_nobody_knows_is_the_first_full_row() {
        let table = table("A report\nplace,amount\nX,1\nY,2\n");
        assert_eq!(table.header, ["place", "amount"]);
        assert_eq!(table.samples(0), ["X", "Y"]);
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_sentence() {
        let refused = |text: &str| Table::read(text.as_bytes(), |_| false).map_err(|error| error.to_string());
        assert!(refused("Dear all\nhere it is").is_err_and(|words| words.contains("only one column")));
        assert!(refused("a,b\n").is_err_and(|words| words.contains("no row under its header")));
        assert!(refused("{\"format\": 1}").is_err_and(|words| words.contains("under Files")));
        let unclosed = format!("a,b\n1,\"{}", "x,y\n".repeat(5000));
        assert!(refused(&unclosed).is_err_and(|words| words.contains("quotation mark on line 2")));
    }
}
