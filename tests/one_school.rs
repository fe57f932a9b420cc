//! What a school that is not in the pilot would get.

use clusterwise::demo::{Options, PLAN, pilot_data};
use clusterwise::model::{ByEvent, Event, Phase, Scenario};
use clusterwise::sim::{OneSchool, SimError};

fn plan() -> Scenario {
    let data = pilot_data(&Options::default());
    data.scenarios.values().find(|one| one.name == PLAN).expect("the plan").scenario().expect("readable")
}

fn school(pupils: u32) -> OneSchool {
    let events = ByEvent { requests: None, permanent_exclusions: None, days_lost: None };
    OneSchool { phase: Phase::Primary, pupils, groups: 1.0, events }
}

#[test]
fn a_school_twice_as_large_gets_twice_as_much() {
    let (small, large) = (school(200).share(&plan(), 1_000, 1), school(400).share(&plan(), 1_000, 1));
    let (small, large) = (small.expect("a share"), large.expect("a share"));
    for (one, other) in [
        (small.money, large.money),
        (small.hours, large.hours),
        (small.places, large.places),
        (small.avoided.requests, large.avoided.requests),
    ] {
        assert!((other.mean / one.mean - 2.0).abs() < 0.05, "{one:?} {other:?}");
    }
}

/// All schools of the plan together get what the plan spends: the parts sum to the total.
#[test]
fn what_all_pupils_get_is_what_the_plan_spends() {
    let plan = plan();
    let runs =
        clusterwise::sim::Runs::of(&clusterwise::sim::Prepared::of(&plan).expect("in order"), 1, 2_000).expect("runs");
    let spent: f64 =
        (0..plan.years).map(|year| runs.summary(clusterwise::sim::Output::Cost(year)).expect("runs").mean).sum();
    let mut shared = 0.0;
    for phase in [Phase::Primary, Phase::Secondary] {
        let pupils: u32 = (plan.clusters.iter().filter(|cluster| plan.joins(&cluster.id).is_some()))
            .flat_map(|cluster| &cluster.phases)
            .filter(|one| one.phase == phase)
            .map(|one| one.pupils)
            .sum();
        let one = OneSchool { phase, ..school(1_000) }.share(&plan, 2_000, 1).expect("a share");
        shared += one.money.mean * plan.years as f64 * f64::from(pupils) / 1_000.0;
    }
    assert!((shared / spent - 1.0).abs() < 0.03, "{shared} {spent}");
}

#[test]
fn what_is_told_of_a_school_counts_and_the_rest_is_as_in_similar_schools() {
    let plan = plan();
    let told = OneSchool {
        events: ByEvent { requests: Some(0.0), permanent_exclusions: None, days_lost: Some(50.0) },
        ..school(300)
    };
    let share = told.share(&plan, 1_000, 1).expect("a share");
    assert_eq!((share.usual.requests, share.usual.days_lost), (0.0, 50.0));
    assert_eq!((share.avoided.requests.mean, share.avoided.requests.p95), (0.0, 0.0));
    assert!(share.usual.permanent_exclusions > 0.0 && share.avoided.days_lost.p95 > 0.0);
    assert_eq!(told.usual(&plan, Event::PermanentExclusions), share.usual.permanent_exclusions);
    // The demonstration's effects are not known: it may be that nothing is avoided.
    assert!(share.avoided.days_lost.p05 < 0.0);
    assert!(share.places_of.values().all(|places| *places > 0.0) && share.places_of.len() >= 5);
}

#[test]
fn what_cannot_be_asked_says_why() {
    let refused = |school: OneSchool, plan: &Scenario| match school.share(plan, 1_000, 1) {
        Err(SimError::Problem { field, words }) => (field, words),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(school(0), &plan()).0, "pupils");
    assert_eq!(refused(school(6_000), &plan()).0, "pupils");
    let mut idle = plan();
    idle.plan.clear();
    assert_eq!(refused(school(200), &idle).0, "plan");
    assert_eq!(refused(OneSchool { phase: Phase::Special, ..school(90) }, &plan()).0, "phase");
    let events = ByEvent { requests: Some(-1.0), permanent_exclusions: None, days_lost: None };
    assert_eq!(refused(OneSchool { events, ..school(200) }, &plan()).0, "events");
}
