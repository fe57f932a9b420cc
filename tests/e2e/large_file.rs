//! A file that would change very much: the page counts it at once, and makes its tables when somebody asks for them.

use crate::journey;
use crate::look::Theme;
use crate::person::Person;
use crate::return_to_merge::{go, look_round, on_disk as steps_on_disk};
use clusterwise::bundle::{Bundle, ImportPlan};
use clusterwise::demo::{Options, document};
use clusterwise::merge::{DeviceId, Document, Stamp, Value};
use clusterwise::workspace::{Workspace, schema};
use fantoccini::key::Key;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Returns that the file says otherwise, more than a page shows.
const CHANGED: usize = 300;
/// Returns of schools that nobody knows, for which there are more warnings than a page shows.
const UNKNOWN: u32 = 25;
/// As many as make a step of more than a megabyte.
const VERY_MANY: u32 = 16_000;

/// Pupils on roll that the demonstration has and the file says otherwise, by their return.
fn rolls(demonstration: &Document) -> Vec<(String, i64)> {
    let rolls = demonstration
        .live(schema::RETURN)
        .filter_map(|(id, record)| Some((id.to_owned(), record.value("roll").and_then(Value::as_int)?)));
    rolls.take(CHANGED).collect()
}

/// The page of a return that the file changes, and the pupils on roll there before and after.
pub fn a_changed_return() -> (String, i64, i64) {
    let all = rolls(&document(&Options::default()).expect("the demonstration"));
    let (id, roll) = all.first().expect("a return");
    let (school, term) = id.split_once('_').expect("a school and a term");
    (format!("#/returns/{term}/{school}/pupils"), *roll, roll + 1)
}

/// The demonstration as somebody else has it, with so many returns of schools that nobody knows.
fn large_file(unknown: u32) -> Vec<u8> {
    let mut theirs = document(&Options::default()).expect("the demonstration");
    let rolls = rolls(&theirs);
    assert_eq!(rolls.len(), CHANGED);
    let device = DeviceId::parse("amber-fox").expect("a device id");
    let stamp = Stamp { ms: 1_700_000_000_000, counter: 0, device };
    for (id, roll) in rolls {
        theirs.set(schema::RETURN, &id, "roll", roll + 1, &stamp).expect("a figure fits");
    }
    for nth in 0..unknown {
        let (school, term) = (format!("{}", 980_000 + nth), "2018-19_6");
        for (field, value) in [("school", school.as_str()), ("term", term), ("status", "draft")] {
            theirs.set(schema::RETURN, &format!("{school}_{term}"), field, value, &stamp).expect("a text fits");
        }
    }
    Bundle::backup(&theirs).encode()
}

/// How long the step is that takes such a file into the demonstration, in bytes.
pub fn step_bytes(unknown: u32) -> usize {
    let device = DeviceId::parse("pale-heron").expect("a device id");
    let mut workspace = Workspace::open(document(&Options::default()).expect("the demonstration"), device);
    let files = vec![("theirs.json".to_owned(), Bundle::decode(&large_file(unknown)))];
    let now_ms = 1_780_000_000_000;
    let plan = ImportPlan::new(workspace.document(), files, now_ms);
    let step = plan.apply(&mut workspace, now_ms).expect("it can be done");
    step.encode().expect("a text").len()
}

fn on_disk(person: &Person, nth: u32) -> PathBuf {
    on_disk_with(person, nth, UNKNOWN)
}

pub fn on_disk_with(person: &Person, nth: u32, unknown: u32) -> PathBuf {
    let name = format!("clusterwise-large-{}-{:?}-{nth}-{unknown}.json", std::process::id(), person.browser());
    let file = std::env::temp_dir().join(name);
    std::fs::write(&file, large_file(unknown)).expect("a file");
    file
}

