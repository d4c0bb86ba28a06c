//! Every test, and their sum.

mod pester;
mod sum;
mod xunit;

use crate::emulator::Emulator;
use crate::{check, demo, package, process, report, workspace};
use anyhow::{Result, ensure};
use std::thread;
use sum::Sum;

/// Checks, packs, and runs the tests of Rust, of the packed module in PowerShell and of what only C# reaches.
///
/// The last line is `N passed, N failed, N skipped`.
pub(crate) fn run() -> Result<()> {
    check::run()?;
    let module = package::assemble()?.join("EntraRevoke.psd1");
    Emulator::build()?;
    let (pester, xunit) = (pester::Runner::new(&module)?, xunit::build()?);
    let shown = demo::show(&module);
    report::step("tests of the Rust crates");
    let (mut sum, cargo_succeeded) = rust()?;
    report::step("tests of the packed module in PowerShell, and of the seam and the emulator in C#");
    let beside = thread::scope(|scope| {
        let beside = scope.spawn(|| xunit::run(&xunit, &module));
        pester.run().and_then(|pester| {
            sum.add(&pester);
            beside.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    })?;
    sum.add(&beside);
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

fn rust() -> Result<(Sum, bool)> {
    let mut cargo = workspace::cargo();
    let (lines, succeeded) =
        process::run_and_read(cargo.args(["test", "--workspace", "--locked", "--no-fail-fast", "--quiet"]))?;
    Ok((lines.iter().filter_map(|line| Sum::of_cargo(line)).sum(), succeeded))
}
