//! What is counted once a year: how early needs are found, and what pupils at SEN Support reach. Knows no pupil.

use super::part::{Part, Unit, held_down};
use crate::eval::Calculation;
use crate::eval::certainty::{Step, step_of};
use crate::eval::finding::BEFORE_AFTER;
use crate::eval::numbers::{number, percent};
use crate::eval::share_change::{ShareChange, SharePair, share};
use crate::model::{AcademicYear, Census};
use crate::stats::student_quantile;
use std::collections::BTreeMap;

/// Reception to Year 2, and the first year of secondary school: the earliest that a school can find a need.
const EARLY: [usize; 4] = [0, 1, 2, 7];

/// The share of the years' counts in two years, of the schools that have both.
pub(in crate::eval) fn matched(
    censuses: &[&Census],
    years: (AcademicYear, AcademicYear),
    of: impl Fn(&Census) -> Option<(u64, u64)>,
) -> Vec<SharePair> {
    let mut by_school: BTreeMap<_, [Option<(u64, u64)>; 2]> = BTreeMap::new();
    for census in censuses {
        let place = usize::from(census.year == years.1);
        if census.year == years.0 || census.year == years.1 {
            let found = of(census).filter(|(_, all)| *all > 0);
            if let Some(cell) = by_school.entry(&census.school).or_default().get_mut(place) {
                *cell = found;
            }
        }
    }
    by_school.into_values().filter_map(|[before, after]| before.zip(after)).collect()
}

/// A change of a share between two years, by school.
fn change(label: &str, noun: &str, pairs: &[SharePair], years: (AcademicYear, AcademicYear)) -> Option<Part> {
    let found = ShareChange::of(pairs)?;
    let difference = found.difference();
    let (step, reasons) = held_down(step_of(|level| found.apart(level)), found.caps());
    let (lower, upper) = found.limits(0.95);
    let verdict = match (step, difference > 0.0) {
        (Step::CannotTell | Step::LittleChange, _) => "Whether it changed cannot be told yet.",
        (_, true) => "It rose.",
        (_, false) => "It fell.",
    };
    Some(Part {
        label: label.to_owned(),
        value: Some(difference * 100.0),
        lower: Some(lower * 100.0),
        upper: Some(upper * 100.0),
        unit: Unit::Points,
        coverage: found.coverage(),
        certainty: step,
        reasons,
        intended: step.has_direction().then_some(difference > 0.0),
        evidence_level: BEFORE_AFTER,
        convention: found.convention(),
        sentence: format!(
            "{noun}: {} in {} and {} in {}, a change of {} percentage points ({} to {}). {verdict}",
            percent(share(found.before), 1),
            years.0,
            percent(share(found.after), 1),
            years.1,
            number(difference * 100.0, 1),
            number(lower * 100.0, 1),
            number(upper * 100.0, 1)
        ),
        calculations: vec![
            Calculation::proportion(found.before.0, found.before.1),
            Calculation::proportion(found.after.0, found.after.1),
        ],
    })
}

/// Whether new needs are found earlier: of all newly identified, the share in the earliest year groups.
pub(super) fn early_identification(censuses: &[&Census], years: (AcademicYear, AcademicYear)) -> Option<Part> {
    let pairs = matched(censuses, years, |census| {
        let count = |places: &mut dyn Iterator<Item = usize>| -> u64 {
            places.filter_map(|place| census.newly_identified.get(place)).map(|count| u64::from(*count)).sum()
        };
        let all = count(&mut (0..census.newly_identified.len()));
        Some((count(&mut EARLY.into_iter()), all))
    });
    change(
        "Needs found early",
        "Of pupils new to SEN Support, those in Reception to Year 2 or in Year 7",
        &pairs,
        years,
    )
}

/// Pupils at SEN Support who reached the expected standard.
pub(super) fn attainment(censuses: &[&Census], years: (AcademicYear, AcademicYear)) -> Option<Part> {
    let pairs = matched(censuses, years, |census| {
        Some((u64::from(census.support_reached?), u64::from(census.support_assessed?)))
    });
    change("Results at SEN Support", "Pupils at SEN Support who reached the expected standard", &pairs, years)
}

