//! The fictional map: where schools lie and to which secondary schools pupils go on. Draws from a generator of its own, so
//! that figures stay what they are.
//!
//! All of it lies in the open sea, so that no invented school stands where a real one does. The map is no effect of the
//! pilot: it is the same with and without effects.

use super::draws::part_of;
use super::schools::Place;
use crate::model::{Feed, GridPlace, Phase, PilotData, Urn};
use crate::rng::Rng;

/// What is true of the map.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct MapTruth {
    /// Pupils of a primary school who go to the secondary school it lies round.
    pub own_secondary: f64,
    /// Those who go to another secondary school of their cluster; the others leave it.
    pub same_cluster: f64,
    /// Pupils who leave the cluster from a school that lies beyond its border.
    pub leave_from_border: f64,
}

/// In the second cluster of each six, two primary schools lie nearer to the third and send most pupils there. Elsewhere
/// nine in ten stay in their cluster.
pub const MAP: MapTruth = MapTruth { own_secondary: 0.78, same_cluster: 0.12, leave_from_border: 0.70 };

/// Places in the second cluster of the schools beyond its border.
const BEYOND_BORDER: [usize; 2] = [10, 11];
/// Every so many schools the counts of those who go on are not known.
const UNCOUNTED_EVERY: usize = 17;
/// Off the Isles of Scilly.
const ORIGIN: (f64, f64) = (60_000.0, 60_000.0);
/// Metres between the middles of neighbouring clusters, and how far schools lie apart round theirs.
const APART: f64 = 9_000.0;
const GROUP_SPREAD: f64 = 1_700.0;
const SCHOOL_SPREAD: f64 = 700.0;
const CLUSTERS_A_ROW: usize = 3;
const GROUP: usize = 5;
const MAP_SEED: u64 = 1;

/// Gives every school its place, and every primary school the secondary schools its pupils go on to. Where schools lie is one map for all seeds; how many pupils go on follows the rolls of each.
pub(super) fn draw_map(places: &mut [Place], data: &PilotData, root: &Rng) {
    let map = Rng::seeded(MAP_SEED).split("map");
    let clusters = places.iter().map(|place| place.cluster + 1).max().unwrap_or_default();
    for (index, place) in places.iter_mut().enumerate() {
        let beyond = beyond_border(place, clusters);
        place.school.location = located(place, beyond, &map, &mut map.stream(index as u64));
    }
    let secondaries: Vec<(usize, usize, Urn)> = places
        .iter()
        .filter(|place| place.school.phase == Phase::Secondary)
        .map(|place| (place.cluster, place.position / GROUP, place.school.urn.clone()))
        .collect();
    for (index, place) in places.iter_mut().enumerate().filter(|(_, place)| place.school.phase == Phase::Primary) {
        let mut rng = root.split("links").stream(index as u64);
        let leavers = leavers(&place.school.urn, data);
        let counted = index % UNCOUNTED_EVERY != UNCOUNTED_EVERY - 1;
        place.school.feeds = feeds(place, beyond_border(place, clusters), leavers, counted, &secondaries, &mut rng);
    }
}

fn beyond_border(place: &Place, clusters: usize) -> bool {
    place.cluster % 6 == 1 && place.cluster + 1 < clusters && BEYOND_BORDER.contains(&place.position)
}

/// The middle of a cluster on the map; rows are set off by half, as in a honeycomb.
fn middle(cluster: usize) -> (f64, f64) {
    let (row, column) = (cluster / CLUSTERS_A_ROW, cluster % CLUSTERS_A_ROW);
    let shift = if row.is_multiple_of(2) { 0.0 } else { APART / 2.0 };
    (ORIGIN.0 + shift + column as f64 * APART, ORIGIN.1 + row as f64 * APART)
}

fn located(place: &Place, beyond: bool, map: &Rng, rng: &mut Rng) -> Option<GridPlace> {
    let cluster = if beyond { place.cluster + 1 } else { place.cluster };
    let group = if beyond { 0 } else { place.position / GROUP };
    // All schools of a group are drawn about one point.
    let mut about = map.split("groups").stream((cluster * 1_000 + group) as u64);
    let (x, y) = middle(cluster);
    let at = |middle: f64, group: f64, school: f64| {
        let metres = middle + GROUP_SPREAD * group + SCHOOL_SPREAD * school;
        libm::round(metres.clamp(0.0, 699_999.0)) as u32
    };
    Some(GridPlace { easting: at(x, about.normal(), rng.normal()), northing: at(y, about.normal(), rng.normal()) })
}

/// Pupils of Year 6 at the newest count; a class where nobody has counted.
fn leavers(urn: &Urn, data: &PilotData) -> u32 {
    let newest = data.censuses.iter().rev().find(|(id, _)| id.school == *urn);
    newest.and_then(|(_, census)| census.roll.get(6)).copied().unwrap_or(30)
}

fn feeds(
    place: &Place,
    beyond: bool,
    leavers: u32,
    counted: bool,
    secondaries: &[(usize, usize, Urn)],
    rng: &mut Rng,
) -> Vec<Feed> {
    let in_cluster = |cluster: usize| secondaries.iter().filter(move |(own, _, _)| *own == cluster);
    let group = place.position / GROUP;
    let own = in_cluster(place.cluster)
        .find(|(_, other, _)| *other == group)
        .or_else(|| in_cluster(place.cluster).next_back());
    let second = in_cluster(place.cluster).find(|(_, _, urn)| own.is_none_or(|(_, _, own)| own != urn));
    let next = in_cluster(place.cluster + 1).next();
    let away = next.or_else(|| secondaries.iter().find(|(cluster, _, _)| *cluster != place.cluster));
    let leaves = if beyond { MAP.leave_from_border } else { 1.0 - MAP.own_secondary - MAP.same_cluster };
    let gone = part_of(rng, leavers, leaves);
    let stay = leavers - gone;
    let elsewhere = part_of(rng, stay, MAP.same_cluster / (MAP.own_secondary + MAP.same_cluster));
    let listed = [(own, stay - elsewhere), (second, elsewhere), (away, gone)];
    let known = listed.into_iter().filter(|(_, pupils)| *pupils > 0);
    known.filter_map(|(to, pupils)| Some(Feed { to: to?.2.clone(), pupils: counted.then_some(pupils) })).collect()
}
