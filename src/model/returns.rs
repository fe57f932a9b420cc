//! Returns: a school's counts for a term, and what makes them believable.

use super::{ModelError, Problem, ReturnItem, TermId, Urn};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A return is known by its school and term: there is one for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReturnId {
    pub school: Urn,
    pub term: TermId,
}

impl fmt::Display for ReturnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.school, self.term)
    }
}

impl FromStr for ReturnId {
    type Err = ModelError;

    fn from_str(text: &str) -> Result<Self, ModelError> {
        let (school, term) = text.split_once('_').ok_or_else(|| ModelError::Return(text.to_owned()))?;
        Ok(Self { school: school.parse()?, term: term.parse()? })
    }
}

/// How far a return has come. Only a submitted return is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnStatus {
    #[default]
    Draft,
    Submitted,
}

/// A school's counts for one term. A figure that has not been given is `None`, never zero.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Return {
    pub school: Urn,
    pub term: TermId,
    #[serde(default)]
    pub status: ReturnStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roll: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sen_support: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ehc_plans: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_school: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_parent: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_other: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_agreed: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requests_refused: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permanent_exclusions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspensions: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pupils_suspended: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions_lost: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incidents: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paperwork_minutes: Option<u32>,
    /// Unlikely figures that the school was asked about and has confirmed.
    #[serde(default)]
    pub confirmed: Vec<ReturnItem>,
}

impl Return {
    /// An empty draft.
    pub fn new(id: ReturnId) -> Self {
        Self {
            school: id.school,
            term: id.term,
            status: ReturnStatus::Draft,
            roll: None,
            sen_support: None,
            ehc_plans: None,
            requests_school: None,
            requests_parent: None,
            requests_other: None,
            requests_agreed: None,
            requests_refused: None,
            permanent_exclusions: None,
            suspensions: None,
            pupils_suspended: None,
            sessions_lost: None,
            incidents: None,
            paperwork_minutes: None,
            confirmed: Vec::new(),
        }
    }

    pub fn id(&self) -> ReturnId {
        ReturnId { school: self.school.clone(), term: self.term }
    }

    pub fn submitted(&self) -> bool {
        self.status == ReturnStatus::Submitted
    }

    pub fn get(&self, item: ReturnItem) -> Option<u32> {
        match item {
            ReturnItem::Roll => self.roll,
            ReturnItem::SenSupport => self.sen_support,
            ReturnItem::EhcPlans => self.ehc_plans,
            ReturnItem::RequestsSchool => self.requests_school,
            ReturnItem::RequestsParent => self.requests_parent,
            ReturnItem::RequestsOther => self.requests_other,
            ReturnItem::RequestsAgreed => self.requests_agreed,
            ReturnItem::RequestsRefused => self.requests_refused,
            ReturnItem::PermanentExclusions => self.permanent_exclusions,
            ReturnItem::Suspensions => self.suspensions,
            ReturnItem::PupilsSuspended => self.pupils_suspended,
            ReturnItem::SessionsLost => self.sessions_lost,
            ReturnItem::Incidents => self.incidents,
            ReturnItem::PaperworkMinutes => self.paperwork_minutes,
        }
    }

    pub fn set(&mut self, item: ReturnItem, figure: Option<u32>) {
        let slot = match item {
            ReturnItem::Roll => &mut self.roll,
            ReturnItem::SenSupport => &mut self.sen_support,
            ReturnItem::EhcPlans => &mut self.ehc_plans,
            ReturnItem::RequestsSchool => &mut self.requests_school,
            ReturnItem::RequestsParent => &mut self.requests_parent,
            ReturnItem::RequestsOther => &mut self.requests_other,
            ReturnItem::RequestsAgreed => &mut self.requests_agreed,
            ReturnItem::RequestsRefused => &mut self.requests_refused,
            ReturnItem::PermanentExclusions => &mut self.permanent_exclusions,
            ReturnItem::Suspensions => &mut self.suspensions,
            ReturnItem::PupilsSuspended => &mut self.pupils_suspended,
            ReturnItem::SessionsLost => &mut self.sessions_lost,
            ReturnItem::Incidents => &mut self.incidents,
            ReturnItem::PaperworkMinutes => &mut self.paperwork_minutes,
        };
        *slot = figure;
    }

    /// Figures still to be given, in the order they are asked.
    pub fn missing(&self) -> Vec<ReturnItem> {
        ReturnItem::ALL.into_iter().filter(|item| self.get(*item).is_none()).collect()
    }

