//! Mounts the app in the page. Only a browser runs it.

fn main() {}