/// The gap to pupils without special educational needs: narrowing it is what is wanted.
pub(super) fn gap(censuses: &[&Census], years: (AcademicYear, AcademicYear)) -> Option<Part> {
    let support = matched(censuses, years, |census| {
        Some((u64::from(census.support_reached?), u64::from(census.support_assessed?)))
    });
    let others =
        matched(censuses, years, |census| Some((u64::from(census.other_reached?), u64::from(census.other_assessed?))));
    let (own, theirs) = (ShareChange::of(&support)?, ShareChange::of(&others)?);
    let narrowed = own.difference() - theirs.difference();
    let away = |level: f64| {
        let (lower, upper) = beyond(&own, &theirs, level);
        lower > 0.0 || upper < 0.0
    };
    let few = if own.schools < theirs.schools { &own } else { &theirs };
    let (step, reasons) = held_down(step_of(away), few.caps());
    let (lower, upper) = beyond(&own, &theirs, 0.95);
    let verdict = match (step.has_direction(), narrowed > 0.0) {
        (false, _) => "Whether it narrowed cannot be told yet.",
        (true, true) => "It narrowed.",
        (true, false) => "It widened.",
    };
    Some(Part {
        label: "Gap to other pupils".to_owned(),
        value: Some(narrowed * 100.0),
        lower: Some(lower * 100.0),
        upper: Some(upper * 100.0),
        unit: Unit::Points,
        coverage: few.coverage(),
        certainty: step,
        reasons,
        intended: step.has_direction().then_some(narrowed > 0.0),
        evidence_level: BEFORE_AFTER,
        convention: match own.clustered.and(theirs.clustered) {
            Some(_) => {
                "difference of the two changes, jackknife by school in each, errors added in squares, Welch and Satterthwaite's degrees of freedom"
            }
            None => "difference of the two changes; half-widths added in squares",
        },
        sentence: format!(
            "The gap to pupils without special educational needs narrowed by {} percentage points ({} to {}; below nothing it widened). {verdict}",
            number(narrowed * 100.0, 1),
            number(lower * 100.0, 1),
            number(upper * 100.0, 1),
        ),
        calculations: [own, theirs]
            .iter()
            .flat_map(|one| [one.before, one.after])
            .map(|(reached, assessed)| Calculation::proportion(reached, assessed))
            .collect(),
    })
}

/// The limits of one change beyond another. Two groups of different pupils: their errors add in squares.
fn beyond(own: &ShareChange, theirs: &ShareChange, level: f64) -> (f64, f64) {
    let difference = own.difference() - theirs.difference();
    if let Some((ours, others)) = own.clustered.zip(theirs.clustered) {
        let (a, b) = (ours.standard_error * ours.standard_error, others.standard_error * others.standard_error);
        // Welch and Satterthwaite: two groups that vary differently.
        let freedom = (a + b) * (a + b) / (a * a / ours.degrees_of_freedom + b * b / others.degrees_of_freedom);
        let reach = if a + b > 0.0 { student_quantile(0.5 + 0.5 * level, freedom) * libm::sqrt(a + b) } else { 0.0 };
        return (difference - reach, difference + reach);
    }
    let ((own_low, own_high), (their_low, their_high)) = (own.limits(level), theirs.limits(level));
    // Newcombe's own square-and-add: each arm from the arms that point the same way.
    let arm = |a: f64, b: f64| libm::sqrt(a * a + b * b);
    let down = arm(own.difference() - own_low, their_high - theirs.difference());
    let up = arm(own_high - own.difference(), theirs.difference() - their_low);
    (difference - down, difference + up)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn census(school: u32, year: u16, support: (u32, u32), other: (u32, u32)) -> Census {
        let mut census = Census::new(format!("{}_{year}-{}", 900_000 + school, year - 1999).parse().expect("a name"));
        (census.support_reached, census.support_assessed) = (Some(support.0), Some(support.1));
        (census.other_reached, census.other_assessed) = (Some(other.0), Some(other.1));
        census
    }

    fn gap_of(schools: u32, lift: u32) -> Part {
        let counts: Vec<Census> = (1..=schools)
            .flat_map(|school| {
                [
                    census(school, 2017, (20 + school * 5 % 11, 100), (140, 200)),
                    census(school, 2018, (20 + lift + school * 7 % 11, 100), (140 + school % 3, 200)),
                ]
            })
            .collect();
        gap(&counts.iter().collect::<Vec<_>>(), (AcademicYear(2017), AcademicYear(2018))).expect("a gap")
    }

    #[test]
    fn the_gap_has_every_step() {
        assert_eq!(gap_of(20, 12).certainty, Step::Clear);
        assert_eq!(gap_of(20, 12).intended, Some(true));
        let few = gap_of(4, 30);
        assert_eq!((few.certainty, few.reasons.len()), (Step::Possible, 1), "few schools hold it down");
        assert_eq!(gap_of(20, 1).certainty, Step::CannotTell);
        let steps: Vec<Step> = (1..12).map(|lift| gap_of(12, lift).certainty).collect();
        assert!(steps.is_sorted_by(|a, b| a >= b), "more is never less sure: {steps:?}");
    }

    #[test]
    fn errors_of_the_two_changes_add_in_squares() {
        let pairs = |seed: u64| -> Vec<SharePair> {
            (0..9).map(|n| ((20 + (n * seed) % 5, 100), (22 + (n * seed) % 7, 100))).collect()
        };
        let (own, theirs) = (ShareChange::of(&pairs(2)).expect("one"), ShareChange::of(&pairs(3)).expect("two"));
        let (a, b) = (own.clustered.expect("schools"), theirs.clustered.expect("schools"));
        let error = libm::hypot(a.standard_error, b.standard_error);
        let (lower, upper) = beyond(&own, &theirs, 0.95);
        let reach = 0.5 * (upper - lower) / error;
        // Between the quantiles of the smaller group alone and of both without limit.
        assert!(reach > student_quantile(0.975, 16.0) - 1e-9 && reach < student_quantile(0.975, 8.0) + 1e-9, "{reach}");
    }
}
