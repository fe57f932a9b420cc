//! How long a thread has worked, so that a busy machine does not fail a test that is about our own speed.

use std::time::{Duration, Instant};

/// A stopwatch of this thread's own time; of the wall's where the system (not Linux) does not tell it.
pub struct Stopwatch {
    started: Instant,
    worked_before: Option<Duration>,
}

impl Stopwatch {
    pub fn start() -> Self {
        Self { started: Instant::now(), worked_before: worked() }
    }

    pub fn elapsed(&self) -> Duration {
        match (worked(), self.worked_before) {
            (Some(now), Some(before)) => now - before,
            _ => self.started.elapsed(),
        }
    }
}

/// Nanoseconds on a processor: the first figure of Linux’ schedstat.
fn worked() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split(' ').next()?.parse().ok().map(Duration::from_nanos)
}
