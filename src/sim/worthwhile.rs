//! Whether what is avoided is worth what it costs: the price of one event, how often that is worth paying, and single runs as points.
//! Knows nothing of scenarios.

use super::runs::Summary;
use serde::{Deserialize, Serialize};

/// Steps of the ladder of worths.
const STEPS: usize = 20;
/// Runs that are shown as points.
const POINTS: usize = 150;

/// What the avoided events of one kind cost.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Worthwhile {
    /// Pounds for one event, were it to bear all costs; None where it may be that none is avoided.
    pub each: Option<Summary>,
    /// The share of runs in which an event of so many pounds is worth the cost (the acceptability curve), from 0 upwards.
    pub acceptable: Vec<(f64, f64)>,
    /// Some of the runs: events avoided, and what they cost more (the cost-effectiveness plane).
    pub plane: Vec<(f64, f64)>,
}

/// From runs: events avoided, and what was spent more. None where nothing differs.
pub(super) fn worthwhile(avoided: &[f64], costs: &[f64]) -> Option<Worthwhile> {
    let (found, spent) = (Summary::of(avoided)?, Summary::of(costs)?);
    if found.p05 == 0.0 && found.p95 == 0.0 {
        return None;
    }
    let each = (found.p05 > 0.0).then(|| {
        let prices: Vec<f64> = avoided
            .iter()
            .zip(costs)
            .filter(|(avoided, _)| **avoided > 0.0)
            .map(|(avoided, cost)| cost / avoided)
            .collect();
        Summary::of(&prices)
    });
    let largest = largest_worth(&found, &spent);
    let acceptable = (0..=STEPS).map(|step| {
        let worth = largest * step as f64 / STEPS as f64;
        let is_worth = |(avoided, cost): &(&f64, &f64)| worth * **avoided - **cost > 0.0;
        (worth, avoided.iter().zip(costs).filter(is_worth).count() as f64 / avoided.len() as f64)
    });
    let every = (avoided.len() / POINTS).max(1);
    let plane = avoided.iter().zip(costs).step_by(every).take(POINTS).map(|(avoided, cost)| (*avoided, *cost));
    Some(Worthwhile { each: each.flatten(), acceptable: acceptable.collect(), plane: plane.collect() })
}

/// The ladder goes to twice what an event costs on average, as a round number.
fn largest_worth(avoided: &Summary, costs: &Summary) -> f64 {
    let spread = libm::fabs(avoided.mean).max(0.25 * (avoided.p95 - avoided.p05)).max(1e-9);
    let twice = (2.0 * libm::fabs(costs.mean) / spread).clamp(100.0, 1e7);
    let unit = libm::pow(10.0, libm::floor(libm::log10(twice)));
    [1.0, 2.0, 4.0, 6.0, 8.0, 10.0].into_iter().map(|times| times * unit).find(|round| *round >= twice).unwrap_or(twice)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_that_costs_a_hundred_is_worth_it_from_a_hundred() {
        let avoided: Vec<f64> = (1..=1_000).map(f64::from).collect();
        let costs: Vec<f64> = avoided.iter().map(|avoided| 100.0 * avoided).collect();
        let found = worthwhile(&avoided, &costs).unwrap();
        let each = found.each.unwrap();
        assert!((each.p05 - 100.0).abs() < 1e-9 && (each.p95 - 100.0).abs() < 1e-9);
        for (worth, share) in &found.acceptable {
            assert_eq!(*share, if *worth > 100.0 { 1.0 } else { 0.0 }, "{worth}");
        }
        assert_eq!(found.plane.len(), POINTS);
        assert!(found.acceptable.last().unwrap().0 >= 200.0);
    }

    #[test]
    fn a_price_is_not_told_where_it_may_be_that_none_is_avoided() {
        let avoided: Vec<f64> = (0..1_000).map(|run| f64::from(run) - 300.0).collect();
        let found = worthwhile(&avoided, &[5_000.0; 1_000]).unwrap();
        assert_eq!(found.each, None);
        // At no worth is it worth it in more runs than avoid any.
        assert!(found.acceptable.iter().all(|(_, share)| *share <= 0.7));
        assert_eq!(worthwhile(&[0.0; 10], &[1.0; 10]), None);
        assert_eq!(worthwhile(&[], &[]), None);
    }
}
