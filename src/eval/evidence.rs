//! Submitted returns laid out as a grid of schools and terms, so that every question reads them in one step.
//! Knows nothing of any single indicator.

use super::{Indicator, Scope};
use crate::model::{AcademicYear, ClusterId, EventKind, Phase, PilotData, PilotEvent, Return, ReturnItem, TermId, Urn};
use std::collections::{BTreeMap, BTreeSet};

/// The figures of one submitted return.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Row {
    figures: [Option<u32>; ReturnItem::ALL.len()],
}

impl Row {
    pub(crate) fn of(entry: &Return) -> Self {
        Self { figures: ReturnItem::ALL.map(|item| entry.get(item)) }
    }

    pub fn get(&self, item: ReturnItem) -> Option<u32> {
        self.figures.get(item as usize).copied().flatten()
    }

    #[cfg(test)]
    pub fn set(&mut self, item: ReturnItem, figure: u32) {
        self.figures[item as usize] = Some(figure);
    }
}

/// What a question needs to know of a school.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SchoolFacts {
    pub urn: Urn,
    pub name: String,
    pub phase: Phase,
    pub cluster: Option<ClusterId>,
    pub taking_part: bool,
}

/// A change of counting: figures of before it are not compared with those of after.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Break {
    /// The first term that is counted in the new way.
    from: TermId,
    /// Places of the schools that changed; None where all did.
    schools: Option<BTreeSet<usize>>,
    event: PilotEvent,
}

/// All submitted returns of a pilot, indexed. Built once for a state of the pilot and asked many times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// In the order of their URNs, so that no sum depends on the order of rows in a file.
    pub(crate) schools: Vec<SchoolFacts>,
    /// The calendar's terms and any others that have returns.
    pub(crate) terms: Vec<TermId>,
    /// School by school, term by term. A draft is no evidence.
    rows: Vec<Option<Row>>,
    clusters: BTreeMap<ClusterId, String>,
    breaks: Vec<Break>,
    pub(crate) first_term_during: Option<TermId>,
    pub(crate) newest_term_returned: Option<TermId>,
}

impl Evidence {
    pub fn of(data: &PilotData) -> Self {
        let mut terms: BTreeSet<TermId> = data.calendar.terms.keys().copied().collect();
        terms.extend(data.returns.values().filter(|entry| entry.submitted()).map(|entry| entry.term));
        let schools: Vec<SchoolFacts> = data
            .schools
            .values()
            .map(|school| SchoolFacts {
                urn: school.urn.clone(),
                name: school.name.clone(),
                phase: school.phase,
                cluster: school.cluster.clone(),
                taking_part: school.taking_part,
            })
            .collect();
        let mut evidence = Self {
            rows: vec![None; schools.len() * terms.len()],
            schools,
            terms: terms.into_iter().collect(),
            clusters: data.clusters.iter().map(|(id, cluster)| (id.clone(), cluster.name.clone())).collect(),
            breaks: Vec::new(),
            first_term_during: data.first_term_during(),
            newest_term_returned: data.newest_term_returned(),
        };
        for entry in data.returns.values().filter(|entry| entry.submitted()) {
            if let (Some(school), Some(term)) = (evidence.place_of(&entry.school), evidence.place_of_term(entry.term))
                && let Some(cell) = evidence.rows.get_mut(school * evidence.terms.len() + term)
            {
                *cell = Some(Row::of(entry));
            }
        }
        evidence.breaks = evidence.breaks_of(data);
        evidence
    }

    fn breaks_of(&self, data: &PilotData) -> Vec<Break> {
        let found = data.events.values().filter(|event| event.kind == EventKind::Break).filter_map(|event| {
            let from = data.calendar.terms.values().find(|term| term.ends >= event.date)?.id;
            let changed = |school: &SchoolFacts| match (&event.school, &event.cluster) {
                (Some(urn), _) => school.urn == *urn,
                (None, cluster) => cluster.is_none() || school.cluster == *cluster,
            };
            let places = self.schools.iter().enumerate().filter(|(_, school)| changed(school)).map(|(place, _)| place);
            let everyone = event.school.is_none() && event.cluster.is_none();
            let schools = (!everyone).then(|| places.collect());
            Some(Break { from, schools, event: event.clone() })
        });
        found.collect()
    }

