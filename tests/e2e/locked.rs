//! A pilot that is locked on a shared computer: what it asks of a person, and that none of it lies about on the disk.

use crate::driver::Browser;
use crate::journey;
use crate::kept::in_the_store;
use crate::look::Theme;
use crate::person::Person;
use crate::return_to_merge::go;
use crate::set_up::started;
use crate::site::Site;
use crate::walk::walk;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Locks the pilot that is open; gives the passphrase and the words of the sheet.
async fn put_lock_on(person: &Person) -> (String, String) {
    go(person, "#/storage/lock").await;
    write_passphrase_and_sheet(person).await
}

/// On the page that puts the lock on, up to where it is on.
async fn write_passphrase_and_sheet(person: &Person) -> (String, String) {
    person.at("Lock on this device").await;
    person.click("Make five words").await;
    person.until("five words are made", || async { person.value("Passphrase").await.split(' ').count() == 5 }).await;
    let passphrase = person.value("Passphrase").await;
    person.click("Go on to the recovery sheet").await;
    person.see("Recovery sheet").await;
    let words = "return [...document.querySelectorAll('.cw-sheet__words li')].map(word => word.textContent).join(' ')";
    let sheet = person.ask(words).await.as_str().unwrap_or_default().to_owned();
    assert_eq!(sheet.split(' ').count(), 10, "{sheet}");
    person.picture("recovery-sheet").await;
    person.finds_no_accessibility_fault("the recovery sheet").await;
    person.fits_its_width("the recovery sheet").await;
    person.tick("I have the sheet on paper, and I know the passphrase").await;
    person.click("Put the lock on").await;
    person.see("This pilot is locked on this device.").await;
    (passphrase, sheet)
}

async fn unlock(person: &Person, with: &str) {
    person.at("This pilot is locked").await;
    person.fill("Passphrase", with).await;
    person.click("Unlock").await;
}

journey! {
    framed fn a_locked_pilot_fits_a_small_phone(person) {
        started(&person).await;
        person.open_narrow("#/storage/lock").await;
        let (passphrase, _) = write_passphrase_and_sheet(&person).await;
        person.leave_narrow().await;
        for theme in [Theme::Light, Theme::Dark] {
            person.open("#/home").await;
            person.wear(theme).await;
            person.open_narrow("#/home").await;
            unlock(&person, &passphrase[1..]).await;
            person.see("There is a problem").await;
            person.fits_its_width("a pilot that is locked, at 320 px").await;
            person.finds_no_accessibility_fault(&format!("a pilot that is locked, at 320 px, {theme:?}")).await;
            person.picture(&format!("narrow-locked-{theme:?}")).await;
            person.leave_narrow().await;
        }
    }
}

journey! {
    fn a_pilot_is_locked_opened_and_given_another_passphrase(person) {
        started(&person).await;
        person.count_clicks_from_here();
        let (passphrase, sheet) = put_lock_on(&person).await;
        assert!(person.clicks() <= 5, "{} clicks to put a lock on", person.clicks());
        person.picture("lock-on").await;
        person.finds_no_accessibility_fault("a lock that is on").await;
        assert!(!person.title().await.contains("Fernleigh"), "the browser keeps titles: {}", person.title().await);
        go(&person, "#/setup").await;
        person.reload().await;
        person.at("This pilot is locked").await;
        assert!(!person.words().await.contains("Fernleigh"), "nothing is shown of it");
        person.finds_no_accessibility_fault("a pilot that is locked").await;
        person.picture("locked").await;
        for wrong in ["", "other words", &passphrase[1..]] {
            unlock(&person, wrong).await;
            person.see("There is a problem").await;
        }
        person.picture("locked-wrong").await;
        unlock(&person, &passphrase).await;
        person.at("Set up Fernleigh pilot").await;
        // What is done now is kept, sealed.
        go(&person, "#/setup/new-school").await;
        person.fill("Paste many schools", "900001,990/2000,Ash Way,Primary,Aldermere").await;
        person.click("Look at what would be added").await;
        person.click("Save 1 school").await;
        person.see("1 of 1 schools").await;
        person.see("Saved on this device").await;
        person.click("Lock").await;
        // The sheet opens it as well, however its words are written.
        unlock(&person, &format!("  {} ", sheet.to_uppercase())).await;
        person.see("1 of 1 schools").await;

        go(&person, "#/storage/lock").await;
        person.fill("New passphrase", "our hens lay 7 blue eggs on Tuesdays").await;
        person.fill("The present passphrase", "not this one").await;
        person.click("Change the passphrase").await;
        person.see("neither the passphrase nor the words").await;
        person.fill("The present passphrase", &sheet).await;
        person.click("Change the passphrase").await;
        person.see("The new passphrase opens the pilot from now on.").await;
        person.reload().await;
        unlock(&person, &passphrase).await;
        person.see("neither the passphrase nor the words").await;
        unlock(&person, "our hens lay 7 blue eggs on Tuesdays").await;
        person.at("Lock on this device").await;

        person.fill("The present passphrase", "our hens lay 7 blue eggs on Tuesdays").await;
        person.click("Make a new recovery sheet").await;
        person.see("This sheet takes the place of the one before").await;
        person.click("I have it on paper").await;
        person.reload().await;
        unlock(&person, &sheet).await;
        person.see("neither the passphrase nor the words").await;
        unlock(&person, "our hens lay 7 blue eggs on Tuesdays").await;
        person.at("Lock on this device").await;
        person.fill("The present passphrase", "our hens lay 7 blue eggs on Tuesdays").await;
        person.click("Take the lock off").await;
        person.see("For a computer that others use too").await;
        go(&person, "#/setup/schools").await;
        person.reload().await;
        person.see("1 of 1 schools").await;
    }
}

