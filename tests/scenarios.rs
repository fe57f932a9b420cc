//! Scenarios as a person keeps them: what is refused, what travels, and what the command line makes of them.

#[path = "bundles/pilots.rs"]
#[allow(dead_code, reason = "other tests use what these do not")]
mod pilots;

use clusterwise::bundle::Bundle;
use clusterwise::demo::{Options, pilot_data};
use clusterwise::model::{ModelError, PlannedGroups, SavedScenario, Scenario};
use clusterwise::sim::from_pilot;
use clusterwise::workspace::{Command, WorkspaceError};
use pilots::{NOW, copy_for, full_return, submit};
use serde_json::Value;
use std::io::Write;
use std::process::{Command as Program, Stdio};

/// Speech groups in every cluster of the demonstration.
fn plan(name: &str, groups: u32) -> Scenario {
    let mut scenario = from_pilot(&pilot_data(&Options::default()), name).expect("returns");
    let programme = scenario.programmes[0].id.clone();
    let of = |cluster: &clusterwise::model::ScenarioCluster| PlannedGroups {
        programme: programme.clone(),
        cluster: cluster.id.clone(),
        by_year: vec![groups; 3],
    };
    scenario.plan = scenario.clusters.iter().map(of).collect();
    scenario
}

fn kept(name: &str, groups: u32) -> SavedScenario {
    SavedScenario::of(&plan(name, groups)).expect("a short name")
}

#[test]
fn a_scenario_is_kept_travels_in_a_backup_and_comes_back_the_same() {
    let mut clerk = copy_for("amber-fox");
    clerk.apply(&Command::SaveScenario(kept("Plan 2019/20", 4)), NOW + 10).expect("saved");
    submit(&mut clerk, full_return("900001", 1, 12), NOW + 11);
    let backup = Bundle::decode(&Bundle::backup(clerk.document()).encode()).expect("a bundle");
    assert!(backup.holds().words().contains("1 scenario"), "{}", backup.holds().words());
    assert!(backup.believable().is_ok());
    let (data, unreadable) = clusterwise::workspace::schema::read_document(&backup.document);
    assert_eq!(unreadable, Vec::new());
    let again = data.scenarios.values().next().expect("a scenario").scenario().expect("readable");
    assert_eq!(again, plan("Plan 2019/20", 4));
    // A school's return and a board's bundle are about other things.
    let school = Bundle::of_return(clerk.document(), &"900001".parse().expect("a URN"), None).expect("a bundle");
    assert_eq!(school.document.records("scenario").count(), 0);
}

#[test]
fn a_locked_scenario_is_not_changed_and_a_wrong_one_is_not_kept() {
    let mut clerk = copy_for("amber-fox");
    let locked = SavedScenario { locked: true, ..kept("Baseline", 4) };
    clerk.apply(&Command::SaveScenario(locked.clone()), NOW + 10).expect("saved");
    let before = Bundle::backup(clerk.document()).encode();
    let changed = clerk.apply(&Command::SaveScenario(kept("Baseline", 5)), NOW + 11);
    assert!(matches!(changed, Err(WorkspaceError::Refused(_))), "{changed:?}");
    assert!(clerk.apply(&Command::RemoveScenario(locked.id.clone()), NOW + 12).is_err());
    let mut wrong = plan("Wrong", 4);
    wrong.years = 60;
    let wrong = clerk.apply(&Command::SaveScenario(SavedScenario::of(&wrong).expect("a short name")), NOW + 13);
    match wrong {
        Err(WorkspaceError::Refused(problems)) => assert_eq!(problems[0].field, "years"),
        other => panic!("{other:?}"),
    }
    assert_eq!(Bundle::backup(clerk.document()).encode(), before);
    clerk.apply(&Command::SaveScenario(SavedScenario { locked: false, ..locked.clone() }), NOW + 14).expect("unlocked");
    clerk.apply(&Command::SaveScenario(kept("Baseline", 5)), NOW + 15).expect("changed");
    clerk.apply(&Command::RemoveScenario(locked.id.clone()), NOW + 16).expect("removed");
    let absent = clerk.apply(&Command::RemoveScenario(locked.id), NOW + 17);
    assert!(matches!(absent, Err(WorkspaceError::Missing { what: "scenario", .. })), "{absent:?}");
}

#[test]
fn content_that_is_no_scenario_is_told_and_nothing_is_run() {
    let hostile = SavedScenario { content: "<script>alert(1)</script>".to_owned(), ..kept("Baseline", 4) };
    assert!(matches!(hostile.scenario(), Err(ModelError::Scenario(..))));
    let mut clerk = copy_for("amber-fox");
    assert!(matches!(clerk.apply(&Command::SaveScenario(hostile), NOW), Err(WorkspaceError::Refused(_))));
}

