//! The main job, shown: sign in, revoke, and see that a refresh token from before is refused.

use crate::emulator::Emulator;
use crate::{build, process, pwsh, report, terminal, workspace};
use anyhow::{Context as _, Result, bail, ensure};
use std::fs::{self, File};
use std::path::Path;

const SCRIPT: &str = include_str!("../demo/demo.ps1");
const ANOTHER_DEVICE: &str = include_str!("../demo/another-device.ps1");

/// What the output must have, in this order; a demo that shows less has failed.
const PROOF: [&str; 5] = ["The laptop got a new access token.", "Value", "-----", "True", "AADSTS50173"];

/// Builds everything and shows it.
///
/// What was printed is drawn as a picture of the terminal into `picture`.
pub(crate) fn run(picture: Option<&Path>) -> Result<()> {
    let lines = show(&build::run()?)?;
    if let Some(picture) = picture {
        fs::write(picture, terminal::draw(&lines))
            .with_context(|| format!("{} cannot be written", picture.display()))?;
    }
    Ok(())
}

/// Types the example into the real PowerShell, and returns what that showed; fails unless it shows the proof.
pub(crate) fn show(module: &Path) -> Result<Vec<String>> {
    report::step("demo");
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
    let mut command = pwsh::command()?;
    // A shell that reads its input shows its prompt and each command as a person sees them.
    command.args(["-NoExit", "-Command", "function prompt { 'PS> ' }"]).stdin(File::open(&script)?);
    let (lines, succeeded) = process::run_and_read(command.env("NO_COLOR", "1"))?;
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
