//! Levers: groups of each programme in a cluster, and the hours that there are. Knows nothing of what they bring.

use super::kept::Kept;
use crate::eval::numbers::count;
use crate::model::{ClusterId, Programme, ProgrammeId, Scenario};
use crate::ui::components::{Choice, Lever, Select};
use crate::ui::view;
use leptos::prelude::*;

/// A lever goes at least this far, and to twice what is planned.
const FAR_ENOUGH: u32 = 20;

/// Where a lever moves groups.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Where {
    /// In each cluster that takes part, the same number.
    Each,
    In(ClusterId),
}

impl Where {
    fn of(text: &str) -> Self {
        ClusterId::try_from(text.to_owned()).map_or(Self::Each, Self::In)
    }

    /// Groups there now; in each cluster, those of the one that has most.
    fn groups(&self, scenario: &Scenario, programme: &ProgrammeId) -> u32 {
        match self {
            Self::In(cluster) => scenario.most_groups(programme, cluster),
            Self::Each => {
                let of = |cluster: &ClusterId| scenario.most_groups(programme, cluster);
                scenario.clusters.iter().map(|cluster| of(&cluster.id)).max().unwrap_or(0)
            }
        }
    }

    fn set(&self, scenario: &mut Scenario, programme: &ProgrammeId, groups: u32) {
        match self {
            Self::In(cluster) => scenario.set_groups(programme, cluster, groups),
            Self::Each => {
                let taking_part: Vec<ClusterId> = (scenario.clusters.iter())
                    .filter(|cluster| scenario.joins(&cluster.id).is_some())
                    .map(|cluster| cluster.id.clone())
                    .collect();
                for cluster in &taking_part {
                    scenario.set_groups(programme, cluster, groups);
                }
            }
        }
    }
}

/// The levers of a scenario.
#[component]
pub(super) fn Levers(kept: Kept) -> impl IntoView {
    let places = kept.tried.with_untracked(|tried| tried.as_ref().map(|scenario| places(scenario)).unwrap_or_default());
    let chosen = RwSignal::new(places.first().map_or(String::new(), |first| first.value.clone()));
    let at = Memo::new(move |_| chosen.with(|chosen| Where::of(chosen)));
    // Which programmes there are changes seldom; levers stay where they are while groups change.
    let programmes = Memo::new(move |_| {
        kept.tried.with(|tried| {
            let scenario = tried.as_ref()?;
            Some(
                scenario
                    .programmes
                    .iter()
                    .map(|one| (one.id.clone(), one.name.clone(), price(one)))
                    .collect::<Vec<_>>(),
            )
        })
    });
    let barred = Signal::derive(move || !kept.may_change());
    let lever = move |(id, name, price): (ProgrammeId, String, String)| {
        let own = id.clone();
        let groups = move || {
            let scenario = kept.tried.get();
            scenario.map_or(0, |scenario| at.with(|at| at.groups(&scenario, &own)))
        };
        let most = untrack(&groups).saturating_mul(2).max(FAR_ENOUGH);
        let set = {
            let id = id.clone();
            move |scenario: &mut Scenario, groups: u32| at.with_untracked(|at| at.set(scenario, &id, groups))
        };
        let try_out = {
            let set = set.clone();
            Callback::new(move |groups| kept.try_out(|scenario| set(scenario, groups)))
        };
        let settle = Callback::new(move |groups| {
            kept.change(|scenario| set(scenario, groups));
        });
        view! {
            <Lever
                id=format!("groups-{id}")
                label=name
                hint=price
                value=Signal::derive(groups)
                most=most
                barred=barred
                on_try=try_out
                on_set=settle
            />
        }
    };
    view! {
        <h2 class="govuk-heading-m">"Groups a year"</h2>
        <Select id="lever-cluster" label="Where" value=chosen options=Signal::stored(places)/>
        {move || barred.get().then(|| view! {
            <p class="govuk-body">"This scenario is locked, so that others can be held against it. Copy it to change it."</p>
        })}
        {move || {
            // A lever's end depends on where it is, so another place has levers of its own.
            at.track();
            programmes.get().unwrap_or_default().into_iter().map(lever).collect_view()
        }}
    }
}

fn places(scenario: &Scenario) -> Vec<Choice> {
    let mut places = vec![Choice::new("", "In each cluster that takes part")];
    places.extend(scenario.clusters.iter().map(|cluster| {
        let joins = scenario.joins(&cluster.id).is_some();
        let name = if joins { cluster.name.clone() } else { format!("{} (does not take part)", cluster.name) };
        Choice::new(cluster.id.as_str(), name)
    }));
    places
}

fn price(programme: &Programme) -> String {
    let pounds = count(libm::round(programme.price_of_group()));
    let strength = programme.strength.words();
    format!("{} places, about £{pounds} a group; evidence: {strength}", programme.places)
}
