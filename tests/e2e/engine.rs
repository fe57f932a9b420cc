//! The engine through the page: a calculator that says the command line's words, what is wrong with what was typed, and an
//! event that is marked beside a measure.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{go, look_round};
use fantoccini::key::Key;
use serde_json::Value;
use std::io::Write;
use std::process::{Command, Stdio};

/// What `clusterwise calc` answers to a check file.
pub fn on_the_command_line(check_file: &str) -> Value {
    let mut child = Command::new(env!("CARGO_BIN_EXE_clusterwise"))
        .arg("calc")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command line starts");
    child.stdin.take().expect("its input").write_all(check_file.as_bytes()).expect("written");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{check_file}");
    serde_json::from_slice(&output.stdout).expect("an answer")
}

journey! {
    fn a_calculator_answers_as_the_command_line_does_and_says_what_is_wrong(person) {
        person.open("#/calculators").await;
        person.click("Two rates compared").await;
        person.at("Two rates compared").await;
        // It opens with its example worked out.
        person.see("The first rate is").await;
        person.fill("Events now", "x").await;
        person.click("Work it out").await;
        person.see("“x” is not a number").await;
        person.fill("Events now", "-3").await;
        person.click("Work it out").await;
        person.see("Events now must be a whole number").await;
        person.picture("calculator-error").await;
        person.fill("Events now", "12").await;
        person.click("Work it out").await;
        person.see("The first rate is 0.19 times the second").await;
        let answer = on_the_command_line(&person.value("Check file").await);
        person.see(answer["words"].as_str().expect("words")).await;
        person.picture("calculator-answer").await;
    }
}

journey! {
    fn every_calculator_opens_with_its_example_answered_as_the_command_line_answers_it(person) {
        for calculator in clusterwise::eval::calculators::Calculator::all() {
            person.open(&format!("#/calculators/{}", calculator.method)).await;
            person.at(calculator.title).await;
            let answer = on_the_command_line(&person.value("Check file").await);
            person.see(answer["words"].as_str().expect("words")).await;
        }
    }
}

journey! {
    fn an_event_is_marked_beside_a_measure_and_taken_back(person) {
        look_round(&person).await;
        go(&person, "#/measures/9").await;
        person.see("Schools closed for snow").await;
        person.click("Mark something that happened").await;
        person.click("Mark it").await;
        person.see("Enter what happened").await;
        person.fill("What happened", "New rota at lunch").await;
        person.fill("Day", "14").await;
        person.fill("Month", "1").await;
        person.fill("Year", "2019").await;
        person.click("Mark it").await;
        person.see("14 January 2019: New rota at lunch").await;
        person.see("Saved on this device").await;
        person.reload().await;
        person.see("14 January 2019: New rota at lunch").await;
        person.picture("measure-with-events").await;
        // What is half typed outlives that something else is saved meanwhile.
        person.click("Mark something that happened").await;
        person.fill("What happened", "Another rota").await;
        person.click("Undo").await;
        person.not_see("14 January 2019: New rota at lunch").await;
        person.see("Saved on this device").await;
        assert_eq!(person.value("What happened").await, "Another rota");
    }
}

journey! {
    fn a_measure_is_read_by_keyboard_alone(person) {
        look_round(&person).await;
        go(&person, "#/measures/9").await;
        person.see("How sure").await;
        // The heading has the focus, so the first Tab goes to what follows it.
        let is_at = |what: &str| format!("return !!document.activeElement.closest('{what}')");
        tab_until(&person, &is_at("#numbers")).await;
        tab_until(&person, &is_at(".chart__canvas")).await;
        let readout = "return document.querySelector('.chart__readout').innerText";
        person.press(&[Key::Home]).await;
        let first = person.ask(readout).await;
        person.press(&[Key::Right]).await;
        let second = person.ask(readout).await;
        assert_ne!(first, second, "the arrow moves to the next term");
        person.press(&[Key::Left]).await;
        assert_eq!(person.ask(readout).await, first);
        tab_until(&person, "return document.activeElement.innerText.includes('How was this worked out')").await;
        person.press(&[Key::Enter]).await;
        person.see("What is measured").await;
    }
}

/// Presses Tab until something is so; round the whole page once at the most.
async fn tab_until(person: &Person, so: &str) {
    for _ in 0..120 {
        if person.ask(so).await.as_bool() == Some(true) {
            return;
        }
        person.press(&[Key::Tab]).await;
    }
    panic!("Tab does not come to it: {so}");
}
