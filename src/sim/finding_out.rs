//! What it would be worth to know an assumption before choosing between scenarios. Knows nothing of what is assumed.
//!
//! The choice is the scenario with the largest average of what is saved less all costs. To know an assumption x is worth
//! E over x of the largest E\[net | x\], less the largest E\[net\] (the expected value of partial perfect information; A. Brennan et al.,
//! 2007). E\[net | x\] is the average of runs with a similar x, a twentieth of them each. Choosing and judging by the same runs would
//! make every assumption look worth knowing, so one half of a twentieth chooses and the other half is judged, and the other way
//! round: what decides nothing comes to nothing or less, and is told as nothing.

use super::influences::{Drawn, average};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Parts of an assumption's range.
const PARTS: usize = 20;
/// Assumptions told of.
const TOLD: usize = 8;

/// What finding out is worth, in pounds of present value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct FindingOut {
    /// To know everything beforehand: no study is worth more.
    pub of_everything: f64,
    /// To know one assumption: those that are worth anything, the most first.
    pub of_one: Vec<WorthKnowing>,
    /// The scenario that is chosen as things are known; empty where none is run at all.
    pub chosen: String,
}

/// One assumption.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WorthKnowing {
    pub assumption: String,
    pub pounds: f64,
}

/// Works it out: `nets` has each scenario's name and what it saves less its costs, run by run; `drawn` the assumptions of all.
pub(super) fn finding_out(nets: &[(&str, &[f64])], drawn: &[&Drawn]) -> FindingOut {
    let runs = nets.iter().map(|(_, net)| net.len()).min().unwrap_or(0);
    if runs == 0 || nets.len() < 2 {
        return FindingOut::default();
    }
    let all: Vec<usize> = (0..runs).collect();
    // The first of equals, so that names decide nothing.
    let best = |places: &[usize]| {
        let averages = nets.iter().map(|(_, net)| average(net, places)).enumerate();
        averages.fold((0, f64::NEG_INFINITY), |best, (place, mean)| if mean > best.1 { (place, mean) } else { best })
    };
    let (chosen, now) = best(&all);
    let everything = all.iter().map(|run| best(std::slice::from_ref(run)).1).sum::<f64>() / runs as f64 - now;
    let of = |place: usize, places: &[usize]| nets.get(place).map_or(0.0, |(_, net)| average(net, places));
    let mut of_one: Vec<WorthKnowing> = Vec::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for known in drawn.iter().flat_map(|drawn| &drawn.assumptions) {
        if !seen.insert(&known.name) {
            continue;
        }
        let mut sum = 0.0;
        for part in known.order.chunks(runs.div_ceil(PARTS)) {
            let (one, other): (Vec<usize>, Vec<usize>) = part.iter().partition(|run| **run % 2 == 0);
            let crossed = 0.5 * (of(best(&one).0, &other) + of(best(&other).0, &one));
            sum += crossed * part.len() as f64;
        }
        of_one.push(WorthKnowing { assumption: known.name.clone(), pounds: sum / runs as f64 - now });
    }
    of_one.retain(|one| one.pounds > 0.0);
    of_one
        .sort_by(|one, other| other.pounds.total_cmp(&one.pounds).then_with(|| one.assumption.cmp(&other.assumption)));
    of_one.truncate(TOLD);
    let name = nets.get(chosen).map_or("", |(name, _)| name);
    FindingOut { of_everything: everything.max(0.0), of_one, chosen: name.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::super::Prepared;
    use super::super::tests::scenario;
    use super::*;

    /// One scenario saves nothing, the other x − 1 with x even between 0 and 4: to know x is worth E max(0, x − 1) − 1 = 1.125 − 1.
    #[test]
    fn to_know_what_decides_is_worth_what_it_comes_to_and_to_know_the_rest_is_worth_nothing() {
        let prepared = Prepared::of(&scenario()).unwrap();
        let drawn = prepared.drawn(3, 5_000);
        let deciding = &drawn.assumptions[0];
        let mut shares = vec![0.0; 5_000];
        for (place, run) in deciding.order.iter().enumerate() {
            shares[*run] = (place as f64 + 0.5) / 5_000.0;
        }
        // Noise that no assumption decides: a run's number, shuffled by another assumption's draws.
        let noise = &drawn.assumptions[7].order;
        let net: Vec<f64> =
            (0..5_000).map(|run| 4.0 * shares[run] - 1.0 + (noise[run] as f64 / 5_000.0 - 0.5)).collect();
        let nothing = vec![0.0; 5_000];
        let found = finding_out(&[("nothing", &nothing), ("plan", &net)], &[&drawn]);
        assert_eq!(found.chosen, "plan");
        assert_eq!(found.of_one[0].assumption, deciding.name);
        assert!((found.of_one[0].pounds - 0.125).abs() < 0.03, "{found:?}");
        assert!(found.of_one.iter().skip(1).all(|one| one.pounds < 0.01), "{found:?}");
        assert!(found.of_everything >= found.of_one[0].pounds, "{found:?}");
    }

    #[test]
    fn where_one_scenario_is_always_best_nothing_is_worth_finding_out() {
        let prepared = Prepared::of(&scenario()).unwrap();
        let drawn = prepared.drawn(3, 2_000);
        let (more, less) = (vec![2.0; 2_000], vec![1.0; 2_000]);
        let found = finding_out(&[("less", &less), ("more", &more)], &[&drawn]);
        assert_eq!(found, FindingOut { of_everything: 0.0, of_one: Vec::new(), chosen: "more".to_owned() });
        assert_eq!(finding_out(&[], &[]), FindingOut::default());
    }
}
