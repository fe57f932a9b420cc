//! What pupils' scores before and after a programme say, with and without a comparison group. Knows no pupil.

use super::part::{Part, Unit, held_down};
use crate::eval::Calculation;
use crate::eval::calculators::{self, MonthsTable};
use crate::eval::certainty::{Step, step_of};
use crate::eval::finding::EvidenceLevel;
use crate::eval::numbers::{counted, number, signed};
use crate::model::{GroupScores, ProgrammeKind, ScoreSummary};
use crate::stats::{self, BeforeAfter, Effect, PoolModel};

pub(super) const WITHOUT: EvidenceLevel = EvidenceLevel {
    level: 1,
    words: "Level 1 of 5: the same pupils before and after, without a comparison group. Pupils chosen for low scores rise by themselves.",
};
const AGAINST: EvidenceLevel = EvidenceLevel {
    level: 3,
    words: "Level 3 of 5: before and after against pupils without the programme, who were not chosen by lot.",
};
/// From fewer pupils the standard deviation is itself a guess.
const FEW_PUPILS: u64 = 20;
/// The standard deviation of the scores' scale: changes are given in it, whatever the spread of those chosen.
const SCALE_SD: f64 = 15.0;

/// The group on the scale's own standard deviation. Chosen pupils spread less than that, so their own correlation would not
/// fit it: the one given is that which the spread of changes implies, 1 − s² / (2 · 15²), and the variance is then theirs.
pub(super) fn course(found: &ScoreSummary) -> BeforeAfter {
    let spread = found.sd_change / SCALE_SD;
    BeforeAfter {
        pre_mean: found.mean_before,
        post_mean: found.mean_after,
        pre_sd: SCALE_SD,
        n: found.pupils,
        r: (1.0 - 0.5 * spread * spread).clamp(-1.0, 1.0),
    }
}

fn request(found: &ScoreSummary) -> calculators::Course {
    let BeforeAfter { pre_mean, post_mean, pre_sd, n, r } = course(found);
    calculators::Course { pre_mean, post_mean, pre_sd, n, r }
}

/// All groups of one programme added up, with the programme or as comparison, and how many there are.
fn together(
    groups: &[&GroupScores],
    programme: ProgrammeKind,
    comparison: bool,
) -> Option<(ScoreSummary, GroupScores, usize)> {
    let mut chosen = groups.iter().filter(|group| group.programme == programme && group.comparison == comparison);
    let mut sum = (*chosen.next()?).clone();
    let mut count = 1;
    for group in chosen {
        sum.add_all(group);
        count += 1;
    }
    Some((sum.summary()?, sum, count))
}

/// Programmes that have scores, in their order.
pub(super) fn programmes(groups: &[&GroupScores]) -> Vec<ProgrammeKind> {
    let has = |kind: &ProgrammeKind| groups.iter().any(|group| group.programme == *kind && !group.comparison);
    ProgrammeKind::ALL.into_iter().filter(has).collect()
}

