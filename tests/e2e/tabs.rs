//! The same pilot in two tabs of one browser: one writes, the other looks on and can take its place.

use crate::driver::Browser;
use crate::journey;
use crate::large_file;
use crate::person::Person;
use crate::return_to_merge::{HANDS, at_a_return, bytes, go, on_disk, save_everything};
use crate::site::Site;
use crate::walk::walk;
use fantoccini::wd::WindowHandle;

const FOCUS: &str = "return document.activeElement.tagName";
/// How often the pen goes from tab to tab, and how often each writes then.
const TURNS: u32 = 20;
const EDITS: u32 = 25;

/// A return open in two tabs, of which the first may write; with its address.
async fn two_tabs(person: &Person) -> ([WindowHandle; 2], String) {
    let page = at_a_return(person).await;
    person.see("Saved on this device").await;
    let first = person.client.window().await.expect("a window");
    let second = another_tab(person).await;
    person.open(&page).await;
    person.at("Pupils and requests").await;
    ([first, second], page)
}

async fn another_tab(person: &Person) -> WindowHandle {
    let tab = person.client.new_window(true).await.expect("a tab").handle;
    switch_to(person, &tab).await;
    tab
}

async fn switch_to(person: &Person, tab: &WindowHandle) {
    person.client.switch_to_window(tab.clone()).await.expect("a tab");
}

journey! {
    fn a_second_tab_looks_on_live_and_takes_the_pen(person) {
        let ([first, second], page) = two_tabs(&person).await;
        person.see("This pilot is open in another tab").await;
        switch_to(&person, &first).await;
        person.fill("Pupils on roll", "120").await;
        person.fill("Pupils at SEN Support", "11").await;
        switch_to(&person, &second).await;
        // The page shows it without reading the store anew: only other pages of it are gone to.
        go(&person, "#/files/save").await;
        go(&person, &page).await;
        person.until("what the other tab did is here", || async { person.value("Pupils on roll").await == "120" }).await;
        person.see("This pilot is open in another tab").await;
        person.finds_no_accessibility_fault("a tab that looks on").await;
        person.picture("looking-on").await;
        person.fill("Pupils on roll", "999").await;
        person.count_clicks_from_here();
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        assert_eq!(person.clicks(), 1);
        person.until("the focus is kept", || async { person.ask(FOCUS).await == "H1" }).await;
        go(&person, "#/files/save").await;
        go(&person, &page).await;
        person.until("nothing was written while it looked on", || async { person.value("Pupils on roll").await == "120" }).await;
        person.fill("Pupils on roll", "130").await;
        person.fill("Pupils with an EHC plan", "2").await;
        switch_to(&person, &first).await;
        person.see("This pilot is open in another tab").await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        let all = bytes(&save_everything(&person).await);
        person.reload().await;
        assert!(bytes(&save_everything(&person).await) == all, "what is shown is what is stored");
        go(&person, &page).await;
        person.until("all is there", || async { person.value("Pupils on roll").await == "130" }).await;
    }
}

journey! {
    /// More than is sent from tab to tab: whoever looks on reads it from the store.
    fn what_a_large_file_changes_is_seen_in_the_form_of_a_tab_that_looks_on(person) {
        const MANY: u32 = 2_000;
        assert!(large_file::step_bytes(MANY) > 2 * 64 * 1024, "twice the bytes that are sent");
        let ([first, second], _) = two_tabs(&person).await;
        let (page, before, after) = large_file::a_changed_return();
        let shows = |roll: i64| {
            let person = &person;
            async move {
                person.until("pupils on roll", || async { person.value("Pupils on roll").await == roll.to_string() }).await;
            }
        };
        go(&person, &page).await;
        shows(before).await;
        switch_to(&person, &first).await;
        go(&person, "#/files/open").await;
        let file = large_file::on_disk_with(&person, 0, MANY);
        person.give_files("Files to open", std::slice::from_ref(&file)).await;
        person.click("Apply 1 file").await;
        person.see("One undo takes all of it back").await;
        person.see("Saved on this device").await;
        switch_to(&person, &second).await;
        shows(after).await;
        person.see("This pilot is open in another tab").await;
        // Who takes the pen goes on from there, and what is typed from then on is that tab's own.
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        shows(after).await;
        person.fill("Pupils on roll", &(after + 1).to_string()).await;
        person.see("Saved on this device").await;
        shows(after + 1).await;
        switch_to(&person, &first).await;
        go(&person, &page).await;
        shows(after + 1).await;
        std::fs::remove_file(&file).expect("the file goes");
    }
}

