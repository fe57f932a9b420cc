//! Laws of the intervals and tests: what must hold whatever the numbers are. Knows nothing of how they are calculated.

use clusterwise::stats::*;
use proptest::prelude::*;

/// A count, small ones as often as large ones.
fn count() -> impl Strategy<Value = u64> {
    prop_oneof![0..12_u64, 0..500_u64, 0..2_000_000_u64]
}

fn share() -> impl Strategy<Value = (u64, u64)> {
    prop_oneof![1..15_u64, 1..1_000_u64, 1..3_000_000_u64].prop_flat_map(|n| (0..=n, Just(n)))
}

fn exposure() -> impl Strategy<Value = f64> {
    prop_oneof![0.01..10.0_f64, 10.0..20_000.0_f64, 1e5..1e9_f64]
}

fn level() -> impl Strategy<Value = f64> {
    prop_oneof![0.5..0.999_f64, Just(0.95), Just(0.998), 0.999..0.9999999_f64]
}

fn contains(interval: Interval) -> bool {
    interval.lower <= interval.estimate && interval.estimate <= interval.upper
}

fn inside(narrow: Interval, wide: Interval) -> bool {
    wide.lower <= narrow.lower && narrow.upper <= wide.upper
}

fn close(left: f64, right: f64, relative: f64) -> bool {
    left == right || ((left - right) / right).abs() <= relative
}