journey! {
    fn a_locked_pilot_that_nobody_uses_locks_itself_and_says_so_first(person) {
        started(&person).await;
        put_lock_on(&person).await;
        // The clock goes on, and nobody does anything.
        let later = |minutes: f64| {
            format!(
                "const page = window.wrappedJSObject ?? window, clock = page.Date, now = page.realNow ??= clock.now; \
                 clock.now = () => now.call(clock) + {minutes} * 60000"
            )
        };
        person.ask(&later(9.2)).await;
        person.see("This pilot is locked in a minute").await;
        person.picture("locks-soon").await;
        person.click("Go on").await;
        person.not_see("This pilot is locked in a minute").await;
        person.ask(&later(19.5)).await;
        person.at("This pilot is locked").await;
    }
}

journey! {
    fn another_tab_is_locked_too(person) {
        started(&person).await;
        let first = person.client.window().await.expect("a window");
        let second = person.client.new_window(true).await.expect("a tab").handle;
        person.client.switch_to_window(second.clone()).await.expect("a tab");
        person.open("#/setup").await;
        person.see("This pilot is open in another tab").await;
        person.client.switch_to_window(first.clone()).await.expect("a tab");
        let (passphrase, _) = put_lock_on(&person).await;
        person.client.switch_to_window(second.clone()).await.expect("a tab");
        person.at("This pilot is locked").await;
        unlock(&person, &passphrase).await;
        person.at("Set up Fernleigh pilot").await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        go(&person, "#/storage/lock").await;
        person.fill("The present passphrase", &passphrase).await;
        person.click("Take the lock off").await;
        person.see("For a computer that others use too").await;
        // Where it was unlocked before, it stays open.
        person.client.switch_to_window(first).await.expect("a tab");
        go(&person, "#/setup").await;
        person.at("Set up Fernleigh pilot").await;
    }
}

/// How many texts are typed that must be found nowhere.
const MARKERS: usize = 1_000;
const A_PASTE: usize = 250;

/// Texts that are nowhere else: letters by chance, the same chance each time.
fn markers() -> Vec<String> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + (state % 26) as u8)
    };
    (0..MARKERS).map(|_| String::from_iter(std::iter::repeat_with(&mut letter).take(14))).collect()
}

/// The markers that lie in any file of a folder, in either of the ways in which browsers write texts; with a file for each.
fn found(folder: &Path, markers: &[String]) -> BTreeMap<String, PathBuf> {
    // By their first four letters, so that each file is read through once.
    let mut begins: BTreeMap<[u8; 4], &String> = BTreeMap::new();
    let mut pairs = BTreeSet::new();
    for marker in markers {
        let bytes = marker.as_bytes();
        begins.insert([bytes[0], bytes[1], bytes[2], bytes[3]], marker);
        pairs.insert([bytes[0], bytes[1]]);
    }
    let mut is_pair = vec![false; 1 << 16];
    pairs.iter().for_each(|pair| is_pair[usize::from(pair[0]) << 8 | usize::from(pair[1])] = true);
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
            let (path, kind) = (entry.path(), entry.file_type().expect("a kind of file"));
            if kind.is_dir() {
                folders.push(path);
                continue;
            }
            // Files come and go while a browser runs.
            let Some(bytes) = kind.is_file().then(|| std::fs::read(&path).ok()).flatten() else { continue };
            for step in [1, 2] {
                for at in 0..bytes.len().saturating_sub(13 * step) {
                    if !is_pair[usize::from(bytes[at]) << 8 | usize::from(bytes[at + step])] {
                        continue;
                    }
                    let begin = [bytes[at], bytes[at + step], bytes[at + 2 * step], bytes[at + 3 * step]];
                    if let Some(marker) = begins.get(&begin)
                        && marker.bytes().enumerate().all(|(n, byte)| bytes[at + n * step] == byte)
                    {
                        found.insert((*marker).clone(), path.clone());
                    }
                }
            }
        }
    }
    found
}

