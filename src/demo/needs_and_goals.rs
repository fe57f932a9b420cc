//! What kind of needs the demonstration's schools count, and how far pupils reach their goals. Draws from generators of its
//! own, so that whatever else was drawn stays what it is.

use super::schools::Place;
use super::voices::{add_one, draw};
use crate::model::{
    AcademicYear, Audience, CensusId, GoalResults, GoalsId, NEEDS, NeedCount, Phase, PilotData, ProgrammeKind,
    SurveyId, TermId,
};
use crate::rng::Rng;
use std::collections::BTreeSet;

/// Shares of primary types of need at SEN Support in primary and in secondary schools, in the order of [`NEEDS`]: near
/// what England publishes, and the same with and without the pilot, which finds needs earlier but of no other kind.
const PRIMARY: [f64; 14] =
    [0.10, 0.18, 0.003, 0.001, 0.17, 0.34, 0.016, 0.009, 0.003, 0.022, 0.075, 0.003, 0.038, 0.04];
const SECONDARY: [f64; 14] =
    [0.21, 0.17, 0.003, 0.001, 0.24, 0.15, 0.021, 0.011, 0.002, 0.024, 0.085, 0.001, 0.052, 0.03];

/// One school in so many does not say which needs its pupils have.
const SILENT: usize = 9;

/// Where goals end, from −2 to +2. The pilot's programmes bring a third of a step beyond what was expected, numeracy
/// nothing; without effects goals are met as often as they are missed.
const BEYOND: [f64; 5] = [0.05, 0.16, 0.34, 0.30, 0.15];
const AS_EXPECTED: [f64; 5] = [0.07, 0.24, 0.38, 0.24, 0.07];

/// Adds needs to the yearly counts, and goals of the groups that pupils were asked about.
pub(super) fn add_needs_and_goals(data: &mut PilotData, places: &[Place], root: &Rng, effects: bool) {
    let Some(after) = data.calendar.terms.keys().next_back().copied() else { return };
    for (index, place) in places.iter().enumerate() {
        if index % SILENT != SILENT - 1 {
            add_needs(data, place, &mut root.split("needs").stream(index as u64));
        }
        add_goals(data, place, after, effects, &mut root.split("goals").stream(index as u64));
    }
}

fn add_needs(data: &mut PilotData, place: &Place, rng: &mut Rng) {
    let shares = if place.school.phase == Phase::Primary { PRIMARY } else { SECONDARY };
    let years: BTreeSet<AcademicYear> = data.calendar.terms.keys().map(|term| term.year).collect();
    for year in years {
        let id = CensusId { school: place.school.urn.clone(), year };
        let Some(census) = data.censuses.get_mut(&id) else { continue };
        let mut counts = vec![0_u32; NEEDS.len()];
        for _ in 0..census.sen_support.iter().sum::<u32>() {
            add_one(&mut counts, draw(&shares, rng));
        }
        let named = NEEDS.iter().zip(counts).filter(|(_, pupils)| *pupils > 0);
        census.support_by_need =
            named.map(|((code, _), pupils)| NeedCount { code: (*code).to_owned(), pupils }).collect();
    }
}

fn add_goals(data: &mut PilotData, place: &Place, term: TermId, effects: bool, rng: &mut Rng) {
    for programme in ProgrammeKind::ALL {
        let (school, audience) = (place.school.urn.clone(), Audience::Pupil);
        let asked = data.surveys.get(&SurveyId { school, term, audience, programme: Some(programme) });
        let Some(pupils) = asked.map(|survey| survey.invited) else { continue };
        let shares = if effects && programme != ProgrammeKind::Numeracy { BEYOND } else { AS_EXPECTED };
        let mut goals = GoalResults::new(GoalsId { school: place.school.urn.clone(), term, programme });
        for _ in 0..pupils {
            add_one(&mut goals.pupils, draw(&shares, rng));
        }
        data.goals.insert(goals.id(), goals);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};
    use crate::model::Census;

    #[test]
    fn shares_are_whole_and_goals_go_where_they_are_said_to() {
        for shares in [PRIMARY.as_slice(), &SECONDARY, &BEYOND, &AS_EXPECTED] {
            assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-9, "{shares:?}");
        }
        let mean = |shares: [f64; 5]| shares.iter().zip(-2..).map(|(share, step)| share * f64::from(step)).sum::<f64>();
        assert!((mean(BEYOND) - 0.34).abs() < 1e-9 && mean(AS_EXPECTED).abs() < 1e-9);
    }

    #[test]
    fn every_group_has_a_goal_for_each_pupil_and_needs_fill_sen_support() {
        let data = pilot_data(&Options::default());
        assert!(data.goals.len() > 80, "{}", data.goals.len());
        for goals in data.goals.values() {
            assert!(data.schools[&goals.school].taking_part && goals.contradictions().is_empty());
        }
        let counted = |census: &Census| census.support_by_need.iter().map(|count| count.pupils).sum::<u32>();
        let (silent, told): (Vec<&Census>, Vec<&Census>) =
            data.censuses.values().partition(|census| census.support_by_need.is_empty());
        assert!(!silent.is_empty() && told.len() > 5 * silent.len());
        for census in told {
            assert_eq!(counted(census), census.sen_support.iter().sum::<u32>());
            assert!(census.contradictions().is_empty());
        }
    }
}
