//! Tests of the best value: against every plan there is, where there are few enough, and what is said where there is none.

use super::*;
use crate::rng::Rng;

fn offer(id: &str, cost: f64, benefit: f64, most: u32) -> Offer {
    Offer {
        id: id.to_owned(),
        of: Vec::new(),
        cost,
        hours: 1.0,
        reach: 5.0,
        benefit,
        most,
        excludes: Vec::new(),
        needs: Vec::new(),
    }
}

fn asked(budget: f64, offers: Vec<Offer>) -> BestValue {
    BestValue { budget, hours: None, least_reach: 0.0, floors: BTreeMap::new(), offers }
}

/// A small request with everything in it.
fn random(rng: &mut Rng) -> BestValue {
    let mut offers: Vec<Offer> = (0..5)
        .map(|number| {
            let mut one = offer(
                &format!("offer {number}"),
                100.0 + rng.below(900) as f64,
                rng.below(1_000) as f64,
                1 + rng.below(3) as u32,
            );
            (one.hours, one.reach) = (rng.below(20) as f64, rng.below(12) as f64);
            one.of = vec![["north", "south"][number % 2].to_owned()];
            one
        })
        .collect();
    if rng.chance(0.5) {
        offers[0].excludes = vec!["offer 1".to_owned()];
    }
    if rng.chance(0.5) {
        offers[2].needs = vec!["offer 3".to_owned()];
    }
    let floors =
        BTreeMap::from([("north".to_owned(), rng.below(600) as f64), ("south".to_owned(), rng.below(400) as f64)]);
    BestValue {
        budget: 500.0 + rng.below(2_500) as f64,
        hours: rng.chance(0.5).then(|| 20.0 + rng.below(60) as f64),
        least_reach: rng.below(15) as f64,
        floors,
        offers,
    }
}

/// Every plan that keeps to the rules.
fn all_plans(asked: &BestValue) -> Vec<Plan> {
    let mut plans = vec![BTreeMap::new()];
    for offer in &asked.offers {
        let with = |plan: &BTreeMap<String, u32>, groups: u32| {
            let mut plan = plan.clone();
            if groups > 0 {
                plan.insert(offer.id.clone(), groups);
            }
            plan
        };
        plans = plans.iter().flat_map(|plan| (0..=offer.most).map(move |groups| with(plan, groups))).collect();
    }
    let keeps = |plan: &Plan| {
        let runs = |id: &String| plan.groups.contains_key(id);
        let spent = |name: &String| {
            let own = asked.offers.iter().filter(|offer| offer.of.contains(name));
            own.map(|offer| f64::from(plan.groups.get(&offer.id).copied().unwrap_or(0)) * offer.cost).sum::<f64>()
        };
        plan.cost <= asked.budget
            && asked.hours.is_none_or(|hours| plan.hours <= hours)
            && plan.reach >= asked.least_reach
            && asked.floors.iter().all(|(name, floor)| spent(name) >= *floor)
            && asked
                .offers
                .iter()
                .filter(|offer| runs(&offer.id))
                .all(|offer| !offer.excludes.iter().any(runs) && offer.needs.iter().all(runs))
    };
    plans.into_iter().map(|groups| asked.plan(groups)).filter(keeps).collect()
}

#[test]
fn the_best_and_the_next_best_are_those_of_all_plans() {
    let mut rng = Rng::seeded(4);
    let mut without_a_plan = 0;
    for number in 0..120 {
        let asked = random(&mut rng);
        let mut plans = all_plans(&asked);
        plans.sort_by(|one, other| other.benefit.total_cmp(&one.benefit));
        let Some(first) = plans.first() else {
            without_a_plan += 1;
            assert!(matches!(asked.best(), Err(BestValueError::Impossible(_))), "{number}: {asked:?}");
            continue;
        };
        let reasons = asked.reasons().unwrap();
        assert!((reasons.best.benefit - first.benefit).abs() < 1e-6, "{number}: {asked:?} {reasons:?}");
        assert!(plans.contains(&reasons.best), "{number}: {reasons:?}");
        let others = plans.iter().filter(|plan| plan.groups != reasons.best.groups);
        let next = others.map(|plan| plan.benefit).fold(f64::NEG_INFINITY, f64::max);
        match reasons.next_best {
            Some(plan) => assert!((plan.benefit - next).abs() < 1e-6 && plan.groups != reasons.best.groups, "{number}"),
            None => assert_eq!(next, f64::NEG_INFINITY, "{number}"),
        }
        assert!(reasons.frontier.windows(2).all(|pair| pair[1].1 >= pair[0].1 - 1e-6), "{:?}", reasons.frontier);
        let mut turned = asked.clone();
        turned.offers.reverse();
        assert_eq!(turned.best().unwrap(), reasons.best);
    }
    assert!((5..60).contains(&without_a_plan), "{without_a_plan}");
}

