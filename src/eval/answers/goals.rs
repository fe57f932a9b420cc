//! How far pupils of a programme reached their goals, as the T score of goal attainment. Knows no pupil.
//!
//! One goal for each pupil, so that T = 50 + 10x whatever ρ is (Kiresuk and Sherman 1968): 50 is as expected. The mean over
//! pupils has its error by school from eight schools on, else by pupil.

use super::part::{Part, Unit, held_down};
use crate::eval::certainty::{Step, step_of};
use crate::eval::finding::EvidenceLevel;
use crate::eval::numbers::{counted, number, percent};
use crate::eval::share_change::FEWEST_SCHOOLS;
use crate::eval::{Calculation, calculators};
use crate::model::{GoalResults, ProgrammeKind, Urn};
use crate::stats::{ClusterPair, clustered_difference, student_quantile};
use std::collections::BTreeMap;

const WITHOUT: EvidenceLevel = EvidenceLevel {
    level: 1,
    words: "Level 1 of 5: goals are set and judged by those who help, without a comparison. They show what was hoped for and reached, not what pupils would have reached anyway.",
};
/// From fewer pupils nothing is shown: somebody could be recognised.
const FEWEST_PUPILS: u64 = 5;
const AS_EXPECTED: f64 = 50.0;
const POINTS_A_STEP: f64 = 10.0;
/// Kiresuk and Sherman's; with one goal a pupil it does not matter.
const RHO: f64 = 0.3;

/// Pupils of one programme in one school: how many, the sum of their steps, and of the steps' squares.
type Sums = (u64, i64, i64);

/// The mean T score of a programme; None without goals.
pub(super) fn attainment(goals: &[&GoalResults], programme: ProgrammeKind) -> Option<Part> {
    let mut by_school: BTreeMap<&Urn, Sums> = BTreeMap::new();
    let own = || goals.iter().filter(|one| one.programme == programme);
    for one in own() {
        let ((sum, squares), cell) = (one.sums(), by_school.entry(&one.school).or_default());
        *cell = (cell.0 + one.all(), cell.1 + sum, cell.2 + squares);
    }
    let schools: Vec<Sums> = by_school.into_values().filter(|sums| sums.0 > 0).collect();
    let all = schools.iter().fold((0, 0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2));
    let label = format!("{}: goals reached", programme.words());
    let coverage = format!(
        "{} with one goal each, in {}",
        counted(all.0 as f64, ("pupil", "pupils")),
        counted(schools.len() as f64, ("school", "schools"))
    );
    if all.0 == 0 {
        return None;
    }
    if all.0 < FEWEST_PUPILS {
        return Some(too_few(label, coverage));
    }
    let (mean, error, freedom, convention) = mean_and_error(&schools, all);
    let at = |level: f64| {
        let reach = student_quantile(0.5 + 0.5 * level, freedom) * error;
        (mean - reach, mean + reach)
    };
    let away = |level: f64| {
        let (lower, upper) = at(level);
        lower > AS_EXPECTED || upper < AS_EXPECTED
    };
    let words = "Goals are set and judged by those who help, without a comparison group.";
    let (step, reasons) = held_down(step_of(away), vec![(Step::Possible, words.to_owned())]);
    let (lower, upper) = at(0.95);
    let count = |wanted: fn(i8) -> bool| -> u64 {
        own().flat_map(|one| one.steps()).filter(|(step, _)| wanted(*step)).map(|(_, pupils)| pupils).sum()
    };
    let reached = count(|step| step >= 0);
    let verdict = match (step.has_direction(), mean > AS_EXPECTED) {
        (false, _) => "That may be what was expected.",
        (true, true) => "That is more than was expected.",
        (true, false) => "That is less than was expected.",
    };
    let calculations = [-2_i8, -1, 0, 1, 2]
        .into_iter()
        .filter(|step| own().flat_map(|one| one.steps()).any(|(found, pupils)| found == *step && pupils > 0))
        .map(|step| calculators::Goals { scores: vec![f64::from(step)], weights: vec![1.0], rho: RHO }.into())
        .collect::<Vec<Calculation>>();
    Some(Part {
        label,
        value: Some(mean),
        lower: Some(lower),
        upper: Some(upper),
        unit: Unit::GoalScore,
        coverage,
        certainty: step,
        reasons,
        intended: step.has_direction().then_some(mean > AS_EXPECTED),
        evidence_level: WITHOUT,
        convention,
        sentence: format!(
            "{} of {} pupils ({}) reached their goal or more. The mean T score is {} ({} to {}), where 50 is as expected. {verdict}",
            number(reached as f64, 0),
            number(all.0 as f64, 0),
            percent(reached as f64 / all.0 as f64, 0),
            number(mean, 1),
            number(lower, 1),
            number(upper, 1)
        ),
        calculations,
    })
}