/// The answer for one programme: against its comparison group where there is one, else before and after alone.
pub(super) fn progress(groups: &[&GroupScores], programme: ProgrammeKind) -> Option<Part> {
    let (with, sums, schools) = together(groups, programme, false)?;
    let without = together(groups, programme, true);
    let change = stats::standardised_change(course(&with)).ok()?;
    let compared = without.as_ref().and_then(|(found, _, _)| {
        let effect = stats::change_beyond_control(course(&with), course(found)).ok()?;
        Some((effect, found.pupils))
    });
    let effect = compared.map_or(change, |(effect, _)| effect);
    let smallest = compared.map_or(with.pupils, |(_, pupils)| pupils.min(with.pupils));
    let away = |level: f64| {
        let (lower, upper) = effect.limits(level);
        lower > 0.0 || upper < 0.0
    };
    let mut caps = Vec::new();
    if smallest < FEW_PUPILS {
        caps.push((Step::Possible, format!("Only {smallest} pupils in the smaller group.")));
    }
    if compared.is_none() {
        let words =
            "Without a comparison group, what pupils gain anyway cannot be told from what the programme brought.";
        caps.push((Step::Possible, words.to_owned()));
    }
    let (step, reasons) = held_down(step_of(away), caps);
    let (lower, upper) = effect.limits(0.95);
    let mut calculations: Vec<Calculation> = Vec::new();
    match without.as_ref().filter(|_| compared.is_some()) {
        Some((control, _, _)) => calculations.push(
            calculators::ChangeVersusControl {
                treated: request(&with),
                control: request(control),
                level: calculators::DEFAULT_LEVEL,
            }
            .into(),
        ),
        None => {
            calculations.push(calculators::Change { course: request(&with), level: calculators::DEFAULT_LEVEL }.into())
        }
    }
    if compared.is_some() {
        calculations.push(calculators::Months { effect: effect.estimate, table: MonthsTable::Toolkit }.into());
    }
    let against = match compared {
        Some((_, pupils)) => format!(" and {pupils} without it"),
        None => String::new(),
    };
    Some(Part {
        label: programme.words().to_owned(),
        value: Some(effect.estimate),
        lower: Some(lower),
        upper: Some(upper),
        unit: Unit::StandardDeviations,
        coverage: format!(
            "{}{against}, in {}",
            counted(with.pupils as f64, ("pupil", "pupils")),
            counted(schools as f64, ("school", "schools"))
        ),
        certainty: step,
        reasons,
        intended: step.has_direction().then_some(effect.estimate > 0.0),
        evidence_level: if compared.is_some() { AGAINST } else { WITHOUT },
        convention: match compared {
            Some(_) => {
                "difference of two standardised mean changes on the scale's standard deviation of 15, exact small-sample correction, variances from the spread of changes, added"
            }
            None => {
                "standardised mean change on the scale's standard deviation of 15, exact small-sample correction, variance from the spread of changes"
            }
        },
        sentence: sentence(&with, &sums, effect, compared.is_some(), groups, programme),
        calculations,
    })
}

fn sentence(
    with: &ScoreSummary,
    sums: &GroupScores,
    effect: Effect,
    compared: bool,
    groups: &[&GroupScores],
    programme: ProgrammeKind,
) -> String {
    let (lower, upper) = effect.limits(0.95);
    let mut words = format!(
        "From a mean score of {} to {}: {} standard deviations{} ({} to {}).",
        number(with.mean_before, 1),
        number(with.mean_after, 1),
        signed(effect.estimate, 2),
        if compared { " beyond the comparison group" } else { "" },
        signed(lower, 2),
        signed(upper, 2)
    );
    if compared && lower > 0.0 {
        let months = MonthsTable::Toolkit.months(effect.estimate);
        words.push_str(&format!(
            " The Teaching and Learning Toolkit reads that as {} of progress.",
            counted(months as f64, ("month", "months"))
        ));
    }
    words.push_str(&format!(
        " Beyond the test’s own error {} rose and {} fell.",
        sums.reliably_better, sums.reliably_worse
    ));
    if let Some(between) = heterogeneity(groups, programme) {
        words.push_str(&format!(
            " Between schools, {}% of the variation is more than chance explains.",
            number(between, 0)
        ));
    }
    words
}

/// I² of the changes of single schools.
fn heterogeneity(groups: &[&GroupScores], programme: ProgrammeKind) -> Option<f64> {
    let own = groups.iter().filter(|group| group.programme == programme && !group.comparison);
    let effects: Vec<Effect> = own
        .filter_map(|group| stats::standardised_change(course(&group.summary()?)).ok())
        .filter(|effect| effect.variance > 0.0)
        .collect();
    let pooled = (effects.len() >= 5).then(|| stats::pool(&effects, PoolModel::Random).ok()).flatten()?;
    Some(pooled.i2)
}
