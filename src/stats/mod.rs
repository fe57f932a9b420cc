//! Numbers in, numbers out: intervals, tests and special functions. Knows nothing of schools.
//!
//! Every elementary function goes through `libm`, so that a browser and a server get the same bits.

mod beta;
mod clustered;
mod days_lost;
mod effect;
mod error;
mod gamma;
mod jackknife;
mod normal;
mod paired;
mod proportion;
mod rate;
mod rate_ratio;
mod root;
mod rounding;
mod saddle;
mod tails;

pub use beta::{
    beta_lower, beta_lower_inverse, beta_lower_inverse_odds, beta_tails_at_odds, beta_upper, beta_upper_inverse,
    beta_upper_inverse_odds,
};
pub use clustered::{Counted, RobustRatio, clustered_ratio, pearson_dispersion, quasi_rate_ratio};
pub use days_lost::{DaysLost, SESSIONS_PER_DAY, days_lost};
pub use effect::{
    BeforeAfter, Effect, GroupScores, PoolModel, Pooled, RELIABLE_BEYOND, advocacy, change_beyond_control,
    goal_attainment, pool, reliable_change, small_sample_correction, standardised_change, standardised_difference,
};
pub use error::{LARGEST_COUNT, LARGEST_EXPOSURE, SMALLEST_EXPOSURE, StatsError};
pub use gamma::{gamma_p, gamma_p_inverse, gamma_q, gamma_q_inverse, ln_gamma};
pub use jackknife::{
    ClusterPair, ClusteredChange, Dispersion, clustered_difference, clustered_log_rate, clustered_log_ratio,
    count_dispersion, effective_clusters, share_dispersion,
};
pub use normal::{normal_cdf, normal_density, normal_quantile, normal_sf};
pub use paired::{MOST_PAIRS, McNemar, SignedRank, mcnemar, signed_rank};
pub use proportion::{Interval, clopper_pearson, newcombe, wilson};
pub use rate::{CountInterval, PUBLIC_HEALTH_EXACT_BELOW, byar, garwood, public_health, rate};
pub use rate_ratio::{Detectable, RatioInterval, detectable, rate_ratio};
pub use rounding::{display_half_away, round_half_away};
pub use tails::{
    binomial_at_least, binomial_at_most, chi_square_cdf, chi_square_sf, chi_square_upper_quantile, poisson_at_least,
    poisson_at_most, student_cdf, student_quantile, student_two_sided,
};
