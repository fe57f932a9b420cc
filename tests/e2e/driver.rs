//! Starts a browser's driver on a free port with a fresh profile, and ends it and all it started, whatever happens.
//! Knows nothing of pages.

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

/// A browser that the journeys run in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Browser {
    Chromium,
    Firefox,
}

/// Ends its own group when its standard input closes: also when this test program is killed.
const LEASH: &str = "\"$@\" & cat >/dev/null; trap '' TERM; kill -TERM 0";

/// A running driver.
pub struct Driver {
    pub browser: Browser,
    port: u16,
    leash: Child,
    folder: Arc<Folder>,
}

/// A browser's profile and downloads. When the last who uses it is gone, so are its browser and itself.
pub struct Folder(PathBuf);

impl Folder {
    fn new() -> Arc<Self> {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("clusterwise-journey-{}-{number}", std::process::id()));
        for part in ["profile", "downloads"] {
            std::fs::create_dir_all(folder.join(part)).expect("a folder for the profile");
        }
        Arc::new(Self(folder))
    }

    /// The same profile once more; no browser may be using it.
    pub fn copy(&self) -> Arc<Self> {
        let copy = Self::new();
        copy_all(&self.0.join("profile"), &copy.0.join("profile"));
        copy
    }
}

/// Copies files and folders; what else lies about, such as a browser's mark that it runs, stays behind.
pub fn copy_all(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder for the copy");
    for entry in std::fs::read_dir(from).into_iter().flatten().filter_map(Result::ok) {
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => copy_all(&path, &copy),
            Ok(kind) if kind.is_file() => _ = std::fs::copy(path, copy).expect("a copy of each file"),
            _ => {}
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        end_what_uses(&self.0);
        let _leftovers_are_temporary = std::fs::remove_dir_all(&self.0);
    }
}

impl Driver {
    /// A browser that has started, and its driver. Another program may have taken the free port that the driver was meant to have;
    /// then another one is tried.
    pub async fn connect(browser: Browser) -> (Client, Self) {
        Self::connect_in(browser, Folder::new()).await
    }

    /// The same with a profile that was used before.
    pub async fn connect_in(browser: Browser, folder: Arc<Folder>) -> (Client, Self) {
        let mut tries = 0;
        loop {
            let driver = Self::start(browser, Arc::clone(&folder));
            let mut builder = ClientBuilder::new(HttpConnector::new());
            match builder.capabilities(driver.capabilities()).connect(&driver.address()).await {
                Ok(client) => return (client, driver),
                Err(error) if tries == 2 => panic!("{browser:?} does not start: {error}"),
                Err(_) => tries += 1,
            }
        }
    }

    /// Starts a driver; its browser keeps its profile and downloads in the folder.
    fn start(browser: Browser, folder: Arc<Folder>) -> Self {
        let port = free_port().expect("a free port");
        let mut command = Command::new("sh");
        command.args(["-c", LEASH, "sh"]);
        match browser {
            Browser::Chromium => command.arg("chromedriver").arg(format!("--port={port}")).arg("--silent"),
            Browser::Firefox => {
                let other = free_port().expect("a free port").to_string();
                command.args(["geckodriver", "--log", "fatal", "--websocket-port", &other, "--port", &port.to_string()])
            }
        };
        // A home of its own, so that nothing of this machine's browsers is read or changed.
        command.env("HOME", &folder.0).env("TMPDIR", &folder.0);
        command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(0);
        let leash = command.spawn().expect("a shell to start the driver");
        let driver = Self { browser, port, leash, folder };
        driver.wait_until_it_listens();
        driver
    }

