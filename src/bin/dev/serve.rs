//! Serves the built page on this machine and opens it in a browser where that is possible.

use crate::fault::{Fault, Outcome};
use crate::server::Server;
use crate::tools::{home, on_path};
use std::process::{Command, Stdio};

pub fn run(port: u16, open: bool) -> Outcome {
    let server = Server::start(&home().join("dist"), "/", port).map_err(|error| {
        Fault::new(format!("could not serve on port {port}: {error}"))
            .by_hand(format!("cargo dev serve --port {}", port.saturating_add(1)))
    })?;
    let address = format!("http://{}/", server.address());
    println!("\nClusterwise is at {address}");
    println!("\"Look round the demonstration\" on its first page opens a whole pilot with invented schools.");
    println!("Ctrl+C ends the server.");
    if open && std::env::var_os("CI").is_none() {
        open_browser(&address);
    }
    server.wait();
    Ok(())
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
