//! How far schools lie apart in one figure, and how far chance alone would put them. Ranks nobody: schools stand in the
//! order of their size.

use super::calculators::{Funnel, FunnelUnit};
use super::matched::Tally;
use super::{Calculation, Evidence, Indicator, Period, Scope};
use crate::model::Urn;
use crate::stats::{self, FunnelFlag, FunnelKind, FunnelLimits};

/// From fewer schools no funnel is drawn: their own middle would be one or two of them.
const FEWEST_SCHOOLS: usize = 5;

/// One school in the funnel.
#[derive(Debug, Clone, PartialEq)]
pub struct SchoolPlace {
    pub school: Urn,
    pub name: String,
    /// Pupils on roll, the average of the terms returned.
    pub roll: f64,
    /// Per [`Indicator::per`].
    pub value: f64,
    pub limits: FunnelLimits,
    pub flag: FunnelFlag,
}

/// Schools of a scope over a period, by size, with what they have together.
#[derive(Debug, Clone, PartialEq)]
pub struct BetweenSchools {
    pub indicator: Indicator,
    pub together: f64,
    pub schools: Vec<SchoolPlace>,
    pub sentence: String,
    pub calculation: Calculation,
}

impl Evidence {
    /// The funnel of a scope's schools; None where chance limits do not fit the figure or too few schools returned it.
    pub fn between_schools(&self, indicator: Indicator, period: &Period, scope: &Scope) -> Option<BetweenSchools> {
        let kind = match indicator {
            Indicator::SenSupport => FunnelKind::Proportion,
            Indicator::Paperwork | Indicator::DaysLost | Indicator::Incidents => return None,
            _ => FunnelKind::Rate,
        };
        let mut found: Vec<(usize, Tally, f64)> =
            self.schools_in(scope).into_iter().filter_map(|place| self.of_school(indicator, period, place)).collect();
        if found.len() < FEWEST_SCHOOLS {
            return None;
        }
        found.sort_by(|a, b| a.2.total_cmp(&b.2).then(a.0.cmp(&b.0)));
        let counts: Vec<(u64, f64)> = found.iter().map(|(_, tally, _)| (tally.count as u64, tally.exposure)).collect();
        let baseline = stats::funnel_baseline(&counts, kind).ok()?;
        let per = indicator.per();
        let schools: Vec<SchoolPlace> = found
            .iter()
            .filter_map(|(place, tally, roll)| {
                let (facts, value) = (self.schools.get(*place)?, tally.rate()?);
                let limits = stats::funnel_limits(baseline, tally.exposure, kind);
                let scaled = FunnelLimits {
                    lower95: limits.lower95 * per,
                    upper95: limits.upper95 * per,
                    lower998: limits.lower998 * per,
                    upper998: limits.upper998 * per,
                };
                let flag = stats::funnel_flag(value, &limits);
                let (school, name) = (facts.urn.clone(), facts.name.clone());
                Some(SchoolPlace { school, name, roll: *roll, value: value * per, limits: scaled, flag })
            })
            .collect();
        let units = schools.iter().zip(&counts).map(|(school, (events, base))| FunnelUnit {
            name: school.name.clone(),
            events: *events,
            base: *base,
        });
        let calculation = Calculation::from(Funnel { kind, per, units: units.collect() });
        let answer = calculation.answer().ok()?;
        let sentence = std::iter::once(answer.words).chain(answer.warnings).collect::<Vec<_>>().join(" ");
        Some(BetweenSchools { indicator, together: baseline * per, schools, sentence, calculation })
    }

    /// A school's figure over the period (at its newest term for a share), and its average roll.
    fn of_school(&self, indicator: Indicator, period: &Period, place: usize) -> Option<(usize, Tally, f64)> {
        let tallies: Vec<Tally> = period
            .terms
            .iter()
            .filter_map(|term| {
                let row = self.row(place, *term)?;
                Some(Tally { count: indicator.count(row)?, exposure: indicator.exposure(row)? })
            })
            .collect();
        let newest = *tallies.last()?;
        if indicator == Indicator::SenSupport {
            return Some((place, newest, newest.exposure));
        }
        let count = tallies.iter().map(|tally| tally.count).sum();
        let exposure: f64 = tallies.iter().map(|tally| tally.exposure).sum();
        Some((place, Tally { count, exposure }, exposure / tallies.len() as f64))
    }
}

/// Why a school stands out, in a few words; None within the limits.
pub fn flag_words(flag: FunnelFlag) -> Option<&'static str> {
    match flag {
        FunnelFlag::Within => None,
        FunnelFlag::Below95 => Some("below the 95% limits"),
        FunnelFlag::Above95 => Some("above the 95% limits"),
        FunnelFlag::Below998 => Some("below the 99.8% limits"),
        FunnelFlag::Above998 => Some("above the 99.8% limits"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};

    #[test]
    fn schools_stand_by_size_and_the_answer_is_the_calculators() {
        let evidence = Evidence::of(&pilot_data(&Options::default()));
        let period = Period::default_of(&evidence);
        for indicator in [Indicator::SenSupport, Indicator::Requests, Indicator::PermanentExclusions] {
            let found = evidence.between_schools(indicator, &period, &Scope::Pilot).expect("a funnel");
            assert!(found.schools.is_sorted_by(|a, b| a.roll <= b.roll));
            let answer = found.calculation.answer().expect("an answer");
            assert_eq!(answer.number("baseline"), Some(found.together));
            for school in &found.schools {
                assert!(school.limits.lower998 <= school.limits.lower95, "{school:?}");
                assert!(school.limits.upper95 <= school.limits.upper998, "{school:?}");
                assert_eq!(flag_words(school.flag).is_none(), school.flag == FunnelFlag::Within);
            }
        }
    }

    #[test]
    fn no_funnel_where_chance_limits_do_not_fit_or_schools_are_few() {
        let data = pilot_data(&Options::default());
        let evidence = Evidence::of(&data);
        let period = Period::default_of(&evidence);
        assert_eq!(evidence.between_schools(Indicator::DaysLost, &period, &Scope::Pilot), None);
        let one = Scope::School(data.schools.keys().next().expect("a school").clone());
        assert_eq!(evidence.between_schools(Indicator::Requests, &period, &one), None);
    }
}
