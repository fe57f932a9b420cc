//! Numbers in, numbers out: intervals, tests and special functions. Knows nothing of schools.
//!
//! Every elementary function goes through `libm`, so that a browser and a server get the same bits.

mod beta;
mod bootstrap;
mod cluster_regression;
mod clustered;
mod comparison;
mod days_lost;
mod effect;
mod error;
mod funnel;
mod gamma;
mod interrupted;
mod intraclass;
mod jackknife;
mod matrix;
mod normal;
mod paired;
mod proportion;
mod quartiles;
mod randomisation;
mod rare_events;
mod rate;
mod rate_ratio;
mod root;
mod rounding;
mod saddle;
mod tails;
mod xmr;

pub use beta::{
    beta_lower, beta_lower_inverse, beta_lower_inverse_odds, beta_tails_at_odds, beta_upper, beta_upper_inverse,
    beta_upper_inverse_odds,
};
pub use bootstrap::{BootstrapDifference, cluster_bootstrap};
pub use cluster_regression::{
    ALL_SIGNS_UP_TO, ClusterRegression, Design, MOST_COLUMNS, WILD_DRAWS, cluster_regression,
};
pub use clustered::{Counted, RobustRatio, clustered_ratio, pearson_dispersion, quasi_rate_ratio};
pub use comparison::{BeforeAfterCount, PlaceboRank, RatioOfRatios, placebo_rank, ratio_of_ratios};
pub use days_lost::{DaysLost, SESSIONS_PER_DAY, days_lost};
pub use effect::{
    BeforeAfter, Effect, GroupScores, PoolModel, Pooled, RELIABLE_BEYOND, advocacy, change_beyond_control,
    goal_attainment, pool, reliable_change, small_sample_correction, standardised_change, standardised_difference,
};
pub use error::{LARGEST_COUNT, LARGEST_EXPOSURE, SMALLEST_EXPOSURE, StatsError};
pub use funnel::{FUNNEL_LEVELS, FunnelFlag, FunnelKind, FunnelLimits, funnel_baseline, funnel_flag, funnel_limits};
pub use gamma::{gamma_p, gamma_p_inverse, gamma_q, gamma_q_inverse, ln_gamma};
pub use interrupted::{
    FEW_A_SIDE, FittedPoint, InterruptedSeries, Interruption, MOST_HARMONICS, MOST_TERMS, interrupted_series,
};
pub use intraclass::{Intraclass, Regrouped, intraclass, regrouped};
pub use jackknife::{
    ClusterPair, ClusteredChange, Dispersion, clustered_difference, clustered_log_rate, clustered_log_ratio,
    count_dispersion, effective_clusters, share_dispersion,
};
pub use normal::{normal_cdf, normal_density, normal_quantile, normal_sf};
pub use paired::{MOST_PAIRS, McNemar, SignedRank, mcnemar, signed_rank};
pub use proportion::{Interval, clopper_pearson, newcombe, wilson};
pub use quartiles::quartiles;
pub use randomisation::{ALL_CHOICES_UP_TO, DRAWN_CHOICES, Randomisation, drawn_randomisation, randomisation};
pub use rare_events::{RareLimits, g_chart, t_chart};
pub use rate::{CountInterval, PUBLIC_HEALTH_EXACT_BELOW, byar, garwood, public_health, rate};
pub use rate_ratio::{Detectable, RatioInterval, detectable, rate_ratio};
pub use rounding::{display_half_away, display_short, round_half_away};
pub use tails::{
    binomial_at_least, binomial_at_most, chi_square_cdf, chi_square_sf, chi_square_upper_quantile, poisson_at_least,
    poisson_at_most, student_cdf, student_quantile, student_two_sided,
};
pub use xmr::{JUDGED_FROM, MOST_POINTS, TRIAL_UNDER, XmrRule, XmrRules, XmrSegment, XmrSignal, xmr};