/// Mean T, its standard error, degrees of freedom and convention.
fn mean_and_error(schools: &[Sums], all: Sums) -> (f64, f64, f64, &'static str) {
    let pupils = all.0 as f64;
    let mean = AS_EXPECTED + POINTS_A_STEP * all.1 as f64 / pupils;
    // Against what is known without error, so that the jackknife is that of the mean alone.
    let units: Vec<ClusterPair> = schools
        .iter()
        .map(|(pupils, sum, _)| ClusterPair { before: (0.0, *pupils as f64), after: (*sum as f64, *pupils as f64) })
        .collect();
    match (schools.len() >= FEWEST_SCHOOLS).then(|| clustered_difference(&units)).flatten() {
        Some(found) => (
            mean,
            POINTS_A_STEP * found.standard_error,
            found.degrees_of_freedom,
            "goal attainment, one goal a pupil, T = 50 + 10x; mean over pupils, jackknife by school, Student's t",
        ),
        None => {
            let apart = (all.2 as f64 - all.1 as f64 * all.1 as f64 / pupils).max(0.0);
            let error = POINTS_A_STEP * libm::sqrt(apart / (pupils - 1.0) / pupils);
            let convention = "goal attainment, one goal a pupil, T = 50 + 10x; mean over pupils, Student's t";
            (mean, error, pupils - 1.0, convention)
        }
    }
}

fn too_few(label: String, coverage: String) -> Part {
    let sentence = format!("Fewer than {FEWEST_PUPILS} pupils: not shown, so that nobody can be recognised.");
    Part {
        label,
        value: None,
        lower: None,
        upper: None,
        unit: Unit::GoalScore,
        coverage,
        certainty: Step::CannotTell,
        reasons: vec![sentence.clone()],
        intended: None,
        evidence_level: WITHOUT,
        convention: "not estimated",
        sentence,
        calculations: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn goals(school: u32, pupils: [u32; 5]) -> GoalResults {
        let mut one = GoalResults::new(format!("{}_2018-19_6_behaviour", 900_000 + school).parse().expect("a name"));
        one.pupils = pupils.to_vec();
        one
    }

    fn told(all: &[GoalResults]) -> Option<Part> {
        attainment(&all.iter().collect::<Vec<_>>(), ProgrammeKind::Behaviour)
    }

    #[test]
    fn as_expected_is_fifty_and_each_step_ten() {
        let part = told(&[goals(1, [0, 2, 4, 2, 0])]).expect("goals");
        assert_eq!((part.value, part.intended), (Some(50.0), None));
        assert!(part.sentence.starts_with("6 of 8 pupils (75%) reached"), "{}", part.sentence);
        // Steps −1 −1 0 0 0 0 1 1: variance 4/7, error √(4/7/8) · 10 = 2.673, times t(7) = 2.3646.
        assert!((part.upper.expect("a limit") - 56.320).abs() < 2e-3, "{:?}", part.upper);
        let above = told(&[goals(1, [0, 0, 0, 9, 3])]).expect("goals");
        assert_eq!((above.value, above.certainty, above.intended), (Some(62.5), Step::Possible, Some(true)));
        assert_eq!(above.evidence_level.level, 1);
        assert_eq!(above.calculations.len(), 2);
        let t = above.calculations[0].answer().expect("an answer").number("t");
        assert_eq!(t, Some(60.0), "the calculator's own T of one goal at +1");
    }

    #[test]
    fn schools_decide_from_eight_on_and_a_handful_of_pupils_is_not_shown() {
        let many: Vec<GoalResults> = (1..=9).map(|school| goals(school, [1, 1, school % 3, 2, 1])).collect();
        assert!(told(&many).expect("goals").convention.contains("jackknife"));
        assert_eq!(told(&[goals(1, [0, 1, 2, 1, 0])]).expect("a part").value, None);
        assert_eq!(told(&[goals(1, [0; 5])]), None);
        assert_eq!(attainment(&[], ProgrammeKind::Behaviour), None);
    }
}