    /// Requests from all sources together; `None` while one of them is missing. A draft may hold any figures.
    pub fn requests(&self) -> Option<u32> {
        Some(self.requests_school?.saturating_add(self.requests_parent?).saturating_add(self.requests_other?))
    }

    /// What cannot be right and what is worth asking about, given the school's previous return.
    pub fn problems(&self, previous: Option<&Return>) -> Vec<Problem> {
        let mut problems = self.beyond_range();
        problems.extend(self.contradictions());
        if let Some(previous) = previous {
            problems.extend(self.jumps_since(previous));
        }
        problems.retain(|problem| !self.has_confirmed(problem));
        problems
    }

    fn has_confirmed(&self, problem: &Problem) -> bool {
        problem.severity == super::Severity::Unlikely && self.confirmed.iter().any(|item| item.field() == problem.field)
    }

    fn beyond_range(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for item in ReturnItem::ALL {
            if let Some(figure) = self.get(item).filter(|figure| *figure > item.largest()) {
                let words = format!("{}: {figure} is more than any school has ({})", item.label(), item.largest());
                problems.push(Problem::impossible(item.field(), words));
            }
        }
        if self.roll == Some(0) {
            problems.push(Problem::impossible(ReturnItem::Roll.field(), "A school with no pupils makes no return"));
        }
        problems
    }

    /// Pairs of figures that cannot both be true.
    fn contradictions(&self) -> Vec<Problem> {
        use ReturnItem as Item;
        let mut problems = Vec::new();
        let mut at_most = |small: Item, large: Item| {
            if let (Some(part), Some(whole)) = (self.get(small), self.get(large))
                && part > whole
            {
                let words = format!(
                    "{} ({part}) cannot be more than {} ({whole})",
                    small.label(),
                    large.label().to_lowercase()
                );
                problems.push(Problem::impossible(small.field(), words));
            }
        };
        at_most(Item::SenSupport, Item::Roll);
        at_most(Item::EhcPlans, Item::Roll);
        at_most(Item::PermanentExclusions, Item::Roll);
        at_most(Item::PupilsSuspended, Item::Roll);
        at_most(Item::PupilsSuspended, Item::Suspensions);
        if let (Some(support), Some(plans), Some(roll)) = (self.sen_support, self.ehc_plans, self.roll)
            && support <= roll
            && plans <= roll
            && support.saturating_add(plans) > roll
        {
            let words = format!(
                "SEN Support ({support}) and EHC plans ({plans}) together cannot be more than pupils on roll ({roll}): a pupil has one status"
            );
            problems.push(Problem::impossible(Item::SenSupport.field(), words));
        }
        self.suspension_contradictions(&mut problems);
        problems
    }

    fn suspension_contradictions(&self, problems: &mut Vec<Problem>) {
        // A pupil may lose at most 45 school days a year to suspension: 90 sessions.
        const SESSIONS_A_PUPIL: u32 = 90;
        use ReturnItem as Item;
        if let (Some(suspensions), Some(sessions)) = (self.suspensions, self.sessions_lost) {
            if sessions < suspensions {
                let words = format!(
                    "Sessions lost ({sessions}) cannot be fewer than suspensions ({suspensions}): each is at least one session"
                );
                problems.push(Problem::impossible(Item::SessionsLost.field(), words));
            }
            if suspensions == 0 && sessions > 0 {
                let words = format!("{sessions} sessions were lost, but there were no suspensions");
                problems.push(Problem::impossible(Item::SessionsLost.field(), words));
            }
        }
        if let (Some(suspensions), Some(0)) = (self.suspensions, self.pupils_suspended)
            && suspensions > 0
        {
            let words = format!("There were {suspensions} suspensions, so at least one pupil was suspended");
            problems.push(Problem::impossible(Item::PupilsSuspended.field(), words));
        }
        if let (Some(pupils), Some(sessions)) = (self.pupils_suspended, self.sessions_lost)
            && pupils > 0
            && sessions > pupils.saturating_mul(SESSIONS_A_PUPIL)
        {
            let words = format!(
                "Sessions lost ({sessions}) are more than {pupils} pupils can lose: a pupil may be suspended for 45 days (90 sessions) a year at most"
            );
            problems.push(Problem::impossible(Item::SessionsLost.field(), words));
        }
    }

