//! An attacker against the tables that leave: linear programming over everything that is shown. Written apart from what
//! hides, and knows only cells, sums and what the marks say.

use clusterwise::eval::safe::{CountTable, Grid, Rule, Shown, protect};
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// What is known outside: some cells, and which are sums of which.
struct Seen {
    cells: Vec<Option<u64>>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl Seen {
    /// The least and the most that a hidden cell can be.
    fn bounds(&self, place: usize) -> (f64, f64) {
        let end = |direction| {
            let mut problem = Problem::new(direction);
            let of = |at: usize| if at == place { 1.0 } else { 0.0 };
            let variables: Vec<_> = self
                .cells
                .iter()
                .enumerate()
                .map(|(at, cell)| match cell {
                    Some(count) => problem.add_var(of(at), (*count as f64, *count as f64)),
                    None => problem.add_var(of(at), (0.0, 1e6)),
                })
                .collect();
            for (total, parts) in &self.sums {
                let mut row = vec![(variables[*total], -1.0)];
                row.extend(parts.iter().map(|part| (variables[*part], 1.0)));
                problem.add_constraint(row, ComparisonOp::Eq, 0.0);
            }
            problem.solve().unwrap().into_solution().unwrap().objective()
        };
        (end(OptimizationDirection::Minimize), end(OptimizationDirection::Maximize))
    }

    /// Hidden cells that the attacker knows to within less than `width`.
    fn found(&self, width: f64) -> Vec<usize> {
        let hidden = self.cells.iter().enumerate().filter(|(_, cell)| cell.is_none()).map(|(place, _)| place);
        hidden
            .filter(|place| {
                let (low, high) = self.bounds(*place);
                high - low < width - 1e-6
            })
            .collect()
    }
}

fn sums_of_grid(rows: usize, columns: usize) -> Vec<(usize, Vec<usize>)> {
    let at = |row: usize, column: usize| row * columns + column;
    let across = (0..rows).map(|row| (at(row, columns - 1), (0..columns - 1).map(|column| at(row, column)).collect()));
    let down = (0..columns).map(|column| (at(rows - 1, column), (0..rows - 1).map(|row| at(row, column)).collect()));
    across.chain(down).collect()
}

fn with_totals(inner: &[Vec<u64>]) -> Vec<Vec<u64>> {
    let mut rows: Vec<Vec<u64>> =
        inner.iter().map(|row| row.iter().copied().chain([row.iter().sum()]).collect()).collect();
    let columns = rows[0].len();
    rows.push((0..columns).map(|column| rows.iter().map(|row| row[column]).sum()).collect());
    rows
}

fn only_small_hidden(rows: &[Vec<u64>]) -> Vec<Option<u64>> {
    rows.iter().flatten().map(|count| Some(*count).filter(|count| !Rule::default().hides(*count))).collect()
}

fn numbers(cells: &[Shown]) -> Vec<Option<u64>> {
    cells.iter().map(|cell| cell.number()).collect()
}

fn counts() -> impl Strategy<Value = Vec<Vec<u64>>> {
    let cell = prop_oneof![2 => Just(0_u64), 3 => 1..5_u64, 4 => 5..60_u64, 1 => 60..3000_u64];
    (2..5_usize, 2..5_usize)
        .prop_flat_map(move |(rows, columns)| prop::collection::vec(prop::collection::vec(cell.clone(), columns), rows))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_hidden_cell_of_a_table_can_be_worked_out(inner in counts()) {
        let rows = with_totals(&inner);
        let grid = Grid::with_totals(&rows).unwrap();
        let safe = protect(&grid.table, Rule::default()).unwrap();
        let seen = Seen { cells: numbers(&safe.cells), sums: sums_of_grid(rows.len(), rows[0].len()) };
        prop_assert_eq!(seen.found(1.0), Vec::<usize>::new(), "{:?}", rows);
        // A small count stays as open as its mark says: 1 to 4.
        for (place, count) in rows.iter().flatten().enumerate().filter(|(_, count)| Rule::default().hides(**count)) {
            let (low, high) = seen.bounds(place);
            prop_assert!(seen.cells[place].is_none() && high - low >= 3.0 - 1e-6, "{} is within {}..{}", count, low, high);
        }
        prop_assert!(rows.iter().flatten().zip(&safe.cells).all(|(count, cell)| cell.number().is_none_or(|shown| shown == *count)));
        prop_assert!(rows.iter().flatten().zip(&safe.cells).all(|(count, cell)| *count > 0 || cell.number() == Some(0)));
    }

    /// A year is the sum of its terms, and the first terms were published before the year was.
    #[test]
    fn nothing_follows_from_an_earlier_publication(terms in prop::collection::vec(prop::collection::vec(0..40_u64, 3), 2..5)) {
        let mut earlier = CountTable::default();
        let first: Vec<Vec<usize>> = terms.iter().map(|school| school[..2].iter().map(|count| earlier.add(*count)).collect()).collect();
        let half: Vec<usize> = terms.iter().map(|school| earlier.add(school[0] + school[1])).collect();
        for (parts, total) in first.iter().zip(&half) {
            earlier.sum(*total, parts.iter().copied()).unwrap();
        }
        let released = protect(&earlier, Rule::default()).unwrap();
        // The second release: what was shown is known, what was hidden still is open, and the year is added.
        let mut later = CountTable::default();
        for (place, cell) in released.cells.iter().enumerate() {
            match cell.number() {
                Some(count) => later.add_published(count),
                None => later.add(earlier.count(place).unwrap()),
            };
        }
        let mut sums: Vec<(usize, Vec<usize>)> = first.iter().zip(&half).map(|(parts, total)| (*total, parts.clone())).collect();
        for (school, half) in terms.iter().zip(&half) {
            let third = later.add(school[2]);
            let year = later.add(school.iter().sum());
            sums.push((year, vec![*half, third]));
        }
        for (total, parts) in &sums {
            later.sum(*total, parts.iter().copied()).unwrap();
        }
        let safe = protect(&later, Rule::default()).unwrap();
        prop_assert!(released.cells.iter().zip(&safe.cells).all(|(then, now)| then.number().is_none_or(|count| now.number() == Some(count))));
        let both: Vec<Option<u64>> = safe.cells.iter().enumerate().map(|(place, cell)| {
            cell.number().or_else(|| released.cells.get(place).and_then(|then| then.number()))
        }).collect();
        prop_assert_eq!(Seen { cells: both, sums }.found(1.0), Vec::<usize>::new(), "{:?}", terms);
    }

    #[test]
    fn the_order_of_rows_changes_how_much_is_hidden_by_nothing(inner in counts()) {
        let hidden = |rows: &[Vec<u64>]| {
            let safe = protect(&Grid::with_totals(rows).unwrap().table, Rule::default()).unwrap();
            (safe.primary, safe.complementary)
        };
        let turned: Vec<Vec<u64>> = inner.iter().rev().cloned().collect();
        prop_assert_eq!(hidden(&with_totals(&inner)), hidden(&with_totals(&turned)));
    }
}

#[test]
fn hiding_small_counts_alone_would_be_broken() {
    let rows = with_totals(&[vec![3, 20, 31], vec![12, 40, 2], vec![9, 7, 50]]);
    let seen = Seen { cells: only_small_hidden(&rows), sums: sums_of_grid(4, 4) };
    assert_eq!(seen.found(1.0).len(), 2);
}

/// Permanent exclusions and suspensions of each authority and year by type of school, which add up to all its schools; and
/// all authorities together by type.
fn published_exclusions(column: &str) -> (CountTable, Vec<(usize, Vec<usize>)>) {
    let mut reader = csv::Reader::from_path("tests/data/exclusions_south_west_2006_2017.csv").unwrap();
    let headers = reader.headers().unwrap().clone();
    let at = |name: &str| headers.iter().position(|header| header == name).unwrap_or_else(|| panic!("{name}"));
    let (year, level, area, kind, figure) = (at("year"), at("level"), at("la_name"), at("school_type"), at(column));
    let mut by: BTreeMap<(String, String), BTreeMap<String, u64>> = BTreeMap::new();
    for row in reader.records() {
        let row = row.unwrap();
        if let (Ok(count), "Local authority") = (row[figure].parse::<u64>(), &row[level]) {
            by.entry((row[year].to_owned(), row[area].to_owned())).or_default().insert(row[kind].to_owned(), count);
        }
    }
    let mut table = CountTable::default();
    let mut sums = Vec::new();
    let mut over_areas: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for ((year, _), types) in &by {
        let places: BTreeMap<&String, usize> = types.iter().map(|(kind, count)| (kind, table.add(*count))).collect();
        for (kind, place) in &places {
            over_areas.entry((year.clone(), (*kind).clone())).or_default().push(*place);
        }
        let Some((_, total)) = places.iter().find(|(kind, _)| kind.as_str() == "Total") else { continue };
        let parts: Vec<usize> = places.values().copied().filter(|place| place != total).collect();
        let adds_up = parts.iter().filter_map(|place| table.count(*place)).sum::<u64>() == table.count(*total).unwrap();
        if parts.len() == 3 && adds_up {
            sums.push((*total, parts));
        }
    }
    for (_, parts) in over_areas {
        let total = table.add(parts.iter().filter_map(|place| table.count(*place)).sum());
        sums.push((total, parts));
    }
    for (total, parts) in &sums {
        table.sum(*total, parts.iter().copied()).unwrap();
    }
    (table, sums)
}

#[test]
fn nothing_of_the_published_exclusions_can_be_worked_out() {
    for (column, fewest_broken) in [("perm_excl", 30), ("fixed_excl", 0)] {
        let (table, sums) = published_exclusions(column);
        let naive: Vec<Option<u64>> =
            (0..table.len()).map(|place| table.count(place).filter(|count| !Rule::default().hides(*count))).collect();
        let broken = Seen { cells: naive, sums: sums.clone() }.found(1.0).len();
        let safe = protect(&table, Rule::default()).unwrap();
        let seen = Seen { cells: numbers(&safe.cells), sums };
        let (cells, small, more) = (table.len(), safe.primary, safe.complementary);
        println!(
            "{column}: {cells} cells, {small} small, {more} hidden with them; of small ones alone {broken} are found"
        );
        assert!(cells > 600 && broken >= fewest_broken, "{column}: {broken} found where small ones alone are hidden");
        assert_eq!(seen.found(1.0), Vec::<usize>::new(), "{column}");
    }
}
