//! What people say of the pilot, as counts of replies. Knows no person: a reply cannot be told from another.

use super::{Measure, ModelError, ProgrammeKind, TermId, Urn};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Who is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    Head,
    Senco,
    Staff,
    Pupil,
    Parent,
}

impl Audience {
    pub const ALL: [Self; 5] = [Self::Head, Self::Senco, Self::Staff, Self::Pupil, Self::Parent];

    pub fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Senco => "senco",
            Self::Staff => "staff",
            Self::Pupil => "pupil",
            Self::Parent => "parent",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.key() == key)
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Head => "Head teachers",
            Self::Senco => "SENCOs",
            Self::Staff => "School staff",
            Self::Pupil => "Pupils",
            Self::Parent => "Parents and carers",
        }
    }

    /// What they are asked, in the order in which counts are kept: a later version may add, never insert.
    pub fn statements(self) -> &'static [Statement] {
        match self {
            Self::Head | Self::Senco => &[Statement::Effective, Statement::Manageable],
            Self::Staff => &[Statement::Confident, Statement::Embraced],
            Self::Pupil => &[Statement::Valued],
            Self::Parent => &[Statement::Impact],
        }
    }
}

/// A statement that people agree or disagree with, in five steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statement {
    Effective,
    Manageable,
    Confident,
    Embraced,
    Valued,
    Impact,
}

impl Statement {
    pub const ALL: [Self; 6] =
        [Self::Effective, Self::Manageable, Self::Confident, Self::Embraced, Self::Valued, Self::Impact];

    pub fn words(self) -> &'static str {
        match self {
            Self::Effective => "The support has been effective in our school",
            Self::Manageable => "The cluster’s working arrangements are manageable",
            Self::Confident => "I feel confident in meeting the needs of pupils at SEN Support",
            Self::Embraced => "Inclusion is fully embraced in our school",
            Self::Valued => "I have valued the support",
            Self::Impact => "The support had a positive impact on my child",
        }
    }

    pub fn measure(self) -> Measure {
        match self {
            Self::Effective | Self::Manageable => Measure::EffectiveAndManageable,
            Self::Confident | Self::Embraced => Measure::Confidence,
            Self::Valued => Measure::PupilsValue,
            Self::Impact => Measure::ParentsSeeImpact,
        }
    }
}

/// Answers run from “strongly disagree” to “strongly agree”.
pub const RATINGS: usize = 5;
/// “How likely are you to recommend the approach?”: 0 to 10.
pub const RECOMMENDATIONS: usize = 11;

/// A survey of one school, one term, one kind of people, perhaps about one programme.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SurveyId {
    pub school: Urn,
    pub term: TermId,
    pub audience: Audience,
    pub programme: Option<ProgrammeKind>,
}

impl fmt::Display for SurveyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.school, self.term, self.audience.key())?;
        self.programme.map_or(Ok(()), |programme| write!(f, "_{}", programme.key()))
    }
}

impl FromStr for SurveyId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Record(text.to_owned());
        // School, year, term's number joined to the year by an underscore, audience, programme.
        let mut parts = text.splitn(5, '_');
        let mut next = || parts.next().ok_or_else(wrong);
        let school = next()?.parse()?;
        let term = format!("{}_{}", next()?, next()?).parse()?;
        let audience = Audience::from_key(next()?).ok_or_else(wrong)?;
        let programme = parts.next().map(|key| ProgrammeKind::from_key(key).ok_or_else(wrong)).transpose()?;
        Ok(Self { school, term, audience, programme })
    }
}

/// The replies to one survey, counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyResult {
    pub school: Urn,
    pub term: TermId,
    pub audience: Audience,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub programme: Option<ProgrammeKind>,
    /// How many were asked.
    pub invited: u32,
    pub replied: u32,
    /// For each of [`Audience::statements`] the replies from “strongly disagree” to “strongly agree”.
    #[serde(default)]
    pub ratings: Vec<Vec<u32>>,
    /// Replies of 0 to 10 on recommending the approach; empty where it was not asked.
    #[serde(default)]
    pub recommend: Vec<u32>,
    /// How the same people answered the first statement before and now, matched by a pairing code that stays in the
    /// school: 25 counts, a row for each answer before. Empty where no replies could be paired.
    #[serde(default)]
    pub shift: Vec<u32>,
}

impl SurveyResult {
    pub fn new(id: SurveyId) -> Self {
        let SurveyId { school, term, audience, programme } = id;
        Self {
            school,
            term,
            audience,
            programme,
            invited: 0,
            replied: 0,
            ratings: Vec::new(),
            recommend: Vec::new(),
            shift: Vec::new(),
        }
    }

    pub fn id(&self) -> SurveyId {
        SurveyId { school: self.school.clone(), term: self.term, audience: self.audience, programme: self.programme }
    }

    /// The five counts of a statement, if this audience was asked it.
    pub fn of(&self, statement: Statement) -> Option<&[u32]> {
        let place = self.audience.statements().iter().position(|asked| *asked == statement)?;
        self.ratings.get(place).map(Vec::as_slice)
    }

    /// What cannot be true of it; a sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        if self.replied > self.invited {
            found.push(format!("{} replied, but only {} were asked", self.replied, self.invited));
        }
        let most = |counts: &[u32]| counts.iter().map(|count| u64::from(*count)).sum::<u64>() > u64::from(self.replied);
        if self.ratings.len() > self.audience.statements().len() || self.ratings.iter().any(|row| row.len() != RATINGS)
        {
            found.push(format!("answers are not five counts for each statement put to {}", self.audience.words()));
        }
        if self.ratings.iter().any(|row| most(row)) || most(&self.recommend) || most(&self.shift) {
            found.push(format!("there are more answers than the {} replies", self.replied));
        }
        if !matches!(self.recommend.len(), 0 | RECOMMENDATIONS) || !matches!(self.shift.len(), 0 | 25) {
            found.push("recommendations are 11 counts and paired answers 25, or none".to_owned());
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_survey_is_found_by_its_name() {
        for text in ["900001_2018-19_6_head", "900001_2018-19_6_pupil_speech_language"] {
            assert_eq!(text.parse::<SurveyId>().map(|id| id.to_string()), Ok(text.to_owned()));
        }
        for text in ["900001_2018-19_6", "900001_2018-19_6_cook", "900001_2018-19_6_pupil_magic", ""] {
            assert!(text.parse::<SurveyId>().is_err(), "{text}");
        }
    }

    #[test]
    fn more_answers_than_replies_cannot_be() {
        let mut survey = SurveyResult::new("900001_2018-19_6_staff".parse().expect("a name"));
        (survey.invited, survey.replied) = (20, 12);
        survey.ratings = vec![vec![1, 1, 2, 5, 3], vec![0, 0, 2, 6, 4]];
        assert_eq!(survey.contradictions(), Vec::<String>::new());
        survey.ratings = vec![vec![1, 1, 2, 5, 4]];
        assert_eq!(survey.contradictions(), ["there are more answers than the 12 replies"]);
        survey.replied = 21;
        assert_eq!(survey.contradictions().len(), 1);
    }
}
