//! All counts of a figure that anybody may be shown, in one table with every sum that ties them together. Knows nothing of how
//! they are hidden.

use super::{CellName, Published, SafeFigures, Span};
use crate::eval::safe::{CountTable, Protected, Rule, SafetyError, protect};
use crate::eval::{Evidence, Indicator, Kind, Period, Scope, SeriesPoint};
use crate::model::{AcademicYear, Phase, TermId};
use std::collections::{BTreeMap, BTreeSet};

/// A figure's counts before any is hidden: not for others. Hiding takes long, so it can be done elsewhere, from the table alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnsafeFigures {
    indicator: Indicator,
    scopes: Vec<Scope>,
    terms: Vec<TermId>,
    years: Vec<AcademicYear>,
    layout: Layout,
}

impl UnsafeFigures {
    /// The counts over all terms that have returns and over a period and its base.
    ///
    /// # Errors
    /// Where they do not add up: then nothing may be shown.
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
        let years = if adds_up { years.into_iter().collect() } else { Vec::new() };
        Ok(Self { indicator, scopes, terms, years, layout })
    }

    /// What is to be hidden in.
    pub fn table(&self) -> &CountTable {
        &self.layout.table
    }

    /// The figure as others may see it, worked out here.
    ///
    /// # Errors
    /// As [`SafeFigures::of`].
    pub fn protected(self) -> Result<SafeFigures, SafetyError> {
        let safe = protect(self.table(), Rule::default())?;
        Ok(self.with(&safe))
    }

    /// The figure as others may see it, from what [`protect`] made of its table. A cell that it does not speak of is not shown.
    pub fn with(self, safe: &Protected) -> SafeFigures {
        let Self { indicator, scopes, terms, years, layout } = self;
        let shown = |place: usize| safe.cells.get(place).copied();
        let cells = layout.places.into_iter().filter_map(|(name, place)| Some((name, shown(place)?))).collect();
        SafeFigures { indicator, scopes, terms, years, cells, small: safe.primary, further: safe.complementary }
    }
}

/// The table while it is put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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

/// And back.
pub(super) fn counted(indicator: Indicator, whole: u64) -> f64 {
    if indicator == Indicator::DaysLost { whole as f64 / 2.0 } else { whole as f64 }
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
