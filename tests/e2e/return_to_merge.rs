//! The app's main job from end to end: a return is entered, the measure moves, the file travels, another device merges it,
//! and one undo takes it back.

use crate::journey;
use crate::person::Person;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The newest term of the demonstration, for which some schools have not returned.
const TERM: &str = "2018-19_6";

journey! {
    fn a_return_is_entered_measured_sent_and_merged(person) {
        look_round(&person).await;
        let first = save_everything(&person).await;
        let school = first_school_without_a_return(&person).await;
        let before = answer(&person).await;

        enter_return(&person, &school).await;
        assert_ne!(answer(&person).await, before, "the measure's figures and sentence follow the return");

        go(&person, &format!("#/returns/{TERM}/{school}/done")).await;
        person.at("Return submitted").await;
        let sent = person.download("Send to cluster").await;

        let other = person.somebody_else().await;
        look_round(&other).await;
        let others_first = save_everything(&other).await;
        assert!(bytes(&others_first) == bytes(&first), "both hold the same pilot");
        go(&other, "#/files/open").await;
        other.give_files("Files to open", std::slice::from_ref(&sent)).await;
        other.at("1 file: 1 will change your data").await;
        other.see("1 return").await;
        other.picture("import-plan").await;
        other.click("Apply 1 file").await;
        other.see("One undo takes all of it back").await;

        let merged = merged_by_the_command_line(&others_first, &sent);
        assert!(bytes(&save_everything(&other).await) == merged, "the one who was sent the file holds the same bytes");
        assert!(bytes(&save_everything(&person).await) == merged, "and so does the one who sent it");

        other.click("Undo").await;
        assert!(bytes(&save_everything(&other).await) == bytes(&others_first), "one undo brings the first bytes back");
        other.leave().await;
    }
}

journey! {
    fn a_return_takes_four_clicks_and_survives_closing_half_way(person) {
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        person.ask(&format!("localStorage.setItem('clusterwise.role', JSON.stringify('senco')); localStorage.setItem('clusterwise.school', JSON.stringify('{school}'))")).await;
        go(&person, "#/home").await;
        person.reload().await;
        person.count_clicks_from_here();
        person.click("Enter Term 6 figures").await;
        person.at("Pupils and requests").await;
        person.fill("Pupils at SEN Support", "5").await;
        person.fill("Pupils with an EHC plan", "1").await;
        // The browser is closed on the page: what was typed and left is there again.
        person.reload().await;
        person.until("the figure is back", || async { person.value("Pupils at SEN Support").await == "5" }).await;
        fill_pupils(&person).await;
        person.click("Continue").await;
        person.at("Exclusions, behaviour and time").await;
        fill_exclusions(&person).await;
        person.click("Continue").await;
        person.at("Check your answers").await;
        person.click("Submit return").await;
        person.at("Return submitted").await;
        assert!(person.clicks() <= 4, "{} clicks", person.clicks());
    }
}

journey! {
    fn figures_that_cannot_be_are_refused_beside_their_box(person) {
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        go(&person, &format!("#/returns/{TERM}/{school}/pupils")).await;
        person.at("Pupils and requests").await;
        person.fill("Pupils on roll", "twelve").await;
        person.fill("Pupils at SEN Support", "1.5").await;
        person.click("Continue").await;
        person.see("There is a problem").await;
        person.see("Pupils on roll must be a number").await;
        person.see("must be a whole number").await;
        assert!(person.title().await.starts_with("Error: "), "{}", person.title().await);
        assert_eq!(person.value("Pupils on roll").await, "twelve", "what was typed stays");
        person.finds_no_accessibility_fault("a form with errors").await;
        person.fill("Pupils on roll", "100").await;
        person.fill("Pupils at SEN Support", "101").await;
        person.click("Continue").await;
        person.see("cannot be more than pupils on roll (100)").await;
        person.picture("error-summary").await;
    }
}

journey! {
    fn work_is_there_again_after_a_reload(person) {
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        enter_return(&person, &school).await;
        person.see("Saved on this device").await;
        let saved = save_everything(&person).await;
        person.reload().await;
        assert!(bytes(&save_everything(&person).await) == bytes(&saved), "a reload changes nothing");
    }
}

/// Opens the demonstration in one click.
pub async fn look_round(person: &Person) {
    person.open("").await;
    person.click("Look round the demonstration").await;
    person.at("returns are due").await;
    person.see("Sample data").await;
}

