//! The three strategic outcomes: their measures side by side, and what may be concluded. Knows no figures of its own.

use super::measure::{MeasureFinding, results};
use super::part::Part;
use crate::eval::certainty::Step;
use crate::eval::numbers::list;
use crate::eval::{Evidence, Period, Scope};
use crate::model::{Outcome, PilotData};
use serde::Serialize;

/// What is concluded of an outcome. The rules, in order:
///
/// 1. `against`: a leading part of one of its measures goes clearly or likely the way that is not wanted.
/// 2. `met`: every leading part goes clearly or likely as intended.
/// 3. `partly`: some leading part goes clearly or likely as intended, and none against.
/// 4. `signs`: some leading part goes possibly as intended.
/// 5. `too_early`: nothing of that.
///
/// There is no index and no average: two measures that go well do not make up for one that does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Conclusion {
    Against,
    Met,
    Partly,
    Signs,
    TooEarly,
}

/// One outcome's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OutcomeFinding {
    pub outcome: &'static str,
    pub title: &'static str,
    pub words: &'static str,
    pub conclusion: Conclusion,
    pub sentence: String,
    /// Its measures, by number.
    pub measures: Vec<u8>,
    /// What belongs to it beside its measures: results at SEN Support and the gap.
    pub results: Vec<Part>,
}

/// All three, in their order.
pub fn outcome_findings(
    data: &PilotData,
    evidence: &Evidence,
    period: &Period,
    scope: &Scope,
    measures: &[MeasureFinding],
) -> Vec<OutcomeFinding> {
    let one = |outcome: Outcome| {
        let results = match outcome {
            Outcome::Attainment => results(data, evidence, period, scope),
            _ => Vec::new(),
        };
        let own: Vec<&MeasureFinding> = measures.iter().filter(|finding| finding.outcome == outcome.key()).collect();
        let of_measures =
            own.iter().flat_map(|finding| finding.parts.iter().take(finding.leading).map(|part| (finding.title, part)));
        let named: Vec<(&str, &Part)> =
            results.iter().map(|part| (part.label.as_str(), part)).chain(of_measures).collect();
        let leading: Vec<&Part> = named.iter().map(|(_, part)| *part).collect();
        let conclusion = conclude(&leading);
        OutcomeFinding {
            outcome: outcome.key(),
            title: outcome.title(),
            words: outcome.words(),
            conclusion,
            sentence: sentence(conclusion, &named),
            measures: own.iter().map(|finding| finding.measure).collect(),
            results,
        }
    };
    Outcome::ALL.into_iter().map(one).collect()
}

fn is_sure(part: &Part) -> bool {
    matches!(part.certainty, Step::Clear | Step::Likely)
}

fn conclude(leading: &[&Part]) -> Conclusion {
    let goes = |part: &&&Part, way: bool| part.intended == Some(way);
    let some = |way: bool, sure: bool| leading.iter().filter(|part| goes(part, way)).any(|part| !sure || is_sure(part));
    if some(false, true) {
        Conclusion::Against
    } else if !leading.is_empty() && leading.iter().all(|part| part.intended == Some(true) && is_sure(part)) {
        Conclusion::Met
    } else if some(true, true) {
        Conclusion::Partly
    } else if some(true, false) {
        Conclusion::Signs
    } else {
        Conclusion::TooEarly
    }
}

fn sentence(conclusion: Conclusion, leading: &[(&str, &Part)]) -> String {
    let named = |keep: &dyn Fn(&Part) -> bool| {
        let mut names: Vec<&str> = leading.iter().filter(|(_, part)| keep(part)).map(|(name, _)| *name).collect();
        // Two parts of one measure are named once.
        names.dedup();
        list(names.into_iter().map(|name| format!("“{name}”")))
    };
    let well = named(&|part| part.intended == Some(true) && is_sure(part));
    let badly = named(&|part| part.intended == Some(false) && is_sure(part));
    let perhaps = named(&|part| part.intended == Some(true) && !is_sure(part));
    let open = leading.iter().filter(|(_, part)| part.intended.is_none()).count();
    let mut words = match conclusion {
        Conclusion::Against => format!("Not all goes as intended: {badly}."),
        Conclusion::Met => format!("All that was asked goes as intended: {well}."),
        Conclusion::Partly => format!("In part. As intended: {well}."),
        Conclusion::Signs => format!("First signs only: {perhaps}."),
        Conclusion::TooEarly => "Too early to tell.".to_owned(),
    };
    if conclusion == Conclusion::Against && !well.is_empty() {
        words.push_str(&format!(" As intended: {well}."));
    }
    match open {
        0 => {}
        1 => words.push_str(" Of one figure it cannot be told yet."),
        more => words.push_str(&format!(" Of {more} figures it cannot be told yet.")),
    }
    words
}
