//! Pupils at SEN Support row by row, in two years: by year group, by type of need and by phase, and where those lie who are
//! new to it. Knows no pupil.
//!
//! Many rows looked at together find something by chance: with fourteen, a likely change of one is no surprise. So p is
//! that of S. Holm (1979), “A simple sequentially rejective multiple test procedure”: the smallest of m times m, the next
//! times m − 1, and so on, none below the one before it. By it a row is clear below 1%, likely below 5%, possible below 20%.
//! Intervals stay those of each row by itself.

use super::answers::matched;
use super::certainty::{Step, step_of};
use super::numbers::{counted, list, number, percent, signed};
use super::share_change::{ShareChange, SharePair, share};
use super::{Calculation, Evidence, Period, Scope};
use crate::model::{AcademicYear, Census, Phase, PilotData, Urn, YEAR_GROUPS, need_place, need_words};
use serde::Serialize;
use std::collections::BTreeSet;

/// A type of need that fewer pupils have is not shown by itself: somebody could be recognised.
const FEWEST_OF_A_NEED: u64 = 5;
/// Fewer pupils in both years together are too few to build on.
const FEWEST_PUPILS: u64 = 10;

/// What the rows are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakdownKind {
    YearGroup,
    Need,
    Phase,
    /// Of all pupils who are new to SEN Support, those in each year group.
    NewlyIdentified,
}

impl BreakdownKind {
    pub const ALL: [Self; 4] = [Self::YearGroup, Self::Need, Self::Phase, Self::NewlyIdentified];

    pub fn title(self) -> &'static str {
        match self {
            Self::YearGroup => "SEN Support by year group",
            Self::Need => "SEN Support by type of need",
            Self::Phase => "SEN Support by phase",
            Self::NewlyIdentified => "Where needs are found: pupils new to SEN Support",
        }
    }

    /// What stands in the first column.
    pub fn row_name(self) -> &'static str {
        match self {
            Self::YearGroup | Self::NewlyIdentified => "Year group",
            Self::Need => "Primary type of need",
            Self::Phase => "Phase",
        }
    }

    /// What each row's share is of.
    pub fn share_of(self) -> &'static str {
        match self {
            Self::YearGroup => "Pupils at SEN Support, of pupils on roll in the year group.",
            Self::Need => {
                "Pupils at SEN Support with this primary type of need, of all pupils on roll, in schools that say which needs they have."
            }
            Self::Phase => "Pupils at SEN Support, of pupils on roll in schools of the phase.",
            Self::NewlyIdentified => {
                "Of all pupils who were not at SEN Support a year before, those in this year group: rows add up to 100%, so that one can only rise where another falls."
            }
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BreakdownRow {
    pub label: String,
    /// How many of how many.
    pub before: (u64, u64),
    pub after: (u64, u64),
    /// After less before in percentage points, with the 95% interval of this row alone.
    pub difference: f64,
    pub lower: f64,
    pub upper: f64,
    /// Of this row alone, and by Holm's rule for all rows.
    pub p: f64,
    pub p_together: f64,
    /// By Holm's rule, held down where there is little to go by.
    pub certainty: Step,
    pub reasons: Vec<String>,
    pub convention: &'static str,
    pub coverage: String,
    pub calculations: Vec<Calculation>,
}

impl BreakdownRow {
    /// “8.1% (52 of 640)”.
    pub fn share_words(figure: (u64, u64)) -> String {
        format!("{} ({} of {})", percent(share(figure), 1), number(figure.0 as f64, 0), number(figure.1 as f64, 0))
    }

    /// “+1.2 points (0.3 to 2.1)”.
    pub fn change_words(&self) -> String {
        format!("{} points ({} to {})", signed(self.difference, 1), number(self.lower, 1), number(self.upper, 1))
    }

    /// “Likely rise”, “Cannot tell yet”.
    pub fn certainty_words(&self) -> String {
        match (self.certainty.has_direction(), self.difference > 0.0) {
            (false, _) => self.certainty.words().to_owned(),
            (true, true) => format!("{} rise", self.certainty.words()),
            (true, false) => format!("{} fall", self.certainty.words()),
        }
    }
}

/// All rows of one kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Breakdown {
    pub kind: BreakdownKind,
    pub title: &'static str,
    /// “2017/18” and “2018/19”.
    pub before_words: String,
    pub after_words: String,
    pub sentence: String,
    /// How rows are held down together.
    pub rule: String,
    pub rows: Vec<BreakdownRow>,
}

