//! A record is erased for good: from the page, from the disk, and from what old files would bring back.

use crate::journey;
use crate::return_to_merge::{
    at_a_return, enter_return, first_school_without_a_return, go, look_round, save_everything,
};
use serde_json::json;

journey! {
    fn a_return_is_erased_for_good_and_no_old_file_brings_it_back(person) {
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        enter_return(&person, &school).await;
        let old = save_everything(&person).await;
        go(&person, "#/storage/versions").await;
        person.click("Keep a version").await;
        go(&person, &format!("#/returns/2018-19_6/{school}/check")).await;
        person.at("Check your answers").await;
        person.count_clicks_from_here();
        person.click("Erase this return for good").await;
        person.picture("erase").await;
        person.finds_no_accessibility_fault("erasing").await;
        person.ask("document.getElementById('erase-for-good').click()").await;
        person.click("Erase it").await;
        person.at("returns for Term 6").await;
        assert!(person.clicks() <= 3, "{} clicks", person.clicks());
        person.see("Saved on this device").await;
        let row = format!(
            "return [...document.querySelectorAll('tbody tr')].find(row => row.querySelector('a').href.includes('{school}')).innerText"
        );
        let told = person.ask(&row).await;
        assert!(told.as_str().is_some_and(|row| row.contains("Not started")), "{told}");
        // Undo goes no further back than this.
        assert_eq!(person.ask("return document.querySelector('.cw-steps button').ariaDisabled").await, json!("true"));
        go(&person, "#/storage/versions").await;
        person.see("There is none yet.").await;
        go(&person, "#/files/open").await;
        person.give_files("Files to open", std::slice::from_ref(&old)).await;
        person.at("1 file").await;
        assert!(!person.words().await.contains("will change your data"), "{}", person.words().await);
        // Nor does it come back by a reload.
        go(&person, "#/returns/2018-19_6").await;
        person.reload().await;
        person.see("Not returned yet").await;
        assert!(person.ask(&row).await.as_str().is_some_and(|row| row.contains("Not started")));
    }
}

journey! {
    fn what_was_erased_cannot_be_entered_again(person) {
        let page = at_a_return(&person).await;
        person.fill("Pupils on roll", "120").await;
        person.fill("Pupils at SEN Support", "11").await;
        person.see("Saved on this device").await;
        go(&person, &page.replace("/pupils", "/check")).await;
        person.at("Check your answers").await;
        person.click("Erase this return for good").await;
        person.ask("document.getElementById('erase-for-good').click()").await;
        person.click("Erase it").await;
        person.at("returns for Term 6").await;
        go(&person, &page).await;
        person.at("Pupils and requests").await;
        person.fill("Pupils on roll", "120").await;
        person.click("Continue").await;
        person.see("was erased").await;
    }
}
