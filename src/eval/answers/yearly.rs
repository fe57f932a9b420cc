//! What is counted once a year: how early needs are found, and what pupils at SEN Support reach. Knows no pupil.

use super::part::{Part, Unit, held_down};
use crate::eval::Calculation;
use crate::eval::certainty::{Step, step_of};
use crate::eval::finding::BEFORE_AFTER;
use crate::eval::numbers::{counted, number, percent};
use crate::model::{AcademicYear, Census};
use crate::stats::{self, ClusterPair, clustered_difference, student_quantile};
use std::collections::BTreeMap;

/// Counts of one school in two years: how many of how many, before and after.
type Pair = ((u64, u64), (u64, u64));

/// Reception to Year 2, and the first year of secondary school: the earliest that a school can find a need.
const EARLY: [usize; 4] = [0, 1, 2, 7];
/// Fewer schools cannot tell how much schools vary.
const FEWEST_SCHOOLS: usize = 8;

/// The share of the years' counts in two years, of the schools that have both.
fn matched(
    censuses: &[&Census],
    years: (AcademicYear, AcademicYear),
    of: impl Fn(&Census) -> Option<(u64, u64)>,
) -> Vec<Pair> {
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
fn change(label: &str, noun: &str, pairs: &[Pair], years: (AcademicYear, AcademicYear)) -> Option<Part> {
    let sum =
        |of: fn(&Pair) -> (u64, u64)| pairs.iter().map(of).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    let (before, after) = (sum(|pair| pair.0), sum(|pair| pair.1));
    if before.1 == 0 || after.1 == 0 {
        return None;
    }
    let units: Vec<ClusterPair> = pairs
        .iter()
        .map(|(before, after)| ClusterPair {
            before: (before.0 as f64, before.1 as f64),
            after: (after.0 as f64, after.1 as f64),
        })
        .collect();
    let clustered = (units.len() >= FEWEST_SCHOOLS).then(|| clustered_difference(&units)).flatten();
    let share = |(part, all): (u64, u64)| part as f64 / all as f64;
    let difference = share(after) - share(before);
    let at = |level: f64| match &clustered {
        Some(found) => {
            let reach = student_quantile(0.5 + 0.5 * level, found.degrees_of_freedom) * found.standard_error;
            (found.estimate - reach, found.estimate + reach)
        }
        None => stats::newcombe(after, before, level).map_or((-1.0, 1.0), |found| (found.lower, found.upper)),
    };
    let away = |level: f64| {
        let (lower, upper) = at(level);
        lower > 0.0 || upper < 0.0
    };
    let caps = match units.len() {
        few if few < FEWEST_SCHOOLS => {
            vec![(Step::Possible, format!("Only {}.", counted(few as f64, ("school", "schools"))))]
        }
        _ => Vec::new(),
    };
    let (step, reasons) = held_down(step_of(away), caps);
    let (lower, upper) = at(0.95);
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
        coverage: format!("{} with counts of both years", counted(units.len() as f64, ("school", "schools"))),
        certainty: step,
        reasons,
        intended: step.has_direction().then_some(difference > 0.0),
        evidence_level: BEFORE_AFTER,
        convention: match clustered {
            Some(_) => "difference of pooled shares, jackknife by school, Student's t",
            None => "Newcombe difference of shares",
        },
        sentence: format!(
            "{noun}: {} in {} and {} in {}, a change of {} percentage points ({} to {}). {verdict}",
            percent(share(before), 1),
            years.0,
            percent(share(after), 1),
            years.1,
            number(difference * 100.0, 1),
            number(lower * 100.0, 1),
            number(upper * 100.0, 1)
        ),
        calculations: vec![Calculation::proportion(before.0, before.1), Calculation::proportion(after.0, after.1)],
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
    let (own, theirs) = (change("", "", &support, years)?, change("", "", &others, years)?);
    let (own_value, other_value) = (own.value?, theirs.value?);
    let half = |part: &Part, value: f64| part.upper.map(|upper| upper - value);
    // Two groups of different pupils: their errors add in squares.
    let reach = half(&own, own_value).zip(half(&theirs, other_value)).map(|(a, b)| libm::sqrt(a * a + b * b))?;
    let narrowed = own_value - other_value;
    let (lower, upper) = (narrowed - reach, narrowed + reach);
    let step = if lower > 0.0 || upper < 0.0 { Step::Likely } else { Step::CannotTell };
    Some(Part {
        label: "Gap to other pupils".to_owned(),
        value: Some(narrowed),
        lower: Some(lower),
        upper: Some(upper),
        unit: Unit::Points,
        coverage: own.coverage,
        certainty: step,
        reasons: own.reasons,
        intended: step.has_direction().then_some(narrowed > 0.0),
        evidence_level: BEFORE_AFTER,
        convention: "difference of the two changes; half-widths added in squares",
        sentence: format!(
            "The gap to pupils without special educational needs narrowed by {} percentage points ({} to {}; below nothing it widened). {}",
            number(narrowed, 1),
            number(lower, 1),
            number(upper, 1),
            if step == Step::CannotTell { "Whether it narrowed cannot be told yet." } else { "" }
        )
        .trim_end()
        .to_owned(),
        calculations: [own.calculations, theirs.calculations].concat(),
    })
}
