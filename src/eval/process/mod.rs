//! Does the cluster way of working work, and are these the right localities? Manageability, paperwork, meetings and
//! localities, each with what the data can and cannot say. Knows nothing of pages.
//!
//! Four questions stand side by side and are never averaged. Each is concluded by a rule that is shown with it; what was
//! counted whole is called counted and gets no interval.

mod distances;
mod fact;
mod links;
mod meetings;
mod need;
mod paperwork;
mod verdict;
mod workload;

pub use distances::Outlier;
pub use fact::{Fact, Measured, Span, Sure};
pub use links::Leaver;
pub use meetings::DAYS_BETWEEN_BOARDS;
pub use need::REGROUPINGS;
pub use paperwork::{PaperworkTerm, STATED_MINUTES};
pub use verdict::Verdict;

use super::answers::{Part, manageable};
use super::{Evidence, Period, Scope};
use crate::model::{ClusterId, PilotData, School};
use serde::Serialize;

/// The whole answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ProcessFindings {
    /// A sentence that counts the verdicts.
    pub answer: String,
    /// “Terms 2 to 6 2018/19”.
    pub period_words: String,
    /// In the order of the page.
    pub strands: Vec<Strand>,
    /// Minutes of all schools taking part, term by term.
    pub paperwork_by_term: Vec<PaperworkTerm>,
    /// Schools most of whose pupils leave the cluster, and schools nearer to another one: true figures, not for publication.
    pub leavers: Vec<Leaver>,
    pub outliers: Vec<Outlier>,
    /// What none of these figures can say.
    pub cannot_say: Vec<&'static str>,
}

/// One of the four questions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Strand {
    pub key: &'static str,
    pub question: &'static str,
    pub verdict: Verdict,
    pub sentence: String,
    /// How the verdict was reached.
    pub rule: &'static str,
    pub facts: Vec<Fact>,
    /// Sentences about single schools.
    pub notes: Vec<String>,
}

/// Schools that are asked about together.
struct Group {
    who: String,
    /// None for all together.
    cluster: Option<ClusterId>,
    /// Places in the evidence, in the order of their URNs.
    places: Vec<usize>,
    urns: Vec<crate::model::Urn>,
}

impl Group {
    fn new(evidence: &Evidence, who: String, cluster: Option<ClusterId>, places: Vec<usize>) -> Self {
        let urns = places.iter().filter_map(|place| evidence.urn_at(*place).cloned()).collect();
        Self { who, cluster, places, urns }
    }

    fn schools<'a>(&'a self, data: &'a PilotData) -> impl Iterator<Item = &'a School> {
        self.urns.iter().filter_map(|urn| data.schools.get(urn))
    }
}

const CANNOT_SAY: [&str; 5] = [
    "Nothing here is held against another way of working: no figure says that schools would do better or worse without clusters.",
    "Those who answer, tell their minutes and come to meetings chose to. People who find it a burden may be the silent ones.",
    "Likeness, links and distances show whether a boundary fits what was counted. They do not show that another boundary would serve pupils better.",
    "Names on a map are not relations between people: trust between schools, which heads and SENCOs speak of, is counted nowhere.",
    "Whether pupils gain is another question: the ten measures answer it.",
];

/// Answers all four questions over the period.
pub fn process_findings(data: &PilotData, evidence: &Evidence, period: &Period) -> ProcessFindings {
    let taking_part = groups_taking_part(evidence);
    let clusters = all_clusters(evidence);
    let manageability = manageability(data, evidence, period, &taking_part);
    let (paperwork, by_term) = paperwork_strand(evidence, period, &taking_part, &manageability);
    let meetings = meetings_strand(data, period, &taking_part);
    let (localities, leavers, outliers) = localities_strand(data, evidence, period, &taking_part, &clusters);
    let strands = vec![manageability, paperwork, meetings, localities];
    let verdicts: Vec<Verdict> = strands.iter().map(|strand| strand.verdict).collect();
    ProcessFindings {
        answer: verdict::answer(&verdicts),
        period_words: period.words(),
        strands,
        paperwork_by_term: by_term,
        leavers,
        outliers,
        cannot_say: CANNOT_SAY.to_vec(),
    }
}

/// All schools taking part, then each cluster with such schools.
fn groups_taking_part(evidence: &Evidence) -> Vec<Group> {
    let scopes = evidence.scopes(false).into_iter().filter(|scope| match scope {
        Scope::Pilot => true,
        Scope::Cluster(_) => evidence.takes_part(scope),
        _ => false,
    });
    scopes
        .map(|scope| {
            let (who, places) = (evidence.scope_words(&scope), evidence.schools_in(&scope));
            let cluster = match scope {
                Scope::Cluster(id) => Some(id),
                _ => None,
            };
            Group::new(evidence, who, cluster, places)
        })
        .collect()
}

/// Each cluster with all of its schools: a boundary is drawn round those that do not take part too.
fn all_clusters(evidence: &Evidence) -> Vec<Group> {
    let scopes = evidence.scopes(false).into_iter().filter_map(|scope| match scope {
        Scope::Cluster(id) => Some(id),
        _ => None,
    });
    scopes
        .map(|id| {
            let own = |place: &usize| evidence.schools.get(*place).is_some_and(|one| one.cluster.as_ref() == Some(&id));
            let places = (0..evidence.schools.len()).filter(own).collect();
            Group::new(evidence, evidence.scope_words(&Scope::Cluster(id.clone())), Some(id), places)
        })
        .collect()
}

