//! What is kept on this device when something happens to it: a torn log, broken checkpoints, a store of the first version.

use crate::driver::Browser;
use crate::journey;
use crate::killed::come_back;
use crate::person::Person;
use crate::return_to_merge::{HANDS, at_a_return, go, on_disk, save_everything};
use crate::site::Site;
use crate::walk::walk;
use fantoccini::wd::TimeoutConfiguration;
use serde_json::Value;
use std::time::Duration;

/// Does something with a store, in one transaction: `log` and `checkpoints` are its object stores.
pub async fn in_the_store(person: &Person, store: &str, what: &str) -> Value {
    let script = format!(
        "const done = arguments[arguments.length - 1]; const opening = indexedDB.open('clusterwise-{store}'); \
         opening.onsuccess = () => {{ const database = opening.result; let found = null; \
         const work = database.transaction(['log', 'checkpoint'], 'readwrite'); \
         const log = work.objectStore('log'), checkpoints = work.objectStore('checkpoint'); {what} \
         work.oncomplete = () => {{ database.close(); done(found); }}; }};"
    );
    person.client.execute_async(&script, Vec::new()).await.expect("the store answers")
}

/// Types figures into a return, each of which is a step of its own, and waits until all are on disk.
async fn type_figures(person: &Person, figures: &[&str]) {
    let before = on_disk(person).await;
    for figure in figures {
        person.fill("Pupils on roll", figure).await;
        person.fill("Pupils at SEN Support", figure).await;
    }
    // A figure is saved when its box is left.
    person.ask("document.activeElement.blur()").await;
    let after = before + 2 * figures.len() as u64;
    person.until("all is on disk", || async { on_disk(person).await >= after }).await;
}

journey! {
    fn steps_that_cannot_be_read_are_set_aside_and_told(person) {
        let page = at_a_return(&person).await;
        type_figures(&person, &["120", "130"]).await;
        person.click("Continue").await;
        let newest = "const all = log.getAllKeys(); all.onsuccess = () => { const key = all.result.at(-1); found = all.result.length; \
            const asked = log.get(key); asked.onsuccess = () => log.put(asked.result.slice(0, 60), key); };";
        let steps = in_the_store(&person, "sample", newest).await.as_u64().expect("a number of steps");
        assert!(steps >= 3, "{steps}");
        person.reload().await;
        person.see("The newest step could not be read and has been set aside").await;
        person.picture("set-aside").await;
        person.count_clicks_from_here();
        person.click("See what was set aside").await;
        person.at("Storage on this device").await;
        person.see("could not be read at a start").await;
        person.finds_no_accessibility_fault("storage with steps set aside").await;
        let file = person.download("Save what was set aside").await;
        assert!(std::fs::read_to_string(&file).expect("the file").starts_with("change "));
        assert!(person.clicks() <= 2, "{} clicks", person.clicks());
        // What came before is there, and what is done now is kept.
        go(&person, &page).await;
        person.until("what came before is there", || async { person.value("Pupils on roll").await == "130" }).await;
        type_figures(&person, &["140"]).await;
        person.reload().await;
        person.until("new steps are kept", || async { person.value("Pupils on roll").await == "140" }).await;
        person.not_see("could not be read and has been set aside").await;
    }
}

journey! {
    fn one_broken_checkpoint_costs_nothing_and_two_are_never_an_empty_start(person) {
        let page = at_a_return(&person).await;
        type_figures(&person, &["120"]).await;
        for place in ["first", "second"] {
            in_the_store(&person, "sample", &format!("checkpoints.put('broken', '{place}');")).await;
            person.reload().await;
            if place == "first" {
                go(&person, &page).await;
                person.until("it is all there", || async { person.value("Pupils on roll").await == "120" }).await;
            }
        }
        person.at("Your stored pilot cannot be opened").await;
        person.see("Nothing has been changed or removed").await;
        let file = person.download("Save what is stored").await;
        assert!(std::fs::read_to_string(&file).expect("the file").contains("change "));
    }
}

