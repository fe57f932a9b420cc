//! The fictional map: clusters, their schools, and what each school is like before anything happens to it.

use super::draws::{spread, triangular};
use super::names::{cluster_name, school_name};
use super::options::{FEWEST_PUPILS, MOST_PUPILS, Options};
use crate::model::{Cluster, ClusterId, Laestab, Participation, Phase, School, Urn, starter_clusters};
use crate::rng::Rng;

/// URNs from here on have never been given to a school.
const FIRST_URN: usize = 900_001;
/// No local authority has the number 990 or one above it.
const FIRST_AUTHORITY: usize = 990;
/// Establishment numbers of primaries start at 2000, those of secondaries at 4000.
const ESTABLISHMENTS_A_PHASE: usize = 2_000;

/// How many schools the six clusters have, in proportion; the seventh cluster is like the first.
const CLUSTER_SIZES: [usize; 6] = [20, 24, 16, 15, 15, 14];

/// Where the clusters stand: of six, two take part.
const PARTICIPATION: [Participation; 6] = [
    Participation::TakingPart,
    Participation::TakingPart,
    Participation::Interested,
    Participation::Invited,
    Participation::NotInterested,
    Participation::Interested,
];

/// The clusters with their priorities, in the order of the map.
pub(super) fn clusters(options: &Options) -> Vec<Cluster> {
    let names: Vec<String> = (0..options.clusters).map(cluster_name).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut clusters = starter_clusters(&names);
    let chosen: Vec<_> = clusters.iter().take(2).map(|cluster| cluster.priorities.clone()).collect();
    for (index, cluster) in clusters.iter_mut().enumerate() {
        cluster.participation = PARTICIPATION.get(index % PARTICIPATION.len()).copied().unwrap_or_default();
        cluster.priorities = match cluster.participation {
            Participation::TakingPart => chosen.get(index % 2).cloned().unwrap_or_default(),
            _ => Vec::new(),
        };
    }
    clusters
}

/// A school's place on the map.
pub(super) struct Place {
    pub(super) school: School,
    /// Place of its cluster in the map, from 0.
    pub(super) cluster: usize,
    /// Place of the school in its cluster, from 0.
    pub(super) position: usize,
}

/// All schools, cluster by cluster.
pub(super) fn places(options: &Options, clusters: &[Cluster]) -> Vec<Place> {
    let mut places = Vec::with_capacity(options.schools);
    let mut establishments = [0, 0];
    for (cluster_index, (cluster, size)) in clusters.iter().zip(cluster_sizes(options)).enumerate() {
        for position in 0..size {
            let phase = phase_at(position);
            let slot = usize::from(phase == Phase::Secondary);
            let establishment = establishments.get(slot).copied().unwrap_or_default();
            if let Some(next) = establishments.get_mut(slot) {
                *next += 1;
            }
            if let Some(school) = school(places.len(), establishment, phase, cluster) {
                places.push(Place { school, cluster: cluster_index, position });
            }
        }
    }
    places
}

/// None only beyond the numbers that `Options` allows.
fn school(index: usize, establishment: usize, phase: Phase, cluster: &Cluster) -> Option<School> {
    Some(School {
        urn: urn(index)?,
        name: school_name(index, phase),
        phase,
        laestab: laestab(establishment, phase),
        cluster: Some(ClusterId::clone(&cluster.id)),
        taking_part: cluster.takes_part(),
        location: None,
        feeds: Vec::new(),
    })
}

fn urn(index: usize) -> Option<Urn> {
    (FIRST_URN + index).to_string().parse().ok()
}

fn laestab(establishment: usize, phase: Phase) -> Option<Laestab> {
    let first = if phase == Phase::Secondary { 4_000 } else { 2_000 };
    let authority = FIRST_AUTHORITY + establishment / ESTABLISHMENTS_A_PHASE;
    format!("{authority}/{}", first + establishment % ESTABLISHMENTS_A_PHASE).parse().ok()
}

/// Every fifth school of a cluster is a secondary, fed by the four before it.
fn phase_at(position: usize) -> Phase {
    if position % 5 == 4 { Phase::Secondary } else { Phase::Primary }
}

