//! Comparison areas from a published table: rows to figures, totals to check them by, and what importing would change.
//! Knows the two kinds of tables that are published in England: exclusions, and requests for EHC needs assessments.

use super::area_columns::{AreaColumns, AreaField, year_of};
use super::area_notes::notes;
use super::area_problems::{AreaProblem, ProblemGroup, Problems, is_mark};
use super::holds::{counted, thousands};
use super::{BundleError, Table, TableRow};
use crate::model::{
    Area, AreaFigures, AreaId, AreaLevel, FiguresId, LONGEST_NAME, PilotData, SchoolType, shown_plainly,
    spreadsheet_cell,
};
use crate::workspace::Command;
use std::collections::BTreeMap;

/// What a table says, ready to be looked at and then saved.
#[derive(Debug, Clone, PartialEq)]
pub struct AreaImport {
    pub areas: Vec<Area>,
    /// One for each area, year and kind of schools, in that order.
    pub figures: Vec<AreaFigures>,
    /// Grouped, most serious first.
    pub problems: Vec<ProblemGroup>,
    /// Breaks in the series that a reader must know.
    pub notes: Vec<String>,
    pub totals: Vec<FigureTotal>,
    /// Rows under the header that were not blank.
    pub rows: usize,
    left_out: Vec<(usize, String)>,
}

/// What a column adds up to, over all levels and kinds of schools: a check sum, not a statistic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureTotal {
    pub label: &'static str,
    /// Cells that hold a figure.
    pub figures: usize,
    pub sum: u64,
}

impl AreaImport {
    /// Reads a table by the chosen columns. `source` is how the table is cited, such as its file's name.
    pub fn read(table: &Table, columns: &AreaColumns, source: &str) -> Result<Self, BundleError> {
        let missing = columns.missing();
        if !missing.is_empty() {
            return Err(BundleError::ColumnsMissing { missing });
        }
        let mut reading = Reading {
            columns,
            figures: columns.figures().collect(),
            source: shown_plainly(source),
            areas: BTreeMap::new(),
            rows: BTreeMap::new(),
            problems: Problems::default(),
        };
        let mut left_out = Vec::new();
        for (place, row) in table.rows.iter().enumerate() {
            if let Err(problem) = reading.take(row) {
                if problem != AreaProblem::Repeated {
                    left_out.push((place, problem.words()));
                }
                reading.problems.add(problem, row.line);
            }
        }
        let figures: Vec<AreaFigures> = reading.rows.into_values().collect();
        Ok(Self {
            totals: totals(&reading.figures, &figures),
            notes: notes(&reading.areas, &figures),
            areas: reading.areas.into_values().collect(),
            problems: reading.problems.grouped(),
            rows: table.rows.len(),
            figures,
            left_out,
        })
    }

    /// “704 rows → 17 areas, 2006/07 to 2016/17: 23,436 permanent exclusions, …”.
    pub fn words(&self) -> String {
        let rows = counted(self.rows as u64, "row", "rows");
        let areas = counted(self.areas.len() as u64, "area", "areas");
        let years: Vec<u16> = self.figures.iter().map(|row| row.year).collect();
        let years = match (years.iter().min(), years.iter().max()) {
            (Some(first), Some(last)) if first == last => format!(", {first}"),
            (Some(first), Some(last)) => format!(", {first} to {last}"),
            _ => String::new(),
        };
        let totals: Vec<String> = self
            .totals
            .iter()
            .map(|total| format!("{} {}", total.label.to_lowercase(), thousands(total.sum)))
            .collect();
        format!("{rows} → {areas}{years}: {}", totals.join(", "))
    }

    /// What saving would change in a pilot.
    pub fn against(&self, data: &PilotData) -> AreaChanges {
        let mut changes = AreaChanges::default();
        for area in &self.areas {
            match data.areas.get(&area.id) {
                // Tables spell names differently (“Bristol City of”): the first spelling stays.
                Some(known) if known.level == area.level => {}
                known => {
                    changes.new_areas += usize::from(known.is_none());
                    changes.areas.push(area.clone());
                }
            }
        }
        for row in &self.figures {
            let filled = data.figures.get(&row.id()).map(|old| (old, row.filled_up_from(old)));
            match filled {
                None => {
                    changes.new_rows += 1;
                    changes.figures.push(row.clone());
                }
                Some((old, filled)) if says_the_same(old, &filled) => changes.same_rows += 1,
                Some((_, filled)) => {
                    changes.changed_rows += 1;
                    changes.figures.push(filled);
                }
            }
        }
        changes
    }

