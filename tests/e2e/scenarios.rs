//! Trying out funding: a board moves money, the council plans a roll-out, a head who is not in the pilot asks what a share would
//! bring.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{go, look_round};
use fantoccini::key::Key;

/// Home of a role, from which clicks are counted.
async fn home_of(person: &Person, role: &str) {
    person.ask(&format!("localStorage.setItem('clusterwise.role', JSON.stringify('{role}'))")).await;
    go(person, "#/home").await;
    person.reload().await;
    person.see("Your tasks").await;
    person.count_clicks_from_here();
}

/// Waits until so many runs are made, in words.
async fn see_runs(person: &Person, runs: &str) {
    person.see(&format!("{runs} runs.")).await;
}

journey! {
    /// B5: four clicks, and the plan stays as it is.
    fn a_board_moves_money_between_programmes_and_compares_with_the_plan(person) {
        look_round(&person).await;
        home_of(&person, "clerk").await;
        person.click("Scenarios").await;
        person.at("Scenarios").await;
        person.click("Move money between programmes").await;
        person.at("Move money between programmes").await;
        person.fill("Pounds a year", "12000").await;
        person.click("Save it and compare").await;
        person.at("£12,000 from staff training to specialist teacher").await;
        person.see("than with “Plan 2019/20”").await;
        assert!(person.clicks() <= 4, "{} clicks", person.clicks());
        see_runs(&person, "1,000").await;
        person.see("What each comes to").await;
        person.picture("money-moved").await;
        go(&person, "#/scenarios").await;
        person.see("£12,000 from staff training").await;
        go(&person, "#/scenarios/plan-2019-20").await;
        person.see("This scenario is locked").await;
    }
}

journey! {
    /// C5: five clicks to a range of cost and effect whose assumptions can be changed.
    fn the_council_plans_a_roll_out_and_changes_an_assumption(person) {
        look_round(&person).await;
        home_of(&person, "council").await;
        person.click("Scenarios").await;
        person.click("Roll out in waves").await;
        person.see("When does each cluster join?").await;
        person.click("Save it and compare").await;
        person.see("Programmes cost £").await;
        person.see("nine times in ten").await;
        person.picture("rolled-out").await;
        person.click("Assumptions and their sources").await;
        person.at("Assumptions and their sources").await;
        person.click("Change share of places taken").await;
        assert!(person.clicks() <= 5, "{} clicks", person.clicks());
        person.fill("Range", "between 90% and 20%").await;
        person.fill("Where it comes from", "Our own registers, first year").await;
        person.click("Save").await;
        person.see("The range is upside down").await;
        person.fill("Range", "between 20% and 90%, likely 60%").await;
        person.click("Save").await;
        person.see("between 0.2 and 0.9, likely 0.6").await;
        person.see("Our own registers, first year").await;
        person.picture("assumptions").await;
        person.click("See what comes of it").await;
        person.see("Programmes cost £").await;
    }
}

journey! {
    /// D3 and D4: three clicks and two answers; then one click changes words and picture together.
    fn a_head_sees_what_a_share_would_bring_and_changes_one_thing(person) {
        look_round(&person).await;
        home_of(&person, "head").await;
        person.click("What would my school get?").await;
        person.at("What would my school get?").await;
        person.tick("Primary").await;
        person.fill("How many pupils?", "210").await;
        person.click("Show what it would get").await;
        person.see("a year of the pilot’s money").await;
        person.see("hours a year of its own staff").await;
        person.see("nine times in ten").await;
        assert!(person.clicks() <= 3, "{} clicks", person.clicks());
        person.picture("my-school").await;
        let before = (person.text(".cw-said").await, person.text(".chart__readout").await);
        person.count_clicks_from_here();
        person.click("More: Groups for a pupil").await;
        assert!(person.clicks() <= 2, "{} clicks", person.clicks());
        person.until("words and picture change together", || async {
            let now = (person.text(".cw-said").await, person.text(".chart__readout").await);
            now.0 != before.0 && now.1 != before.1
        })
        .await;
        person.fill("How many pupils?", "none").await;
        person.click("Show what it would get").await;
        person.see("must be a number").await;
    }
}

