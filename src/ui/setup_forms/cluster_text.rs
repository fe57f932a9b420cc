//! A cluster as it is typed: name, participation, priorities. Knows nothing of its schools.

use super::{LONGEST_NAME, all_shown};
use crate::model::{Cluster, ClusterId, Outcome, Participation, PilotData, Priority};
use crate::ui::forms::{FormErrors, required_text};
use std::collections::BTreeMap;

/// A priority's row: the outcome it serves, by its key, and its words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriorityText {
    pub outcome: String,
    pub words: String,
}

/// What is typed of a cluster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClusterText {
    pub name: String,
    /// The words of a [`Participation`]; none until chosen.
    pub participation: Option<String>,
    pub priorities: Vec<PriorityText>,
}

/// What a cluster's form means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClusterAnswers {
    name: String,
    participation: Participation,
    priorities: Vec<Priority>,
}

impl ClusterText {
    /// The boxes for a cluster that is known.
    pub fn of(cluster: &Cluster) -> Self {
        let row = |one: &Priority| PriorityText { outcome: one.outcome.key().to_owned(), words: one.words.clone() };
        Self {
            name: cluster.name.clone(),
            participation: Some(cluster.participation.words().to_owned()),
            priorities: cluster.priorities.iter().map(row).collect(),
        }
    }

    /// Reads the form; what is wrong goes into `errors`. Rows without words count as not filled in.
    pub fn read(&self, errors: &mut FormErrors) -> Option<ClusterAnswers> {
        let name = errors.keep("name", name("The cluster’s name", &self.name));
        let chosen = Participation::ALL.into_iter().find(|one| self.participation.as_deref() == Some(one.words()));
        let participation = errors.keep("participation", chosen.ok_or("Choose where the cluster stands".to_owned()));
        let mut priorities = Vec::new();
        for (place, row) in self.priorities.iter().enumerate() {
            if let Some(priority) = row.read(place + 1, errors) {
                priorities.push(priority);
            }
        }
        Some(ClusterAnswers { name: name?, participation: participation?, priorities })
    }
}

impl PriorityText {
    fn read(&self, number: usize, errors: &mut FormErrors) -> Option<Priority> {
        if self.words.trim().is_empty() {
            return None;
        }
        let what = format!("Priority {number}");
        let outcome =
            Outcome::from_key(&self.outcome).ok_or(format!("Choose the outcome that priority {number} serves"));
        let outcome = errors.keep(&format!("priority-{number}-outcome"), outcome);
        let words = required_text(&what, &self.words, 300).and_then(|words| all_shown(&what, words));
        let words = errors.keep(&format!("priority-{number}-words"), words);
        Some(Priority { outcome: outcome?, words: words? })
    }
}

impl ClusterAnswers {
    /// The cluster that is being changed, with the answers in it.
    pub fn changed(self, id: ClusterId) -> Cluster {
        Cluster { id, name: self.name, participation: self.participation, priorities: self.priorities }
    }

    /// A new cluster. The sentence says why its name cannot be taken.
    pub fn added(self, data: &PilotData) -> Result<Cluster, String> {
        let id = short_name(&self.name)?;
        match data.clusters.get(&id) {
            Some(known) => Err(format!("There is already a cluster called {}: enter another name", known.name)),
            None => Ok(self.changed(id)),
        }
    }
}

/// Reads clusters' names, one a line. The sentence names the line that is wrong.
pub fn cluster_names(text: &str) -> Result<Vec<String>, String> {
    const MOST: usize = 60;
    let mut names = Vec::new();
    let mut seen: BTreeMap<ClusterId, usize> = BTreeMap::new();
    for (place, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let number = place + 1;
        let read = name(&format!("Line {number}"), line)?;
        let id = short_name(&read).map_err(|words| format!("Line {number}: {words}"))?;
        if let Some(first) = seen.insert(id, number) {
            return Err(format!("Line {number} names the same cluster as line {first}: each must have its own name"));
        }
        names.push(read);
    }
    if names.len() > MOST {
        return Err(format!("There must be {MOST} clusters or fewer; there are {}", names.len()));
    }
    Ok(names)
}

fn name(what: &str, text: &str) -> Result<String, String> {
    required_text(what, text, LONGEST_NAME).and_then(|name| all_shown(what, name))
}

fn short_name(name: &str) -> Result<ClusterId, String> {
    ClusterId::from_name(name)
        .map_err(|_| "A cluster’s name must have letters from A to Z or digits, and be short: 60 at most".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::starter_clusters;

    #[test]
    fn a_known_cluster_is_read_back_as_it_was() {
        for cluster in starter_clusters(&["Yate", "Kingswood", "Patchway"]) {
            let mut errors = FormErrors::new();
            let answers = ClusterText::of(&cluster).read(&mut errors).expect("answers");
            assert_eq!((answers.changed(cluster.id.clone()), errors.is_empty()), (cluster, true));
        }
    }

    #[test]
    fn a_priority_without_an_outcome_is_asked_for_it_and_an_empty_row_is_left_out() {
        let row = |outcome: &str, words: &str| PriorityText { outcome: outcome.to_owned(), words: words.to_owned() };
        let text = ClusterText {
            name: "Yate".to_owned(),
            participation: Some("Invited".to_owned()),
            priorities: vec![row("inclusion", " "), row("", "Literacy")],
        };
        let mut errors = FormErrors::new();
        text.read(&mut errors);
        assert_eq!(
            errors.in_order(),
            [("priority-2-outcome".to_owned(), "Choose the outcome that priority 2 serves".to_owned())]
        );
    }

    #[test]
    fn a_new_cluster_may_not_take_the_short_name_of_another() {
        let mut data = PilotData::default();
        for cluster in starter_clusters(&["Yate Town"]) {
            data.clusters.insert(cluster.id.clone(), cluster);
        }
        let text = ClusterText {
            name: "Yate  town".to_owned(),
            participation: Some("Invited".to_owned()),
            priorities: Vec::new(),
        };
        let answers = text.read(&mut FormErrors::new()).expect("answers");
        assert!(answers.added(&data).is_err_and(|words| words.contains("already a cluster called Yate Town")));
    }

    #[test]
    fn names_one_a_line_are_read_and_the_wrong_line_is_named() {
        assert_eq!(cluster_names(" Yate \n\nKingswood"), Ok(vec!["Yate".to_owned(), "Kingswood".to_owned()]));
        assert!(cluster_names("Yate\nyate").is_err_and(|words| words.starts_with("Line 2 names the same")));
        assert!(cluster_names("Yate\n学校").is_err_and(|words| words.starts_with("Line 2: ")));
        assert_eq!(cluster_names(""), Ok(Vec::new()));
    }
}