    /// The rows that were left out as a CSV file with the reason beside each, to be corrected and imported again;
    /// `None` if there are none.
    pub fn left_out_csv(&self, table: &Table) -> Option<String> {
        if self.left_out.is_empty() {
            return None;
        }
        let line =
            |cells: &mut dyn Iterator<Item = &str>| cells.map(spreadsheet_cell).collect::<Vec<_>>().join(",") + "\r\n";
        let mut file = String::from('\u{feff}');
        file.push_str(&line(&mut table.header.iter().map(String::as_str).chain(["why it was left out"])));
        for (place, reason) in &self.left_out {
            if let Some(row) = table.rows.get(*place) {
                let cells = (0..table.header.len()).map(|column| row.cell(column));
                file.push_str(&line(&mut cells.chain([reason.as_str()])));
            }
        }
        Some(file)
    }
}

/// Whether two rows agree in every figure. Where the figures come from may be called otherwise.
fn says_the_same(old: &AreaFigures, new: &AreaFigures) -> bool {
    let mut new = new.clone();
    new.exclusions_source.clone_from(&old.exclusions_source);
    new.requests_source.clone_from(&old.requests_source);
    new == *old
}

/// What importing a table would change. Importing it again changes nothing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AreaChanges {
    pub new_areas: usize,
    pub new_rows: usize,
    pub changed_rows: usize,
    pub same_rows: usize,
    areas: Vec<Area>,
    figures: Vec<AreaFigures>,
}

impl AreaChanges {
    /// “2 new areas · 704 new rows · 3 changed · 1 the same”, or “No change: …”.
    pub fn words(&self) -> String {
        if self.command().is_none() {
            return format!(
                "No change: {} here already",
                match self.same_rows {
                    1 => "the 1 row is".to_owned(),
                    rows => format!("all {} rows are", thousands(rows as u64)),
                }
            );
        }
        let parts = [
            (self.new_areas, "new area", "new areas"),
            (self.new_rows, "new row", "new rows"),
            (self.changed_rows, "changed", "changed"),
            (self.same_rows, "the same", "the same"),
        ];
        let some = parts.into_iter().filter(|(count, ..)| *count > 0);
        some.map(|(count, one, many)| counted(count as u64, one, many)).collect::<Vec<_>>().join(" · ")
    }

    /// What saves it; `None` if there is nothing to save.
    pub fn command(&self) -> Option<Command> {
        if self.areas.is_empty() && self.figures.is_empty() {
            return None;
        }
        Some(Command::SaveAreas { areas: self.areas.clone(), figures: self.figures.clone() })
    }
}

/// A table while it is read.
struct Reading<'a> {
    columns: &'a AreaColumns,
    figures: Vec<(AreaField, usize)>,
    source: String,
    areas: BTreeMap<AreaId, Area>,
    rows: BTreeMap<FiguresId, AreaFigures>,
    problems: Problems,
}

impl Reading<'_> {
    fn cell<'r>(&self, row: &'r TableRow, field: AreaField) -> &'r str {
        self.columns.column(field).map(|column| row.cell(column)).unwrap_or_default()
    }

    /// Takes a row over, or says why not.
    fn take(&mut self, row: &TableRow) -> Result<(), AreaProblem> {
        let year = self.cell(row, AreaField::Year);
        let year = year_of(year).ok_or_else(|| AreaProblem::Year(short(year)))?;
        let schools = self.cell(row, AreaField::Schools);
        let schools = school_type(schools).ok_or_else(|| AreaProblem::Schools(short(schools)))?;
        let area = self.area(row)?;
        let mut taken = AreaFigures::new(FiguresId { area: area.id.clone(), year, schools });
        for place in 0..self.figures.len() {
            let Some((field, column)) = self.figures.get(place).copied() else { continue };
            let figure = self.figure(row.cell(column), row.line);
            if let (Some(slot), Some(figure)) = (field.slot(&mut taken), figure) {
                *slot = Some(figure);
                let source =
                    if field.is_of_exclusions() { &mut taken.exclusions_source } else { &mut taken.requests_source };
                source.get_or_insert_with(|| self.source.clone());
            }
        }
        possible(&taken)?;
        match self.rows.get(&taken.id()) {
            Some(known) if *known == taken => return Err(AreaProblem::Repeated),
            Some(_) => return Err(AreaProblem::Contradiction),
            None => {}
        }
        self.areas.entry(area.id.clone()).or_insert(area);
        self.rows.insert(taken.id(), taken);
        Ok(())
    }

    fn figure(&mut self, cell: &str, line: u64) -> Option<u32> {
        if is_mark(cell) {
            self.problems.add(AreaProblem::NotPublished(cell.to_ascii_lowercase()), line);
            return None;
        }
        let figure = whole_number(cell);
        if figure.is_none() {
            self.problems.add(AreaProblem::Figure(short(cell)), line);
        }
        figure
    }

    fn area(&self, row: &TableRow) -> Result<Area, AreaProblem> {
        let cell = |field| self.cell(row, field);
        let first_of = |fields: &[AreaField]| fields.iter().map(|field| cell(*field)).find(|name| !name.is_empty());
        let level = match self.columns.column(AreaField::Level) {
            Some(_) => {
                level_of(cell(AreaField::Level)).ok_or_else(|| AreaProblem::Level(short(cell(AreaField::Level))))?
            }
            None => level_by_name(
                first_of(&[AreaField::Authority, AreaField::Region, AreaField::Country]).unwrap_or_default(),
            ),
        };
        let name = match level {
            AreaLevel::Authority => first_of(&[AreaField::Authority]),
            AreaLevel::Region => first_of(&[AreaField::Region, AreaField::Authority]),
            // The published tables are England's; some leave the name out.
            AreaLevel::Nation => first_of(&[AreaField::Country, AreaField::Authority]).or(Some("England")),
        };
        let name = name.ok_or(AreaProblem::Unnamed)?;
        if ["total", "grand total", "all"].contains(&name.to_lowercase().as_str()) {
            return Err(AreaProblem::SumRow);
        }
        let id = AreaId::from_name(name).map_err(|_| AreaProblem::Unnamed)?;
        let shown = shown_plainly(name);
        if shown.chars().nth(LONGEST_NAME).is_some() {
            return Err(AreaProblem::LongName(short(name)));
        }
        Ok(Area { id, name: shown, level })
    }
}

