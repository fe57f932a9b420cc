//! The same figures as a table and as a CSV file. Knows no pixels; the file is safe to open in a spreadsheet.

use super::model::{Chart, XLabel};
use super::number::NumberFormat;
use super::series::{Limit, Look};
use crate::model::capital;
use crate::model::spreadsheet_cell;

/// A chart's figures in rows, one a position.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    pub headers: Vec<String>,
    /// The first cell of a row names its position.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Name(String),
    /// Why a figure stands out, in words.
    Words(String),
    /// The figure, and how it is written for people.
    Figure {
        value: f64,
        text: String,
    },
    Missing,
}

impl Cell {
    /// What a person reads: "no figure" where there is none.
    pub fn text(&self) -> &str {
        match self {
            Self::Name(text) | Self::Words(text) | Self::Figure { text, .. } => text,
            Self::Missing => "no figure",
        }
    }
}

/// How a column is written, and its figure at each position.
type Column<'a> = (NumberFormat, Box<dyn Fn(usize) -> Option<f64> + 'a>);

/// The chart's figures: a row for each position, a column for each series, its interval where it has one, and limits.
pub fn table(chart: &Chart) -> Table {
    let caption = chart.y.caption();
    let mut headers = vec![if chart.x.name.is_empty() { "Position".to_owned() } else { chart.x.name.clone() }];
    let mut columns: Vec<Column> = Vec::new();
    for series in chart.shown() {
        let name = if series.name.is_empty() { caption.clone() } else { format!("{}: {caption}", series.name) };
        let has_interval = (0..chart.len()).any(|index| series.interval(index).is_some());
        if series.look != Look::Range {
            headers.push(name.clone());
            columns.push((chart.y.format, Box::new(|index| series.value(index))));
        }
        if has_interval {
            headers.push(format!("{name}, from"));
            columns.push((chart.y.format, Box::new(|index| series.interval(index).map(|(low, _)| low))));
            headers.push(format!("{name}, to"));
            columns.push((chart.y.format, Box::new(|index| series.interval(index).map(|(_, high)| high))));
        }
    }
    for (place, limit) in chart.limits.iter().enumerate() {
        let is_same = |other: &&Limit| other.kind == limit.kind && other.label == limit.label;
        if chart.limits.iter().take(place).any(|other| is_same(&other)) {
            continue;
        }
        headers.push(capital(&limit.label));
        let figure = move |index| chart.limits_at(index).find(|other| is_same(other)).map(|limit| limit.value);
        columns.push((chart.y.format, Box::new(figure)));
    }
    if let Some(sizes) = &chart.x.sizes {
        headers.splice(..1, ["Name".to_owned(), chart.x.name.clone()]);
        columns.insert(0, (NumberFormat::Count, Box::new(|index| sizes.get(index).copied())));
    }
    let note = |index: usize| chart.shown().find_map(|series| series.note(index));
    let any_note = (0..chart.len()).any(|index| note(index).is_some());
    if any_note {
        headers.push("Stands out".to_owned());
    }
    let row = |(index, label): (usize, &XLabel)| {
        let figures = columns.iter().map(|(format, column)| cell(*format, column(index)));
        let said = any_note.then(|| Cell::Words(note(index).unwrap_or("no").to_owned()));
        std::iter::once(Cell::Name(label.long.clone())).chain(figures).chain(said).collect()
    };
    let rows = chart.x.labels.iter().enumerate().map(row).collect();
    Table { headers, rows }
}

fn cell(format: NumberFormat, value: Option<f64>) -> Cell {
    match value {
        Some(value) => Cell::Figure { value, text: format.write(value) },
        None => Cell::Missing,
    }
}

/// The table as a CSV file that spreadsheets open as intended: UTF-8 with a mark, CRLF lines, numbers as numbers,
/// empty cells where there is no figure, and no text that a spreadsheet would run as a formula.
pub fn csv(chart: &Chart) -> String {
    let table = table(chart);
    let mut file = String::from('\u{feff}');
    let line = |cells: Vec<String>| cells.join(",") + "\r\n";
    file.push_str(&line(table.headers.iter().map(|text| spreadsheet_cell(text)).collect()));
    for row in table.rows {
        let cells = row.iter().map(|cell| match cell {
            Cell::Name(text) | Cell::Words(text) => spreadsheet_cell(text),
            Cell::Figure { value, .. } => value.to_string(),
            Cell::Missing => String::new(),
        });
        file.push_str(&line(cells.collect()));
    }
    file
}

/// A file name from the chart's title: "days-lost-fell.csv".
pub fn file_name(chart: &Chart) -> String {
    let letters = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let plain: String = chart.title.chars().map(letters).collect();
    let words: Vec<&str> = plain.split('-').filter(|word| !word.is_empty()).take(12).collect();
    if words.is_empty() { "chart.csv".to_owned() } else { words.join("-") + ".csv" }
}

#[cfg(test)]
mod tests {
    use super::super::{LimitKind, Point, Series, YAxis};
    use super::*;

    fn chart() -> Chart {
        Chart::new("Losses grew", "Losses grew.")
            .x("Term", ["Term 1", "=1+1", "Term 3, short"].map(|long| XLabel::new("T", long)))
            .y(YAxis::new(NumberFormat::Count, "day lost", "days lost"))
            .series(Series::new(
                "@Yate",
                [Point::new(-1204.5).between(-1300.0, -1100.0), Point::missing(), Point::new(7.0)],
            ))
            .limit(Limit::new(LimitKind::Mean, "average", 2.5).over(0, 1))
            .limit(Limit::new(LimitKind::Mean, "average", 7.0).over(2, 2))
    }

    #[test]
    fn a_table_has_a_row_a_position_and_a_column_a_meaning() {
        let table = table(&chart());
        assert_eq!(
            table.headers,
            ["Term", "@Yate: Days lost", "@Yate: Days lost, from", "@Yate: Days lost, to", "Average"]
        );
        let texts: Vec<Vec<&str>> = table.rows.iter().map(|row| row.iter().map(Cell::text).collect()).collect();
        assert_eq!(texts[0], ["Term 1", "−1,204.5", "−1,300", "−1,100", "2.5"]);
        assert_eq!(texts[1], ["=1+1", "no figure", "no figure", "no figure", "2.5"]);
        assert_eq!(texts[2], ["Term 3, short", "7", "no figure", "no figure", "7"]);
    }

    #[test]
    fn a_file_keeps_numbers_and_disarms_formulas() {
        let expected = "\u{feff}Term,\"'@Yate: Days lost\",\"'@Yate: Days lost, from\",\"'@Yate: Days lost, to\",Average\r\n\
             Term 1,-1204.5,-1300,-1100,2.5\r\n\
             \"'=1+1\",,,,2.5\r\n\
             \"Term 3, short\",7,,,7\r\n";
        assert_eq!(csv(&chart()), expected);
    }

    #[test]
    fn a_file_is_named_after_the_title() {
        let titled = |title: &str| file_name(&Chart::new(title, ""));
        assert_eq!(titled("Days lost fell, probably by 1 in 6"), "days-lost-fell-probably-by-1-in-6.csv");
        assert_eq!(titled("../..\\?"), "chart.csv");
    }

    #[test]
    fn an_empty_chart_is_a_header() {
        assert_eq!(csv(&Chart::new("Nothing", "Nothing.")), "\u{feff}Position\r\n");
    }
}
