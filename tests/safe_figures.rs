//! An attacker against the figures that others may see: he knows which groups, terms and years add up, how many returns a
//! comparison leaves out, and everything that was published before. Written apart from what hides.

use clusterwise::demo::{Options, pilot_data};
use clusterwise::eval::{
    Across, Evidence, Indicator, Period, Published, SafeFigures, Scope, ShareTable, Span, published_before,
};
use clusterwise::model::{Phase, PilotData, Release, ShownCell, TermId};
use microlp::{ComparisonOp, OptimizationDirection, Problem};
use std::collections::BTreeMap;

/// What the attacker sees: cells by a name, some of them with their number, and sums between them.
#[derive(Default)]
struct Attack {
    places: BTreeMap<(Scope, Span), usize>,
    known: Vec<Option<f64>>,
    sums: Vec<(usize, Vec<usize>)>,
}

impl Attack {
    fn cell(&mut self, known: Option<f64>) -> usize {
        self.known.push(known);
        self.known.len() - 1
    }

    fn place(&self, scope: &Scope, span: Span) -> Option<usize> {
        self.places.get(&(scope.clone(), span)).copied()
    }

    /// All that is public of one figure: the numbers shown, and the structure of schools, terms and periods.
    fn on(safe: &SafeFigures, data: &PilotData, evidence: &Evidence, period: &Period) -> Self {
        let mut attack = Self::default();
        for (name, cell) in safe.cells() {
            let place = attack.cell(cell.number().map(|count| count as f64));
            attack.places.insert((name.scope.clone(), name.span), place);
        }
        for scope in &safe.scopes {
            for year in &safe.years {
                let terms = safe.terms.iter().filter(|term| term.year == *year);
                let parts: Vec<usize> = terms.filter_map(|term| attack.place(scope, Span::Term(*term))).collect();
                attack.sums.push((attack.place(scope, Span::Year(*year)).expect("a year"), parts));
            }
            let dropped = evidence.coverage(safe.indicator, period, scope).dropped;
            for (span, terms, other) in
                [(Span::Before, &period.base, &period.terms), (Span::After, &period.terms, &period.base)]
            {
                let mut parts = Vec::new();
                for (term, partner) in terms.iter().zip(other) {
                    let whole = attack.place(scope, Span::Term(*term)).expect("a term");
                    // Pages say which returns are left out of a comparison.
                    let leaves_out = dropped.iter().any(|one| one.term == *term || one.term == *partner);
                    if leaves_out {
                        let (used, left) = (attack.cell(None), attack.cell(None));
                        attack.sums.push((whole, vec![used, left]));
                        parts.push(used);
                    } else {
                        parts.push(whole);
                    }
                }
                attack.sums.push((attack.place(scope, span).expect("a period"), parts));
            }
        }
        attack.groups(data, evidence);
        attack
    }

    fn groups(&mut self, data: &PilotData, evidence: &Evidence) {
        let scopes: Vec<Scope> = evidence.scopes(false);
        let clusters = |taking_part: bool| -> Vec<Scope> {
            let of = |scope: &&Scope| match scope {
                Scope::Cluster(id) => data.schools_of(id).any(|school| school.taking_part) == taking_part,
                _ => false,
            };
            scopes.iter().filter(of).cloned().collect()
        };
        let phases = [Phase::Primary, Phase::Secondary].map(Scope::Phase).to_vec();
        let spans: Vec<Span> = self.places.keys().map(|(_, span)| *span).collect();
        for span in spans {
            for (whole, parts) in [
                (Scope::Pilot, clusters(true)),
                (Scope::Pilot, phases.clone()),
                (Scope::NotTakingPart, clusters(false)),
            ] {
                let parts: Vec<usize> = parts.iter().filter_map(|scope| self.place(scope, span)).collect();
                if let Some(total) = self.place(&whole, span).filter(|_| !parts.is_empty()) {
                    self.sums.push((total, parts));
                }
            }
        }
    }

