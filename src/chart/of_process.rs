//! The chart of paperwork: minutes a school, term by term. Knows nothing of the page.

use super::{Chart, NumberFormat, Point, Series, XLabel, YAxis};
use crate::eval::numbers::number;
use crate::eval::process::PaperworkTerm;

/// The school in the middle of each term, with the quarters of schools below and above it.
pub fn paperwork_chart(terms: &[PaperworkTerm]) -> Chart {
    let labels = terms
        .iter()
        .map(|term| XLabel::new(term.term.number.to_string(), term.words.clone()).within(term.term.year.to_string()));
    let points = terms.iter().map(|term| {
        let point = Point::from(term.median);
        term.lower_quartile.zip(term.upper_quartile).map_or(point, |(low, high)| point.between(low, high))
    });
    let told: Vec<&PaperworkTerm> = terms.iter().filter(|term| term.median.is_some()).collect();
    let said = |term: &PaperworkTerm| {
        format!("{} minutes in {} ({} schools)", number(term.median.unwrap_or_default(), 0), term.words, term.schools)
    };
    let summary = match told.as_slice() {
        [] => "No school has told its minutes yet.".to_owned(),
        [only] => format!("The school in the middle spent {}.", said(only)),
        [first, .., last] => format!(
            "The school in the middle spent {} and {}. The range holds the middle half of schools; it is no interval of doubt.",
            said(first),
            said(last)
        ),
    };
    Chart::new("Minutes of paperwork a school, term by term", summary)
        .x("Term", labels)
        .y(YAxis::new(NumberFormat::Count, "minute a school", "minutes a school"))
        .series(Series::new("School in the middle", points.collect::<Vec<_>>()))
}
