//! Which method answers for which figure, and its interval at three levels. Knows nothing of words.
//!
//! * A share, one school: Newcombe. Eight schools or more: jackknife by school. In between: Newcombe, widened by the
//!   dispersion of all schools' differences.
//! * Rare events: the exact rate ratio, for any number of schools.
//! * Events that come in runs: jackknife by school from eight schools that have any; with fewer, or where less than
//!   four schools' worth of counts decides, quasi-Poisson with the dispersion of other schools.

use super::change::{Change, Interval, Method, Scale};
use super::matched::{Matched, SchoolPair, Tally};
use super::{Indicator, Kind};
use crate::model::Direction;
use crate::stats::{
    self, ClusterPair, ClusteredChange, Dispersion, clustered_difference, clustered_log_ratio, count_dispersion,
    effective_clusters, share_dispersion, student_quantile, student_two_sided,
};

/// Below so many schools, how much schools vary cannot be learnt from themselves.
pub(crate) const FEWEST_SCHOOLS: usize = 8;
/// The effective number of schools below which a few large ones decide alone.
const FEWEST_EFFECTIVE: f64 = 4.0;

/// A change and what is needed to say how certain it is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Estimate {
    pub change: Change,
    /// The 99% and 80% intervals by the same method.
    pub wide: Interval,
    pub narrow: Interval,
    /// The figure afterwards (a count, for a share a percentage) that would just have counted as a change in the
    /// wanted direction; `None` if none would.
    pub detectable: Option<f64>,
    /// The change with its standard error on the scale it was estimated on (a logarithm, a share), where it has one.
    pub error: Option<ClusteredChange>,
    /// True where schools vary more than the method allows for, and allowing for it the change may be chance.
    pub overdispersed: bool,
    /// True where the dispersion had to be borrowed and none could be.
    pub dispersion_unknown: bool,
}

/// The change in matched figures; `None` where there is nothing to compare. `donors` are other schools' figures, from
/// which a dispersion may be borrowed.
pub(crate) fn estimate(
    indicator: Indicator,
    matched: &Matched,
    donors: impl FnOnce() -> Vec<SchoolPair>,
) -> Option<Estimate> {
    let schools = &matched.schools;
    let (before, after) = (matched.before(), matched.after());
    if schools.is_empty() || before.exposure <= 0.0 || after.exposure <= 0.0 {
        return None;
    }
    match indicator.kind() {
        Kind::Share => share(indicator, schools, before, after, donors),
        Kind::Rare => rare(indicator, schools, before, after),
        Kind::Clumped => clumped(indicator, schools, before, after, donors),
        Kind::Shown => None,
    }
}

fn pairs_of(schools: &[SchoolPair]) -> Vec<ClusterPair> {
    let part = |tally: Tally| (tally.count, tally.exposure);
    schools.iter().map(|pair| ClusterPair { before: part(pair.before), after: part(pair.after) }).collect()
}

/// A normal or Student interval, put on the scale it is shown on.
fn student(estimate: f64, error: f64, freedom: f64, level: f64, shown: impl Fn(f64) -> f64) -> Interval {
    let reach = student_quantile(0.5 + level / 2.0, freedom) * error;
    Interval::new(shown(estimate - reach), shown(estimate + reach))
}

fn two_sided_p(change: &ClusteredChange) -> f64 {
    match (change.estimate == 0.0, change.standard_error > 0.0) {
        (true, _) => 1.0,
        (false, true) => student_two_sided(change.estimate / change.standard_error, change.degrees_of_freedom).min(1.0),
        (false, false) => 0.0,
    }
}

fn from_clustered(scale: Scale, method: Method, change: &ClusteredChange, dispersion: Option<f64>) -> Estimate {
    let shown = |value: f64| match scale {
        Scale::Ratio => libm::exp(value),
        Scale::Points => value * 100.0,
    };
    let at = |level| student(change.estimate, change.standard_error, change.degrees_of_freedom, level, shown);
    let estimate = Some(shown(change.estimate));
    Estimate {
        change: Change { scale, estimate, interval: at(0.95), p: Some(two_sided_p(change)), method, dispersion },
        wide: at(0.99),
        narrow: at(0.80),
        detectable: None,
        error: Some(*change),
        overdispersed: false,
        dispersion_unknown: false,
    }
}

