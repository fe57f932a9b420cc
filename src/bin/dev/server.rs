//! Serves a folder on this machine alone, under the policy the page is written for. Shared by `cargo dev serve` and the
//! browser journeys; it must know nothing of either.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use tiny_http::{Header, Method, Request, Response};

/// What the page may do, as `public/index.html` says too; a header can also forbid framing.
pub const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; \
    style-src 'self'; img-src 'self' data:; manifest-src 'self'; form-action 'none'; base-uri 'none'; object-src 'none'; \
    require-trusted-types-for 'script'; trusted-types 'none'";

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

/// A running server. It stops when it is dropped.
pub struct Server {
    server: Arc<tiny_http::Server>,
    address: SocketAddr,
    requests: Arc<Mutex<Vec<String>>>,
    threads: Vec<JoinHandle<()>>,
}

impl Server {
    /// Serves `folder` below `prefix` ("/" or "/a/b/") on 127.0.0.1; port 0 takes a free one.
    pub fn start(folder: &Path, prefix: &str, port: u16) -> io::Result<Self> {
        let server = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port)).map_err(io::Error::other)?;
        let address = server.server_addr().to_ip().ok_or_else(|| io::Error::other("no address"))?;
        let (server, requests) = (Arc::new(server), Arc::new(Mutex::new(Vec::new())));
        let threads = (0..4)
            .map(|_| {
                let (server, requests) = (Arc::clone(&server), Arc::clone(&requests));
                let (folder, prefix) = (folder.to_owned(), prefix.to_owned());
                std::thread::spawn(move || {
                    while let Ok(request) = server.recv() {
                        if let Ok(mut log) = requests.lock() {
                            log.push(request.url().to_owned());
                        }
                        let _reader_has_gone = answer(request, &folder, &prefix);
                    }
                })
            })
            .collect();
        Ok(Self { server, address, requests, threads })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of everything asked for so far, in order.
    #[allow(dead_code, reason = "only the journeys ask")]
    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().map(|log| log.clone()).unwrap_or_default()
    }

    /// Serves until the program is ended.
    #[allow(dead_code, reason = "only `cargo dev serve` waits")]
    pub fn wait(mut self) {
        for thread in std::mem::take(&mut self.threads) {
            let _ended = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.server.unblock();
        }
    }
}

fn answer(request: Request, folder: &Path, prefix: &str) -> io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    let found = file_for(request.url(), folder, prefix).and_then(|file| Some((std::fs::read(&file).ok()?, file)));
    let Some((bytes, file)) = found else {
        return request.respond(dressed(Response::from_string("Not found").with_status_code(404), &[]));
    };
    let hashed = file.file_stem().is_some_and(|stem| has_hash(&stem.to_string_lossy()));
    let keep = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    request.respond(dressed(Response::from_data(bytes), &[("Content-Type", kind(&file)), ("Cache-Control", keep)]))
}

type Answer = Response<io::Cursor<Vec<u8>>>;

/// A response with the headers every answer carries, and its own.
fn dressed(response: Answer, own: &[(&str, &str)]) -> Answer {
    let policy = format!("{POLICY}; frame-ancestors 'none'");
    let all = ALWAYS.iter().chain(own).copied().chain([("Content-Security-Policy", policy.as_str())]);
    all.filter_map(|(name, value)| Header::from_bytes(name, value).ok()).fold(response, Response::with_header)
}

/// The file an address means, if it stays inside the folder.
fn file_for(url: &str, folder: &Path, prefix: &str) -> Option<PathBuf> {
    let path = url.split(['?', '#']).next()?.strip_prefix(prefix)?;
    let name = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let inside = Path::new(&name).components().all(|part| matches!(part, Component::Normal(_)));
    inside.then(|| folder.join(name)).filter(|file| file.is_file())
}

/// Trunk names a file after its content: `clusterwise-3f9c….css`.
fn has_hash(stem: &str) -> bool {
    stem.split(['-', '_']).any(|part| part.len() >= 12 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    /// A folder with a page in it.
    fn public() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("public")
    }

    fn ask(server: &Server, url: &str) -> String {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        write!(stream, "GET {url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn the_page_comes_with_the_policy_below_any_path() {
        let server = Server::start(&public(), "/a/b/", 0).unwrap();
        let answer = ask(&server, "/a/b/?x=1");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("frame-ancestors 'none'"));
        assert!(answer.contains("trusted-types 'none'"));
        assert!(ask(&server, "/index.html").starts_with("HTTP/1.1 404"));
        assert_eq!(server.requests(), ["/a/b/?x=1", "/index.html"]);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let server = Server::start(&public(), "/", 0).unwrap();
        for url in ["/../Cargo.toml", "//etc/passwd", "/%2e%2e/Cargo.toml", "/./../Cargo.toml"] {
            assert!(ask(&server, url).starts_with("HTTP/1.1 404"), "{url}");
        }
    }

    #[test]
    fn only_files_named_after_their_content_may_be_kept() {
        assert!(has_hash("app-8c1d2f90a1b2c3d4_bg"));
        assert!(!has_hash("index"));
        assert!(!has_hash("defaced-manifest"));
    }
}