/// Every kind that the yearly counts of a scope's schools can answer.
pub fn breakdowns(data: &PilotData, evidence: &Evidence, period: &Period, scope: &Scope) -> Vec<Breakdown> {
    let Some((now, then)) = period.last().zip(period.base.last().copied()) else { return Vec::new() };
    let inside: BTreeSet<&Urn> =
        evidence.schools_in(scope).into_iter().filter_map(|place| evidence.urn_at(place)).collect();
    let counts: Vec<&Census> = data.censuses.values().filter(|census| inside.contains(&census.school)).collect();
    let years = (then.year, now.year);
    BreakdownKind::ALL.into_iter().filter_map(|kind| breakdown(kind, data, &counts, years)).collect()
}

fn breakdown(
    kind: BreakdownKind,
    data: &PilotData,
    counts: &[&Census],
    years: (AcademicYear, AcademicYear),
) -> Option<Breakdown> {
    let pairs: Vec<(String, Vec<SharePair>)> = match kind {
        BreakdownKind::YearGroup => (0..YEAR_GROUPS)
            .map(|group| {
                (year_group(group), matched(counts, years, |one| of_group(&one.sen_support, &one.roll, group)))
            })
            .collect(),
        BreakdownKind::NewlyIdentified => (0..YEAR_GROUPS)
            .map(|group| {
                // A school without the year group has nobody new in it.
                let found = |one: &Census| {
                    Some((at(&one.newly_identified, group).unwrap_or_default(), sum(&one.newly_identified)))
                };
                (year_group(group), matched(counts, years, found))
            })
            .collect(),
        BreakdownKind::Phase => Phase::ALL
            .into_iter()
            .map(|phase| {
                let of_phase =
                    |one: &&&Census| data.schools.get(&one.school).is_some_and(|school| school.phase == phase);
                let own: Vec<&Census> = counts.iter().filter(of_phase).copied().collect();
                (phase.words().to_owned(), matched(&own, years, |one| Some((sum(&one.sen_support), sum(&one.roll)))))
            })
            .collect(),
        BreakdownKind::Need => needs(counts, years),
    };
    let found: Vec<(String, ShareChange)> = pairs
        .into_iter()
        .filter_map(|(label, pairs)| Some((label, ShareChange::of(&pairs)?)))
        .filter(|(_, change)| change.before.0 + change.after.0 > 0)
        .collect();
    let together = holm(&found.iter().map(|(_, change)| change.p()).collect::<Vec<_>>());
    let many = found.len();
    let rows: Vec<BreakdownRow> =
        found.into_iter().zip(together).map(|((label, change), p)| row(label, &change, p, many)).collect();
    if rows.is_empty() {
        return None;
    }
    Some(Breakdown {
        kind,
        title: kind.title(),
        before_words: years.0.to_string(),
        after_words: years.1.to_string(),
        sentence: sentence(&rows, years),
        rule: match many {
            1 => "There is one row, so nothing is held down for the number of rows.".to_owned(),
            _ => format!(
                "How sure each row is allows for looking at {many} of them (Holm’s rule); intervals are those of each row alone."
            ),
        },
        rows,
    })
}

fn year_group(group: usize) -> String {
    if group == 0 { "Reception".to_owned() } else { format!("Year {group}") }
}

fn at(counts: &[u32], place: usize) -> Option<u64> {
    counts.get(place).map(|count| u64::from(*count))
}

fn sum(counts: &[u32]) -> u64 {
    counts.iter().map(|count| u64::from(*count)).sum()
}

fn of_group(part: &[u32], whole: &[u32], group: usize) -> Option<(u64, u64)> {
    Some((at(part, group)?, at(whole, group)?))
}