journey! {
    fn levers_are_undone_a_copy_is_kept_and_a_scenario_is_shared(person) {
        look_round(&person).await;
        go(&person, "#/scenarios/cut-10").await;
        see_runs(&person, "1,000").await;
        let groups = person.value("Autism groups").await;
        person.click("More: Autism groups").await;
        person.until("a lever moves", || async { person.value("Autism groups").await != groups }).await;
        person.click("Undo").await;
        person.until("a lever goes back", || async { person.value("Autism groups").await == groups }).await;
        person.click("Copy").await;
        person.at("Cut 10%, copy").await;
        person.click("Lock").await;
        person.see("This scenario is locked").await;
        person.click("Unlock").await;
        let file = person.download("Share as a file").await;
        let text = std::fs::read_to_string(&file).expect("the file");
        assert!(text.contains("\"kind\": \"scenario\"") && !text.contains("900001"), "{text:.300}");
        person.click("Remove").await;
        person.at("Scenarios").await;
        person.until("it is gone from the list", || async { !person.text("main").await.contains("Cut 10%, copy") }).await;
        let other = person.somebody_else().await;
        look_round(&other).await;
        go(&other, "#/files/open").await;
        other.give_files("Files to open", &[file]).await;
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;
        go(&other, "#/scenarios/cut-10-copy").await;
        other.at("Cut 10%, copy").await;
        other.leave().await;
    }
}

journey! {
    fn scenarios_stand_beside_one_another_and_against_no_programme(person) {
        look_round(&person).await;
        go(&person, "#/scenarios/cut-10?beside=stop-after-2019-20&beside=roll-out-in-two-waves").await;
        person.see("Stop after 2019/20: difference").await;
        person.see("Roll out in two waves: difference").await;
        person.picture("side-by-side").await;
        person.click("By cluster, and for whom").await;
        person.see("Over its pot").await;
        let clusters = "return [...document.querySelectorAll('table')].find(t => t.innerText.includes('Over its pot')).tBodies[0].rows.length";
        assert_eq!(person.ask(clusters).await, 6, "a row a cluster");
        person.see("Families").await;
        person.choose("Held against", "No programme at all").await;
        person.see("than without any programme").await;
        see_runs(&person, "10,000").await;
        go(&person, "#/scenarios/absent").await;
        person.see("is not in the pilot").await;
    }
}

journey! {
    /// The same seed gives the same bits in every browser and natively: what a person downloads is what the core makes here.
    fn the_runs_of_a_scenario_are_the_same_to_the_last_bit(person) {
        look_round(&person).await;
        go(&person, "#/scenarios/roll-out-in-two-waves").await;
        see_runs(&person, "1,000").await;
        let file = person.download("Download the runs").await;
        let here = std::fs::read_to_string(&file).expect("the file");
        let data = clusterwise::demo::pilot_data(&clusterwise::demo::Options::default());
        let kept = data.scenarios.values().find(|one| one.name == "Roll out in two waves").expect("the scenario");
        let prepared = clusterwise::sim::Prepared::of(&kept.scenario().expect("readable")).expect("in order");
        let runs = clusterwise::sim::Runs::of(&prepared, 1, 10_000).expect("runs");
        assert_eq!(here.lines().count(), 10_001);
        assert!(here == runs.csv(), "the browser's runs differ from those made natively");
    }
}