fn share(
    indicator: Indicator,
    schools: &[SchoolPair],
    before: Tally,
    after: Tally,
    donors: impl FnOnce() -> Vec<SchoolPair>,
) -> Option<Estimate> {
    let clustered = (schools.len() >= FEWEST_SCHOOLS).then(|| clustered_difference(&pairs_of(schools))).flatten();
    let mut estimate = match clustered {
        Some(change) => from_clustered(Scale::Points, Method::ClusteredDifference, &change, None),
        None => newcombe(schools, before, after, donors)?,
    };
    let base = before.rate()? * 100.0;
    estimate.detectable = estimate.change.estimate.zip(estimate.change.interval.upper).map(|(points, upper)| {
        match indicator.direction() {
            Direction::Rise => (base + points - estimate.change.interval.lower).min(100.0),
            Direction::Fall => (base - (upper - points)).max(0.0),
        }
    });
    Some(estimate)
}

fn newcombe(
    schools: &[SchoolPair],
    before: Tally,
    after: Tally,
    donors: impl FnOnce() -> Vec<SchoolPair>,
) -> Option<Estimate> {
    let whole = |tally: Tally| (tally.count as u64, tally.exposure as u64);
    let borrowed = if schools.len() == 1 { None } else { share_dispersion(&pairs_of(&donors())) };
    // Roots, as an interval's arms are standard errors.
    let factor = borrowed.map(|dispersion| dispersion.factor.max(1.0));
    let widened = libm::sqrt(factor.unwrap_or(1.0));
    let at = |level: f64| {
        let found = stats::newcombe(whole(after), whole(before), level).ok()?;
        let lower = found.estimate - widened * (found.estimate - found.lower);
        let upper = found.estimate + widened * (found.upper - found.estimate);
        Some((found.estimate, Interval::new(lower * 100.0, upper * 100.0)))
    };
    let (points, interval) = at(0.95)?;
    let change = Change {
        scale: Scale::Points,
        estimate: Some(points * 100.0),
        interval,
        p: None,
        method: Method::NewcombeDifference,
        dispersion: factor,
    };
    let dispersion_unknown = schools.len() > 1 && borrowed.is_none();
    Some(Estimate {
        change,
        wide: at(0.99)?.1,
        narrow: at(0.80)?.1,
        detectable: None,
        error: None,
        overdispersed: false,
        dispersion_unknown,
    })
}

fn rare(indicator: Indicator, schools: &[SchoolPair], before: Tally, after: Tally) -> Option<Estimate> {
    let (old, new) = (before.count as u64, after.count as u64);
    let at = |level| stats::rate_ratio([new, old], [after.exposure, before.exposure], level).ok();
    let limits = |level| at(level).map(|found| Interval { lower: found.lower, upper: found.upper });
    let found = at(0.95)?;
    let interval = limits(0.95)?;
    let change = Change {
        scale: Scale::Ratio,
        estimate: found.ratio,
        interval,
        p: Some(found.p),
        method: Method::ExactRatio,
        dispersion: None,
    };
    let detectable = match indicator.direction() {
        Direction::Fall => stats::detectable(old, [before.exposure, after.exposure], 0.95)
            .ok()
            .flatten()
            .map(|found| found.largest_after as f64),
        Direction::Rise => None,
    };
    Some(Estimate {
        wide: limits(0.99)?,
        narrow: limits(0.80)?,
        detectable,
        error: None,
        overdispersed: !interval.contains(1.0) && may_be_chance_by_school(schools),
        dispersion_unknown: false,
        change,
    })
}

