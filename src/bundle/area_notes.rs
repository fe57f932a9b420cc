//! Breaks in published series that figures alone do not show: authorities that were reorganised, records kept in
//! another way. Data, not rules: a note never changes a figure.

use crate::model::{Area, AreaFigures, AreaId};
use std::collections::{BTreeMap, BTreeSet};

/// An area whose name covers another place from a year on, or that ended or began then.
struct Reorganised {
    /// Short names of the areas concerned.
    areas: &'static [&'static str],
    /// The first year of the new order.
    from: u16,
    words: &'static str,
}

/// English authorities since 2009 (Local Government Boundary and Structural Changes Orders).
const REORGANISED: [Reorganised; 4] = [
    Reorganised {
        areas: &["dorset", "bournemouth", "poole", "bournemouth-christchurch-and-poole"],
        from: 2019,
        words: "Bournemouth, Poole and Dorset were reorganised in April 2019: Christchurch left Dorset for the new Bournemouth, Christchurch and Poole, so figures before and after are of different places",
    },
    Reorganised {
        areas: &["northamptonshire", "north-northamptonshire", "west-northamptonshire"],
        from: 2021,
        words: "Northamptonshire was divided into North and West Northamptonshire in April 2021",
    },
    Reorganised {
        areas: &["cumbria", "cumberland", "westmorland-and-furness"],
        from: 2023,
        words: "Cumbria was divided into Cumberland and Westmorland and Furness in April 2023",
    },
    Reorganised {
        areas: &[
            "cheshire",
            "cheshire-east",
            "cheshire-west-and-chester",
            "bedfordshire",
            "bedford",
            "central-bedfordshire",
        ],
        from: 2009,
        words: "Cheshire and Bedfordshire were divided in April 2009",
    },
];

/// Sentences for the reorganisations and changes of recording that lie within a table's years.
pub(super) fn notes(areas: &BTreeMap<AreaId, Area>, figures: &[AreaFigures]) -> Vec<String> {
    let years: BTreeSet<u16> = figures.iter().map(|row| row.year).collect();
    let (Some(first), Some(last)) = (years.first(), years.last()) else { return Vec::new() };
    let mut notes = Vec::new();
    for change in &REORGANISED {
        let touched = areas.keys().any(|area| change.areas.contains(&area.as_str()));
        if touched && *first < change.from && change.from <= *last {
            notes.push(format!("{}.", change.words));
        }
    }
    let requests_in = |year: u16| {
        let row = figures.iter().find(|row| row.area.as_str() == "devon" && row.year == year && row.requests.is_some());
        row.and_then(|row| row.requests)
    };
    if let (Some(before), Some(after)) = (requests_in(2016), requests_in(2017)) {
        notes.push(format!(
            "Devon changed how it records requests between 2016 ({before}) and 2017 ({after}): do not read the jump as a rise."
        ));
    }
    notes
}
