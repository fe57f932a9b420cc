//! Every assumption of a scenario by name: to list, to read about and to change one. Knows nothing of what it leads to.

use super::{Assumption, ByEvent, Event, Programme, Scenario};
use std::collections::BTreeMap;

/// An assumption with its name, which decides its draws, and what it is in words.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedAssumption {
    /// `programme/autism-groups/taken`.
    pub name: String,
    /// What it is about: “Autism groups”, “Yate, primary”, “All clusters”.
    pub about: String,
    /// What is assumed: “share of places taken”.
    pub words: String,
    /// “pounds”, “hours”, “a share from 0 to 1”.
    pub unit: &'static str,
    pub assumption: Assumption,
}

/// The names, words and units of a programme's own assumptions.
const OF_PROGRAMME: [(&str, &str, &str); 13] = [
    ("fixed", "cost in a cluster and year, however many groups", POUNDS),
    ("start_up", "cost of starting in a cluster", POUNDS),
    ("per_group", "cost of a group", POUNDS),
    ("per_place", "cost of a place", POUNDS),
    ("per_hour", "price of a specialist’s hour", POUNDS),
    ("staff_hours", "hours of the schools’ own staff for a group", HOURS),
    ("specialist_hours", "hours of a specialist for a group", HOURS),
    ("taken", "share of places taken", SHARE),
    ("completed", "share of those who finish", SHARE),
    ("prevalence", "share of pupils who have the need", SHARE),
    ("diminishing", "how much more the first pupils reached matter", "0 where all matter alike"),
    ("fade", "share of the effect that is lost each year after", SHARE),
    ("progress", "progress that a completed place brings", "months"),
];
const POUNDS: &str = "pounds";
const HOURS: &str = "hours a year";
const SHARE: &str = "a share from 0 to 1";

impl Scenario {
    /// All of them, programmes first.
    pub fn assumptions(&self) -> Vec<NamedAssumption> {
        let mut found = Vec::new();
        self.clone().visit(&mut |name, about, words, unit, assumption| {
            let assumption = assumption.clone();
            found.push(NamedAssumption { name, about: about.to_owned(), words, unit, assumption });
        });
        found
    }

    /// Replaces one by its name; false where there is none of that name.
    pub fn assume(&mut self, name: &str, new: &Assumption) -> bool {
        let mut is_there = false;
        self.visit(&mut |own, _, _, _, assumption| {
            if own == name {
                is_there = true;
                assumption.clone_from(new);
            }
        });
        is_there
    }

    /// What each assumption is, by its name, in words with what it is about: “Autism groups: share of places taken”.
    pub fn words_of_assumptions(&self) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        self.clone().visit(&mut |name, about, words, _, _| {
            found.insert(name, format!("{about}: {words}"));
        });
        found
    }

    fn visit(&mut self, each: &mut Visitor) {
        for programme in &mut self.programmes {
            visit_programme(programme, each);
        }
        for cluster in &mut self.clusters {
            let (id, name) = (cluster.id.clone(), cluster.name.clone());
            for one in &mut cluster.phases {
                let phase = one.phase.words().to_lowercase();
                let about = format!("{name}, {phase}");
                visit_events(&mut one.events, &mut |event, assumption| {
                    let words = format!("{} in a year without any programme", event.words());
                    each(format!("cluster/{id}/{phase}/{}", event.key()), &about, words, "a year", assumption);
                });
            }
            let words = "hours that its SENCOs have for programmes".to_owned();
            each(format!("cluster/{id}/senco_hours"), &name, words, HOURS, &mut cluster.senco_hours);
        }
        let everywhere = "All clusters";
        visit_events(&mut self.trend, &mut |event, assumption| {
            let words = format!("{}: a year’s to those of the year before", event.words());
            each(format!("trend/{}", event.key()), everywhere, words, "times", assumption);
        });
        for (name, words, unit, assumption) in [
            ("specialist_hours", "hours that all specialists have together", HOURS, &mut self.specialist_hours),
            ("staff_hour", "worth of an hour of the schools’ own staff", POUNDS, &mut self.staff_hour),
            ("inflation", "rise of costs above prices in general", "a share each year", &mut self.inflation),
            ("optimism_bias", "by how much such plans turn out dearer", "a share", &mut self.optimism_bias),
        ] {
            each(name.to_owned(), everywhere, words.to_owned(), unit, assumption);
        }
        for value in &mut self.values {
            let about = format!("An avoided event ({})", value.event.words());
            let to = value.stakeholder.words();
            let worth = format!("worth to {to}, for {} years: {}", value.years, value.id);
            each(format!("value/{}/pounds", value.id), &about, worth, "pounds a year", &mut value.pounds);
            let anyway = format!("share that would be avoided anyway: {}", value.id);
            each(format!("value/{}/deadweight", value.id), &about, anyway, SHARE, &mut value.deadweight);
        }
    }
}

/// Is given a name, what it is about, words, unit and the assumption.
type Visitor<'a> = dyn FnMut(String, &str, String, &'static str, &mut Assumption) + 'a;

fn visit_events(of: &mut ByEvent<Assumption>, each: &mut dyn FnMut(Event, &mut Assumption)) {
    each(Event::Requests, &mut of.requests);
    each(Event::PermanentExclusions, &mut of.permanent_exclusions);
    each(Event::DaysLost, &mut of.days_lost);
}

fn visit_programme(programme: &mut Programme, each: &mut Visitor) {
    let (id, about) = (programme.id.clone(), programme.name.clone());
    let costs = &mut programme.costs;
    let own = [
        &mut costs.fixed,
        &mut costs.start_up,
        &mut costs.per_group,
        &mut costs.per_place,
        &mut costs.per_hour,
        &mut programme.staff_hours,
        &mut programme.specialist_hours,
        &mut programme.taken,
        &mut programme.completed,
        &mut programme.prevalence,
        &mut programme.diminishing,
        &mut programme.fade,
        &mut programme.progress,
    ];
    for ((name, words, unit), assumption) in OF_PROGRAMME.into_iter().zip(own) {
        each(format!("programme/{id}/{name}"), &about, words.to_owned(), unit, assumption);
    }
    visit_events(&mut programme.share_of_events, &mut |event, assumption| {
        let words = format!("share of {} that come from pupils with the need", event.words());
        each(format!("programme/{id}/share_of_{}", event.key()), &about, words, SHARE, assumption);
    });
    visit_events(&mut programme.effect, &mut |event, assumption| {
        let words = format!("share by which {} of a pupil reached fall", event.words());
        each(format!("programme/{id}/effect_on_{}", event.key()), &about, words, "from −1 to 1", assumption);
    });
}
