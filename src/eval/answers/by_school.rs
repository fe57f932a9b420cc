//! A programme's effect school by school, and put together over schools that differ. Ranks nobody: schools stand by name.

use super::part::{Part, Unit, held_down};
use super::scores::{WITHOUT, course};
use crate::eval::certainty::{Step, step_of};
use crate::eval::numbers::{counted, number, signed};
use crate::eval::{Calculation, Evidence, Period, Scope, calculators};
use crate::model::{GroupScores, PilotData, ProgrammeKind, Urn};
use crate::stats::{self, Effect, PoolModel, Pooled};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// From fewer pupils a school's mean change is not shown: somebody could be recognised.
const FEWEST_PUPILS: u64 = 5;
/// From fewer schools, how much they differ is hardly known.
const FEWEST_SCHOOLS: usize = 5;

/// One school's change.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SchoolEffect {
    pub school: Urn,
    pub name: String,
    pub pupils: u64,
    /// In standard deviations of the scale, with its 95% interval.
    pub estimate: f64,
    pub lower: f64,
    pub upper: f64,
}

/// A programme in all its schools.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EffectsBySchool {
    pub programme: ProgrammeKind,
    pub title: &'static str,
    /// By name.
    pub rows: Vec<SchoolEffect>,
    /// Schools with too few pupils to be shown.
    pub left_out: usize,
    pub together: Part,
}

struct OfSchool<'a> {
    school: &'a Urn,
    pupils: u64,
    effect: Effect,
}

/// The change of each school with enough pupils, in the order of URNs, and how many schools have fewer.
fn effects<'a>(groups: &[&'a GroupScores], programme: ProgrammeKind) -> (Vec<OfSchool<'a>>, usize) {
    let mut schools: BTreeMap<&Urn, GroupScores> = BTreeMap::new();
    for group in groups.iter().filter(|group| group.programme == programme && !group.comparison) {
        match schools.get_mut(&group.school) {
            Some(sum) => sum.add_all(group),
            None => {
                schools.insert(&group.school, (*group).clone());
            }
        }
    }
    let all = schools.len();
    let found: Vec<OfSchool<'_>> = schools
        .into_iter()
        .filter_map(|(school, sums)| {
            let summary = sums.summary().filter(|found| found.pupils >= FEWEST_PUPILS)?;
            let effect = stats::standardised_change(course(&summary)).ok()?;
            // Without spread there is no error, and one school would outweigh all others.
            (effect.variance > 0.0).then_some(OfSchool { school, pupils: summary.pupils, effect })
        })
        .collect();
    let left_out = all - found.len();
    (found, left_out)
}