/// Chooses the file, and opens what it would change by the keyboard.
async fn is_looked_at(person: &Person, file: &Path, place: &str) {
    person.give_files("Files to open", &[file.to_owned()]).await;
    person.at("1 file: 1 will change your data").await;
    person.see("25 new · 300 changed").await;
    person.see("And 5 more like these.").await;
    assert_eq!(person.ask("return document.querySelectorAll('#plan .govuk-warning-text').length").await, 21);
    let tables = "return document.querySelectorAll('#plan table').length";
    assert_eq!(person.ask(tables).await, 0, "nobody has asked yet");
    let look = |shown: bool| async move {
        person.ask("document.querySelector('#plan summary').focus()").await;
        person.press(&[Key::Enter]).await;
        match shown {
            true => person.see("And 125 more records.").await,
            false => person.not_see("And 125 more records.").await,
        }
        assert_eq!(person.ask(tables).await, 200, "closed again, it is not made anew");
    };
    look(true).await;
    person.fits_its_width(place).await;
    person.finds_no_accessibility_fault(place).await;
    person.picture(place).await;
    look(false).await;
}

journey! {
    framed fn what_a_large_file_would_change_is_shown_when_it_is_asked_for(person) {
        look_round(&person).await;
        let file = on_disk(&person, 0);
        for theme in [Theme::Dark, Theme::Light] {
            go(&person, "#/files/open").await;
            person.wear(theme).await;
            person.open_narrow("#/files/open").await;
            is_looked_at(&person, &file, &format!("large-file-narrow-{theme:?}")).await;
            person.leave_narrow().await;
            person.open("#/files/open").await;
            is_looked_at(&person, &file, &format!("large-file-{theme:?}")).await;
        }
        person.click("Apply 1 file").await;
        person.see("25 new · 300 changed").await;
        std::fs::remove_file(&file).expect("the file goes");
    }
}

journey! {
    /// What is pressed as soon as it is there ends the reading, and the keyboard goes on at the heading.
    fn reading_files_is_cancelled_and_begun_again(person) {
        look_round(&person).await;
        let files: Vec<PathBuf> = (1..4).map(|nth| on_disk(&person, nth)).collect();
        go(&person, "#/files/open").await;
        person.ask("new MutationObserver((_, watch) => { \
            const cancel = [...document.querySelectorAll('main button')].find(button => button.innerText === 'Cancel'); \
            if (cancel) { \
                watch.disconnect(); \
                document.body.dataset.bar = document.querySelector('main progress[aria-label]')?.max; \
                cancel.focus(); cancel.click(); \
            } }).observe(document.body, { childList: true, subtree: true })").await;
        person.give_files("Files to open", &files).await;
        person.see("Reading was cancelled. Nothing was opened.").await;
        assert_eq!(person.ask("return document.body.dataset.bar").await, "3", "it was shown how far it is of three");
        person.until("the heading has the focus", || async {
            person.ask("return document.activeElement.matches('main h1')").await == true
        }).await;
        // Longer than it takes to read them.
        tokio::time::sleep(Duration::from_secs(3)).await;
        person.at("Open files").await;
        person.not_see("will change your data").await;
        person.give_files("Files to open", &files).await;
        person.at("3 files: 3 will change your data").await;
        files.iter().for_each(|file| std::fs::remove_file(file).expect("the file goes"));
    }
}

journey! {
    /// What is too long to be kept in a hurry is asked about until it is on disk.
    fn who_leaves_before_a_very_long_step_is_on_disk_is_asked_first(person) {
        look_round(&person).await;
        assert!(step_bytes(VERY_MANY) > 1024 * 1024, "longer than what is left behind in a hurry");
        let file = on_disk_with(&person, 0, VERY_MANY);
        go(&person, "#/files/open").await;
        person.give_files("Files to open", std::slice::from_ref(&file)).await;
        person.at("1 file: 1 will change your data").await;
        let leave = "const leaving = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(leaving); \
            return leaving.defaultPrevented;";
        assert_eq!(person.ask(leave).await, false, "nothing is unsaved");
        let before = steps_on_disk(&person).await;
        let apply = "[...document.querySelectorAll('button')].find(button => button.innerText.startsWith('Apply')).click();";
        assert_eq!(person.ask(&format!("{apply} {leave}")).await, true, "it is being written");
        person.until("it is on disk", || async { steps_on_disk(&person).await == before + 1 }).await;
        assert_eq!(person.ask(leave).await, false, "it is on disk");
        person.reload().await;
        person.see("Undo : Open clusterwise-large").await;
        std::fs::remove_file(&file).expect("the file goes");
    }
}
