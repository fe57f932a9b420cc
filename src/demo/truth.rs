//! What is really so in the demonstration: effects, trends and seasons. Draws nothing.

/// Something the pilot may change. All are per pupil on roll, but for the length of a suspension.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Quantity {
    /// Share of pupils at SEN Support.
    SenSupport,
    /// Share of pupils with an EHC plan.
    EhcPlans,
    /// Requests for EHC needs assessment made by the school, by parents and carers, by others, and together.
    RequestsSchool,
    RequestsParent,
    RequestsOther,
    Requests,
    PermanentExclusions,
    /// Suspensions, and equally the pupils suspended: how often one pupil is suspended does not change.
    Suspensions,
    /// Mean sessions of one suspension.
    SuspensionLength,
    /// Sessions lost to suspension; two are a day.
    DaysLost,
    Incidents,
}

impl Quantity {
    /// How the six terms differ, as a ratio to the mean of the year. Counts follow the length of a term (Term 5 is
    /// the shortest) and its character: behaviour is worst before Christmas and in spring, requests come before
    /// summer. Pupils at SEN Support are fewest in September, when newcomers have not been assessed yet.
    pub(super) fn seasons(self) -> [f64; 6] {
        match self {
            Self::SenSupport => [0.96, 0.98, 1.00, 1.01, 1.02, 1.03],
            Self::EhcPlans => [0.98, 0.99, 1.00, 1.00, 1.01, 1.02],
            Self::RequestsSchool | Self::RequestsParent | Self::RequestsOther | Self::Requests => {
                [0.85, 1.10, 1.00, 1.05, 0.80, 1.20]
            }
            Self::PermanentExclusions => [0.90, 1.30, 1.05, 1.20, 0.70, 0.85],
            Self::Suspensions | Self::DaysLost => [0.95, 1.30, 1.05, 1.15, 0.70, 0.85],
            Self::SuspensionLength => [1.0; 6],
            Self::Incidents => [0.90, 1.25, 1.00, 1.10, 0.75, 1.00],
        }
    }
}

/// What happens to one quantity in the demonstration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    pub quantity: Quantity,
    /// The ratio that the pilot brings to schools taking part, once it has its full effect; 1 is no effect.
    pub ratio: f64,
    /// In how many terms it grows to that, in equal steps; 1 is at once.
    pub terms_to_full: u8,
    /// The ratio from one year to the next in every school, pilot or not.
    pub trend_a_year: f64,
    /// By which way it comes about.
    pub mechanism: &'static str,
}

impl Effect {
    /// The ratio in the `nth` term of the pilot, counted from 1; 1 before the pilot (0).
    pub fn in_term(&self, nth: u8) -> f64 {
        let grown = f64::from(nth.min(self.terms_to_full)) / f64::from(self.terms_to_full.max(1));
        1.0 + (self.ratio - 1.0) * grown
    }

    /// What a perfect evaluation would find: the ratio over Terms 2 to 6 of the pilot's first year, against the same
    /// terms a year before and against schools that do not take part.
    pub fn over_first_year(&self) -> f64 {
        let seasons = self.quantity.seasons();
        let during = || seasons.iter().skip(1).zip(1_u8..);
        during().map(|(season, nth)| season * self.in_term(nth)).sum::<f64>()
            / during().map(|(season, _)| season).sum::<f64>()
    }

    /// What schools taking part see without a comparison: the effect and the common trend together.
    pub fn before_and_after(&self) -> f64 {
        self.over_first_year() * self.trend_a_year
    }
}

/// Shares of requests by who makes them: school, parents and carers, others.
pub(super) const REQUEST_SHARES: [f64; 3] = [0.60, 0.30, 0.10];

/// The true effects of the demonstration, one row a quantity. `Requests` and `DaysLost` follow from other rows.
pub const TRUTH: [Effect; 11] = [
    row(
        Quantity::SenSupport,
        1.06,
        5,
        1.02,
        "SENCOs assess earlier and recognise more needs at SEN Support, a little more each term",
    ),
    row(Quantity::EhcPlans, 1.0, 1, 1.05, "none: plans already agreed go on"),
    row(
        Quantity::RequestsSchool,
        0.85,
        1,
        1.04,
        "schools meet needs at SEN Support that they would have asked an assessment for",
    ),
    row(Quantity::RequestsParent, 1.0, 1, 1.04, "none: parents and carers ask as before"),
    row(Quantity::RequestsOther, 1.0, 1, 1.04, "none"),
    row(Quantity::Requests, 0.91, 1, 1.04, "follows: six in ten requests are made by schools"),
    row(Quantity::PermanentExclusions, 0.75, 1, 1.03, "one in four is avoided by support from the cluster"),
    row(Quantity::Suspensions, 0.90, 1, 1.05, "fewer pupils are suspended; repeats by the same pupil as before"),
    row(
        Quantity::SuspensionLength,
        0.82 / 0.90,
        1,
        1.0,
        "pupils come back sooner, as there is a programme to come back to",
    ),
    row(Quantity::DaysLost, 0.82, 1, 1.05, "follows: fewer suspensions, each shorter"),
    row(Quantity::Incidents, 1.0, 1, 1.03, "none: schools log as many incidents as before"),
];

const fn row(quantity: Quantity, ratio: f64, terms_to_full: u8, trend_a_year: f64, mechanism: &'static str) -> Effect {
    Effect { quantity, ratio, terms_to_full, trend_a_year, mechanism }
}

/// The row of [`TRUTH`] for a quantity.
pub fn truth_of(quantity: Quantity) -> Effect {
    let found = TRUTH.into_iter().find(|effect| effect.quantity == quantity);
    found.unwrap_or(row(quantity, 1.0, 1, 1.0, "none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_that_follow_from_others_agree_with_them() {
        let ratio = |quantity| truth_of(quantity).ratio;
        let days = ratio(Quantity::Suspensions) * ratio(Quantity::SuspensionLength);
        assert!((ratio(Quantity::DaysLost) - days).abs() < 1e-12);
        let sources = [Quantity::RequestsSchool, Quantity::RequestsParent, Quantity::RequestsOther];
        let requests: f64 = sources.into_iter().zip(REQUEST_SHARES).map(|(q, share)| share * ratio(q)).sum();
        assert!((ratio(Quantity::Requests) - requests).abs() < 1e-12);
        assert!((REQUEST_SHARES.iter().sum::<f64>() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn each_quantity_has_one_row_and_its_seasons_average_one() {
        for effect in TRUTH {
            assert_eq!(TRUTH.iter().filter(|other| other.quantity == effect.quantity).count(), 1);
            assert!((effect.quantity.seasons().iter().sum::<f64>() - 6.0).abs() < 1e-9, "{:?}", effect.quantity);
        }
    }

    #[test]
    fn sen_support_grows_by_equal_steps_to_its_full_effect() {
        let support = truth_of(Quantity::SenSupport);
        let steps: Vec<f64> = (0..=6).map(|nth| support.in_term(nth)).collect();
        for (found, right) in steps.iter().zip([1.0, 1.012, 1.024, 1.036, 1.048, 1.06, 1.06]) {
            assert!((found - right).abs() < 1e-12, "{found} instead of {right}");
        }
        assert!((support.over_first_year() - 1.036).abs() < 0.001);
    }
}