journey! {
    fn a_store_of_the_first_version_is_taken_over(person) {
        let page = at_a_return(&person).await;
        type_figures(&person, &["120"]).await;
        // As the first version kept it: strings; one checkpoint, a log without hashes, no name.
        let as_before = "const words = bytes => new TextDecoder().decode(bytes); \
            const asked = checkpoints.get('first'); asked.onsuccess = () => { const text = words(asked.result); \
            checkpoints.put(text.slice(text.indexOf('\\n') + 1), 'newest'); \
            ['first', 'second', 'device'].forEach(key => checkpoints.delete(key)); }; \
            const each = log.openCursor(); each.onsuccess = () => { const at = each.result; if (!at) return; \
            at.update(words(at.value).replace(/^change [0-9a-f]+ /, '')); at.continue(); };";
        in_the_store(&person, "sample", as_before).await;
        person.reload().await;
        go(&person, &page).await;
        person.until("it is all there", || async { person.value("Pupils on roll").await == "120" }).await;
        type_figures(&person, &["130"]).await;
        person.reload().await;
        person.until("it goes on", || async { person.value("Pupils on roll").await == "130" }).await;
        let name = "const asked = checkpoints.get('device'); asked.onsuccess = () => { found = asked.result; };";
        assert!(in_the_store(&person, "sample", name).await.as_str().is_some_and(|name| name.contains('-')));
    }
}

/// Chromium alone can be told how much room a site has.
#[test]
fn a_full_store_says_so_loses_nothing_and_goes_on_when_there_is_room() {
    walk(Browser::Chromium, "a_full_store", Site::open(), |person| async move {
        let page = at_a_return(&person).await;
        type_figures(&person, &["120"]).await;
        // A browser believes for a while in the room that it last found, so it is started anew.
        let person = person.killed_and_back().await;
        person.give_room(Some(1)).await;
        come_back(&person, &page).await;
        assert_eq!(person.value("Pupils on roll").await, "120");
        let before = on_disk(&person).await;
        person.fill("Pupils on roll", "130").await;
        person.fill("Pupils at SEN Support", "31").await;
        person.see("This device has no space left for the page").await;
        person.see("Not saved").await;
        person.finds_no_accessibility_fault("a full store").await;
        person.picture("full").await;
        assert_eq!(on_disk(&person).await, before, "nothing is said to be saved");
        // What is on the screen can be saved as a file all the same.
        let file = save_everything(&person).await;
        assert!(std::fs::read_to_string(file).expect("the file").contains("130"));
        person.give_room(None).await;
        // It is tried again without anybody asking.
        person.until("it is saved", || async { !person.words().await.contains("Not saved") }).await;
        person.see("Saved on this device").await;
        person.reload().await;
        person.see("Save a file").await;
        let file = save_everything(&person).await;
        assert!(std::fs::read_to_string(file).expect("the file").contains("130"), "nothing was lost");
    });
}

/// Fills what room is left with texts of half a megabyte down to a few bytes, in a database of its own.
const FILL: &str = "const done = arguments[arguments.length - 1]; const opening = indexedDB.open('filling', 1); \
    opening.onupgradeneeded = () => opening.result.createObjectStore('all', { autoIncrement: true }); \
    opening.onsuccess = async () => { const database = opening.result; let filled = 0; \
        const put = text => new Promise(answer => { const work = database.transaction('all', 'readwrite', { durability: 'strict' }); \
            work.objectStore('all').add(text); work.oncomplete = () => answer(true); work.onabort = () => answer(false); }) \
            .catch(after_a_refusal_the_next_is_refused_at_once => false); \
        for (let size = 1 << 19; size >= 64; size >>= 1) { \
            const text = [...Array(size).keys()].map(() => String.fromCharCode(33 + Math.random() * 90)).join(''); \
            while (await put(text)) filled += size; } \
        database.close(); done(filled); };";
const EMPTY: &str = "const done = arguments[arguments.length - 1]; const gone = indexedDB.deleteDatabase('filling'); \
    gone.onsuccess = () => done(true); gone.onerror = () => done(false);";
