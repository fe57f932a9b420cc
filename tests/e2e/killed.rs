//! A browser that is killed at any instant loses nothing that the page has said to be saved. The same harness over localStorage, which
//! does lose, shows that it would notice.
//!
//! `CLUSTERWISE_KILLS` says how often each browser is killed, 10 times without it.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{HANDS, at_a_return, go, look_round};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The box that is typed into.
const BOX: &str = "Pupils on roll";
/// The longest that a round types before the browser is killed, in milliseconds.
const LONGEST: u64 = 2_500;

/// Types one number after another as fast as each is saved, and tells the site of each that is; the same number goes into localStorage
/// each time.
const TYPE: &str = "let [n] = arguments; \
    const next = () => { const before = Number(saved.dataset.onDisk); n += 1; type(n); \
        const done = () => { localStorage.setItem('control', String(n)); fetch('saved-' + n).then(next, next); }; \
        const look = new MutationObserver(() => { if (Number(saved.dataset.onDisk) > before) { look.disconnect(); done(); } }); \
        look.observe(saved, { attributes: true }); }; next();";
/// Numbers begin after this one.
const FIRST: u64 = 100;

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

/// Opens the demonstration again as it was left.
pub async fn come_back(person: &Person, page: &str) {
    look_round(person).await;
    go(person, page).await;
    person.at("Pupils and requests").await;
}

journey! {
    fn a_killed_browser_has_all_that_was_said_to_be_saved(person) {
        let kills: u32 = std::env::var("CLUSTERWISE_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(10);
        let page = at_a_return(&person).await;
        let (mut now, mut typed, mut lost, mut control_lost) = (person, FIRST, 0, 0);
        for kill in 0..kills {
            let is_opening = kill % 4 == 3;
            if is_opening {
                // A checkpoint is being written then.
                let opening = now.client.clone();
                let address = now.site().address();
                let _killed_under_way = tokio::time::timeout(any_instant(700), opening.goto(&address)).await;
            } else {
                now.client.execute(&format!("{HANDS} {TYPE}"), vec![typed.into()]).await.expect("somebody types");
                tokio::time::sleep(Duration::from_millis(150) + any_instant(LONGEST)).await;
            }
            now = now.killed_and_back().await;
            let told = acknowledged(&now).max(typed);
            come_back(&now, &page).await;
            let there: u64 = now.value(BOX).await.parse().unwrap_or(0);
            let control = now.ask("return Number(localStorage.getItem('control'))").await.as_u64().unwrap_or(0);
            if told > FIRST && there < told {
                println!("{:?}: {there} after {told} was said to be saved", now.browser());
                lost += 1;
            }
            assert!(there <= told + 1 || told == FIRST, "{there} was never typed: {told}");
            assert_eq!(now.text(".cw-notice--trouble").await, "", "nothing is torn");
            control_lost += u32::from(!is_opening && control < told);
            typed = there.max(told);
        }
        println!(
            "{:?}: {kills} kills, {} edits acknowledged, {lost} rounds lost some; localStorage lost some in {control_lost}",
            now.browser(),
            acknowledged(&now) - FIRST
        );
        assert_eq!(lost, 0, "rounds in which what was said to be saved was lost");
        assert!(control_lost > 0, "a harness that does not see localStorage lose sees nothing");
    }
}
