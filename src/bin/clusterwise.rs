//! The command line: a thin native face of the core.

fn main() {}
