//! What is wrong with a request for the best value, in sentences. Knows nothing of how it is answered.

use super::program::{Fixed, Until, solve};
use super::{BestValue, BestValueError};
use crate::eval::numbers::number;
use crate::stats::display_short;
use std::collections::{BTreeMap, BTreeSet};

pub(super) const MOST_OFFERS: usize = 200;
const MOST_GROUPS: u32 = 1_000;
const LARGEST: f64 = 1e12;

fn problem(field: &'static str, words: String) -> BestValueError {
    BestValueError::Problem { field, words }
}

impl BestValue {
    pub(super) fn check(&self) -> Result<(), BestValueError> {
        let amount = |field: &'static str, value: f64| match (0.0..=LARGEST).contains(&value) {
            true => Ok(()),
            false => {
                Err(problem(field, format!("Enter a number from 0 to {LARGEST:e}, not {}.", display_short(value))))
            }
        };
        amount("budget", self.budget)?;
        amount("hours", self.hours.unwrap_or(0.0))?;
        amount("least_reach", self.least_reach)?;
        self.floors.values().try_for_each(|floor| amount("floors", *floor))?;
        if self.offers.is_empty() || self.offers.len() > MOST_OFFERS {
            let words = format!("There are 1 to {MOST_OFFERS} offers, not {}.", self.offers.len());
            return Err(problem("offers", words));
        }
        let ids: BTreeSet<&str> = self.offers.iter().map(|offer| offer.id.as_str()).collect();
        if ids.len() < self.offers.len() {
            return Err(problem("offers", "Two offers have the same name.".to_owned()));
        }
        for offer in &self.offers {
            amount("cost", offer.cost)?;
            amount("hours", offer.hours)?;
            amount("reach", offer.reach)?;
            if !offer.benefit.is_finite() || offer.benefit.abs() > LARGEST {
                return Err(problem("benefit", format!("The benefit of “{}” is no number.", offer.id)));
            }
            if offer.most > MOST_GROUPS {
                return Err(problem("most", format!("“{}” has {MOST_GROUPS} groups at most.", offer.id)));
            }
            if let Some(other) = offer.excludes.iter().chain(&offer.needs).find(|other| !ids.contains(other.as_str())) {
                return Err(problem("needs", format!("“{}” names “{other}”, which is no offer.", offer.id)));
            }
        }
        let id = String::as_str;
        let needs = self.offers.iter().map(|offer| (id(&offer.id), offer.needs.iter().map(id).collect()));
        match circle(&needs.collect()) {
            Some(circle) => {
                Err(problem("needs", format!("These need one another in a circle: {}.", circle.join(", "))))
            }
            None => Ok(()),
        }
    }

    /// Why no plan keeps to the rules: which of them is short, and by how much.
    pub(super) fn shortage(&self) -> Result<String, BestValueError> {
        let pounds = |value: f64| format!("£{}", number(value, 0));
        for (name, floor) in &self.floors {
            let own = self.offers.iter().filter(|offer| offer.of.contains(name));
            let affordable: f64 = own.map(|offer| f64::from(offer.most) * offer.cost).sum();
            if affordable < *floor {
                let short = pounds(floor - affordable);
                return Ok(format!("the floor of {name} is {short} more than all its offers cost"));
            }
        }
        let cheapest = self.cheapest()?;
        if let Some(cost) = cheapest.filter(|cost| *cost > self.budget) {
            let floors: Vec<String> =
                self.floors.iter().map(|(name, floor)| format!("{name} {}", pounds(*floor))).collect();
            let floors =
                if floors.is_empty() { String::new() } else { format!(" for the floors ({})", floors.join(", ")) };
            return Ok(format!(
                "it takes about {}{floors}, which is {} more than there is",
                pounds(cost),
                pounds(cost - self.budget)
            ));
        }
        let reach: f64 = self.offers.iter().map(|offer| f64::from(offer.most) * offer.reach).sum();
        if reach < self.least_reach {
            let short = number(self.least_reach - reach, 0);
            return Ok(format!("all offers together reach {short} pupils fewer than are to be reached"));
        }
        Ok("the hours, exclusions or dependencies leave no way".to_owned())
    }

    /// What a plan costs that keeps everything but the budget, with little to spare.
    fn cheapest(&self) -> Result<Option<f64>, BestValueError> {
        let mut asked = Self { budget: LARGEST, ..self.clone() };
        asked.offers.iter_mut().for_each(|offer| offer.benefit = -offer.cost);
        Ok(solve(&asked, Fixed::Nothing, Until::NearEnough)?.map(|groups| self.plan(groups).cost))
    }
}

/// Names that need one another in a circle, the first such.
pub(super) fn circle(needs: &BTreeMap<&str, Vec<&str>>) -> Option<Vec<String>> {
    let mut settled: BTreeSet<&str> = BTreeSet::new();
    // What needs only what is settled is settled; what is left needs itself in the end.
    loop {
        let before = settled.len();
        for (name, others) in needs {
            if others.iter().all(|other| settled.contains(other)) {
                settled.insert(name);
            }
        }
        if settled.len() == needs.len() {
            return None;
        }
        if settled.len() == before {
            break;
        }
    }
    // Follow one need after the other until one comes again.
    let mut way: Vec<&str> = vec![needs.keys().find(|name| !settled.contains(*name)).copied()?];
    loop {
        let next = needs.get(way.last()?)?.iter().find(|other| !settled.contains(*other))?;
        if let Some(first) = way.iter().position(|name| name == next) {
            return Some(way.split_off(first).into_iter().map(str::to_owned).collect());
        }
        way.push(next);
    }
}
