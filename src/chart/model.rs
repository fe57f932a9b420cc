//! What a chart says, before anybody decides how wide it is. Knows no pixels and no colours.

use super::error::ChartError;
use super::number::NumberFormat;
use super::series::{Limit, Series, VerticalMark};

/// As many lines as four dashes and four markers can tell apart.
pub const MAX_SERIES: usize = 4;
/// An active title is read at a glance.
pub const MAX_TITLE_WORDS: usize = 10;
/// What stands in the place of a chart that has nothing to show.
pub const NO_FIGURES: &str = "There are no figures to show yet.";
/// A chart over ordered positions, mostly terms: up to four lines, limits, and marks between points.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Active, at most ten words: "Days lost fell, probably by 1 in 6".
    pub title: String,
    /// A sentence with direction, size and uncertainty.
    pub summary: String,
    pub x: XAxis,
    pub y: YAxis,
    pub series: Vec<Series>,
    pub limits: Vec<Limit>,
    pub marks: Vec<VerticalMark>,
    pub lie: Lie,
}

/// Which way the positions lie.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Lie {
    /// From left to right, figures rising upwards.
    #[default]
    Columns,
    /// One under another with their names on the left, figures running to the right: for names too long for a column.
    Rows,
}

/// The horizontal axis: ordered positions with names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct XAxis {
    /// What a position is: "Term", "School year". Heads the table's first column.
    pub name: String,
    pub labels: Vec<XLabel>,
    /// Where positions stand by size (pupils on roll), rising; side by side if `None`.
    pub sizes: Option<Vec<f64>>,
}

/// One position's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct XLabel {
    /// Under the axis: "T3".
    pub short: String,
    /// In words: "Term 3 2017/18".
    pub long: String,
    /// Written once under neighbours that share it: "2017/18".
    pub group: Option<String>,
}

/// The vertical axis: what is counted and how it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YAxis {
    pub format: NumberFormat,
    /// The unit of exactly one: "day lost"; for percentages and rates the same as `many`.
    pub one: String,
    /// The unit: "days lost", "of pupils", "per 1,000 pupils".
    pub many: String,
    /// Whether the axis begins at zero. True unless small movements of a large level are the question.
    pub from_zero: bool,
    /// Whether a doubling is as long as a halving: for ratios. Figures must be above zero.
    pub by_ratio: bool,
}

impl Chart {
    /// An empty chart with its words: `title` at most ten words, `summary` a sentence.
    pub fn new(title: impl Into<String>, summary: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            summary: summary.into(),
            x: XAxis::default(),
            y: YAxis::new(NumberFormat::Count, "", ""),
            series: Vec::new(),
            limits: Vec::new(),
            marks: Vec::new(),
            lie: Lie::Columns,
        }
    }

    /// Lays the positions one under another.
    #[must_use]
    pub fn in_rows(mut self) -> Self {
        self.lie = Lie::Rows;
        self
    }

    /// Places the positions by size, one for each in rising order.
    #[must_use]
    pub fn by_size(mut self, sizes: impl IntoIterator<Item = f64>) -> Self {
        self.x.sizes = Some(sizes.into_iter().collect());
        self
    }

    /// Sets the horizontal axis: what a position is called, and the positions in order.
    #[must_use]
    pub fn x(mut self, name: impl Into<String>, labels: impl IntoIterator<Item = XLabel>) -> Self {
        self.x = XAxis { name: name.into(), labels: labels.into_iter().collect(), sizes: None };
        self
    }

    /// Sets the vertical axis.
    #[must_use]
    pub fn y(mut self, axis: YAxis) -> Self {
        self.y = axis;
        self
    }

    /// Adds a line. The first four are drawn.
    #[must_use]
    pub fn series(mut self, series: Series) -> Self {
        self.series.push(series);
        self
    }

    /// Adds a horizontal line.
    #[must_use]
    pub fn limit(mut self, limit: Limit) -> Self {
        self.limits.push(limit);
        self
    }

    /// Adds a vertical line between points.
    #[must_use]
    pub fn mark(mut self, mark: VerticalMark) -> Self {
        self.marks.push(mark);
        self
    }

    /// Number of positions.
    pub fn len(&self) -> usize {
        self.x.labels.len()
    }

    /// Whether there is no figure at all to show.
    pub fn is_empty(&self) -> bool {
        !self.shown().any(|series| (0..self.len()).any(|index| series.value(index).is_some()))
    }

    /// The lines that are drawn, written and read out: the first [`MAX_SERIES`].
    pub fn shown(&self) -> impl Iterator<Item = &Series> {
        self.series.iter().take(MAX_SERIES)
    }

    /// Limits that hold at a position, in the order given.
    pub fn limits_at(&self, index: usize) -> impl Iterator<Item = &Limit> {
        self.limits.iter().filter(move |limit| limit.is_usable() && limit.holds_at(index))
    }

    /// Checks the house's rules for charts; a chart that breaks one is still drawn.
    ///
    /// # Errors
    /// The first rule broken: title or summary missing, title too long, too many or uneven series, a mark outside.
    pub fn check(&self) -> Result<(), ChartError> {
        for (part, text) in [("title", &self.title), ("summary", &self.summary)] {
            if text.trim().is_empty() {
                return Err(ChartError::Silent { part });
            }
        }
        let words = self.title.split_whitespace().count();
        if words > MAX_TITLE_WORDS {
            return Err(ChartError::LongTitle { title: self.title.clone(), words, most: MAX_TITLE_WORDS });
        }
        if self.series.len() > MAX_SERIES {
            return Err(ChartError::TooManySeries { count: self.series.len(), most: MAX_SERIES });
        }
        let labels = self.len();
        if let Some(series) = self.series.iter().find(|series| series.points.len() != labels) {
            return Err(ChartError::Uneven { name: series.name.clone(), points: series.points.len(), labels });
        }
        if let Some(sizes) = self.x.sizes.as_ref().filter(|sizes| sizes.len() != labels || !sizes.is_sorted()) {
            return Err(ChartError::Uneven { name: self.x.name.clone(), points: sizes.len(), labels });
        }
        if let Some(mark) = self.marks.iter().find(|mark| mark.before > labels) {
            return Err(ChartError::MarkOutside { label: mark.label.clone(), before: mark.before, labels });
        }
        Ok(())
    }
}

