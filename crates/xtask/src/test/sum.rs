//! How many tests ended how, as the three runners print it.

use std::fmt::{self, Display, Formatter};
use std::iter;

/// How many tests ended how.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) passed: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
}

impl Sum {
    pub(super) fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }

    /// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub(super) fn of_cargo(line: &str) -> Option<Self> {
        let counts = line.strip_prefix("test result: ")?;
        let count = |label: &str| number_before(counts, label);
        Some(Self { passed: count(" passed")?, failed: count(" failed")?, skipped: count(" ignored")? })
    }

    /// Reads `== 3 passed, 0 failed, 1 skipped`, with which a test file of PowerShell ends.
    pub(super) fn of_pester(line: &str) -> Option<Self> {
        let counts = line.strip_prefix("== ")?;
        let count = |label: &str| number_before(counts, label);
        Some(Self { passed: count(" passed")?, failed: count(" failed")?, skipped: count(" skipped")? })
    }

    /// Reads `… Total: 9, Errors: 0, Failed: 1, Skipped: 2, Not Run: 0, …`; an error outside a test counts as a failure.
    pub(super) fn of_xunit(line: &str) -> Option<Self> {
        let count = |label: &str| number_after(line, label);
        let (failed, skipped) = (count("Failed: ")?, count("Skipped: ")?);
        let passed = count("Total: ")?.checked_sub(failed + skipped)?;
        Some(Self { passed, failed: failed + count("Errors: ")?, skipped })
    }
}

impl Display for Sum {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

impl iter::Sum for Sum {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |mut sum, part| {
            sum.add(&part);
            sum
        })
    }
}

fn number_before(text: &str, label: &str) -> Option<u32> {
    text.split(label).next()?.rsplit(' ').next()?.parse().ok()
}

fn number_after(text: &str, label: &str) -> Option<u32> {
    text.split_once(label)?.1.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::Sum;

    #[test]
    fn sums_are_read_from_what_the_runners_print() {
        let line = "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(Sum::of_cargo(line), Some(Sum { passed: 3, failed: 1, skipped: 2 }));
        let line = "   EntraRevoke.Tests  Total: 9, Errors: 1, Failed: 2, Skipped: 3, Not Run: 0, Time: 1.234s";
        assert_eq!(Sum::of_xunit(line), Some(Sum { passed: 4, failed: 3, skipped: 3 }));
        assert_eq!(Sum::of_pester("== 4 passed, 1 failed, 0 skipped"), Some(Sum { passed: 4, failed: 1, skipped: 0 }));
        assert_eq!((Sum::of_cargo("running 3 tests"), Sum::of_xunit("Discovering")), (None, None));
    }
}
