//! Counts what test programs print, so that the last line can say how many ran.

/// How many tests passed and failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Count {
    pub passed: u64,
    pub failed: u64,
}

impl Count {
    /// Adds up the closing lines of Rust's test programs, native and in the browser.
    pub fn of(printed: &str) -> Self {
        let mut count = Self::default();
        for line in printed.lines().filter_map(|line| line.trim().strip_prefix("test result: ")) {
            for part in line.split([';', '.']) {
                let mut words = part.split_whitespace();
                if let (Some(Ok(number)), Some(what)) = (words.next().map(str::parse::<u64>), words.next()) {
                    match what {
                        "passed" => count.passed += number,
                        "failed" => count.failed += number,
                        _ => {}
                    }
                }
            }
        }
        count
    }

    /// A check that is one thing.
    pub fn one(passed: bool) -> Self {
        Self { passed: passed.into(), failed: (!passed).into() }
    }

    /// A test program that ended badly without naming a failed test counts as one.
    pub fn ended(self, success: bool) -> Self {
        Self { failed: if success { self.failed } else { self.failed.max(1) }, ..self }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_all_programs_add_up() {
        let printed = "running 3 tests\ntest a ... ok\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.00s\n\
            test result: FAILED. 4 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s\n";
        assert_eq!(Count::of(printed), Count { passed: 7, failed: 2 });
    }

    #[test]
    fn a_program_that_dies_counts_as_a_failure() {
        assert_eq!(Count::of("no closing line").ended(false), Count { passed: 0, failed: 1 });
        assert_eq!(Count::of("test result: FAILED. 1 passed; 2 failed;").ended(false), Count { passed: 1, failed: 2 });
    }
}
