//! Which marked events and breaks belong to a figure's series, and where they stand in it. Knows nothing of drawing.

use super::{Evidence, Indicator, Scope};
use crate::model::{EventKind, PilotData, PilotEvent, TermId};

/// A mark in a series of terms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The first term that it may have touched: it stands just before it.
    pub before: usize,
    pub kind: EventKind,
    pub words: String,
}

/// Whether a marked event is about these schools: everyone's is about all, a cluster's also about its schools.
fn concerns(event: &PilotEvent, data: &PilotData, scope: &Scope) -> bool {
    let cluster_of = |urn| data.schools.get(urn).and_then(|school| school.cluster.as_ref());
    match (&event.school, &event.cluster, scope) {
        (None, None, _) => true,
        (Some(school), _, Scope::School(urn)) => school == urn,
        (None, Some(cluster), Scope::Cluster(id)) => cluster == id,
        (None, Some(cluster), Scope::School(urn)) => cluster_of(urn) == Some(cluster),
        // What happened in one of many places is no mark of all of them, unless their counting changed with it.
        (None, Some(_), Scope::Pilot) => event.kind == EventKind::Break,
        _ => false,
    }
}

/// The marks of a figure over these terms, in their order.
pub fn marks_of(data: &PilotData, indicator: Indicator, scope: &Scope, terms: &[TermId]) -> Vec<Mark> {
    let place = |event: &PilotEvent| {
        terms.iter().position(|term| data.calendar.terms.get(term).is_some_and(|term| term.ends >= event.date))
    };
    let mut events: Vec<&PilotEvent> =
        data.events.values().filter(|event| event.is_about(indicator.key()) && concerns(event, data, scope)).collect();
    events.sort_by(|one, other| one.date.cmp(&other.date).then(one.id.cmp(&other.id)));
    let mark = |event: &PilotEvent| Some(Mark { before: place(event)?, kind: event.kind, words: event.words.clone() });
    events.into_iter().filter_map(mark).collect()
}

impl Evidence {
    /// The breaks between the terms of a period and those it is held against: across them figures are not counted the same
    /// way.
    pub fn breaks_within(
        &self,
        data: &PilotData,
        indicator: Indicator,
        scope: &Scope,
        period: &super::Period,
    ) -> Vec<String> {
        let (Some(first), Some(last)) = (period.base.iter().min(), period.last()) else { return Vec::new() };
        let terms: Vec<TermId> = self.terms.iter().copied().filter(|term| (*first..=last).contains(term)).collect();
        let inside = |mark: &Mark| mark.kind == EventKind::Break && mark.before > 0;
        marks_of(data, indicator, scope, &terms).into_iter().filter(inside).map(|mark| mark.words).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::{Options, pilot_data};

    #[test]
    fn a_mark_stands_before_the_first_term_it_may_have_touched() {
        let data = pilot_data(&Options::default());
        let terms: Vec<TermId> = data.calendar.terms.keys().copied().collect();
        let snow = marks_of(&data, Indicator::Requests, &Scope::Pilot, &terms);
        assert_eq!(snow.iter().map(|mark| mark.words.as_str()).collect::<Vec<_>>(), ["Schools closed for snow"]);
        let term = snow.first().and_then(|mark| terms.get(mark.before)).copied();
        assert_eq!(term, Some(TermId::new(2017, 4)), "5 March 2018 is in Term 4");
        let incidents = marks_of(&data, Indicator::Incidents, &Scope::Pilot, &terms);
        assert!(incidents.iter().any(|mark| mark.kind == EventKind::Break), "a cluster's new log breaks the sum too");
        assert!(
            incidents.iter().all(|mark| mark.words != "New behaviour policy"),
            "one school's policy is no mark of all"
        );
    }
}
