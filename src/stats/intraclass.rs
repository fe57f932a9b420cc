//! How alike the members of a group are: the share of all variance that lies between groups. Knows nothing of what the
//! groups are.

use super::beta::{beta_tails_at_odds, beta_upper_inverse_odds};
use super::error::{StatsError, check_level};

/// Draws that differ from the data by rounding alone are ties.
const TIE: f64 = 1e-9;

/// The intraclass correlation of groups, with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Intraclass {
    /// 1 where members are the same within each group; below 0 where groups are more alike than chance makes them.
    pub estimate: f64,
    pub lower: f64,
    pub upper: f64,
    /// Mean squares between and within groups, and their ratio.
    pub between: f64,
    pub within: f64,
    pub f: f64,
    /// P(F ≥ f) were there no groups.
    pub p: f64,
    /// The size of group that stands for unequal ones: (N − Σn²/N) / (k − 1).
    pub size: f64,
    pub groups: usize,
    pub units: usize,
}

/// What random groups of the same sizes would show.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Regrouped {
    /// The middle of the random groups' correlations, and the one that one in twenty exceeds.
    pub middle: f64,
    pub exceeded_by_one_in_twenty: f64,
    /// The share of draws, the actual grouping among them, whose members are at least as alike.
    pub p: f64,
    pub draws: usize,
}

/// Sums of squares between groups and in all; groups are told by number.
struct Sums {
    sizes: Vec<f64>,
    total: f64,
    between: f64,
}

/// The one-way analysis-of-variance estimator with its F interval, of units in numbered groups.
///
/// Source: S. R. Searle, *Linear Models* (1971), chapter 9; the limits are exact where groups are of one size and the
/// values normal, and near enough with the mean size n₀ otherwise (A. Donner 1986). `ICC(1)` of R's psych.
///
/// # Errors
/// Fewer than two groups, no group with two units, or units that are all the same.
pub fn intraclass(units: &[(usize, f64)], level: f64) -> Result<Intraclass, StatsError> {
    check_level(level)?;
    let sums = sums(&in_order(units))?;
    let (k, n) = (sums.sizes.len() as f64, units.len() as f64);
    let (free_between, free_within) = (k - 1.0, n - k);
    let size = typical_size(&sums.sizes, n);
    let between = sums.between / free_between;
    let within = (sums.total - sums.between).max(0.0) / free_within;
    let f = between / within;
    let tail = 0.5 * (1.0 - level);
    let share = |ratio: f64| if ratio.is_infinite() { 1.0 } else { (ratio - 1.0) / (ratio + size - 1.0) };
    Ok(Intraclass {
        estimate: share(f),
        lower: share(f / f_exceeded_by(tail, free_between, free_within)),
        upper: share(f * f_exceeded_by(tail, free_within, free_between)),
        between,
        within,
        f,
        p: f_at_least(f, free_between, free_within),
        size,
        groups: sums.sizes.len(),
        units: units.len(),
    })
}

/// The same correlation where units change places at random within their stratum, so that every group keeps its number of
/// each stratum. Units are `(stratum, group, value)`; `draw(n)` gives a whole number below n.
///
/// # Errors
/// As [`intraclass`], and no draws.
pub fn regrouped(
    units: &[(usize, usize, f64)],
    draws: usize,
    mut draw: impl FnMut(u64) -> u64,
) -> Result<Regrouped, StatsError> {
    if draws == 0 {
        return Err(StatsError::TooFew { argument: "draws", length: 0, least: 1 });
    }
    // One order for all callers.
    let mut ordered = units.to_vec();
    ordered.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)).then(a.2.total_cmp(&b.2)));
    let units: Vec<(usize, f64)> = ordered.iter().map(|unit| (unit.1, unit.2)).collect();
    let actual = sums(&units)?;
    let mut random = Random::of(&ordered, &actual);
    let mut found = Vec::with_capacity(draws);
    let mut reached = 1_usize;
    for _ in 0..draws {
        random.regroup(&mut draw);
        let between = random.between();
        reached += usize::from(between >= actual.between - TIE * actual.total);
        found.push(random.correlation(between));
    }
    found.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let place = libm::ceil(share * draws as f64) as usize;
        found.get(place.saturating_sub(1)).copied().unwrap_or_default()
    };
    Ok(Regrouped {
        middle: at(0.5),
        exceeded_by_one_in_twenty: at(0.95),
        p: reached as f64 / (draws + 1) as f64,
        draws,
    })
}

