//! Numbers in, numbers out: intervals, tests and special functions. Knows nothing of schools.