/// Exit code, standard output, standard error.
fn simulate(bundle: &[u8], arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut child = Program::new(env!("CARGO_BIN_EXE_clusterwise"))
        .arg("simulate")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    let mut input = child.stdin.take().expect("its input");
    // It may refuse before it has read everything.
    let _ = input.write_all(bundle);
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_line_runs_a_scenario_forward() {
    let mut clerk = copy_for("amber-fox");
    clerk.apply(&Command::SaveScenario(kept("Plan 2019/20", 4)), NOW + 10).expect("saved");
    clerk.apply(&Command::SaveScenario(kept("Twice as many", 8)), NOW + 11).expect("saved");
    let bundle = Bundle::backup(clerk.document()).encode();
    let asked = ["--scenario", "Twice as many", "--against", "plan-2019-20", "--samples", "2000", "--seed", "7"];
    let (code, printed, error) = simulate(&bundle, &asked);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    let found: Value = serde_json::from_str(&printed).expect("JSON");
    assert_eq!((&found["runs"], &found["seed"], &found["against"]), (&2000.into(), &7.into(), &"Plan 2019/20".into()));
    assert!(found["differences"]["cost 0"]["p05"].as_f64() > Some(0.0), "{}", found["differences"]["cost 0"]);
    assert!(found["words"][0].as_str().expect("words").contains("“Plan 2019/20”"), "{}", found["words"]);
    assert_eq!(simulate(&bundle, &asked).1, printed, "the same seed gives the same digits");
    let (_, table, _) = simulate(&bundle, &["--scenario", "Plan 2019/20", "--samples", "3", "--csv"]);
    assert_eq!(table.lines().count(), 4);
    for (arguments, said) in [
        (&["--scenario", "Nowhere"][..], "there is no scenario"),
        (&[][..], "say which --scenario"),
        (&["--scenario", "Plan 2019/20", "--samples", "0"][..], "a scenario is run 1 to"),
        (&["--scenario", "Plan 2019/20", "--seed", "x"][..], "x"),
    ] {
        let (code, _, error) = simulate(&bundle, arguments);
        assert_eq!(code, Some(2), "{arguments:?}");
        assert!(error.contains(said), "{arguments:?}: {error}");
    }
}

mod questions {
    //! The questions asked of a plan.

    use super::*;
    use clusterwise::demo::PLAN;
    use clusterwise::model::{ClusterId, ProgrammeId, WhatIf};
    use std::collections::BTreeMap;

    fn plan() -> Scenario {
        let data = pilot_data(&Options::default());
        data.scenarios.values().find(|one| one.name == PLAN).expect("the plan").scenario().expect("readable")
    }

    fn programme(name: &str) -> ProgrammeId {
        ProgrammeId::from_name(name).expect("a short name")
    }

    fn groups(scenario: &Scenario, name: &str) -> u32 {
        scenario.groups_in_all(&programme(name))
    }

    fn moved(pounds: f64) -> WhatIf {
        WhatIf::MoveMoney { from: programme("staff-training"), to: programme("speech-groups"), pounds }
    }

    #[test]
    fn money_moves_in_whole_groups_and_the_plan_costs_about_the_same() {
        let plan = plan();
        let changed = moved(20_000.0).applied_to(&plan).expect("moved");
        assert_eq!(changed.name, "£20,000 from staff training to small-group speech and language");
        let price = |name: &str| plan.programme(&programme(name)).expect("there").price_of_group();
        let freed =
            f64::from(groups(&plan, "staff-training") - groups(&changed, "staff-training")) * price("staff-training");
        let spent =
            f64::from(groups(&changed, "speech-groups") - groups(&plan, "speech-groups")) * price("speech-groups");
        assert!((freed - 20_000.0).abs() <= price("staff-training") / 2.0, "{freed}");
        assert!((freed - spent).abs() <= price("speech-groups") / 2.0 + 1e-6, "{freed} {spent}");
        assert_eq!(changed.problems(), Vec::new());
        // The demonstration has it.
        assert!(pilot_data(&Options::default()).scenarios.values().any(|one| one.name == changed.name));
    }

    #[test]
    fn what_cannot_be_moved_says_why() {
        let plan = plan();
        let told = |question: WhatIf| question.applied_to(&plan).map(|changed| changed.name).unwrap_err();
        assert_eq!(told(moved(0.0)).field, "pounds");
        assert!(told(moved(10.0)).words.contains("move at least that"));
        assert!(told(moved(1e7)).words.contains("move at most that"));
        assert_eq!(told(moved(f64::NAN)).field, "pounds");
        let same =
            WhatIf::MoveMoney { from: programme("staff-training"), to: programme("staff-training"), pounds: 9e3 };
        assert_eq!(told(same).field, "to");
        let idle =
            WhatIf::MoveMoney { from: programme("numeracy-groups"), to: programme("speech-groups"), pounds: 9e3 };
        assert!(told(idle).words.contains("nothing to move"));
        assert_eq!(told(WhatIf::Cut { percent: 101.0 }).field, "percent");
        assert_eq!(told(WhatIf::ShareTherapist { hours: -1.0 }).field, "hours");
        assert_eq!(told(WhatIf::RollOut { starts: BTreeMap::new() }).field, "starts");
        let late = BTreeMap::from([(ClusterId::from_name("Quillford").expect("a name"), 9)]);
        assert!(told(WhatIf::RollOut { starts: late }).words.contains("after the scenario’s last year"));
    }

    #[test]
    fn a_cut_takes_its_share_of_every_programme_in_whole_groups() {
        let plan = plan();
        let changed = WhatIf::Cut { percent: 10.0 }.applied_to(&plan).expect("cut");
        for programme in &plan.programmes {
            let (before, after) = (plan.groups_in_all(&programme.id), changed.groups_in_all(&programme.id));
            assert!(
                (f64::from(after) - 0.9 * f64::from(before)).abs() <= 0.5 + 1e-9,
                "{} {before} {after}",
                programme.id
            );
        }
        let nothing = WhatIf::Cut { percent: 0.0 }.applied_to(&plan).expect("cut");
        assert_eq!(nothing.plan.len(), plan.plan.len());
        assert_eq!(WhatIf::Cut { percent: 100.0 }.applied_to(&plan).expect("cut").plan, Vec::new());
    }

    #[test]
    fn clusters_join_in_their_year_and_a_plan_that_stops_has_no_later_groups() {
        let plan = plan();
        let newcomers: Vec<ClusterId> =
            plan.clusters.iter().map(|one| one.id.clone()).filter(|id| plan.joins(id).is_none()).collect();
        assert_eq!(newcomers.len(), 4);
        let starts = newcomers.iter().enumerate().map(|(place, id)| (id.clone(), 1 + place / 2)).collect();
        let changed = WhatIf::RollOut { starts }.applied_to(&plan).expect("rolled out");
        assert_eq!(changed.name, "Roll out in two waves");
        for (place, id) in newcomers.iter().enumerate() {
            assert_eq!(changed.joins(id), Some(1 + place / 2));
            assert!(changed.most_groups(&programme("speech-groups"), id) > 0);
        }
        let mut later = changed.clone();
        later.start_in(&newcomers[0], Some(3));
        assert_eq!(later.joins(&newcomers[0]), Some(3));
        later.start_in(&newcomers[0], None);
        assert_eq!(later.joins(&newcomers[0]), None);
        let stopped = WhatIf::Stop { after: 1 }.applied_to(&changed).expect("stopped");
        assert_eq!(stopped.name, "Stop after 2019/20");
        assert!(stopped.plan.iter().all(|row| row.by_year.len() == 1));
    }

    #[test]
    fn a_therapist_brings_her_hours_and_the_groups_that_use_them() {
        let plan = plan();
        let changed = WhatIf::ShareTherapist { hours: 800.0 }.applied_to(&plan).expect("shared");
        assert!((changed.specialist_hours.range.mean() - plan.specialist_hours.range.mean() - 800.0).abs() < 1e-9);
        assert!(groups(&changed, "speech-therapy-groups") > groups(&plan, "speech-therapy-groups"));
    }

    #[test]
    fn groups_are_set_in_the_years_in_which_a_cluster_takes_part() {
        let mut plan = plan();
        let cluster = plan.clusters.iter().map(|one| one.id.clone()).find(|id| plan.joins(id).is_some()).expect("one");
        plan.start_in(&cluster, Some(2));
        plan.set_groups(&programme("numeracy-groups"), &cluster, 3);
        let by_year: Vec<u32> = (0..5).map(|year| plan.groups(&programme("numeracy-groups"), &cluster, year)).collect();
        assert_eq!(by_year, [0, 0, 3, 3, 3]);
        plan.set_groups(&programme("numeracy-groups"), &cluster, 0);
        assert_eq!(plan.most_groups(&programme("numeracy-groups"), &cluster), 0);
    }

    #[test]
    fn the_demonstration_asks_five_questions_of_a_locked_plan() {
        let data = pilot_data(&Options::default());
        assert_eq!(data.scenarios.len(), 6);
        for kept in data.scenarios.values() {
            assert_eq!(kept.locked, kept.name == PLAN, "{}", kept.name);
            assert_eq!(kept.problems(), Vec::new(), "{}", kept.name);
            assert!(!kept.notes.is_empty(), "{}", kept.name);
        }
    }
}

mod shared {
    //! Scenarios that leave for others.

    use super::*;
    use clusterwise::bundle::{BundleError, BundleKind};
    use clusterwise::model::{Event, Phase, ScenarioId};
    use clusterwise::workspace::schema;
    use std::collections::BTreeSet;

    #[test]
    fn a_scenario_bundle_holds_no_schools_data_and_can_be_opened_by_another_device() {
        let document = clusterwise::demo::document(&Options::default()).expect("the demonstration");
        let data = pilot_data(&Options::default());
        let all: BTreeSet<ScenarioId> = data.scenarios.keys().cloned().collect();
        let bundle = Bundle::of_scenarios(&document, &all).expect("a bundle");
        assert_eq!(bundle.kind, BundleKind::Scenario);
        assert_eq!(bundle.holds().words(), "6 scenarios; no school’s data; no pupil rows");
        let file = bundle.encode();
        let text = String::from_utf8(file.clone()).expect("text");
        for school in data.schools.values() {
            assert!(!text.contains(school.urn.as_str()) && !text.contains(&school.name), "{}", school.name);
        }
        let again = Bundle::decode(&file).expect("readable");
        assert!(again.believable().is_ok());
        let (read, _) = schema::read_document(&again.document);
        assert_eq!(read.scenarios, data.scenarios);
        assert!(read.schools.is_empty() && read.returns.is_empty() && read.clusters.is_empty());
        let one = BTreeSet::from([ScenarioId::from_name("Cut 10%").expect("a name")]);
        let one = Bundle::of_scenarios(&document, &one).expect("a bundle");
        let today = chrono::NaiveDate::from_ymd_opt(2019, 7, 20).expect("a day");
        assert_eq!(one.file_name(today), "fernleigh_scenario_cut-10_2019-07-20.clusterwise.json");
    }

    #[test]
    fn what_is_not_there_is_not_sent() {
        let document = clusterwise::demo::document(&Options::default()).expect("the demonstration");
        let absent = BTreeSet::from([ScenarioId::from_name("Absent").expect("a name")]);
        let found = Bundle::of_scenarios(&document, &absent);
        assert!(matches!(found, Err(BundleError::Missing { what: "scenario", .. })), "{found:?}");
        assert!(matches!(Bundle::of_scenarios(&document, &BTreeSet::new()), Err(BundleError::NothingToSend)));
    }

    /// With one primary school left in a cluster, no cluster's own count of primary schools may be told: the rest of a sum would
    /// tell that school's.
    #[test]
    fn counts_of_few_schools_are_shared_out_by_pupils() {
        let mut data = pilot_data(&Options::default());
        let primary = |data: &clusterwise::model::PilotData| {
            let scenario = from_pilot(data, "Any").expect("returns");
            let phases = scenario.clusters.iter().flat_map(|cluster| &cluster.phases);
            phases.filter(|one| one.phase == Phase::Primary).cloned().collect::<Vec<_>>()
        };
        let source = |one: &clusterwise::model::PhaseOfCluster| one.events.of(Event::Requests).source.clone();
        assert!(primary(&data).iter().all(|one| source(one).starts_with("Returns of")), "{:?}", primary(&data)[0]);
        let cluster = data.clusters.keys().next().expect("a cluster").clone();
        let own: Vec<_> = data.schools_of(&cluster).filter(|school| school.phase == Phase::Primary).collect();
        let gone: Vec<_> = own.iter().skip(1).map(|school| school.urn.clone()).collect();
        for urn in &gone {
            data.schools.remove(urn);
        }
        let shared = primary(&data);
        assert!(shared.iter().all(|one| source(one).starts_with("Its pupils’ share")), "{:?}", shared[0]);
        let rate = |one: &clusterwise::model::PhaseOfCluster| match one.events.of(Event::Requests).range {
            clusterwise::model::Range::Lognormal { low, high } => (low * high).sqrt() / f64::from(one.pupils),
            other => panic!("{other:?}"),
        };
        let first = rate(&shared[0]);
        assert!(shared.iter().all(|one| (rate(one) / first - 1.0).abs() < 0.01), "rounded pupils aside, one rate");
    }
}
