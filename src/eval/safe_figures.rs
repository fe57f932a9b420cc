//! A figure's counts by group, term, year and period as they may be shown to others: what is small is hidden, and with
//! it what would give it away. Knows nothing of pages and files.
//!
//! One table holds whatever a page or a file can show of the figure, with every sum that ties it together: clusters and phases
//! add up to the pilot, terms to years, compared terms to the two periods. Returns that a comparison leaves out are the
//! difference of a term as it is shown and as it is compared: nobody is told them, but they are protected too. What was
//! shown before cannot be hidden any more, and where a figure was corrected since, neither may the correction be small.

use super::safe::{CountTable, Rule, SafetyError, Shown, protect};
use super::{Evidence, Finding, Indicator, Kind, Period, Scope, SeriesPoint};
use crate::model::{AcademicYear, Phase, PilotData, TermId};
use std::collections::{BTreeMap, BTreeSet};
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

/// The table while it is put together.
#[derive(Default)]
struct Layout {
    table: CountTable,
    places: BTreeMap<CellName, usize>,
}

impl Layout {
    /// A cell that can be shown. One that was shown before with another count hangs together with it by the correction.
    fn add(&mut self, name: CellName, count: u64, published: &Published) -> Result<usize, SafetyError> {
        let known = published.get(&name.to_string()).copied();
        let place = if known == Some(count) { self.table.add_published(count) } else { self.table.add(count) };
        if let Some(old) = known.filter(|old| *old != count) {
            let was = self.table.add_published(old);
            let correction = self.table.add_unseen(old.abs_diff(count));
            let (larger, smaller) = if old > count { (was, place) } else { (place, was) };
            self.sum(larger, vec![smaller, correction])?;
        }
        self.places.insert(name, place);
        Ok(place)
    }

    fn sum(&mut self, total: usize, parts: Vec<usize>) -> Result<(), SafetyError> {
        // Every sum here is made from its parts: one that does not add up is a fault of the layout, and nothing is shown.
        self.table.sum(total, parts).map_err(|_| SafetyError::Unsolved)
    }

    fn place(&self, scope: &Scope, span: Span) -> Option<usize> {
        self.places.get(&CellName { scope: scope.clone(), span }).copied()
    }
}

/// A figure's counts in whole numbers: sessions for days lost, of which two are a day.
fn whole(indicator: Indicator, count: f64) -> u64 {
    if indicator == Indicator::DaysLost { (count * 2.0) as u64 } else { count as u64 }
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
        let scopes = evidence.scopes(false);
        let series: Vec<Vec<SeriesPoint>> = scopes.iter().map(|scope| evidence.series(indicator, scope)).collect();
        let counted = |point: &SeriesPoint| point.returns_in > 0;
        let terms: Vec<TermId> = (evidence.terms.iter().copied())
            .filter(|term| series.iter().flatten().any(|point| point.term == *term && counted(point)))
            .collect();
        let mut layout = Layout::default();
        for (scope, points) in scopes.iter().zip(&series) {
            for point in points.iter().filter(|point| terms.contains(&point.term)) {
                let name = CellName { scope: scope.clone(), span: Span::Term(point.term) };
                layout.add(name, whole(indicator, point.count), published)?;
            }
        }
        // A year that is not over would be another sum next term, and the two together would tell that term.
        let is_over =
            |year: &AcademicYear| evidence.terms.iter().all(|term| term.year != *year || terms.contains(term));
        let years: BTreeSet<AcademicYear> = terms.iter().map(|term| term.year).filter(is_over).collect();
        // What is counted on a day does not add up over terms.
        let adds_up = indicator.kind() != Kind::Share;
        if adds_up {
            for scope in &scopes {
                for year in &years {
                    add_year(&mut layout, scope, *year, &terms, published)?;
                }
            }
        }
        for scope in &scopes {
            add_periods(&mut layout, evidence, indicator, period, scope)?;
        }
        add_up_groups(&mut layout, evidence, &scopes)?;
        let safe = protect(&layout.table, Rule::default())?;
        let shown = |place: usize| safe.cells.get(place).copied();
        let cells = layout.places.into_iter().filter_map(|(name, place)| Some((name, shown(place)?))).collect();
        let years = if adds_up { years.into_iter().collect() } else { Vec::new() };
        Ok(Self { indicator, scopes, terms, years, cells, small: safe.primary, further: safe.complementary })
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

    /// A finding as others may see it: without its sizes where its counts are hidden.
    pub fn finding(&self, finding: Finding) -> Finding {
        if self.change_may_be_shown(&finding.scope) { finding } else { finding.without_sizes() }
    }

    /// All cells, in the order of groups and spans.
    pub fn cells(&self) -> impl Iterator<Item = (&CellName, Shown)> {
        self.cells.iter().map(|(name, cell)| (name, *cell))
    }
}