#[test]
fn a_floor_has_its_price_and_more_money_its_worth() {
    let mut offers = vec![offer("good", 100.0, 10.0, 10), offer("weak", 100.0, 2.0, 10)];
    offers[1].of = vec!["south".to_owned()];
    let mut asked = asked(1_000.0, offers);
    asked.floors.insert("south".to_owned(), 300.0);
    let reasons = asked.reasons().unwrap();
    assert_eq!(reasons.best.groups, BTreeMap::from([("good".to_owned(), 7), ("weak".to_owned(), 3)]));
    assert_eq!(reasons.floors_cost["south"], 24.0);
    assert_eq!((reasons.more, reasons.more_benefit), (50.0, 0.0));
    assert_eq!(reasons.frontier.last(), Some(&(1_500.0, 110.0)));
}

#[test]
fn how_often_an_offer_is_chosen_follows_its_benefits() {
    let asked = asked(100.0, vec![offer("a", 100.0, 1.0, 1), offer("b", 100.0, 1.0, 1)]);
    let draws: Vec<Vec<f64>> = (0..10).map(|draw| vec![1.0, if draw < 3 { 2.0 } else { 0.5 }]).collect();
    let chosen = asked.robustness(&draws).unwrap();
    assert!((chosen["a"] - 0.7).abs() < 1e-12 && (chosen["b"] - 0.3).abs() < 1e-12, "{chosen:?}");
    assert!(matches!(asked.robustness(&[vec![1.0]]), Err(BestValueError::Problem { field: "draws", .. })));
}

#[test]
fn what_cannot_be_says_why_and_by_how_much() {
    let said = |asked: &BestValue| asked.best().unwrap_err().to_string();
    let mut short = asked(1_000.0, vec![offer("a", 100.0, 1.0, 5)]);
    short.offers[0].of = vec!["north".to_owned()];
    short.floors.insert("north".to_owned(), 800.0);
    assert!(said(&short).contains("the floor of north is £300 more than all its offers cost"), "{}", said(&short));
    short.floors.insert("north".to_owned(), 450.0);
    short.budget = 300.0;
    assert!(
        said(&short).contains("it takes about £500 for the floors (north £450), which is £200 more"),
        "{}",
        said(&short)
    );
    let mut far = asked(1_000.0, vec![offer("a", 100.0, 1.0, 5)]);
    far.least_reach = 40.0;
    assert!(said(&far).contains("15 pupils fewer"), "{}", said(&far));
    let mut circle = asked(1_000.0, vec![offer("a", 1.0, 1.0, 1), offer("b", 1.0, 1.0, 1), offer("c", 1.0, 1.0, 1)]);
    circle.offers[0].needs = vec!["b".to_owned()];
    circle.offers[1].needs = vec!["a".to_owned()];
    circle.offers[2].needs = vec!["a".to_owned()];
    assert_eq!(said(&circle), "These need one another in a circle: a, b.");
    for (wrong, field) in [
        (asked(-1.0, vec![offer("a", 1.0, 1.0, 1)]), "budget"),
        (asked(f64::NAN, vec![offer("a", 1.0, 1.0, 1)]), "budget"),
        (asked(1.0, Vec::new()), "offers"),
        (asked(1.0, vec![offer("a", 1.0, 1.0, 1), offer("a", 1.0, 1.0, 1)]), "offers"),
        (asked(1.0, vec![offer("a", 1.0, f64::INFINITY, 1)]), "benefit"),
        (asked(1.0, vec![offer("a", -1.0, 1.0, 1)]), "cost"),
        (asked(1.0, vec![offer("a", 1.0, 1.0, 5_000)]), "most"),
    ] {
        match wrong.best() {
            Err(BestValueError::Problem { field: found, .. }) => assert_eq!(found, field),
            other => panic!("{field}: {other:?}"),
        }
    }
}
