//! The places of a laid out chart: boxes, words, lines and marks in pixels. Knows no colours and no backend.

use super::model::Lie;
use super::scale::Scale;
use super::series::{LimitKind, Look, MarkKind};

/// A rectangle in pixels, from the chart's top left corner.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PixelBox {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// Which side of a text its x is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HAlign {
    Left,
    Centre,
    Right,
}

/// One line of text; `y` is its vertical centre.
#[derive(Debug, Clone, PartialEq)]
pub struct TextMark {
    pub text: String,
    pub x: f64,
    pub y: f64,
    pub align: HAlign,
    /// The space it takes, one line high.
    pub bounds: PixelBox,
}

/// A thin line at a round figure, with the figure: horizontal at `at`, or upright where positions lie in rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Gridline {
    pub value: f64,
    pub at: f64,
    pub label: TextMark,
}

/// The shaded space between a lower and an upper limit.
pub type BandBox = PixelBox;

/// A drawn limit: from `left` to `right` at the height `at`, or from top to foot at the place `at` in rows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitLine {
    pub kind: LimitKind,
    pub left: f64,
    pub right: f64,
    pub at: f64,
}

/// A drawn vertical mark with its label above the plot.
#[derive(Debug, Clone, PartialEq)]
pub struct VerticalLine {
    pub kind: MarkKind,
    pub x: f64,
    pub top: f64,
    pub bottom: f64,
    pub label: TextMark,
}

/// A figure on its line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PointMark {
    /// Position on the horizontal axis.
    pub index: usize,
    pub x: f64,
    pub y: f64,
    /// Pixels of the interval's upper and lower end along the axis of figures.
    pub interval: Option<(f64, f64)>,
    /// Where a pointer means this figure: 24 px square, the least a finger can hit.
    pub target: PixelBox,
    /// Ringed: it stands out for a reason that the readout and the table say.
    pub noted: bool,
}

/// One drawn series.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesMarks {
    /// Place in the chart: decides colour, dash and marker.
    pub style: usize,
    pub look: Look,
    pub markers: bool,
    /// Half the size of a marker in pixels, smaller where points are close.
    pub marker_px: f64,
    /// Figures without a gap between them; a gap or a break of counting begins the next.
    pub runs: Vec<Vec<PointMark>>,
}

/// What a label's piece of line looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeySample {
    Series { style: usize, look: Look },
    Limit(LimitKind),
}

/// The name of a line, at its end or above the chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Key {
    pub sample: KeySample,
    /// Where the piece of line is drawn; `None` if the label stands at the line's end and there is only one.
    pub sample_box: Option<PixelBox>,
    pub label: TextMark,
    /// From the line's end to a label that had to move.
    pub leader: Option<((f64, f64), (f64, f64))>,
}

/// A chart with all its places. Made by [`Chart::layout`].
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    pub width: f64,
    pub height: f64,
    /// Font size of all words.
    pub text_px: f64,
    pub plot: PixelBox,
    pub scale: Scale,
    /// The unit, above the gridlines' figures.
    pub unit: Option<TextMark>,
    pub gridlines: Vec<Gridline>,
    /// Names of positions, and of groups of positions under them.
    pub x_labels: Vec<TextMark>,
    pub bands: Vec<BandBox>,
    pub limits: Vec<LimitLine>,
    pub verticals: Vec<VerticalLine>,
    pub series: Vec<SeriesMarks>,
    pub keys: Vec<Key>,
    /// The sentence in the place of everything else if there is nothing to show.
    pub notice: Vec<TextMark>,
    /// The middle of each position's column, from left to right; of its row, from the top, where positions lie in rows.
    pub columns: Vec<f64>,
    pub lie: Lie,
}

impl PixelBox {
    /// Whether a point is inside.
    pub fn contains(&self, x: f64, y: f64) -> bool {
        self.left <= x && x <= self.right && self.top <= y && y <= self.bottom
    }

    /// Whether two boxes share more than an edge.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right && other.left < self.right && self.top < other.bottom && other.top < self.bottom
    }
}

impl Layout {
    /// The position a pointer at `(x, y)` means: the nearest column or row, or the nearest marker where markers stand by
    /// size, as several may share a column.
    pub fn nearest(&self, x: f64, y: f64) -> Option<usize> {
        if let (Lie::Columns, Some(dots)) = (self.lie, self.series.iter().find(|series| series.look == Look::Dots)) {
            let far = |mark: &PointMark| libm::hypot(mark.x - x, mark.y - y);
            let marks = dots.runs.iter().flatten();
            return marks.min_by(|a, b| far(a).total_cmp(&far(b))).map(|mark| mark.index);
        }
        let along = if self.lie == Lie::Rows { y } else { x };
        let far = |column: &f64| libm::fabs(column - along);
        self.columns.iter().enumerate().min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b))).map(|(index, _)| index)
    }

    /// The middle of a position's column.
    pub fn column(&self, index: usize) -> Option<f64> {
        self.columns.get(index).copied()
    }

    /// The figures of a position, in the order of the series.
    pub fn marks_at(&self, index: usize) -> impl Iterator<Item = (&SeriesMarks, &PointMark)> {
        self.series.iter().flat_map(move |series| {
            series.runs.iter().flatten().filter(move |mark| mark.index == index).map(move |mark| (series, mark))
        })
    }

    /// Every word on the chart.
    pub fn texts(&self) -> impl Iterator<Item = &TextMark> {
        let lines = self.gridlines.iter().map(|line| &line.label);
        let verticals = self.verticals.iter().map(|line| &line.label);
        let keys = self.keys.iter().map(|key| &key.label);
        self.unit.iter().chain(lines).chain(&self.x_labels).chain(verticals).chain(keys).chain(&self.notice)
    }
}
