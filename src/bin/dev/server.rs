//! Serves a folder on this machine alone, under the policy the page is written for, and keeps what browsers report of
//! offences against it. Shared by `cargo dev serve` and the browser journeys; it must know nothing of either.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

/// What the page may do, as `public/index.html` says too; a header can also forbid framing.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self' data:; manifest-src 'self'; frame-src 'self'; form-action 'none'; \
    base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// What the frame may do that starts the worker, as `public/runner.html` says too. Without trusted types, as an address
/// cannot become a worker under them; with nothing else that the page may.
pub const RUNNER_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    worker-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'";

/// The frame's file.
pub const RUNNER: &str = "runner.html";

const ALWAYS: [(&str, &str); 5] = [
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()",
    ),
];

/// Where browsers send what the policy stopped.
const REPORTS: &str = "/policy-report";

/// The header for a file: its policy, who may frame it (only the page, and only the worker's frame), and that offences are
/// reported to this server.
pub fn strict_policy(file: &str) -> Option<String> {
    let (policy, framed_by) = if file == RUNNER { (RUNNER_POLICY, "'self'") } else { (POLICY, "'none'") };
    Some(format!("{policy}; frame-ancestors {framed_by}; report-uri {REPORTS}"))
}

/// A running server. It stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    site: Arc<Site>,
    listener: Option<JoinHandle<()>>,
}

/// What was asked and reported, in order.
#[derive(Clone, Debug, Default)]
pub struct Log {
    pub requests: Vec<String>,
    pub offences: Vec<String>,
}

/// What a server's threads share.
struct Site {
    folder: PathBuf,
    prefix: String,
    policy: fn(&str) -> Option<String>,
    log: Mutex<Log>,
    stopped: AtomicBool,
}

impl Server {
    /// Serves `folder` below `prefix` ("/" or "/a/b/") on 127.0.0.1; port 0 takes a free one. `policy` gives the header for
    /// a file's name.
    pub fn start(folder: &Path, prefix: &str, port: u16, policy: fn(&str) -> Option<String>) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let address = listener.local_addr()?;
        let (log, stopped) = (Mutex::default(), AtomicBool::new(false));
        let site = Arc::new(Site { folder: folder.to_owned(), prefix: prefix.to_owned(), policy, log, stopped });
        let shared = Arc::clone(&site);
        let listener = std::thread::spawn(move || {
            for stream in listener.incoming().filter_map(Result::ok) {
                if shared.stopped.load(Ordering::Relaxed) {
                    break;
                }
                // One short thread a request: browsers open few, and none may keep another waiting.
                let site = Arc::clone(&shared);
                std::thread::spawn(move || {
                    let _reader_has_gone = site.answer(&stream);
                });
            }
        });
        Ok(Self { address, site, listener: Some(listener) })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What was asked and reported so far.
    pub fn log(&self) -> Log {
        self.site.log.lock().map(|log| log.clone()).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.site.stopped.store(true, Ordering::Relaxed);
        // Wakes the listener, which then sees that it has to stop.
        let _woken = TcpStream::connect(self.address);
        if let Some(listener) = self.listener.take() {
            let _ended = listener.join();
        }
    }
}

/// What a browser asked.
struct Request {
    method: String,
    address: String,
    body: String,
}

impl Request {
    fn read(stream: &TcpStream) -> io::Result<Self> {
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        // More than any browser sends about itself or about an offence.
        let mut lines = BufReader::new(stream).take(256 * 1024);
        let mut first = String::new();
        lines.read_line(&mut first)?;
        let mut length = 0;
        loop {
            let mut line = String::new();
            if lines.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.trim().parse().unwrap_or(0);
            }
        }
        let mut body = Vec::new();
        lines.take(length).read_to_end(&mut body)?;
        let mut words = first.split_whitespace().map(str::to_owned);
        let (method, address) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
        Ok(Self { method, address, body: String::from_utf8_lossy(&body).into_owned() })
    }
}

impl Site {
    fn answer(&self, stream: &TcpStream) -> io::Result<()> {
        let Request { method, address, body } = Request::read(stream)?;
        if method == "POST" && address == REPORTS {
            self.note(|log| log.offences.push(body));
            return respond(stream, "204 No Content", &[], b"");
        }
        self.note(|log| log.requests.push(address.clone()));
        if method != "GET" && method != "HEAD" {
            return respond(stream, "405 Method Not Allowed", &[], b"");
        }
        let found = file_for(&address, &self.folder, &self.prefix);
        let Some((bytes, file)) = found.and_then(|file| Some((std::fs::read(&file).ok()?, file))) else {
            return respond(stream, "404 Not Found", &[], b"Not found");
        };
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let keep = if has_hash(&address) { "public, max-age=31536000, immutable" } else { "no-cache" };
        let policy = (self.policy)(&name);
        let mut headers = ALWAYS.to_vec();
        headers.extend([("Content-Type", kind(&file)), ("Cache-Control", keep)]);
        headers.extend(policy.as_deref().map(|policy| ("Content-Security-Policy", policy)));
        respond(stream, "200 OK", &headers, if method == "HEAD" { b"" } else { &bytes })
    }

    fn note(&self, add: impl FnOnce(&mut Log)) {
        if let Ok(mut log) = self.log.lock() {
            add(&mut log);
        }
    }
}

fn respond(mut stream: &TcpStream, status: &str, headers: &[(&str, &str)], body: &[u8]) -> io::Result<()> {
    let mut head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    stream.write_all(format!("{head}\r\n").as_bytes())?;
    stream.write_all(body)?;
    stream.flush()
}

/// The file an address means, if it stays inside the folder.
fn file_for(url: &str, folder: &Path, prefix: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(prefix)?;
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let inside = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| folder.join(name)).filter(|file| file.is_file())
}

/// Files and folders are named after their content: `clusterwise-3f9c….css`, `app-41d0…/app.js`.
fn has_hash(address: &str) -> bool {
    address
        .split(['-', '_', '.', '/'])
        .any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json") => "application/json",
        Some("webmanifest") => "application/manifest+json",
        Some("csv") => "text/csv; charset=utf-8",
        _ => "application/octet-stream",
    }
}