/// Whether a change that the exact method sees disappears once schools, and not events, are the unit of chance.
fn may_be_chance_by_school(schools: &[SchoolPair]) -> bool {
    let pairs = pairs_of(schools);
    let with_events = pairs.iter().filter(|pair| pair.before.0 + pair.after.0 > 0.0).count();
    let more_than_chance = count_dispersion(&pairs).is_some_and(|dispersion| dispersion.factor > 1.5);
    with_events >= FEWEST_SCHOOLS
        && more_than_chance
        && clustered_log_ratio(&pairs).is_some_and(|change| {
            let interval = from_clustered(Scale::Ratio, Method::ClusteredRatio, &change, None).change.interval;
            interval.contains(1.0)
        })
}

fn clumped(
    indicator: Indicator,
    schools: &[SchoolPair],
    before: Tally,
    after: Tally,
    donors: impl FnOnce() -> Vec<SchoolPair>,
) -> Option<Estimate> {
    if before.count == 0.0 || after.count == 0.0 {
        return one_side_empty(before, after);
    }
    let pairs = pairs_of(schools);
    let events = |pair: &ClusterPair| pair.before.0 + pair.after.0;
    let enough = pairs.iter().filter(|pair| events(pair) > 0.0).count() >= FEWEST_SCHOOLS
        && effective_clusters(pairs.iter().map(events)) >= FEWEST_EFFECTIVE;
    let chance = 1.0 / before.count + 1.0 / after.count;
    let own = if enough { clustered_log_ratio(&pairs) } else { None };
    let (mut found, error) = match own {
        Some(mut change) => {
            change.standard_error = change.standard_error.max(libm::sqrt(chance));
            let dispersion = change.standard_error * change.standard_error / chance;
            (from_clustered(Scale::Ratio, Method::ClusteredRatio, &change, Some(dispersion)), change)
        }
        None => {
            let borrowed = count_dispersion(&pairs_of(&donors()));
            let known = borrowed.unwrap_or(Dispersion { factor: 1.0, degrees_of_freedom: 1.0 });
            let factor = known.factor.max(1.0);
            let change = ClusteredChange {
                estimate: log_ratio(before, after),
                standard_error: libm::sqrt(factor * chance),
                degrees_of_freedom: known.degrees_of_freedom,
            };
            let mut found = from_clustered(Scale::Ratio, Method::QuasiPoissonRatio, &change, Some(factor));
            found.dispersion_unknown = borrowed.is_none();
            (found, change)
        }
    };
    found.detectable = detectable_count(indicator, before, after, &error);
    Some(found)
}

fn log_ratio(before: Tally, after: Tally) -> f64 {
    libm::log((after.count / after.exposure) / (before.count / before.exposure))
}

/// Nothing before or nothing after: there is a ratio (0) or none, and no way to say how far chance goes.
fn one_side_empty(before: Tally, after: Tally) -> Option<Estimate> {
    let interval = Interval { lower: 0.0, upper: None };
    let estimate = (before.count > 0.0).then_some(0.0);
    let method = Method::QuasiPoissonRatio;
    let p = (before.count == after.count).then_some(1.0);
    Some(Estimate {
        change: Change { scale: Scale::Ratio, estimate, interval, p, method, dispersion: None },
        wide: interval,
        narrow: interval,
        detectable: None,
        error: None,
        overdispersed: false,
        dispersion_unknown: true,
    })
}

/// The count afterwards at which the interval would just leave "no change" out, in half units for days.
fn detectable_count(indicator: Indicator, before: Tally, after: Tally, change: &ClusteredChange) -> Option<f64> {
    let reach = student_quantile(0.975, change.degrees_of_freedom) * change.standard_error;
    let same_rate = before.count / before.exposure * after.exposure;
    let count = match indicator.direction() {
        Direction::Fall => libm::floor(same_rate * libm::exp(-reach)),
        Direction::Rise => libm::ceil(same_rate * libm::exp(reach)),
    };
    count.is_finite().then_some(count)
}
