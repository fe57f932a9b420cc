//! Sealed files: a passphrase or a key opens them, nothing else does, and what was opened once is remembered.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{at_a_return, bytes, go, look_round, save_everything};
use crate::set_up::started;
use std::path::Path;

/// Chooses five words that were made by chance, and gives them.
pub async fn take_five_words(person: &Person) -> String {
    go(person, "#/files/sealing").await;
    person.at("How files are sealed").await;
    person.click("Make five words").await;
    person.see("hundreds of years or more").await;
    let words = person.value("Another passphrase").await;
    assert_eq!(words.split(' ').count(), 5, "{words}");
    person.click("Use this passphrase").await;
    person.see("Files are sealed with the passphrase.").await;
    assert_eq!(person.value("The passphrase of this pilot’s files").await, words);
    words
}

fn is_sealed(file: &Path) -> bool {
    let text = std::fs::read_to_string(file).expect("a saved file");
    text.contains("BEGIN AGE ENCRYPTED FILE") && !text.contains("document") && !text.contains("ernleigh")
}

pub async fn change_a_figure(person: &Person, page: &str, figure: &str) {
    go(person, page).await;
    person.fill("Pupils on roll", figure).await;
    person.ask("document.activeElement.blur()").await;
    person.see("Saved on this device").await;
}

pub async fn offer(person: &Person, file: &Path) {
    // The page of files that were opened before is left first.
    go(person, "#/home").await;
    go(person, "#/files/open").await;
    person.give_files("Files to open", &[file.to_path_buf()]).await;
}

journey! {
    fn a_file_sealed_with_five_words_opens_with_them_and_is_remembered(person) {
        let page = at_a_return(&person).await;
        let words = take_five_words(&person).await;
        person.finds_no_accessibility_fault("how files are sealed").await;
        person.picture("sealing").await;
        change_a_figure(&person, &page, "120").await;
        let file = save_everything(&person).await;
        person.see("It is sealed").await;
        assert!(is_sealed(&file));

        let other = person.somebody_else().await;
        look_round(&other).await;
        offer(&other, &file).await;
        other.at("1 file is sealed with a passphrase").await;
        other.fill("Passphrase", "not these five words").await;
        other.click("Open").await;
        other.see("There is a problem").await;
        other.finds_no_accessibility_fault("a wrong passphrase").await;
        other.picture("wrong-passphrase").await;
        other.fill("Passphrase", &words.to_uppercase()).await;
        other.count_clicks_from_here();
        other.click("Open").await;
        other.at("1 file: 1 will change your data").await;
        other.see("which has not been seen here before").await;
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;
        assert_eq!(other.clicks(), 2);

        // The words and who signs are known from now on.
        change_a_figure(&person, &page, "130").await;
        let next = save_everything(&person).await;
        offer(&other, &next).await;
        other.at("1 file: 1 will change your data").await;
        other.see("with the key that it has always had here").await;
        // A letter that is changed on its way is found.
        let mut spoilt = bytes(&next);
        let middle = spoilt.len() / 2;
        spoilt[middle] = if spoilt[middle] == b'A' { b'B' } else { b'A' };
        let path = next.with_file_name("spoilt.clusterwise.json");
        std::fs::write(&path, spoilt).expect("a spoilt file");
        offer(&other, &path).await;
        other.not_see("will change your data").await;
        other.leave().await;
    }
}

journey! {
    fn a_file_sealed_to_a_key_opens_for_its_owner_and_for_nobody_else(person) {
        let page = at_a_return(&person).await;
        let clerk = person.somebody_else().await;
        look_round(&clerk).await;
        go(&clerk, "#/files/sealing").await;
        clerk.click("Make a key for others to seal to").await;
        clerk.see("The words of your own key").await;
        let key = clerk.value("Your own key, for others to seal to").await;

        go(&person, "#/files/sealing").await;
        person.fill("Whose key", "Clerk").await;
        person.fill("Their key", "age1nothing").await;
        person.click("Seal to this key").await;
        person.see("one is wrong or missing").await;
        person.fill("Their key", &key).await;
        person.click("Seal to this key").await;
        person.see("Files are sealed to the key below").await;
        change_a_figure(&person, &page, "120").await;
        let file = save_everything(&person).await;
        assert!(is_sealed(&file));

        offer(&clerk, &file).await;
        clerk.at("1 file: 1 will change your data").await;
        let stranger = person.somebody_else().await;
        look_round(&stranger).await;
        offer(&stranger, &file).await;
        stranger.see("Cannot be used").await;
        stranger.see("key").await;
        stranger.picture("sealed-to-others").await;
        clerk.leave().await;
        stranger.leave().await;
    }
}

journey! {
    fn the_first_file_of_a_pilot_is_sealed_and_its_passphrase_shown(person) {
        started(&person).await;
        go(&person, "#/storage").await;
        let file = person.download("Save a copy as a file").await;
        assert!(is_sealed(&file));
        person.see("We cannot recover this passphrase").await;
        let words = person.value("The passphrase").await;
        assert_eq!(words.split(' ').count(), 5, "{words}");
        person.finds_no_accessibility_fault("a new passphrase").await;
        person.picture("new-passphrase").await;
        // It is asked for nowhere here, and the same from now on, also after a reload.
        person.reload().await;
        go(&person, "#/files/sealing").await;
        person.see("Files are sealed with the passphrase.").await;
        assert_eq!(person.value("The passphrase of this pilot’s files").await, words);
        go(&person, "#/storage").await;
        person.give_files("A copy that you saved", std::slice::from_ref(&file)).await;
        person.see("The copy is whole, and holds everything that is here").await;
        // A file leaves most of all when the storage fails, and can still be opened with what is shown.
        person.ask("IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError'); };").await;
        go(&person, "#/files/sealing").await;
        person.click("Make five words").await;
        person.see("hundreds of years or more").await;
        let others = person.value("Another passphrase").await;
        person.click("Use this passphrase").await;
        person.see("There is a problem").await;
        go(&person, "#/storage").await;
        let file = person.download("Save a copy as a file").await;
        assert!(is_sealed(&file));
        person.reload().await;
        go(&person, "#/files/open").await;
        person.give_files("Files to open", std::slice::from_ref(&file)).await;
        person.at("1 file is sealed with a passphrase").await;
        person.fill("Passphrase", &others).await;
        person.click("Open").await;
        person.see("nothing new").await;
        // Nobody has to seal.
        go(&person, "#/files/sealing").await;
        person.tick("Leave files open").await;
        person.see("Files are left open").await;
        let open = save_everything(&person).await;
        assert!(std::fs::read_to_string(open).expect("a file").contains("\"signed\""));
    }
}
