//! The whole evaluation of a pilot as one value, as the command line prints it. Knows nothing of files.

use super::{
    Breakdown, Evidence, Finding, MeasureFinding, OutcomeFinding, Period, ProcessFindings, Scope, breakdowns,
    measure_findings, outcome_findings, process_findings,
};
use crate::model::PilotData;
use serde::Serialize;
use std::borrow::Borrow;

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

/// An evaluation under way, one scope a step: a page can draw between two of them.
#[derive(Debug)]
pub struct Evaluating<D> {
    data: D,
    evidence: Evidence,
    period: Period,
    /// Whose findings are still to come, the next one last.
    to_come: Vec<Scope>,
    found: Vec<ScopeFindings>,
}

impl<D: Borrow<PilotData>> Evaluating<D> {
    /// Since the pilot started: schools taking part, those that do not, clusters, phases and, if asked for, each school.
    pub fn begin(data: D, with_schools: bool) -> Self {
        let evidence = Evidence::of(data.borrow());
        let period = Period::default_of(&evidence);
        let mut to_come = evidence.scopes(with_schools);
        to_come.reverse();
        Self { data, evidence, period, to_come, found: Vec::new() }
    }

    /// How many scopes are to come.
    pub fn left(&self) -> usize {
        self.to_come.len()
    }

    /// Who comes next; `None` when everybody was asked about.
    pub fn next_words(&self) -> Option<String> {
        self.to_come.last().map(|scope| self.evidence.scope_words(scope))
    }

    /// Finds what there is to find about the next one.
    pub fn next_scope(&mut self) {
        let Some(scope) = self.to_come.pop() else { return };
        let (data, evidence, period) = (self.data.borrow(), &self.evidence, &self.period);
        let measures = measure_findings(data, evidence, period, &scope);
        self.found.push(ScopeFindings {
            who: evidence.scope_words(&scope),
            outcomes: outcome_findings(data, evidence, period, &scope, &measures),
            measures,
            findings: evidence.findings(period, &scope),
            breakdowns: breakdowns(data, evidence, period, &scope),
            scope,
        });
    }

    /// Goes through what is left and gives the whole.
    pub fn finish(mut self) -> Evaluation {
        while !self.to_come.is_empty() {
            self.next_scope();
        }
        let pilot = self.data.borrow().pilot.as_ref();
        Evaluation {
            pilot: pilot.map(|pilot| pilot.name.clone()).unwrap_or_default(),
            process: process_findings(self.data.borrow(), &self.evidence, &self.period),
            scopes: self.found,
            left_out: Vec::new(),
            period_words: self.period.words(),
            base_words: self.period.base_words(),
            base_rule: self.period.base_rule(),
            period: self.period,
        }
    }
}

/// All findings at once.
pub fn evaluate(data: &PilotData, with_schools: bool) -> Evaluation {
    Evaluating::begin(data, with_schools).finish()
}
