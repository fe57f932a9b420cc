//! Meetings of a cluster's board and of its SENCO network: who was asked and who came, as counts. Knows no person.

use super::{ClusterId, ModelError};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Who meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MeetingKind {
    /// The board that governs a cluster.
    Board,
    /// The SENCOs of a cluster's schools.
    SencoNetwork,
}

impl MeetingKind {
    pub const ALL: [Self; 2] = [Self::Board, Self::SencoNetwork];

    pub fn key(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::SencoNetwork => "senco-network",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Board => "Cluster board",
            Self::SencoNetwork => "SENCO network",
        }
    }
}

/// In what capacity people meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Head,
    Senco,
    Council,
    Specialist,
    ParentCarer,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Head, Self::Senco, Self::Council, Self::Specialist, Self::ParentCarer];

    pub fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Senco => "senco",
            Self::Council => "council",
            Self::Specialist => "specialist",
            Self::ParentCarer => "parent_carer",
        }
    }

    pub fn words(self) -> &'static str {
        match self {
            Self::Head => "Heads",
            Self::Senco => "SENCOs",
            Self::Council => "Council officers",
            Self::Specialist => "Specialists",
            Self::ParentCarer => "Parent and carer representatives",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }
}

/// How many of one role were asked, and how many of them came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Attendance {
    pub role: Role,
    pub attended: u32,
    pub invited: u32,
}

/// Kept as one text each, `head: 8 of 10`, so that the list of a meeting merges as one value.
impl TryFrom<String> for Attendance {
    type Error = ModelError;

    fn try_from(text: String) -> Result<Self, ModelError> {
        let wrong = || ModelError::Attendance(text.clone());
        let (role, counts) = text.split_once(": ").ok_or_else(wrong)?;
        let (attended, invited) = counts.split_once(" of ").ok_or_else(wrong)?;
        let count = |digits: &str| digits.parse::<u32>().map_err(|_| wrong());
        Ok(Self { role: Role::from_key(role).ok_or_else(wrong)?, attended: count(attended)?, invited: count(invited)? })
    }
}

impl From<Attendance> for String {
    fn from(one: Attendance) -> String {
        format!("{}: {} of {}", one.role.key(), one.attended, one.invited)
    }
}

/// A meeting is known by who met and when, so that two people who enter it make one record: `yate_2018-11-14_board`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct MeetingId {
    pub cluster: ClusterId,
    pub date: NaiveDate,
    pub kind: MeetingKind,
}

impl fmt::Display for MeetingId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}_{}", self.cluster, self.date.format("%Y-%m-%d"), self.kind.key())
    }
}

impl FromStr for MeetingId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let wrong = || ModelError::Record(text.to_owned());
        let mut parts = text.split('_');
        let (Some(cluster), Some(date), Some(kind), None) = (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(wrong());
        };
        let id = Self {
            cluster: cluster.to_owned().try_into()?,
            date: date.parse().map_err(|_| wrong())?,
            kind: MeetingKind::ALL.into_iter().find(|one| one.key() == kind).ok_or_else(wrong)?,
        };
        // A date has several spellings; only one names the record.
        if id.to_string() == text { Ok(id) } else { Err(wrong()) }
    }
}

/// A meeting that was held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub cluster: ClusterId,
    pub date: NaiveDate,
    pub kind: MeetingKind,
    /// One entry a role; nobody is named.
    #[serde(default)]
    pub attendance: Vec<Attendance>,
    /// How many decisions it took; None where nobody noted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<u32>,
}

impl Meeting {
    /// More than this at one meeting is a slip of the keyboard.
    const MOST: u32 = 1_000;

    pub fn new(id: MeetingId) -> Self {
        Self { cluster: id.cluster, date: id.date, kind: id.kind, attendance: Vec::new(), decisions: None }
    }

    pub fn id(&self) -> MeetingId {
        MeetingId { cluster: self.cluster.clone(), date: self.date, kind: self.kind }
    }

    /// What cannot be true of it; a sentence each.
    pub fn contradictions(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        for one in &self.attendance {
            let who = one.role.words().to_lowercase();
            if !seen.insert(one.role) {
                found.push(format!("{who} are counted twice"));
            }
            if one.attended > one.invited {
                found.push(format!("{} {who} came, but {} were invited", one.attended, one.invited));
            }
            if one.invited > Self::MOST {
                found.push(format!("{} {who} were invited: more than {} cannot be", one.invited, Self::MOST));
            }
        }
        if self.decisions.is_some_and(|count| count > Self::MOST) {
            found.push(format!("more than {} decisions were taken", Self::MOST));
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_meeting_has_one_name() {
        let text = "filton-bradley-stoke_2018-11-14_senco-network";
        assert_eq!(text.parse::<MeetingId>().map(|id| id.to_string()), Ok(text.to_owned()));
        for text in ["yate_2018-11-14", "yate_2018-11-14_choir", "Yate_2018-11-14_board", "yate_2018-2-1_board", ""] {
            assert!(text.parse::<MeetingId>().is_err(), "{text}");
        }
    }

    #[test]
    fn attendance_is_one_text_and_reads_back() {
        let one = Attendance { role: Role::Head, attended: 8, invited: 10 };
        assert_eq!(String::from(one), "head: 8 of 10");
        assert_eq!(Attendance::try_from("head: 8 of 10".to_owned()), Ok(one));
        for text in ["head", "head: 8", "king: 1 of 2", "head: -1 of 2"] {
            assert!(Attendance::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn nobody_comes_who_was_not_asked_and_no_role_counts_twice() {
        let mut meeting = Meeting::new("yate_2018-11-14_board".parse().expect("a name"));
        let heads = |attended| Attendance { role: Role::Head, attended, invited: 10 };
        meeting.attendance = vec![heads(8)];
        assert_eq!(meeting.contradictions(), Vec::<String>::new());
        meeting.attendance = vec![heads(8), heads(11)];
        assert_eq!(meeting.contradictions().len(), 2);
    }
}
