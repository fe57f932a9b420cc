//! How sure a finding is, in five steps with stated rules, in this one place. Knows nothing of how a change was
//! estimated.
//!
//! | step | rule |
//! | --- | --- |
//! | clear | the 99% interval leaves out "no change" |
//! | likely | the 95% interval leaves out "no change" |
//! | possible | the 80% interval leaves out "no change" |
//! | little change | the 95% interval lies within a tenth of the figure before, for a share within half a point |
//! | cannot tell yet | anything else, and anything without enough to go by |
//!
//! Little information lowers the step, never raises it, and each lowering gives its reason:
//! fewer than 10 events in both years together, or under 60% of the expected returns matched: possible at most; no
//! other schools to learn the dispersion from: cannot tell yet; schools that vary more than the exact method allows
//! for, so that the change may be chance: possible at most; under 80% of returns, a single term (but not for a share,
//! which is counted on a day), or fewer than eight schools: likely at most.

use super::change::Scale;
use super::estimate::{Estimate, FEWEST_SCHOOLS};
use super::matched::Matched;
use super::numbers::{count, percent};
use super::{Indicator, Kind};
use crate::model::Direction;
use serde::Serialize;

/// How sure a finding is, surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Clear,
    Likely,
    Possible,
    LittleChange,
    CannotTell,
}

impl Step {
    pub const ALL: [Self; 5] = [Self::Clear, Self::Likely, Self::Possible, Self::LittleChange, Self::CannotTell];

    pub fn words(self) -> &'static str {
        match self {
            Self::Clear => "Clear",
            Self::Likely => "Likely",
            Self::Possible => "Possible",
            Self::LittleChange => "Little or no change",
            Self::CannotTell => "Cannot tell yet",
        }
    }

    /// What the step means, for the page that explains it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Clear => "Were there no change, chance alone would show this much less than 1 time in 100.",
            Self::Likely => "Were there no change, chance alone would show this much less than 1 time in 20.",
            Self::Possible => "It points this way, but chance alone would show this much up to 1 time in 5.",
            Self::LittleChange => {
                "Any change larger than a tenth (for a share, half a percentage point) can be ruled out."
            }
            Self::CannotTell => "The figures fit a rise as well as a fall: there is too little to go by yet.",
        }
    }

    /// Whether a direction may be named.
    pub fn has_direction(self) -> bool {
        matches!(self, Self::Clear | Self::Likely | Self::Possible)
    }
}

/// Which way a figure moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    Rise,
    Fall,
    Same,
}

impl Movement {
    /// “a rise”: the noun that goes with a step.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Rise => "rise",
            Self::Fall => "fall",
            Self::Same => "change",
        }
    }

    pub fn verb(self) -> &'static str {
        match self {
            Self::Rise => "rose",
            Self::Fall => "fell",
            Self::Same => "did not change",
        }
    }

    pub fn is(self, direction: Direction) -> bool {
        matches!((self, direction), (Self::Rise, Direction::Rise) | (Self::Fall, Direction::Fall))
    }
}

/// How sure a finding is and why it is not surer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Certainty {
    pub step: Step,
    /// For a table: “Likely fall, intended”, “Cannot tell yet: a fall to 4 would show”.
    pub words: String,
    /// What holds the step down, as sentences.
    pub reasons: Vec<String>,
    /// The figure afterwards (a count, for a share a percentage) that would just have counted as likely.
    pub detectable: Option<f64>,
    /// The same in words: “a fall to 4 would show”.
    pub detectable_words: Option<String>,
}

impl Certainty {
    /// Nothing could be compared.
    pub(crate) fn without_figures(reason: &str) -> Self {
        Self {
            step: Step::CannotTell,
            words: Step::CannotTell.words().to_owned(),
            reasons: vec![reason.to_owned()],
            detectable: None,
            detectable_words: None,
        }
    }

    pub(crate) fn of(
        indicator: Indicator,
        estimate: &Estimate,
        matched: &Matched,
        terms: usize,
        takes_part: bool,
    ) -> (Self, Movement) {
        let movement = movement(estimate);
        let by_rule = step_by_rule(estimate);
        let caps = caps(indicator, estimate, matched, terms);
        let mut step = by_rule;
        let mut reasons = Vec::new();
        for (most, reason) in caps {
            if by_rule < most {
                reasons.push(reason);
                step = step.max(most);
            }
        }
        let detectable_words = detectable_words(indicator, estimate);
        let intended = match (takes_part, movement.is(indicator.direction())) {
            // Nothing was intended for a school that is only compared with.
            (false, _) => "",
            (true, true) => ", intended",
            (true, false) => ", not intended",
        };
        let words = match (step, &detectable_words) {
            (Step::CannotTell, Some(detectable)) => format!("{}: {detectable}", step.words()),
            (step, _) if step.has_direction() => format!("{} {}{intended}", step.words(), movement.noun()),
            (step, _) => step.words().to_owned(),
        };
        (Self { step, words, reasons, detectable: estimate.detectable, detectable_words }, movement)
    }
}

