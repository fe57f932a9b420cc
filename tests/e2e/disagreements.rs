//! Two people change the same figures without knowing of one another: both values are kept, listed and settled, here and there.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{at_a_return, go, save_everything};
use fantoccini::key::Key;
use std::path::PathBuf;

/// Types figures into the return that both share, and hands out everything.
async fn writes(person: &Person, figures: [&str; 2]) -> (String, PathBuf) {
    let page = at_a_return(person).await;
    for (label, figure) in ["Pupils on roll", "Pupils at SEN Support"].into_iter().zip(figures) {
        person.fill(label, figure).await;
    }
    person.ask("document.activeElement.blur()").await;
    person.see("Saved on this device").await;
    (page, save_everything(person).await)
}

const THIRD: &str = "Pupils at SEN Support: or write what is right";

/// Chooses a side of the first figure while something is being typed for the second.
async fn chooses_while_typing(person: &Person, side: &str) {
    person.fill(THIRD, "no figure").await;
    person.tick(side).await;
    person.see("You have chosen.").await;
    assert_eq!(person.value(THIRD).await, "no figure", "what was typed is there still");
    let chosen = person.ask("return document.activeElement.type + ' ' + document.activeElement.checked").await;
    assert_eq!(chosen, "radio true", "whoever works by keyboard goes on where they were");
}

/// Goes on from there by keyboard: what was typed is no figure, and then it is one.
async fn writes_what_is_right(person: &Person) {
    person.press(&[Key::Tab, Key::Tab, Key::Tab, Key::Tab, Key::Tab, Key::Enter]).await;
    person.see("“no figure” is not a whole number").await;
    person.fill(THIRD, "13").await;
    person.press(&[Key::Tab, Key::Enter]).await;
    person.see("What you wrote is kept.").await;
    let beside = person.ask("return document.querySelectorAll('.cw-disagreement > p')[1].textContent").await;
    assert_eq!(beside, "What you wrote is kept.", "it is said beside the field, too");
    person.not_see("is not a whole number").await;
}

journey! {
    framed fn what_two_people_changed_is_kept_listed_and_settled(person) {
        let (page, _) = writes(&person, ["120", "12"]).await;
        let other = person.somebody_else().await;
        let (_, theirs) = writes(&other, ["140", "14"]).await;
        go(&person, "#/files/disagreements").await;
        person.see("Nowhere.").await;
        go(&person, "#/files/open").await;
        person.give_files("Files to open", &[theirs]).await;
        person.see("Where copies disagree").await;
        chooses_while_typing(&person, "Here: 120").await;
        writes_what_is_right(&person).await;
        person.click("Keep all of ours").await;
        person.see("You have chosen.").await;
        person.click("Cancel: change nothing").await;
        person.at("Open files").await;
        // Opened without a choice: the newer is shown, and both are listed.
        let again = save_everything(&other).await;
        go(&person, "#/files/open").await;
        person.give_files("Files to open", &[again]).await;
        person.click("Apply 1 file").await;
        person.see("One undo takes all of it back").await;
        go(&person, "#/files/disagreements").await;
        person.see("2 fields were changed by two people").await;
        person.finds_no_accessibility_fault("where copies disagree").await;
        person.picture("disagreements").await;
        person.open_narrow("#/files/disagreements").await;
        person.see("2 fields were changed by two people").await;
        person.fits_its_width("where copies disagree, at 320 px").await;
        person.ask("document.querySelector('.cw-disagreement').scrollIntoView()").await;
        person.picture("narrow-disagreements").await;
        person.leave_narrow().await;
        person.open("#/files/disagreements").await;
        let list = person.download("Save this list").await;
        let list = std::fs::read_to_string(list).expect("the list");
        assert_eq!(list.lines().count(), 5, "{list}");
        chooses_while_typing(&person, "Elsewhere: 120").await;
        person.count_clicks_from_here();
        person.click("Take all others").await;
        person.click("Settle what I have chosen").await;
        person.see("Nowhere.").await;
        assert_eq!(person.clicks(), 2);
        go(&person, &page).await;
        person.at("Pupils and requests").await;
        assert_eq!(person.value("Pupils on roll").await, "120", "the one that was chosen by itself");
        assert_eq!(person.value("Pupils at SEN Support").await, "12");
        // Whoever gets the settled copy has nothing to settle.
        let settled = save_everything(&person).await;
        go(&other, "#/files/open").await;
        other.give_files("Files to open", &[settled]).await;
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;
        go(&other, "#/files/disagreements").await;
        other.see("Nowhere.").await;
        go(&other, &page).await;
        other.at("Pupils and requests").await;
        assert_eq!(other.value("Pupils on roll").await, "120");
        other.leave().await;
    }
}
