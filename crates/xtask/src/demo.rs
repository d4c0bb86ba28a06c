//! The main job, shown: sign in, revoke, and see that a refresh token from before is refused.

use crate::emulator::Emulator;
use crate::{package, process, report, workspace};
use anyhow::{Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = include_str!("../demo/demo.ps1");
const ANOTHER_DEVICE: &str = include_str!("../demo/another-device.ps1");

/// What the output must have, in this order; a demo that shows less has failed.
const PROOF: [&str; 5] = ["The laptop got a new access token.", "Value", "-----", "True", "AADSTS50173"];

/// Builds everything and runs the example in the engine, and in `pwsh` too where there is one.
pub(crate) fn run() -> Result<()> {
    let module = package::assemble()?.join("EntraRevoke.psd1");
    show("the engine", &module, |script| {
        let mut command = Command::new(host());
        command.arg("-Echo").arg("-File").arg(script);
        command
    })?;
    if process::is_installed("pwsh") {
        show("pwsh", &module, |script| {
            let mut command = Command::new("pwsh");
            command.args(["-NoLogo", "-NoProfile", "-NonInteractive", "-File"]).arg(script);
            command
        })?;
    }
    Ok(())
}

/// The console host of the engine that the tests use too.
fn host() -> PathBuf {
    workspace::dotnet_output("EntraRevoke.Host").join(workspace::executable("EntraRevoke.Host"))
}

fn show(name: &str, module: &Path, command: impl FnOnce(&Path) -> Command) -> Result<()> {
    report::step(&format!("demo in {name}"));
    let emulator = Emulator::start()?;
    let folder = workspace::target().join("demo");
    fs::create_dir_all(&folder)?;
    let another_device = folder.join("another-device.ps1");
    let fill = |text: &str| {
        text.replace("{{module}}", &module.to_string_lossy())
            .replace("{{another-device}}", &another_device.to_string_lossy())
            .replace("{{emulator}}", &Emulator::program().to_string_lossy())
            .replace("{{authority}}", &emulator.authority)
            .replace("{{graph}}", &emulator.graph)
            .replace("{{control}}", &emulator.control)
    };
    fs::write(&another_device, fill(ANOTHER_DEVICE))?;
    let script = folder.join("demo.ps1");
    fs::write(&script, fill(SCRIPT))?;
    let (lines, succeeded) = process::run_and_read(&mut command(&script))?;
    ensure!(succeeded, "the demo ended with an error");
    let mut lines = lines.iter();
    for expected in PROOF {
        if !lines.any(|line| line.contains(expected)) {
            bail!("the demo did not show `{expected}` where it was to");
        }
    }
    Ok(())
}