fn movement(estimate: &Estimate) -> Movement {
    let no_change = estimate.change.scale.no_change();
    match estimate.change.estimate {
        // From nothing: a rise if anything was counted, which the interval tells.
        None if estimate.change.interval.lower > 0.0 => Movement::Rise,
        None => Movement::Same,
        Some(value) if value > no_change => Movement::Rise,
        Some(value) if value < no_change => Movement::Fall,
        Some(_) => Movement::Same,
    }
}

fn step_by_rule(estimate: &Estimate) -> Step {
    let no_change = estimate.change.scale.no_change();
    let (lowest, highest) = match estimate.change.scale {
        Scale::Ratio => (0.9, 1.0 / 0.9),
        Scale::Points => (-0.5, 0.5),
    };
    // The widest is asked first and each needs the narrower ones too, whatever method made them.
    let leaves_out = [estimate.narrow, estimate.change.interval, estimate.wide].map(|at| !at.contains(no_change));
    match leaves_out {
        [true, true, true] => Step::Clear,
        [true, true, false] => Step::Likely,
        _ if estimate.change.interval.within(lowest, highest) => Step::LittleChange,
        [true, ..] => Step::Possible,
        _ => Step::CannotTell,
    }
}

/// The surest step that the amount of information allows, with the reason.
fn caps(indicator: Indicator, estimate: &Estimate, matched: &Matched, terms: usize) -> Vec<(Step, String)> {
    let (coverage, schools) = (&matched.coverage, matched.schools.len());
    let mut caps = Vec::new();
    if estimate.dispersion_unknown {
        let words = "There are too few schools to know how much this figure varies by itself.";
        caps.push((Step::CannotTell, words.to_owned()));
    }
    let events = matched.before().count + matched.after().count;
    if events < 10.0 {
        let words = format!("Only {} in both years together: too few to build on.", {
            super::numbers::counted(events, indicator.unit())
        });
        caps.push((Step::Possible, words));
    }
    if estimate.overdispersed {
        let words = "Schools differ more than chance explains; once that is allowed for, this may be chance.";
        caps.push((Step::Possible, words.to_owned()));
    }
    let matched_share = || percent(coverage.share(), 0);
    if coverage.share() < 0.6 {
        caps.push((Step::Possible, format!("Only {} of the returns could be compared.", matched_share())));
    } else if coverage.share() < 0.8 {
        caps.push((Step::Likely, format!("Only {} of the returns could be compared.", matched_share())));
    }
    if terms == 1 && indicator.kind() != Kind::Share {
        caps.push((Step::Likely, "This is a single term: one good or bad term is not yet a change.".to_owned()));
    }
    if schools < FEWEST_SCHOOLS {
        let words = match schools {
            1 => "This is one school: a few pupils who come or leave can make such a change.".to_owned(),
            _ => format!("These are only {} schools.", count(schools as f64)),
        };
        caps.push((Step::Likely, words));
    }
    caps
}

/// How sure a figure differs from a level that says nothing (a half, no change), from its intervals at 80, 95 and 99%.
pub(crate) fn step_of(apart: impl Fn(f64) -> bool) -> Step {
    match [0.80, 0.95, 0.99].map(apart) {
        [true, true, true] => Step::Clear,
        [true, true, false] => Step::Likely,
        [true, ..] => Step::Possible,
        _ => Step::CannotTell,
    }
}

