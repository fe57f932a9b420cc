//! Numbers that may leave: which cells of a table are hidden, so that none of them can be worked out from the others.
//! Knows nothing of what is counted.
//!
//! A small count is hidden because it may name a pupil ([`Rule`]). One hidden cell alone could be had by subtraction from
//! a total, so others are hidden with it, as few as will do. What makes a table safe is not a rule of thumb but a
//! witness: for each small count another table of whole numbers that agrees with every visible cell and every sum, in
//! which that count is larger by as much as the mark leaves open. [`protect`] finds the witnesses and checks each in whole
//! numbers.

mod mark;
mod protect;
mod table;

pub use mark::{Mark, Shown, legend, share_may_be_shown};
pub use protect::{Protected, SafetyError, protect};
pub use table::{CountTable, Grid, Rule, TableError};
