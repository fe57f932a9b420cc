//! Earlier versions: kept by themselves and by name, held against what is here, gone back to, and taken back.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{at_a_return, bytes, go, save_everything};

/// The versions as the list has them, newest first: what each was kept for.
async fn kept(person: &Person) -> Vec<String> {
    go(person, "#/storage/versions").await;
    person.at("Earlier versions").await;
    let asked = person.ask("return [...document.querySelectorAll('main tbody tr')].filter(row => row.cells[1]).map(row => row.cells[1].innerText)");
    asked.await.as_array().into_iter().flatten().filter_map(|words| words.as_str().map(str::to_owned)).collect()
}

async fn roll(person: &Person, page: &str) -> String {
    go(person, page).await;
    person.at("Pupils and requests").await;
    person.value("Pupils on roll").await
}

async fn type_roll(person: &Person, page: &str, figure: &str) {
    go(person, page).await;
    person.fill("Pupils on roll", figure).await;
    person.ask("document.activeElement.blur()").await;
    person.see("Saved on this device").await;
}

journey! {
    fn an_earlier_version_is_seen_gone_back_to_and_left_again(person) {
        let page = at_a_return(&person).await;
        type_roll(&person, &page, "120").await;
        // A session's version is written when the person makes a pause.
        person.until("the session has its version", || async { kept(&person).await.len() == 1 }).await;
        assert_eq!(kept(&person).await, ["Before a session’s first change"]);
        person.fill("Keep a version now, under a name", "Before July").await;
        person.click("Keep a version").await;
        person.until("it is kept", || async { kept(&person).await.len() == 2 }).await;
        type_roll(&person, &page, "130").await;
        let before = save_everything(&person).await;

        assert_eq!(kept(&person).await, ["“Before July”", "Before a session’s first change"]);
        person.picture("versions").await;
        person.finds_no_accessibility_fault("earlier versions").await;
        person.ask("document.querySelector('main tbody a').click()").await;
        person.at("As it was on").await;
        person.see("1 changed").await;
        person.see("In the version").await;
        person.picture("version").await;
        person.finds_no_accessibility_fault("an earlier version").await;
        person.count_clicks_from_here();
        person.click("Go back to this version").await;
        person.see("the pilot is as it was then").await;
        person.see("the pilot shows the same now").await;
        assert_eq!(person.clicks(), 1);
        assert_eq!(roll(&person, &page).await, "120");
        person.reload().await;
        assert_eq!(roll(&person, &page).await, "120");
        // What was left is itself a version, and one undo away.
        assert_eq!(kept(&person).await.first().map(String::as_str), Some("Before going back to a version"));
        person.click("Undo").await;
        assert_eq!(roll(&person, &page).await, "130");
        assert!(bytes(&save_everything(&person).await) == bytes(&before), "undo brings back the very bytes");
    }
}

journey! {
    fn a_version_is_a_file_like_any_other_and_can_be_renamed_and_removed(person) {
        let page = at_a_return(&person).await;
        let first = save_everything(&person).await;
        type_roll(&person, &page, "120").await;
        person.until("the session has its version", || async { kept(&person).await.len() == 1 }).await;
        person.ask("document.querySelector('main tbody a').click()").await;
        person.at("As it was on").await;
        let file = person.download("Save it as a file").await;
        assert!(bytes(&file) == bytes(&first), "it is the pilot as it was");
        person.fill("Name", "At the start").await;
        // Whoever goes on at once, before it is on the disk, finds it named, too.
        let name_and_go = "[...document.querySelectorAll('button')].find(button => button.innerText === 'Save the name').click(); \
            location.hash = '#/storage/versions';";
        person.ask(name_and_go).await;
        person.until("it is named", || async { kept(&person).await == ["“At the start”"] }).await;
        // Opening files keeps one too, whatever they hold.
        go(&person, "#/files/open").await;
        let other = person.somebody_else().await;
        let others_page = at_a_return(&other).await;
        type_roll(&other, &others_page, "140").await;
        let sent = save_everything(&other).await;
        person.give_files("Files to open", &[sent]).await;
        person.click("Apply 1 file").await;
        person.see("One undo takes all of it back").await;
        person.until("there is one of before", || async { kept(&person).await.len() == 2 }).await;
        assert_eq!(kept(&person).await, ["Before files were opened", "“At the start”"]);
        person.ask("document.querySelector('main tbody a').click()").await;
        person.at("As it was on").await;
        person.click("Remove this version").await;
        person.see("The version cannot be had back").await;
        person.click("Remove it").await;
        person.until("it is gone", || async { kept(&person).await == ["“At the start”"] }).await;
        go(&person, "#/storage/versions/12").await;
        person.see("There is no such version any more").await;
        other.leave().await;
    }
}
