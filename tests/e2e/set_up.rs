//! A pilot from nothing: started, its schools pasted, kept over a reload and taken back.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::go;
use fantoccini::Locator;

/// Types into a box of a date, whose label ("Day") others on the page share.
async fn fill_part(person: &Person, id: &str, text: &str) {
    let field = person.client.find(Locator::Id(id)).await.unwrap_or_else(|error| panic!("no box {id}: {error}"));
    field.clear().await.expect("a box that can be emptied");
    field.send_keys(text).await.expect("a box that can be typed into");
}

async fn fill_the_rest(person: &Person) {
    person.fill("The pilot’s name", "Fernleigh pilot").await;
    for (id, text) in [("start", "5"), ("start-month", "November"), ("start-year", "2018")] {
        fill_part(person, id, text).await;
    }
    person.fill("Names of the clusters", "Aldermere\nBrackenfold\nCarrow").await;
    person.click("Start the pilot").await;
    person.at("Set up Fernleigh pilot").await;
}

/// Starts a pilot of one's own.
pub async fn started(person: &Person) {
    person.open("#/").await;
    person.click("Start a pilot").await;
    person.at("Start a pilot").await;
    person.fill("Council", "Fernleigh (fictional)").await;
    fill_the_rest(person).await;
}

journey! {
    fn a_pilot_is_set_up_from_nothing(person) {
        person.open("#/").await;
        person.click("Start a pilot").await;
        person.at("Start a pilot").await;
        person.fill("Council", "Fernleigh (fictional)").await;
        person.click("Start the pilot").await;
        person.see("Enter the pilot’s name").await;
        person.see("Enter the date the pilot starts").await;
        assert!(person.title().await.starts_with("Error: "), "the title says that something is wrong");
        assert_eq!(person.value("Council").await, "Fernleigh (fictional)", "what was typed stays");
        fill_the_rest(&person).await;
        person.see("18 terms").await;
        person.see("3 clusters, 2 taking part").await;

        go(&person, "#/setup/new-school").await;
        let good = "900001,990/2000,Ash Way,Primary,Aldermere";
        person.fill("Paste many schools", &format!("{good}\n90002,990/2001,Birch Road,Nursery,Derry")).await;
        person.click("Look at what would be added").await;
        for words in ["1 line cannot be used", "six digits", "“Nursery” is not a phase", "use one of Aldermere"] {
            person.see(words).await;
        }
        person.fill("Paste many schools", &format!("{good}\n900002,990/2001,Birch Road,Secondary,Carrow")).await;
        person.click("Look at what would be added").await;
        person.click("Save 2 schools").await;
        person.at("Set up schools").await;
        person.see("2 of 2 schools").await;

        go(&person, "#/setup").await;
        person.see("Saved on this device").await;
        person.reload().await;
        person.see("2 schools, 1 taking part").await;
        go(&person, "#/setup/clusters").await;
        person.click("Remove Aldermere").await;
        person.see("Aldermere cannot be removed while 1 school belongs to it").await;
        person.click("Undo").await;
        go(&person, "#/setup/schools").await;
        person.see("0 of 0 schools").await;
    }
}