    /// The least and the most that a hidden cell can be.
    fn bounds(&self, place: usize) -> (f64, f64) {
        let end = |direction| {
            let mut problem = Problem::new(direction);
            let of = |at: usize| if at == place { 1.0 } else { 0.0 };
            let variables: Vec<_> = (self.known.iter().enumerate())
                .map(|(at, known)| problem.add_var(of(at), known.map_or((0.0, 1e6), |count| (count, count))))
                .collect();
            for (total, parts) in &self.sums {
                let mut row = vec![(variables[*total], -1.0)];
                row.extend(parts.iter().map(|part| (variables[*part], 1.0)));
                problem.add_constraint(row, ComparisonOp::Eq, 0.0);
            }
            problem.solve().expect("feasible").into_solution().expect("solved").objective()
        };
        (end(OptimizationDirection::Minimize), end(OptimizationDirection::Maximize))
    }

    /// Hidden cells that are pinned to within less than one.
    fn found(&self) -> Vec<&(Scope, Span)> {
        let hidden = self.places.iter().filter(|(_, place)| self.known[**place].is_none());
        hidden
            .filter(|(_, place)| {
                let (low, high) = self.bounds(**place);
                high - low < 1.0 - 1e-6
            })
            .map(|(name, _)| name)
            .collect()
    }
}

/// The demonstration until a term, as though nothing had come in since.
fn until(last: TermId) -> PilotData {
    let mut data = pilot_data(&Options::default());
    data.returns = data.returns.into_iter().filter(|(id, _)| id.term <= last).collect();
    data
}

fn safe_of(data: &PilotData, indicator: Indicator) -> (Evidence, Period, SafeFigures) {
    let evidence = Evidence::of(data);
    let period = Period::default_of(&evidence);
    let safe = SafeFigures::of(&evidence, indicator, &period, &published_before(data, indicator)).expect("safe");
    (evidence, period, safe)
}

#[test]
fn no_hidden_number_of_the_demonstration_can_be_worked_out() {
    for indicator in [Indicator::PermanentExclusions, Indicator::Requests] {
        let data = pilot_data(&Options::default());
        let (evidence, period, safe) = safe_of(&data, indicator);
        assert!(safe.small > 0 && safe.further > 0, "{indicator:?} has something to hide");
        let attack = Attack::on(&safe, &data, &evidence, &period);
        assert_eq!(attack.found(), Vec::<&(Scope, Span)>::new(), "{indicator:?}");
    }
}

/// The same attacker finds what is hidden where only small counts are.
#[test]
fn hiding_small_counts_alone_would_not_have_been_enough() {
    let data = pilot_data(&Options::default());
    let (evidence, period, safe) = safe_of(&data, Indicator::Requests);
    let mut attack = Attack::on(&safe, &data, &evidence, &period);
    let places: Vec<((Scope, Span), usize)> =
        attack.places.iter().map(|(name, place)| (name.clone(), *place)).collect();
    for ((scope, span), place) in places {
        let count = match span {
            Span::Term(term) => evidence
                .series(Indicator::Requests, &scope)
                .iter()
                .find(|point| point.term == term)
                .map(|point| point.count),
            Span::Year(year) => Some(
                evidence
                    .series(Indicator::Requests, &scope)
                    .iter()
                    .filter(|point| point.term.year == year)
                    .map(|point| point.count)
                    .sum(),
            ),
            _ => attack.known[place],
        };
        attack.known[place] = count.filter(|count| *count == 0.0 || *count > 4.0);
    }
    assert!(!attack.found().is_empty());
}

/// A table was published after the second year; nothing that is shown a year later gives it away, and what was shown stays.
#[test]
fn nothing_follows_from_what_was_published_before() {
    let indicator = Indicator::PermanentExclusions;
    let earlier = until(TermId::new(2017, 6));
    let (_, _, first) = safe_of(&earlier, indicator);
    let mut data = pilot_data(&Options::default());
    let day = chrono::NaiveDate::from_ymd_opt(2018, 9, 1).expect("a day");
    let cells: Vec<ShownCell> = [Across::Years, Across::Terms]
        .into_iter()
        .flat_map(|across| first.shown_in(across))
        .map(|(name, count)| ShownCell { name, count })
        .collect();
    let release = Release::new(day, indicator.key(), cells).expect("a release");
    data.releases.insert(release.id.clone(), release);
    let (evidence, period, second) = safe_of(&data, indicator);
    let mut both = Attack::on(&second, &data, &evidence, &period);
    for (name, cell) in first.cells().filter(|(name, _)| !matches!(name.span, Span::Before | Span::After)) {
        let place = both.place(&name.scope, name.span).expect("the same cell");
        let shown = cell.number().map(|count| count as f64);
        assert!(shown.is_none() || both.known[place] == shown, "{name} was shown and is hidden now");
        both.known[place] = both.known[place].or(shown);
    }
    assert_eq!(both.found(), Vec::<&(Scope, Span)>::new());
}