/// As much of a cell as a sentence can bear.
fn short(cell: &str) -> String {
    shown_plainly(&cell.chars().take(40).collect::<String>())
}

/// `8,025,075`, `1 200` and `7720.0` are whole numbers; `-3`, `2.5` and words are none.
fn whole_number(cell: &str) -> Option<u32> {
    let digits: String = cell.chars().filter(|c| !matches!(c, ',' | ' ' | '\u{a0}')).collect();
    let whole = match digits.split_once('.') {
        Some((whole, fraction)) if !fraction.is_empty() && fraction.bytes().all(|digit| digit == b'0') => whole,
        Some(_) => return None,
        None => &digits,
    };
    let is_number = !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    whole.parse().ok().filter(|_| is_number)
}

fn level_of(text: &str) -> Option<AreaLevel> {
    Some(match text.to_lowercase().as_str() {
        "local authority" | "local authorities" | "authority" | "la" => AreaLevel::Authority,
        "regional" | "region" => AreaLevel::Region,
        "national" | "nation" | "country" | "england" => AreaLevel::Nation,
        _ => return None,
    })
}

/// The level of an area in a table without a column for it.
fn level_by_name(name: &str) -> AreaLevel {
    const REGIONS: [&str; 11] = [
        "north east",
        "north west",
        "yorkshire and the humber",
        "east midlands",
        "west midlands",
        "east of england",
        "london",
        "inner london",
        "outer london",
        "south east",
        "south west",
    ];
    match name.to_lowercase().as_str() {
        "england" | "wales" | "scotland" | "northern ireland" | "great britain" | "united kingdom" => AreaLevel::Nation,
        region if REGIONS.contains(&region) => AreaLevel::Region,
        _ => AreaLevel::Authority,
    }
}

/// The kind of schools; a table without such a column is of all schools.
fn school_type(text: &str) -> Option<SchoolType> {
    let plain = text.to_lowercase();
    let plain = plain.trim_start_matches("state-funded ").trim_end_matches(" schools").trim_end_matches(" school");
    Some(match plain {
        "" | "total" | "all" | "primary, secondary and special" => SchoolType::All,
        "primary" => SchoolType::Primary,
        "secondary" => SchoolType::Secondary,
        "special" => SchoolType::Special,
        _ => return None,
    })
}

/// Refuses pairs of figures that cannot both be true.
fn possible(row: &AreaFigures) -> Result<(), AreaProblem> {
    let pairs = [
        (row.pupils_suspended, "pupils suspended", row.suspensions, "suspensions"),
        (row.pupils_suspended, "pupils suspended", row.headcount, "pupils on roll"),
        (row.plans_within_20_weeks, "plans within 20 weeks", row.plans_issued, "plans issued"),
    ];
    let wrong =
        pairs.into_iter().find(|(part, _, whole, _)| part.zip(*whole).is_some_and(|(part, whole)| part > whole));
    match wrong {
        Some((_, part, _, whole)) => Err(AreaProblem::Impossible(format!("more {part} than {whole}"))),
        None => Ok(()),
    }
}

fn totals(columns: &[(AreaField, usize)], rows: &[AreaFigures]) -> Vec<FigureTotal> {
    let total = |(field, _): &(AreaField, usize)| {
        let figure = |row: &AreaFigures| field.slot(&mut row.clone()).and_then(|slot| *slot);
        let figures: Vec<u32> = rows.iter().filter_map(figure).collect();
        FigureTotal {
            label: field.label(),
            figures: figures.len(),
            sum: figures.iter().map(|figure| u64::from(*figure)).sum(),
        }
    };
    columns.iter().map(total).collect()
}