/// Each code that any school gives, in the department's order, and those whose need is not said.
fn needs(counts: &[&Census], years: (AcademicYear, AcademicYear)) -> Vec<(String, Vec<SharePair>)> {
    let codes: BTreeSet<(usize, &str)> = counts
        .iter()
        .flat_map(|one| &one.support_by_need)
        .map(|count| (need_place(&count.code), count.code.as_str()))
        .collect();
    let said = |one: &Census, count: u64| (!one.support_by_need.is_empty()).then(|| (count, sum(&one.roll)));
    let of_code = |one: &Census, code: &str| -> u64 {
        one.support_by_need.iter().filter(|count| count.code == code).map(|count| u64::from(count.pupils)).sum()
    };
    let all = |one: &Census| one.support_by_need.iter().map(|count| u64::from(count.pupils)).sum::<u64>();
    let of_codes =
        |codes: &[&str]| matched(counts, years, |one| said(one, codes.iter().map(|code| of_code(one, code)).sum()));
    let few = |code: &str| {
        let sums = of_codes(&[code]).iter().fold((0, 0), |sum, pair| (sum.0 + pair.0.0, sum.1 + pair.1.0));
        sums.0.min(sums.1) < FEWEST_OF_A_NEED
    };
    let (rare, usual): (Vec<&str>, Vec<&str>) = codes.into_iter().map(|(_, code)| code).partition(|code| few(code));
    let mut rows: Vec<(String, Vec<SharePair>)> =
        usual.into_iter().map(|code| (need_words(code).to_owned(), of_codes(&[code]))).collect();
    if !rare.is_empty() {
        rows.push((format!("Needs of fewer than {FEWEST_OF_A_NEED} pupils, together"), of_codes(&rare)));
    }
    let open = matched(counts, years, |one| said(one, sum(&one.sen_support).saturating_sub(all(one))));
    rows.push(("Need not stated".to_owned(), open));
    rows
}

/// Holm's adjusted p, in the order given.
fn holm(p: &[f64]) -> Vec<f64> {
    let mut order: Vec<usize> = (0..p.len()).collect();
    let of = |place: usize| p.get(place).copied().unwrap_or(1.0);
    order.sort_by(|a, b| of(*a).total_cmp(&of(*b)).then(a.cmp(b)));
    let mut adjusted = vec![1.0; p.len()];
    let mut largest: f64 = 0.0;
    for (rank, place) in order.into_iter().enumerate() {
        largest = largest.max((of(place) * (p.len() - rank) as f64).min(1.0));
        if let Some(cell) = adjusted.get_mut(place) {
            *cell = largest;
        }
    }
    adjusted
}

fn row(label: String, change: &ShareChange, p_together: f64, many: usize) -> BreakdownRow {
    let by_itself = step_of(|level| change.apart(level));
    let by_holm = step_of(|level| p_together < 1.0 - level);
    let mut caps = vec![(by_holm, format!("One of {many} rows looked at together."))];
    let pupils = change.before.0 + change.after.0;
    if pupils < FEWEST_PUPILS {
        let words = counted(pupils as f64, ("pupil", "pupils"));
        caps.push((Step::Possible, format!("Only {words} in both years together.")));
    }
    caps.extend(change.caps());
    let (certainty, reasons) = super::answers::held_down(by_itself, caps);
    let (lower, upper) = change.limits(0.95);
    BreakdownRow {
        label,
        before: change.before,
        after: change.after,
        difference: change.difference() * 100.0,
        lower: lower * 100.0,
        upper: upper * 100.0,
        p: change.p(),
        p_together,
        certainty,
        reasons,
        convention: change.convention(),
        coverage: change.coverage(),
        calculations: vec![
            Calculation::proportion(change.before.0, change.before.1),
            Calculation::proportion(change.after.0, change.after.1),
        ],
    }
}