    fn wait_until_it_listens(&self) {
        let started = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_err() {
            assert!(started.elapsed() < Duration::from_secs(20), "the driver of {:?} does not answer", self.browser);
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Asks Chromium for something that no page and no person can: its answer. `session` is the client's.
    pub fn devtools(&self, session: &str, command: &str, parameters: &Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters }).to_string();
        let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("the driver");
        let head = format!("POST /session/{session}/goog/cdp/execute HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close");
        write!(line, "{head}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())
            .expect("asked");
        // The driver keeps the line open, so what comes is read by its length.
        line.set_read_timeout(Some(Duration::from_secs(10))).expect("patience");
        let mut answer = BufReader::new(line);
        let (mut head, mut length) = (String::new(), 0);
        while answer.read_line(&mut head).expect("an answer") > 2 {
            let last = head.lines().last().unwrap_or_default().to_lowercase();
            length = last.strip_prefix("content-length:").and_then(|text| text.trim().parse().ok()).unwrap_or(length);
        }
        let mut body = vec![0; length];
        answer.read_exact(&mut body).expect("the whole answer");
        let body = String::from_utf8_lossy(&body);
        assert!(head.contains(" 200 "), "{command}: {head} {body:.300}");
        serde_json::from_str(&body).unwrap_or_default()
    }

    /// Ends the browser as a power cut would: it may write nothing more.
    pub fn kill_browser(&self) {
        end_what_uses(&self.folder.0);
    }

    /// Where the browser keeps all that it keeps.
    pub fn profile(&self) -> PathBuf {
        self.folder.0.join("profile")
    }

    pub fn folder(&self) -> Arc<Folder> {
        Arc::clone(&self.folder)
    }

    pub fn downloads(&self) -> PathBuf {
        self.folder.0.join("downloads")
    }

    /// What the browser is asked to be: without a window, in the fresh profile, saving downloads without asking.
    fn capabilities(&self) -> Map<String, Value> {
        let profile = self.folder.0.join("profile");
        let wishes = match self.browser {
            Browser::Chromium => json!({ "goog:chromeOptions": {
                "args": chromium_switches(&profile),
                "prefs": {
                    "download.default_directory": self.downloads(),
                    "download.prompt_for_download": false,
                    "profile.default_content_setting_values.automatic_downloads": 1,
                },
            }}),
            Browser::Firefox => json!({ "moz:firefoxOptions": {
                "args": ["-headless", "-profile", profile],
                "prefs": {
                    "browser.download.folderList": 2,
                    "browser.download.dir": self.downloads(),
                    "browser.download.useDownloadDir": true,
                    "browser.download.always_ask_before_handling_new_types": false,
                    "browser.download.alwaysOpenPanel": false,
                    "datareporting.policy.dataSubmissionEnabled": false,
                    "network.captive-portal-service.enabled": false,
                    "network.connectivity-service.enabled": false,
                    "ui.systemUsesDarkTheme": 0,
                },
            }}),
        };
        wishes.as_object().cloned().unwrap_or_default()
    }
}

fn chromium_switches(profile: &Path) -> Vec<String> {
    let mut switches: Vec<String> = [
        "--headless=new",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--disable-quic",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--window-size=1366,768",
        "--lang=en-GB",
    ]
    .map(String::from)
    .into();
    switches.push(format!("--user-data-dir={}", profile.display()));
    if std::os::unix::fs::MetadataExt::uid(&std::fs::metadata("/proc/self").expect("this process")) == 0 {
        // Chromium's sandbox refuses to run as root.
        switches.push("--no-sandbox".into());
    }
    switches
}

fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.leash.stdin.take());
        let _ended = self.leash.wait();
    }
}

/// Chromium starts in a group of its own; whatever still names our folder on its command line is ours to end.
fn end_what_uses(folder: &Path) {
    let name = folder.to_string_lossy();
    for process in std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok) {
        let line = std::fs::read(process.path().join("cmdline")).unwrap_or_default();
        let id = process.file_name().to_string_lossy().into_owned();
        if id.parse::<u32>().is_ok() && String::from_utf8_lossy(&line).contains(name.as_ref()) {
            let _already_gone = Command::new("kill").args(["-KILL", &id]).stderr(Stdio::null()).status();
        }
    }
}
