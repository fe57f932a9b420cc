//! The same change held against others, side by side: no comparison, schools that do not take part, whole clusters, and
//! every earlier year that could have been the base. Knows nothing of pages.
//!
//! Honest methods disagree on the same figures. None is hidden and none is called the answer; a change that hangs on
//! the base year is said to.

use super::certainty::{Movement, Step, step_of};
use super::change::Scale;
use super::finding::{BEFORE_AFTER, EvidenceLevel};
use super::matched::{Matched, SchoolPair};
use super::numbers::{counted, list, number, times};
use super::{Evidence, Indicator, Kind, Period, Scope, calculators};
use crate::eval::Calculation;
use crate::model::{AcademicYear, ClusterId};
use crate::stats::{self, ClusterPair, ClusteredChange, clustered_difference, clustered_log_ratio, student_quantile};
use serde::Serialize;
use std::collections::BTreeMap;

/// Before and after, against schools that chose not to take part.
pub(super) const AGAINST_OTHERS: EvidenceLevel = EvidenceLevel {
    level: 3,
    words: "Level 3 of 5: before and after against schools that do not take part. The clusters chose themselves, so they may differ in other ways.",
};
/// Fewer schools cannot tell how much schools vary.
const FEWEST_SCHOOLS: usize = 8;

/// How a change is held against others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Against {
    /// The same schools a year before.
    Itself,
    /// Schools that do not take part, over the same time.
    OtherSchools,
    /// The same, with errors by cluster: clusters chose to take part, not schools.
    OtherSchoolsByCluster,
    /// Other choices of clusters.
    OtherClusters,
    /// The same schools in another earlier year.
    OtherYear,
}

/// One such answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub against: Against,
    pub label: String,
    /// On the scale of the indicator's change: a ratio, or percentage points.
    pub scale: Scale,
    pub value: Option<f64>,
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub p: Option<f64>,
    /// How sure, by the 80, 95 and 99% intervals; that of the finding where it is held against itself.
    pub certainty: Step,
    /// Whether it goes as intended; None unless a direction may be named.
    pub intended: Option<bool>,
    pub evidence_level: EvidenceLevel,
    pub convention: &'static str,
    pub sentence: String,
    pub calculations: Vec<Calculation>,
}

/// All of them for one figure, and whether the answer hangs on the base year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparisons {
    pub indicator: Indicator,
    pub rows: Vec<Comparison>,
    /// A warning where another admissible base year gives another answer.
    pub warning: Option<String>,
}

