//! How far pupils of a programme reached the goal that was set for each, as counts of outcomes. Knows no pupil.

use super::{ModelError, ProgrammeKind, TermId, Urn};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// The goals of a programme in one school, by the term in which they were reviewed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GoalsId {
    pub school: Urn,
    pub term: TermId,
    pub programme: ProgrammeKind,
}

impl fmt::Display for GoalsId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.school, self.term, self.programme.key())
    }
}

impl FromStr for GoalsId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Record(text.to_owned());
        let mut parts = text.splitn(4, '_');
        let mut next = || parts.next().ok_or_else(wrong);
        let school = next()?.parse()?;
        let term = format!("{}_{}", next()?, next()?).parse()?;
        let programme = ProgrammeKind::from_key(next()?).ok_or_else(wrong)?;
        Ok(Self { school, term, programme })
    }
}

/// The steps of the scale, from −2, much less than expected, over 0, as expected, to +2, much more.
pub const GOAL_STEPS: [i8; 5] = [-2, -1, 0, 1, 2];

/// What the steps are called.
pub const GOAL_WORDS: [&str; 5] =
    ["much less than expected", "less than expected", "as expected", "more than expected", "much more than expected"];

/// One goal for each pupil: how many pupils ended on which step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoalResults {
    pub school: Urn,
    pub term: TermId,
    pub programme: ProgrammeKind,
    /// Pupils by step, −2 first.
    #[serde(default)]
    pub pupils: Vec<u32>,
}

impl GoalResults {
    pub fn new(id: GoalsId) -> Self {
        Self { school: id.school, term: id.term, programme: id.programme, pupils: vec![0; GOAL_STEPS.len()] }
    }

    pub fn id(&self) -> GoalsId {
        GoalsId { school: self.school.clone(), term: self.term, programme: self.programme }
    }

    /// Pupils with a goal that was reviewed.
    pub fn all(&self) -> u64 {
        self.pupils.iter().map(|count| u64::from(*count)).sum()
    }

    /// Each step with its pupils.
    pub fn steps(&self) -> impl Iterator<Item = (i8, u64)> + '_ {
        GOAL_STEPS.into_iter().zip(self.pupils.iter().map(|count| u64::from(*count)))
    }

    /// The sum of all steps, and of their squares.
    pub fn sums(&self) -> (i64, i64) {
        self.steps().fold((0, 0), |(sum, squares), (step, pupils)| {
            let (step, pupils) = (i64::from(step), pupils as i64);
            (sum + step * pupils, squares + step * step * pupils)
        })
    }

    /// What cannot be true of it; a sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let steps = self.pupils.len();
        let wrong = steps != GOAL_STEPS.len();
        wrong.then(|| format!("goals end on five steps, from −2 to +2, not on {steps}")).into_iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_are_found_by_their_name_and_sum_up_by_step() {
        let text = "900001_2018-19_6_behaviour";
        let id: GoalsId = text.parse().expect("a name");
        assert_eq!(id.to_string(), text);
        assert!("900001_2018-19_6".parse::<GoalsId>().is_err() && "900001_2018-19_6_x".parse::<GoalsId>().is_err());
        let mut goals = GoalResults::new(id);
        goals.pupils = vec![1, 0, 3, 2, 4];
        assert_eq!((goals.all(), goals.sums()), (10, (8, 22)));
        assert!(goals.contradictions().is_empty());
        goals.pupils.pop();
        assert_eq!(goals.contradictions().len(), 1);
    }
}
