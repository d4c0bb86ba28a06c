//! Every test, and their sum.

mod pester;
mod sum;
mod xunit;

use crate::{build, check, demo, process, report, workspace};
use anyhow::{Result, ensure};
use std::thread;
use sum::Sum;

/// Checks, packs, and runs the tests of Rust, of the packed module in PowerShell and of what only C# reaches.
///
/// The last line is `N passed, N failed, N skipped`.
pub(crate) fn run() -> Result<()> {
    check::run()?;
    let module = build::run()?;
    let (pester, xunit) = (pester::Runner::new(&module)?, xunit::build()?);
    let shown = demo::show(&module);
    // Much of a test is waiting, so that the three kinds take hardly longer together than the longest of them.
    report::step("tests of the Rust crates, of the packed module in PowerShell, and of what only C# reaches");
    let (rust, pester, xunit) = thread::scope(|scope| {
        let (rust, xunit) = (scope.spawn(rust), scope.spawn(|| xunit::run(&xunit, &module)));
        let pester = pester.run();
        (join(rust), pester, join(xunit))
    });
    let (mut sum, cargo_succeeded) = rust?;
    sum.add(&pester?);
    sum.add(&xunit?);
    match shown {
        Ok(_) => sum.passed += 1,
        Err(error) => {
            report::error(&format!("the demo failed: {error:#}"));
            sum.failed += 1;
        }
    }
    report::line(&sum.to_string());
    ensure!(cargo_succeeded && sum.failed == 0, "not every test passed");
    Ok(())
}

/// What a thread came to; a panic in it goes on here.
fn join<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn rust() -> Result<(Sum, bool)> {
    let mut cargo = workspace::cargo();
    let (lines, succeeded) =
        process::run_and_read(cargo.args(["test", "--workspace", "--locked", "--no-fail-fast", "--quiet"]))?;
    Ok((lines.iter().filter_map(|line| Sum::of_cargo(line)).sum(), succeeded))
}