journey! {
    /// Whoever has more cores gets more runs sooner, and reads the same.
    fn more_runs_are_shared_among_workers_and_say_what_one_alone_says(person) {
        look_round(&person).await;
        person.ask("Object.defineProperty(navigator, 'hardwareConcurrency', { value: 4 })").await;
        go(&person, "#/scenarios/cut-10").await;
        see_runs(&person, "10,000").await;
        let said = person.text(".cw-said").await;
        let team = person.ask("return document.querySelector('iframe[title=Calculations]').dataset.team").await;
        assert_eq!(team.as_str(), Some("3"), "one core is left to the page");
        let data = clusterwise::demo::pilot_data(&clusterwise::demo::Options::default());
        let of = |name: &str| {
            let kept = data.scenarios.values().find(|one| one.name == name).expect("the scenario");
            kept.scenario().expect("readable")
        };
        let (baseline, others) = (of("Plan 2019/20"), vec![of("Cut 10%")]);
        let comparison = clusterwise::sim::Comparison { baseline, others, runs: 10_000, seed: 1 };
        let alone = clusterwise::sim::Comparing::begin(comparison).and_then(clusterwise::sim::Comparing::finish);
        let alone = &alone.expect("runs").others[0].words;
        assert!(said.lines().count() > 3, "{said}");
        for words in said.lines() {
            assert!(alone.iter().any(|own| own == words), "{words}: {alone:?}");
        }
        see_runs(&person, "100,000").await;
    }
}

journey! {
    fn a_lever_that_never_rests_shows_what_comes_of_it_on_the_way(person) {
        look_round(&person).await;
        go(&person, "#/scenarios/cut-10").await;
        see_runs(&person, "1,000").await;
        let drag = "const shown = () => document.querySelector('.cw-said').textContent, before = shown(); window.presses = 0; \
            const press = name => [...document.querySelectorAll('button')].find(b => b.ariaLabel === name)?.click(); \
            const drag = setInterval(() => { window.presses++; press((window.presses % 20 < 10 ? 'More' : 'Fewer') + ': Staff training'); \
            if (shown() !== before) { window.changed = true; clearInterval(drag); } }, 20);";
        person.ask(drag).await;
        person.until("other sentences come while it moves", || async {
            person.ask("return window.changed === true").await.as_bool() == Some(true)
        })
        .await;
    }
}

journey! {
    /// A budget's best plan in three clicks, with its reasons, and a scenario made of it.
    fn a_budget_is_spent_for_the_best_value_and_becomes_a_scenario(person) {
        look_round(&person).await;
        go(&person, "#/scenarios/plan-2019-20/best-value").await;
        person.at("Best value for a budget").await;
        person.fill("Budget for one year", "40000").await;
        person.click("Find the best plan").await;
        person.see("The next best plan comes to").await;
        person.see("in the best plan in about").await;
        // The answer comes below the form, so that is where people are taken.
        let focus = person.ask("return document.activeElement.innerText").await;
        assert_eq!(focus.as_str(), Some("The best plan, and what it hangs on"));
        person.picture("best-value").await;
        person.fill("At least for Harrowmead", "50000").await;
        person.click("Find the best plan").await;
        person.see("more than there is").await;
        person.fill("At least for Harrowmead", "15000").await;
        person.click("Find the best plan").await;
        person.see("To spend at least so much on Harrowmead").await;
        person.click("What else must hold").await;
        person.click("Add a rule between programmes").await;
        // Who uses the keyboard goes on where the row came, and is not lost when it goes again.
        let focus = "return document.activeElement.id";
        assert_eq!(person.ask(focus).await, "rule-1-programme");
        person.press(&[Key::Tab, Key::Tab, Key::Tab, Key::Enter]).await;
        person.not_see("Remove rule 1").await;
        person.until("the focus is kept", || async { person.ask(focus).await == "add-rule" }).await;
        person.press(&[Key::Enter]).await;
        person.see("Remove rule 1").await;
        person.picture("best-value-rules").await;
        person.choose("In each cluster", "Autism groups").await;
        person.choose("Programme", "Autism groups").await;
        person.click("Find the best plan").await;
        person.see("“Autism groups” stands on both sides of a rule").await;
        person.choose("Programme", "Staff training").await;
        person.click("Find the best plan").await;
        person.see("The next best plan comes to").await;
        person.click("Make a scenario of it").await;
        person.at("Best value for £40,000").await;
        person.see("than with “Plan 2019/20”").await;
    }
}
