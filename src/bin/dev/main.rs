//! Set-up, serve, build and test: the two commands of the README.

fn main() {}
