//! The questions that people ask of a plan, as changes to it: move money, cut, roll out, hire, stop. Knows nothing of runs.

use super::planning::shared_out;
use super::{ClusterId, Problem, Programme, ProgrammeId, ProgrammeKind, Scenario, ScenarioCluster};
use std::collections::BTreeMap;

/// A question that makes another scenario of one.
#[derive(Debug, Clone, PartialEq)]
pub enum WhatIf {
    /// So many pounds a year go from one programme to another, in the clusters that have the first.
    MoveMoney { from: ProgrammeId, to: ProgrammeId, pounds: f64 },
    /// So many of a hundred groups go, of every programme.
    Cut { percent: f64 },
    /// A speech and language therapist whom all clusters that take part share, for so many hours a year.
    ShareTherapist { hours: f64 },
    /// Clusters take part from a year on (0 is the first), with as many groups for a pupil as those that do already.
    RollOut { starts: BTreeMap<ClusterId, usize> },
    /// Nothing runs after so many years.
    Stop { after: usize },
}

impl WhatIf {
    /// The name of the scenario that it makes, as people would ask.
    pub fn name(&self, plan: &Scenario) -> String {
        let of = |id: &ProgrammeId| plan.programme(id).map_or(id.to_string(), |one| one.name.to_lowercase());
        match self {
            Self::MoveMoney { from, to, pounds } => {
                format!("£{} from {} to {}", thousands(*pounds), of(from), of(to))
            }
            Self::Cut { percent } => format!("Cut {percent}%"),
            Self::ShareTherapist { .. } => "Share a speech and language therapist".to_owned(),
            Self::RollOut { starts } if starts.len() == 1 => {
                let cluster = starts.keys().next().and_then(|id| plan.cluster(id));
                format!("{} joins", cluster.map_or("A cluster", |cluster| cluster.name.as_str()))
            }
            Self::RollOut { starts } => {
                let mut waves: Vec<usize> = starts.values().copied().collect();
                waves.sort_unstable();
                waves.dedup();
                match waves.len() {
                    1 => "Roll out at once".to_owned(),
                    count => format!("Roll out in {} waves", count_words(count)),
                }
            }
            Self::Stop { after } => {
                let last = super::AcademicYear(plan.first_year.0.saturating_add((*after).saturating_sub(1) as u16));
                if *after == 0 { "Stop now".to_owned() } else { format!("Stop after {last}") }
            }
        }
    }

    /// The other scenario.
    ///
    /// # Errors
    /// What is missing in the plan, or wrong with the question, in a sentence at its field.
    pub fn applied_to(&self, plan: &Scenario) -> Result<Scenario, Problem> {
        let mut changed = plan.clone();
        changed.name = self.name(plan);
        changed.notes = format!("Made from “{}”.", plan.name);
        match self {
            Self::MoveMoney { from, to, pounds } => move_money(plan, &mut changed, from, to, *pounds)?,
            Self::Cut { percent } => cut(plan, &mut changed, *percent)?,
            Self::ShareTherapist { hours } => share_therapist(plan, &mut changed, *hours)?,
            Self::RollOut { starts } => roll_out(plan, &mut changed, starts)?,
            Self::Stop { after } => {
                for planned in &plan.plan {
                    let by_year = planned.by_year.iter().take(*after).copied().collect();
                    changed.put(&planned.programme, &planned.cluster, by_year);
                }
            }
        }
        Ok(changed)
    }
}

fn thousands(pounds: f64) -> String {
    let whole = libm::round(pounds);
    if whole < 1_000.0 {
        return format!("{whole}");
    }
    format!("{},{:03}", libm::floor(whole / 1_000.0), whole % 1_000.0)
}

fn count_words(count: usize) -> String {
    let words = ["no", "one", "two", "three", "four", "five"];
    words.get(count).map_or_else(|| count.to_string(), |word| (*word).to_owned())
}

fn known<'a>(plan: &'a Scenario, field: &'static str, id: &ProgrammeId) -> Result<&'a Programme, Problem> {
    plan.programme(id).ok_or_else(|| Problem::impossible(field, format!("There is no programme “{id}” in this plan.")))
}

/// Whole groups go as near to the amount as they come, and what is freed buys whole groups of the other.
fn move_money(
    plan: &Scenario,
    changed: &mut Scenario,
    from: &ProgrammeId,
    to: &ProgrammeId,
    pounds: f64,
) -> Result<(), Problem> {
    let (giving, getting) = (known(plan, "from", from)?, known(plan, "to", to)?);
    if from == to {
        return Err(Problem::impossible(
            "to",
            "Choose another programme than the one the money comes from.".to_owned(),
        ));
    }
    if !(pounds.is_finite() && pounds > 0.0) {
        return Err(Problem::impossible("pounds", "Enter how many pounds a year to move, more than 0.".to_owned()));
    }
    let (price, other_price) = (giving.price_of_group(), getting.price_of_group());
    if price <= 0.0 || other_price <= 0.0 {
        return Err(Problem::impossible(
            "from",
            "A group that costs nothing frees no money, and has no price.".to_owned(),
        ));
    }
    let clusters: Vec<&ScenarioCluster> = plan.clusters.iter().collect();
    let groups: Vec<f64> = clusters.iter().map(|cluster| f64::from(plan.most_groups(from, &cluster.id))).collect();
    let there_are: f64 = groups.iter().sum();
    let name = &giving.name;
    if there_are == 0.0 {
        return Err(Problem::impossible(
            "from",
            format!("No groups of “{name}” are planned: there is nothing to move."),
        ));
    }
    let fewer = libm::round(pounds / price);
    if fewer < 1.0 {
        let words = format!("A group of “{name}” costs about £{}: move at least that.", thousands(price));
        return Err(Problem::impossible("pounds", words));
    }
    if fewer > there_are {
        let words =
            format!("All groups of “{name}” cost about £{} a year: move at most that.", thousands(there_are * price));
        return Err(Problem::impossible("pounds", words));
    }
    let more = libm::floor(fewer * price / other_price + 0.5) as u32;
    let gives = shared_out(fewer as u32, &groups);
    let gets = shared_out(more, &gives.iter().map(|groups| f64::from(*groups)).collect::<Vec<_>>());
    for ((cluster, gives), gets) in clusters.iter().zip(gives).zip(gets) {
        let before = (plan.most_groups(from, &cluster.id), plan.most_groups(to, &cluster.id));
        // First what is added: a cluster whose last groups go would no longer take part.
        if gets > 0 {
            changed.set_groups(to, &cluster.id, before.1 + gets);
        }
        if gives > 0 {
            changed.set_groups(from, &cluster.id, before.0.saturating_sub(gives));
        }
    }
    Ok(())
}

