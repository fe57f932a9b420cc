//! Whether the schools of a cluster need the same: how much of what differs between schools lies between clusters.
//! Knows nothing of what a cluster does about it.

use super::Group;
use super::fact::{Fact, Measured, Span, Sure, input};
use crate::eval::certainty::Step;
use crate::eval::numbers::{count, number, percent};
use crate::eval::{Evidence, Indicator, Period};
use crate::model::{Phase, TermId};
use crate::rng::Rng;
use crate::stats::{Intraclass, Regrouped, intraclass, regrouped};
use std::collections::BTreeMap;

/// What schools of a locality may share.
pub(super) const ASKED: [Indicator; 3] = [Indicator::SenSupport, Indicator::Requests, Indicator::Suspensions];

/// How often schools are put into random clusters.
pub const REGROUPINGS: usize = 1_999;
/// Any seed does; the same one gives everybody the same answer.
const SEED: u64 = 20_181_105;
/// Schools of a phase that are too few to have a usual figure are left out.
const FEWEST_OF_A_PHASE: usize = 3;
const FEWEST_SCHOOLS: usize = 12;

const LIKENESS: &str = "Small schools vary by chance, which hides what they share. Schools can need the same and still be served better otherwise; schools can differ and still help one another. It says nothing of needs that returns do not count.";

/// A school's figure against the usual one of its phase.
struct Placed {
    phase: usize,
    cluster: usize,
    ratio: f64,
}

/// One answer for each figure asked about, over the schools of all clusters.
pub(super) fn shared_need(evidence: &Evidence, period: &Period, groups: &[Group], who: &str) -> Vec<Fact> {
    // Before the pilot, or its own effect would pass for a shared need.
    let before = !period.base.is_empty() && evidence.first_term_during.is_some();
    let terms = if before { &period.base } else { &period.terms };
    let words = if before { period.base_words() } else { period.words() };
    ASKED.into_iter().map(|indicator| alike(evidence, indicator, terms, &words, groups, who)).collect()
}

fn alike(
    evidence: &Evidence,
    indicator: Indicator,
    terms: &[TermId],
    words: &str,
    groups: &[Group],
    who: &str,
) -> Fact {
    let label = format!("{}: what clusters share", indicator.title());
    let mut unknown = Fact::unknown(
        label,
        who,
        Measured::Percent,
        format!("It takes {FEWEST_SCHOOLS} schools in two clusters or more to see what they share."),
    );
    unknown.cannot_say = LIKENESS;
    let (placed, all) = placed(evidence, indicator, terms, groups);
    let units: Vec<(usize, f64)> = placed.iter().map(|school| (school.cluster, school.ratio)).collect();
    let in_strata: Vec<(usize, usize, f64)> =
        placed.iter().map(|school| (school.phase, school.cluster, school.ratio)).collect();
    let mut rng = Rng::seeded(SEED).split(indicator.key());
    let found = intraclass(&units, 0.95).ok().filter(|_| placed.len() >= FEWEST_SCHOOLS);
    let random = regrouped(&in_strata, REGROUPINGS, |n| rng.below(n)).ok();
    let Some((found, random)) = found.zip(random) else { return unknown };
    let step = match random.p {
        p if p <= 0.01 => Step::Clear,
        p if p <= 0.05 => Step::Likely,
        p if p <= 0.20 => Step::Possible,
        _ => Step::CannotTell,
    };
    Fact {
        value: Some(found.estimate * 100.0),
        lower: Some(found.lower * 100.0),
        upper: Some(found.upper * 100.0),
        span: Span::Interval,
        certainty: Sure::Estimated(step),
        coverage: format!("{} of {all} schools in {} clusters, {words}", placed.len(), found.groups),
        convention: "each school's figure over the mean of its phase; intraclass correlation by one-way analysis of variance with the F limits of Searle (1971) at the mean group size (below nothing: more alike across clusters than within); certainty by 1,999 random regroupings within phases, one-sided",
        sentence: sentence(&found, &random, step),
        inputs: inputs(&found, &random),
        ..unknown
    }
}

fn sentence(found: &Intraclass, random: &Regrouped, step: Step) -> String {
    let share = match found.estimate {
        estimate if estimate < 0.005 => format!(
            "None of the differences between schools lies between clusters (at most {})",
            percent(found.upper.max(0.0), 0)
        ),
        estimate => format!(
            "{} of the differences between schools lie between clusters ({} to {})",
            percent(estimate, 0),
            percent(found.lower.max(0.0), 0),
            percent(found.upper.max(0.0), 0)
        ),
    };
    let chance = format!("random groups of the same sizes reach {} one time in twenty", {
        percent(random.exceeded_by_one_in_twenty, 0)
    });
    let verdict = match step {
        Step::Clear => "Schools of a cluster are clearly more alike than random groups.",
        Step::Likely => "Schools of a cluster are probably more alike than random groups.",
        Step::Possible => "Schools of a cluster may be more alike than random groups.",
        _ => "Schools of a cluster are not seen to be more alike than random groups.",
    };
    format!("{share}; {chance}. {verdict}")
}

fn inputs(found: &Intraclass, random: &Regrouped) -> Vec<crate::eval::Input> {
    vec![
        input("Schools and clusters", format!("{} and {}", found.units, found.groups)),
        input("Mean square between clusters", number(found.between, 4)),
        input("Mean square within clusters", number(found.within, 4)),
        input("F, and its p were values normal", format!("{} and {}", number(found.f, 3), number(found.p, 4))),
        input("Mean group size n₀", number(found.size, 2)),
        input("Random regroupings", count(random.draws as f64)),
        input("The middle one of them", percent(random.middle, 1)),
        input("Share at least as alike, the actual one counted", number(random.p, 4)),
    ]
}

/// Each school's figure as a ratio to the mean of its phase, and how many schools there are in clusters.
fn placed(evidence: &Evidence, indicator: Indicator, terms: &[TermId], groups: &[Group]) -> (Vec<Placed>, usize) {
    let mut by_phase: BTreeMap<Phase, Vec<(usize, f64)>> = BTreeMap::new();
    let mut all = 0;
    for (cluster, group) in groups.iter().enumerate() {
        for place in &group.places {
            all += 1;
            let (mut events, mut pupils) = (0.0, 0.0);
            for row in terms.iter().filter_map(|term| evidence.row(*place, *term)) {
                if let (Some(counted), Some(exposure)) = (indicator.count(row), indicator.exposure(row)) {
                    events += counted;
                    pupils += exposure;
                }
            }
            if let Some(school) = evidence.schools.get(*place).filter(|_| pupils > 0.0) {
                by_phase.entry(school.phase).or_default().push((cluster, events / pupils));
            }
        }
    }
    let mut placed = Vec::new();
    for (phase, schools) in by_phase.values().enumerate() {
        let mut rates: Vec<f64> = schools.iter().map(|(_, rate)| *rate).collect();
        rates.sort_by(f64::total_cmp);
        let mean = rates.iter().sum::<f64>() / rates.len() as f64;
        if rates.len() >= FEWEST_OF_A_PHASE && mean > 0.0 {
            placed.extend(schools.iter().map(|(cluster, rate)| Placed {
                phase,
                cluster: *cluster,
                ratio: rate / mean,
            }));
        }
    }
    (placed, all)
}
