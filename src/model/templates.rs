//! What a new pilot starts from: aims as such a pilot's briefing words them, and priorities to choose from.

use super::{Cluster, ClusterId, MilestoneDates, Outcome, Participation, Pilot, PilotId, Priority};

/// A pilot with the usual aims, to be edited.
pub fn starter_pilot(id: PilotId, name: &str, council: &str) -> Pilot {
    Pilot {
        id,
        name: name.to_owned(),
        council: council.to_owned(),
        aims: [
            "Support children with special educational needs and disabilities, and those who may need support in their learning, at an earlier stage",
            "Help schools address and resolve increasing needs, and put early help in place",
            "Reduce the need for more dramatic and costly interventions later in school life",
        ]
        .map(str::to_owned)
        .to_vec(),
        strategies: Vec::new(),
        sample: false,
        dates: MilestoneDates::default(),
    }
}

/// Priorities that two pioneering clusters chose; a board may take these or write its own.
const PRIORITIES: [[(Outcome, &str); 4]; 2] = [
    [
        (Outcome::Inclusion, "Improving social, emotional and mental health of pupils"),
        (Outcome::Inclusion, "Managing behaviour that challenges more effectively"),
        (
            Outcome::EarlyIdentification,
            "Developing speech and language skills and meeting the needs of pupils with Autism Spectrum Condition more effectively",
        ),
        (Outcome::Attainment, "Meeting the needs of pupils at SEN Support: narrowing the gap"),
    ],
    [
        (Outcome::Inclusion, "Supporting children’s mental health needs"),
        (
            Outcome::EarlyIdentification,
            "Supporting children with complex needs without the need for an education, health and care plan",
        ),
        (
            Outcome::EarlyIdentification,
            "Supporting children’s speech and language needs, including identifying those with Autism Spectrum Condition earlier",
        ),
        (
            Outcome::Attainment,
            "Improving outcomes for children at SEN Support, particularly with literacy and numeracy, to accelerate progress",
        ),
    ],
];

/// Clusters for a list of names: the first two take part, with the pioneers' priorities; the others are invited.
/// Names that cannot be made into a short name are left out.
pub fn starter_clusters(names: &[&str]) -> Vec<Cluster> {
    let named = names.iter().filter_map(|name| Some((ClusterId::from_name(name).ok()?, *name)));
    named
        .enumerate()
        .map(|(index, (id, name))| {
            let chosen = PRIORITIES.get(index);
            Cluster {
                id,
                name: name.to_owned(),
                participation: if chosen.is_some() { Participation::TakingPart } else { Participation::Invited },
                priorities: chosen
                    .into_iter()
                    .flatten()
                    .map(|(outcome, words)| Priority { outcome: *outcome, words: (*words).to_owned() })
                    .collect(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_six_clusters_take_part_and_have_priorities() {
        let clusters = starter_clusters(&["A", "B", "C", "D", "E", "F"]);
        assert_eq!(clusters.iter().filter(|cluster| cluster.takes_part()).count(), 2);
        assert!(clusters.iter().all(|cluster| cluster.takes_part() != cluster.priorities.is_empty()));
    }

    #[test]
    fn a_priority_survives_being_written_as_one_text() {
        for priority in starter_clusters(&["A", "B"]).into_iter().flat_map(|cluster| cluster.priorities) {
            assert_eq!(Priority::try_from(String::from(priority.clone())), Ok(priority));
        }
    }
}