fn scope_of(group: &Group) -> Scope {
    group.cluster.clone().map_or(Scope::Pilot, Scope::Cluster)
}

fn manageability(data: &PilotData, evidence: &Evidence, period: &Period, groups: &[Group]) -> Strand {
    let facts: Vec<Fact> =
        groups.iter().map(|group| of_part(manageable(data, evidence, period, &scope_of(group)), &group.who)).collect();
    let verdict = match facts.first().filter(|fact| fact.is_sure()).and_then(|fact| fact.value) {
        Some(share) if share > 50.0 => Verdict::For,
        Some(_) => Verdict::Against,
        None => Verdict::Open,
    };
    Strand {
        key: "manageability",
        question: "Do heads and SENCOs find it manageable?",
        verdict,
        sentence: facts.first().map_or_else(nothing_yet, |fact| fact.sentence.clone()),
        rule: verdict::MANAGEABLE_RULE,
        facts,
        notes: Vec::new(),
    }
}

fn of_part(part: Part, who: &str) -> Fact {
    Fact {
        value: part.value,
        lower: part.lower,
        upper: part.upper,
        span: Span::Interval,
        certainty: Sure::Estimated(part.certainty),
        reasons: part.reasons,
        coverage: part.coverage,
        convention: part.convention,
        evidence_level: part.evidence_level,
        cannot_say: "It is what people say at one time. Those who did not reply may think otherwise, and nothing says what they would make of another arrangement.",
        calculations: part.calculations,
        ..Fact::unknown("Agree that it is manageable", who, Measured::Percent, part.sentence)
    }
}

fn paperwork_strand(
    evidence: &Evidence,
    period: &Period,
    groups: &[Group],
    manageability: &Strand,
) -> (Strand, Vec<PaperworkTerm>) {
    let (mut facts, mut by_term, mut fell) = (Vec::new(), Vec::new(), None);
    for group in groups {
        let found = paperwork::paperwork(evidence, period, group);
        if group.cluster.is_none() {
            (by_term, fell) = (found.terms, found.fell);
        }
        facts.extend(found.facts);
    }
    let usual = facts.first().map_or_else(nothing_yet, |fact| fact.sentence.clone());
    let course = facts.get(3).map(|fact| fact.sentence.clone()).unwrap_or_default();
    let beside = manageability.facts.first().map(verdict::beside).unwrap_or_default();
    let strand = Strand {
        key: "paperwork",
        question: "How much paperwork is it?",
        verdict: match fell {
            Some(true) => Verdict::For,
            Some(false) => Verdict::Against,
            None => Verdict::Open,
        },
        sentence: joined([usual, course, beside]),
        rule: verdict::PAPERWORK_RULE,
        facts,
        notes: Vec::new(),
    };
    (strand, by_term)
}

fn meetings_strand(data: &PilotData, period: &Period, groups: &[Group]) -> Strand {
    let found = meetings::meetings(data, period, groups);
    let seats = found.attendance.as_ref().map(|fact| format!("At boards, {}", fact.sentence)).unwrap_or_default();
    let held = found.boards.map(|(held, planned)| {
        format!("{held} boards were held, where one a term, or one every six weeks, would make {planned} at least.")
    });
    let known = found.attendance.is_some();
    Strand {
        key: "meetings",
        question: "Do people come to its meetings?",
        verdict: verdict::of_meetings(found.attendance.as_ref(), found.boards),
        sentence: if known {
            joined([seats, found.fewest.unwrap_or_default(), held.unwrap_or_default()])
        } else {
            nothing_yet()
        },
        rule: verdict::MEETINGS_RULE,
        facts: found.facts,
        notes: Vec::new(),
    }
}

fn localities_strand(
    data: &PilotData,
    evidence: &Evidence,
    period: &Period,
    taking_part: &[Group],
    clusters: &[Group],
) -> (Strand, Vec<Leaver>, Vec<Outlier>) {
    let judged = |who: &str| taking_part.iter().any(|group| group.cluster.is_some() && group.who == who);
    let need = need::shared_need(evidence, period, clusters, "All clusters");
    let (links, leavers) = links::links(data, clusters);
    let (distances, outliers) = distances::distances(data, clusters);
    let located = |group: &&Group| group.schools(data).filter(|school| school.location.is_some()).count();
    let nearer: Vec<(usize, usize)> = clusters
        .iter()
        .filter(|group| judged(&group.who) && clusters.len() > 1)
        .map(|group| (outliers.iter().filter(|one| one.cluster == group.who).count(), located(&group)))
        .collect();
    let signs = [
        verdict::sign_of_need(&need),
        verdict::sign_of_links(links.iter().filter(|fact| judged(&fact.who))),
        verdict::sign_of_distances(&nearer),
    ];
    let verdict = verdict::of_localities(signs);
    let leaving = leavers.iter().map(Leaver::words);
    let strand = Strand {
        key: "localities",
        question: "Are these the right localities?",
        verdict,
        sentence: verdict::localities_sentence(verdict, signs),
        rule: verdict::LOCALITIES_RULE,
        facts: [need, links, distances, workload::workload(data, evidence, period, clusters)].concat(),
        notes: leaving.chain(outliers.iter().map(Outlier::words)).collect(),
    };
    (strand, leavers, outliers)
}

fn nothing_yet() -> String {
    "Nothing has been entered that could answer this.".to_owned()
}

fn joined(sentences: [String; 3]) -> String {
    sentences.into_iter().filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}
