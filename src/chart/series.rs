//! What is drawn over a chart's axes: lines of points, limits, marks. Knows no pixels and no axes.

/// From here on whole numbers have gaps in `f64`; such a figure is a mistake, not a return.
const LARGEST: f64 = 1e15;

/// One line. Its place in [`Chart::series`] decides colour, dash and marker.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Short: it stands at the line's end.
    pub name: String,
    /// One for each label of the horizontal axis.
    pub points: Vec<Point>,
    pub look: Look,
}

/// How a series is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A line with markers: figures that were counted, one after another.
    Counted,
    /// A line alone: figures that were worked out (a trend, "had nothing changed").
    WorkedOut,
    /// Markers alone: figures that do not follow one another (schools, areas, ways to compare).
    Dots,
    /// The space between the interval's ends alone: what chance explains.
    Range,
    /// A bar between the interval's ends: amounts that add up.
    Bars,
}

/// One figure, perhaps missing, perhaps with an interval, perhaps standing out.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Point {
    value: Option<f64>,
    interval: Option<(f64, f64)>,
    note: Option<&'static str>,
}

/// What a horizontal line means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LimitKind {
    Mean,
    Lower,
    Upper,
}

/// A horizontal line: the average, or an end of the usual range. Lower and upper over the same positions make a band.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    pub kind: LimitKind,
    /// As read out: "average", "usual range from", "usual range to".
    pub label: String,
    pub value: f64,
    /// First and last position it holds for; all of them if `None`.
    pub span: Option<(usize, usize)>,
}

/// What a vertical line means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkKind {
    /// Something happened; lines go on through it.
    Event,
    /// Figures before and after are not counted the same way; lines stop and begin again.
    Break,
}

/// A vertical line between two points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerticalMark {
    pub kind: MarkKind,
    /// "Pilot starts".
    pub label: String,
    /// The first position after the mark: it stands half-way between `before - 1` and `before`.
    pub before: usize,
}

impl Series {
    /// A line of counted figures, one for each position.
    pub fn new(name: impl Into<String>, points: impl IntoIterator<Item = Point>) -> Self {
        Self { name: name.into(), points: points.into_iter().collect(), look: Look::Counted }
    }

    /// Takes the markers away: the line was worked out, not counted.
    #[must_use]
    pub fn worked_out(mut self) -> Self {
        self.look = Look::WorkedOut;
        self
    }

    /// Takes the line away: the figures do not follow one another.
    #[must_use]
    pub fn dots(mut self) -> Self {
        self.look = Look::Dots;
        self
    }

    /// Leaves only the space between the interval's ends.
    #[must_use]
    pub fn range(mut self) -> Self {
        self.look = Look::Range;
        self
    }

    /// Draws a bar from one end of each interval to the other.
    #[must_use]
    pub fn bars(mut self) -> Self {
        self.look = Look::Bars;
        self
    }

    /// The figure at a position, if there is a usable one.
    pub fn value(&self, index: usize) -> Option<f64> {
        self.points.get(index).and_then(|point| point.value())
    }

    /// The interval at a position, lower end first.
    pub fn interval(&self, index: usize) -> Option<(f64, f64)> {
        self.points.get(index).and_then(|point| point.interval())
    }

    /// Why the figure at a position stands out, if it does.
    pub fn note(&self, index: usize) -> Option<&'static str> {
        self.points.get(index).and_then(|point| point.note())
    }
}

impl Look {
    /// Whether each figure has a marker.
    pub fn has_markers(self) -> bool {
        matches!(self, Self::Counted | Self::Dots)
    }

    /// Whether neighbours are joined by a line.
    pub fn has_line(self) -> bool {
        matches!(self, Self::Counted | Self::WorkedOut)
    }
}

impl Point {
    /// A figure. One that is not finite counts as missing.
    pub fn new(value: f64) -> Self {
        Self { value: usable(value), interval: None, note: None }
    }

    /// No figure: a gap in the line, "no figure" in words.
    pub fn missing() -> Self {
        Self::default()
    }

    /// Adds an interval, its ends in either order.
    #[must_use]
    pub fn between(mut self, one_end: f64, other_end: f64) -> Self {
        self.interval = match (usable(one_end), usable(other_end)) {
            (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
            _ => None,
        };
        self
    }

    /// Has the figure stand out, ringed, with the reason in a few words: "above the usual range".
    #[must_use]
    pub fn noted(mut self, why: &'static str) -> Self {
        self.note = Some(why);
        self
    }

    /// Why the figure stands out, if there is one and it does.
    pub fn note(self) -> Option<&'static str> {
        self.value.and(self.note)
    }

    /// The figure, if there is one.
    pub fn value(self) -> Option<f64> {
        self.value
    }

    /// The interval, lower end first, if there is a figure and an interval.
    pub fn interval(self) -> Option<(f64, f64)> {
        self.value.and(self.interval)
    }
}

impl From<Option<f64>> for Point {
    fn from(value: Option<f64>) -> Self {
        value.map_or_else(Self::missing, Self::new)
    }
}

impl Limit {
    /// A horizontal line over all positions.
    pub fn new(kind: LimitKind, label: impl Into<String>, value: f64) -> Self {
        Self { kind, label: label.into(), value, span: None }
    }

    /// Restricts the line to positions `first..=last`.
    #[must_use]
    pub fn over(mut self, first: usize, last: usize) -> Self {
        self.span = Some((first.min(last), first.max(last)));
        self
    }

    pub(crate) fn is_usable(&self) -> bool {
        usable(self.value).is_some()
    }

    pub(crate) fn holds_at(&self, index: usize) -> bool {
        self.span.is_none_or(|(first, last)| first <= index && index <= last)
    }
}

impl VerticalMark {
    /// Something that happened just before position `before`.
    pub fn event(before: usize, label: impl Into<String>) -> Self {
        Self { kind: MarkKind::Event, label: label.into(), before }
    }

    /// A change of counting just before position `before`.
    pub fn break_before(before: usize, label: impl Into<String>) -> Self {
        Self { kind: MarkKind::Break, label: label.into(), before }
    }
}

fn usable(value: f64) -> Option<f64> {
    // Adding zero turns −0 into 0, which nobody counted.
    (value.is_finite() && libm::fabs(value) <= LARGEST).then_some(value + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_are_no_numbers_are_missing() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300] {
            assert_eq!(Point::new(value).value(), None);
        }
        assert_eq!(Point::new(1.0).between(f64::NAN, 2.0).interval(), None);
        assert_eq!(Point::new(1.0).between(2.0, 0.5).interval(), Some((0.5, 2.0)));
        assert_eq!(Point::missing().between(0.5, 2.0).interval(), None);
    }
}
