//! Devices that are not what they were: a profile that was copied, and a key that is another than before.

use crate::journey;
use crate::kept::in_the_store;
use crate::person::Person;
use crate::return_to_merge::{at_a_return, go, look_round, save_everything};
use crate::sealed::{change_a_figure, offer, take_five_words};
use crate::set_up::started;

async fn own_name(person: &Person) -> String {
    go(person, "#/storage").await;
    person.see("This device is called").await;
    let row = "return [...document.querySelectorAll('main dt')].find(dt => dt.innerText.includes('This device is called')).nextElementSibling.innerText.trim()";
    person.ask(row).await.as_str().unwrap_or_default().to_owned()
}

async fn add_school(person: &Person, line: &str) {
    go(person, "#/setup/new-school").await;
    person.fill("Paste many schools", line).await;
    person.click("Look at what would be added").await;
    person.click("Save 1 school").await;
    person.at("Set up schools").await;
    person.see("Saved on this device").await;
}

journey! {
    /// Two browsers that write under one name would take the other's edits for their own: the one that finds out takes another name.
    fn a_copied_profile_takes_a_name_of_its_own_and_nothing_is_lost(person) {
        started(&person).await;
        go(&person, "#/files/sealing").await;
        person.tick("Leave files open").await;
        person.see("Files are left open").await;
        let (person, twin) = person.copied().await;
        for (one, line) in [(&person, "900001,990/2000,Ash Way,Primary,Aldermere"), (&twin, "900002,990/2001,Birch Road,Secondary,Carrow")] {
            one.open("#/").await;
            one.click("Open your pilot").await;
            one.see("Saved on this device").await;
            add_school(one, line).await;
        }
        let name = own_name(&person).await;
        assert_eq!(own_name(&twin).await, name, "the copy does not know yet");
        let file = save_everything(&twin).await;
        offer(&person, &file).await;
        person.at("1 file: 1 will change your data").await;
        person.click("Apply 1 file").await;
        person.see("One undo takes all of it back").await;
        assert_ne!(own_name(&person).await, name, "two never write under one name");
        go(&person, "#/setup/schools").await;
        person.see("2 of 2 schools").await;
        person.reload().await;
        person.see("2 of 2 schools").await;
        let back = save_everything(&person).await;
        offer(&twin, &back).await;
        twin.at("1 file: 1 will change your data").await;
        twin.click("Apply 1 file").await;
        twin.see("One undo takes all of it back").await;
        go(&twin, "#/setup/schools").await;
        twin.see("2 of 2 schools").await;
        twin.leave().await;
    }
}

journey! {
    fn a_device_that_signs_with_another_key_is_a_warning_until_somebody_has_asked(person) {
        let page = at_a_return(&person).await;
        let words = take_five_words(&person).await;
        change_a_figure(&person, &page, "120").await;
        let first = save_everything(&person).await;
        let other = person.somebody_else().await;
        look_round(&other).await;
        offer(&other, &first).await;
        other.fill("Passphrase", &words).await;
        other.click("Open").await;
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;
        // Its settings are gone, as when somebody clears them; the pilot is still there.
        in_the_store(&person, "sample", "checkpoints.delete('sealing');").await;
        person.reload().await;
        let words = take_five_words(&person).await;
        change_a_figure(&person, &page, "130").await;
        let second = save_everything(&person).await;
        offer(&other, &second).await;
        other.fill("Passphrase", &words).await;
        other.click("Open").await;
        other.at("1 file: 1 will change your data").await;
        other.see("but with another key than before").await;
        other.finds_no_accessibility_fault("a device with another key").await;
        other.picture("another-key").await;
        other.count_clicks_from_here();
        other.click("I have asked them: take the new key").await;
        other.see("is taken.").await;
        assert_eq!(other.clicks(), 1);
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;
        change_a_figure(&person, &page, "140").await;
        let third = save_everything(&person).await;
        offer(&other, &third).await;
        other.at("1 file: 1 will change your data").await;
        other.see("with the key that it has always had here").await;
        other.leave().await;
    }
}
