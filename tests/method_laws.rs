//! Laws of the methods, whatever the numbers: order does not matter, scales do as they should, limits hold the estimate and nest.

use clusterwise::eval::answer_json;
use clusterwise::stats::{self, Design, Effect, PoolModel, XmrRules};
use proptest::prelude::*;
use serde_json::{Value, json};

fn ask(request: Value) -> Value {
    let text = answer_json(&request.to_string()).unwrap_or_else(|error| panic!("{request}: {error}"));
    serde_json::from_str::<Value>(&text).unwrap()["values"].clone()
}

fn number(values: &Value, name: &str) -> f64 {
    values[name].as_f64().unwrap_or_else(|| panic!("{name} of {values}"))
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * (1.0 + a.abs().max(b.abs()))
}

fn shuffled<T: Clone>(items: &[T], turn: usize) -> Vec<T> {
    let mut items: Vec<T> = items.to_vec();
    let length = items.len();
    items.rotate_left(turn % length.max(1));
    items.reverse();
    items
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pooling_does_not_depend_on_order_and_its_limits_nest(
        effects in prop::collection::vec((-3.0..3.0_f64, 0.001..2.0_f64), 1..12), turn in 0..12_usize
    ) {
        let effects: Vec<Effect> = effects.into_iter().map(|(estimate, variance)| Effect { estimate, variance }).collect();
        for model in [PoolModel::Fixed, PoolModel::Random] {
            let (one, two) = (stats::pool(&effects, model).unwrap(), stats::pool(&shuffled(&effects, turn), model).unwrap());
            prop_assert_eq!(one, two);
            let (narrow, wide) = (one.effect.limits(0.8), one.effect.limits(0.99));
            prop_assert!(wide.0 <= narrow.0 && narrow.0 <= one.effect.estimate && one.effect.estimate <= narrow.1 && narrow.1 <= wide.1);
            prop_assert!((0.0..=100.0).contains(&one.i2) && one.tau2 >= 0.0);
        }
    }

    #[test]
    fn an_effect_has_no_unit_and_changes_sign_with_its_sides(
        a in (50.0..150.0_f64, 1.0..30.0_f64, 2..500_u64), b in (50.0..150.0_f64, 1.0..30.0_f64, 2..500_u64), scale in 0.1..10.0_f64
    ) {
        let group = |(mean, sd, n): (f64, f64, u64), scale: f64| json!({"mean": mean * scale, "sd": sd * scale, "n": n});
        let g = |one, two, scale| number(&ask(json!({"method": "effect", "treated": group(one, scale), "control": group(two, scale)})), "g");
        prop_assert!(near(g(a, b, 1.0), g(a, b, scale)));
        prop_assert!(near(g(a, b, 1.0), -g(b, a, 1.0)));
    }

    #[test]
    fn a_ratio_of_ratios_turned_round_is_its_inverse(t in [1..5000_u64, 1..5000], c in [1..5000_u64, 1..5000]) {
        let one = ask(json!({"method": "ratio_of_ratios", "treated": t, "comparison": c}));
        let other = ask(json!({"method": "ratio_of_ratios", "treated": c, "comparison": t}));
        prop_assert!(near(number(&one, "ratio") * number(&other, "ratio"), 1.0));
        prop_assert!(near(number(&one, "lower") * number(&other, "upper"), 1.0));
        prop_assert!(number(&one, "lower") <= number(&one, "ratio") && number(&one, "ratio") <= number(&one, "upper"));
    }

    #[test]
    fn ranks_and_choices_do_not_depend_on_order(
        units in prop::collection::vec((1..200_u64, 0..200_u64, -5.0..5.0_f64), 3..10), turn in 0..10_usize
    ) {
        let counted: Vec<Value> = units.iter().enumerate().map(|(at, (b, a, _))| json!({"name": format!("u{at}"), "before": b, "after": a})).collect();
        let rank = |units: &[Value]| ask(json!({"method": "placebo_rank", "treated": "u1", "units": units}));
        prop_assert_eq!(rank(&counted), rank(&shuffled(&counted, turn)));
        let changed: Vec<Value> = units.iter().enumerate().map(|(at, (.., change))| json!({"name": format!("u{at}"), "change": change})).collect();
        let choice = |units: &[Value]| ask(json!({"method": "randomisation", "units": units, "treated": ["u1", "u0"]}));
        let (one, two) = (choice(&changed), choice(&shuffled(&changed, turn)));
        prop_assert_eq!(&one["p"], &two["p"]);
        let p = number(&one, "p");
        prop_assert!(p <= 1.0 && p >= number(&one, "smallest_p") - 1e-12);
    }

    #[test]
    fn a_clustered_regression_knows_neither_order_nor_names_nor_units(
        rows in prop::collection::vec((-3.0..3.0_f64, -3.0..3.0_f64, 0..5_usize), 14..30), turn in 0..30_usize, scale in 0.5..20.0_f64
    ) {
        let fit = |rows: &[(f64, f64, usize)], scale: f64| {
            let y: Vec<f64> = rows.iter().map(|row| row.0).collect();
            let x: Vec<Vec<f64>> = vec![rows.iter().map(|row| row.1 * scale).collect()];
            let cluster: Vec<usize> = rows.iter().map(|row| row.2 * 7 + 1).collect();
            stats::cluster_regression(Design { y: &y, columns: &x, cluster: &cluster, test: 0 }, 0.95, &mut || 1)
        };
        if let (Ok(one), Ok(two), Ok(scaled)) = (fit(&rows, 1.0), fit(&shuffled(&rows, turn), 1.0), fit(&rows, scale)) {
            for (a, b) in [(one.coefficient, two.coefficient), (one.se_cr2, two.se_cr2), (one.df, two.df), (one.p_wild, two.p_wild)] {
                prop_assert!((a - b).abs() <= 1e-7 * (1.0 + a.abs()), "{} {}", a, b);
            }
            prop_assert!((one.coefficient - scaled.coefficient * scale).abs() <= 1e-7 * (1.0 + one.coefficient.abs()));
            prop_assert!((one.df - scaled.df).abs() <= 1e-6 * (1.0 + one.df));
            prop_assert!((0.0..=1.0).contains(&one.p_wild) && one.se_ols > 0.0);
        }
    }

    #[test]
    fn a_shifted_series_has_shifted_limits_and_the_same_signals(
        values in prop::collection::vec(0..60_i32, 2..40), shift in -100..100_i32
    ) {
        let chart = |shift: i32| {
            let values: Vec<Option<f64>> = values.iter().map(|value| Some(f64::from(value + shift))).collect();
            stats::xmr(&values, &[], XmrRules::default()).unwrap().remove(0)
        };
        let (one, two) = (chart(0), chart(shift));
        prop_assert!(near(one.lower + f64::from(shift), two.lower) && near(one.mean + f64::from(shift), two.mean));
        prop_assert!(one.lower <= one.mean && one.mean <= one.upper);
        let outside = |found: &stats::XmrSegment| found.signals.iter().map(|signal| signal.index).collect::<Vec<_>>();
        // A point exactly on a limit may be moved across it by rounding.
        let touching = values.iter().any(|value| near(f64::from(*value), one.upper) || near(f64::from(*value), one.lower) || near(f64::from(*value), one.mean));
        prop_assert!(touching || outside(&one) == outside(&two));
    }

    #[test]
    fn a_funnels_limits_nest_about_the_baseline_and_narrow_with_the_base(
        events in 1..500_u64, base in 50.0..5_000.0_f64, more in 1.5..20.0_f64
    ) {
        for kind in [stats::FunnelKind::Rate, stats::FunnelKind::Proportion] {
            let baseline = (events as f64 / 5_000.0).min(1.0);
            let at = |base| stats::funnel_limits(baseline, base, kind);
            let (small, large) = (at(base), at(base * more));
            prop_assert!(small.lower998 <= small.lower95 && small.lower95 <= baseline && baseline <= small.upper95 && small.upper95 <= small.upper998);
            prop_assert!(large.upper95 - large.lower95 <= small.upper95 - small.lower95 + 1e-12);
        }
    }

    #[test]
    fn paired_answers_turned_round_turn_the_shift_and_keep_p(
        pairs in prop::collection::vec((1..6_i32, 1..6_i32), 2..60)
    ) {
        let lists = |turn: bool| {
            let (a, b): (Vec<i32>, Vec<i32>) = pairs.iter().copied().unzip();
            let (before, after) = if turn { (b, a) } else { (a, b) };
            ask(json!({"method": "paired_ratings", "before": before, "after": after}))
        };
        let (one, two) = (lists(false), lists(true));
        prop_assert!(near(number(&one, "shift"), -number(&two, "shift")));
        prop_assert!(near(number(&one, "p_two_sided"), number(&two, "p_two_sided")));
        prop_assert!((0.0..=1.0).contains(&number(&one, "p_one_sided")));
        let table = |b: usize, c: usize| ask(json!({"method": "paired_yes_no", "table": [[3, b], [c, 4]]}));
        let (b, c) = (pairs.len() % 17, pairs.len() % 5);
        prop_assert_eq!(&table(b, c)["p_exact"], &table(c, b)["p_exact"]);
    }

    #[test]
    fn a_series_counted_in_other_exposure_has_the_same_ratio(
        counts in prop::collection::vec(1..200_u64, 10..30), scale in 0.01..100.0_f64, start in 3..7_u64
    ) {
        let fit = |scale: f64| {
            let exposure: Vec<f64> = counts.iter().map(|_| 1000.0 * scale).collect();
            ask(json!({"method": "interrupted_series", "counts": counts, "exposure": exposure, "start": start}))
        };
        let (one, two) = (fit(1.0), fit(scale));
        prop_assert!((number(&one, "rate_ratio") / number(&two, "rate_ratio") - 1.0).abs() < 1e-8);
        prop_assert!(number(&one, "lower") <= number(&one, "rate_ratio") && number(&one, "rate_ratio") <= number(&one, "upper"));
        prop_assert!((number(&one, "dispersion") - number(&two, "dispersion")).abs() < 1e-6 * (1.0 + number(&one, "dispersion")));
    }

    #[test]
    fn a_larger_budget_never_buys_less_and_the_order_of_options_changes_nothing(
        options in prop::collection::vec((1..40_u32, 0..1000_u32), 1..10), budget in 0..200_u32, more in 0..50_u32, turn in 0..10_usize
    ) {
        let listed: Vec<Value> = options.iter().enumerate().map(|(at, (cost, benefit))| json!({"name": format!("o{at}"), "cost": cost, "benefit": benefit})).collect();
        let best = |options: &[Value], budget: u32| ask(json!({"method": "allocate", "budget": budget, "options": options}));
        let (one, turned, richer) = (best(&listed, budget), best(&shuffled(&listed, turn), budget), best(&listed, budget + more));
        prop_assert_eq!(&one["benefit"], &turned["benefit"]);
        prop_assert!(number(&richer, "benefit") >= number(&one, "benefit"));
        prop_assert!(number(&one, "cost") <= f64::from(budget));
        let next = one["next_best"]["benefit"].as_f64();
        prop_assert!(next.is_none_or(|next| next <= number(&one, "benefit") + 1e-9));
    }
}
