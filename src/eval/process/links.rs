//! Whether pupils stay in their cluster when they change school. Knows no pupil.

use super::Group;
use super::fact::{Fact, Measured, Sure, input};
use crate::eval::numbers::{count, counted, list, percent};
use crate::model::{PilotData, School};
use serde::Serialize;
use std::collections::BTreeMap;

const WAY_ON: &str = "It counts where pupils went on to in one year. Parents and places decide that, and it says nothing of how the schools work together. Where no count is known a link is not counted.";

/// A school most of whose pupils leave the cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Leaver {
    pub urn: String,
    pub school: String,
    pub cluster: String,
    /// Pupils who leave the cluster, of those counted.
    pub left: u64,
    pub counted: u64,
    /// The cluster that takes most of them; None where they go to schools that are in no cluster here.
    pub best_other: Option<String>,
}

impl Leaver {
    /// “14 of 20 from Elder Common go on to Moor, 6 stay”.
    pub fn words(&self) -> String {
        let to = self
            .best_other
            .as_deref()
            .map_or_else(|| "to schools of no cluster".to_owned(), |to| format!("most to {to}"));
        format!("{} ({}): {} of {} leave the cluster, {to}", self.school, self.cluster, self.left, self.counted)
    }
}

/// Pupils who go on, by the cluster of the school they go to.
#[derive(Default)]
struct Ways {
    stayed: u64,
    by_other: BTreeMap<String, u64>,
    nowhere: u64,
    uncounted: usize,
}

impl Ways {
    fn of(school: &School, data: &PilotData) -> Self {
        let mut ways = Self::default();
        for feed in &school.feeds {
            let Some(pupils) = feed.pupils.map(u64::from) else {
                ways.uncounted += 1;
                continue;
            };
            match data.schools.get(&feed.to).and_then(|to| to.cluster.as_ref()) {
                Some(cluster) if Some(cluster) == school.cluster.as_ref() => ways.stayed += pupils,
                Some(cluster) => *ways.by_other.entry(cluster.to_string()).or_default() += pupils,
                None => ways.nowhere += pupils,
            }
        }
        ways
    }

    fn left(&self) -> u64 {
        self.by_other.values().sum::<u64>() + self.nowhere
    }

    fn counted(&self) -> u64 {
        self.stayed + self.left()
    }

    fn add(&mut self, other: &Self) {
        self.stayed += other.stayed;
        self.nowhere += other.nowhere;
        self.uncounted += other.uncounted;
        for (cluster, pupils) in &other.by_other {
            *self.by_other.entry(cluster.clone()).or_default() += pupils;
        }
    }

    /// The other cluster that takes most; of two that take as many, the first by name.
    fn best_other(&self) -> Option<&String> {
        let most = self.by_other.values().max()?;
        self.by_other.iter().find(|(_, pupils)| *pupils == most).map(|(cluster, _)| cluster)
    }
}

/// One answer for each group, and the schools whose pupils mostly leave, in the order of their numbers.
pub(super) fn links(data: &PilotData, groups: &[Group]) -> (Vec<Fact>, Vec<Leaver>) {
    let named = |id: &String| {
        let known = data.clusters.values().find(|cluster| cluster.id.as_str() == id);
        known.map_or_else(|| id.clone(), |cluster| cluster.name.clone())
    };
    let mut leavers = Vec::new();
    let facts = groups
        .iter()
        .map(|group| {
            let (mut sum, mut sending, mut known) = (Ways::default(), 0, 0);
            for school in group.schools(data).filter(|school| !school.feeds.is_empty()) {
                let ways = Ways::of(school, data);
                sending += 1;
                known += usize::from(ways.counted() > 0);
                if group.cluster.is_some() && ways.left() * 2 > ways.counted() {
                    leavers.push(Leaver {
                        urn: school.urn.to_string(),
                        school: school.name.clone(),
                        cluster: group.who.clone(),
                        left: ways.left(),
                        counted: ways.counted(),
                        best_other: ways.best_other().map(named),
                    });
                }
                sum.add(&ways);
            }
            fact(group, &sum, sending, known, named)
        })
        .collect();
    (facts, leavers)
}

fn fact(group: &Group, ways: &Ways, sending: usize, known: usize, named: impl Fn(&String) -> String) -> Fact {
    let mut unknown = Fact::unknown(
        "Pupils who stay in their cluster when they change school",
        &group.who,
        Measured::Percent,
        "To which schools pupils go on has not been entered.",
    );
    unknown.cannot_say = WAY_ON;
    if ways.counted() == 0 {
        return unknown;
    }
    let share = ways.stayed as f64 / ways.counted() as f64;
    let where_to: Vec<String> =
        ways.best_other().map(|id| format!("most of the others to {}", named(id))).into_iter().collect();
    let uncounted = match ways.uncounted {
        0 => String::new(),
        links => format!("; {} without a count", counted(links as f64, ("link is", "links are"))),
    };
    let to =
        if group.cluster.is_some() && !where_to.is_empty() { format!(", {}", list(where_to)) } else { String::new() };
    Fact {
        value: Some(share * 100.0),
        certainty: Sure::counted(known, sending),
        coverage: format!(
            "{} of {} whose pupils go on to others{uncounted}",
            known,
            counted(sending as f64, ("school", "schools"))
        ),
        convention: "pupils of one year who go on to a school of the same cluster, of all who are counted; a full count, so without an interval",
        sentence: format!(
            "{} of {} pupils go on to a school of the same cluster ({}){to}.",
            count(ways.stayed as f64),
            count(ways.counted() as f64),
            percent(share, 0)
        ),
        inputs: vec![
            input("Stay", count(ways.stayed as f64)),
            input("Go to another cluster", count((ways.left() - ways.nowhere) as f64)),
            input("Go to a school in no cluster here", count(ways.nowhere as f64)),
        ],
        ..unknown
    }
}
