//! A group's scores before and after a programme, as sums. Knows no pupil.

use super::{ModelError, ProgrammeKind, TermId, Urn};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The scores of a programme in one school, by the term in which they were taken again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ScoresId {
    pub school: Urn,
    pub term: TermId,
    pub programme: ProgrammeKind,
    /// Pupils of the same kind without the programme.
    pub comparison: bool,
}

impl fmt::Display for ScoresId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let group = if self.comparison { "comparison" } else { "programme" };
        write!(f, "{}_{}_{group}_{}", self.school, self.term, self.programme.key())
    }
}

impl FromStr for ScoresId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Record(text.to_owned());
        let mut parts = text.splitn(5, '_');
        let mut next = || parts.next().ok_or_else(wrong);
        let school = next()?.parse()?;
        let term = format!("{}_{}", next()?, next()?).parse()?;
        let comparison = match next()? {
            "comparison" => true,
            "programme" => false,
            _ => return Err(wrong()),
        };
        let programme = ProgrammeKind::from_key(next()?).ok_or_else(wrong)?;
        Ok(Self { school, term, programme, comparison })
    }
}

/// Standardised scores (mean 100, standard deviation 15) of one group of pupils, before and after. Sums of whole points
/// are kept and not means: they add up over groups without loss.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupScores {
    pub school: Urn,
    pub term: TermId,
    pub programme: ProgrammeKind,
    #[serde(default)]
    pub comparison: bool,
    /// Pupils with both scores.
    pub pupils: u32,
    pub before: i64,
    pub after: i64,
    pub before_squares: i64,
    pub after_squares: i64,
    /// Σ before × after.
    pub products: i64,
    /// Pupils whose change is beyond the test's own error, up and down.
    #[serde(default)]
    pub reliably_better: u32,
    #[serde(default)]
    pub reliably_worse: u32,
}

/// What the sums come to.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreSummary {
    pub pupils: u64,
    pub mean_before: f64,
    pub mean_after: f64,
    /// Standard deviation before, with n − 1; 0 for one pupil.
    pub sd_before: f64,
    /// Correlation of both scores; 0 where either does not vary.
    pub correlation: f64,
    /// Standard deviation of the changes, with n − 1; 0 for one pupil.
    pub sd_change: f64,
}

impl GroupScores {
    pub fn new(id: ScoresId) -> Self {
        let ScoresId { school, term, programme, comparison } = id;
        Self {
            school,
            term,
            programme,
            comparison,
            pupils: 0,
            before: 0,
            after: 0,
            before_squares: 0,
            after_squares: 0,
            products: 0,
            reliably_better: 0,
            reliably_worse: 0,
        }
    }

    pub fn id(&self) -> ScoresId {
        let Self { school, term, programme, comparison, .. } = self;
        ScoresId { school: school.clone(), term: *term, programme: *programme, comparison: *comparison }
    }

    /// Adds a pupil's two scores.
    pub fn add(&mut self, before: i64, after: i64) {
        self.pupils += 1;
        self.before += before;
        self.after += after;
        self.before_squares += before * before;
        self.after_squares += after * after;
        self.products += before * after;
    }

    /// Adds another group's sums; the name stays this one's.
    pub fn add_all(&mut self, other: &Self) {
        self.pupils += other.pupils;
        self.before += other.before;
        self.after += other.after;
        self.before_squares += other.before_squares;
        self.after_squares += other.after_squares;
        self.products += other.products;
        self.reliably_better += other.reliably_better;
        self.reliably_worse += other.reliably_worse;
    }

    /// Means, spread and correlation; None without pupils.
    pub fn summary(&self) -> Option<ScoreSummary> {
        let n = i128::from(self.pupils);
        if n == 0 {
            return None;
        }
        // n² times the covariance, in whole numbers: nothing cancels.
        let apart =
            |products: i64, one: i64, two: i64| (n * i128::from(products) - i128::from(one) * i128::from(two)) as f64;
        let before = apart(self.before_squares, self.before, self.before).max(0.0);
        let after = apart(self.after_squares, self.after, self.after).max(0.0);
        let both = apart(self.products, self.before, self.after);
        let count = f64::from(self.pupils);
        let change = (before + after - 2.0 * both).max(0.0);
        let spread = |squares: f64| if self.pupils > 1 { libm::sqrt(squares / (count * (count - 1.0))) } else { 0.0 };
        let varied = before > 0.0 && after > 0.0;
        Some(ScoreSummary {
            pupils: u64::from(self.pupils),
            mean_before: self.before as f64 / count,
            mean_after: self.after as f64 / count,
            sd_before: spread(before),
            sd_change: spread(change),
            correlation: if varied { (both / (libm::sqrt(before) * libm::sqrt(after))).clamp(-1.0, 1.0) } else { 0.0 },
        })
    }

    /// What cannot be true of it; a sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        let n = i128::from(self.pupils);
        let possible = |sum: i64, squares: i64| n * i128::from(squares) >= i128::from(sum) * i128::from(sum);
        if !possible(self.before, self.before_squares) || !possible(self.after, self.after_squares) {
            found.push("the sums of scores and of their squares do not fit together".to_owned());
        }
        if u64::from(self.reliably_better) + u64::from(self.reliably_worse) > u64::from(self.pupils) {
            found.push(format!("more pupils changed than the {} with scores", self.pupils));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_say_what_the_scores_said() {
        let mut group = GroupScores::new("900001_2018-19_6_programme_speech_language".parse().expect("a name"));
        for (before, after) in [(80, 90), (90, 95), (100, 100), (85, 99)] {
            group.add(before, after);
        }
        let found = group.summary().expect("pupils");
        assert_eq!((found.mean_before, found.mean_after), (88.75, 96.0));
        assert!((found.sd_before - 8.539_125_638_299_666).abs() < 1e-12);
        assert!((found.correlation - 0.729_875_944).abs() < 1e-9, "{}", found.correlation);
        assert_eq!(group.id().to_string().parse(), Ok(group.id()));
        assert!(group.contradictions().is_empty());
    }

    #[test]
    fn two_groups_together_are_one() {
        let id: ScoresId = "900001_2018-19_6_comparison_literacy".parse().expect("a name");
        let (mut one, mut two, mut both) =
            (GroupScores::new(id.clone()), GroupScores::new(id.clone()), GroupScores::new(id));
        one.add(80, 81);
        two.add(99, 107);
        both.add(80, 81);
        both.add(99, 107);
        one.add_all(&two);
        assert_eq!(one, both);
    }
}
