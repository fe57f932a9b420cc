//! The names under the chart and the vertical marks through it. Knows where columns are, not what was counted.

use super::labels::{rows, stride};
use super::layout::GAP;
use super::model::Chart;
use super::number::NumberFormat;
use super::places::{HAlign, PixelBox, TextMark, VerticalLine};
use super::scale::Scale;
use super::series::VerticalMark;
use super::words::Words;

/// Where a vertical mark and its label stand: x of the line, row above the plot, and the label's side.
pub(crate) struct MarkPlace {
    x: f64,
    pub row: f64,
    align: HAlign,
}

/// Short names under their columns, as many as fit, the last always; group names once under their members.
pub(crate) fn x_labels(chart: &Chart, words: &Words, columns: &[f64], top: f64, width: f64) -> Vec<TextMark> {
    let y = top + words.line_px / 2.0;
    let named = chart.x.labels.iter().zip(columns);
    let all: Vec<TextMark> = named.map(|(label, &x)| words.place_inside(&label.short, x, y, width)).collect();
    let spans: Vec<(f64, f64)> = all.iter().map(|mark| (mark.bounds.left, mark.bounds.right)).collect();
    let every = stride(&spans, GAP);
    let last = all.len().saturating_sub(1);
    let mut shown: Vec<TextMark> = all
        .into_iter()
        .enumerate()
        .filter(|(index, _)| (last - index).is_multiple_of(every))
        .map(|(_, mark)| mark)
        .collect();
    let groups: Vec<TextMark> = groups(chart, columns)
        .into_iter()
        .map(|(name, middle)| words.place_inside(name, middle, y + words.line_px, width))
        .collect();
    let spans: Vec<(f64, f64)> = groups.iter().map(|mark| (mark.bounds.left, mark.bounds.right)).collect();
    let every = stride(&spans, GAP);
    let last = groups.len().saturating_sub(1);
    shown.extend(
        groups.into_iter().enumerate().filter(|(index, _)| (last - index).is_multiple_of(every)).map(|(_, mark)| mark),
    );
    shown
}

/// Round sizes under the plot, and under them what they are sizes of.
pub(crate) fn size_labels(name: &str, words: &Words, scale: &Scale, top: f64, width: f64) -> Vec<TextMark> {
    let y = top + words.line_px / 2.0;
    let write = |size: f64| NumberFormat::Count.write_tick(size, scale.step);
    // A figure under nothing at the axis’s end is wide: it keeps clear of that beside the lowest gridline.
    let clear = |size: f64, text: &str| match scale.pixel(size) {
        x if size < 0.0 => x.max(scale.bottom_px + words.width(text) / 2.0 - GAP / 2.0),
        x => x,
    };
    let tick = |&size: &f64| {
        let text = write(size);
        words.place_inside(&text, clear(size, &text), y, width)
    };
    let mut all: Vec<TextMark> = scale.ticks.iter().map(tick).collect();
    let spans: Vec<(f64, f64)> = all.iter().map(|mark| (mark.bounds.left, mark.bounds.right)).collect();
    let (every, last) = (stride(&spans, GAP), all.len().saturating_sub(1));
    let mut place = 0;
    all.retain(|_| {
        place += 1;
        (last + 1 - place).is_multiple_of(every)
    });
    let middle = (scale.bottom_px + scale.top_px) / 2.0;
    all.push(words.place_inside(name, middle, y + words.line_px, width));
    all
}

/// Neighbouring columns of one group: its name and the middle of them.
fn groups<'a>(chart: &'a Chart, columns: &[f64]) -> Vec<(&'a str, f64)> {
    let mut found: Vec<(Option<&str>, f64, f64)> = Vec::new();
    for (label, &x) in chart.x.labels.iter().zip(columns) {
        let group = label.group.as_deref();
        match found.last_mut() {
            Some((name, _, last)) if *name == group => *last = x,
            _ => found.push((group, x, x)),
        }
    }
    found.into_iter().filter_map(|(name, first, last)| name.map(|name| (name, (first + last) / 2.0))).collect()
}

/// Places of the vertical marks between `ends` of the plot. Labels go right of their line, or left of it where the
/// chart ends, each in the lowest free row; from the right, so that no line runs through another's label.
pub(crate) fn mark_places(
    words: &Words,
    marks: &[VerticalMark],
    count: usize,
    ends: (f64, f64),
    width: f64,
) -> Vec<MarkPlace> {
    let mut places: Vec<(usize, MarkPlace, (f64, f64))> = Vec::new();
    for (order, mark) in marks.iter().enumerate() {
        let share = mark.before.min(count) as f64 / count.max(1) as f64;
        let x = ends.0 + (ends.1 - ends.0) * share;
        let label = words.width(&mark.label);
        let fits_right = x + label <= width;
        let align = if fits_right { HAlign::Left } else { HAlign::Right };
        let left = if fits_right { x } else { x - label };
        places.push((order, MarkPlace { x, row: 0.0, align }, (left, left + label)));
    }
    places.sort_by(|a, b| b.1.x.total_cmp(&a.1.x).then(a.0.cmp(&b.0)));
    let spans: Vec<(f64, f64)> = places.iter().map(|place| place.2).collect();
    for (place, row) in places.iter_mut().zip(rows(&spans, GAP)) {
        place.1.row = row as f64;
    }
    places.sort_by_key(|place| place.0);
    places.into_iter().map(|(_, place, _)| place).collect()
}

/// The vertical lines, from under their labels to the foot of the plot.
pub(crate) fn verticals(
    words: &Words,
    marks: &[VerticalMark],
    places: Vec<MarkPlace>,
    plot: &PixelBox,
) -> Vec<VerticalLine> {
    let line = |(mark, place): (&VerticalMark, MarkPlace)| {
        let y = plot.top - (place.row + 1.0) * words.line_px;
        VerticalLine {
            kind: mark.kind,
            x: place.x,
            top: y + words.line_px / 2.0,
            bottom: plot.bottom,
            label: words.place(mark.label.clone(), place.x, y, place.align),
        }
    };
    marks.iter().zip(places).map(line).collect()
}
