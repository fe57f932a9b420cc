//! What replies say: shares that agree, advocates, and how the same people's answers moved. Knows no person.
//!
//! Replies of one school are alike, so an interval of several schools together is widened by the root of the
//! dispersion between schools (Pearson's chi-square over schools less one, at least 1).

use super::part::{Part, Unit, held_down};
use crate::eval::certainty::{Step, step_of};
use crate::eval::finding::EvidenceLevel;
use crate::eval::numbers::{counted, number, percent, signed};
use crate::eval::{Calculation, calculators};
use crate::model::{Audience, Statement, SurveyResult};
use crate::stats;

/// From fewer replies nothing is shown: somebody could be recognised.
const FEWEST_REPLIES: u64 = 5;

/// People said it once, with nothing to hold it against.
const SAID_ONCE: EvidenceLevel = EvidenceLevel {
    level: 1,
    words: "Level 1 of 5: what people say at one time. It shows what they think, not what the pilot changed.",
};
const SAID_TWICE: EvidenceLevel =
    EvidenceLevel { level: 1, words: "Level 1 of 5: the same people before and after, without a comparison." };

/// Replies of several schools to one question: asked and replied over all, and what each school answered.
pub(super) struct Replies<'a> {
    pub who: String,
    pub surveys: Vec<&'a SurveyResult>,
}

/// Top two of the five answers, and all of them.
fn agreeing(counts: &[u32]) -> (u64, u64) {
    let total = counts.iter().map(|count| u64::from(*count)).sum();
    (counts.iter().skip(3).map(|count| u64::from(*count)).sum(), total)
}