impl XLabel {
    /// A position with its short and its long name.
    pub fn new(short: impl Into<String>, long: impl Into<String>) -> Self {
        Self { short: short.into(), long: long.into(), group: None }
    }

    /// The same, with what it shares with its neighbours: `XLabel::new("T3", "Term 3 2017/18").within("2017/18")`.
    #[must_use]
    pub fn within(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }
}

impl YAxis {
    /// An axis from zero in a unit, for one and for many: `YAxis::new(NumberFormat::Count, "day lost", "days lost")`.
    pub fn new(format: NumberFormat, one: impl Into<String>, many: impl Into<String>) -> Self {
        Self { format, one: one.into(), many: many.into(), from_zero: true, by_ratio: false }
    }

    /// An axis of ratios, on which ×2 is as far from ×1 as ×0.5.
    pub fn of_ratios() -> Self {
        let format = NumberFormat::Rate { decimals: 2 };
        Self { format, one: String::new(), many: String::new(), from_zero: false, by_ratio: true }
    }

    /// Lets the axis begin near the smallest figure.
    #[must_use]
    pub fn from_data(mut self) -> Self {
        self.from_zero = false;
        self
    }

    /// What stands above the axis and heads a column: "Days lost", "% of pupils", "£ spent".
    pub fn caption(&self) -> String {
        let sign = match self.format {
            NumberFormat::Percent => "% ",
            NumberFormat::Pounds => "£ ",
            NumberFormat::Count | NumberFormat::Rate { .. } => {
                let mut letters = self.many.chars();
                return letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            }
        };
        format!("{sign}{}", self.many).trim_end().to_owned()
    }

    /// A figure with its unit: "34 days lost", "1 day lost", "13.9% of pupils".
    pub fn write(&self, value: f64) -> String {
        let figure = self.format.write(value);
        let unit = if figure == "1" { &self.one } else { &self.many };
        if unit.is_empty() { figure } else { format!("{figure} {unit}") }
    }
}

#[cfg(test)]
mod tests {
    use super::super::series::Point;
    use super::*;

    fn two_terms() -> Chart {
        Chart::new("Days lost fell", "They fell.")
            .x("Term", [XLabel::new("T1", "Term 1"), XLabel::new("T2", "Term 2")])
            .y(YAxis::new(NumberFormat::Count, "day lost", "days lost"))
            .series(Series::new("Fernleigh", [Point::new(2.0), Point::new(1.0)]))
    }

    #[test]
    fn a_chart_that_keeps_the_rules_passes() {
        assert_eq!(two_terms().check(), Ok(()));
    }

    #[test]
    fn each_broken_rule_is_named() {
        let mut wordy = two_terms();
        wordy.title = "one two three four five six seven eight nine ten eleven".to_owned();
        assert!(matches!(wordy.check(), Err(ChartError::LongTitle { words: 11, .. })));
        let mut silent = two_terms();
        silent.summary = " ".to_owned();
        assert_eq!(silent.check(), Err(ChartError::Silent { part: "summary" }));
        let uneven = two_terms().series(Series::new("Yate", [Point::new(1.0)]));
        assert!(matches!(uneven.check(), Err(ChartError::Uneven { points: 1, labels: 2, .. })));
        let crowded =
            (0..4).fold(two_terms(), |chart, _| chart.series(Series::new("Yate", [Point::new(1.0), Point::new(1.0)])));
        assert_eq!(crowded.check(), Err(ChartError::TooManySeries { count: 5, most: 4 }));
        let outside = two_terms().mark(VerticalMark::event(3, "Pilot starts"));
        assert!(matches!(outside.check(), Err(ChartError::MarkOutside { before: 3, .. })));
    }

    #[test]
    fn one_has_its_own_unit() {
        let axis = YAxis::new(NumberFormat::Count, "day lost", "days lost");
        assert_eq!(axis.write(1.0), "1 day lost");
        assert_eq!(axis.write(0.0), "0 days lost");
        assert_eq!(axis.write(1_204.0), "1,204 days lost");
    }

    #[test]
    fn emptiness_means_no_figure_rather_than_no_series() {
        assert!(!two_terms().is_empty());
        let mut gaps = two_terms();
        gaps.series = vec![Series::new("Fernleigh", [Point::missing(), Point::new(f64::NAN)])];
        assert!(gaps.is_empty());
    }
}
