//! How far apart the schools of a cluster lie, and which lie nearer to another. Knows no roads.

use super::Group;
use super::fact::{Fact, Measured, Sure, input};
use crate::eval::numbers::{counted, number};
use crate::model::{GridPlace, PilotData, School};
use crate::stats::quartiles;
use serde::Serialize;

const STRAIGHT: &str = "Distances are straight lines over the map, without roads, rivers or buses: a journey is longer. A centre is the middle of the schools, not a place anybody meets at.";

/// A school that lies nearer to the middle of another cluster than to that of its own.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlier {
    pub urn: String,
    pub school: String,
    pub cluster: String,
    pub kilometres: f64,
    pub nearer: String,
    pub kilometres_to_nearer: f64,
}

impl Outlier {
    /// “Elder Common (Harrowmead): 9.1 km from its centre, 2.0 km from Moor’s”.
    pub fn words(&self) -> String {
        format!(
            "{} ({}): {} km from its own centre, {} km from that of {}",
            self.school,
            self.cluster,
            number(self.kilometres, 1),
            number(self.kilometres_to_nearer, 1),
            self.nearer
        )
    }
}

/// The middle of some places: the mean of eastings and of northings, in metres.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Centre {
    easting: f64,
    northing: f64,
}

impl Centre {
    fn of(places: &[GridPlace]) -> Option<Self> {
        let n = places.len() as f64;
        (!places.is_empty()).then(|| Self {
            easting: places.iter().map(|place| f64::from(place.easting)).sum::<f64>() / n,
            northing: places.iter().map(|place| f64::from(place.northing)).sum::<f64>() / n,
        })
    }

    fn kilometres(self, place: GridPlace) -> f64 {
        libm::hypot(self.easting - f64::from(place.easting), self.northing - f64::from(place.northing)) / 1_000.0
    }
}

/// Two answers for each cluster, and the schools nearer to another one, in the order of their numbers.
pub(super) fn distances(data: &PilotData, clusters: &[Group]) -> (Vec<Fact>, Vec<Outlier>) {
    let located: Vec<Vec<(&School, GridPlace)>> = clusters
        .iter()
        .map(|group| group.schools(data).filter_map(|school| Some((school, school.location?))).collect())
        .collect();
    let middle =
        |schools: &Vec<(&School, GridPlace)>| Centre::of(&schools.iter().map(|(_, at)| *at).collect::<Vec<_>>());
    let centres: Vec<Option<Centre>> = located.iter().map(middle).collect();
    let (mut facts, mut outliers) = (Vec::new(), Vec::new());
    for (own, (group, schools)) in clusters.iter().zip(&located).enumerate() {
        let before = outliers.len();
        for (school, at) in schools {
            let Some(kilometres) = centres.get(own).copied().flatten().map(|centre| centre.kilometres(*at)) else {
                continue;
            };
            let others = centres.iter().zip(clusters).enumerate().filter(|(other, _)| *other != own);
            let far = others.filter_map(|(_, (centre, group))| Some((centre.as_ref()?.kilometres(*at), group)));
            if let Some((nearest, other)) = far.min_by(|a, b| a.0.total_cmp(&b.0)).filter(|(far, _)| *far < kilometres)
            {
                outliers.push(Outlier {
                    urn: school.urn.to_string(),
                    school: school.name.clone(),
                    cluster: group.who.clone(),
                    kilometres,
                    nearer: other.who.clone(),
                    kilometres_to_nearer: nearest,
                });
            }
        }
        facts.push(apart(group, schools));
        facts.push(to_centre(group, schools, centres.get(own).copied().flatten()));
        facts.push(nearer_elsewhere(group, schools, outliers.len() - before, clusters.len()));
    }
    (facts, outliers)
}

fn placed_of(group: &Group, schools: &[(&School, GridPlace)]) -> (Sure, String) {
    let coverage = format!("{} of {} have a place on the map", schools.len(), {
        counted(group.places.len() as f64, ("school", "schools"))
    });
    (Sure::counted(schools.len(), group.places.len()), coverage)
}

fn unknown(label: &str, group: &Group, measured: Measured) -> Fact {
    let mut fact = Fact::unknown(label, &group.who, measured, "Where the schools lie has not been entered.");
    fact.cannot_say = STRAIGHT;
    fact
}

/// The farthest of some distances; the last of them once they are in order.
fn longest(distances: &[f64]) -> f64 {
    distances.iter().copied().fold(0.0, f64::max)
}

fn apart(group: &Group, schools: &[(&School, GridPlace)]) -> Fact {
    let unknown = unknown("From school to school", group, Measured::Kilometres);
    let mut pairs = Vec::new();
    for (place, (_, one)) in schools.iter().enumerate() {
        pairs.extend(schools.iter().skip(place + 1).map(|(_, other)| one.metres_to(*other) / 1_000.0));
    }
    let Some([_, median, _]) = quartiles(&pairs) else { return unknown };
    let (certainty, coverage) = placed_of(group, schools);
    Fact {
        value: Some(median),
        certainty,
        coverage,
        convention: "median over all pairs of schools, in a straight line over the National Grid",
        sentence: format!(
            "Two schools lie {} km apart in the middle, the two farthest {} km.",
            number(median, 1),
            number(longest(&pairs), 1)
        ),
        inputs: vec![
            input("Pairs of schools", number(pairs.len() as f64, 0)),
            input("Longest, km", number(longest(&pairs), 2)),
        ],
        ..unknown
    }
}

fn to_centre(group: &Group, schools: &[(&School, GridPlace)], centre: Option<Centre>) -> Fact {
    let unknown = unknown("From school to the cluster’s centre", group, Measured::Kilometres);
    let Some(centre) = centre else { return unknown };
    let far: Vec<f64> = schools.iter().map(|(_, at)| centre.kilometres(*at)).collect();
    let Some([_, median, _]) = quartiles(&far) else { return unknown };
    let (certainty, coverage) = placed_of(group, schools);
    Fact {
        value: Some(median),
        certainty,
        coverage,
        convention: "median over schools of the straight line to the mean of the cluster's eastings and northings",
        sentence: format!(
            "A school lies {} km from the cluster’s centre in the middle, the farthest {} km.",
            number(median, 1),
            number(longest(&far), 1)
        ),
        inputs: vec![
            input("Centre, easting and northing", {
                format!("{}, {}", number(centre.easting, 0), number(centre.northing, 0))
            }),
            input("Longest, km", number(longest(&far), 2)),
        ],
        ..unknown
    }
}

fn nearer_elsewhere(group: &Group, schools: &[(&School, GridPlace)], nearer: usize, clusters: usize) -> Fact {
    let unknown = unknown("Schools nearer to another cluster’s centre", group, Measured::Schools);
    if clusters < 2 {
        return Fact { sentence: "There is no other cluster to lie nearer to.".to_owned(), ..unknown };
    }
    if schools.is_empty() {
        return unknown;
    }
    let (certainty, coverage) = placed_of(group, schools);
    Fact {
        value: Some(nearer as f64),
        certainty,
        coverage,
        convention: "schools whose straight line to their own cluster's centre is longer than that to another's",
        sentence: format!("{nearer} of {} lie nearer to the centre of another cluster.", schools.len()),
        ..unknown
    }
}
