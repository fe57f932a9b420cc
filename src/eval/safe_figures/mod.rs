//! A figure's counts by group, term, year and period as they may be shown to others: what is small is hidden, and with
//! it what would give it away. Knows nothing of pages and files.
//!
//! One table holds whatever a page or a file can show of the figure, with every sum that ties it together: clusters and phases
//! add up to the pilot, terms to years, compared terms to the two periods. Returns that a comparison leaves out are the
//! difference of a term as it is shown and as it is compared: nobody is told them, but they are protected too. What was
//! shown before cannot be hidden any more, and where a figure was corrected since, neither may the correction be small.

mod layout;

pub use layout::UnsafeFigures;

use layout::counted;

use super::safe::{SafetyError, Shown};
use super::{Evidence, Finding, Indicator, Period, Scope, SeriesPoint};
use crate::model::{AcademicYear, PilotData, TermId};
use std::collections::BTreeMap;
use std::fmt;

/// What a cell of the table covers in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Span {
    Term(TermId),
    Year(AcademicYear),
    /// The terms a period is held against, and the period: of returns that can be compared.
    Before,
    After,
}

impl Span {
    pub fn words(self) -> String {
        match self {
            Self::Term(term) => term.words(),
            Self::Year(year) => format!("School year {year}"),
            Self::Before => "Before".to_owned(),
            Self::After => "After".to_owned(),
        }
    }
}

/// A cell's name: a group and a span. It is what an earlier publication is remembered by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct CellName {
    pub scope: Scope,
    pub span: Span,
}

impl fmt::Display for CellName {
    /// `pilot 2018-19_3`, `cluster:yate 2018-19`; the two periods have no lasting name.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.scope {
            Scope::Pilot => f.write_str("pilot")?,
            Scope::NotTakingPart => f.write_str("others")?,
            Scope::Cluster(id) => write!(f, "cluster:{id}")?,
            Scope::Phase(phase) => write!(f, "phase:{}", phase.words().to_lowercase().replace(' ', "-"))?,
            Scope::School(urn) => write!(f, "school:{urn}")?,
        }
        match self.span {
            Span::Term(term) => write!(f, " {term}"),
            Span::Year(year) => write!(f, " {}", year.to_string().replace('/', "-")),
            Span::Before => f.write_str(" before"),
            Span::After => f.write_str(" after"),
        }
    }
}

/// Counts that were shown before, by the name of their cell.
pub type Published = BTreeMap<String, u64>;

/// What was shown of a figure before, the newest release of each cell.
pub fn published_before(data: &PilotData, indicator: Indicator) -> Published {
    let mut releases: Vec<_> = data.releases.values().filter(|release| release.figure == indicator.key()).collect();
    releases.sort_by_key(|release| release.date);
    releases.into_iter().flat_map(|release| release.cells.iter().map(|cell| (cell.name.clone(), cell.count))).collect()
}

/// A school year of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct YearPoint {
    pub year: AcademicYear,
    /// In the figure's own unit, a term. None where it is hidden.
    pub value: Option<f64>,
    /// Whether the pilot can have changed a term of it.
    pub during: bool,
}

/// A figure as others may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafeFigures {
    pub indicator: Indicator,
    /// Widest first.
    pub scopes: Vec<Scope>,
    pub terms: Vec<TermId>,
    pub years: Vec<AcademicYear>,
    cells: BTreeMap<CellName, Shown>,
    /// How many are hidden because they are small, and how many so that those cannot be worked out.
    pub small: usize,
    pub further: usize,
}

impl SafeFigures {
    /// What others may see of a figure, over all terms that have returns and over a period and its base.
    ///
    /// # Errors
    /// Where a small count follows from what was shown before, or the search does not end: then nothing may be shown.
    pub fn of(
        evidence: &Evidence,
        indicator: Indicator,
        period: &Period,
        published: &Published,
    ) -> Result<Self, SafetyError> {
        UnsafeFigures::of(evidence, indicator, period, published)?.protected()
    }

    /// A cell as it may be shown; None where there is none.
    pub fn shown(&self, scope: &Scope, span: Span) -> Option<Shown> {
        self.cells.get(&CellName { scope: scope.clone(), span }).copied()
    }

    /// Whether nothing at all of a group is hidden: then whatever is worked out of its counts may be shown too.
    pub fn is_open(&self, scope: &Scope) -> bool {
        let mut own = self.cells.iter().filter(|(name, _)| name.scope == *scope).peekable();
        own.peek().is_some() && own.all(|(_, cell)| !cell.is_hidden())
    }

    /// Whether a group's change between the two periods may be shown.
    pub fn change_may_be_shown(&self, scope: &Scope) -> bool {
        [Span::Before, Span::After]
            .into_iter()
            .all(|span| self.shown(scope, span).is_some_and(|cell| cell.number().is_some()))
    }

    /// A group's series with gaps where a term is hidden.
    pub fn series(&self, evidence: &Evidence, scope: &Scope) -> Vec<SeriesPoint> {
        let mut points = evidence.series(self.indicator, scope);
        let is_shown = |term| self.shown(scope, Span::Term(term)).is_some_and(|cell| cell.number().is_some());
        for point in &mut points {
            if !is_shown(point.term) {
                (point.value, point.count) = (None, 0.0);
            }
            if !is_shown(point.term.year_before()) {
                point.year_before = None;
            }
        }
        points
    }

    /// Whether more of a group's terms are hidden than shown. Its school years then say more.
    pub fn hides_most_terms(&self, scope: &Scope) -> bool {
        let hidden = |term: &&TermId| self.shown(scope, Span::Term(**term)).is_some_and(Shown::is_hidden);
        2 * self.terms.iter().filter(hidden).count() > self.terms.len()
    }

    /// A group's rate in each whole school year, as an average term of it has it.
    pub fn by_year(&self, evidence: &Evidence, scope: &Scope) -> Vec<YearPoint> {
        let points = evidence.series(self.indicator, scope);
        let of_year = |year: AcademicYear| {
            let of_year: Vec<&SeriesPoint> = points.iter().filter(|point| point.term.year == year).collect();
            let pupils: f64 = of_year.iter().map(|point| point.exposure).sum();
            let count = self.shown(scope, Span::Year(year)).and_then(Shown::number);
            let rate = |count| counted(self.indicator, count) / pupils * self.indicator.per();
            YearPoint {
                year,
                value: count.filter(|_| pupils > 0.0).map(rate),
                during: of_year.iter().any(|point| point.during),
            }
        };
        self.years.iter().map(|year| of_year(*year)).collect()
    }

    /// A finding as others may see it: without its sizes where its counts are hidden.
    pub fn finding(&self, finding: Finding) -> Finding {
        if self.change_may_be_shown(&finding.scope) { finding } else { finding.without_sizes() }
    }

    /// All cells, in the order of groups and spans.
    pub fn cells(&self) -> impl Iterator<Item = (&CellName, Shown)> {
        self.cells.iter().map(|(name, cell)| (name, *cell))
    }
}
