//! The best value for a budget, asked of a scenario on the command line.

use clusterwise::bundle::Bundle;
use clusterwise::demo::{Options, pilot_data};
use clusterwise::model::ProgrammeId;
use clusterwise::sim::{Benefit, BestPlan, BudgetAsked, Rule, Searching, Together};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command as Program, Stdio};

fn asked(budget: f64, floors: &[(&str, f64)]) -> BudgetAsked {
    let data = pilot_data(&Options::default());
    let plan = data.scenarios.values().find(|one| one.locked).expect("the plan").scenario().expect("readable");
    let floors = floors.iter().map(|(name, pounds)| ((*name).to_owned(), *pounds)).collect();
    BudgetAsked { floors, ..BudgetAsked::new(plan, Benefit::Requests, budget, 1) }
}

fn found(asked: BudgetAsked) -> BestPlan {
    Searching::begin(asked).expect("in order").finish().expect("a plan")
}

#[test]
fn a_budget_is_kept_and_its_floors_too() {
    let plan = found(asked(40_000.0, &[("Harrowmead", 15_000.0)]));
    assert!(plan.reasons.best.cost <= 40_000.0);
    let in_harrowmead: u32 =
        plan.reasons.best.groups.iter().filter(|(id, _)| plan.offers[*id].1 == "Harrowmead").map(|(_, n)| n).sum();
    assert!(in_harrowmead > 0);
    let free = found(asked(40_000.0, &[]));
    // A floor costs what it costs, and more money never brings less.
    let price = plan.reasons.floors_cost["Harrowmead"];
    assert!((free.reasons.best.benefit - plan.reasons.best.benefit - price).abs() < 1e-6, "{price}");
    let frontier: Vec<f64> = free.reasons.frontier.iter().map(|(_, benefit)| *benefit).collect();
    assert!(frontier.is_sorted(), "{frontier:?}");
    let shares: Vec<f64> = free.often.values().copied().collect();
    assert!(shares.iter().all(|share| (0.0..=1.0 + 1e-9).contains(share)));
    assert!(free.words.iter().any(|sentence| sentence.contains("Run forward as a whole")), "{:?}", free.words);
    // Apart from what overlaps, the whole is the sum of its parts.
    let whole = free.whole.expect("runs");
    assert!((whole.mean - free.reasons.best.benefit).abs() < 0.5, "{} {}", whole.mean, free.reasons.best.benefit);
}

#[test]
fn what_cannot_be_bought_says_which_floor_is_short_and_by_how_much() {
    let refused = |asked: BudgetAsked| {
        let searched = Searching::begin(asked).and_then(Searching::finish);
        searched.map(|plan| plan.words).unwrap_err().to_string()
    };
    let short = refused(asked(4_000.0, &[("Harrowmead", 20_000.0)]));
    assert!(short.contains("Harrowmead £20,000") && short.contains("more than there is"), "{short}");
    assert!(refused(asked(40_000.0, &[("Nowhere", 1.0)])).contains("“Nowhere” is no cluster or phase"));
    assert!(refused(asked(-1.0, &[])).contains("Enter a number from 0"));
    let mut wrong = asked(1.0, &[]);
    wrong.scenario.years = 60;
    assert!(refused(wrong).contains("1 to 20 years"));
}

