//! A person at a browser: opens, reads, clicks and types by what is on the page, counts the clicks, saves and chooses files.
//! Every wait ends in a sentence that says what was not there. Knows nothing of the journeys.

use crate::driver::{Browser, Driver};
use crate::site::Site;
use fantoccini::key::Key;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};
use std::future::Future;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// How long a person waits before calling the page broken.
const PATIENCE: Duration = Duration::from_secs(10);

/// Elements that a person activates, by the words they carry.
const ACTIVE: &str = "self::button or self::a or self::summary or @role='button' or @role='link' or @role='tab'";

#[derive(Clone)]
pub struct Person {
    pub client: Client,
    driver: Arc<Driver>,
    site: Arc<Site>,
    clicks: Arc<AtomicU32>,
}

impl Person {
    /// Somebody with a browser that has never seen the page.
    pub async fn arrive(browser: Browser, site: Arc<Site>) -> Self {
        Self::at_a_window(Driver::connect(browser).await, site).await
    }

    async fn at_a_window((client, driver): (Client, Driver), site: Arc<Site>) -> Self {
        client.set_window_size(1366, 900).await.expect("a window");
        Self { client, driver: Arc::new(driver), site, clicks: Arc::default() }
    }

    /// Somebody else with the same kind of browser and a profile of their own.
    pub async fn somebody_else(&self) -> Self {
        Self::arrive(self.browser(), Arc::clone(&self.site)).await
    }

    /// The browser is killed.
    pub fn kill(&self) {
        self.driver.kill_browser();
    }

    /// The browser is killed and started again on the same profile.
    pub async fn killed_and_back(&self) -> Self {
        self.driver.kill_browser();
        let started = Driver::connect_in(self.browser(), self.driver.folder()).await;
        Self::at_a_window(started, Arc::clone(&self.site)).await
    }

    /// The browser is killed, its profile copied, and one started on each.
    pub async fn copied(&self) -> (Self, Self) {
        self.kill();
        let copy = self.driver.folder().copy();
        let twin = Self::at_a_window(Driver::connect_in(self.browser(), copy).await, Arc::clone(&self.site)).await;
        (self.killed_and_back().await, twin)
    }

    /// Closes the browser; its profile is gone.
    pub async fn leave(self) {
        let _may_have_died = self.client.close().await;
    }

    pub fn browser(&self) -> Browser {
        self.driver.browser
    }

    /// Where the browser keeps all that it keeps.
    pub fn profile(&self) -> PathBuf {
        self.driver.profile()
    }

    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Opens the page at a fragment ("#/measures") and waits until the app stands.
    pub async fn open(&self, fragment: &str) {
        self.go_to(&format!("{}{fragment}", self.site.address())).await;
    }

    /// Goes to an address and waits until the app stands there.
    pub async fn go_to(&self, address: &str) {
        self.client.goto(address).await.unwrap_or_else(|error| panic!("{address} does not open: {error}"));
        self.wait_for_the_app().await;
    }

    pub async fn reload(&self) {
        self.client.refresh().await.expect("a reload");
        self.wait_for_the_app().await;
    }

    pub async fn wait_for_the_app(&self) {
        let stands = "return !document.getElementById('shell') && !!document.querySelector('h1:not(#fault-title)')";
        self.until("the app stands", || self.holds(stands)).await;
    }

    /// Runs a script and says whether it returned true.
    async fn holds(&self, script: &str) -> bool {
        self.client.execute(script, Vec::new()).await.is_ok_and(|answer| answer == json!(true))
    }