/// Types until the page says that it does not save; answers with the newest number that it said to be saved.
const TYPE_UNTIL_FULL: &str = "const done = arguments[arguments.length - 1]; let n = 1000, told = 0; \
    const look = setInterval(() => { if (document.body.innerText.includes('Not saved')) { clearInterval(look); done([n, told]); } }, 20); \
    const next = () => { if (n > 9000) { clearInterval(look); return done([n, told]); } \
        const before = Number(saved.dataset.onDisk); n += 1; type(n); \
        const wait = new MutationObserver(() => { if (Number(saved.dataset.onDisk) > before) { wait.disconnect(); told = n; next(); } }); \
        wait.observe(saved, { attributes: true }); }; next();";

/// Firefox can be given little room by its profile; then the site itself fills it to the brim.
#[test]
fn firefox_filled_to_the_brim_loses_nothing_that_was_said_to_be_saved() {
    walk(Browser::Firefox, "filled", Site::open(), |person| async move {
        let page = at_a_return(&person).await;
        type_figures(&person, &["120"]).await;
        person.kill();
        let wishes = person.profile().join("prefs.js");
        let before = std::fs::read_to_string(&wishes).expect("a profile");
        let little = "user_pref(\"dom.quotaManager.temporaryStorage.fixedLimit\", 51200);\n";
        std::fs::write(wishes, before + little).expect("a profile");
        let person = person.killed_and_back().await;
        person
            .client
            .update_timeouts(TimeoutConfiguration::new(Some(Duration::from_secs(120)), None, None))
            .await
            .expect("patience");
        come_back(&person, &page).await;
        let filled = person.client.execute_async(FILL, Vec::new()).await.expect("it is filled");
        println!("Firefox: filled with {filled} characters");
        go(&person, &page).await;
        let typed = person
            .client
            .execute_async(&format!("{HANDS} {TYPE_UNTIL_FULL}"), Vec::new())
            .await
            .expect("somebody types");
        let (newest, told) = (typed[0].as_u64().expect("a number"), typed[1].as_u64().expect("a number"));
        println!("Firefox: {} edits were said to be saved in what was left", told.saturating_sub(1_000));
        person.see("This device has no space left for the page").await;
        person.picture("full").await;
        // What is on the screen can be saved as a file all the same.
        let file = save_everything(&person).await;
        assert!(std::fs::read_to_string(file).expect("the file").contains(&newest.to_string()));
        // What was said to be saved is there for whoever starts the browser anew.
        let person = person.killed_and_back().await;
        come_back(&person, &page).await;
        let there: u64 = person.value("Pupils on roll").await.parse().expect("a number");
        assert!(there >= told, "{there} after {told} was said to be saved");
        // Once there is room it goes on by itself.
        person.fill("Pupils on roll", "77").await;
        person.fill("Pupils at SEN Support", "31").await;
        assert_eq!(person.client.execute_async(EMPTY, Vec::new()).await.expect("room is made"), true);
        person.until("it is saved", || async { !person.words().await.contains("Not saved") }).await;
        person.see("Saved on this device").await;
        person.reload().await;
        go(&person, &page).await;
        person.until("nothing was lost", || async { person.value("Pupils on roll").await == "77" }).await;
    });
}

journey! {
    fn a_copy_is_tested_and_room_is_told(person) {
        at_a_return(&person).await;
        type_figures(&person, &["120"]).await;
        let copy = save_everything(&person).await;
        go(&person, "#/storage").await;
        person.see("Used, all pilots together").await;
        person.see("MB of").await;
        person.give_files("A copy that you saved", std::slice::from_ref(&copy)).await;
        person.see("The copy is whole, and holds everything that is here").await;
        person.click("Undo").await;
        let spoilt = copy.with_file_name("spoilt.json");
        let text = std::fs::read_to_string(&copy).expect("the copy");
        std::fs::write(&spoilt, &text[..text.len() / 2]).expect("a spoilt copy");
        person.give_files("A copy that you saved", &[spoilt]).await;
        person.see("spoilt.json: ").await;
        person.finds_no_accessibility_fault("storage").await;
        person.picture("storage").await;
    }
}