impl Replies<'_> {
    fn response(&self) -> (u64, u64) {
        let sum = |of: fn(&SurveyResult) -> u32| self.surveys.iter().map(|survey| u64::from(of(survey))).sum();
        (sum(|survey| survey.replied), sum(|survey| survey.invited))
    }

    /// “312 of 402 asked replied (78%), from 41 schools”.
    fn coverage(&self) -> String {
        let (replied, invited) = self.response();
        let schools: std::collections::BTreeSet<_> = self.surveys.iter().map(|survey| &survey.school).collect();
        let share = if invited > 0 { replied as f64 / invited as f64 } else { 0.0 };
        format!(
            "{} of {} asked replied ({}), from {}",
            number(replied as f64, 0),
            number(invited as f64, 0),
            percent(share, 0),
            counted(schools.len() as f64, ("school", "schools"))
        )
    }

    /// Those who did not reply may think otherwise.
    fn caps(&self, replies: u64) -> Vec<(Step, String)> {
        let (replied, invited) = self.response();
        let share = if invited > 0 { replied as f64 / invited as f64 } else { 0.0 };
        let mut caps = Vec::new();
        if replies < 10 {
            caps.push((
                Step::Possible,
                format!("Only {} {}.", replies, if replies == 1 { "reply" } else { "replies" }),
            ));
        }
        if share < 0.3 {
            caps.push((Step::CannotTell, format!("Only {} of those asked replied.", percent(share, 0))));
        } else if share < 0.6 {
            caps.push((
                Step::Likely,
                format!("Only {} of those asked replied; the others may think otherwise.", percent(share, 0)),
            ));
        }
        caps
    }

    fn nothing(&self, label: String, unit: Unit, replies: u64) -> Part {
        let sentence = match replies {
            0 => "Nobody has been asked yet.".to_owned(),
            _ => format!("Fewer than {FEWEST_REPLIES} replies: not shown, so that nobody can be recognised."),
        };
        Part {
            label,
            value: None,
            lower: None,
            upper: None,
            unit,
            coverage: self.coverage(),
            certainty: Step::CannotTell,
            reasons: vec![sentence.clone()],
            intended: None,
            evidence_level: SAID_ONCE,
            convention: "not estimated",
            sentence,
            calculations: Vec::new(),
        }
    }

    /// The share that agrees with a statement, against a half.
    pub fn agreement(&self, statement: Statement) -> Part {
        let answers: Vec<(u64, u64)> = self
            .surveys
            .iter()
            .filter_map(|survey| survey.of(statement))
            .map(agreeing)
            .filter(|(_, n)| *n > 0)
            .collect();
        let (agree, n) = answers.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        let label = format!("{}: “{}”", self.who, statement.words());
        if n < FEWEST_REPLIES {
            return self.nothing(label, Unit::Percent, n);
        }
        let widened = libm::sqrt(dispersion(&answers));
        let at = |level: f64| widened_wilson(agree, n, level, widened);
        let share = agree as f64 / n as f64;
        let (step, reasons) = held_down(step_of(|level| apart_from(at(level), 0.5)), self.caps(n));
        let (lower, upper) = at(0.95);
        let most = step.has_direction().then_some(share > 0.5);
        let verdict = match (step, most) {
            (Step::Clear, Some(true)) => "Clearly more than half agree.",
            (Step::Likely, Some(true)) => "Probably more than half agree.",
            (Step::Possible, Some(true)) => "More than half may agree.",
            (_, Some(false)) => "It is fewer than half who agree.",
            _ => "Whether more than half agree cannot be told yet.",
        };
        let sentence = format!(
            "{} of {} replies agree ({}; with such numbers {} to {}). {verdict}",
            number(agree as f64, 0),
            number(n as f64, 0),
            percent(share, 0),
            percent(lower, 0),
            percent(upper, 0)
        );
        Part {
            label,
            value: Some(share * 100.0),
            lower: Some(lower * 100.0),
            upper: Some(upper * 100.0),
            unit: Unit::Percent,
            coverage: self.coverage(),
            certainty: step,
            reasons,
            intended: most,
            evidence_level: SAID_ONCE,
            convention: "share of the two highest of five answers, Wilson score interval, arms widened by the root of the dispersion between schools (at least 1)",
            sentence,
            calculations: vec![Calculation::proportion(agree, n)],
        }
    }

    /// The score of advocacy, against nothing.
    pub fn advocates(&self) -> Part {
        let mut counts = [0_u64; 3];
        for survey in &self.surveys {
            for (answer, count) in survey.recommend.iter().enumerate() {
                let kind = match answer {
                    0..=6 => 0,
                    7 | 8 => 1,
                    _ => 2,
                };
                if let Some(sum) = counts.get_mut(kind) {
                    *sum += u64::from(*count);
                }
            }
        }
        let [detractors, passives, promoters] = counts;
        let n = detractors + passives + promoters;
        let label = format!("{}: would recommend the approach", self.who);
        if n < FEWEST_REPLIES {
            return self.nothing(label, Unit::Score, n);
        }
        let at =
            |level: f64| stats::advocacy(promoters, passives, detractors, true, level).unwrap_or((0.0, -100.0, 100.0));
        let (score, lower, upper) = at(0.95);
        let away = |level: f64| {
            let (_, lower, upper) = at(level);
            lower > 0.0 || upper < 0.0
        };
        let (step, reasons) = held_down(step_of(away), self.caps(n));
        let intended = step.has_direction().then_some(score > 0.0);
        let verdict = match intended {
            Some(true) => "There are more advocates than opponents.",
            Some(false) => "There are more opponents than advocates.",
            None => "Whether advocates outnumber opponents cannot be told yet.",
        };
        Part {
            label,
            value: Some(score),
            lower: Some(lower),
            upper: Some(upper),
            unit: Unit::Score,
            coverage: self.coverage(),
            certainty: step,
            reasons,
            intended,
            evidence_level: SAID_ONCE,
            convention: "100 (9 and 10 less 0 to 6) / replies, adjusted Wald interval",
            sentence: format!(
                "{promoters} advocates, {passives} in between and {detractors} opponents: a score of {} ({} to {}). {verdict}",
                signed(score, 0),
                signed(lower, 0),
                signed(upper, 0)
            ),
            calculations: vec![
                calculators::Advocacy {
                    promoters,
                    passives,
                    detractors,
                    interval: calculators::AdvocacyInterval::Adjusted,
                    level: calculators::DEFAULT_LEVEL,
                }
                .into(),
            ],
        }
    }

    /// How the same people's answers moved: those who rose less those who fell.
    pub fn shift(&self, statement: Statement) -> Part {
        let mut table = [[0_u64; 5]; 5];
        for survey in &self.surveys {
            for (place, count) in survey.shift.iter().enumerate() {
                if let Some(cell) = table.get_mut(place / 5).and_then(|row| row.get_mut(place % 5)) {
                    *cell += u64::from(*count);
                }
            }
        }
        let sum = |keep: fn(usize, usize) -> bool| -> u64 {
            let cells = table
                .iter()
                .enumerate()
                .flat_map(|(was, row)| row.iter().enumerate().map(move |(now, n)| (was, now, n)));
            cells.filter(|(was, now, _)| keep(*was, *now)).map(|(_, _, n)| n).sum()
        };
        let (rose, fell) = (sum(|was, now| now > was), sum(|was, now| now < was));
        let n = sum(|_, _| true);
        let label = format!("{}: change since the first survey, “{}”", self.who, statement.words());
        if n < FEWEST_REPLIES {
            return self.nothing(label, Unit::Points, n);
        }
        let at = |level: f64| stats::advocacy(rose, n - rose - fell, fell, true, level).unwrap_or((0.0, -100.0, 100.0));
        let (net, lower, upper) = at(0.95);
        let away = |level: f64| {
            let (_, lower, upper) = at(level);
            lower > 0.0 || upper < 0.0
        };
        let (step, reasons) = held_down(step_of(away), self.caps(n));
        let intended = step.has_direction().then_some(net > 0.0);
        let agreed = |rank: usize| rank >= 3;
        let both = |was: bool, now: bool| -> u64 {
            let cells =
                table.iter().enumerate().flat_map(|(w, row)| row.iter().enumerate().map(move |(a, n)| (w, a, n)));
            cells.filter(|(w, a, _)| agreed(*w) == was && agreed(*a) == now).map(|(_, _, n)| n).sum()
        };
        let top_box = [[both(true, true), both(true, false)], [both(false, true), both(false, false)]];
        Part {
            label,
            value: Some(net),
            lower: Some(lower),
            upper: Some(upper),
            unit: Unit::Points,
            coverage: self.coverage(),
            certainty: step,
            reasons,
            intended,
            evidence_level: SAID_TWICE,
            convention: "paired by code: those who rose less those who fell, of all pairs; adjusted Wald interval; McNemar's test for agreeing",
            sentence: format!(
                "Of {} who answered both times, {} rose by a step or more and {} fell ({} to {} percentage points more rose).",
                number(n as f64, 0),
                number(rose as f64, 0),
                number(fell as f64, 0),
                number(lower, 0),
                number(upper, 0)
            ),
            calculations: vec![calculators::PairedYesNo { table: top_box }.into()],
        }
    }
}

