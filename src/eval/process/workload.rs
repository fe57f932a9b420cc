//! How much a cluster has to carry: schools, pupils, meetings. A description, without a verdict: nobody has set a right size.

use super::Group;
use super::fact::{Fact, Measured, Sure, input};
use crate::eval::numbers::{count, counted, number};
use crate::eval::{Evidence, Period};
use crate::model::{MeetingKind, PilotData, ReturnItem};

const SIZE: &str = "It says how large a cluster is, and not whether that is too large: nobody has set a right size.";

/// Three answers for each cluster.
pub(super) fn workload(data: &PilotData, evidence: &Evidence, period: &Period, clusters: &[Group]) -> Vec<Fact> {
    let mut facts = Vec::new();
    for group in clusters {
        let mut fact = Fact::unknown("Schools", &group.who, Measured::Schools, "");
        fact.value = Some(group.places.len() as f64);
        fact.certainty = Sure::Counted;
        fact.coverage = "Schools of the cluster, taking part or not".to_owned();
        fact.convention = "schools that are entered as the cluster's";
        fact.sentence = format!("The cluster has {}.", counted(group.places.len() as f64, ("school", "schools")));
        fact.cannot_say = SIZE;
        facts.push(fact);
        facts.push(pupils(evidence, group));
        facts.extend(meetings(data, period, group));
    }
    facts
}

fn pupils(evidence: &Evidence, group: &Group) -> Fact {
    let newest =
        |place: &usize| evidence.terms.iter().rev().find_map(|term| evidence.row(*place, *term)?.get(ReturnItem::Roll));
    let rolls: Vec<u32> = group.places.iter().filter_map(newest).collect();
    let pupils: f64 = rolls.iter().map(|roll| f64::from(*roll)).sum();
    let mut unknown = Fact::unknown("Pupils on roll", &group.who, Measured::Count, "No school has returned its roll.");
    unknown.cannot_say = SIZE;
    if rolls.is_empty() {
        return unknown;
    }
    Fact {
        value: Some(pupils),
        certainty: Sure::counted(rolls.len(), group.places.len()),
        coverage: format!("Rolls of {} of {}", rolls.len(), {
            counted(group.places.len() as f64, ("school", "schools"))
        }),
        convention: "the roll of each school's newest submitted return, added up",
        sentence: format!("{} pupils are on roll.", count(pupils)),
        ..unknown
    }
}

/// Meetings a term; None for clusters without any, which do not take part.
fn meetings(data: &PilotData, period: &Period, group: &Group) -> Option<Fact> {
    let cluster = group.cluster.as_ref()?;
    let first = data.calendar.terms.get(&period.first()?)?.starts;
    let last = data.calendar.terms.get(&period.last()?)?.ends;
    let held = |kind: MeetingKind| {
        let own = data.meetings.keys().filter(|id| id.cluster == *cluster && id.kind == kind);
        own.filter(|id| (first..=last).contains(&id.date)).count()
    };
    let (boards, networks) = (held(MeetingKind::Board), held(MeetingKind::SencoNetwork));
    let terms = period.terms.len();
    if boards + networks == 0 || terms == 0 {
        return None;
    }
    let each = (boards + networks) as f64 / terms as f64;
    let mut fact = Fact::unknown("Meetings a term", &group.who, Measured::Meetings, "");
    fact.value = Some(each);
    fact.certainty = Sure::Counted;
    fact.coverage = format!(
        "{} and {} over {}",
        { counted(boards as f64, ("board", "boards")) },
        counted(networks as f64, ("network meeting", "network meetings")),
        counted(terms as f64, ("term", "terms"))
    );
    fact.convention = "boards and network meetings that were entered, divided by the terms of the period";
    fact.sentence = format!("{} meetings a term were held.", number(each, 1));
    fact.cannot_say = SIZE;
    fact.inputs = vec![input("Boards", count(boards as f64)), input("Network meetings", count(networks as f64))];
    Some(fact)
}