    /// Whether a school counts a figure in the same way in both terms, as far as anybody has marked that it does not.
    pub(crate) fn counts_alike(&self, indicator: Indicator, school: usize, base: TermId, term: TermId) -> bool {
        self.breaks.iter().all(|one| {
            let between = base < one.from && one.from <= term;
            let changed = one.schools.as_ref().is_none_or(|places| places.contains(&school));
            !(between && changed && one.event.is_about(indicator.key()))
        })
    }

    fn place_of(&self, urn: &Urn) -> Option<usize> {
        self.schools.binary_search_by(|school| school.urn.cmp(urn)).ok()
    }

    pub(crate) fn place_of_term(&self, term: TermId) -> Option<usize> {
        self.terms.binary_search(&term).ok()
    }

    /// The submitted return of a school (by place) for a term.
    pub(crate) fn row(&self, school: usize, term: TermId) -> Option<&Row> {
        let term = self.place_of_term(term)?;
        self.rows.get(school * self.terms.len() + term)?.as_ref()
    }

    /// Places of the schools that a scope covers, in the order of their URNs.
    pub(crate) fn schools_in(&self, scope: &Scope) -> Vec<usize> {
        if let Scope::School(urn) = scope {
            return self.place_of(urn).into_iter().collect();
        }
        let takes_part = self.takes_part(scope);
        let inside = |school: &SchoolFacts| match scope {
            Scope::Pilot => school.taking_part,
            Scope::Cluster(id) => school.taking_part == takes_part && school.cluster.as_ref() == Some(id),
            Scope::School(_) => false,
            Scope::NotTakingPart => !school.taking_part,
            Scope::Phase(phase) => school.taking_part && school.phase == *phase,
        };
        self.schools.iter().enumerate().filter(|(_, school)| inside(school)).map(|(place, _)| place).collect()
    }

    /// Whether the schools of a scope take part in the pilot; the others are only compared with.
    pub(crate) fn takes_part(&self, scope: &Scope) -> bool {
        match scope {
            Scope::NotTakingPart => false,
            Scope::School(urn) => {
                self.place_of(urn).and_then(|place| self.schools.get(place)).is_some_and(|school| school.taking_part)
            }
            Scope::Cluster(id) => {
                self.schools.iter().any(|school| school.taking_part && school.cluster.as_ref() == Some(id))
            }
            Scope::Pilot | Scope::Phase(_) => true,
        }
    }

    pub(crate) fn urn_at(&self, place: usize) -> Option<&Urn> {
        self.schools.get(place).map(|school| &school.urn)
    }

    /// A school's name by its URN.
    pub fn school_name(&self, urn: &Urn) -> Option<&str> {
        self.schools.get(self.place_of(urn)?).map(|school| school.name.as_str())
    }

    /// Whom a scope covers, as a person would say it: “Schools taking part”, “Yate cluster”.
    pub fn scope_words(&self, scope: &Scope) -> String {
        match scope {
            Scope::Pilot => "Schools taking part".to_owned(),
            Scope::Cluster(id) => self.clusters.get(id).cloned().unwrap_or_else(|| id.to_string()),
            Scope::School(urn) => self.school_name(urn).map_or_else(|| format!("School {urn}"), str::to_owned),
            Scope::NotTakingPart => "Schools not taking part".to_owned(),
            Scope::Phase(phase) => format!("{} schools taking part", phase.words()),
        }
    }

    /// Scopes that hold at least one school, widest first; single schools only where asked for.
    pub fn scopes(&self, with_schools: bool) -> Vec<Scope> {
        let mut scopes = vec![Scope::Pilot, Scope::NotTakingPart];
        scopes.extend(self.clusters.keys().cloned().map(Scope::Cluster));
        scopes.extend(Phase::ALL.map(Scope::Phase));
        if with_schools {
            scopes.extend(self.schools.iter().map(|school| Scope::School(school.urn.clone())));
        }
        scopes.retain(|scope| !self.schools_in(scope).is_empty());
        scopes
    }

    /// The school years that have any submitted return.
    pub(crate) fn years_returned(&self) -> BTreeSet<AcademicYear> {
        let width = self.terms.len();
        let mut years = BTreeSet::new();
        for (place, term) in self.terms.iter().enumerate() {
            if self.rows.iter().skip(place).step_by(width.max(1)).any(Option::is_some) {
                years.insert(term.year);
            }
        }
        years
    }
}
