//! The demonstration pilot: fictional, deterministic by seed.