proptest! {
    // A failing case is printed whole; no file is kept beside the tests.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_share_lies_in_its_interval_and_levels_nest((k, n) in share(), level in level(), more in 0.1..0.9_f64) {
        let higher = level + (1.0 - level) * more;
        for interval in [wilson, clopper_pearson] {
            let (narrow, wide) = (interval(k, n, level).unwrap(), interval(k, n, higher).unwrap());
            prop_assert!(contains(narrow) && inside(narrow, wide), "{narrow:?} {wide:?}");
            prop_assert!(narrow.lower >= 0.0 && narrow.upper <= 1.0);
        }
    }

    #[test]
    fn failures_mirror_successes((k, n) in share(), level in level()) {
        for interval in [wilson, clopper_pearson] {
            let (one, other) = (interval(k, n, level).unwrap(), interval(n - k, n, level).unwrap());
            prop_assert!((one.lower - (1.0 - other.upper)).abs() < 1e-12, "{one:?} {other:?}");
        }
    }

    #[test]
    fn a_difference_turned_round_changes_its_sign(a in share(), b in share(), level in level()) {
        let (one, other) = (newcombe(a, b, level).unwrap(), newcombe(b, a, level).unwrap());
        prop_assert!(contains(one) && one.lower >= -1.0 && one.upper <= 1.0);
        prop_assert_eq!((one.estimate, one.lower, one.upper), (-other.estimate, -other.upper, -other.lower));
    }

    #[test]
    fn a_rate_lies_in_its_interval_and_scales(events in count(), exposure in exposure(), level in level(), more in 0.1..0.9_f64) {
        let higher = level + (1.0 - level) * more;
        for kind in [CountInterval::PublicHealth, CountInterval::Garwood, CountInterval::Byar] {
            let found = rate(events, exposure, 100.0, kind, level).unwrap();
            prop_assert!(contains(found) && found.lower >= 0.0 && found.upper.is_finite());
            prop_assert!(inside(found, rate(events, exposure, 100.0, kind, higher).unwrap()));
            // Powers of two change no digit.
            let half = rate(events, exposure * 4.0, 100.0, kind, level).unwrap();
            prop_assert_eq!((found.estimate, found.lower, found.upper), (half.estimate * 4.0, half.lower * 4.0, half.upper * 4.0));
        }
    }

    /// Garwood's limits are, by definition, where a tail has half of what the level leaves.
    #[test]
    fn exact_limits_leave_what_the_level_says(events in 1..100_000_u64, level in level()) {
        let tail = 0.5 * (1.0 - level);
        let found = garwood(events, level).unwrap();
        prop_assert!(close(poisson_at_least(events, found.lower), tail, 1e-10));
        prop_assert!(close(poisson_at_most(events, found.upper), tail, 1e-10));
    }

    #[test]
    fn p_is_a_probability_and_agrees_with_the_interval(
        events in [count(), count()], exposure in [exposure(), exposure()], level in level(),
    ) {
        let found = rate_ratio(events, exposure, level).unwrap();
        prop_assert!((0.0..=1.0).contains(&found.p) && found.lower >= 0.0);
        if let Some(ratio) = found.ratio {
            prop_assert!(found.lower <= ratio && found.upper.is_some_and(|upper| ratio <= upper));
        }
        prop_assert_eq!(found.ratio.is_none(), events[1] == 0);
        let excluded = found.lower > 1.0 || found.upper.is_some_and(|upper| upper < 1.0);
        let alpha = 1.0 - level;
        // At the very edge the last bit may fall either way.
        if (found.p / alpha - 1.0).abs() > 1e-8 {
            prop_assert_eq!(found.p < alpha, excluded, "{:?}", found);
        }
    }

    #[test]
    fn a_ratio_turned_round_is_its_reciprocal(events in [1..100_000_u64, 1..100_000_u64], exposure in [exposure(), exposure()], level in level()) {
        let one = rate_ratio(events, exposure, level).unwrap();
        let other = rate_ratio([events[1], events[0]], [exposure[1], exposure[0]], level).unwrap();
        prop_assert!(close(one.lower, 1.0 / other.upper.unwrap(), 1e-10));
        prop_assert!(close(one.upper.unwrap(), 1.0 / other.lower, 1e-10));
        prop_assert!(close(one.p, other.p, 1e-9) || one.p < 1e-250, "{} {}", one.p, other.p);
    }

    #[test]
    fn exposures_on_another_scale_change_nothing(events in [count(), count()], exposure in [exposure(), exposure()]) {
        let one = rate_ratio(events, exposure, 0.95).unwrap();
        prop_assert_eq!(one, rate_ratio(events, exposure.map(|e| e * 8.0), 0.95).unwrap());
    }

    #[test]
    fn a_higher_level_gives_a_wider_ratio(events in [count(), count()], exposure in [exposure(), exposure()], level in level(), more in 0.1..0.9_f64) {
        let narrow = rate_ratio(events, exposure, level).unwrap();
        let wide = rate_ratio(events, exposure, level + (1.0 - level) * more).unwrap();
        prop_assert!(wide.lower <= narrow.lower && narrow.p == wide.p);
        prop_assert!(narrow.upper.unwrap_or(f64::INFINITY) <= wide.upper.unwrap_or(f64::INFINITY));
    }

    #[test]
    fn the_largest_clear_fall_is_clear_and_the_next_is_not(before in 0..5_000_u64, exposure in [exposure(), exposure()], level in 0.6..0.9999_f64) {
        let p = |after: u64| rate_ratio([after, before], [exposure[1], exposure[0]], level).unwrap();
        if before as f64 * exposure[1] / exposure[0] > 1e8 {
            // Beyond what is counted exactly; it must say so, not hang.
            let _ = detectable(before, exposure, level);
            return Ok(());
        }
        match detectable(before, exposure, level).unwrap() {
            None => prop_assert!(before == 0 || p(0).p >= 1.0 - level),
            Some(found) => {
                let (seen, next) = (p(found.largest_after), p(found.largest_after + 1));
                prop_assert!(seen.p < 1.0 - level && seen.ratio.is_some_and(|ratio| ratio < 1.0));
                prop_assert!(next.p >= 1.0 - level || next.ratio.is_some_and(|ratio| ratio >= 1.0));
            }
        }
    }

    #[test]
    fn two_tails_make_one(k in 0..3_000_u64, mean in 0.0..3_000.0_f64, p in 0.0..1.0_f64, extra in 0..3_000_u64) {
        prop_assert!((poisson_at_most(k, mean) + poisson_at_least(k + 1, mean) - 1.0).abs() < 1e-13);
        prop_assert!((binomial_at_most(k, k + extra, p) + binomial_at_least(k + 1, k + extra, p) - 1.0).abs() < 1e-13);
    }

    #[test]
    fn distribution_functions_never_fall(a in 0.05..2_000.0_f64, b in 0.05..2_000.0_f64, x in 0.0..1.0_f64, step in 0.0..0.1_f64) {
        let y = (x + step).min(1.0);
        prop_assert!(beta_lower(a, b, x) <= beta_lower(a, b, y) + 1e-14);
        let (near, far) = (x * 2.0 * a, y * 2.0 * a);
        prop_assert!(gamma_p(a, near) <= gamma_p(a, far) + 1e-14);
        prop_assert!((0.0..=1.0).contains(&gamma_p(a, near)) && (0.0..=1.0).contains(&beta_lower(a, b, x)));
    }

    #[test]
    fn clustered_ratios_do_not_depend_on_order_or_scale(
        units in prop::collection::vec(((0..60_u64, 20.0..900.0_f64), (0..60_u64, 20.0..900.0_f64)), 2..30),
        turn in 0..30_usize,
    ) {
        let (before, after): (Vec<Counted>, Vec<Counted>) = units.iter().copied().unzip();
        prop_assume!(before.iter().any(|unit| unit.0 > 0) && after.iter().any(|unit| unit.0 > 0));
        let found = clustered_ratio(&before, &after, 0.95).unwrap();
        prop_assert!(contains(found.interval) && (0.0..=1.0).contains(&found.p));
        prop_assert!(contains(quasi_rate_ratio(&before, &after, 0.95).unwrap().interval));
        let mut turned = units.clone();
        turned.rotate_left(turn % units.len());
        let (before_turned, after_turned): (Vec<Counted>, Vec<Counted>) = turned.into_iter().unzip();
        let other = clustered_ratio(&before_turned, &after_turned, 0.95).unwrap();
        prop_assert_eq!(found, other);
        let excludes_one = found.interval.lower > 1.0 || found.interval.upper < 1.0;
        prop_assert!(excludes_one == (found.p < 0.05) || (found.p - 0.05).abs() < 1e-9);
    }

    #[test]
    fn rounding_twice_is_rounding_once(value in -1e9..1e9_f64, places in 0..6_u32) {
        let once = round_half_away(value, places);
        prop_assert_eq!(round_half_away(once, places), once);
        prop_assert_eq!(round_half_away(-value, places), -once);
        let spacing = value.abs() * f64::EPSILON;
        prop_assert!((once - value).abs() <= 0.5001 * libm::pow(10.0, -f64::from(places)) + spacing);
        prop_assert_eq!(display_half_away(value, places).parse::<f64>().unwrap(), once);
    }
}