/// A count that was shown as 9 is 7 now: the two that went would be told by the difference if both were shown.
#[test]
fn a_small_correction_of_what_was_published_is_not_told() {
    let data = pilot_data(&Options::default());
    let indicator = Indicator::Incidents;
    let (evidence, period, plain) = safe_of(&data, indicator);
    let name = plain.cells().find(|(name, cell)| name.scope == Scope::Pilot && cell.number() > Some(100)).expect("one");
    let (name, count) = (name.0.clone(), name.1.number().expect("a number"));
    let safe = |known: u64| {
        let published = Published::from([(name.to_string(), known)]);
        SafeFigures::of(&evidence, indicator, &period, &published).expect("safe")
    };
    assert_eq!(safe(count).shown(&name.scope, name.span).and_then(|cell| cell.number()), Some(count));
    assert_eq!(safe(count + 2).shown(&name.scope, name.span).and_then(|cell| cell.number()), None);
    assert_eq!(safe(count + 50).shown(&name.scope, name.span).and_then(|cell| cell.number()), Some(count));
}

/// Where most terms of a rare figure are hidden, its chart goes by school year, and shows no year that is hidden.
#[test]
fn school_years_stand_in_for_terms_that_are_mostly_hidden() {
    let data = pilot_data(&Options::default());
    let (evidence, _, safe) = safe_of(&data, Indicator::PermanentExclusions);
    let mostly_hidden: Vec<&Scope> = safe.scopes.iter().filter(|scope| safe.hides_most_terms(scope)).collect();
    assert!(!mostly_hidden.is_empty());
    for scope in safe.scopes.clone() {
        for point in safe.by_year(&evidence, &scope) {
            let shown = safe.shown(&scope, Span::Year(point.year)).and_then(|cell| cell.number());
            let terms: Vec<_> = evidence.series(Indicator::PermanentExclusions, &scope);
            let of_year = terms.iter().filter(|term| term.term.year == point.year);
            let pupils: f64 = of_year.map(|term| term.exposure).sum();
            assert_eq!(point.value, shown.map(|count| count as f64 / pupils * 10_000.0), "{scope:?} {}", point.year);
        }
    }
    let (_, _, often) = safe_of(&data, Indicator::DaysLost);
    assert!(!often.hides_most_terms(&Scope::Pilot));
}

#[test]
fn a_table_to_share_says_what_its_marks_mean_and_opens_as_it_is_in_a_spreadsheet() {
    let data = pilot_data(&Options::default());
    let (evidence, period, safe) = safe_of(&data, Indicator::PermanentExclusions);
    let table = ShareTable::of(&safe, &evidence, Across::Terms);
    assert_eq!(table.columns.len(), safe.terms.len());
    assert!(table.legend.iter().any(|line| line.starts_with("c: ")));
    let csv = table.csv();
    assert_eq!(csv.lines().count(), 1 + table.rows.len() + table.legend.len() + 1);
    assert!(csv.contains(",c,") && csv.starts_with("\u{feff}Permanent exclusions,Term 1 2016/17,"), "{csv}");
    // What a page works out of counts is only shown where none of them is hidden.
    let finding = evidence.finding(Indicator::PermanentExclusions, &period, &Scope::Pilot);
    assert_eq!(safe.finding(finding.clone()).change.is_some(), safe.change_may_be_shown(&Scope::Pilot));
    let hidden = finding.without_sizes();
    assert_eq!((hidden.change, hidden.before.count, hidden.working.check_file), (None, 0.0, None));
    assert!(hidden.sentences.iter().all(|words| !words.contains(char::is_numeric)), "{:?}", hidden.sentences);
}
