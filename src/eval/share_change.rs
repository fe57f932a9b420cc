//! A share of pupils in two years, and how sure its change is. Knows nothing of what was counted.
//!
//! Of eight schools or more the change is that of pooled shares, with the standard error that leaves out one school at a
//! time; of fewer, or where one year counted nobody, Newcombe's interval.

use super::certainty::Step;
use super::numbers::counted;
use crate::stats::{self, ClusterPair, ClusteredChange, clustered_difference, student_quantile, student_two_sided};

/// Counts of one school in two years: how many of how many, before and after.
pub(crate) type SharePair = ((u64, u64), (u64, u64));

/// Fewer schools cannot tell how much schools vary.
pub(crate) const FEWEST_SCHOOLS: usize = 8;

/// The change of a share, from the schools that counted it in both years.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ShareChange {
    /// How many of how many, all schools together.
    pub before: (u64, u64),
    pub after: (u64, u64),
    pub schools: usize,
    /// The difference with its error by school, where schools are enough.
    pub clustered: Option<ClusteredChange>,
}

impl ShareChange {
    /// None where a year has nobody to be a share of.
    pub fn of(pairs: &[SharePair]) -> Option<Self> {
        let sum = |of: fn(&SharePair) -> (u64, u64)| {
            pairs.iter().map(of).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
        };
        let (before, after) = (sum(|pair| pair.0), sum(|pair| pair.1));
        if before.1 == 0 || after.1 == 0 {
            return None;
        }
        let part = |(count, all): (u64, u64)| (count as f64, all as f64);
        let units: Vec<ClusterPair> =
            pairs.iter().map(|pair| ClusterPair { before: part(pair.0), after: part(pair.1) }).collect();
        // Where nobody was counted, schools cannot differ, and their error would be nothing.
        let counted = before.0 > 0 && after.0 > 0;
        let clustered = (counted && units.len() >= FEWEST_SCHOOLS).then(|| clustered_difference(&units)).flatten();
        Some(Self { before, after, schools: units.len(), clustered })
    }

    /// After minus before, as a share.
    pub fn difference(&self) -> f64 {
        share(self.after) - share(self.before)
    }

    /// The limits of the difference.
    pub fn limits(&self, level: f64) -> (f64, f64) {
        match &self.clustered {
            Some(found) => {
                let reach = student_quantile(0.5 + 0.5 * level, found.degrees_of_freedom) * found.standard_error;
                (found.estimate - reach, found.estimate + reach)
            }
            None => {
                stats::newcombe(self.after, self.before, level).map_or((-1.0, 1.0), |found| (found.lower, found.upper))
            }
        }
    }

    /// Whether the interval at a level leaves out “no change”.
    pub fn apart(&self, level: f64) -> bool {
        let (lower, upper) = self.limits(level);
        lower > 0.0 || upper < 0.0
    }

    /// Two-sided p of “no change”: Student's t, or one less the level at which Newcombe's interval just reaches it.
    pub fn p(&self) -> f64 {
        let difference = self.difference();
        if difference == 0.0 {
            return 1.0;
        }
        match &self.clustered {
            Some(found) if found.standard_error > 0.0 => {
                student_two_sided(found.estimate / found.standard_error, found.degrees_of_freedom).min(1.0)
            }
            _ => self.p_by_interval(),
        }
    }

    /// Bisects the level; 50 halvings are beyond what a p is written with.
    fn p_by_interval(&self) -> f64 {
        let (mut apart, mut reaches) = (0.0, 1.0);
        for _ in 0..50 {
            let level = 0.5 * (apart + reaches);
            match self.apart(level) {
                true => apart = level,
                false => reaches = level,
            }
        }
        1.0 - apart
    }

    /// What holds certainty down: too few schools.
    pub fn caps(&self) -> Vec<(Step, String)> {
        match self.schools {
            few if few < FEWEST_SCHOOLS => {
                vec![(Step::Possible, format!("Only {}.", counted(few as f64, ("school", "schools"))))]
            }
            _ => Vec::new(),
        }
    }

    pub fn convention(&self) -> &'static str {
        match self.clustered {
            Some(_) => "difference of pooled shares, jackknife by school, Student's t",
            None => "Newcombe difference of shares",
        }
    }

    /// “24 schools with counts of both years”.
    pub fn coverage(&self) -> String {
        format!("{} with counts of both years", counted(self.schools as f64, ("school", "schools")))
    }
}

/// How many of how many, as a share.
pub(crate) fn share((part, all): (u64, u64)) -> f64 {
    part as f64 / all as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Newcombe 1998, method 10, example (a): 56/70 against 48/80 differs by 0.0524 to 0.3339.
    #[test]
    fn few_schools_have_newcombes_interval_and_the_p_that_belongs_to_it() {
        let found = ShareChange::of(&[((48, 80), (56, 70))]).expect("a change");
        let (lower, upper) = found.limits(0.95);
        assert!((lower - 0.0524).abs() < 5e-5 && (upper - 0.3339).abs() < 5e-5, "{lower} {upper}");
        let (touching, _) = found.limits(1.0 - found.p());
        assert!(touching.abs() < 1e-9, "{touching}");
        assert!(found.p() > 0.005 && found.p() < 0.01, "{}", found.p());
        assert_eq!(found.caps().len(), 1);
    }

    #[test]
    fn many_schools_are_told_by_how_they_differ() {
        let pairs: Vec<SharePair> = (0..10).map(|n| ((10 + n % 3, 100), (14 + n % 2, 100))).collect();
        let found = ShareChange::of(&pairs).expect("a change");
        let clustered = found.clustered.expect("schools");
        let reach = student_quantile(0.975, 9.0) * clustered.standard_error;
        assert!((clustered.degrees_of_freedom - 9.0).abs() < 1e-9);
        assert!((found.limits(0.95).1 - (found.difference() + reach)).abs() < 1e-12);
        assert!(found.p() < 0.01 && found.caps().is_empty());
    }

    #[test]
    fn nobody_counted_is_no_certainty_and_nobody_to_count_no_change() {
        let none: Vec<SharePair> = vec![((0, 50), (0, 50)); 9];
        let found = ShareChange::of(&none).expect("a change");
        assert!(found.clustered.is_none() && found.limits(0.95).1 > 0.0);
        assert_eq!(found.p(), 1.0);
        assert_eq!(ShareChange::of(&[((0, 0), (3, 10))]), None);
        assert_eq!(ShareChange::of(&[]), None);
    }
}
