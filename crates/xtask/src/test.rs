//! Every test, and their sum.

use crate::emulator::Emulator;
use crate::{check, package, process, report, workspace};
use anyhow::{Context as _, Result, bail};
use std::process::Command;

/// How many tests ended how.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sum {
    passed: u32,
    failed: u32,
    skipped: u32,
}

/// Checks, packs, and runs the tests of Rust and of PowerShell; the last line is `N passed, N failed, N skipped`.
pub(crate) fn run() -> Result<()> {
    check::run()?;
    Emulator::build()?;
    package::assemble()?;
    let mut sum = Sum::default();
    report::step("tests of the Rust crates");
    let mut cargo = workspace::cargo();
    let (lines, cargo_succeeded) =
        process::run_and_read(cargo.args(["test", "--workspace", "--locked", "--no-fail-fast"]))?;
    lines.iter().filter_map(|line| cargo_sum(line)).for_each(|part| sum.add(&part));
    report::step("tests of the packed module in the PowerShell engine");
    let (lines, dotnet_succeeded) = process::run_and_read(&mut module_tests()?)?;
    let part = lines.iter().rev().find_map(|line| xunit_sum(line)).context("the module's tests said no sum")?;
    sum.add(&part);
    report::line(&format!("{} passed, {} failed, {} skipped", sum.passed, sum.failed, sum.skipped));
    if !(cargo_succeeded && dotnet_succeeded) || sum.failed > 0 {
        bail!("not every test passed");
    }
    Ok(())
}

fn module_tests() -> Result<Command> {
    process::run(&mut workspace::dotnet_build("tests/EntraRevoke.Host/EntraRevoke.Host.csproj"))?;
    process::run(&mut workspace::dotnet_build("tests/EntraRevoke.Tests/EntraRevoke.Tests.csproj"))?;
    let program = workspace::dotnet_output("EntraRevoke.Tests").join(workspace::executable("EntraRevoke.Tests"));
    let mut command = workspace::command(program);
    command.env("ENTRAREVOKE_EMULATOR", Emulator::program());
    Ok(command)
}

impl Sum {
    fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// Reads `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
fn cargo_sum(line: &str) -> Option<Sum> {
    let counts = line.strip_prefix("test result: ")?;
    let count = |label: &str| number_before(counts, label);
    Some(Sum { passed: count(" passed")?, failed: count(" failed")?, skipped: count(" ignored")? })
}

/// Reads `… Total: 9, Errors: 0, Failed: 1, Skipped: 2, Not Run: 0, …`; an error outside a test counts as a failure.
fn xunit_sum(line: &str) -> Option<Sum> {
    let count = |label: &str| number_after(line, label);
    let (failed, skipped) = (count("Failed: ")?, count("Skipped: ")?);
    let failed_in_tests = failed;
    let failed = failed + count("Errors: ")?;
    let passed = count("Total: ")?.checked_sub(failed_in_tests + skipped)?;
    Some(Sum { passed, failed, skipped })
}

fn number_before(text: &str, label: &str) -> Option<u32> {
    text.split(label).next()?.rsplit(' ').next()?.parse().ok()
}

fn number_after(text: &str, label: &str) -> Option<u32> {
    text.split_once(label)?.1.split(|letter: char| !letter.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{Sum, cargo_sum, xunit_sum};

    #[test]
    fn sums_are_read_from_what_the_runners_print() {
        let line = "test result: FAILED. 3 passed; 1 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(cargo_sum(line), Some(Sum { passed: 3, failed: 1, skipped: 2 }));
        let line = "   EntraRevoke.Tests  Total: 9, Errors: 1, Failed: 2, Skipped: 3, Not Run: 0, Time: 1.234s";
        assert_eq!(xunit_sum(line), Some(Sum { passed: 4, failed: 3, skipped: 3 }));
        assert_eq!((cargo_sum("running 3 tests"), xunit_sum("Discovering")), (None, None));
    }
}
