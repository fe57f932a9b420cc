//! Serves the built page on this machine and opens it in a browser where that is possible.

use crate::fault::{Fault, Outcome};
use crate::server::{Server, strict_policy};
use crate::tools::{home, on_path};
use std::process::{Command, Stdio};
use std::time::Duration;

pub fn run(port: u16, open: bool) -> Outcome {
    let server = Server::start(&home().join("dist"), "/", port, strict_policy).map_err(|error| {
        Fault::new(format!("could not serve on port {port}: {error}"))
            .by_hand(format!("cargo dev serve --port {}", port.saturating_add(1)))
    })?;
    let address = format!("http://{}/", server.address());
    println!("\nClusterwise is at {address}");
    println!("\"Look round the demonstration\" on its first page opens a whole pilot with invented schools.");
    println!("Ctrl+C ends the server.");
    let mut shown = 0;
    if open && std::env::var_os("CI").is_none() {
        open_browser(&address);
    }
    loop {
        std::thread::sleep(Duration::from_secs(1));
        for offence in server.log().offences.iter().skip(shown) {
            eprintln!("The page's policy stopped something: {offence}");
            shown += 1;
        }
    }
}

/// Asks the desktop to open the address. Where there is none, the printed address is enough.
fn open_browser(address: &str) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let desktop =
        cfg!(target_os = "macos") || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if desktop && on_path(opener).is_some() {
        let mut command = Command::new(opener);
        command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let _address_is_printed_anyway = command.spawn();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn ask(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(server.address()).unwrap();
        let (line, body) = request.split_once('|').unwrap_or((request, ""));
        let length = body.len();
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn public(prefix: &str) -> Server {
        Server::start(&home().join("public"), prefix, 0, strict_policy).unwrap()
    }

    #[test]
    fn the_page_comes_with_the_policy_below_any_path() {
        let server = public("/a/b/");
        let answer = ask(&server, "GET /a/b/?x=1");
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(answer.contains("frame-ancestors 'none'") && answer.contains("trusted-types 'none'"));
        // Only the page itself may frame what starts the worker, and trusted types would keep it from starting one.
        let frame = ask(&server, "GET /a/b/runner.html");
        assert!(frame.contains("frame-ancestors 'self'") && frame.contains("worker-src 'self'"), "{frame}");
        assert!(!frame.contains("trusted-types"));
        assert!(ask(&server, "GET /index.html").starts_with("HTTP/1.1 404"));
        assert_eq!(server.log().requests, ["/a/b/?x=1", "/a/b/runner.html", "/index.html"]);
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let server = public("/");
        for url in ["/../Cargo.toml", "//etc/passwd", "/%2e%2e/Cargo.toml", "/./../Cargo.toml"] {
            assert!(ask(&server, &format!("GET {url}")).starts_with("HTTP/1.1 404"), "{url}");
        }
        assert!(ask(&server, "POST /index.html|x").starts_with("HTTP/1.1 405"));
    }

    #[test]
    fn only_files_named_after_their_content_may_be_kept() {
        let folder = std::env::temp_dir().join(format!("clusterwise-serve-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        for name in ["app-8c1d2f90a1b2c3d4_bg.wasm", "defaced-manifest.json"] {
            std::fs::write(folder.join(name), "x").unwrap();
        }
        let server = Server::start(&folder, "/", 0, strict_policy).unwrap();
        assert!(ask(&server, "GET /app-8c1d2f90a1b2c3d4_bg.wasm").contains("immutable"));
        assert!(ask(&server, "GET /defaced-manifest.json").contains("no-cache"));
        std::fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn what_the_policy_stopped_is_kept() {
        let server = public("/");
        assert!(ask(&server, "POST /policy-report|{\"csp-report\":{}}").starts_with("HTTP/1.1 204"));
        assert_eq!(server.log().offences, ["{\"csp-report\":{}}"]);
        assert!(server.log().requests.is_empty());
    }
}