journey! {
    fn a_tab_that_hangs_has_the_pen_taken_from_it(person) {
        let page = at_a_return(&person).await;
        let own = person.client.window().await.expect("a window");
        another_tab(&person).await;
        // A page that holds the pen and hears nothing, as one that hangs; it takes it from the tab that writes.
        person.client.goto(&format!("{}runner", person.site().address())).await.expect("an empty page");
        let take = "navigator.locks.request('clusterwise-writes-sample', { steal: true }, () => new Promise(() => {}))";
        person.ask(take).await;
        switch_to(&person, &own).await;
        person.see("This pilot is open in another tab").await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        go(&person, &page).await;
        let before = on_disk(&person).await;
        person.fill("Pupils on roll", "120").await;
        person.fill("Pupils at SEN Support", "11").await;
        person.until("it is on disk", || async { on_disk(&person).await > before }).await;
    }
}

journey! {
    /// A thousand edits in two tabs by turns: no step is missing, and both show the same.
    fn two_tabs_by_turns_lose_nothing(person) {
        let (tabs, _) = two_tabs(&person).await;
        let before = on_disk(&person).await;
        let type_many = "const [from, many, done] = arguments, last = Number(saved.dataset.onDisk) + many; \
            for (let n = from; n < from + many; n++) type(n); \
            const look = setInterval(() => { if (Number(saved.dataset.onDisk) >= last) { clearInterval(look); done(true); } }, 10);";
        let type_many = format!("{HANDS} {type_many}");
        let mut typed = 200;
        for turn in 0..2 * TURNS {
            switch_to(&person, &tabs[turn as usize % 2]).await;
            if person.words().await.contains("This pilot is open in another tab") {
                person.click("Edit here instead").await;
                person.not_see("This pilot is open in another tab").await;
            }
            person.client.execute_async(&type_many, vec![typed.into(), EDITS.into()]).await.expect("typed and saved");
            typed += EDITS;
        }
        let mut seen = Vec::new();
        for tab in &tabs {
            switch_to(&person, tab).await;
            assert_eq!(on_disk(&person).await - before, u64::from(2 * TURNS * EDITS), "steps on disk");
            seen.push(bytes(&save_everything(&person).await));
        }
        assert!(seen[0] == seen[1], "both tabs show the same");
        let newest = (typed - 1).to_string();
        person.reload().await;
        let stored = bytes(&save_everything(&person).await);
        assert!(stored == seen[0] && String::from_utf8_lossy(&stored).contains(&newest));
    }
}

journey! {
    fn a_tab_of_an_older_program_stops_writing(person) {
        at_a_return(&person).await;
        person.see("Saved on this device").await;
        person.ask("new BroadcastChannel('clusterwise-sample').postMessage(JSON.stringify({ here: { form: 1000 } }))").await;
        person.see("A newer version of this page is open in another tab").await;
        person.picture("outdated").await;
        let before = on_disk(&person).await;
        person.fill("Pupils on roll", "120").await;
        person.fill("Pupils at SEN Support", "11").await;
        person.click("Reload").await;
        person.wait_for_the_app().await;
        person.not_see("A newer version of this page").await;
        assert_eq!(on_disk(&person).await, before, "nothing was written");
        person.until("what was typed is not there", || async { person.value("Pupils on roll").await != "120" }).await;
    }
}

/// A page that came by no secure way has no locks of the browser: there tabs note who writes.
fn tabs_without_locks_take_turns(name: &str) {
    walk(Browser::Chromium, name, Site::open(), |person| async move {
        let no_locks = "Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })";
        person.before_each_page(no_locks).await;
        let page = at_a_return(&person).await;
        person.see("Saved on this device").await;
        assert!(person.ask("return navigator.locks").await.is_null());
        let first = person.client.window().await.expect("a window");
        let second = another_tab(&person).await;
        person.before_each_page(no_locks).await;
        person.open(&page).await;
        person.see("This pilot is open in another tab").await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        person.fill("Pupils on roll", "120").await;
        person.fill("Pupils at SEN Support", "11").await;
        switch_to(&person, &first).await;
        person.see("This pilot is open in another tab").await;
        // The tab that writes is closed without a word.
        switch_to(&person, &second).await;
        person
            .ask("localStorage.setItem('clusterwise.writes.sample', JSON.stringify('nobody ' + (Date.now() + 4000)))")
            .await;
        person.client.close_window().await.expect("a tab that closes");
        switch_to(&person, &first).await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        go(&person, "#/files/save").await;
        go(&person, &page).await;
        person.until("all is here", || async { person.value("Pupils on roll").await == "120" }).await;
        let before = on_disk(&person).await;
        person.fill("Pupils on roll", "130").await;
        person.fill("Pupils at SEN Support", "12").await;
        person.until("it is on disk", || async { on_disk(&person).await > before }).await;
    });
}

#[test]
fn chromium_tabs_without_locks_take_turns() {
    tabs_without_locks_take_turns("tabs-without-locks");
}
