//! What a run gives: named numbers, each with its place in a list of all. Knows nothing of how they are worked out.

use super::prepared::Prepared;
use crate::model::{Event, Stakeholder, Worth};
use std::collections::BTreeMap;

/// One number of a run. Years, clusters and programmes are told by their place, the latter two in the order of their short names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Output {
    /// Events that are left in a year, and events avoided: of all clusters.
    Left(Event, usize),
    Avoided(Event, usize),
    /// Events avoided in all years: in a cluster, and in all of them.
    AvoidedIn(usize, Event),
    AvoidedAltogether(Event),
    /// Completed places, and months of progress, of all clusters in a year.
    Completed(usize),
    Progress(usize),
    /// Pounds in a year: what programmes cost, and what the schools' own time is worth; and the hours of it.
    Cost(usize),
    StaffCost(usize),
    StaffHours(usize),
    /// What programmes cost in a cluster, of all years.
    CostIn(usize),
    /// What a programme costs, and the places of it that are completed, of all years and clusters.
    CostOf(usize),
    CompletedOf(usize),
    /// 1 where a cluster's programmes cost more than its pot holds in any year, otherwise 0.
    OverPot(usize),
    /// Pounds in a year that avoided events are worth, of one kind; and those of them that can be taken out of a budget.
    Benefit(Worth, usize),
    Cashable(usize),
    /// The same in present value, over all years.
    PresentCost,
    PresentStaffCost,
    PresentBenefit(Worth),
    PresentBenefitTo(Stakeholder, Worth),
    PresentCashable,
    /// Fiscal benefits less all costs, in present value.
    Net,
}

impl Output {
    /// The numbers over all years that a scenario is judged by.
    pub const ALTOGETHER: [Self; 5] = [
        Self::AvoidedAltogether(Event::Requests),
        Self::AvoidedAltogether(Event::PermanentExclusions),
        Self::AvoidedAltogether(Event::DaysLost),
        Self::PresentCost,
        Self::Net,
    ];
}

/// All numbers of a scenario's runs, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    outputs: Vec<Output>,
    places: BTreeMap<Output, usize>,
    clusters: Vec<String>,
    programmes: Vec<String>,
}

impl Layout {
    pub(super) fn of(prepared: &Prepared) -> Self {
        let mut outputs = Vec::new();
        for year in 0..prepared.years {
            outputs.extend(Event::ALL.map(|event| Output::Left(event, year)));
            outputs.extend(Event::ALL.map(|event| Output::Avoided(event, year)));
            outputs.extend([
                Output::Completed(year),
                Output::Progress(year),
                Output::Cost(year),
                Output::StaffCost(year),
                Output::StaffHours(year),
            ]);
            outputs.extend(Worth::ALL.map(|worth| Output::Benefit(worth, year)));
            outputs.push(Output::Cashable(year));
        }
        for cluster in 0..prepared.clusters.len() {
            outputs.extend(Event::ALL.map(|event| Output::AvoidedIn(cluster, event)));
            outputs.extend([Output::CostIn(cluster), Output::OverPot(cluster)]);
        }
        for programme in 0..prepared.listed.len() {
            outputs.extend([Output::CostOf(programme), Output::CompletedOf(programme)]);
        }
        outputs.extend(Event::ALL.map(Output::AvoidedAltogether));
        outputs.extend([Output::PresentCost, Output::PresentStaffCost]);
        outputs.extend(Worth::ALL.map(Output::PresentBenefit));
        for stakeholder in Stakeholder::ALL {
            outputs.extend(Worth::ALL.map(|worth| Output::PresentBenefitTo(stakeholder, worth)));
        }
        outputs.extend([Output::PresentCashable, Output::Net]);
        let places = outputs.iter().enumerate().map(|(place, output)| (*output, place)).collect();
        Self {
            outputs,
            places,
            clusters: prepared.clusters.iter().map(|cluster| cluster.id.clone()).collect(),
            programmes: prepared.listed.clone(),
        }
    }

    /// All of them.
    pub fn outputs(&self) -> &[Output] {
        &self.outputs
    }

    /// Where one stands; None where there is no such year or cluster.
    pub fn place(&self, output: Output) -> Option<usize> {
        self.places.get(&output).copied()
    }

    /// The name of a number's column: `avoided requests 2`, `cost yate`.
    pub fn key(&self, output: Output) -> String {
        let cluster = |place: usize| self.clusters.get(place).map_or("", String::as_str);
        let programme = |place: usize| self.programmes.get(place).map_or("", String::as_str);
        match output {
            Output::Left(event, year) => format!("left {} {year}", event.key()),
            Output::Avoided(event, year) => format!("avoided {} {year}", event.key()),
            Output::AvoidedIn(place, event) => format!("avoided {} {}", event.key(), cluster(place)),
            Output::AvoidedAltogether(event) => format!("avoided {}", event.key()),
            Output::Completed(year) => format!("completed {year}"),
            Output::Progress(year) => format!("progress {year}"),
            Output::Cost(year) => format!("cost {year}"),
            Output::StaffCost(year) => format!("staff_cost {year}"),
            Output::StaffHours(year) => format!("staff_hours {year}"),
            Output::CostOf(place) => format!("cost of {}", programme(place)),
            Output::CompletedOf(place) => format!("completed of {}", programme(place)),
            Output::CostIn(place) => format!("cost {}", cluster(place)),
            Output::OverPot(place) => format!("over_pot {}", cluster(place)),
            Output::Benefit(worth, year) => format!("benefit {} {year}", worth.key()),
            Output::Cashable(year) => format!("cashable {year}"),
            Output::PresentCost => "present cost".to_owned(),
            Output::PresentStaffCost => "present staff_cost".to_owned(),
            Output::PresentBenefit(worth) => format!("present benefit {}", worth.key()),
            Output::PresentBenefitTo(to, worth) => format!("present benefit {} {}", worth.key(), to.key()),
            Output::PresentCashable => "present cashable".to_owned(),
            Output::Net => "net fiscal".to_owned(),
        }
    }
}
