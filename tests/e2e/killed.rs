//! A browser that is killed at any instant loses nothing that the page has said to be saved. The same harness over localStorage, which
//! does lose, shows that it would notice.
//!
//! `CLUSTERWISE_KILLS` says how often each browser is killed, 10 times without it.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{TERM, first_school_without_a_return, look_round};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The box that is typed into.
const BOX: &str = "Pupils on roll";
/// The longest that a round types before the browser is killed, in milliseconds.
const LONGEST: u64 = 2_500;
/// Longer than a browser keeps back what it was given for localStorage.
const SETTLES: Duration = Duration::from_millis(100);

/// Types one number after another as fast as each is saved, and tells the site of each that is; the same number goes into localStorage
/// each time.
const TYPE: &str = "const [number] = arguments; let n = number; \
    const saved = document.querySelector('[data-on-disk]'), box = [...document.querySelectorAll('label')] \
        .find(label => label.innerText.trim() === 'Pupils on roll').control; \
    const next = () => { const before = Number(saved.dataset.onDisk); n += 1; box.value = String(n); \
        box.dispatchEvent(new Event('input', { bubbles: true })); box.dispatchEvent(new Event('change', { bubbles: true })); \
        const done = () => { localStorage.setItem('control', String(n)); fetch('saved-' + n).then(next, next); }; \
        const look = new MutationObserver(() => { if (Number(saved.dataset.onDisk) > before) { look.disconnect(); done(); } }); \
        look.observe(saved, { attributes: true }); }; next();";

/// The greatest number that the page has told the site to be saved.
fn acknowledged(person: &Person) -> u64 {
    let requests = person.site().log().requests;
    let numbers = requests.iter().filter_map(|request| request.rsplit_once("saved-")?.1.parse().ok());
    numbers.max().unwrap_or(0)
}

/// An instant that nobody chose, in milliseconds.
fn any_instant(below: u64) -> Duration {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a clock");
    Duration::from_millis(u64::from(now.subsec_nanos()) / 1_000 % below)
}

/// Opens the pilot that was open, or the demonstration again where the browser has forgotten that it was.
pub async fn come_back(person: &Person, page: &str) {
    person.open("").await;
    if person.words().await.contains("Look round the demonstration") {
        person.click("Look round the demonstration").await;
        // It leads Home when it is open; what is opened before would be left again.
        person.at("returns are due").await;
    }
    person.open(page).await;
    person.at("Pupils and requests").await;
}

journey! {
    fn a_killed_browser_has_all_that_was_said_to_be_saved(person) {
        let kills: u32 = std::env::var("CLUSTERWISE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        let page = format!("#/returns/{TERM}/{school}/pupils");
        person.open(&page).await;
        person.at("Pupils and requests").await;
        // What is there at the beginning must not count as lost.
        tokio::time::sleep(SETTLES).await;
        let (mut now, mut typed, mut lost, mut control_lost) = (person, 100_u64, 0, 0);
        let mut before = 0;
        for kill in 0..kills {
            if kill % 4 == 3 {
                // While it opens: a checkpoint is being written then.
                let opening = now.client.clone();
                let address = now.site().address();
                let _killed_under_way = tokio::time::timeout(any_instant(700), opening.goto(&address)).await;
            } else {
                now.client.execute(TYPE, vec![typed.into()]).await.expect("somebody types");
                tokio::time::sleep(Duration::from_millis(150) + any_instant(LONGEST)).await;
            }
            now = now.killed_and_back().await;
            let told = acknowledged(&now).max(typed);
            come_back(&now, &page).await;
            let there: u64 = now.value(BOX).await.parse().unwrap_or(0);
            let control = now.ask("return Number(localStorage.getItem('control'))").await.as_u64().unwrap_or(0);
            if told > 100 && there < told {
                println!("{:?}: {there} after {told} was said to be saved", now.browser());
                lost += 1;
            }
            assert!(there <= told + 1 || told == 100, "{there} was never typed: {told}");
            assert_eq!(now.text(".cw-notice--trouble").await, "", "nothing is torn");
            control_lost += u32::from(kill % 4 != 3 && control < told);
            (before, typed) = (before + told - typed.min(told), there.max(told));
        }
        println!(
            "{:?}: {kills} kills, {before} edits acknowledged, {lost} rounds lost some; localStorage lost some in {control_lost}",
            now.browser()
        );
        assert_eq!(lost, 0, "rounds in which what was said to be saved was lost");
        assert!(control_lost > 0, "a harness that does not see localStorage lose sees nothing");
    }
}