fn add_year(
    layout: &mut Layout,
    scope: &Scope,
    year: AcademicYear,
    terms: &[TermId],
    published: &Published,
) -> Result<(), SafetyError> {
    let parts: Vec<usize> = (terms.iter().filter(|term| term.year == year))
        .filter_map(|term| layout.place(scope, Span::Term(*term)))
        .collect();
    let count = parts.iter().filter_map(|place| layout.table.count(*place)).sum();
    let total = layout.add(CellName { scope: scope.clone(), span: Span::Year(year) }, count, published)?;
    layout.sum(total, parts)
}

/// The two periods, from the terms as they are compared: a term as it is shown, less the returns that are left out.
fn add_periods(
    layout: &mut Layout,
    evidence: &Evidence,
    indicator: Indicator,
    period: &Period,
    scope: &Scope,
) -> Result<(), SafetyError> {
    let compared = evidence.compared_by_term(indicator, period, scope);
    for (span, terms) in [(Span::Before, &period.base), (Span::After, &period.terms)] {
        let mut parts = Vec::new();
        let mut count = 0;
        for term in terms {
            let own = whole(indicator, compared.get(term).copied().unwrap_or_default());
            count += own;
            let Some(all) = layout.place(scope, Span::Term(*term)) else { continue };
            let whole_term = layout.table.count(all).unwrap_or_default();
            if own == whole_term {
                parts.push(all);
            } else {
                let used = layout.table.add_unseen(own);
                let left_out = layout.table.add_unseen(whole_term.saturating_sub(own));
                layout.sum(all, vec![used, left_out])?;
                parts.push(used);
            }
        }
        let total = layout.add(CellName { scope: scope.clone(), span }, count, &Published::new())?;
        layout.sum(total, parts)?;
    }
    Ok(())
}

/// The pilot is the sum of its clusters, and of its phases. Schools without a cluster are a group that nobody is shown.
fn add_up_groups(layout: &mut Layout, evidence: &Evidence, scopes: &[Scope]) -> Result<(), SafetyError> {
    let spans: BTreeSet<Span> = layout.places.keys().map(|name| name.span).collect();
    for span in spans {
        let taking_part = |scope: &&Scope| evidence.takes_part(scope);
        let clusters = scopes.iter().filter(|scope| matches!(scope, Scope::Cluster(_))).filter(taking_part);
        let phases = Phase::ALL.map(Scope::Phase);
        let outside = scopes.iter().filter(|scope| matches!(scope, Scope::Cluster(_)) && !evidence.takes_part(scope));
        for (whole, parts) in [
            (Scope::Pilot, clusters.cloned().collect::<Vec<_>>()),
            (Scope::Pilot, phases.to_vec()),
            (Scope::NotTakingPart, outside.cloned().collect()),
        ] {
            let Some(total) = layout.place(&whole, span) else { continue };
            let mut places: Vec<usize> = parts.iter().filter_map(|scope| layout.place(scope, span)).collect();
            if places.is_empty() {
                continue;
            }
            let added: u64 = places.iter().filter_map(|place| layout.table.count(*place)).sum();
            let rest = layout.table.count(total).unwrap_or_default().saturating_sub(added);
            if rest > 0 {
                places.push(layout.table.add_unseen(rest));
            }
            layout.sum(total, places)?;
        }
    }
    Ok(())
}
