//! What became of requests, as figures that explain how many were made. Judges no direction: fewer refusals can mean better
//! founded requests, and can mean another practice of the council.

use super::part::{Part, Unit, held_down};
use crate::eval::areas::{AreaPoint, AreaRate, AreaSource};
use crate::eval::certainty::{Step, step_of};
use crate::eval::finding::{BEFORE_AFTER, EvidenceLevel};
use crate::eval::numbers::{counted, number, percent, signed};
use crate::eval::request_outcomes::{
    DECISIONS_COME_LATER, PERSON_LEVEL_FROM, PublishedOutcome, council_area, published_outcomes,
};
use crate::eval::share_change::{ShareChange, share};
use crate::eval::{Calculation, Evidence, Period, Scope};
use crate::model::PilotData;

const ONE_AREA: EvidenceLevel = EvidenceLevel {
    level: 1,
    words: "Level 1 of 5: one area before and after, with all of its schools. Whether the pilot’s schools had a part in it, it does not show.",
};
/// Fewer decisions in both years together are too few to build on.
const FEWEST_DECISIONS: u64 = 10;

/// The share of decisions that were refusals, before and after, in matched returns.
pub(super) fn refused(evidence: &Evidence, period: &Period, scope: &Scope) -> Option<Part> {
    let (pairs, coverage) = evidence.matched_refusals(period, scope);
    let found = ShareChange::of(&pairs)?;
    let mut caps = found.caps();
    let decided = found.before.1 + found.after.1;
    if decided < FEWEST_DECISIONS {
        let words = counted(decided as f64, ("decision", "decisions"));
        caps.push((Step::Possible, format!("Only {words} in both years together.")));
    }
    if coverage.share() < 0.6 {
        let words = percent(coverage.share(), 0);
        caps.push((Step::Possible, format!("Only {words} of the returns could be compared.")));
    }
    let (step, reasons) = held_down(step_of(|level| found.apart(level)), caps);
    let mut part = change_of(&found, "Requests refused, of those decided".to_owned(), step, reasons);
    part.coverage = format!(
        "{} with a decision; {} of {} returns with the figures in both years",
        counted(found.schools as f64, ("school", "schools")),
        number(coverage.pairs_matched as f64, 0),
        number(coverage.returns_expected as f64, 0)
    );
    part.sentence = format!("{} {DECISIONS_COME_LATER}", part.sentence);
    part.evidence_level = BEFORE_AFTER;
    Some(part)
}

/// What is published of the council's area: refusals, new plans, and those within twenty weeks.
pub(super) fn published(data: &PilotData) -> Vec<Part> {
    let Some(area) = council_area(data) else { return Vec::new() };
    published_outcomes(data, &area).iter().filter_map(of_published).collect()
}

/// From the last year before the start to the newest since; None without one of them.
fn of_published(found: &PublishedOutcome) -> Option<Part> {
    let (area, points) = found.areas.first()?;
    let start = found.start?;
    let published = |point: &&AreaPoint| point.value.is_some() && point.source == AreaSource::Published;
    let before = points.iter().filter(published).rfind(|point| point.year < start)?;
    let after = points.iter().filter(published).rfind(|point| point.year >= start)?;
    let change = ShareChange::of(&[((before.count?, before.base?), (after.count?, after.base?))])?;
    let mut caps = vec![(Step::Possible, "One area, with schools that do not take part among its own.".to_owned())];
    if before.year < PERSON_LEVEL_FROM && after.year >= PERSON_LEVEL_FROM {
        let words = format!(
            "From {PERSON_LEVEL_FROM} on each request is collected by itself: before and after are not counted the same way."
        );
        caps.push((Step::CannotTell, words));
    }
    let (step, reasons) = held_down(step_of(|level| change.apart(level)), caps);
    let mut part = change_of(&change, format!("{} in {area}", found.title), step, reasons);
    part.coverage = format!("Published figures of {area}, {} and {}", before.label, after.label);
    part.evidence_level = ONE_AREA;
    let beside: Vec<String> = found
        .areas
        .iter()
        .skip(1)
        .filter_map(|(name, points)| beside(name, points, found.rate, (before.year, after.year)))
        .collect();
    if !beside.is_empty() {
        part.sentence = format!("{} In the same years {}.", part.sentence, beside.join("; "));
    }
    Some(part)
}