/// Units at random places: what the places are, and what no draw changes, is worked out once.
struct Random {
    /// How far each unit lies from the mean of all, place by place; and the place of its group among the sizes.
    apart: Vec<f64>,
    group: Vec<usize>,
    /// The first place of each stratum, and one past its last.
    strata: Vec<(usize, usize)>,
    sizes: Vec<f64>,
    total: f64,
    typical: f64,
    /// By group, of the draw at hand.
    added: Vec<f64>,
}

impl Random {
    /// `ordered` by stratum.
    fn of(ordered: &[(usize, usize, f64)], actual: &Sums) -> Self {
        let n = ordered.len() as f64;
        let mean = ordered.iter().map(|unit| unit.2).sum::<f64>() / n;
        let mut numbers: Vec<usize> = ordered.iter().map(|unit| unit.1).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let ends = (1..=ordered.len())
            .filter(|end| ordered.get(*end).map(|unit| unit.0) != ordered.get(end - 1).map(|unit| unit.0));
        let mut first = 0;
        Self {
            apart: ordered.iter().map(|unit| unit.2 - mean).collect(),
            group: ordered.iter().filter_map(|unit| numbers.binary_search(&unit.1).ok()).collect(),
            strata: ends.map(|end| (std::mem::replace(&mut first, end), end)).collect(),
            sizes: actual.sizes.clone(),
            total: actual.total,
            typical: typical_size(&actual.sizes, n),
            added: vec![0.0; actual.sizes.len()],
        }
    }

    /// Every unit to a place of its stratum, each order as likely as any other (R. A. Fisher and F. Yates).
    fn regroup(&mut self, draw: &mut impl FnMut(u64) -> u64) {
        for (first, end) in self.strata.iter().copied() {
            for place in first..end.saturating_sub(1) {
                let other = place + draw((end - place) as u64) as usize;
                self.apart.swap(place, other.min(end - 1));
            }
        }
    }

    /// The sum of squares between groups.
    fn between(&mut self) -> f64 {
        self.added.fill(0.0);
        for (group, apart) in self.group.iter().zip(&self.apart) {
            if let Some(sum) = self.added.get_mut(*group) {
                *sum += apart;
            }
        }
        between(self.sizes.iter().copied().zip(self.added.iter().copied()), self.apart.len(), self.total)
    }

    fn correlation(&self, between: f64) -> f64 {
        let (k, n) = (self.sizes.len() as f64, self.apart.len() as f64);
        let (between, within) = (between / (k - 1.0), (self.total - between).max(0.0) / (n - k));
        (between - within) / (between + (self.typical - 1.0) * within)
    }
}

fn typical_size(sizes: &[f64], n: f64) -> f64 {
    (n - sizes.iter().map(|size| size * size).sum::<f64>() / n) / (sizes.len() as f64 - 1.0)
}

fn in_order(units: &[(usize, f64)]) -> Vec<(usize, f64)> {
    let mut ordered = units.to_vec();
    ordered.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    ordered
}

/// Squares about the mean of all, so that a large level costs no digits.
fn sums(units: &[(usize, f64)]) -> Result<Sums, StatsError> {
    if let Some((_, value)) = units.iter().find(|(_, value)| !value.is_finite()) {
        return Err(StatsError::OutOfRange { argument: "value", value: *value, rule: "a number" });
    }
    let mut groups = std::collections::BTreeMap::<usize, (f64, f64)>::new();
    let mean = units.iter().map(|(_, value)| value).sum::<f64>() / units.len().max(1) as f64;
    let mut total = 0.0;
    for (group, value) in units {
        let apart = value - mean;
        let sum = groups.entry(*group).or_default();
        sum.0 += 1.0;
        sum.1 += apart;
        total += apart * apart;
    }
    if groups.len() < 2 || units.len() == groups.len() {
        return Err(StatsError::TooFew { argument: "groups of two or more", length: groups.len(), least: 2 });
    }
    let size: f64 = units.iter().map(|(_, value)| libm::fabs(*value)).sum::<f64>() / units.len() as f64;
    if total <= TIE * TIE * size * size {
        return Err(StatsError::NothingCounted { argument: "the difference between units" });
    }
    let between = between(groups.values().copied(), units.len(), total);
    Ok(Sums { sizes: groups.into_values().map(|(n, _)| n).collect(), total, between })
}