/// Types the markers: as names of schools, a few hundred at a time.
async fn type_markers(person: &Person, markers: &[String]) {
    for (batch, names) in markers.chunks(A_PASTE).enumerate() {
        go(person, "#/setup/new-school").await;
        let lines: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(n, name)| (batch * A_PASTE + n, name))
            .map(|(n, name)| format!("{},990/{},{name},Primary,Aldermere", 910_000 + n, 2_000 + n))
            .collect();
        let paste = "const [lines] = arguments, box = document.getElementById('lines'); box.value = lines; \
            ['input', 'change'].forEach(kind => box.dispatchEvent(new Event(kind, { bubbles: true })));";
        person.client.execute(paste, vec![lines.join("\n").into()]).await.expect("lines that are pasted");
        person.click("Look at what would be added").await;
        person.click(&format!("Save {} schools", names.len())).await;
        person.at("Set up schools").await;
        person.see("Saved on this device").await;
    }
    person.see(&format!("of {} schools", markers.len())).await;
}

fn told(found: &BTreeMap<String, PathBuf>) -> String {
    let files: BTreeSet<_> = found.values().map(|path| path.display().to_string()).collect();
    format!("{} of {MARKERS} lie on the disk, in {files:?}", found.len())
}

journey! {
    /// While it is used, when it is locked and when it is deleted: nothing that was typed lies about.
    fn of_a_locked_pilot_nothing_lies_on_the_disk_in_clear(person) {
        let markers = markers();
        started(&person).await;
        let (passphrase, _) = put_lock_on(&person).await;
        type_markers(&person, &markers).await;
        // What is given to the browser to keep is nothing that reads as a text, but for three things that say nothing.
        let kinds = "const keys = checkpoints.getAllKeys(), values = checkpoints.getAll(), entries = log.getAll(); found = []; \
            const words = value => { try { return new TextDecoder('utf-8', { fatal: true }).decode(value); } catch { return null; } }; \
            const note = (key, value) => { if (typeof value === 'string' || words(value) !== null) found.push(key); }; \
            values.onsuccess = () => values.result.forEach((value, n) => note(keys.result[n], value)); \
            entries.onsuccess = () => entries.result.forEach(value => note('log', value));";
        assert_eq!(in_the_store(&person, "own", kinds).await, json!(["device", "lock"]));
        let on_disk = || found(&person.profile(), &markers);
        assert!(on_disk().is_empty(), "in use: {}", told(&on_disk()));
        person.click("Lock").await;
        person.at("This pilot is locked").await;
        assert!(on_disk().is_empty(), "locked: {}", told(&on_disk()));
        unlock(&person, &passphrase).await;
        person.see(&format!("of {MARKERS} schools")).await;
        go(&person, "#/storage").await;
        person.click("Delete this pilot from this device").await;
        person.click("Delete it").await;
        person.at("Plan, run and honestly evaluate").await;
        // What a browser writes late, it writes when it is closed.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        assert!(on_disk().is_empty(), "deleted: {}", told(&on_disk()));
    }
}

/// The control: without a lock the same search finds most of what was typed.
fn what_is_not_locked_is_found(browser: Browser, name: &str) {
    walk(browser, name, Site::open(), move |person| async move {
        let markers = markers();
        started(&person).await;
        type_markers(&person, &markers).await;
        let found = found(&person.profile(), &markers);
        println!("{browser:?}, without a lock: {}", told(&found));
        // Firefox compresses what it stores, by which few texts stay as they were.
        let least = if browser == Browser::Firefox { 1 } else { MARKERS * 9 / 10 };
        assert!(found.len() >= least, "a search that finds nothing proves nothing: {}", told(&found));
    });
}

#[test]
fn chromium_keeps_in_clear_what_is_not_locked() {
    what_is_not_locked_is_found(Browser::Chromium, "clear-chromium");
}

#[test]
fn firefox_keeps_in_clear_what_is_not_locked() {
    what_is_not_locked_is_found(Browser::Firefox, "clear-firefox");
}