fn apart_from((lower, upper): (f64, f64), level: f64) -> bool {
    lower > level || upper < level
}

fn widened_wilson(agree: u64, n: u64, level: f64, widened: f64) -> (f64, f64) {
    match stats::wilson(agree, n, level) {
        Ok(found) => {
            let arm = |limit: f64| (found.estimate + widened * (limit - found.estimate)).clamp(0.0, 1.0);
            (arm(found.lower), arm(found.upper))
        }
        Err(_) => (0.0, 1.0),
    }
}

/// How much more schools differ than chance makes them: at least 1, and 1 where there are too few to know.
fn dispersion(answers: &[(u64, u64)]) -> f64 {
    let (agree, n) = answers.iter().fold((0.0, 0.0), |sum, one| (sum.0 + one.0 as f64, sum.1 + one.1 as f64));
    let share = agree / n;
    let spread = share * (1.0 - share);
    if answers.len() < 3 || spread <= 0.0 {
        return 1.0;
    }
    let mut terms: Vec<f64> = answers
        .iter()
        .map(|(agree, n)| {
            let apart = *agree as f64 - *n as f64 * share;
            apart * apart / (*n as f64 * spread)
        })
        .collect();
    terms.sort_by(f64::total_cmp);
    (terms.iter().sum::<f64>() / (answers.len() - 1) as f64).max(1.0)
}

/// Surveys of some audiences, named together.
pub(super) fn replies_of<'a>(
    surveys: &[&'a SurveyResult],
    audiences: &[Audience],
    who: &str,
    keep: impl Fn(&SurveyResult) -> bool,
) -> Replies<'a> {
    let chosen = surveys.iter().copied().filter(|survey| audiences.contains(&survey.audience) && keep(survey));
    Replies { who: who.to_owned(), surveys: chosen.collect() }
}
