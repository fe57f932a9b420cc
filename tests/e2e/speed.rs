//! How long a person waits for the main things, beside what the command line takes on the same machine. The figures are
//! printed and kept in `target/`, never judged: machines differ.

use crate::journey;
use crate::person::Person;
use crate::return_to_merge::{HANDS, enter_return, first_school_without_a_return, go, look_round, on_disk};
use clusterwise::bundle::{Bundle, SealWith, SealedFile};
use clusterwise::demo::{Options, document};
use clusterwise::merge::Value;
use clusterwise::seal::Recipient;
use clusterwise::workspace::schema;
use fantoccini::wd::TimeoutConfiguration;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[path = "../bundles/many_returns.rs"]
mod many_returns;

journey! {
    fn opening_the_demonstration_is_timed(person) {
        person.open("").await;
        let watch = "window.opened = 0; window.seen = 0; \
            const button = [...document.querySelectorAll('button')].find(b => b.innerText.includes('Look round')); \
            button.addEventListener('click', () => { window.opened = performance.now(); }); \
            new MutationObserver(() => { if (!window.opened || window.seen) return; \
            if (document.querySelector('.cw-measures tbody td')) window.seen = performance.now(); \
            else if (location.hash === '#/home' && document.querySelector('.govuk-task-list')) location.hash = '#/measures'; \
            }).observe(document.body, { childList: true, subtree: true });";
        person.ask(watch).await;
        person.click("Look round the demonstration").await;
        person.see("How sure").await;
        let page_ms = person.ask("return Math.round(window.seen - window.opened)").await;
        let page_ms = page_ms.as_f64().unwrap_or_default();
        assert!(page_ms > 0.0, "the measures were seen");
        let native_ms = native_milliseconds();
        let line = format!(
            "{:?}: measures {page_ms} ms after the click; demo | evaluate natively{} {native_ms} ms; ratio {:.1}",
            person.browser(),
            if std::env::var_os("CLUSTERWISE_NATIVE").is_some() { "" } else { ", not optimised," },
            page_ms / native_ms as f64
        );
        println!("{line}");
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(format!("speed-{:?}.txt", person.browser()).to_lowercase()), line).expect("a note");
    }
}

journey! {
    fn an_edit_on_screen_is_timed(person) {
        look_round(&person).await;
        let school = first_school_without_a_return(&person).await;
        enter_return(&person, &school).await;
        let mut lines = Vec::new();
        for page in ["#/measures", "#/measures/9"] {
            go(&person, page).await;
            person.see("How sure").await;
            for step in ["Undo", "Redo"] {
                // From the press to the frame in which the page shows other figures.
                let watch = format!(
                    "window.took = null; const shown = () => document.querySelector('main').textContent, before = shown(); \
                    const button = [...document.querySelectorAll('button')].find(b => b.innerText.startsWith('{step}')); \
                    const start = performance.now(); button.click(); \
                    const look = () => {{ if (shown() !== before) window.took = performance.now() - start; \
                    else requestAnimationFrame(look); }}; requestAnimationFrame(look);"
                );
                person.ask(&watch).await;
                tokio::time::sleep(std::time::Duration::from_secs(2)).await;
                let took = person.ask("return window.took").await.as_f64().expect("other figures are shown");
                lines.push(format!("{:?}: {step} of a return on {page}: {took:.0} ms", person.browser()));
            }
        }
        println!("{}", lines.join("\n"));
    }
}

