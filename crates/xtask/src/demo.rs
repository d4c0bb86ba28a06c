//! The main job, shown: sign in, revoke, and see that a refresh token from before is refused.

use crate::emulator::Emulator;
use crate::{package, process, report, terminal, workspace};
use anyhow::{Context as _, Result, bail, ensure};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const SCRIPT: &str = include_str!("../demo/demo.ps1");
const ANOTHER_DEVICE: &str = include_str!("../demo/another-device.ps1");

/// What the output must have, in this order; a demo that shows less has failed.
const PROOF: [&str; 5] = ["The laptop got a new access token.", "Value", "-----", "True", "AADSTS50173"];

/// Builds everything and runs the example in the engine, and in `pwsh` too where there is one.
///
/// What the engine printed is drawn as a picture of the terminal into `picture`.
pub(crate) fn run(picture: Option<&Path>) -> Result<()> {
    let module = package::assemble()?.join("EntraRevoke.psd1");
    let lines = show("the engine", &module, |script| {
        let mut command = Command::new(host());
        command.arg("-Echo").arg("-File").arg(script);
        command
    })?;
    if let Some(picture) = picture {
        fs::write(picture, terminal::draw(&lines))
            .with_context(|| format!("{} cannot be written", picture.display()))?;
    }
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

fn show(name: &str, module: &Path, command: impl FnOnce(&Path) -> Command) -> Result<Vec<String>> {
    report::step(&format!("demo in {name}"));
    let emulator = Emulator::start()?;
    let folder = workspace::target().join("demo");
    fs::create_dir_all(&folder)?;
    let another_device = folder.join("another-device.ps1");
    let fill = |text: &str| {
        text.replace("{{module}}", &from_root(module))
            .replace("{{another-device}}", &from_root(&another_device))
            .replace("{{emulator}}", &from_root(&Emulator::program()))
            .replace("{{authority}}", &emulator.authority)
            .replace("{{graph}}", &emulator.graph)
            .replace("{{control}}", &emulator.control)
    };
    fs::write(&another_device, fill(ANOTHER_DEVICE))?;
    let script = folder.join("demo.ps1");
    fs::write(&script, fill(SCRIPT))?;
    let (lines, succeeded) = process::run_and_read(command(&script).current_dir(workspace::root()))?;
    ensure!(succeeded, "the demo ended with an error");
    ensure!(!lines.iter().any(|line| line.starts_with("WARNING")), "the demo went another way than it is to show");
    let mut shown = lines.iter();
    for expected in PROOF {
        if !shown.any(|line| line.contains(expected)) {
            bail!("the demo did not show `{expected}` where it was to");
        }
    }
    Ok(lines)
}

/// A path as a person in the root of the checkout would type it.
fn from_root(path: &Path) -> String {
    match path.strip_prefix(workspace::root()) {
        Ok(inside) => format!("./{}", inside.to_string_lossy()),
        Err(_) => path.to_string_lossy().into_owned(),
    }
}