    /// Figures that more than doubled, or a roll that halved, since last term. Small figures jump by nature, so
    /// a rise is asked about only from ten more.
    fn jumps_since(&self, previous: &Return) -> Vec<Problem> {
        const ASK_FROM: u32 = 10;
        let mut problems = Vec::new();
        for item in ReturnItem::ALL {
            let (Some(now), Some(before)) = (self.get(item), previous.get(item)) else { continue };
            let doubled = now > before.saturating_mul(2) && now >= before.saturating_add(ASK_FROM);
            let halved = item == ReturnItem::Roll && now.saturating_mul(2) < before;
            if doubled || halved {
                let verb = if doubled { "rose" } else { "fell" };
                let words = format!("{} {verb} from {before} last term to {now}. Is that right?", item.label());
                problems.push(Problem::unlikely(item.field(), words));
            }
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::super::Severity;
    use super::*;

    fn made(figures: &[(ReturnItem, u32)]) -> Return {
        let mut entry = Return::new("109012_2018-19_3".parse().expect("a return's name"));
        for (item, figure) in figures {
            entry.set(*item, Some(*figure));
        }
        entry
    }

    fn fields(problems: &[Problem]) -> Vec<(&'static str, Severity)> {
        problems.iter().map(|problem| (problem.field, problem.severity)).collect()
    }

    use ReturnItem::*;

    #[test]
    fn figures_as_large_as_they_can_be_are_refused_and_add_up_to_no_more() {
        let all = ReturnItem::ALL.map(|item| (item, u32::MAX));
        let entry = made(&all);
        assert_eq!(entry.requests(), Some(u32::MAX));
        assert!(entry.problems(Some(&entry)).iter().all(|problem| problem.severity == Severity::Impossible));
    }

    #[test]
    fn more_suspended_pupils_than_roll_is_refused() {
        let entry = made(&[(Roll, 200), (PupilsSuspended, 201), (Suspensions, 300)]);
        assert_eq!(fields(&entry.problems(None)), [("pupils_suspended", Severity::Impossible)]);
    }

    #[test]
    fn a_pupil_has_one_sen_status() {
        let entry = made(&[(Roll, 100), (SenSupport, 60), (EhcPlans, 50)]);
        assert_eq!(fields(&entry.problems(None)), [("sen_support", Severity::Impossible)]);
        assert_eq!(made(&[(Roll, 100), (SenSupport, 60), (EhcPlans, 40)]).problems(None), []);
    }

    #[test]
    fn sessions_and_suspensions_must_fit_each_other() {
        assert_eq!(
            fields(&made(&[(Suspensions, 5), (SessionsLost, 4)]).problems(None)),
            [("sessions_lost", Severity::Impossible)]
        );
        assert_eq!(
            fields(&made(&[(Suspensions, 0), (SessionsLost, 4)]).problems(None)),
            [("sessions_lost", Severity::Impossible)]
        );
        let too_long = made(&[(Roll, 500), (Suspensions, 2), (PupilsSuspended, 2), (SessionsLost, 181)]);
        assert_eq!(fields(&too_long.problems(None)), [("sessions_lost", Severity::Impossible)]);
    }

    #[test]
    fn over_twice_last_term_is_asked_about_until_confirmed() {
        let before = made(&[(Incidents, 12)]);
        let mut now = made(&[(Incidents, 25)]);
        assert_eq!(fields(&now.problems(Some(&before))), [("incidents", Severity::Unlikely)]);
        now.confirmed.push(Incidents);
        assert_eq!(now.problems(Some(&before)), []);
    }

    #[test]
    fn small_figures_may_double_without_a_question() {
        assert_eq!(made(&[(Suspensions, 5)]).problems(Some(&made(&[(Suspensions, 1)]))), []);
    }

    #[test]
    fn a_slipped_digit_in_the_roll_is_asked_about() {
        let now = made(&[(Roll, 41)]);
        assert_eq!(fields(&now.problems(Some(&made(&[(Roll, 412)])))), [("roll", Severity::Unlikely)]);
    }

    #[test]
    fn no_confirmation_excuses_the_impossible() {
        let mut entry = made(&[(Roll, 10), (SenSupport, 11)]);
        entry.confirmed.push(SenSupport);
        assert_eq!(fields(&entry.problems(None)), [("sen_support", Severity::Impossible)]);
    }

    #[test]
    fn setting_a_figure_is_reading_it_back() {
        for (index, item) in ReturnItem::ALL.into_iter().enumerate() {
            let entry = made(&[(item, index as u32 + 1)]);
            assert_eq!(entry.get(item), Some(index as u32 + 1));
            assert_eq!(entry.missing().len(), ReturnItem::ALL.len() - 1);
        }
    }
}