/// The sum of squares between groups, of each group's size and the sum of how far its units lie from the mean of all: what lies
/// between them over and above their mean of means.
fn between(groups: impl Iterator<Item = (f64, f64)>, units: usize, total: f64) -> f64 {
    let (own, rest) = groups.fold((0.0, 0.0), |(own, rest), (n, sum)| (own + sum * sum / n, rest + sum));
    (own - rest * rest / units as f64).clamp(0.0, total)
}

/// The value that F with these degrees of freedom exceeds with probability `q`.
fn f_exceeded_by(q: f64, free_above: f64, free_below: f64) -> f64 {
    beta_upper_inverse_odds(0.5 * free_above, 0.5 * free_below, q) * free_below / free_above
}

fn f_at_least(f: f64, free_above: f64, free_below: f64) -> f64 {
    if f.is_infinite() {
        return 0.0;
    }
    beta_tails_at_odds(0.5 * free_above, 0.5 * free_below, f * free_above / free_below).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_groups_of_two_can_be_worked_out_by_hand() -> Result<(), StatsError> {
        // Means 1.5 and 5.5: between 16, within (0.5 + 0.5) / 2.
        let found = intraclass(&[(0, 1.0), (0, 2.0), (1, 5.0), (1, 6.0)], 0.95)?;
        assert_eq!((found.between, found.within, found.f, found.size), (16.0, 0.5, 32.0, 2.0));
        assert!((found.estimate - 31.0 / 33.0).abs() < 1e-15);
        // P(F(1, 2) ≥ 32) is that of Student's t with two degrees of freedom beyond √32.
        assert!((found.p - (1.0 - libm::sqrt(32.0 / 34.0))).abs() < 1e-14, "{}", found.p);
        Ok(())
    }

    #[test]
    fn units_that_are_the_same_within_groups_correlate_wholly() -> Result<(), StatsError> {
        let found = intraclass(&[(0, 1.0), (0, 1.0), (1, 2.0), (1, 2.0)], 0.95)?;
        assert_eq!((found.estimate, found.lower, found.upper, found.p), (1.0, 1.0, 1.0, 0.0));
        Ok(())
    }

    #[test]
    fn what_cannot_be_grouped_is_refused() {
        for units in [&[][..], &[(0, 1.0), (0, 2.0)], &[(0, 1.0), (1, 2.0)], &[(0, 3.0), (0, 3.0), (1, 3.0)]] {
            assert!(intraclass(units, 0.95).is_err(), "{units:?}");
        }
        assert!(intraclass(&[(0, 1.0), (0, f64::NAN), (1, 2.0)], 0.95).is_err());
    }

    #[test]
    fn random_groups_reach_a_perfect_grouping_only_by_luck() -> Result<(), StatsError> {
        let units: Vec<(usize, usize, f64)> = (0..12).map(|place| (0, place / 4, (place / 4) as f64)).collect();
        let mut turn = 0_u64;
        let found = regrouped(&units, 199, |n| {
            turn = turn.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (turn >> 33) % n
        })?;
        assert!(found.p < 0.05 && found.middle < 0.3 && found.middle < found.exceeded_by_one_in_twenty, "{found:?}");
        Ok(())
    }

    #[test]
    fn units_of_strata_of_one_stay_where_they_are() -> Result<(), StatsError> {
        let units = [(0, 0, 1.0), (1, 0, 2.0), (2, 1, 5.0), (3, 1, 6.0)];
        assert_eq!(regrouped(&units, 19, |_| 0)?.p, 1.0);
        Ok(())
    }
}
