//! The whole evaluation of a pilot as one value, as the command line prints it. Knows nothing of files.

use super::{
    Breakdown, Evidence, Finding, MeasureFinding, OutcomeFinding, Period, ProcessFindings, Scope, breakdowns,
    measure_findings, outcome_findings, process_findings,
};
use crate::model::PilotData;
use serde::Serialize;

/// Findings of everyone that has some, widest first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evaluation {
    /// The pilot's name; empty without one.
    pub pilot: String,
    pub period: Period,
    pub period_words: String,
    pub base_words: String,
    /// How the base was chosen.
    pub base_rule: &'static str,
    pub scopes: Vec<ScopeFindings>,
    /// Whether the cluster way of working works, and these are the right localities.
    pub process: ProcessFindings,
    /// Records that whoever read the pilot could not understand, as sentences: what they hold is in no finding.
    pub left_out: Vec<String>,
}

/// One scope's findings.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScopeFindings {
    pub scope: Scope,
    pub who: String,
    /// The ten measures and the three outcomes.
    pub measures: Vec<MeasureFinding>,
    pub outcomes: Vec<OutcomeFinding>,
    /// What returns say, figure by figure.
    pub findings: Vec<Finding>,
    /// SEN Support by year group, need and phase, and where needs are found.
    pub breakdowns: Vec<Breakdown>,
}

/// All findings since the pilot started: schools taking part, those that do not, clusters, phases and, if asked for,
/// each school.
pub fn evaluate(data: &PilotData, with_schools: bool) -> Evaluation {
    let evidence = Evidence::of(data);
    let period = Period::default_of(&evidence);
    let scopes = evidence.scopes(with_schools).into_iter().map(|scope| {
        let measures = measure_findings(data, &evidence, &period, &scope);
        ScopeFindings {
            who: evidence.scope_words(&scope),
            outcomes: outcome_findings(data, &evidence, &period, &scope, &measures),
            measures,
            findings: evidence.findings(&period, &scope),
            breakdowns: breakdowns(data, &evidence, &period, &scope),
            scope,
        }
    });
    Evaluation {
        pilot: data.pilot.as_ref().map(|pilot| pilot.name.clone()).unwrap_or_default(),
        scopes: scopes.collect(),
        process: process_findings(data, &evidence, &period),
        left_out: Vec::new(),
        period_words: period.words(),
        base_words: period.base_words(),
        base_rule: period.base_rule(),
        period,
    }
}