fn pooled(found: &[OfSchool<'_>]) -> Option<Pooled> {
    let effects: Vec<Effect> = found.iter().map(|one| one.effect).collect();
    (effects.len() >= FEWEST_SCHOOLS).then(|| stats::pool(&effects, PoolModel::Random).ok()).flatten()
}

/// Schools put together by random effects: the mean over schools, and how far they truly differ.
pub(super) fn together(groups: &[&GroupScores], programme: ProgrammeKind) -> Option<Part> {
    let (found, left_out) = effects(groups, programme);
    part(programme, &found, left_out)
}

fn part(programme: ProgrammeKind, found: &[OfSchool<'_>], left_out: usize) -> Option<Part> {
    let pooled = pooled(found)?;
    let effect = pooled.effect;
    let away = |level: f64| {
        let (lower, upper) = effect.limits(level);
        lower > 0.0 || upper < 0.0
    };
    let words = "Without a comparison group, what pupils gain anyway cannot be told from what the programme brought.";
    let (step, reasons) = held_down(step_of(away), vec![(Step::Possible, words.to_owned())]);
    let (lower, upper) = effect.limits(0.95);
    let pupils: u64 = found.iter().map(|one| one.pupils).sum();
    let apart = match pooled.tau2 {
        none if none <= 0.0 => "Schools differ no more than chance explains.".to_owned(),
        tau2 => {
            format!("True changes of schools differ by a standard deviation of about {}.", number(libm::sqrt(tau2), 2))
        }
    };
    let fewer = match left_out {
        0 => String::new(),
        some => format!("; {} with fewer than {FEWEST_PUPILS} pupils left out", some),
    };
    Some(Part {
        label: format!("{}, over schools that differ", programme.words()),
        value: Some(effect.estimate),
        lower: Some(lower),
        upper: Some(upper),
        unit: Unit::StandardDeviations,
        coverage: format!(
            "{} in {}{fewer}",
            counted(pupils as f64, ("pupil", "pupils")),
            counted(found.len() as f64, ("school", "schools"))
        ),
        certainty: step,
        reasons,
        intended: step.has_direction().then_some(effect.estimate > 0.0),
        evidence_level: WITHOUT,
        convention: "standardised mean change of each school, inverse variance with DerSimonian and Laird's τ² (random effects), normal interval",
        sentence: format!(
            "The mean over {} is {} standard deviations ({} to {}). {apart} Q = {} on {} degrees of freedom, τ² = {}, I² = {}%.",
            counted(found.len() as f64, ("school", "schools")),
            signed(effect.estimate, 2),
            signed(lower, 2),
            signed(upper, 2),
            number(pooled.q, 1),
            number(pooled.df as f64, 0),
            number(pooled.tau2, 3),
            number(pooled.i2, 0)
        ),
        calculations: vec![pool_request(found)],
    })
}

fn pool_request(found: &[OfSchool<'_>]) -> Calculation {
    let effects = found
        .iter()
        .map(|one| calculators::Estimated { estimate: one.effect.estimate, variance: one.effect.variance })
        .collect();
    calculators::Pool { effects, model: PoolModel::Random, level: calculators::DEFAULT_LEVEL }.into()
}

/// Each programme of a scope's schools that enough schools have tested, school by school.
pub fn effects_by_school(
    data: &PilotData,
    evidence: &Evidence,
    period: &Period,
    scope: &Scope,
) -> Vec<EffectsBySchool> {
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let wanted = |group: &&GroupScores| inside.contains(&group.school) && period.terms.contains(&group.term);
    let groups: Vec<&GroupScores> = data.scores.values().filter(wanted).collect();
    let one = |programme: ProgrammeKind| {
        let (found, left_out) = effects(&groups, programme);
        let together = part(programme, &found, left_out)?;
        let mut rows: Vec<SchoolEffect> = found
            .into_iter()
            .map(|one| {
                let (lower, upper) = one.effect.limits(0.95);
                let name = evidence.school_name(one.school).unwrap_or(one.school.as_str()).to_owned();
                let (school, estimate) = (one.school.clone(), one.effect.estimate);
                SchoolEffect { school, name, pupils: one.pupils, estimate, lower, upper }
            })
            .collect();
        rows.sort_by(|a, b| a.name.cmp(&b.name).then(a.school.cmp(&b.school)));
        Some(EffectsBySchool { programme, title: programme.words(), rows, left_out, together })
    };
    ProgrammeKind::ALL.into_iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};

    fn found() -> Vec<EffectsBySchool> {
        let data = pilot_data(&Options::default());
        let evidence = Evidence::of(&data);
        effects_by_school(&data, &evidence, &Period::default_of(&evidence), &Scope::Pilot)
    }

    #[test]
    fn schools_stand_by_name_whatever_their_change_and_the_pool_is_the_calculators() {
        let all = found();
        assert!(all.len() >= 3);
        for one in all {
            assert!(one.rows.is_sorted_by(|a, b| a.name <= b.name));
            assert!(!one.rows.is_sorted_by(|a, b| a.estimate <= b.estimate), "no order by change");
            assert!(one.rows.iter().all(|row| row.pupils >= FEWEST_PUPILS));
            let answer = one.together.calculations[0].answer().expect("an answer");
            assert_eq!(answer.number("estimate"), one.together.value);
            assert_eq!(answer.number("upper"), one.together.upper);
            let tau2 = answer.number("tau2").expect("τ²");
            assert!(one.together.sentence.contains(&format!("τ² = {}", number(tau2, 3))), "{}", one.together.sentence);
            assert_eq!(one.together.evidence_level.level, 1);
        }
    }

    #[test]
    fn few_schools_are_not_put_together() {
        let data = pilot_data(&Options::default());
        let groups: Vec<&GroupScores> = data
            .scores
            .values()
            .filter(|group| group.programme == ProgrammeKind::SpeechLanguage && !group.comparison)
            .take(FEWEST_SCHOOLS - 1)
            .collect();
        assert_eq!(together(&groups, ProgrammeKind::SpeechLanguage), None);
        assert_eq!(together(&[], ProgrammeKind::Literacy), None);
    }
}
