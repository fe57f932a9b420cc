//! The number that a share of all draws lies under, for every shape of range, fast enough for millions of draws. Knows nothing of
//! what is assumed.

use crate::model::Range;
use crate::stats::{beta_lower_inverse, ln_gamma, normal_density, normal_quantile};

/// Cells of equal probability between which draws are interpolated.
const CELLS: usize = 1_024;
/// Cells at either end in which every draw is worked out by itself: there the function bends too much.
const OUTER: usize = 4;
/// The standard normal's 95% quantile: a 90% range is twice this wide.
const NINE_IN_TEN: f64 = 1.644_853_626_951_472_2;

/// A range, ready to be drawn from.
#[derive(Debug, Clone)]
pub(super) enum Sampler {
    Fixed(f64),
    Uniform {
        low: f64,
        width: f64,
    },
    /// `turn` is the share of draws that lie under the likeliest number.
    Triangular {
        low: f64,
        high: f64,
        turn: f64,
        rise: f64,
        fall: f64,
    },
    Table(Box<Table>),
}

/// A curve through 1,023 exact numbers with their exact slopes: within 2 · 10⁻⁵ of a normal's standard deviation.
#[derive(Debug, Clone)]
pub(super) struct Table {
    curve: Curve,
    /// The number at each cell's lower end, and its slope there, a cell.
    knots: Vec<(f64, f64)>,
}

#[derive(Debug, Clone, Copy)]
enum Curve {
    Normal { mean: f64, sd: f64 },
    Lognormal { mean: f64, sd: f64 },
    Beta { low: f64, width: f64, a: f64, b: f64 },
}

impl Sampler {
    /// The sampler of a range that was found to be in order.
    pub fn of(range: Range) -> Self {
        let middle = |low: f64, high: f64| (0.5 * (low + high), 0.5 * (high - low) / NINE_IN_TEN);
        match range {
            Range::Fixed { value } => Self::Fixed(value),
            _ if has_no_width(range) => Self::Fixed(range.told().0),
            Range::Uniform { low, high } => Self::Uniform { low, width: high - low },
            Range::Triangular { low, likely, high } => Self::Triangular {
                low,
                high,
                turn: (likely - low) / (high - low),
                rise: (high - low) * (likely - low),
                fall: (high - low) * (high - likely),
            },
            Range::Pert { low, likely, high } => {
                let width = high - low;
                let (a, b) = (1.0 + 4.0 * (likely - low) / width, 1.0 + 4.0 * (high - likely) / width);
                Self::table(Curve::Beta { low, width, a, b })
            }
            Range::Normal { low, high } => {
                let (mean, sd) = middle(low, high);
                Self::table(Curve::Normal { mean, sd })
            }
            Range::Lognormal { low, high } => {
                let (mean, sd) = middle(libm::log(low), libm::log(high));
                Self::table(Curve::Lognormal { mean, sd })
            }
            Range::Seen { count, of } => {
                let (a, b) = (f64::from(count) + 0.5, f64::from(of.saturating_sub(count)) + 0.5);
                Self::table(Curve::Beta { low: 0.0, width: 1.0, a, b })
            }
        }
    }

    fn table(curve: Curve) -> Self {
        let knot = |cell: usize| {
            let share = cell as f64 / CELLS as f64;
            let number = curve.at(share);
            (number, 1.0 / (curve.density(number) * CELLS as f64))
        };
        let knots =
            (0..=CELLS).map(|cell| if (OUTER..=CELLS - OUTER).contains(&cell) { knot(cell) } else { (0.0, 0.0) });
        Self::Table(Box::new(Table { curve, knots: knots.collect() }))
    }

    /// Puts in the place of each share of all draws the number under which it lies. Shares are above 0 and below 1.
    pub fn put(&self, shares: &mut [f64]) {
        match self {
            Self::Fixed(value) => shares.fill(*value),
            Self::Uniform { low, width } => shares.iter_mut().for_each(|u| *u = low + width * *u),
            Self::Triangular { low, high, turn, rise, fall } => {
                for u in shares {
                    let before = *u < *turn;
                    let root = (if before { *u * rise } else { (1.0 - *u) * fall }).sqrt();
                    *u = if before { low + root } else { high - root };
                }
            }
            Self::Table(table) => shares.iter_mut().for_each(|u| *u = table.at(*u)),
        }
    }
}

impl Table {
    /// Hermite's cubic between the two ends of a cell.
    #[inline]
    fn at(&self, u: f64) -> f64 {
        let place = u * CELLS as f64;
        let cell = place as usize;
        match (self.knots.get(cell), self.knots.get(cell + 1)) {
            (Some((low, rise)), Some((high, later))) if (OUTER..CELLS - OUTER).contains(&cell) => {
                let along = place - cell as f64;
                let step = high - low;
                let (first, last) = (rise - step, later - step);
                low + along * (step + (1.0 - along) * ((1.0 - along) * first - along * last))
            }
            _ => self.curve.at(u),
        }
    }
}

impl Curve {
    fn at(self, u: f64) -> f64 {
        match self {
            Self::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Self::Lognormal { mean, sd } => libm::exp(mean + sd * normal_quantile(u)),
            Self::Beta { low, width, a, b } => low + width * beta_lower_inverse(a, b, u),
        }
    }

    fn density(self, x: f64) -> f64 {
        match self {
            Self::Normal { mean, sd } => normal_density((x - mean) / sd) / sd,
            Self::Lognormal { mean, sd } => normal_density((libm::log(x) - mean) / sd) / (sd * x),
            Self::Beta { low, width, a, b } => {
                let x = (x - low) / width;
                let log = (a - 1.0) * libm::log(x) + (b - 1.0) * libm::log1p(-x);
                libm::exp(log + ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b)) / width
            }
        }
    }
}

fn has_no_width(range: Range) -> bool {
    let (low, high) = range.told();
    !matches!(range, Range::Seen { .. }) && low >= high
}