fn detectable_words(indicator: Indicator, estimate: &Estimate) -> Option<String> {
    let noun = match indicator.direction() {
        Direction::Rise => "rise",
        Direction::Fall => "fall",
    };
    if estimate.dispersion_unknown {
        return None;
    }
    match (estimate.change.scale, estimate.detectable) {
        (Scale::Ratio, Some(0.0)) => Some(format!("a {noun} to none would show")),
        (Scale::Ratio, Some(events)) => Some(format!("a {noun} to {} would show", count(events))),
        (Scale::Points, Some(share)) => Some(format!("a {noun} to {} would show", percent(share / 100.0, 1))),
        (Scale::Ratio, None) if indicator.direction() == Direction::Fall => {
            Some("even a fall to none would not show".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::change::{Change, Interval, Method};
    use super::super::matched::{Coverage, SchoolPair, Tally};
    use super::*;

    fn found(scale: Scale, value: f64, narrow: (f64, f64), middle: (f64, f64), wide: (f64, f64)) -> Estimate {
        let at = |limits: (f64, f64)| Interval::new(limits.0, limits.1);
        let method = Method::ClusteredRatio;
        Estimate {
            change: Change { scale, estimate: Some(value), interval: at(middle), p: None, method, dispersion: None },
            wide: at(wide),
            narrow: at(narrow),
            detectable: Some(400.0),
            error: None,
            overdispersed: false,
            dispersion_unknown: false,
        }
    }

    fn matched(schools: u32, pairs: usize, expected: usize) -> Matched {
        let tally = Tally { count: 50.0, exposure: 1000.0 };
        let pair = |number: u32| SchoolPair {
            school: (900_001 + number).to_string().parse().expect("a urn"),
            before: tally,
            after: tally,
            terms: 5,
        };
        let coverage = Coverage { pairs_matched: pairs, returns_expected: expected, ..Coverage::default() };
        Matched { schools: (0..schools).map(pair).collect(), coverage }
    }

    fn step(estimate: &Estimate, matched: &Matched, terms: usize) -> (Step, usize) {
        let (certainty, _) = Certainty::of(Indicator::DaysLost, estimate, matched, terms, true);
        (certainty.step, certainty.reasons.len())
    }

    fn strong() -> Estimate {
        found(Scale::Ratio, 0.5, (0.45, 0.55), (0.4, 0.6), (0.35, 0.7))
    }

    #[test]
    fn each_step_follows_from_its_intervals() {
        let whole = matched(20, 100, 100);
        let ratio = |n, m, w| step(&found(Scale::Ratio, 0.9, n, m, w), &whole, 5).0;
        assert_eq!(ratio((0.7, 0.9), (0.6, 0.95), (0.5, 0.99)), Step::Clear);
        assert_eq!(ratio((0.7, 0.9), (0.6, 0.95), (0.5, 1.05)), Step::Likely);
        assert_eq!(ratio((0.7, 0.9), (0.6, 1.05), (0.5, 1.2)), Step::Possible);
        assert_eq!(ratio((0.95, 1.03), (0.92, 1.06), (0.85, 1.1)), Step::LittleChange);
        assert_eq!(ratio((0.8, 1.1), (0.7, 1.2), (0.6, 1.3)), Step::CannotTell);
    }

    #[test]
    fn little_information_lowers_the_step_and_says_why() {
        assert_eq!(step(&strong(), &matched(20, 100, 100), 5), (Step::Clear, 0));
        assert_eq!(step(&strong(), &matched(20, 79, 100), 5), (Step::Likely, 1));
        assert_eq!(step(&strong(), &matched(20, 59, 100), 5), (Step::Possible, 1));
        assert_eq!(step(&strong(), &matched(20, 20, 20), 1), (Step::Likely, 1));
        assert_eq!(step(&strong(), &matched(7, 35, 35), 5), (Step::Likely, 1));
        assert_eq!(step(&strong(), &matched(1, 4, 8), 1), (Step::Possible, 3));
        assert_eq!(step(&Estimate { dispersion_unknown: true, ..strong() }, &matched(20, 9, 9), 5).0, Step::CannotTell);
        assert_eq!(step(&Estimate { overdispersed: true, ..strong() }, &matched(20, 9, 9), 5).0, Step::Possible);
    }

    #[test]
    fn a_table_cell_says_direction_and_whether_it_is_wanted() {
        let words = |indicator, estimate: &Estimate| {
            Certainty::of(indicator, estimate, &matched(20, 100, 100), 5, true).0.words
        };
        assert_eq!(words(Indicator::DaysLost, &strong()), "Clear fall, intended");
        assert_eq!(words(Indicator::SenSupport, &strong()), "Clear fall, not intended");
        let unsure = found(Scale::Ratio, 0.9, (0.8, 1.1), (0.7, 1.2), (0.6, 1.3));
        assert_eq!(words(Indicator::DaysLost, &unsure), "Cannot tell yet: a fall to 400 would show");
        let apart = Certainty::of(Indicator::DaysLost, &strong(), &matched(20, 100, 100), 5, false).0;
        assert_eq!(apart.words, "Clear fall", "nothing is intended for schools that do not take part");
        let none = Estimate { detectable: None, ..unsure };
        assert_eq!(words(Indicator::DaysLost, &none), "Cannot tell yet: even a fall to none would not show");
    }
}
