//! A browser that is killed at any instant loses nothing that the page has said to be saved. The same harness over localStorage, which
//! does lose, shows that it would notice.
//!
//! Each browser is killed while somebody types, while a pilot is opened (a checkpoint is written then) and while a file is taken in.
//! `CLUSTERWISE_KILLS` says how often, 10 times without it.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{HANDS, at_a_return, go, look_round, save_everything};
use std::path::PathBuf;
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
/// Applies the plan that is on the screen, and tells the site when it is on disk.
const APPLY: &str = "const [n] = arguments, saved = document.querySelector('[data-on-disk]'), before = Number(saved.dataset.onDisk); \
    new MutationObserver(() => { if (Number(saved.dataset.onDisk) > before) fetch('applied-' + n); }) \
        .observe(saved, { attributes: true }); \
    [...document.querySelectorAll('button')].find(button => button.innerText.startsWith('Apply 1 file')).click();";
/// How many schools each file brings that the one before has not.
const SCHOOLS: u32 = 20;
/// Numbers begin after this one.
const FIRST: u64 = 100;

/// The greatest number that the page has told the site to be saved.
fn acknowledged(person: &Person) -> u64 {
    let requests = person.site().log().requests;
    let numbers = requests.iter().filter_map(|request| request.rsplit_once("saved-")?.1.parse().ok());
    numbers.max().unwrap_or(0)
}

/// What a round does when the browser is killed.
#[derive(Clone, Copy, PartialEq)]
enum Round {
    Typing,
    Opening,
    TakingIn,
}

impl Round {
    fn of(kill: u32) -> Self {
        match kill % 5 {
            3 => Self::Opening,
            4 => Self::TakingIn,
            _ => Self::Typing,
        }
    }
}

/// Files of somebody else who adds schools between them: each has all that the one before has.
async fn files_of_somebody_else(person: &Person, many: u32) -> Vec<PathBuf> {
    let other = person.somebody_else().await;
    look_round(&other).await;
    let mut files = Vec::new();
    for file in 0..many {
        go(&other, "#/setup/new-school").await;
        let line = |n: u32| format!("{},991/{},School {n},Primary,Harrowmead", 990_000 + n, 2_000 + n);
        let lines: Vec<String> = (file * SCHOOLS..(file + 1) * SCHOOLS).map(line).collect();
        // A key at a time would take minutes.
        let paste = "const [lines] = arguments, box = document.getElementById('lines'); box.value = lines; \
            ['input', 'change'].forEach(kind => box.dispatchEvent(new Event(kind, { bubbles: true })));";
        other.client.execute(paste, vec![lines.join("\n").into()]).await.expect("lines that are pasted");
        other.click("Look at what would be added").await;
        other.click(&format!("Save {SCHOOLS} schools")).await;
        other.at("Set up schools").await;
        let saved = save_everything(&other).await;
        let kept =
            std::env::temp_dir().join(format!("clusterwise-{}-{:?}-{file}.json", std::process::id(), person.browser()));
        std::fs::copy(&saved, &kept).expect("a file that outlives the browser");
        files.push(kept);
    }
    other.leave().await;
    files
}

/// Looks at what a file would do: the whole of its plan, or that nothing of it is new.
async fn plan_of(person: &Person, file: &PathBuf) -> Option<String> {
    go(person, "#/home").await;
    go(person, "#/files/open").await;
    person.give_files("Files to open", std::slice::from_ref(file)).await;
    person.at("1 file").await;
    match person.heading().await.contains("will change") {
        true => Some(person.text("main").await),
        false => None,
    }
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
        let taken_in = (0..kills).filter(|kill| Round::of(*kill) == Round::TakingIn).count();
        let files = files_of_somebody_else(&person, taken_in as u32).await;
        let page = at_a_return(&person).await;
        let (mut now, mut typed, mut lost, mut control_lost, mut applied) = (person, FIRST, 0, 0, 0);
        for kill in 0..kills {
            let round = Round::of(kill);
            let file = files.get(kill as usize / 5);
            let mut plan = None;
            match round {
                Round::Opening => {
                    let opening = now.client.clone();
                    let address = now.site().address();
                    let _killed_under_way = tokio::time::timeout(any_instant(700), opening.goto(&address)).await;
                }
                Round::TakingIn => {
                    plan = plan_of(&now, file.expect("a file for each round")).await;
                    assert!(plan.is_some(), "each file brings something");
                    now.client.execute(APPLY, vec![kill.into()]).await.expect("somebody applies it");
                    tokio::time::sleep(any_instant(250)).await;
                }
                Round::Typing => {
                    now.client.execute(&format!("{HANDS} {TYPE}"), vec![typed.into()]).await.expect("somebody types");
                    tokio::time::sleep(Duration::from_millis(150) + any_instant(LONGEST)).await;
                }
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
            control_lost += u32::from(round == Round::Typing && control < told);
            typed = there.max(told);
            if let (Round::TakingIn, Some(file)) = (round, file) {
                let left = plan_of(&now, file).await;
                assert!(left.is_none() || left == plan, "a file was taken in by half: {left:?} of {plan:?}");
                let was_told = now.site().log().requests.iter().any(|request| request.ends_with(&format!("applied-{kill}")));
                lost += u32::from(was_told && left.is_some());
                applied += u32::from(left.is_none());
                come_back(&now, &page).await;
            }
        }
        println!(
            "{:?}: {kills} kills, {} edits acknowledged, {applied} of {taken_in} files taken in whole and the others not at all, \
             {lost} rounds lost some; localStorage lost some in {control_lost}",
            now.browser(),
            acknowledged(&now) - FIRST
        );
        files.iter().for_each(|file| _ = std::fs::remove_file(file));
        assert_eq!(lost, 0, "rounds in which what was said to be saved was lost");
        assert!(control_lost > 0, "a harness that does not see localStorage lose sees nothing");
    }
}
