//! What a finding says in words. Knows nothing of how it was estimated; all rules of certainty are in `certainty`.

use super::certainty::{Certainty, Movement, Step};
use super::change::Scale;
use super::estimate::Estimate;
use super::finding::Figure;
use super::matched::Coverage;
use super::numbers::{count, counted, number, percent, size_in_words};
use super::{Indicator, Kind, Period, Scope};

/// All that the words of a finding depend on.
pub(crate) struct Told<'a> {
    pub indicator: Indicator,
    pub who: &'a str,
    pub scope: &'a Scope,
    pub period: &'a Period,
    pub before: &'a Figure,
    pub after: &'a Figure,
    pub found: Option<&'a Estimate>,
    pub certainty: &'a Certainty,
    pub movement: Movement,
    pub takes_part: bool,
    pub coverage: &'a Coverage,
}

/// The answer in at most ten words: “Days lost to suspension fell, probably by 1 in 6”.
pub(crate) fn headline(told: &Told) -> String {
    let subject = told.indicator.subject();
    let inside = lower_first(subject);
    let (Some(found), step) = (told.found, told.certainty.step) else {
        return format!("Not enough returns yet on {inside}");
    };
    let verb = told.movement.verb();
    match (step, found.change.scale) {
        (Step::CannotTell, _) => format!("Cannot tell yet whether {inside} changed"),
        (Step::LittleChange, _) => format!("{subject} stayed about the same"),
        (Step::Possible, _) => {
            let verb = if told.movement == Movement::Rise { "risen" } else { "fallen" };
            format!("{subject} may have {verb}")
        }
        (Step::Clear, Scale::Points) => format!("{subject} {verb} {}", from_to(told)),
        (Step::Likely, Scale::Points) => format!("{subject} probably {verb} {}", from_to(told)),
        (Step::Clear | Step::Likely, Scale::Ratio) => {
            let probably = if step == Step::Likely { ", probably" } else { "" };
            format!("{subject} {verb}{probably} {}", by_how_much(found.change.estimate))
        }
    }
}

fn from_to(told: &Told) -> String {
    let said = |figure: &Figure| figure.rate.map_or_else(|| "not known".to_owned(), |rate| percent(rate / 100.0, 1));
    format!("from {} to {}", said(told.before), said(told.after))
}

/// “by 1 in 6”, “by 16%”, “from none”.
fn by_how_much(ratio: Option<f64>) -> String {
    match ratio {
        None => "from none".to_owned(),
        // “By 1 in 6” is said of what is no longer there; of what was added, a percentage.
        Some(ratio) if ratio > 1.0 => format!("by {}", percent(ratio - 1.0, 0)),
        Some(ratio) if ratio > 0.0 => format!("by {}", size_in_words(1.0 - ratio)),
        Some(_) => "to none".to_owned(),
    }
}

pub(super) fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// What happened, how large, how sure, how complete.
pub(crate) fn sentences(told: &Told) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(found) = told.found {
        said.push(what_happened(told));
        said.push(how_large(told, found));
        said.push(how_sure(told));
    }
    said.extend(told.certainty.reasons.iter().cloned());
    said.push(told.coverage.words());
    said
}

fn what_happened(told: &Told) -> String {
    let (now, then) = (told.period.words(), told.period.base_rule());
    let schools = schools_words(told);
    match told.indicator.kind() {
        Kind::Share => {
            let share = |figure: &Figure| {
                let rate = figure.rate.map_or_else(|| "not known".to_owned(), |rate| percent(rate / 100.0, 1));
                format!("{rate} ({} of {})", count(figure.count), count(figure.exposure))
            };
            let at = if told.period.terms.len() > 1 { "at the last return of" } else { "in" };
            format!(
                "{schools}, {} of pupils were at SEN Support {at} {now}, after {} in {then}.",
                share(told.after),
                share(told.before)
            )
        }
        _ => {
            let unit = told.indicator.unit();
            let was = if told.after.count == 1.0 { "was" } else { "were" };
            let after =
                if told.after.count == 0.0 { format!("no {}", unit.1) } else { counted(told.after.count, unit) };
            let before = if told.before.count == 0.0 { "none".to_owned() } else { count(told.before.count) };
            format!("{schools}, there {was} {after} in {now} and {before} in {then}.")
        }
    }
}

/// “In 41 schools taking part”; only schools that can be compared are counted.
fn schools_words(told: &Told) -> String {
    let used = told.coverage.schools_used;
    let (schools, number) = (if used == 1 { "school" } else { "schools" }, count(used as f64));
    match told.scope {
        Scope::School(_) => format!("At {}", told.who),
        Scope::Pilot => format!("In {number} {schools} taking part"),
        Scope::NotTakingPart => format!("In {number} {schools} not taking part"),
        Scope::Cluster(_) => format!("In {number} {schools} of {}", told.who),
        Scope::Phase(phase) => format!("In {number} {} {schools} taking part", phase.words().to_lowercase()),
    }
}

fn how_large(told: &Told, found: &Estimate) -> String {
    let (size, interval) = (found.change.size_words(), found.change.interval_words());
    let rate = |figure: &Figure| {
        let places = told.indicator.rate_places();
        figure.rate.map_or_else(|| "not known".to_owned(), |rate| number(rate, places))
    };
    match found.change.scale {
        Scale::Points => format!("That is {size} (95% interval: {interval})."),
        Scale::Ratio => format!(
            "That is {} {}, after {}: {size} (95% interval: {interval}).",
            rate(told.after),
            told.indicator.rate_unit(),
            rate(told.before)
        ),
    }
}

fn how_sure(told: &Told) -> String {
    let step = told.certainty.step;
    if step.has_direction() {
        let wanted = match (told.takes_part, told.movement.is(told.indicator.direction())) {
            (false, _) => "",
            (true, true) => ", as the pilot intends",
            (true, false) => ", which the pilot does not intend",
        };
        let (noun, step_word) = (told.movement.noun(), step.words().to_lowercase());
        return format!("This is a {step_word} {noun}{wanted}. {}", step.meaning());
    }
    match (&told.certainty.detectable_words, step) {
        (Some(detectable), Step::CannotTell) => format!("{} In these returns, {detectable}.", step.meaning()),
        _ => step.meaning().to_owned(),
    }
}

/// What a reader must know before using the figures.
pub(crate) fn warnings(told: &Told) -> Vec<String> {
    let mut warnings = Vec::new();
    let (before, after) = (told.before.count, told.after.count);
    if told.found.is_some() && (before < 10.0 || after < 10.0) {
        let unit = told.indicator.unit().1;
        warnings.push(format!("There are fewer than 10 {unit} in a year: read the interval, not the percentage."));
    }
    if told.found.is_some() && before == 0.0 && after > 0.0 {
        warnings.push("There were none before, so no percentage can be given.".to_owned());
    }
    if !told.coverage.dropped.is_empty() && told.found.is_some() {
        let (dropped, expected) = (told.coverage.dropped.len(), told.coverage.returns_expected);
        warnings.push(format!(
            "{} of {} returns have no partner in the other year and are left out of both.",
            count(dropped as f64),
            count(expected as f64)
        ));
    }
    if told.indicator == Indicator::Incidents {
        warnings.push("A school that changes how it records incidents changes this figure too.".to_owned());
    }
    if told.found.is_some_and(|found| found.overdispersed) {
        warnings.push("Schools differ more than chance explains, so the exact interval is too narrow.".to_owned());
    }
    warnings
}