    /// A script's answer, for what no person can see but a test must.
    pub async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script:.200}: {error}"))
    }

    /// Chromium: lets this site have so many bytes and no more; without a number as many as usual.
    pub async fn give_room(&self, bytes: Option<u64>) {
        let session = self.client.session_id().await.expect("a session").expect("a session");
        let address = self.site.address();
        let origin: Vec<&str> = address.splitn(4, '/').take(3).collect();
        let mut wish = json!({ "origin": origin.join("/") });
        if let Some(bytes) = bytes {
            wish["quotaSize"] = bytes.into();
        }
        self.driver.devtools(&session, "Storage.overrideQuotaForOrigin", &wish);
    }

    /// Chromium: runs a script in the present tab before each page that it loads from here on.
    pub async fn before_each_page(&self, script: &str) {
        let session = self.client.session_id().await.expect("a session").expect("a session");
        self.driver.devtools(&session, "Page.addScriptToEvaluateOnNewDocument", &json!({ "source": script }));
    }

    /// Waits until something is so.
    pub async fn until<F: Future<Output = bool>>(&self, what: &str, so: impl Fn() -> F) {
        let started = Instant::now();
        while !so().await {
            if started.elapsed() > PATIENCE {
                let page = self.words().await;
                panic!("waited {PATIENCE:?} in vain until {what}. The page says:\n{page:.3000}");
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// All that can be read on the page, with single spaces.
    pub async fn words(&self) -> String {
        let text = self.client.execute("return document.body.innerText", Vec::new()).await.unwrap_or_default();
        text.as_str().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Waits until the words can be read.
    pub async fn see(&self, words: &str) {
        self.until(&format!("\"{words}\" can be read"), || async { self.words().await.contains(words) }).await;
    }

    /// Waits until the words can no longer be read.
    pub async fn not_see(&self, words: &str) {
        self.until(&format!("\"{words}\" is gone"), || async { !self.words().await.contains(words) }).await;
    }

    pub async fn heading(&self) -> String {
        self.text("h1:not(#fault-title)").await
    }

    /// Waits for a page by its heading.
    pub async fn at(&self, heading: &str) {
        self.until(&format!("the heading is \"{heading}\""), || async { self.heading().await.contains(heading) }).await;
    }

    pub async fn title(&self) -> String {
        self.client.title().await.unwrap_or_default()
    }

    /// What the first element of a selector says; empty if there is none.
    pub async fn text(&self, selector: &str) -> String {
        match self.client.find(Locator::Css(selector)).await {
            Ok(element) => element.text().await.unwrap_or_default(),
            Err(_) => String::new(),
        }
    }

    /// Clicks what carries the words: a button or link by its whole text, else by the start of it.
    pub async fn click(&self, words: &str) {
        let quoted = quoted(words);
        let whole = format!("//*[{ACTIVE}][normalize-space(.)={quoted} or @aria-label={quoted}]");
        let start = format!("//*[{ACTIVE}][starts-with(normalize-space(.), {quoted})]");
        self.click_at(&[&whole, &start], words).await;
    }

    /// Ticks or chooses what a label names.
    pub async fn tick(&self, label: &str) {
        self.click_at(&[&format!("//label[normalize-space(.)={}]", quoted(label))], label).await;
    }

    /// Clicks the first element shown that one of the paths leads to, and counts it.
    async fn click_at(&self, paths: &[&str], what: &str) {
        self.until(&format!("\"{what}\" can be clicked"), || async {
            for path in paths {
                for element in self.client.find_all(Locator::XPath(path)).await.unwrap_or_default() {
                    if element.is_displayed().await.unwrap_or(false) && element.clone().click().await.is_ok() {
                        return true;
                    }
                }
            }
            false
        })
        .await;
        self.clicks.fetch_add(1, Ordering::Relaxed);
    }

    /// Types into the field that a label names, in place of what was there. Typing is not a click.
    pub async fn fill(&self, label: &str, value: &str) {
        let field = self.field(label).await;
        field.clear().await.unwrap_or_else(|error| panic!("\"{label}\" cannot be emptied: {error}"));
        field.send_keys(value).await.unwrap_or_else(|error| panic!("\"{label}\" cannot be typed into: {error}"));
    }

    /// Chooses from a list that a label names: one click to open it, one to choose.
    pub async fn choose(&self, label: &str, option: &str) {
        let list = self.field(label).await;
        list.select_by_label(option)
            .await
            .unwrap_or_else(|error| panic!("\"{label}\" does not offer \"{option}\": {error}"));
        self.clicks.fetch_add(2, Ordering::Relaxed);
    }

    /// What a labelled field holds.
    pub async fn value(&self, label: &str) -> String {
        self.field(label).await.prop("value").await.ok().flatten().unwrap_or_default()
    }

    async fn field(&self, label: &str) -> fantoccini::elements::Element {
        let quoted = quoted(label);
        let path = format!(
            "//*[@id=//label[normalize-space(.)={quoted}]/@for] | //*[self::input or self::select or self::textarea]\
             [@aria-label={quoted}]"
        );
        self.until(&format!("there is a field \"{label}\""), || async {
            self.client.find(Locator::XPath(&path)).await.is_ok()
        })
        .await;
        self.client.find(Locator::XPath(&path)).await.expect("the field just seen")
    }

    /// Presses keys wherever the focus is. Enter and Space count as clicks.
    pub async fn press(&self, keys: &[Key]) {
        let typed: String = keys.iter().map(|key| char::from(*key)).collect();
        let focus = self.client.active_element().await.expect("something has the focus");
        focus.send_keys(&typed).await.expect("keys can be pressed");
        let activations = keys.iter().filter(|key| matches!(key, Key::Enter | Key::Return | Key::Space)).count();
        self.clicks.fetch_add(u32::try_from(activations).unwrap_or(u32::MAX), Ordering::Relaxed);
    }

    /// Gives files to the file field that a label names. The system's dialog is not a click.
    pub async fn give_files(&self, label: &str, files: &[PathBuf]) {
        let names: Vec<_> = files.iter().map(|file| file.to_string_lossy()).collect();
        let field = self.field(label).await;
        field.send_keys(&names.join("\n")).await.unwrap_or_else(|error| panic!("\"{label}\" takes no file: {error}"));
    }

    /// Clicks and waits for the file that comes of it; gives its path.
    pub async fn download(&self, words: &str) -> PathBuf {
        let folder = self.driver.downloads();
        let before = files_in(&folder);
        self.click(words).await;
        let new = || files_in(&folder).into_iter().find(|file| !before.contains(file) && is_whole(file));
        self.until(&format!("\"{words}\" has saved a file"), || async { new().is_some() }).await;
        new().expect("the file just seen")
    }

    /// Pointer activations, and Enter or Space, so far.
    pub fn clicks(&self) -> u32 {
        self.clicks.load(Ordering::Relaxed)
    }

    /// Starts counting clicks again.
    pub fn count_clicks_from_here(&self) {
        self.clicks.store(0, Ordering::Relaxed);
    }

    /// Keeps a picture in `target/screenshots`.
    pub async fn picture(&self, name: &str) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/screenshots");
        let file = folder.join(format!("{name}-{:?}.png", self.browser()).to_lowercase());
        if let Ok(bytes) = self.client.screenshot().await {
            std::fs::create_dir_all(&folder).expect("a folder for pictures");
            std::fs::write(file, bytes).expect("a picture");
        }
    }
}

/// XPath has no escapes: words with both kinds of quotes are put together from parts.
fn quoted(words: &str) -> String {
    if words.contains('"') {
        let parts: Vec<_> = words.split('"').map(|part| format!("\"{part}\"")).collect();
        format!("concat({})", parts.join(", '\"', "))
    } else {
        format!("\"{words}\"")
    }
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<_> =
        std::fs::read_dir(folder).into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files
}

/// Browsers save under another name, or make an empty file first.
fn is_whole(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let unfinished = [".crdownload", ".part", ".tmp"].iter().any(|end| name.ends_with(end)) || name.starts_with(".");
    let part = PathBuf::from(format!("{}.part", file.display()));
    !unfinished && !part.exists() && std::fs::metadata(file).is_ok_and(|file| file.len() > 0)
}
