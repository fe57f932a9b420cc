//! A published figure of one area before and after a year, held against its region, against all other areas, and from
//! every base year. Knows nothing of the pilot's own returns.

use super::areas::{AreaRate, AreaSource, area_series};
use super::numbers::{list, number, percent, times};
use super::{Calculation, calculators};
use crate::model::{AreaId, AreaLevel, PilotData, SchoolType};
use crate::stats;
use serde::Serialize;
use std::collections::BTreeMap;

/// What is asked: an area's counts of `after` against those of an earlier year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaQuestion {
    pub area: AreaId,
    pub rate: AreaRate,
    pub schools: SchoolType,
    pub after: u16,
    /// The first year that the pilot can have changed: no base year is that late.
    pub start: u16,
}

/// The answer from one base year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FromBaseYear {
    pub year: u16,
    pub label: String,
    pub before: u64,
    pub after: u64,
    /// After over before, with the exact interval of two counts.
    pub ratio: Option<f64>,
    pub lower: f64,
    pub upper: Option<f64>,
    /// The change beyond that of the wider area: name, ratio of ratios and its interval.
    pub against_wider: Option<(String, f64, f64, f64)>,
    /// Place from the largest fall among areas, of how many, one-sided p.
    pub placebo: Option<(usize, usize, f64)>,
    pub calculations: Vec<Calculation>,
}

/// All base years side by side, and a sentence that claims no more than they show together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AreaComparison {
    pub area: String,
    pub title: &'static str,
    pub after_label: String,
    pub rows: Vec<FromBaseYear>,
    pub sentence: String,
    pub warnings: Vec<String>,
}

/// Years with counts, by year: count, and the base where the rate has one.
type Counts = BTreeMap<u16, (u64, Option<u64>)>;

/// Compares; None without a count of the year or of any year before the start.
pub fn compare_area(data: &PilotData, question: &AreaQuestion) -> Option<AreaComparison> {
    let points = |id: &AreaId| area_series(data, id, question.schools, question.rate);
    let counts = |id: &AreaId| -> Counts {
        points(id).into_iter().filter_map(|point| Some((point.year, (point.count?, point.base)))).collect()
    };
    let own = counts(&question.area);
    let label = |year: u16| {
        points(&question.area)
            .into_iter()
            .find(|point| point.year == year)
            .map_or_else(|| year.to_string(), |point| point.label)
    };
    let after = *own.get(&question.after)?;
    let wider = data
        .areas
        .values()
        .find(|area| area.level == AreaLevel::Region && area.id != question.area)
        .or_else(|| data.areas.values().find(|area| area.level == AreaLevel::Nation));
    let wider = wider.map(|area| (area.name.clone(), counts(&area.id)));
    let authorities: Vec<(String, bool, Counts)> = data
        .areas
        .values()
        .filter(|area| area.level == AreaLevel::Authority)
        .map(|area| (area.name.clone(), area.id == question.area, counts(&area.id)))
        .collect();
    let earlier = own.iter().filter(|(year, _)| **year < question.start.min(question.after));
    let rows: Vec<FromBaseYear> = earlier
        .filter_map(|(year, before)| {
            let years = (*year, question.after);
            from_base_year(years, label(*year), (*before, after), wider.as_ref(), &authorities)
        })
        .collect();
    let area = data.areas.get(&question.area).map(|area| area.name.clone())?;
    let last = rows.last()?;
    let summed = wider.is_some() && {
        let id = data.areas.values().find(|area| area.level == AreaLevel::Region).map(|area| area.id.clone());
        id.is_some_and(|id| {
            points(&id).iter().any(|point| point.value.is_some() && point.source != AreaSource::Published)
        })
    };
    let mut warnings = Vec::new();
    warnings.extend(disagreement(&rows));
    if summed {
        warnings.push("The region has no published row of its own here: it is the sum of its authorities in this table, the area among them.".to_owned());
    } else if wider.is_some() {
        warnings.push("The region’s figure holds the area’s own.".to_owned());
    }
    Some(AreaComparison {
        title: question.rate.title(),
        after_label: label(question.after),
        sentence: sentence(&area, question.rate, &label(question.after), last, &rows),
        area,
        rows,
        warnings,
    })
}