journey! {
    /// From the press of a lever to the frame in which the sentences say something else: while nothing else runs, and while more runs
    /// of what was before are being made.
    fn a_lever_on_screen_is_timed(person) {
        look_round(&person).await;
        go(&person, "#/scenarios/cut-10").await;
        let mut lines = Vec::new();
        for (wait, when) in [("100,000 runs.", "at rest"), ("1,000 runs.", "while more runs are made")] {
            person.see(wait).await;
            if wait == "1,000 runs." {
                person.see("More are made while nothing is changed (").await;
                tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
            }
            let watch = "window.took = null; const shown = () => document.querySelector('.cw-said').textContent, before = shown(); \
                const button = [...document.querySelectorAll('button')].find(b => b.ariaLabel === 'More: Staff training'); \
                const start = performance.now(); button.click(); \
                const look = () => { if (shown() !== before) window.took = performance.now() - start; \
                else requestAnimationFrame(look); }; requestAnimationFrame(look);";
            person.ask(watch).await;
            tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            let took = person.ask("return window.took").await.as_f64().expect("other sentences are shown");
            lines.push(format!("{:?}: a lever, {when}: {took:.0} ms", person.browser()));
        }
        println!("{}", lines.join("\n"));
    }
}

/// Files of schools, and returns in each.
const FILES: u32 = 44;
const RETURNS: u32 = 100_000 / FILES;

/// Files that are sealed to a key, each with other returns.
fn sealed_files(key: &str, folder: &Path) -> Vec<PathBuf> {
    let mut all = many_returns::document(FILES * RETURNS);
    let pilot = document(&Options::default()).expect("the demonstration").select(|table, _| table == schema::PILOT);
    let key = Recipient::parse(key).expect("a key");
    let mut ids: Vec<String> = all.records("return").map(|(id, _)| id.to_owned()).collect();
    ids.sort();
    for id in &ids {
        let stamp = all.record("return", id).expect("a return").since().clone();
        let (school, term) = id.split_once('_').expect("a school and a term");
        for (field, value) in [("school", school), ("term", term), ("status", "draft")] {
            all.set("return", id, field, Value::text(value), &stamp).expect("a text fits");
        }
    }
    let parts = ids.chunks(RETURNS as usize).map(|part| part.iter().map(String::as_str).collect::<BTreeSet<_>>());
    let files = parts.enumerate().map(|(nth, part)| {
        let mut held = all.select(|_, id| part.contains(id));
        held.join(&pilot);
        let file = Bundle::backup(&held).encode();
        let sealed = SealedFile::seal(&file, SealWith::Recipients(std::slice::from_ref(&key))).expect("a sealed file");
        let path = folder.join(format!("school-{nth}.json"));
        std::fs::write(&path, sealed).expect("a file");
        path
    });
    files.collect()
}

