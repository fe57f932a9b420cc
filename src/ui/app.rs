//! Starts the app.

/// Mounts the app.
pub fn start() {}