fn cut(plan: &Scenario, changed: &mut Scenario, percent: f64) -> Result<(), Problem> {
    if !(0.0..=100.0).contains(&percent) {
        return Err(Problem::impossible("percent", "Enter how much to cut, from 0 to 100 of each hundred.".to_owned()));
    }
    for programme in &plan.programmes {
        let groups: Vec<f64> =
            plan.clusters.iter().map(|cluster| f64::from(plan.most_groups(&programme.id, &cluster.id))).collect();
        let left = libm::round(groups.iter().sum::<f64>() * (1.0 - percent / 100.0)) as u32;
        for (cluster, left) in plan.clusters.iter().zip(shared_out(left, &groups)) {
            let before = plan.most_groups(&programme.id, &cluster.id);
            let by_year = plan.plan.iter().find(|row| row.programme == programme.id && row.cluster == cluster.id);
            if let Some(row) = by_year.filter(|_| before > 0) {
                // Years that have fewer keep their share.
                let of_year = |groups: &u32| (groups * left + before / 2) / before;
                changed.put(&programme.id, &cluster.id, row.by_year.iter().map(of_year).collect());
            }
        }
    }
    Ok(())
}

/// Her hours come to those that there are, and groups of therapy use them.
fn share_therapist(plan: &Scenario, changed: &mut Scenario, hours: f64) -> Result<(), Problem> {
    if !(hours.is_finite() && hours > 0.0 && hours <= 10_000.0) {
        return Err(Problem::impossible("hours", "Enter how many hours a year, from 1 to 10,000.".to_owned()));
    }
    let therapy =
        |one: &&Programme| one.kind == ProgrammeKind::SpeechLanguage && one.specialist_hours.range.mean() > 0.0;
    let Some(programme) = plan.programmes.iter().find(therapy) else {
        let words = "No speech and language programme of this plan needs a specialist’s hours.".to_owned();
        return Err(Problem::impossible("hours", words));
    };
    let clusters: Vec<&ScenarioCluster> =
        plan.clusters.iter().filter(|cluster| plan.joins(&cluster.id).is_some()).collect();
    if clusters.is_empty() {
        return Err(Problem::impossible("hours", "No cluster takes part in this plan.".to_owned()));
    }
    let groups = libm::floor(hours / programme.specialist_hours.range.mean()) as u32;
    let pupils: Vec<f64> = clusters.iter().map(|cluster| f64::from(plan.pupils_served(programme, cluster))).collect();
    for (cluster, more) in clusters.iter().zip(shared_out(groups, &pupils)) {
        changed.set_groups(&programme.id, &cluster.id, plan.most_groups(&programme.id, &cluster.id) + more);
    }
    changed.specialist_hours.range = plan.specialist_hours.range.moved_by(hours);
    Ok(())
}

fn roll_out(plan: &Scenario, changed: &mut Scenario, starts: &BTreeMap<ClusterId, usize>) -> Result<(), Problem> {
    let wrong = |words: String| Err(Problem::impossible("starts", words));
    let models: Vec<&ScenarioCluster> = (plan.clusters.iter())
        .filter(|cluster| plan.joins(&cluster.id).is_some() && !starts.contains_key(&cluster.id))
        .collect();
    if models.is_empty() {
        return wrong("No cluster takes part in this plan that the others could follow.".to_owned());
    }
    if starts.is_empty() {
        return wrong("Choose at least one cluster that joins.".to_owned());
    }
    for (id, year) in starts {
        let Some(cluster) = plan.cluster(id) else {
            return wrong(format!("There is no cluster “{id}” in this plan."));
        };
        if *year >= plan.years {
            return wrong(format!("{} joins after the scenario’s last year.", cluster.name));
        }
        for programme in &plan.programmes {
            let groups: u32 = models.iter().map(|model| plan.most_groups(&programme.id, &model.id)).sum();
            let pupils: u32 = models.iter().map(|model| plan.pupils_served(programme, model)).sum();
            let own = f64::from(plan.pupils_served(programme, cluster));
            let share = if pupils > 0 { f64::from(groups) * own / f64::from(pupils) } else { 0.0 };
            // Who takes part has a group of what the others have.
            let groups = if share > 0.0 { libm::round(share).max(1.0) as u32 } else { 0 };
            let by_year = (0..plan.years).map(|own| if own >= *year { groups } else { 0 }).collect();
            changed.put(&programme.id, id, by_year);
        }
    }
    Ok(())
}
