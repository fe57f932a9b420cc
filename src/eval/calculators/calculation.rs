//! One type for every question that can be asked by name. Knows nothing of pages or command lines.

use super::DEFAULT_LEVEL;
use super::allocation::Allocate;
use super::answer::Answer;
use super::between::Funnel;
use super::comparison::{PlaceboRank, Randomisation, RatioOfRatios};
use super::days_lost::DaysLost;
use super::disclosure::Suppress;
use super::effect::{Change, ChangeVersusControl, Effect, Goals, ReliableChange};
use super::error::{CalculationError, MOST_REQUESTS};
use super::fields::{Fields, shown};
use super::method::Method;
use super::money::PresentValue;
use super::over_time::{InterruptedSeries, Xmr};
use super::pooling::{Months, Pool};
use super::proportion::{Proportion, ProportionDifference, Share};
use super::rate::{Detectable, Rate, RateRatio};
use super::regression::ClusterRegression;
use super::replies::{Advocacy, PairedRatings, PairedYesNo};
use super::strict::Strict;
use crate::stats::CountInterval;
use serde::Serialize;
use serde_json::Value;

/// Names each method once; all that depends on the list follows from it.
macro_rules! methods {
    ($($method:ident),+ $(,)?) => {
        /// A request. It prints as the JSON that reads back as itself: the check file of a figure.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(tag = "method", rename_all = "snake_case")]
        pub enum Calculation {
            $($method($method)),+
        }

        /// The names of the methods, as requests give them.
        pub const METHODS: &[&str] = &[$($method::NAME),+];

        impl Calculation {
            /// The name under which it is asked for.
            pub fn method(&self) -> &'static str {
                match self {
                    $(Self::$method(_) => $method::NAME),+
                }
            }

            /// Answers it.
            ///
            /// # Errors
            /// Where the numbers break a rule of the method; a request that was read from JSON has passed nearly all of
            /// them.
            pub fn answer(&self) -> Result<Answer, CalculationError> {
                match self {
                    $(Self::$method(request) => request.answer()),+
                }
            }

            fn level_mut(&mut self) -> Option<&mut f64> {
                match self {
                    $(Self::$method(request) => request.level_mut()),+
                }
            }

            fn read(method: &'static str, fields: Fields) -> Result<Self, CalculationError> {
                match method {
                    $($method::NAME => $method::read(fields).map(Self::$method),)+
                    _ => Err(CalculationError::UnknownMethod { method: method.to_owned(), known: METHODS.join(", ") }),
                }
            }
        }

        $(impl From<$method> for Calculation {
            fn from(request: $method) -> Self {
                Self::$method(request)
            }
        })+
    };
}

methods! {
    Proportion,
    ProportionDifference,
    Rate,
    RateRatio,
    DaysLost,
    Detectable,
    Effect,
    Change,
    ChangeVersusControl,
    Pool,
    Months,
    ReliableChange,
    Goals,
    Advocacy,
    PairedYesNo,
    PairedRatings,
    PresentValue,
    RatioOfRatios,
    PlaceboRank,
    Randomisation,
    ClusterRegression,
    Xmr,
    InterruptedSeries,
    Funnel,
    Suppress,
    Allocate,
}

impl Calculation {
    /// A share with its Wilson interval.
    pub fn proportion(successes: u64, n: u64) -> Self {
        Self::Proportion(Proportion { share: Share { successes, n }, level: DEFAULT_LEVEL })
    }

    /// The difference of two shares, each `(successes, n)`: a less b.
    pub fn proportion_difference(a: (u64, u64), b: (u64, u64)) -> Self {
        let share = |(successes, n)| Share { successes, n };
        Self::ProportionDifference(ProportionDifference { a: share(a), b: share(b), level: DEFAULT_LEVEL })
    }

    /// The rate of `events` in `exposure`, per `per` of it, by the public-health rule.
    pub fn rate(events: u64, exposure: f64, per: f64) -> Self {
        Self::Rate(Rate { events, exposure, per, interval: CountInterval::PublicHealth, level: DEFAULT_LEVEL })
    }

    /// The ratio of the first rate to the second.
    pub fn rate_ratio(events: [u64; 2], exposure: [f64; 2]) -> Self {
        Self::RateRatio(RateRatio { events, exposure, level: DEFAULT_LEVEL })
    }

    /// Days lost to suspension; `sessions` are half days.
    pub fn days_lost(suspensions: u64, sessions: u64, pupils_suspended: u64, headcount: u64) -> Self {
        Self::DaysLost(DaysLost { suspensions, sessions, pupils_suspended, headcount, level: DEFAULT_LEVEL })
    }

    /// The largest count afterwards that would be a clear fall; `exposure` is before and after.
    pub fn detectable(before: u64, exposure: [f64; 2]) -> Self {
        Self::Detectable(Detectable { before, exposure, level: DEFAULT_LEVEL })
    }

    /// The same request at another level; unchanged where the method has no interval.
    pub fn at_level(mut self, level: f64) -> Self {
        if let Some(own) = self.level_mut() {
            *own = level;
        }
        self
    }

    /// Reads a request that was parsed already.
    ///
    /// # Errors
    /// Names the method, the field and the rule that it breaks.
    pub fn from_value(request: Value) -> Result<Self, CalculationError> {
        let Value::Object(mut fields) = request else {
            return Err(CalculationError::NotAnObject { found: shown(&request) });
        };
        let known = || METHODS.join(", ");
        let name = fields.remove("method").ok_or_else(|| CalculationError::NoMethod { known: known() })?;
        let Some(method) = METHODS.iter().find(|method| name.as_str() == Some(**method)) else {
            return Err(CalculationError::UnknownMethod { method: shown(&name), known: known() });
        };
        Self::read(method, Fields::new(method, fields))
    }
}

/// Answers JSON with JSON: one request with one answer, a list of requests with a list of answers.
///
/// # Errors
/// The first thing wrong, as a sentence; in a list with the number of the request, from 1. Nothing is half-answered.
pub fn answer_json(text: &str) -> Result<String, CalculationError> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(CalculationError::Empty);
    }
    let Strict(request) =
        serde_json::from_str(text).map_err(|error| CalculationError::NotJson { reason: error.to_string() })?;
    let Value::Array(requests) = request else {
        return print(&Calculation::from_value(request)?.answer()?);
    };
    if requests.len() > MOST_REQUESTS {
        return Err(CalculationError::TooManyRequests);
    }
    let answers: Result<Vec<Answer>, CalculationError> = requests
        .into_iter()
        .enumerate()
        .map(|(index, request)| {
            Calculation::from_value(request)
                .and_then(|calculation| calculation.answer())
                .map_err(|source| CalculationError::InList { number: index + 1, source: Box::new(source) })
        })
        .collect();
    print(&answers?)
}

fn print(answer: &impl Serialize) -> Result<String, CalculationError> {
    serde_json::to_string(answer).map_err(|error| CalculationError::NotJson { reason: error.to_string() })
}