#[test]
fn programmes_run_together_or_apart_as_rules_say_and_reach_is_kept() {
    let id = |name: &str| ProgrammeId::from_name(name).expect("a name");
    let rule = |programme: &str, together: Together, other: &str| Rule {
        programme: id(programme),
        together,
        other: id(other),
    };
    let with = |rules: Vec<Rule>| BudgetAsked { rules, ..asked(40_000.0, &[]) };
    let free = found(with(Vec::new()));
    let runs = |plan: &BestPlan, programme: &str, cluster: &str| {
        plan.reasons.best.groups.contains_key(&format!("{programme} in {cluster}"))
    };
    let clusters: BTreeSet<&str> =
        free.offers.keys().filter_map(|id| id.split_once(" in ")).map(|(_, one)| one).collect();
    // What runs beside what, and what does not, in the best plan without rules: each rule below forbids just that.
    let mut chosen = free.reasons.best.groups.keys().filter_map(|id| id.split_once(" in "));
    let (chosen, cluster) = chosen.next().expect("something is chosen");
    let others: BTreeSet<&str> = free
        .offers
        .keys()
        .filter_map(|id| id.split_once(" in "))
        .map(|(own, _)| own)
        .filter(|own| *own != chosen)
        .collect();
    let absent = others.iter().find(|own| !runs(&free, own, cluster)).expect("not all run");
    let beside = others.iter().find(|own| runs(&free, own, cluster)).expect("two run in one cluster");
    let is_kept = |plan: &BestPlan, may: &dyn Fn(&str) -> bool| {
        assert!(clusters.iter().all(|cluster| !runs(plan, chosen, cluster) || may(cluster)), "{:?}", plan.reasons.best);
        assert!(plan.reasons.best.benefit < free.reasons.best.benefit, "{:?}", plan.reasons.best);
    };
    let bound = found(with(vec![rule(chosen, Together::Only, absent)]));
    is_kept(&bound, &|cluster| runs(&bound, absent, cluster));
    let apart = found(with(vec![rule(chosen, Together::Never, beside)]));
    is_kept(&apart, &|cluster| !runs(&apart, beside, cluster));
    let days = |least_reach: f64| BudgetAsked { benefit: Benefit::DaysLost, least_reach, ..asked(40_000.0, &[]) };
    let (wide, narrow) = (found(days(2_000.0)).reasons.best, found(days(0.0)).reasons.best);
    assert!(wide.reach >= 2_000.0 && narrow.reach < 2_000.0 && wide.benefit < narrow.benefit, "{wide:?} {narrow:?}");
    let too_many = Searching::begin(days(1e6)).and_then(Searching::finish).unwrap_err().to_string();
    assert!(too_many.contains("pupils fewer than are to be reached"), "{too_many}");
    let refused = |asked: BudgetAsked| Searching::begin(asked).map(|_| ()).unwrap_err().to_string();
    let both = vec![rule(chosen, Together::Only, absent), rule(chosen, Together::Never, absent)];
    assert!(refused(with(both)).contains("a rule keeps them apart"));
    let circle = vec![rule(chosen, Together::Only, absent), rule(absent, Together::Only, chosen)];
    let words = refused(with(circle));
    assert!(
        words.contains("in a circle") && words.contains(&free.offers[&format!("{chosen} in {cluster}")].0),
        "{words}"
    );
    assert!(refused(with(vec![rule(chosen, Together::Never, chosen)])).contains("both sides"));
    assert!(refused(with(vec![rule(chosen, Together::Never, "absent")])).contains("does not have"));
}

#[test]
fn the_command_line_prints_the_best_plan() {
    let mut demo = Vec::new();
    let document = clusterwise::demo::document(&Options::default()).expect("the demonstration");
    demo.extend(Bundle::backup(&document).encode());
    let ask = |arguments: &[&str]| {
        let mut program = Program::new(env!("CARGO_BIN_EXE_clusterwise"));
        program.arg("best-value").args(arguments);
        let mut running =
            program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        // A refusal comes before all is read.
        let _gone = running.stdin.take().expect("its input").write_all(&demo);
        running.wait_with_output().expect("it ends")
    };
    let done = ask(&["--scenario", "Plan 2019/20", "--budget", "20000", "--benefit", "days_lost"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let plan: BestPlan = serde_json::from_slice(&done.stdout).expect("JSON");
    assert_eq!(plan.benefit, Benefit::DaysLost);
    for (arguments, words) in [
        (&["--scenario", "Plan 2019/20"][..], "--budget"),
        (&["--scenario", "Plan 2019/20", "--budget", "1", "--benefit", "joy"][..], "is none of"),
        (&["--scenario", "Plan 2019/20", "--budget", "1", "--floor", "Harrowmead"][..], "is no floor"),
        (&["--scenario", "Plan 2019/20", "--budget", "1", "--only-with", "Autism groups"][..], "is no rule"),
        (&["--scenario", "Plan 2019/20", "--budget", "1", "--not-with", "Joy=Autism groups"][..], "no programme “Joy”"),
        (&["--scenario", "Absent", "--budget", "1"][..], "there is no scenario"),
    ] {
        let refused = ask(arguments);
        assert_eq!(refused.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&refused.stderr).contains(words), "{words}");
    }
    let _: BTreeMap<String, f64> = plan.often;
}
