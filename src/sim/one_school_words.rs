//! What a school would get, in sentences. Knows nothing of how it is worked out.

use super::one_school::SchoolsShare;
use super::runs::Summary;
use super::words::{between, of_runs};
use crate::eval::numbers::number;
use crate::model::{Event, capital};

impl SchoolsShare {
    /// In a sentence each: the money, the work, the places, and what changes.
    pub fn words(&self) -> Vec<String> {
        let mut said = vec![
            format!(
                "About {} a year of the pilot’s money would be spent for it.",
                between(self.money.p05, self.money.p95)
            ),
            format!(
                "It would give {} hours a year of its own staff, worth {}.",
                range(&self.hours),
                between(self.own_cost.p05, self.own_cost.p95)
            ),
            format!("{} places a year would be taken by its pupils and completed.", capital(&range(&self.places))),
        ];
        said.extend(Event::ALL.into_iter().map(|event| self.of_event(event)));
        said
    }

    fn of_event(&self, event: Event) -> String {
        let (usual, avoided) = (*self.usual.of(event), self.avoided.of(event));
        let name = event.words();
        if usual <= 0.0 {
            return format!("There are no {name} in a usual year, so none could be avoided.");
        }
        let usual = number(usual, if usual < 10.0 { 1 } else { 0 });
        if avoided.p05 == 0.0 && avoided.p95 == 0.0 {
            return format!("Of {usual} {name} in a usual year none would be avoided: the plan does not bear on them.");
        }
        let decimals = if avoided.p95.max(-avoided.p05) < 10.0 { 2 } else { 0 };
        let shown = |value: f64| number(libm::fabs(value), decimals);
        let range = match avoided.p05 < 0.0 {
            true => format!("from {} more to {} fewer", shown(avoided.p05), shown(avoided.p95)),
            false => format!("from {} to {} fewer", shown(avoided.p05), shown(avoided.p95)),
        };
        format!(
            "Of {usual} {name} in a usual year there would be fewer in {}; nine times in ten it is {range}.",
            of_runs(avoided.above)
        )
    }
}

fn range(found: &Summary) -> String {
    let decimals = if found.p95 < 10.0 { 1 } else { 0 };
    let (low, high) = (number(found.p05, decimals), number(found.p95, decimals));
    if low == high { format!("about {low}") } else { format!("{low} to {high}") }
}
