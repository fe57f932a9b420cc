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