/// Shares the schools out by [`CLUSTER_SIZES`]; what rounding leaves goes to the largest remainders.
fn cluster_sizes(options: &Options) -> Vec<usize> {
    let weights: Vec<usize> = CLUSTER_SIZES.iter().copied().cycle().take(options.clusters).collect();
    let total: usize = weights.iter().sum::<usize>().max(1);
    let mut sizes: Vec<usize> = weights.iter().map(|weight| weight * options.schools / total).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| {
        let remainder = weights.get(*index).map_or(0, |weight| weight * options.schools % total);
        (std::cmp::Reverse(remainder), *index)
    });
    let left = options.schools - sizes.iter().sum::<usize>();
    for index in order.into_iter().take(left) {
        if let Some(size) = sizes.get_mut(index) {
            *size += 1;
        }
    }
    sizes
}

/// What a school is like; rates are relative to others of its phase.
#[derive(Debug, Clone, Copy)]
pub(super) struct Character {
    pub(super) secondary: bool,
    /// Pupils on roll in the first term.
    pub(super) size: f64,
    /// Ratio of the roll from one year to the next.
    pub(super) growth_a_year: f64,
    pub(super) sen_support_share: f64,
    pub(super) ehc_plan_share: f64,
    pub(super) requests: f64,
    pub(super) exclusions: f64,
    pub(super) suspensions: f64,
    pub(super) incidents: f64,
}

impl Character {
    pub(super) fn draw(place: &Place, rng: &mut Rng) -> Self {
        let secondary = place.school.phase == Phase::Secondary;
        // Schools that chose to take part had more to gain. A comparison of levels is misled, one of changes is not.
        let (more_requests, more_suspensions) = if place.school.taking_part { (1.12, 1.10) } else { (1.0, 1.0) };
        Self {
            secondary,
            size: if secondary { triangular(rng, 600.0, 1_000.0, 1_700.0) } else { primary_size(rng) },
            growth_a_year: rng.between(0.975, 1.025),
            sen_support_share: triangular(rng, 0.08, 0.12, 0.19),
            ehc_plan_share: triangular(rng, 0.018, 0.026, 0.040),
            requests: more_requests * spread(rng, 8.0),
            exclusions: spread(rng, 4.0),
            suspensions: more_suspensions * spread(rng, 4.0),
            incidents: spread(rng, 5.0),
        }
    }
}

/// Makes schools larger or smaller alike until they have about so many pupils together; a school stays within what
/// a school can be, and the others make up for it.
pub(super) fn scale(characters: &mut [Character], pupils: u64) {
    let (fewest, most) = (f64::from(FEWEST_PUPILS), f64::from(MOST_PUPILS));
    // Each round moves what the bounds held back to the schools that still have room.
    for _ in 0..12 {
        let total: f64 = characters.iter().map(|school| school.size).sum();
        let ratio = pupils as f64 / total.max(1.0);
        for school in characters.iter_mut() {
            school.size = (school.size * ratio).clamp(fewest, most);
        }
    }
}

/// Primaries have half, one, one and a half, two or three classes of 30 a year, and seven years; most are not full.
fn primary_size(rng: &mut Rng) -> f64 {
    const FULL: [f64; 10] = [105.0, 105.0, 210.0, 210.0, 210.0, 210.0, 315.0, 420.0, 420.0, 630.0];
    let choice = (rng.uniform() * FULL.len() as f64) as usize;
    FULL.get(choice).copied().unwrap_or(210.0) * rng.between(0.87, 0.99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_map_has_twenty_and_twenty_four_schools_that_take_part() {
        assert_eq!(cluster_sizes(&Options::default()), CLUSTER_SIZES);
    }

    #[test]
    fn any_number_of_schools_is_shared_out_without_rest() {
        for (clusters, schools) in [(1, 1), (2, 44), (6, 100), (7, 104), (40, 1_000)] {
            let sizes = cluster_sizes(&Options { clusters, schools, ..Options::default() });
            assert_eq!((sizes.len(), sizes.iter().sum::<usize>()), (clusters, schools));
        }
    }
}
