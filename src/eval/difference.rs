//! Difference-in-differences with errors by cluster: whether schools taking part changed by more than others, where whole
//! clusters chose and not schools. Knows nothing of pages.
//!
//! Each school is one row: its change in the rate, whether it takes part, and its cluster. With six clusters of which two
//! take part there is little to go by however many schools they have, and the answer says so: CR2 errors with
//! Satterthwaite's degrees of freedom (Pustejovsky and Tipton 2018), and a restricted wild bootstrap over all choices of
//! signs (Cameron, Gelbach and Miller 2008). The less sure of the two decides.

use super::calculators::{ClusterRegression, DEFAULT_LEVEL};
use super::certainty::{Movement, step_of};
use super::change::Scale;
use super::comparisons::{AGAINST_OTHERS, Against, Comparison};
use super::matched::{Matched, SchoolPair};
use super::numbers::{counted, number, signed};
use super::{Calculation, Evidence, Indicator, Kind, Period, Scope};
use crate::stats::student_quantile;
use std::collections::{BTreeMap, BTreeSet};

/// With fewer clusters on the whole there is nothing to set against one another.
const FEWEST_CLUSTERS: usize = 4;
const TAKES_PART: &str = "takes part";

/// The rows of the regression.
#[derive(Default)]
struct Rows {
    changes: Vec<f64>,
    takes_part: Vec<f64>,
    clusters: Vec<String>,
    /// Counts and exposures of the schools taking part before the start: the level that changes are parts of.
    level: (f64, f64),
}

impl Evidence {
    /// The change of schools taking part beyond that of others, errors by cluster; None for a part of the pilot, or with too
    /// few clusters on either side.
    pub(super) fn difference_by_cluster(
        &self,
        indicator: Indicator,
        period: &Period,
        scope: &Scope,
    ) -> Option<Comparison> {
        if *scope != Scope::Pilot || indicator.kind() == Kind::Shown {
            return None;
        }
        let rows = self.rows_by_cluster(indicator, period);
        let clusters: BTreeSet<&String> = rows.clusters.iter().collect();
        let some = |wanted: f64| rows.takes_part.contains(&wanted);
        if clusters.len() < FEWEST_CLUSTERS || !some(1.0) || !some(0.0) || rows.level.1 <= 0.0 {
            return None;
        }
        let number_of_clusters = clusters.len();
        let before = rows.level.0 / rows.level.1 * indicator.per();
        let request = ClusterRegression {
            y: rows.changes,
            x: BTreeMap::from([(TAKES_PART.to_owned(), rows.takes_part)]),
            cluster: rows.clusters,
            test: TAKES_PART.to_owned(),
            level: DEFAULT_LEVEL,
        };
        let calculation = Calculation::from(request);
        let answer = calculation.answer().ok()?;
        let (coefficient, error) = (answer.number("coefficient")?, answer.number("se_cr2")?);
        let (df, p, p_wild) = (answer.number("df")?, answer.number("p")?, answer.number("p_wild")?);
        let (lower, upper) = (answer.number("lower")?, answer.number("upper")?);
        let by_cr2 = step_of(|level| libm::fabs(coefficient) > student_quantile(0.5 + 0.5 * level, df) * error);
        let by_signs = step_of(|level| p_wild < 1.0 - level);
        let certainty = by_cr2.max(by_signs);
        let moved = if coefficient > 0.0 { Movement::Rise } else { Movement::Fall };
        let is_share = indicator.kind() == Kind::Share;
        // A difference of rates as a part of the level before, to stand beside ratios.
        let shown = |value: f64| if is_share { value } else { 1.0 + value / before };
        if !is_share && before <= 0.0 {
            return None;
        }
        let places = indicator.rate_places();
        let unit = if is_share { "points" } else { indicator.rate_unit() };
        Some(Comparison {
            against: Against::OtherSchoolsByCluster,
            label: "Difference-in-differences, errors by cluster".to_owned(),
            scale: if is_share { Scale::Points } else { Scale::Ratio },
            value: Some(shown(coefficient)),
            lower: Some(shown(lower)),
            upper: Some(shown(upper)),
            p: Some(p),
            certainty,
            intended: certainty.has_direction().then(|| moved.is(indicator.direction())),
            evidence_level: AGAINST_OTHERS,
            convention: match is_share {
                true => {
                    "change of each school regressed on taking part, CR2 by cluster with Satterthwaite's degrees of freedom, restricted wild bootstrap over all signs, ties counted"
                }
                false => {
                    "change in each school's rate regressed on taking part, as a part of the rate before; CR2 by cluster with Satterthwaite's degrees of freedom, restricted wild bootstrap over all signs, ties counted"
                }
            },
            sentence: format!(
                "A school taking part changed by {} {unit} more than another ({} to {}), by {} with {} degrees of freedom; {}% of {} choices of signs show as much.",
                signed(coefficient, places),
                signed(lower, places),
                signed(upper, places),
                counted(number_of_clusters as f64, ("cluster", "clusters")),
                number(df, 1),
                number(p_wild * 100.0, 0),
                number(answer.number("wild_vectors").unwrap_or_default(), 0)
            ),
            calculations: vec![calculation],
        })
    }

    fn rows_by_cluster(&self, indicator: Indicator, period: &Period) -> Rows {
        let mut rows = Rows::default();
        for (place, school) in self.schools.iter().enumerate() {
            let Some(cluster) = &school.cluster else { continue };
            for SchoolPair { before, after, .. } in Matched::of_places(self, indicator, period, vec![place]).schools {
                let (Some(then), Some(now)) = (before.rate(), after.rate()) else { continue };
                rows.changes.push((now - then) * indicator.per());
                rows.takes_part.push(if school.taking_part { 1.0 } else { 0.0 });
                rows.clusters.push(cluster.to_string());
                if school.taking_part {
                    rows.level.0 += before.count;
                    rows.level.1 += before.exposure;
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};
    use crate::eval::Step;

    #[test]
    fn the_regression_is_the_calculators_and_the_weaker_method_decides() {
        assert!(Step::Clear < Step::CannotTell, "the greater step is the less sure one");
        let evidence = Evidence::of(&pilot_data(&Options::default()));
        let period = Period::default_of(&evidence);
        for indicator in Indicator::JUDGED {
            let found = evidence.difference_by_cluster(indicator, &period, &Scope::Pilot).expect("six clusters");
            let answer = found.calculations.first().expect("a request").answer().expect("an answer");
            assert_eq!(found.p, answer.number("p"), "{indicator:?}");
            assert_eq!(answer.number("wild_vectors"), Some(64.0), "six clusters have 64 choices of signs");
            // The difference of the two groups' mean changes, by hand.
            let rows = evidence.rows_by_cluster(indicator, &period);
            let mean = |part: f64| {
                let own: Vec<f64> =
                    rows.changes.iter().zip(&rows.takes_part).filter(|(_, is)| **is == part).map(|(y, _)| *y).collect();
                own.iter().sum::<f64>() / own.len() as f64
            };
            let by_hand = mean(1.0) - mean(0.0);
            assert!((answer.number("coefficient").expect("one") - by_hand).abs() < 1e-9, "{indicator:?}");
            // Of 64 choices two at least show as much: nothing can be clear.
            assert!(found.certainty >= Step::Likely, "{indicator:?}");
        }
        let cluster = evidence.scopes(false).into_iter().find(|scope| matches!(scope, Scope::Cluster(_))).expect("one");
        assert_eq!(evidence.difference_by_cluster(Indicator::Requests, &period, &cluster), None);
    }
}
