//! Six scenarios that the demonstration's boards and council might ask about. They start from its returns as any pilot's do; the
//! plan is invented, and what nobody knows has the wide ranges of the starter catalogue.

use crate::model::{ClusterId, Participation, PilotData, ProgrammeId, SavedScenario, Scenario, WhatIf};
use crate::sim::from_pilot;
use std::collections::BTreeMap;

/// The plan that all others are held against.
pub const PLAN: &str = "Plan 2019/20";
/// Groups a year in each cluster that takes part, and its pot for a year.
const GROUPS: [(&str, u32); 6] = [
    ("speech-groups", 10),
    ("behaviour-groups", 6),
    ("autism-groups", 4),
    ("literacy-groups", 6),
    ("staff-training", 18),
    ("specialist-teacher", 6),
];
const POT: f64 = 115_000.0;
/// A year's contract of a therapist whom the clusters share, less what travel and notes take.
const THERAPIST_HOURS: f64 = 800.0;

/// The plan, and five questions asked of it; none where there are no returns to start from.
pub(super) fn scenarios(data: &PilotData) -> Vec<SavedScenario> {
    let Some(plan) = plan(data) else { return Vec::new() };
    let kept =
        |scenario: &Scenario, locked| SavedScenario::of(scenario).ok().map(|one| SavedScenario { locked, ..one });
    let asked = questions(data).into_iter().filter_map(|(question, notes)| {
        let scenario = question?.applied_to(&plan).ok()?;
        kept(&Scenario { notes: notes.to_owned(), ..scenario }, false)
    });
    kept(&plan, true).into_iter().chain(asked).collect()
}

fn plan(data: &PilotData) -> Option<Scenario> {
    let mut plan = from_pilot(data, PLAN)?;
    plan.notes =
        "What the two boards agreed for the pilot’s second year, carried on. Invented, like all of this sample."
            .to_owned();
    let taking_part: Vec<ClusterId> =
        plan.clusters.iter().filter(|one| takes_part(data, &one.id)).map(|one| one.id.clone()).collect();
    for cluster in &taking_part {
        for (programme, groups) in GROUPS {
            plan.put(&ProgrammeId::from_name(programme).ok()?, cluster, vec![groups; plan.years]);
        }
    }
    let years = plan.years;
    for cluster in plan.clusters.iter_mut().filter(|cluster| taking_part.contains(&cluster.id)) {
        cluster.pot = vec![POT; years];
    }
    Some(plan)
}

fn takes_part(data: &PilotData, cluster: &ClusterId) -> bool {
    data.clusters.get(cluster).is_some_and(|one| one.participation == Participation::TakingPart)
}

/// The questions, each with why it is asked.
fn questions(data: &PilotData) -> [(Option<WhatIf>, &'static str); 5] {
    let programme = |name: &str| ProgrammeId::from_name(name).ok();
    let others = data.clusters.values().filter(|cluster| !takes_part(data, &cluster.id));
    // The first half of them a year before the rest, the scenario's first year being the pilot's own.
    let others: Vec<ClusterId> = others.map(|cluster| cluster.id.clone()).collect();
    let half = others.len().div_ceil(2);
    let starts: BTreeMap<ClusterId, usize> =
        others.into_iter().enumerate().map(|(place, id)| (id, if place < half { 1 } else { 2 })).collect();
    let move_money = programme("staff-training").zip(programme("speech-groups")).map(|(from, to)| WhatIf::MoveMoney {
        from,
        to,
        pounds: 20_000.0,
    });
    [
        (
            move_money,
            "Would groups with pupils bring more than days with staff? Nobody knows how well either works: the range includes no effect.",
        ),
        (
            Some(WhatIf::ShareTherapist { hours: THERAPIST_HOURS }),
            "One contract for both clusters. Her hours come on top of the specialists’ that there are.",
        ),
        (Some(WhatIf::Cut { percent: 10.0 }), "What would be lost if each board had a tenth less?"),
        (
            Some(WhatIf::RollOut { starts }),
            "Two clusters join in the second year and two in the third. Watch the specialists’ hours: they may not be enough.",
        ),
        (Some(WhatIf::Stop { after: 1 }), "The pilot ends as planned. What was reached fades; the money stays."),
    ]
}
