//! A PowerShell to try the module in by hand.

use crate::emulator::Emulator;
use crate::{build, process, pwsh};
use anyhow::Result;

/// Builds everything and opens a PowerShell with the packed module and an emulator, which ends with it.
pub(crate) fn run(no_browser: bool) -> Result<()> {
    let module = build::run()?;
    let mut command = pwsh::command()?;
    command.args(["-NoExit", "-File", "crates/xtask/demo/shell.ps1"]).args(no_browser.then_some("-NoBrowser"));
    command.env("ENTRAREVOKE_MODULE", module).env("ENTRAREVOKE_EMULATOR", Emulator::program());
    process::replace_with(&mut command)
}
