//! Changes to what a scenario plans: how many groups, and from when a cluster takes part. Knows nothing of how one is run forward.

use super::{ClusterId, PlannedGroups, Programme, ProgrammeId, Scenario, ScenarioCluster};

impl Programme {
    /// What one more group costs, in pounds of the first year, every assumption at its average.
    pub fn price_of_group(&self) -> f64 {
        let of = |assumption: &super::Assumption| assumption.range.mean();
        let costs = &self.costs;
        let places = f64::from(self.places) * of(&self.taken);
        of(&costs.per_group) + of(&costs.per_hour) * of(&self.specialist_hours) + of(&costs.per_place) * places
    }
}

impl Scenario {
    pub fn programme(&self, id: &ProgrammeId) -> Option<&Programme> {
        self.programmes.iter().find(|programme| programme.id == *id)
    }

    pub fn cluster(&self, id: &ClusterId) -> Option<&ScenarioCluster> {
        self.clusters.iter().find(|cluster| cluster.id == *id)
    }

    /// The first year in which anything is planned for a cluster.
    pub fn joins(&self, cluster: &ClusterId) -> Option<usize> {
        (0..self.years).find(|year| self.takes_part(cluster, *year))
    }

    /// The last such year.
    pub fn leaves(&self, cluster: &ClusterId) -> Option<usize> {
        (0..self.years).rev().find(|year| self.takes_part(cluster, *year))
    }

    fn takes_part(&self, cluster: &ClusterId, year: usize) -> bool {
        let own = self.plan.iter().filter(|plan| plan.cluster == *cluster);
        own.filter_map(|plan| plan.by_year.get(year)).any(|groups| *groups > 0)
    }

    /// Groups of a programme in a cluster in the year that has most of them.
    pub fn most_groups(&self, programme: &ProgrammeId, cluster: &ClusterId) -> u32 {
        let own = self.plan.iter().find(|plan| plan.programme == *programme && plan.cluster == *cluster);
        own.and_then(|plan| plan.by_year.iter().max().copied()).unwrap_or(0)
    }

    /// Groups of a programme in all clusters in the year that has most of them.
    pub fn groups_in_all(&self, programme: &ProgrammeId) -> u32 {
        let of_year = |year| self.clusters.iter().map(|cluster| self.groups(programme, &cluster.id, year)).sum();
        (0..self.years).map(of_year).max().unwrap_or(0)
    }

    /// Pupils of the phases that a programme serves in a cluster.
    pub fn pupils_served(&self, programme: &Programme, cluster: &ScenarioCluster) -> u32 {
        let served = cluster.phases.iter().filter(|one| programme.phases.contains(&one.phase));
        served.map(|one| one.pupils).sum()
    }

    /// Plans so many groups in every year in which the cluster takes part; in every year where it has not so far.
    pub fn set_groups(&mut self, programme: &ProgrammeId, cluster: &ClusterId, groups: u32) {
        let from = self.joins(cluster).unwrap_or(0);
        let until = self.leaves(cluster).unwrap_or(self.years.saturating_sub(1));
        let by_year = (0..=until).map(|year| if year < from { 0 } else { groups }).collect();
        self.put(programme, cluster, by_year);
    }

    /// Lets a cluster take part from a year on with the groups that are planned for it now; never, without a year.
    pub fn start_in(&mut self, cluster: &ClusterId, year: Option<usize>) {
        let years = self.years;
        for plan in self.plan.iter_mut().filter(|plan| plan.cluster == *cluster) {
            let most = plan.by_year.iter().max().copied().unwrap_or(0);
            let of_year = |own: usize| if year.is_some_and(|first| own >= first) { most } else { 0 };
            plan.by_year = (0..years).map(of_year).collect();
        }
        self.tidy();
    }

    /// Replaces what is planned of a programme in a cluster, year by year.
    pub fn put(&mut self, programme: &ProgrammeId, cluster: &ClusterId, by_year: Vec<u32>) {
        match self.plan.iter_mut().find(|plan| plan.programme == *programme && plan.cluster == *cluster) {
            Some(plan) => plan.by_year = by_year,
            None => {
                self.plan.push(PlannedGroups { programme: programme.clone(), cluster: cluster.clone(), by_year });
            }
        }
        self.tidy();
    }

    /// Rows and years without a group say nothing, and rows have an order, so that equal plans are equal.
    fn tidy(&mut self) {
        for plan in &mut self.plan {
            while plan.by_year.last() == Some(&0) {
                plan.by_year.pop();
            }
        }
        self.plan.retain(|plan| !plan.by_year.is_empty());
        self.plan.sort_by(|one, other| (&one.programme, &one.cluster).cmp(&(&other.programme, &other.cluster)));
    }
}

/// Shares out whole things by weight: the largest remainders get what rounding down leaves, earlier ones first among equals.
pub(super) fn shared_out(whole: u32, weights: &[f64]) -> Vec<u32> {
    let all: f64 = weights.iter().sum();
    if all <= 0.0 {
        return vec![0; weights.len()];
    }
    let exact: Vec<f64> = weights.iter().map(|weight| f64::from(whole) * weight / all).collect();
    let mut shares: Vec<u32> = exact.iter().map(|share| libm::floor(*share) as u32).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    let rest = |place: &usize| exact.get(*place).map_or(0.0, |share| share - libm::floor(*share));
    order.sort_by(|one, other| rest(other).total_cmp(&rest(one)).then(one.cmp(other)));
    let left = whole.saturating_sub(shares.iter().sum());
    for place in order.into_iter().take(left as usize) {
        if let Some(share) = shares.get_mut(place) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_shared_out_is_the_whole(whole in 0_u32..500, weights in prop::collection::vec(0.0_f64..9.0, 1..12)) {
            let shares = shared_out(whole, &weights);
            let all: f64 = weights.iter().sum();
            prop_assert_eq!(shares.iter().sum::<u32>(), if all > 0.0 { whole } else { 0 });
            for (share, weight) in shares.iter().zip(&weights) {
                if all > 0.0 {
                    prop_assert!((f64::from(*share) - f64::from(whole) * weight / all).abs() <= 1.0 + 1e-9);
                }
            }
        }
    }
}
