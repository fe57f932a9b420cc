//! How long a person waits for the main things, beside what the command line takes on the same machine. The figures are
//! printed and kept in `target/`, never judged: machines differ.

use crate::journey;
use crate::return_to_merge::{enter_return, first_school_without_a_return, go, look_round};
use std::process::{Command, Stdio};
use std::time::Instant;

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