fn from_base_year(
    (then, now): (u16, u16),
    label: String,
    (before, after): ((u64, Option<u64>), (u64, Option<u64>)),
    wider: Option<&(String, Counts)>,
    authorities: &[(String, bool, Counts)],
) -> Option<FromBaseYear> {
    let exposure = |base: Option<u64>| base.map_or(1.0, |base| base as f64);
    let ratio = Calculation::rate_ratio([after.0, before.0], [exposure(after.1), exposure(before.1)]);
    let found = stats::rate_ratio([after.0, before.0], [exposure(after.1), exposure(before.1)], 0.95).ok()?;
    let mut calculations = vec![ratio];
    let against_wider = wider.and_then(|(name, counts)| {
        let comparison = [counts.get(&then)?.0, counts.get(&now)?.0];
        let request =
            calculators::RatioOfRatios { treated: [before.0, after.0], comparison, level: calculators::DEFAULT_LEVEL };
        let found = stats::ratio_of_ratios(request.treated, comparison, request.level).ok()?;
        calculations.push(request.into());
        Some((name.clone(), found.ratio?, found.lower?, found.upper?))
    });
    let units: Vec<(String, bool, u64, u64)> = authorities
        .iter()
        .filter_map(|(name, own, counts)| Some((name.clone(), *own, counts.get(&then)?.0, counts.get(&now)?.0)))
        .filter(|(.., before, _)| *before > 0)
        .collect();
    let placebo = units.iter().find(|(_, own, ..)| *own).and_then(|(treated, ..)| {
        let request = calculators::PlaceboRank {
            treated: treated.clone(),
            units: units
                .iter()
                .map(|(name, _, before, after)| calculators::CountedUnit {
                    name: name.clone(),
                    before: *before,
                    after: *after,
                })
                .collect(),
        };
        let calculation = Calculation::from(request);
        let answer = calculation.answer().ok()?;
        let place = |name: &str| answer.number(name).map(|value| value as usize);
        let found = (place("rank")?, place("of")?, answer.number("p_one_sided")?);
        calculations.push(calculation);
        Some(found)
    });
    Some(FromBaseYear {
        year: then,
        label,
        before: before.0,
        after: after.0,
        ratio: found.ratio,
        lower: found.lower,
        upper: found.upper,
        against_wider,
        placebo,
        calculations,
    })
}

/// Base years that do not agree on the direction, alone or against the wider area.
fn disagreement(rows: &[FromBaseYear]) -> Option<String> {
    let way = |value: f64| value.total_cmp(&1.0);
    let apart = |values: Vec<f64>| values.windows(2).any(|pair| matches!(pair, [a, b] if way(*a) != way(*b)));
    let plain = rows.iter().filter_map(|row| row.ratio).collect();
    let against = rows.iter().filter_map(|row| row.against_wider.as_ref().map(|found| found.1)).collect();
    (apart(plain) || apart(against)).then(|| {
        let ratios = rows.iter().filter_map(|row| Some(format!("{} from {}", times(row.ratio?), row.label)));
        format!("The answer hangs on the base year: {}.", list(ratios))
    })
}

fn sentence(area: &str, rate: AreaRate, after: &str, last: &FromBaseYear, rows: &[FromBaseYear]) -> String {
    let mut words = format!(
        "{area}, {}: {} in {} and {} in {after}",
        super::sentences::lower_first(rate.title()),
        number(last.before as f64, 0),
        last.label,
        number(last.after as f64, 0)
    );
    if let Some(ratio) = last.ratio {
        let upper = last.upper.map_or_else(|| "no limit".to_owned(), |upper| number(upper, 2));
        words.push_str(&format!(" ({}, {} to {upper})", times(ratio), number(last.lower, 2)));
    }
    words.push('.');
    if let Some((name, ratio, lower, upper)) = &last.against_wider {
        words.push_str(&format!(
            " Against {name}: {} ({} to {}).",
            times(*ratio),
            number(*lower, 2),
            number(*upper, 2)
        ));
    }
    if let Some((rank, of, p)) = last.placebo {
        words.push_str(&format!(
            " Of {of} areas it has place {rank} from the largest fall: one taken at random would be there or before in {} of cases.",
            percent(p, 0)
        ));
    }
    let fell = |row: &FromBaseYear| {
        let own = row.upper.is_some_and(|upper| upper < 1.0);
        own && row.against_wider.as_ref().is_none_or(|(.., upper)| *upper < 1.0)
    };
    let rare = |row: &FromBaseYear| row.placebo.is_some_and(|(.., p)| p <= 0.05);
    words.push_str(match (rows.iter().all(fell), rows.iter().any(fell), rows.iter().all(rare)) {
        (true, _, true) => " From every base year it fell by more than elsewhere, and hardly any other area fell as much; what brought it, these figures do not say.",
        (true, _, false) => " From every base year it fell by more than elsewhere, but other areas moved as much without a pilot: chance and other causes are not ruled out.",
        (false, true, _) => " Only from some base years did it fall by more than elsewhere: that is no finding yet.",
        (false, false, _) => " These figures do not show a fall beyond that of other areas.",
    });
    words
}