impl Evidence {
    /// The change of a scope's schools, compared in every way that the figures allow.
    pub fn comparisons(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Comparisons {
        let mut rows: Vec<Comparison> = Vec::new();
        rows.extend(self.itself(indicator, period, scope, Against::Itself));
        if self.takes_part(scope) {
            rows.extend(self.against_other_schools(indicator, period, scope));
            rows.extend(self.difference_by_cluster(indicator, period, scope));
            if *scope == Scope::Pilot {
                rows.extend(self.against_other_clusters(indicator, period));
            }
        }
        let years: Vec<Comparison> = self
            .base_years(period)
            .into_iter()
            .filter_map(|other| self.itself(indicator, &other, scope, Against::OtherYear))
            .collect();
        let warning = base_year_warning(rows.first(), &years);
        rows.extend(years);
        Comparisons { indicator, rows, warning }
    }

    /// The period held against each other year that lies wholly before the start and has returns.
    pub fn base_years(&self, period: &Period) -> Vec<Period> {
        let years: std::collections::BTreeSet<AcademicYear> = self.terms.iter().map(|term| term.year).collect();
        let admissible = |other: &Period| {
            let before = other.base.iter().all(|base| self.first_term_during.is_none_or(|first| *base < first));
            before
                && other.base != period.base
                && other.pairs().all(|(term, base)| base < term && !period.terms.contains(&base))
        };
        years.into_iter().map(|year| period.with_base_year(year)).filter(admissible).collect()
    }

    fn itself(&self, indicator: Indicator, period: &Period, scope: &Scope, against: Against) -> Option<Comparison> {
        let finding = self.finding(indicator, period, scope);
        let change = finding.change?;
        let label = match against {
            Against::OtherYear => format!("Base {}", period.base_words()),
            _ => format!("Before and after ({})", period.base_words()),
        };
        Some(Comparison {
            against,
            label,
            scale: change.scale,
            value: change.estimate,
            lower: Some(change.interval.lower),
            upper: change.interval.upper,
            p: change.p,
            certainty: finding.certainty.step,
            intended: finding.intended,
            evidence_level: BEFORE_AFTER,
            convention: change.method.name(),
            sentence: format!("{}: {}.", finding.who, change.words()),
            calculations: finding.working.calculations,
        })
    }

    pub(super) fn against_other_schools(
        &self,
        indicator: Indicator,
        period: &Period,
        scope: &Scope,
    ) -> Option<Comparison> {
        let own = Matched::of(self, indicator, period, scope).schools;
        let others = Matched::of(self, indicator, period, &Scope::NotTakingPart).schools;
        if own.len() < FEWEST_SCHOOLS || others.len() < FEWEST_SCHOOLS {
            return None;
        }
        let scale = if indicator.kind() == Kind::Share { Scale::Points } else { Scale::Ratio };
        let changed = |schools: &[SchoolPair]| -> Option<ClusteredChange> {
            let pairs = pairs_of(schools);
            if scale == Scale::Points { clustered_difference(&pairs) } else { clustered_log_ratio(&pairs) }
        };
        let (ours, theirs) = (changed(&own)?, changed(&others)?);
        let estimate = ours.estimate - theirs.estimate;
        let (a, b) = (ours.standard_error * ours.standard_error, theirs.standard_error * theirs.standard_error);
        let error = libm::sqrt(a + b);
        // Welch and Satterthwaite: two groups that vary differently.
        let freedom = (a + b) * (a + b) / (a * a / ours.degrees_of_freedom + b * b / theirs.degrees_of_freedom);
        let reach = student_quantile(0.975, freedom) * error;
        let away = |level: f64| libm::fabs(estimate) > student_quantile(0.5 + 0.5 * level, freedom) * error;
        let certainty = step_of(away);
        let moved = if estimate > 0.0 { Movement::Rise } else { Movement::Fall };
        let shown = |value: f64| if scale == Scale::Points { value * 100.0 } else { libm::exp(value) };
        let (value, lower, upper) = (shown(estimate), shown(estimate - reach), shown(estimate + reach));
        let p = stats::student_two_sided(estimate / error, freedom).min(1.0);
        let whole = |of: fn(&SchoolPair) -> f64, schools: &[SchoolPair]| schools.iter().map(of).sum::<f64>() as u64;
        let counts = |schools: &[SchoolPair]| {
            [whole(|pair| pair.before.count, schools), whole(|pair| pair.after.count, schools)]
        };
        let calculations = match scale {
            Scale::Ratio => vec![
                calculators::RatioOfRatios {
                    treated: counts(&own),
                    comparison: counts(&others),
                    level: calculators::DEFAULT_LEVEL,
                }
                .into(),
            ],
            Scale::Points => Vec::new(),
        };
        let size = match scale {
            Scale::Ratio => format!("{} ({} to {})", times(value), number(lower, 2), number(upper, 2)),
            Scale::Points => format!("{} points ({} to {})", number(value, 1), number(lower, 1), number(upper, 1)),
        };
        Some(Comparison {
            against: Against::OtherSchools,
            label: "Against schools not taking part".to_owned(),
            scale,
            value: Some(value),
            lower: Some(lower),
            upper: Some(upper),
            p: Some(p),
            certainty,
            intended: certainty.has_direction().then(|| moved.is(indicator.direction())),
            evidence_level: AGAINST_OTHERS,
            convention: "our change over theirs, jackknife by school in both groups, Welch and Satterthwaite's degrees of freedom",
            sentence: format!(
                "Beyond the change of {}: {size}.",
                counted(others.len() as f64, ("school that does not take part", "schools that do not take part"))
            ),
            calculations,
        })
    }

    /// What other choices of as many clusters would have shown.
    fn against_other_clusters(&self, indicator: Indicator, period: &Period) -> Option<Comparison> {
        let mut units: BTreeMap<ClusterId, (bool, Vec<SchoolPair>)> = BTreeMap::new();
        for (place, school) in self.schools.iter().enumerate() {
            if let Some(cluster) = &school.cluster {
                let cell = units.entry(cluster.clone()).or_default();
                cell.0 |= school.taking_part;
                cell.1.extend(Matched::of_places(self, indicator, period, vec![place]).schools);
            }
        }
        let share = indicator.kind() == Kind::Share;
        let change = |schools: &[SchoolPair]| -> Option<f64> {
            let sum = |of: fn(&SchoolPair) -> (f64, f64)| {
                schools.iter().map(of).fold((0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
            };
            let before = sum(|pair| (pair.before.count, pair.before.exposure));
            let after = sum(|pair| (pair.after.count, pair.after.exposure));
            let (then, now) = (before.0 / before.1, after.0 / after.1);
            let value = if share { (now - then) * 100.0 } else { libm::log(now / then) };
            value.is_finite().then_some(value)
        };
        let changes: Vec<(String, bool, f64)> = units
            .into_iter()
            .filter_map(|(id, (takes_part, schools))| {
                Some((self.scope_words(&Scope::Cluster(id)), takes_part, change(&schools)?))
            })
            .collect();
        let treated: Vec<String> = changes.iter().filter(|(_, is, _)| *is).map(|(name, ..)| name.clone()).collect();
        if treated.is_empty() || treated.len() == changes.len() || changes.len() < 4 {
            return None;
        }
        let request = calculators::Randomisation {
            units: changes
                .iter()
                .map(|(name, _, change)| calculators::ChangedUnit { name: name.clone(), change: *change })
                .collect(),
            treated,
        };
        let calculation = Calculation::from(request);
        let answer = calculation.answer().ok()?;
        let statistic = answer.number("statistic")?;
        let (p, smallest) = (answer.number("p")?, answer.number("smallest_p")?);
        Some(Comparison {
            against: Against::OtherClusters,
            label: "Against other choices of clusters".to_owned(),
            scale: if share { Scale::Points } else { Scale::Ratio },
            value: Some(if share { statistic } else { libm::exp(statistic) }),
            lower: None,
            upper: None,
            p: Some(p),
            // A p from a handful of choices cannot carry a step.
            certainty: Step::CannotTell,
            intended: None,
            evidence_level: AGAINST_OTHERS,
            convention: "randomisation inference over clusters, all choices, two-sided, ties counted",
            sentence: format!(
                "Of {} ways to choose as many of {}, {}% show a difference as large; with so few clusters it could never be under {}%.",
                number(answer.number("allocations").unwrap_or_default(), 0),
                counted(changes.len() as f64, ("cluster", "clusters")),
                number(p * 100.0, 0),
                number(smallest * 100.0, 0)
            ),
            calculations: vec![calculation],
        })
    }
}

fn pairs_of(schools: &[SchoolPair]) -> Vec<ClusterPair> {
    schools
        .iter()
        .map(|pair| ClusterPair {
            before: (pair.before.count, pair.before.exposure),
            after: (pair.after.count, pair.after.exposure),
        })
        .collect()
}

/// Where one base year says that something changed and another does not, or they differ in direction.
fn base_year_warning(own: Option<&Comparison>, others: &[Comparison]) -> Option<String> {
    let verdict = |row: &Comparison| {
        let nothing = row.scale.no_change();
        match (row.lower?, row.upper) {
            (lower, _) if lower > nothing => Some(1),
            (_, Some(upper)) if upper < nothing => Some(-1),
            _ => Some(0),
        }
    };
    let own = own?;
    let apart: Vec<String> =
        others.iter().filter(|row| verdict(row) != verdict(own)).map(|row| row.label.clone()).collect();
    (!apart.is_empty())
        .then(|| format!("The answer hangs on the base year: {} would give another than {}.", list(apart), own.label))
}