journey! {
    /// What a council's clerk does once a term, with far more in each file than a school has.
    fn forty_four_sealed_files_are_timed(person) {
        if std::env::var_os("CLUSTERWISE_NATIVE").is_none() {
            return println!("minutes of work for a figure alone: `cargo dev bench` does it");
        }
        look_round(&person).await;
        println!("{:?}: a start of the demonstration: {:.0} ms", person.browser(), start(&person, "returns are due").await);
        go(&person, "#/files/sealing").await;
        person.click("Make a key for others to seal to").await;
        let own_key = "return (document.getElementById('own-key') || {}).value || ''";
        person.until("there is a key", || async { person.ask(own_key).await != "" }).await;
        let key = person.ask(own_key).await;
        let folder = std::env::temp_dir().join(format!("clusterwise-sealed-{}-{:?}", std::process::id(), person.browser()));
        std::fs::create_dir_all(&folder).expect("a folder");
        let files = sealed_files(key.as_str().expect("a key"), &folder);
        go(&person, "#/files/open").await;
        let watch = "window.times = {}; const note = (name, seen) => { if (!window.times[name] && seen) window.times[name] = performance.now(); }; \
            new MutationObserver(() => { const heading = document.querySelector('main h1')?.innerText ?? ''; \
                note('reading', document.querySelector('main')?.innerText.includes('Reading file')); \
                note('planned', heading.includes('44 files')); \
                note('applied', document.querySelector('main')?.innerText.includes('One undo takes all of it back')); \
            }).observe(document.body, { childList: true, subtree: true, characterData: true });";
        person.ask(watch).await;
        let patience = TimeoutConfiguration::new(Some(Duration::from_secs(300)), None, None);
        person.client.update_timeouts(patience).await.expect("patience");
        person.give_files("Files to open", &files).await;
        let wait = |name: &str| format!(
            "const done = arguments[arguments.length - 1]; const look = setInterval(() => {{ if (window.times.{name}) {{ clearInterval(look); done(true); }} }}, 5);"
        );
        person.client.execute_async(&wait("planned"), Vec::new()).await.expect("a plan");
        let before = on_disk(&person).await;
        let apply = "window.times.apply = performance.now(); \
            [...document.querySelectorAll('button')].find(button => button.innerText.startsWith('Apply')).click();";
        person.ask(apply).await;
        person.client.execute_async(&wait("applied"), Vec::new()).await.expect("it is done");
        let times = person.ask("return window.times").await;
        let of = |name: &str| times[name].as_f64().expect("a time");
        let megabytes = files.iter().map(|file| std::fs::metadata(file).expect("a file").len()).sum::<u64>() as f64 / 1e6;
        println!(
            "{:?}: 44 sealed files, {} returns, {megabytes:.1} MB: opened and planned {:.0} ms after the first is read, applied in {:.0} ms",
            person.browser(), FILES * RETURNS, of("planned") - of("reading"), of("applied") - of("apply")
        );
        person.until("it is saved", || async { on_disk(&person).await == before + 1 }).await;
        // A start with all of it, and a key in it.
        let school = first_school_without_a_return(&person).await;
        let page = format!("#/returns/2018-19_6/{school}/pupils");
        go(&person, &page).await;
        person.reload().await;
        person.at("Pupils and requests").await;
        println!("{:?}: a start with it: {:.0} ms", person.browser(), start(&person, "Pupils and requests").await);
        person.see("Undo : Open 44 files").await;
        // Until the page hears the next thing: what it does at once, and what it has put off till then.
        let typed = format!("{HANDS} const done = arguments[arguments.length - 1], took = []; \
            const next = () => new Promise(heard => {{ const line = new MessageChannel(); line.port1.onmessage = heard; line.port2.postMessage(0); }}); \
            (async () => {{ for (let n = 300; n < 330; n++) {{ const start = performance.now(); type(n); await next(); \
            took.push(performance.now() - start); await new Promise(later => setTimeout(later, 100)); }} \
            took.sort((a, b) => a - b); done(took); }})()");
        let before = on_disk(&person).await;
        let took = person.client.execute_async(&typed, Vec::new()).await.expect("figures are typed");
        println!("{:?}: a key in it, ms: {took}", person.browser());
        person.until("each figure is saved", || async { on_disk(&person).await == before + 30 }).await;
        std::fs::remove_dir_all(folder).expect("a folder that goes");
    }
}

/// How long the page takes after a reload until the frame in which it has this heading, in ms.
async fn start(person: &Person, heading: &str) -> f64 {
    person.client.refresh().await.expect("it is loaded");
    let script = "const [heading, done] = arguments; const look = () => requestAnimationFrame(() => \
        document.querySelector('main h1')?.innerText.includes(heading) ? done(performance.now()) : look()); look();";
    let shown = person.client.execute_async(script, vec![heading.into()]).await.expect("it is shown");
    shown.as_f64().expect("a time")
}

/// `clusterwise demo | clusterwise evaluate`: the program that `CLUSTERWISE_NATIVE` names, else as built for the tests.
fn native_milliseconds() -> u128 {
    let program = std::env::var("CLUSTERWISE_NATIVE").unwrap_or_else(|_| env!("CARGO_BIN_EXE_clusterwise").to_owned());
    let started = Instant::now();
    let mut demo = Command::new(&program).arg("demo").stdout(Stdio::piped()).spawn().expect("the command line runs");
    let pilot = demo.stdout.take().expect("its output");
    let evaluated = Command::new(program).arg("evaluate").stdin(pilot).output().expect("the command line runs");
    assert!(demo.wait().expect("it ends").success());
    assert!(evaluated.status.success(), "{}", String::from_utf8_lossy(&evaluated.stderr));
    started.elapsed().as_millis()
}
