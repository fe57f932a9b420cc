//! Pieces of screens that know no state.