/// Opens the demonstration at a return that nobody has begun; gives its address.
pub async fn at_a_return(person: &Person) -> String {
    look_round(person).await;
    let school = first_school_without_a_return(person).await;
    let page = format!("#/returns/{TERM}/{school}/pupils");
    go(person, &page).await;
    person.at("Pupils and requests").await;
    page
}

/// For scripts: `saved` is where the page tells how much is on disk, and `type` types into the return at which it stands.
pub const HANDS: &str = "const saved = document.querySelector('[data-on-disk]'), box = [...document.querySelectorAll('label')] \
    .find(label => label.innerText.trim() === 'Pupils on roll').control; \
    const type = text => { box.value = String(text); \
    ['input', 'change'].forEach(kind => box.dispatchEvent(new Event(kind, { bubbles: true }))); };";

/// The number of the newest step that is on disk.
pub async fn on_disk(person: &Person) -> u64 {
    let told = person.ask("return Number(document.querySelector('[data-on-disk]').dataset.onDisk)").await;
    told.as_u64().expect("a number of steps")
}

/// Goes to another page of the open app, as a link would.
pub async fn go(person: &Person, fragment: &str) {
    person.ask(&format!("location.hash = {fragment:?}")).await;
    person.wait_for_the_app().await;
}

pub async fn first_school_without_a_return(person: &Person) -> String {
    go(person, &format!("#/returns/{TERM}")).await;
    person.see("Not returned yet").await;
    let script = "const row = [...document.querySelectorAll('tbody tr')].find(r => r.innerText.includes('Not started'));\
        return row ? row.querySelector('a').getAttribute('href').split('/')[3] : ''";
    let urn = person.ask(script).await;
    let urn = urn.as_str().unwrap_or_default().to_owned();
    assert_eq!(urn.len(), 6, "a school that has not started: {urn:?}");
    urn
}

pub async fn enter_return(person: &Person, school: &str) {
    go(person, &format!("#/returns/{TERM}/{school}/pupils")).await;
    person.at("Pupils and requests").await;
    fill_pupils(person).await;
    person.click("Continue").await;
    person.at("Exclusions, behaviour and time").await;
    fill_exclusions(person).await;
    person.click("Continue").await;
    person.at("Check your answers").await;
    person.picture("check-answers").await;
    person.click("Submit return").await;
    person.at("Return submitted").await;
}

async fn fill_pupils(person: &Person) {
    let figures = [
        ("Pupils at SEN Support", "5"),
        ("Pupils with an EHC plan", "1"),
        ("Requests made by the school", "1"),
        ("Requests made by parents or carers", "0"),
        ("Requests made by others", "0"),
        ("Requests agreed", "0"),
        ("Requests refused", "0"),
    ];
    for (label, figure) in figures {
        person.fill(label, figure).await;
    }
}

async fn fill_exclusions(person: &Person) {
    let figures = [
        ("Permanent exclusions", "0"),
        ("Suspensions", "3"),
        ("Pupils suspended at least once", "2"),
        ("Sessions lost to suspension", "9"),
        ("Behaviour incidents", "4"),
        ("Minutes spent on pilot paperwork", "20"),
    ];
    for (label, figure) in figures {
        person.fill(label, figure).await;
    }
}

/// What the page of days lost says: its sentence and its table.
async fn answer(person: &Person) -> String {
    go(person, "#/measures/8-days-lost").await;
    person.see("Compared with whom?").await;
    let sentence = person.text("main .govuk-body-l").await;
    let table = person.ask("return document.querySelector('main table tbody').innerText").await;
    assert!(!sentence.is_empty());
    format!("{sentence} {table}")
}

/// Saves a copy of everything and gives the file.
pub async fn save_everything(person: &Person) -> PathBuf {
    go(person, "#/files/save").await;
    person.at("Save a file").await;
    person.tick("A copy of everything").await;
    person.download("Save the file").await
}

pub fn bytes(file: &Path) -> Vec<u8> {
    std::fs::read(file).expect("a saved file")
}

fn merged_by_the_command_line(one: &Path, other: &Path) -> Vec<u8> {
    let folder = one.parent().expect("a folder");
    let out = folder.join("merged-by-the-command-line.json");
    let done = Command::new(env!("CARGO_BIN_EXE_clusterwise"))
        .arg("merge")
        .args([one, other])
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the command line runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    bytes(&out)
}
