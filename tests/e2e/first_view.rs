//! What a person meets before anything else: the page starts below any path, says why when it cannot, and the checks of
//! this harness can fail.

use crate::driver::Browser;
use crate::journey;
use crate::look::Theme;
use crate::person::Person;
use crate::return_to_merge::{go, look_round};
use crate::site::Site;
use crate::walk::walk;
use std::collections::BTreeSet;
use std::sync::Arc;

journey! {
    fn the_page_starts_below_any_path(person) {
        person.open("").await;
        assert!(!person.heading().await.is_empty());
        assert!(person.title().await.contains("Clusterwise"));
        assert_eq!(person.ask("return document.getElementById('fault').hidden").await, true);
        person.picture("first-view").await;
    }
}

/// What starts the worker, and the worker.
const WORKER: [&str; 4] = ["runner.html", "runner.js", "worker.js", "worker.wasm"];

journey! {
    /// The program's parts come by themselves once the first view stands, and after them the worker; from then on no page needs the network.
    fn after_the_first_moments_nothing_more_is_fetched(person) {
        person.open("").await;
        let parts = || {
            let requests = person.site().log().requests;
            requests.into_iter().filter(|address| address.contains("/split_")).collect::<Vec<_>>()
        };
        let all = files_named("split_");
        assert!(all > 1, "the program is split");
        let worker = || {
            let mut requests = person.site().log().requests;
            requests.retain(|address| address.contains("/runner-"));
            requests.iter().filter_map(|address| address.rsplit('/').next().map(str::to_owned)).collect::<BTreeSet<_>>()
        };
        person.until("all parts were fetched", || async { parts().len() >= all }).await;
        person.until("the worker has come", || async { worker().len() == WORKER.len() }).await;
        assert_eq!(worker(), BTreeSet::from(WORKER.map(String::from)));
        person.click("Look round the demonstration").await;
        person.at("returns are due").await;
        for page in ["#/measures", "#/setup", "#/files/save", "#/schools", "#/calculators/randomisation"] {
            go(&person, page).await;
        }
        let mut program = person.site().log().requests;
        program.retain(|address| address.contains("/app-") || address.contains("/runner-"));
        program.sort();
        let twice: Vec<_> = program.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
        assert!(twice.is_empty(), "fetched twice: {twice:?}");
        assert_eq!(parts().len(), all);
    }
}

/// How many files of the program in `dist/` begin like this.
fn files_named(start: &str) -> usize {
    let dist = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("dist");
    let folders = std::fs::read_dir(dist).expect("dist/").filter_map(|entry| Some(entry.ok()?.path()));
    let files = folders.filter(|path| path.is_dir()).flat_map(|folder| std::fs::read_dir(folder).expect("a folder"));
    files.filter(|file| file.as_ref().is_ok_and(|file| file.file_name().to_string_lossy().starts_with(start))).count()
}

journey! {
    framed fn the_first_view_is_open_to_everybody(person) {
        for theme in [Theme::Light, Theme::Dark] {
            person.open("").await;
            person.wear(theme).await;
            person.finds_no_accessibility_fault(&format!("the first view, {theme:?}")).await;
            person.open_narrow("#/").await;
            person.fits_its_width("the first view at 320 px").await;
            person.finds_no_accessibility_fault(&format!("the first view at 320 px, {theme:?}")).await;
            person.leave_narrow().await;
        }
    }
}

journey! {
    fn a_page_that_cannot_start_says_why(person) {
        person.open("").await;
        person.ask("window.clusterwise.fault('storage', 'SecurityError')").await;
        person.see("Clusterwise cannot start").await;
        person.see("does not let the page keep anything").await;
        person.not_see("too old").await;
    }
}

journey! {
    fn a_fault_in_the_program_is_shown_and_says_what_to_do(person) {
        person.open("").await;
        // Firefox runs a test's script in a room of its own, from where the page's own things are reached like this.
        person
            .ask(
                "const page = window.wrappedJSObject || window; const how = new page.Object();\
                 how.error = new page.WebAssembly.RuntimeError('unreachable');\
                 page.dispatchEvent(new page.ErrorEvent('error', how))",
            )
            .await;
        person.see("Clusterwise has stopped").await;
        person.see("Reload the page to go on").await;
    }
}

/// From its first moment on: where each button of the page has been, and how many first headings there were one after another.
const WATCH: &str = "window.places = {}; window.headings = new Set(); (function look() { \
    document.querySelectorAll('main button').forEach(button => \
        (places[button.innerText] ??= new Set()).add(Math.round(button.getBoundingClientRect().top + scrollY))); \
    const heading = document.querySelector('main h1'); if (heading) headings.add(heading); \
    requestAnimationFrame(look); })();";

/// Who comes back is not made to press what moves away, or to type into what is drawn anew: what was open opens by itself meanwhile.
fn what_is_there_stays_while_a_pilot_is_opened(name: &str) {
    walk(Browser::Chromium, name, Site::open(), |person| async move {
        look_round(&person).await;
        person.see("Saved on this device").await;
        person.before_each_page(WATCH).await;
        let again = |page: &'static str| {
            let person = person.clone();
            async move {
                person.open(page).await;
                person.reload().await;
                person.see("Saved on this device").await;
                person.see("Sample data").await;
                assert_eq!(person.ask("return headings.size").await, 1, "{page}: it is drawn once");
            }
        };
        again("#/calculators/randomisation").await;
        again("").await;
        person.see("Look round the demonstration").await;
        let places = "return Object.entries(places).map(([words, at]) => [words, at.size])";
        let places: Vec<(String, u32)> = serde_json::from_value(person.ask(places).await).expect("buttons");
        assert!(
            places.iter().any(|(words, _)| words == "Look round the demonstration"),
            "they were looked at: {places:?}"
        );
        assert!(places.iter().all(|(_, many)| *many == 1), "none has moved: {places:?}");
        person.picture("first-view-again").await;
        person.click("Look round the demonstration").await;
        person.at("returns are due").await;
    });
}

#[test]
fn chromium_what_is_there_stays_while_a_pilot_is_opened() {
    what_is_there_stays_while_a_pilot_is_opened("first-view-again");
}

/// The control: what the journeys rely on to find faults does find them.
async fn a_page_spoilt_on_purpose_is_found_out(browser: Browser) {
    let site = Arc::new(Site::open());
    let person = Person::arrive(browser, Arc::clone(&site)).await;
    person.open("").await;
    person.ask("document.body.setAttribute('style', 'color: red')").await;
    person.until("the policy's report has come", || async { !site.log().offences.is_empty() }).await;
    person
        .ask("const image = document.createElement('img'); image.src = 'icon.svg'; document.querySelector('h1:not(#fault-title)').append(image)")
        .await;
    let watched = person.clone();
    let found = tokio::spawn(async move { watched.finds_no_accessibility_fault("spoilt").await }).await;
    assert!(found.is_err_and(|failure| failure.is_panic()), "axe-core passed an image without words");
    person.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoilt_page_is_found_out_in_chromium() {
    a_page_spoilt_on_purpose_is_found_out(Browser::Chromium).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_spoilt_page_is_found_out_in_firefox() {
    a_page_spoilt_on_purpose_is_found_out(Browser::Firefox).await;
}
