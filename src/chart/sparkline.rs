//! A line the size of a word. Knows figures and a box, not what was counted.

/// The path of a sparkline, for the `d` of an SVG path, and where its last figure is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sparkline {
    /// Empty if there is no figure. A gap begins the path anew; a figure alone between gaps is a short dash.
    pub path: String,
    pub last: Option<(f64, f64)>,
}

/// Room for half the stroke and the last figure's dot.
const MARGIN: f64 = 3.0;

/// Draws `points` in a box of `width` × `height` pixels, from the lowest to the highest figure; all the same figure
/// is a line half-way up.
pub fn sparkline(points: &[Option<f64>], width: f64, height: f64) -> Sparkline {
    let figures = || points.iter().flatten().copied().filter(|value| value.is_finite());
    let low = figures().fold(f64::INFINITY, f64::min);
    let high = figures().fold(f64::NEG_INFINITY, f64::max);
    let (width, height) = (width.max(2.0 * MARGIN), height.max(2.0 * MARGIN));
    let step = (width - 2.0 * MARGIN) / points.len().saturating_sub(1).max(1) as f64;
    let mut drawn = Sparkline::default();
    let figure = |index: usize| points.get(index).copied().flatten().filter(|value| value.is_finite());
    for index in 0..points.len() {
        let Some(value) = figure(index) else { continue };
        // Halves keep the range finite for any two figures.
        let range = high / 2.0 - low / 2.0;
        let share = if range > 0.0 { (value / 2.0 - low / 2.0) / range } else { 0.5 };
        let x = if points.len() == 1 { width / 2.0 } else { MARGIN + index as f64 * step };
        let y = height - MARGIN - share * (height - 2.0 * MARGIN);
        let joins = index.checked_sub(1).and_then(figure).is_some();
        let is_alone = !joins && figure(index + 1).is_none();
        let letter = if joins { 'L' } else { 'M' };
        if !drawn.path.is_empty() {
            drawn.path.push(' ');
        }
        drawn.path.push_str(&match is_alone {
            true => format!("M{:.1} {y:.1} L{:.1} {y:.1}", x - 1.0, x + 1.0),
            false => format!("{letter}{x:.1} {y:.1}"),
        });
        drawn.last = Some((x, y));
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rise_goes_up_the_box() {
        let drawn = sparkline(&[Some(1.0), Some(2.0), Some(3.0)], 26.0, 16.0);
        assert_eq!(drawn.path, "M3.0 13.0 L13.0 8.0 L23.0 3.0");
        assert_eq!(drawn.last, Some((23.0, 3.0)));
    }

    #[test]
    fn gaps_stay_gaps() {
        let drawn = sparkline(&[Some(1.0), None, Some(1.0), Some(2.0), Some(f64::NAN)], 46.0, 16.0);
        assert_eq!(drawn.path, "M2.0 13.0 L4.0 13.0 M23.0 13.0 L33.0 3.0");
        assert_eq!(drawn.last, Some((33.0, 3.0)));
    }

    #[test]
    fn one_level_is_half_way_up_and_nothing_is_nothing() {
        assert_eq!(sparkline(&[Some(7.0), Some(7.0)], 26.0, 16.0).path, "M3.0 8.0 L23.0 8.0");
        assert_eq!(sparkline(&[Some(7.0)], 26.0, 16.0).path, "M12.0 8.0 L14.0 8.0");
        assert_eq!(sparkline(&[None], 26.0, 16.0), Sparkline::default());
        assert_eq!(sparkline(&[], 0.0, 0.0), Sparkline::default());
        assert!(!sparkline(&[Some(f64::MAX), Some(f64::MIN)], 26.0, 16.0).path.contains("NaN"));
    }
}
