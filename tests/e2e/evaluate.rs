//! Evaluating the pilot: all ten measures, a figure traced to its rows, and numbers that others may see.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{enter_return, first_school_without_a_return, go, look_round};

/// Home of a council officer, from which clicks are counted.
async fn home_of_a_council_officer(person: &Person) {
    person.ask("localStorage.setItem('clusterwise.role', JSON.stringify('council'))").await;
    go(person, "#/home").await;
    person.reload().await;
    person.see("Your tasks").await;
    person.count_clicks_from_here();
}

journey! {
    fn all_ten_measures_are_evaluated_in_two_clicks(person) {
        look_round(&person).await;
        home_of_a_council_officer(&person).await;
        person.click("Measures").await;
        person.at("Is the pilot working?").await;
        for measure in clusterwise::model::Measure::ALL {
            person.see(&format!("{} ", measure.number())).await;
        }
        person.see("Cannot tell yet").await;
        person.see("as intended").await;
        assert!(person.clicks() <= 2, "{} clicks", person.clicks());
        person.picture("ten-measures").await;
    }
}

journey! {
    fn a_figure_is_traced_to_its_rows_in_three_clicks(person) {
        look_round(&person).await;
        home_of_a_council_officer(&person).await;
        person.click("Measures").await;
        person.click("7 Requests for EHC needs assessment").await;
        person.see("Compared with whom?").await;
        person.click("Which rows are these figures from?").await;
        person.see("rows count.").await;
        person.see("school-9").await;
        person.see("No: ").await;
        assert!(person.clicks() <= 3, "{} clicks", person.clicks());
        person.picture("rows-behind-a-figure").await;
    }
}

journey! {
    fn a_row_that_came_with_a_file_names_the_file_and_the_role(person) {
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        enter_return(&person, &school).await;
        let sent = person.download("Send to cluster").await;
        let other = person.somebody_else().await;
        look_round(&other).await;
        go(&other, "#/files/open").await;
        other.give_files("Files to open", std::slice::from_ref(&sent)).await;
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;
        let name = sent.file_name().expect("a name").to_string_lossy().into_owned();
        go(&other, &format!("#/measures/9?school={school}")).await;
        other.see("Compared with whom?").await;
        other.click("Which rows are these figures from?").await;
        other.see(&name).await;
        other.see("opened as Cluster clerk or chair").await;
        other.leave().await;
    }
}

journey! {
    fn a_table_for_others_is_had_in_four_clicks_and_hides_what_is_small(person) {
        look_round(&person).await;
        home_of_a_council_officer(&person).await;
        person.click("Measures").await;
        person.click("Numbers that are safe to share").await;
        person.at("Numbers that are safe to share").await;
        person.see("c: hidden, so that nobody can be recognised").await;
        person.see("Checked: ").await;
        person.picture("safe-to-share").await;
        let file = person.download("Download table").await;
        assert!(person.clicks() <= 4, "{} clicks", person.clicks());
        let text = std::fs::read_to_string(file).expect("the table");
        assert!(text.contains(",c") && text.contains("c: hidden"), "{text}");
        person.click("Note as published today").await;
        person.see("numbers").await;
        person.not_see("Nothing has been noted as published.").await;
        person.see("Saved on this device").await;
    }
}

journey! {
    fn while_others_look_on_small_numbers_and_single_schools_are_hidden(person) {
        look_round(&person).await;
        go(&person, "#/measures/8").await;
        person.see("Which rows are these figures from?").await;
        person.choose("Numbers", "Safe to show others").await;
        person.see("Small numbers are hidden").await;
        person.not_see("Which rows are these figures from?").await;
        person.not_see("Between schools").await;
        person.see("By whole school years, as most terms are hidden").await;
        person.picture("while-others-look-on").await;
        person.finds_no_accessibility_fault("a measure while others look on").await;
        go(&person, "#/schools/900001").await;
        person.at("Not while others look on").await;
        person.click("Show all numbers").await;
        person.not_see("Small numbers are hidden").await;
        person.see("Is this school changing?").await;
    }
}

journey! {
    fn what_is_printed_is_what_others_may_see(person) {
        look_round(&person).await;
        go(&person, "#/measures/8").await;
        person.see("Which rows are these figures from?").await;
        person.ask("window.printed = ''; window.print = () => { window.printed = document.body.innerText }").await;
        person.click("Print").await;
        person.until("something was printed", || async {
            person.ask("return window.printed").await.as_str().is_some_and(|text| !text.is_empty())
        }).await;
        let printed = person.ask("return window.printed").await;
        let printed = printed.as_str().expect("text");
        assert!(printed.contains("Small numbers are hidden"), "{printed:.2000}");
        assert!(!printed.contains("Which rows are these figures from?"), "{printed:.2000}");
        // Not before it was known what to hide.
        assert!(printed.contains("By whole school years"), "{printed:.2000}");
        // And everything is there again.
        person.see("Which rows are these figures from?").await;
    }
}