fn sentence(rows: &[BreakdownRow], years: (AcademicYear, AcademicYear)) -> String {
    let said = |row: &BreakdownRow| {
        let way = if row.difference > 0.0 { "up" } else { "down" };
        format!("{} ({way} {} points)", row.label, number(libm::fabs(row.difference), 1))
    };
    let sure = |row: &&BreakdownRow| matches!(row.certainty, Step::Clear | Step::Likely);
    let named: Vec<String> = rows.iter().filter(sure).map(said).collect();
    let same_way = |up: bool| rows.iter().all(|row| (row.difference > 0.0) == up);
    if named.len() == rows.len() && rows.len() > 2 && (same_way(true) || same_way(false)) {
        let sizes = || rows.iter().map(|row| libm::fabs(row.difference));
        return format!(
            "Between {} and {} all {} rows {} by more than chance explains, by {} to {} percentage points.",
            years.0,
            years.1,
            rows.len(),
            if same_way(true) { "rose" } else { "fell" },
            number(sizes().fold(f64::INFINITY, f64::min), 1),
            number(sizes().fold(0.0, f64::max), 1)
        );
    }
    let perhaps = rows.iter().filter(|row| row.certainty == Step::Possible).count();
    let mut words = match (named.len(), rows.len()) {
        (0, 1) => format!("Between {} and {} the one row cannot be told from chance.", years.0, years.1),
        (0, many) => {
            format!("Between {} and {} none of {many} rows moved by more than chance explains.", years.0, years.1)
        }
        _ => format!("Between {} and {} more than chance explains: {}.", years.0, years.1, list(named)),
    };
    if perhaps > 0 {
        let verb = if perhaps == 1 { "moves" } else { "move" };
        words.push_str(&format!(" {} possibly {verb}.", counted(perhaps as f64, ("row", "rows"))));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};

    #[test]
    fn holms_own_rule_holds_single_rows_down() {
        // R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") is 0.03 0.06 0.06 0.02.
        let found = holm(&[0.01, 0.04, 0.03, 0.005]);
        for (found, right) in found.iter().zip([0.03, 0.06, 0.06, 0.02]) {
            assert!((found - right).abs() < 1e-12, "{found} {right}");
        }
        assert_eq!(holm(&[0.04]), [0.04]);
        assert_eq!(holm(&[0.9, 0.8]), [1.0, 1.0]);
        assert_eq!(holm(&[]), [] as [f64; 0]);
    }

    #[test]
    fn rows_of_one_kind_add_up_to_what_schools_counted() {
        let data = pilot_data(&Options::default());
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        let found = breakdowns(&data, &evidence, &period, &Scope::Pilot);
        assert_eq!(found.iter().map(|one| one.kind).collect::<Vec<_>>(), BreakdownKind::ALL);
        let total = |kind: usize| {
            let rows = &found[kind].rows;
            rows.iter().fold((0, 0), |sum, row| (sum.0 + row.after.0, sum.1 + row.after.1))
        };
        assert_eq!(total(0), total(2), "year groups and phases are of the same pupils");
        let (needs, new) = (&found[1].rows, &found[3].rows);
        assert!(needs.iter().all(|row| row.after.1 == needs[0].after.1), "needs are of one roll");
        assert_eq!(new.iter().map(|row| row.after.0).sum::<u64>(), new[0].after.1);
    }

    #[test]
    fn no_row_is_surer_than_by_itself_and_each_says_why() {
        for seed in 0..6 {
            let data = pilot_data(&Options { seed, ..Options::default() });
            let evidence = Evidence::of(&data);
            let period = Period::default_of(&evidence);
            for one in breakdowns(&data, &evidence, &period, &Scope::Pilot) {
                for row in &one.rows {
                    assert!(row.p_together >= row.p && row.lower <= row.difference && row.difference <= row.upper);
                    let alone = step_of(|level| row.p < 1.0 - level);
                    assert!(row.certainty >= alone, "{row:?}");
                    assert_eq!(row.certainty > alone, !row.reasons.is_empty(), "{row:?}");
                }
                assert!(one.sentence.ends_with('.') && !one.sentence.contains("NaN"));
            }
        }
    }

    #[test]
    fn a_change_of_one_year_group_is_found_and_of_none_is_not_claimed() {
        let mut data = pilot_data(&Options { effects: false, ..Options::default() });
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        let year = period.last().expect("a term").year;
        let ids: Vec<_> = data.censuses.keys().filter(|id| data.censuses[*id].year == year).cloned().collect();
        for id in &ids {
            let census = &mut data.censuses[id];
            if let Some((support, roll)) = census.sen_support.get_mut(1).zip(census.roll.get(1)) {
                *support = (*support * 2).min(*roll);
            }
        }
        let found = breakdowns(&data, &evidence, &period, &Scope::Pilot);
        let first = &found[0];
        let named = first.sentence.contains("Year 1 (up") || first.sentence.contains("all 12 rows rose");
        assert!(named, "{}", first.sentence);
        assert_eq!(first.rows.iter().find(|row| row.label == "Year 1").map(|row| row.certainty), Some(Step::Clear));
    }
}
