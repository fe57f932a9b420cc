//! Heavy work: beside the page in a worker, or in the page where there can be none, with the same answer; and a way out of it.

use crate::engine::on_the_command_line;
use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{bytes, go, look_round, save_everything};
use clusterwise::jobs::TAKES_LONG;
use serde_json::Value;
use std::path::Path;
use std::process::Command;

/// Waits until the page knows where its heavy work is done.
async fn works_in(person: &Person, place: &str) {
    let script = "return (document.querySelector('iframe[data-jobs]') || { dataset: {} }).dataset.jobs || ''";
    person.until(&format!("jobs are done in the {place}"), || async { person.ask(script).await == place }).await;
}

/// Every heavy calculator says what the command line says.
async fn heavy_calculators_answer(person: &Person) {
    for method in TAKES_LONG {
        let calculator = clusterwise::eval::calculators::Calculator::of(method).expect("a calculator");
        go(person, &format!("#/calculators/{method}")).await;
        person.at(calculator.title).await;
        person.click("Clear").await;
        person.click("Show the example").await;
        let answer = on_the_command_line(&person.value("Check file").await);
        person.see(answer["words"].as_str().expect("words")).await;
    }
}

/// What `clusterwise evaluate` prints of a file.
fn evaluated_by_the_command_line(file: &Path) -> Vec<u8> {
    let output = Command::new(env!("CARGO_BIN_EXE_clusterwise")).arg("evaluate").arg(file).output();
    let output = output.expect("the command line runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

/// The file of the whole evaluation is the command line's, byte for byte.
async fn the_evaluation_is_saved(person: &Person) {
    look_round(person).await;
    let copy = save_everything(person).await;
    go(person, "#/measures").await;
    let saved = person.download("Save the whole evaluation").await;
    person.see("_evaluation.json").await;
    assert!(bytes(&saved) == evaluated_by_the_command_line(&copy), "the command line prints the same");
}

journey! {
    fn heavy_work_is_done_in_the_worker_as_the_command_line_does_it(person) {
        person.open("#/calculators").await;
        works_in(&person, "worker").await;
        heavy_calculators_answer(&person).await;
        person.fill("Budget in pounds", "-5").await;
        person.click("Work it out").await;
        person.see("There is a problem").await;
        the_evaluation_is_saved(&person).await;
        works_in(&person, "worker").await;
    }
}

journey! {
    unframed fn where_a_host_forbids_frames_the_page_works_it_out_itself(person) {
        person.open("#/calculators").await;
        works_in(&person, "page").await;
        heavy_calculators_answer(&person).await;
        the_evaluation_is_saved(&person).await;
    }
}

journey! {
    workerless fn where_the_worker_is_missing_the_page_works_it_out_itself(person) {
        person.open("#/calculators").await;
        works_in(&person, "page").await;
        heavy_calculators_answer(&person).await;
    }
}

/// So many units that other choices of the treated take seconds.
async fn ask_for_too_much(person: &Person) {
    let script = "const put = (label, text) => { const id = [...document.querySelectorAll('label')]\
        .find(one => one.innerText.trim() === label).htmlFor; const box = document.getElementById(id); box.value = text; \
        box.dispatchEvent(new Event('input', { bubbles: true })); }; \
        const names = [...Array(5000).keys()].map(n => 'unit ' + n); \
        put('Clusters', names.map((name, n) => name + ', ' + (n * 7919 % 1000) / 100).join('\\n')); \
        put('Which took part', names.slice(0, 2500).join('\\n'));";
    person.ask(script).await;
}

journey! {
    fn a_long_wait_says_so_leaves_the_page_usable_and_can_be_ended(person) {
        person.open("#/calculators/randomisation").await;
        works_in(&person, "worker").await;
        person.see("The treated units changed by").await;
        ask_for_too_much(&person).await;
        person.click("Work it out").await;
        person.see("Working it out…").await;
        person.not_see("The treated units changed by").await;
        person.see("Cancel").await;
        // One step: no bar pretends to know how far it is.
        person.see("This is one long step").await;
        assert_eq!(person.ask("return document.querySelector('progress')").await, Value::Null);
        // The page is free: a key shows at once.
        let started = std::time::Instant::now();
        person.fill("Which took part", "West").await;
        assert_eq!(person.value("Which took part").await, "West");
        assert!(started.elapsed().as_millis() < 2_000, "typing waited for the work");
        person.click("Cancel").await;
        person.see("Cancelled.").await;
        person.not_see("Working it out…").await;
        let focus = person.ask("return document.activeElement.innerText").await;
        assert_eq!(focus, "Work it out", "the focus is where it was");
        // Looked over in a wait of its own: that takes long itself.
        ask_for_too_much(&person).await;
        person.click("Work it out").await;
        person.see("Cancel").await;
        person.ask("document.querySelector('.cw-working').scrollIntoView({ block: 'center' })").await;
        person.picture("working").await;
        person.finds_no_accessibility_fault("a calculator at work").await;
        // The next worker answers the next question.
        person.click("Show the example").await;
        person.see("The treated units changed by").await;
        works_in(&person, "worker").await;
    }
}
