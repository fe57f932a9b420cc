//! The same pilot in two tabs of one browser: one writes, the other looks on and can take its place.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{TERM, bytes, first_school_without_a_return, go, look_round, save_everything};
use fantoccini::wd::WindowHandle;

/// How often the pen goes from tab to tab, and how often each writes then.
const TURNS: u32 = 20;
const EDITS: u32 = 25;

/// A return open in two tabs, of which the first may write.
async fn two_tabs(person: &Person) -> [WindowHandle; 2] {
    look_round(person).await;
    let school = first_school_without_a_return(person).await;
    let page = format!("#/returns/{TERM}/{school}/pupils");
    go(person, &page).await;
    person.at("Pupils and requests").await;
    person.see("Saved on this device").await;
    let first = person.client.window().await.expect("a window");
    let second = person.client.new_window(true).await.expect("a tab").handle;
    person.client.switch_to_window(second.clone()).await.expect("the other tab");
    person.open(&page).await;
    person.at("Pupils and requests").await;
    [first, second]
}

async fn switch_to(person: &Person, tab: &WindowHandle) {
    person.client.switch_to_window(tab.clone()).await.expect("a tab");
}

journey! {
    fn a_second_tab_looks_on_live_and_takes_the_pen(person) {
        let [first, second] = two_tabs(&person).await;
        person.see("This pilot is open in another tab").await;
        switch_to(&person, &first).await;
        person.fill("Pupils on roll", "120").await;
        person.fill("Pupils at SEN Support", "11").await;
        switch_to(&person, &second).await;
        go(&person, "#/files/save").await;
        let page = format!("#/returns/{TERM}");
        go(&person, &page).await;
        person.see("Not returned yet").await;
        person.finds_no_accessibility_fault("a tab that looks on").await;
        person.picture("looking-on").await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        person.ask("history.back(); history.back()").await;
        person.at("Pupils and requests").await;
        person.until("what the other tab did is here", || async { person.value("Pupils on roll").await == "120" }).await;
        person.fill("Pupils on roll", "130").await;
        person.fill("Pupils with an EHC plan", "2").await;
        switch_to(&person, &first).await;
        person.see("This pilot is open in another tab").await;
        person.click("Edit here instead").await;
        person.not_see("This pilot is open in another tab").await;
        let all = bytes(&save_everything(&person).await);
        person.reload().await;
        assert!(bytes(&save_everything(&person).await) == all, "what is shown is what is stored");
        assert!(String::from_utf8_lossy(&all).contains("130"));
    }
}

journey! {
    /// A thousand edits in two tabs by turns: no step is missing, and both show the same.
    fn two_tabs_by_turns_lose_nothing(person) {
        let tabs = two_tabs(&person).await;
        let steps = |text: String| text.parse::<u32>().expect("a number of steps");
        let on_disk = "return document.querySelector('[data-on-disk]').dataset.onDisk";
        let before = steps(person.ask(on_disk).await.as_str().unwrap_or_default().to_owned());
        let type_many = "const done = arguments[arguments.length - 1], [from, many] = arguments; \
            const saved = document.querySelector('[data-on-disk]'), last = Number(saved.dataset.onDisk) + many; \
            const box = [...document.querySelectorAll('label')].find(label => label.innerText.trim() === 'Pupils on roll').control; \
            for (let n = from; n < from + many; n++) { box.value = String(n); \
            box.dispatchEvent(new Event('input', { bubbles: true })); box.dispatchEvent(new Event('change', { bubbles: true })); } \
            const look = setInterval(() => { if (Number(saved.dataset.onDisk) >= last) { clearInterval(look); done(true); } }, 10);";
        let mut typed = 200;
        for turn in 0..2 * TURNS {
            switch_to(&person, &tabs[turn as usize % 2]).await;
            if person.words().await.contains("This pilot is open in another tab") {
                person.click("Edit here instead").await;
                person.not_see("This pilot is open in another tab").await;
            }
            person.client.execute_async(type_many, vec![typed.into(), EDITS.into()]).await.expect("typed and saved");
            typed += EDITS;
        }
        let mut seen = Vec::new();
        for tab in &tabs {
            switch_to(&person, tab).await;
            let ends = steps(person.ask(on_disk).await.as_str().unwrap_or_default().to_owned());
            assert_eq!(ends - before, 2 * TURNS * EDITS, "steps on disk");
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
        look_round(&person).await;
        person.see("Saved on this device").await;
        person.ask("new BroadcastChannel('clusterwise-sample').postMessage(JSON.stringify({ here: { form: 1000 } }))").await;
        person.see("A newer version of this page is open in another tab").await;
        person.picture("outdated").await;
        person.click("Reload").await;
        person.wait_for_the_app().await;
        person.not_see("A newer version of this page").await;
    }
}
