//! Whether a series' newest figure is usual for it: the answer of an XmR chart in one word. Knows nothing of drawing.

use super::{Indicator, Kind, Mark, SeriesPoint};
use crate::model::{Direction, EventKind};
use crate::stats::{JUDGED_FROM, XmrRules, xmr};

/// What the newest term says, after the variation icons of NHS England's “Making data count”.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variation {
    /// Within the usual range.
    Usual,
    /// Out of it, or in a run or trend, on the side that is wanted.
    Better,
    /// The same on the other side.
    Worse,
    /// Too few terms since counting began, or changed.
    TooShort,
}

impl Variation {
    /// Of a series over terms, anew after each break; None for figures that are no process of this kind.
    pub fn of(indicator: Indicator, points: &[SeriesPoint], marks: &[Mark]) -> Option<Self> {
        if !matches!(indicator.kind(), Kind::Rare | Kind::Clumped) {
            return None;
        }
        let values: Vec<Option<f64>> = points.iter().map(|point| point.value).collect();
        let newest = values.iter().rposition(Option::is_some)?;
        let starts = marks.iter().filter(|mark| mark.kind == EventKind::Break && mark.before > 0);
        let breaks: Vec<usize> = starts.map(|mark| mark.before).filter(|place| *place < values.len()).collect();
        let segments = xmr(&values, &breaks, XmrRules::default()).ok()?;
        let last = segments.iter().find(|part| (part.first..=part.last).contains(&newest))?;
        if last.points < JUDGED_FROM {
            return Some(Self::TooShort);
        }
        let signal = last.signals.iter().find(|signal| signal.index == newest);
        Some(signal.map_or(Self::Usual, |signal| match signal.up == (indicator.direction() == Direction::Rise) {
            true => Self::Better,
            false => Self::Worse,
        }))
    }

    /// One letter, for where there is no room and no colour.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Usual => "U",
            Self::Better => "B",
            Self::Worse => "W",
            Self::TooShort => "?",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Usual => "newest term: usual variation",
            Self::Better => "newest term: better than usual",
            Self::Worse => "newest term: worse than usual",
            Self::TooShort => "too few terms to say what is usual",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::TermId;

    fn series(values: &[f64]) -> Vec<SeriesPoint> {
        let point = |(place, value): (usize, &f64)| SeriesPoint {
            term: TermId::new(2016 + place as u16 / 6, place as u8 % 6 + 1),
            value: Some(*value),
            year_before: None,
            count: *value,
            exposure: 100.0,
            returns_in: 1,
            returns_expected: 1,
            during: false,
        };
        values.iter().enumerate().map(point).collect()
    }

    const STEADY: [f64; 11] = [40.0, 44.0, 41.0, 46.0, 43.0, 39.0, 42.0, 45.0, 40.0, 44.0, 42.0];

    #[test]
    fn the_newest_term_is_usual_better_or_worse_by_which_way_is_wanted() {
        let with = |newest: f64| {
            let points = series(&[&STEADY[..], &[newest]].concat());
            Variation::of(Indicator::DaysLost, &points, &[])
        };
        assert_eq!(with(43.0), Some(Variation::Usual));
        assert_eq!(with(10.0), Some(Variation::Better), "fewer days lost are wanted");
        assert_eq!(with(90.0), Some(Variation::Worse));
    }

    #[test]
    fn a_change_of_counting_begins_anew_and_a_share_is_no_process() {
        let points = series(&STEADY);
        let anew = Mark { before: 8, kind: EventKind::Break, words: "A new log".to_owned() };
        assert_eq!(Variation::of(Indicator::Incidents, &points, &[anew]), Some(Variation::TooShort));
        assert_eq!(Variation::of(Indicator::SenSupport, &points, &[]), None);
    }
}