fn beside(name: &str, points: &[AreaPoint], rate: AreaRate, years: (u16, u16)) -> Option<String> {
    let of = |year: u16| points.iter().find(|point| point.year == year);
    let (first, last) = (of(years.0)?, of(years.1)?);
    let (then, now) = (first.value?, last.value?);
    let published = [first, last].iter().all(|point| point.source == AreaSource::Published);
    let added = if published { "" } else { " (authorities held here added up)" };
    Some(format!("{name}{added} {}% and {}%", number(then, rate.places()), number(now, rate.places())))
}

fn change_of(found: &ShareChange, label: String, step: Step, reasons: Vec<String>) -> Part {
    let ((lower, upper), difference) = (found.limits(0.95), found.difference());
    let figure = |figure: (u64, u64)| {
        format!("{} ({} of {})", percent(share(figure), 1), number(figure.0 as f64, 0), number(figure.1 as f64, 0))
    };
    let verdict = match (step.has_direction(), difference > 0.0) {
        (false, _) => "Whether it changed cannot be told yet.",
        (true, true) => "It rose; which way is good is not judged.",
        (true, false) => "It fell; which way is good is not judged.",
    };
    Part {
        value: Some(difference * 100.0),
        lower: Some(lower * 100.0),
        upper: Some(upper * 100.0),
        unit: Unit::Points,
        coverage: found.coverage(),
        certainty: step,
        reasons,
        intended: None,
        evidence_level: BEFORE_AFTER,
        convention: found.convention(),
        sentence: format!(
            "{label}: {} before and {} after, a change of {} percentage points ({} to {}). {verdict}",
            figure(found.before),
            figure(found.after),
            signed(difference * 100.0, 1),
            number(lower * 100.0, 1),
            number(upper * 100.0, 1)
        ),
        label,
        calculations: vec![
            Calculation::proportion(found.before.0, found.before.1),
            Calculation::proportion(found.after.0, found.after.1),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};
    use crate::model::{Area, AreaFigures, AreaId, AreaLevel, FiguresId, SchoolType};

    #[test]
    fn refusals_judge_no_direction_and_warn_of_late_decisions() {
        let evidence = Evidence::of(&pilot_data(&Options::default()));
        let part = refused(&evidence, &Period::default_of(&evidence), &Scope::Pilot).expect("a part");
        assert_eq!(part.intended, None);
        assert!(part.sentence.contains("Decisions come after requests"), "{}", part.sentence);
        assert!(part.lower < part.value && part.value < part.upper);
    }

    fn with_published(years: [u16; 2]) -> Vec<Part> {
        let mut data = pilot_data(&Options::default());
        for (name, level, refused) in [("Fernleigh", AreaLevel::Authority, 30), ("South", AreaLevel::Region, 40)] {
            let id = AreaId::from_name(name).expect("a name");
            data.areas.insert(id.clone(), Area { id: id.clone(), name: name.to_owned(), level });
            for (year, more) in years.into_iter().zip([0, 60]) {
                let mut row = AreaFigures::new(FiguresId { area: id.clone(), year, schools: SchoolType::All });
                (row.requests, row.requests_refused) = (Some(300), Some(refused + more));
                data.figures.insert(row.id(), row);
            }
        }
        published(&data)
    }

    #[test]
    fn a_councils_published_figures_stand_beside_its_regions() {
        let parts = with_published([2018, 2020]);
        assert_eq!(parts.len(), 1);
        assert_eq!((parts[0].value, parts[0].certainty, parts[0].intended), (Some(20.0), Step::Possible, None));
        assert!(parts[0].sentence.ends_with("In the same years South 13.3% and 33.3%."), "{}", parts[0].sentence);
        assert_eq!(with_published([2018, 2024])[0].certainty, Step::CannotTell, "another way of counting");
        assert_eq!(with_published([2016, 2018]), [], "no year since the start");
    }
}
